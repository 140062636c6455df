// `asked`：顾客在网页里找了真人。
App({ globalData: { asked: false } });
