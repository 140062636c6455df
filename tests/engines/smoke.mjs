// `node tests/engines/smoke.mjs firefox|webkit`: the main story in another engine, against the real desk.
import { startDesk } from "../browser/harness.mjs";
import { SHOPS } from "../browser/steps.mjs";
import { Session } from "./driver.mjs";

const shop = SHOPS.zh;
const root = process.getuid?.() === 0;
const ENGINES = {
  firefox: () =>
    Session.start("geckodriver", (port) => ["--port", `${port}`, "--log", "fatal"], {
      "moz:firefoxOptions": { binary: process.env.FIREFOX ?? "/usr/bin/firefox-esr", args: ["-headless"], prefs: { "intl.accept_languages": "zh-CN" } },
    }),
  webkit: () =>
    Session.start("WebKitWebDriver", (port) => [`--port=${port}`], {
      "webkitgtk:browserOptions": { binary: process.env.MINIBROWSER, args: ["--automation"] },
    }),
};

const name = process.argv[2];
if (!ENGINES[name]) throw new Error(`expected one of ${Object.keys(ENGINES).join(", ")}, found ${name}`);
// A browser in a sandbox of its own cannot start as root in a container.
if (root) process.env.WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS = "1";
const desk = await startDesk();
let session;
try {
  session = await ENGINES[name]();
  await session.open(desk.url);
  await session.press("客服");
  await session.write(shop.exchange);
  await session.sees(shop.exchangeAnswer);
  await session.press(shop.large);
  await session.press(shop.large);
  await session.press("人工");
  await session.sees(shop.nobody);
  await session.write(shop.shopperSays);
  await session.sees("已送达");
  // After a reload everything is there again.
  await session.open(desk.url);
  await session.sees(shop.exchangeAnswer);
  await session.sees(shop.shopperSays);
  await session.run("renzai('close')");
  await session.run("renzai('ask', 'refund-failed')");
  await session.sees("RF-204");
  console.log(`${session.name}: the story was told`);
} finally {
  await session?.stop();
  await desk.stop();
}
