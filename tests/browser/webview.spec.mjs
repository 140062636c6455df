// The whole page in a web-view: what its address asks for, and the sample mini programs that make the address.
import { readFile } from "node:fs/promises";
import vm from "node:vm";
import { Widget, expect, test } from "./harness.mjs";
import { PERSON, part, press, pressIn } from "./person-steps.mjs";
import { SHOPS } from "./steps.mjs";

const shop = SHOPS.zh;

/** A page of the sample, run with a stand-in for its app. */
async function sampled(sample, name, app) {
  const code = await readFile(new URL(`../../examples/miniprogram-${sample}/pages/${name}/${name}.js`, import.meta.url), "utf8");
  let page;
  vm.runInNewContext(code, { ...app, Page: (given) => (page = given) });
  page.setData = (told) => Object.assign(page.data, told);
  return page;
}

/** The address that the sample's page with the web-view opens. */
async function address(sample, app, options) {
  const page = await sampled(sample, "chat", app);
  page.onLoad(options);
  const url = new URL(page.data.address);
  expect(url.origin + url.pathname).toBe("https://desk.example/chat/");
  return `/chat/${url.search}`;
}

const WECHAT = (fontSizeScaleFactor) => ({ wx: { getAppBaseInfo: () => ({ fontSizeScaleFactor, language: "zh_CN" }) } });
const ALIPAY = (fontSizeSetting) => ({ my: { getSystemInfoSync: () => ({ fontSizeSetting, language: "zh-Hans" }) } });

for (const [sample, app] of [["wechat", { usual: WECHAT(1), large: WECHAT(1.4) }], ["alipay", { usual: ALIPAY(16), large: ALIPAY(22) }]]) {
  test(`${sample}: a question, once`, async ({ page }) => {
    await page.goto(await address(sample, app.usual, { entry: "refund-failed" }));
    const widget = new Widget(page);
    await expect(widget.log).toContainText(shop.refundAnswer);
    await expect(widget.host).not.toHaveAttribute("elder");
    expect(new URL(page.url()).searchParams.has("entry")).toBe(false);
    expect(new URL(page.url()).searchParams.get("lang")).toMatch(/^zh/);
  });

  test(`${sample}: a question in words`, async ({ page }) => {
    await page.goto(await address(sample, app.usual, { entry: encodeURIComponent("100%棉的衣服买大了能换吗") }));
    await expect(new Widget(page).log).toContainText("100%棉的衣服买大了能换吗");
  });

  test(`${sample}: a person, at once`, async ({ page }) => {
    await page.goto(await address(sample, app.usual, { human: "1" }));
    await expect(new Widget(page).panel).toContainText(shop.nobody);
  });

  test(`${sample}: who asked for a person on the page finds a way back to it on the native one`, async () => {
    const globalData = { asked: false };
    const around = { ...app.usual, getApp: () => ({ globalData }) };
    const [chat, help] = [await sampled(sample, "chat", around), await sampled(sample, "help", around)];
    // WeChat hands on all words of a visit, Alipay each.
    const word = (said) => chat.told({ detail: sample === "wechat" ? { data: [said] } : said });
    word({ other: 1 });
    help.onShow();
    expect(help.data.asked).toBe(false);
    word({ renzai: "human" });
    help.onShow();
    expect(help.data.asked).toBe(true);
  });

  test(`${sample}: letters that the customer has made larger`, async ({ page }) => {
    await page.goto(await address(sample, app.large, {}));
    await expect(new Widget(page).host).toHaveAttribute("elder", "");
  });
}

test("the large mode by its name, unless the customer chose otherwise", async ({ page }) => {
  await page.goto("/chat/?mode=elder");
  const widget = new Widget(page);
  await expect(widget.host).toHaveAttribute("elder", "");
  await widget.panel.getByRole("button", { name: shop.large }).click();
  await expect(widget.host).not.toHaveAttribute("elder");
  await page.reload();
  await expect(widget.composer).toBeVisible();
  await expect(widget.host).not.toHaveAttribute("elder");
});

