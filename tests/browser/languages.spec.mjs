// The interface in every language that it has: right texts, right direction, one file fetched, and nothing lost.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { Agent, violations } from "./steps.mjs";
import { LOCALES, locale } from "./locales.mjs";

for (const { tag, lang, title, human_label: human, send } of LOCALES) {
  test(`${tag}: the panel speaks it, and nothing is fetched for the others`, async ({ page }) => {
    const words = [];
    page.on("request", (request) => /words-/.test(request.url()) && words.push(request.url()));
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`/?lang=${lang}`);
    const widget = new Widget(page);
    await widget.host.locator(".launcher button").first().click();
    const panel = widget.host.getByRole("dialog", { name: title, exact: true });
    await expect(panel.getByRole("button", { name: human, exact: true })).toBeVisible();
    await expect(panel.getByRole("button", { name: send, exact: true })).toBeVisible();
    const root = widget.host.locator(".rz");
    await expect(root).toHaveAttribute("lang", lang);
    await expect(root).toHaveAttribute("dir", lang === "ar" ? "rtl" : "ltr");
    expect(words).toHaveLength(1);
    expect(words[0]).toContain(`words-${tag}-`);
    // No hole is left open, and nothing hangs out of a small phone.
    expect(await panel.innerText()).not.toMatch(/\{\w+\}/);
    expect(await panel.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0);
  });
}

test("a language that the knowledge does not have is told, and leads to a person", async ({ page }) => {
  await page.goto("/?lang=ja");
  const widget = new Widget(page);
  await widget.host.locator(".launcher button").first().click();
  await expect(widget.panel.getByText("ここの回答は中国語です。日本語でのご相談は担当者へどうぞ。")).toBeVisible();
  // What is Chinese says so to a voice.
  await expect(widget.panel.locator(".chips li").first()).toHaveAttribute("lang", "zh-CN");
  await widget.panel.getByRole("button", { name: "担当者と話す", exact: true }).click();
  await expect(widget.panel.locator(".status.waiting")).toBeVisible();
});

test("Chinese of Taiwan and Hong Kong is traditional; what we do not speak is English", async ({ page }) => {
  const title = { "zh-TW": "線上客服", "zh-HK": "線上客服", "zh-Hant": "線上客服", "zh-SG": "在线客服", "pt-PT": "Atendimento" };
  for (const [lang, name] of Object.entries(title)) {
    await page.goto(`/?lang=${lang}`);
    await page.locator("ren-zai .launcher button").first().click();
    await expect(page.getByRole("dialog", { name, exact: true })).toBeVisible();
    await page.evaluate(() => localStorage.clear());
  }
});

test("the switch in the menu: kept, and nothing that was said is lost", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask("衣服买大了能换吗");
  await expect(widget.log).toContainText("签收后 15 天内");
  await widget.panel.getByRole("button", { name: "更多" }).click();
  await widget.panel.getByRole("button", { name: "语言 Language" }).click();
  await widget.panel.getByRole("button", { name: "العربية" }).click();
  const panel = page.getByRole("dialog", { name: "خدمة العملاء" });
  await expect(panel).toContainText("签收后 15 天内");
  await expect(panel.locator(".msg.bot p[lang]").first()).toHaveAttribute("dir", "auto");
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(panel).toContainText("签收后 15 天内");
});

test("without storage, as in private windows, choices last as long as the page", async ({ page }) => {
  await page.addInitScript(() => {
    const denied = () => {
      throw new DOMException("denied", "SecurityError");
    };
    Object.defineProperty(globalThis, "localStorage", { get: denied });
  });
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.panel.getByRole("button", { name: "更多" }).click();
  await widget.panel.getByRole("button", { name: "语言 Language" }).click();
  await widget.panel.getByRole("button", { name: "日本語" }).click();
  const japanese = locale("ja");
  const panel = page.getByRole("dialog", { name: japanese.title, exact: true });
  await expect(panel).toBeVisible();
  await panel.getByRole("button", { name: japanese.human_label, exact: true }).click();
  await expect(panel.locator(".status.waiting")).toBeVisible();
  await panel.getByRole("button", { name: japanese.elder_label, exact: true }).click();
  await expect(widget.host).toHaveAttribute("elder", "");
});

