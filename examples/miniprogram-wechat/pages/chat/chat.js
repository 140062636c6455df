// 整页客服。把 desk.example 换成您的域名，并在小程序后台的“业务域名”里登记。
const CHAT = 'https://desk.example/chat/';

// 有客服按钮的那一页：网页里找了真人之后，也能一步到这里。
const NATIVE = '/pages/help/help';

Page({
  data: { address: '' },

  // `entry`：条目编号或一句问话；`human`：直接找人工。顾客在微信里调大了字，网页也跟着大。
  onLoad({ entry, human }) {
    const { fontSizeScaleFactor = 1, language } = wx.getAppBaseInfo();
    const said = { lang: (language || 'zh_CN').replace('_', '-'), font: fontSizeScaleFactor, entry: entry && decodeURIComponent(entry), human, native: NATIVE };
    const query = Object.keys(said).filter((name) => said[name]).map((name) => `${name}=${encodeURIComponent(said[name])}`);
    this.setData({ address: `${CHAT}?${query.join('&')}` });
  },

  // 网页说的话，离开网页时一起收到。
  told({ detail: { data } }) {
    if (data.some(({ renzai }) => renzai === 'human')) getApp().globalData.asked = true;
  },
});