test("the whole page asks for its files before its script has come, each once", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  let release;
  const held = new Promise((then) => (release = then));
  await page.route("**/renzai.js", async (route) => (await held, route.continue()));
  const [program, glue] = [/^\/assets\/ren-zai-.*\.wasm$/, /^\/assets\/ren-zai-.*\.js$/];
  await page.goto("/chat/", { waitUntil: "commit" });
  const count = (kind) => asked.filter((path) => kind.test(path)).length;
  await expect.poll(() => [count(program), count(glue)]).toEqual([1, 1]);
  release();
  await expect(new Widget(page).composer).toBeVisible();
  expect([count(program), count(glue)]).toEqual([1, 1]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 664 }, hasTouch: true, isMobile: true });

  test("what is typed into is 16 px at least, and stays in sight above the soft keyboard", async ({ page }) => {
    await page.goto("/chat/");
    const widget = new Widget(page);
    await expect(widget.composer).toBeVisible();
    expect(await widget.composer.evaluate((it) => parseFloat(getComputedStyle(it).fontSize))).toBeGreaterThanOrEqual(16);
    // As a browser does that makes the page smaller for the keyboard.
    await page.setViewportSize({ width: 390, height: 330 });
    await widget.composer.focus();
    await expect(widget.composer).toBeInViewport({ ratio: 1 });
    await expect(widget.human).toBeInViewport({ ratio: 1 });
  });

  test("a soft keyboard that lies over the page: what is typed into and a person stay in sight; fingers that enlarge change nothing", async ({ page }) => {
    await page.addInitScript(() => {
      const seen = Object.assign(new EventTarget(), { height: 664, offsetTop: 0, scale: 1 });
      Object.defineProperty(globalThis, "visualViewport", { value: seen });
      globalThis.cover = (told) => (Object.assign(seen, told), seen.dispatchEvent(new Event("resize")));
    });
    await page.goto("/chat/");
    const widget = new Widget(page);
    await widget.composer.focus();
    const below = async (locator) => Math.round((await locator.boundingBox()).y + (await locator.boundingBox()).height);
    const place = async () => [Math.round((await widget.panel.boundingBox()).y), await below(widget.panel)];
    await page.evaluate(() => globalThis.cover({ height: 330, offsetTop: 40 }));
    await expect.poll(place).toEqual([40, 370]);
    expect(await below(widget.composer)).toBeLessThanOrEqual(370);
    expect((await widget.human.boundingBox()).y).toBeGreaterThanOrEqual(40);
    await page.evaluate(() => globalThis.cover({ height: 664, offsetTop: 0 }));
    await expect.poll(place).toEqual([0, 664]);
    await page.evaluate(() => globalThis.cover({ height: 332, offsetTop: 100, scale: 2 }));
    await page.evaluate(() => new Promise((then) => requestAnimationFrame(then)));
    expect(await place()).toEqual([0, 664]);
  });

  test("the back button closes a part before it leaves; who closed it otherwise leaves at once", async ({ page }) => {
    await page.goto("/help.html");
    await page.goto("/chat/");
    const widget = new Widget(page);
    const sheet = part(widget);
    const open = async (name) => {
      await press(widget, PERSON.zh.menu);
      await press(widget, name);
      await expect(sheet).toBeVisible();
    };
    await open(PERSON.zh.save);
    await page.goBack();
    await expect(sheet).toHaveCount(0);
    await expect(widget.composer).toBeVisible();
    await open(PERSON.zh.save);
    await pressIn(widget, PERSON.zh.shut);
    await expect(sheet).toHaveCount(0);
    await page.goBack();
    await expect(page).toHaveURL(/help\.html$/);
  });

  test("in the large mode it leads back through the views", async ({ page }) => {
    await page.goto("/help.html");
    await page.goto("/chat/?mode=elder");
    const { panel } = new Widget(page);
    const home = panel.getByRole("heading", { name: "您好，请选一项" });
    await panel.getByRole("button", { name: "常见问题" }).click();
    await panel.locator(".easy button").first().click();
    await expect(panel.locator(".bot .bubble").last()).toBeVisible();
    await page.goBack();
    await expect(panel.getByRole("heading", { name: "请选一个问题" })).toBeVisible();
    await page.goBack();
    await expect(home).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(/help\.html$/);
  });

  test("no window is ever opened by a script", async ({ page }) => {
    await page.addInitScript(() => (globalThis.open = () => { throw new Error("window.open was called"); }));
    await page.goto("/chat/?entry=refund-failed");
    const widget = new Widget(page);
    await expect(widget.log).toContainText(shop.refundAnswer);
    await widget.human.click();
    await expect(widget.panel).toContainText(shop.nobody);
  });
});