test.describe("texts out of reach", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  test("without its texts the widget opens in English; without any, the ways to a person are there", async ({ page }) => {
    await page.route("**/words-ja-*", (route) => route.abort());
    await page.goto("/?lang=ja");
    await page.locator("ren-zai .launcher button").first().click();
    await expect(page.getByRole("dialog", { name: "Support", exact: true })).toBeVisible();
    await page.evaluate(() => localStorage.clear());
    await page.route("**/words-*", (route) => route.abort());
    await page.goto("/?lang=ja");
    await page.locator("ren-zai .launcher button").first().click();
    await expect(page.getByRole("alert")).toHaveText("The chat did not open.");
    await expect(page.getByRole("link", { name: "Call 400-000-1234" })).toBeFocused();
  });
});

test("messages are walked through by keys; keys can be changed and turned off", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask("衣服买大了能换吗");
  await expect(widget.log).toContainText("签收后 15 天内");
  const newest = widget.log.locator(".msg").last();
  await widget.composer.press("Alt+ArrowUp");
  await expect(newest).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(widget.log.locator(".msg.me").last()).toBeFocused();
  await page.keyboard.press("Alt+Shift+U");
  await expect(newest).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+End");
  await expect(newest).toBeFocused();
  const panel = widget.panel;
  await panel.getByRole("button", { name: "更多" }).click();
  await panel.getByRole("button", { name: "使用帮助" }).click();
  await expect(panel.getByRole("heading", { name: "读屏与盲文点显器使用指南" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await panel.getByRole("button", { name: "更改: 找人工客服" }).click();
  await page.keyboard.press("Alt+KeyP");
  await expect(panel.getByText("Alt+P", { exact: true }).first()).toBeVisible();
  await panel.getByRole("button", { name: "关闭全部快捷键" }).click();
  await panel.getByRole("button", { name: "关闭", exact: true }).click();
  await widget.composer.press("Alt+KeyP");
  await expect(panel.locator(".status.waiting")).toHaveCount(0);
  await panel.getByRole("button", { name: "更多" }).click();
  await panel.getByRole("button", { name: "使用帮助" }).click();
  await panel.getByRole("button", { name: "打开快捷键" }).click();
  await panel.getByRole("button", { name: "关闭", exact: true }).click();
  await widget.composer.press("Alt+Shift+KeyH");
  await expect(panel.locator(".status.waiting")).toBeVisible();
});

test("numbers take the form that the language has for them: two and three ahead, in Russian and in Arabic", async ({ desk, browser }) => {
  const agent = await Agent.login(browser, desk);
  const contexts = [];
  for (const [lang, place] of [["en", "You are next"], ["en", "1 ahead of you"], ["ru", "Перед вами 2 человека"], ["ar", "3 أشخاص قبلك"]]) {
    const context = await browser.newContext({ baseURL: desk.url });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`/?lang=${lang}`);
    await page.locator("ren-zai .launcher button").nth(1).click();
    await expect(page.locator("ren-zai .status.waiting")).toContainText(place);
  }
  for (const context of contexts) await context.close();
  await agent.leave();
});

test("from right to left a phone number is still read from left to right", async ({ page }) => {
  await page.goto("/?lang=ar");
  await page.locator("ren-zai .launcher button").nth(1).click();
  const call = page.locator("ren-zai .status a[href^='tel:']");
  await expect(call).toBeVisible();
  const digits = await call.evaluate((link) => {
    const text = [...link.childNodes].find((node) => /\d/.test(node.data));
    const range = document.createRange();
    return [...text.data].flatMap((char, at) => {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return /\d/.test(char) ? [[range.getBoundingClientRect().x, char]] : [];
    });
  });
  expect(digits.toSorted(([a], [b]) => a - b).map(([, digit]) => digit).join("")).toBe("4000001234");
});
