// The app whose web-view the page is in, behind one interface. It is there only where the app's own script is on the page and
// the browser says that it is that app's; a page that has the script anywhere else has no app.
//
//   ear          listens by the app's own recorder; as the browser's `SpeechRecognition`, as far as `voice.js` needs it
//   isMini()     whether the page is in a mini program
//   go(page)     to a page of the mini program
//   leave()      back to the page of the mini program that opened this one
//   tell(said)   a word to the mini program
//
// WeChat and Douyin hand on what is told when the web-view is left, shared or gone, Alipay at once.

class App {
  constructor(api) {
    this.api = api;
  }

  /** Asks the app itself. One that never answers is none. */
  isMini() {
    return new Promise((then) => this.api.getEnv(({ miniprogram, smartprogram }) => then(Boolean(miniprogram || smartprogram))));
  }

  go(url) {
    this.api.navigateTo({ url });
  }

  leave() {
    this.api.navigateBack({ delta: 1 });
  }

  tell(data) {
    this.api.postMessage({ data });
  }
}

class WeChat extends App {
  static find() {
    // The bridge is the app's, also where the name of the browser was changed.
    return (globalThis.WeixinJSBridge || /MicroMessenger/i.test(navigator.userAgent)) && globalThis.wx?.translateVoice && globalThis.wx;
  }

  constructor(wx) {
    super(wx.miniProgram);
  }

  /** Scripts from before there were mini programs know nothing of them. */
  isMini() {
    return this.api ? super.isMini() : Promise.resolve(false);
  }

  get ear() {
    return WeChatEar;
  }
}

class Alipay extends App {
  static find() {
    return /AlipayClient/i.test(navigator.userAgent) && globalThis.my?.postMessage && globalThis.my;
  }

  tell(data) {
    this.api.postMessage(data);
  }
}

class Douyin extends App {
  static find() {
    return /ToutiaoMicroApp/i.test(navigator.userAgent) && globalThis.tt?.miniProgram;
  }

  /** There is no question for it: the browser has this name in mini programs only. */
  isMini() {
    return Promise.resolve(true);
  }
}

class Baidu extends App {
  static find() {
    return /swan/i.test(navigator.userAgent) && globalThis.swan?.webView;
  }
}

/** WeChat's ear, where the page has asked WeChat for it: it must be told when somebody has finished. */
class WeChatEar {
  start() {
    const { wx } = globalThis;
    const heard = ({ localId }) => {
      const success = ({ translateResult: said }) => {
        this.onresult({ results: [[{ transcript: (said || '').replace(/。$/, '') }]] });
        this.onend();
      };
      wx.translateVoice({ localId, isShowProgressTips: 0, success, fail: () => this.fail('network') });
    };
    wx.onVoiceRecordEnd({ complete: heard });
    // It fails where the page's signature does not hold: then nothing here can listen.
    wx.startRecord({ cancel: () => this.fail('not-allowed'), fail: () => this.fail('service') });
    this.stop = () => wx.stopRecord({ success: heard, fail: () => this.fail('no-speech') });
  }

  fail(error) {
    this.onerror({ error });
    this.onend();
  }

  abort() {
    globalThis.wx.stopRecord({});
  }
}

/** The app around the page; `undefined` in a browser. */
export function app() {
  for (const Kind of [WeChat, Alipay, Douyin, Baidu]) {
    const api = Kind.find();
    if (api) return new Kind(api);
  }
  return undefined;
}

/** The app around the page, where it is a mini program's page; nobody else ever hears of it. */
export async function miniProgram() {
  const around = app();
  return around && (await around.isMini()) ? around : undefined;
}
