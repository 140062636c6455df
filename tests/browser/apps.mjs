// Stand-ins for the apps whose web-views the page may be in, each as its own documentation describes what a page finds there.
// `globalThis.asked` lists what the app was asked for. WeChat's own script is the real one; the stand-in is the app behind it.
import { readFileSync } from "node:fs";

const sdk = readFileSync(new URL("../package/node_modules/weixin-js-sdk/index.js", import.meta.url), "utf8");
const PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36";

function named(name) {
  Object.defineProperty(navigator, "userAgent", { get: () => name });
}

function weChat() {
  globalThis.asked = [];
  globalThis.__wxjs_environment = "miniprogram";
  globalThis.WeixinJSBridge = {
    invoke(name, { name: what, arg }, then) {
      if (name === "invokeMiniProgramAPI") globalThis.asked.push([what, arg]);
      then({ err_msg: `${name}:ok` });
    },
    on() {},
  };
}

/** What the three others have in common, at the place that is each one's own. */
function others(place, env) {
  globalThis.asked = [];
  const ask = (name) => (said) => void globalThis.asked.push([name, name === "postMessage" && place.length ? said.data : said]);
  const api = Object.fromEntries(["navigateTo", "navigateBack", "postMessage"].map((name) => [name, ask(name)]));
  if (env) api.getEnv = (then) => then({ [env]: true });
  const [whole, part] = place.length ? place : ["my"];
  globalThis[whole] = part ? { [part]: api } : api;
}

const WECHAT = `{ const module = {}; ${sdk}; globalThis.wx = module.exports; }`;

/** By the app's name: what it calls its browser, and what a page finds there. */
export const APPS = {
  WeChat: { name: `${PHONE} MicroMessenger/8.0.50 miniProgram/wx123`, script: `(${weChat})(); ${WECHAT}` },
  Alipay: { name: `${PHONE} AlipayClient/10.6.0 MiniProgram`, script: `(${others})([], "miniprogram")` },
  Douyin: { name: `${PHONE} aweme ToutiaoMicroApp/3.0.0`, script: `(${others})(["tt", "miniProgram"])` },
  Baidu: { name: `${PHONE} swan/2.0 swan-baiduboxapp/13.0`, script: `(${others})(["swan", "webView"], "smartprogram")` },
};

/** Puts the page into a mini program of this app. */
export async function inMiniProgram(page, app) {
  const { name, script } = APPS[app];
  await page.addInitScript(`(${named})(${JSON.stringify(name)}); ${script}`);
}

/** Puts the app's script on a page that is in a browser. */
export async function scriptOnly(page, app) {
  await page.addInitScript(`${APPS[app].script}; delete globalThis.WeixinJSBridge; delete globalThis.__wxjs_environment;`);
}

/** Puts the page into WeChat, but into no mini program of it. */
export async function inWeChat(page) {
  await page.addInitScript(`(${named})(${JSON.stringify(`${PHONE} MicroMessenger/8.0.50`)}); ${APPS.WeChat.script}; delete globalThis.__wxjs_environment;`);
}

/** What the app was asked for so far. */
export const asked = (page) => page.evaluate(() => globalThis.asked);
