// 整页客服。把 desk.example 换成您的域名，并在小程序后台的“H5 域名白名单”里登记。
const CHAT = 'https://desk.example/chat/';
// 支付宝的字号是像素，16 是标准。
const STANDARD = 16;

// 有客服按钮的那一页：网页里找了真人之后，也能一步到这里。
const NATIVE = '/pages/help/help';

Page({
  data: { address: '' },

  // `entry`：条目编号或一句问话；`human`：直接找人工。顾客在支付宝里调大了字，网页也跟着大。
  onLoad({ entry, human }) {
    const { fontSizeSetting = STANDARD, language } = my.getSystemInfoSync();
    const said = { lang: language || 'zh-Hans', font: fontSizeSetting / STANDARD, entry: entry && decodeURIComponent(entry), human, native: NATIVE };
    const query = Object.keys(said).filter((name) => said[name]).map((name) => `${name}=${encodeURIComponent(said[name])}`);
    this.setData({ address: `${CHAT}?${query.join('&')}` });
  },

  // 网页说的话。
  told({ detail: { renzai } }) {
    if (renzai === 'human') getApp().globalData.asked = true;
  },
});
