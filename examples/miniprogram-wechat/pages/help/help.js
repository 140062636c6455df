Page({
  data: { asked: false },

  onShow() {
    this.setData({ asked: getApp().globalData.asked });
  },
});
