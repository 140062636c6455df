// 整页客服。把 desk.example 换成您的域名，并在小程序后台的“H5 域名白名单”里登记。
const CHAT = 'https://desk.example/chat/';
// 支付宝的字号是像素，16 是标准。
const STANDARD = 16;

Page({
  data: { address: '' },

  // `entry`：条目编号或一句问话；`human`：直接找人工。顾客在支付宝里调大了字，网页也跟着大。
  onLoad({ entry, human }) {
    const { fontSizeSetting = STANDARD, language } = my.getSystemInfoSync();
    const said = { lang: language || 'zh-Hans', font: fontSizeSetting / STANDARD, entry: entry && decodeURIComponent(entry), human };
    const query = Object.keys(said).filter((name) => said[name]).map((name) => `${name}=${encodeURIComponent(said[name])}`);
    this.setData({ address: `${CHAT}?${query.join('&')}` });
  },
});
