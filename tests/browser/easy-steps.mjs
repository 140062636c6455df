// The large mode as somebody finds it, and what stands in for voices and ears, each at the browser's boundary only.
import { readFileSync } from "node:fs";
import { Widget, expect } from "./harness.mjs";

/** The simple way on a page, as somebody finds it who reads it. */
export class Easy extends Widget {
  constructor(page) {
    super(page);
    this.press = (name) => this.panel.getByRole("button", { name, exact: true }).click();
    this.heading = this.panel.getByRole("heading", { level: 3 });
  }

  static async open(page, address = "/?elder=1") {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(address);
    const easy = new Easy(page);
    await easy.launcher.click();
    await expect(easy.panel.locator(".easy .button").nth(2)).toBeVisible();
    return easy;
  }

  /** Texts in sight whose lines stand closer than 1.5 of their size, or have more than 40 Chinese characters. */
  crowded() {
    return this.panel.locator("p, li, h3, .button").evaluateAll((all) =>
      all
        .filter((it) => it.checkVisibility({ opacityProperty: true }) && !it.closest(".vh") && it.textContent.trim())
        .map((it) => [it.textContent, getComputedStyle(it), it.clientWidth])
        .filter(([, { lineHeight, fontSize }, width]) => parseFloat(lineHeight) / parseFloat(fontSize) < 1.499 || width / parseFloat(fontSize) > 40)
        .map(([text, { lineHeight, fontSize }]) => `${lineHeight} for ${fontSize}: ${text}`),
    );
  }

  /** Blocks of an answer that stand closer to the one before than 1.3 lines, from line to line. */
  dense() {
    return this.panel.locator(".bubble > * + *").evaluateAll((all) =>
      all
        .filter((it) => it.checkVisibility() && it.previousElementSibling.checkVisibility())
        .map((it) => [it.textContent, it.getBoundingClientRect().top - it.previousElementSibling.getBoundingClientRect().bottom, parseFloat(getComputedStyle(it).lineHeight)])
        .filter(([, gap, line]) => gap < 0.3 * line)
        .map(([text, gap, line]) => `${gap} px after a line of ${line}: ${text}`),
    );
  }

  /** What is in sight and lower or narrower than 60 px, or smaller than 24 px of text. */
  small() {
    return this.panel.locator("button, a.button").evaluateAll((all) =>
      all
        .filter((it) => it.checkVisibility())
        .map((it) => [it.ariaLabel || it.textContent, it.getBoundingClientRect()])
        .filter(([, { width, height }]) => Math.min(width, height) < 60)
        .map(([name, { width, height }]) => `${name}: ${width} × ${height}`),
    );
  }
}

/** Stands in for the browser's voice. */
export function quiet() {
  globalThis.read = [];
  const voices = [
    { name: "of the maker", lang: "zh-CN", localService: false },
    { name: "of the device", lang: "zh_CN", localService: true },
    { name: "of the device, English", lang: "en-US", localService: true },
  ];
  const voice = { speaking: false, cancel: () => {}, getVoices: () => voices, speak: (it) => globalThis.read.push({ ...it }) };
  Object.defineProperty(globalThis, "speechSynthesis", { value: voice, configurable: true });
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
}

/** Stands in for the browser's ear: the page's test says what was heard. */
export function ear() {
  globalThis.SpeechRecognition = class {
    start() {
      globalThis.ear = this;
    }
    abort() {}
  };
  globalThis.hear = (said) => {
    const { ear } = globalThis;
    ear.onresult({ results: [[{ transcript: said }]] });
    ear.onend();
  };
}

/**
 * WeChat's own script on a page, and a stand-in for the app behind it, whose recorder the page has signed for or not;
 * `globalThis.weChat` is what the app was asked and what its recorder can be told.
 */
export function weChat(page, signed) {
  const sdk = readFileSync(new URL("../package/node_modules/weixin-js-sdk/index.js", import.meta.url), "utf8");
  return page.addInitScript(`(${app})(${signed}); { const module = {}; ${sdk}; globalThis.wx = module.exports; }`);
}

function app(signed) {
  const weChat = { calls: [], ears: {} };
  globalThis.weChat = weChat;
  const answers = {
    startRecord: signed ? { err_msg: "startRecord:ok" } : { err_msg: "startRecord:fail, the permission value is offline verifying" },
    stopRecord: { err_msg: "stopRecord:ok", localId: "1" },
    translateVoice: { err_msg: "translateVoice:ok", translateResult: "衣服买大了能换吗。" },
  };
  weChat.minuteIsOver = () => weChat.ears.onVoiceRecordEnd({ err_msg: "onVoiceRecordEnd:ok", localId: "1" });
  globalThis.WeixinJSBridge = {
    invoke(name, asked, then) {
      weChat.calls.push(name);
      then(answers[name]);
    },
    on(name, then) {
      weChat.calls.push(name);
      weChat.ears[name] = then;
    },
  };
}
