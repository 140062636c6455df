// Writing before the panel is there: the network is slow, the question is not.

import { Widget, expect, test } from "./harness.mjs";
import { SHOPS, TAG, openPageWith } from "./steps.mjs";

const shop = SHOPS.zh;

/** Holds the widget's program back; answers what lets it come, or do something else. */
async function slow(page, then = (route) => route.continue()) {
  let go;
  const held = new Promise((come) => (go = come));
  await page.route("**/*.wasm", async (route) => {
    await held;
    // The page may be gone by then.
    await then(route).catch(() => {});
  });
  return go;
}

/** The page, the launcher pressed, the program on its way. */
async function waiting(page, tags = TAG) {
  const go = await slow(page);
  await openPageWith(page, { tags });
  const widget = new Widget(page);
  await widget.launcher.click();
  const box = page.locator("ren-zai .box");
  return { go, widget, box, early: box.getByRole("textbox") };
}

/** Whether something holds of the widget's root in each of the frames of the next second. */
const holds = (page, what) =>
  page.evaluate(async (what) => {
    const root = document.querySelector("ren-zai").shadowRoot;
    for (let frame = 0; frame < 60; frame += 1) {
      await new Promise(requestAnimationFrame);
      if (what === "no box" ? root.querySelector(".box") : root.activeElement) return false;
    }
    return true;
  }, what);

test("what is written while the widget comes is sent, line by line, and goes on in the panel", async ({ page }) => {
  const { go, widget, box, early } = await waiting(page);
  await expect(early).toBeFocused();
  await expect(box.getByRole("status")).toHaveText("正在打开…");
  await page.keyboard.type(shop.exchange);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("另外");
  go();
  await expect(box).toHaveCount(0);
  await expect(widget.log).toContainText(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await expect(widget.composer).toHaveValue("另外");
  await expect(widget.composer).toBeFocused();
  await page.keyboard.type("，多久到");
  await expect(widget.composer).toHaveValue("另外，多久到");
});

test("a person can be asked for while the widget comes, and what was written is there", async ({ page }) => {
  const { go, widget, box, early } = await waiting(page);
  await early.fill("杯子碎了");
  await box.getByRole("button", { name: "人工" }).click();
  go();
  await expect(widget.panel).toContainText(shop.nobody);
  await expect(widget.composer).toHaveValue("杯子碎了");
});

test("a word in the middle of an input method is not taken away from it", async ({ page }) => {
  const { go, widget, box, early } = await waiting(page);
  await expect(page.locator("ren-zai .panel")).toBeAttached({ attached: false });
  // The file that follows input methods has come; the program has not.
  await page.waitForFunction(() => document.querySelector("ren-zai").shadowRoot.querySelector("link[rel=stylesheet]"));
  await expect(early).toBeFocused();
  const keyboard = await page.context().newCDPSession(page);
  const compose = (text) => keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await compose("yi");
  go();
  await page.waitForFunction(() => document.querySelector("ren-zai").shadowRoot.querySelector(".panel"));
  await compose("yifu");
  await expect(early).toHaveValue("yifu");
  await expect(box).toBeVisible();
  await keyboard.send("Input.insertText", { text: "衣服" });
  await expect(box).toHaveCount(0);
  await expect(widget.composer).toHaveValue("衣服");
});

test("where the page keeps the panel closed, what was written waits for the next one", async ({ page }) => {
  const { go, widget, box, early } = await waiting(page);
  await early.fill("杯子碎了");
  await page.evaluate(() => document.addEventListener("ren-zai-open", (event) => event.preventDefault(), { once: true }));
  go();
  await expect(box).toHaveCount(0);
  await expect(widget.panel).toBeHidden();
  await widget.launcher.click();
  await expect(widget.composer).toHaveValue("杯子碎了");
});

test("a reload while the widget comes stores nothing and sends nothing", async ({ page }) => {
  const { early } = await waiting(page);
  await early.fill("杯子碎了");
  const sent = [];
  page.on("request", (request) => sent.push(request.postData() ?? ""));
  await page.reload();
  expect(await page.evaluate(() => [...Object.values(localStorage), ...Object.values(sessionStorage)].join())).not.toContain("杯子");
  expect(sent.join()).not.toContain("杯子");
});

test.describe("where it cannot come", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  test("what was written waits for the next try, and stands in the message that can be left", async ({ page }) => {
    let refused = true;
    const go = await slow(page, (route) => (refused ? route.abort() : route.continue()));
    await openPageWith(page, {});
    const widget = new Widget(page);
    await widget.launcher.click();
    const box = page.locator("ren-zai .box");
    await box.getByRole("textbox").fill("杯子碎了");
    go();
    await expect(box.getByRole("alert")).toBeVisible();
    await box.getByRole("button", { name: "给我们留言" }).click();
    await expect(box.getByRole("textbox").first()).toHaveValue("杯子碎了");
    await expect(box.getByRole("button", { name: "请客服给您回电" })).toBeVisible();
    refused = false;
    await box.getByRole("button", { name: "再试一次" }).click();
    await expect(widget.composer).toHaveValue("杯子碎了");
  });
});

test.describe("closed, and then it cannot come", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  test("nothing opens by itself to say so", async ({ page }) => {
    const go = await slow(page, (route) => route.abort());
    await openPageWith(page, {});
    const widget = new Widget(page);
    await widget.launcher.click();
    await expect(page.locator("ren-zai .box")).toBeVisible();
    await page.evaluate(() => globalThis.renzai("close"));
    const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith(".wasm"));
    go();
    await failed;
    expect(await holds(page, "no box")).toBe(true);
  });
});

test.describe("under a finger", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 320, height: 568 } });

  test("the keyboard stays away until the field is touched, and the box fits the screen", async ({ page }) => {
    const { go, widget, box, early } = await waiting(page);
    await page.evaluate(() => document.activeElement.shadowRoot?.activeElement.blur());
    expect(await holds(page, "no focus"), "longer than the field waits under a mouse").toBe(true);
    const { x, width } = await box.boundingBox();
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(320);
    expect(await early.evaluate((field) => parseFloat(getComputedStyle(field).fontSize))).toBeGreaterThanOrEqual(16);
    await early.tap();
    await page.keyboard.type("杯子碎了");
    go();
    await expect(widget.composer).toBeFocused();
    await expect(widget.composer).toHaveValue("杯子碎了");
  });
});

test("who closes it while the widget comes is not opened for; the next press has what was written", async ({ page }) => {
  const { go, widget, box, early } = await waiting(page);
  await early.fill("杯子碎了");
  await page.evaluate(() => globalThis.renzai("close"));
  await expect(box).toHaveCount(0);
  go();
  await page.waitForFunction(() => document.querySelector("ren-zai").shadowRoot.querySelector(".panel"));
  await expect(widget.panel).toBeHidden();
  await widget.launcher.click();
  await expect(widget.composer).toHaveValue("杯子碎了");
});
