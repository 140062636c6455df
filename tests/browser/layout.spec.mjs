// What is measured from the layout and from the pixels: targets, contrast, zoom, the reader's own spacing, the focus.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { locale } from "./locales.mjs";
import { faint, ring, unseen } from "./pixels.mjs";
import { SHOPS } from "./steps.mjs";

const shop = SHOPS.zh;

/** Runs in the page: what of the panel cannot be read or pressed as it is laid out, as lines to read. */
function lost(least) {
  const root = document.querySelector("ren-zai").shadowRoot;
  const panel = root.querySelector(".panel");
  const found = [];
  const name = (element) => element.ariaLabel || element.textContent.trim() || element.localName;
  // What stays in place covers what scrolls below it: one place to scroll to must show the control.
  const reachable = (control) =>
    ["center", "start", "end", "nearest"].some((block) => {
      control.scrollIntoView({ block, behavior: "instant" });
      return [0, -90, -180, 90, 180].some((by) => {
        for (const scroller of [panel, root.querySelector(".log")]) scroller.scrollBy({ top: by, behavior: "instant" });
        const { x, y, width, height } = control.getBoundingClientRect();
        const hit = root.elementFromPoint(x + width / 2, y + height / 2);
        // The way to the newest message floats above the others, and goes when it was taken.
        return control.contains(hit) || hit?.closest(".newest");
      });
    });
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  if (panel.scrollWidth > panel.clientWidth) found.push(`the panel scrolls sideways: ${panel.scrollWidth} > ${panel.clientWidth}`);
  for (const element of panel.querySelectorAll("*")) {
    if (!seen(element) || element.matches(".vh, .vh *, .titles, .titles *, [aria-hidden=true]")) continue;
    const { overflowX, overflowY } = getComputedStyle(element);
    const wide = overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
    const high = /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (wide || high) found.push(`cut off: ${element.className}: ${name(element).slice(0, 40)}`);
  }
  for (const control of panel.querySelectorAll("button, a, textarea, input")) {
    if (!seen(control)) continue;
    control.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = control.getBoundingClientRect();
    if (x < -1 || x + width > innerWidth + 1) found.push(`out of sight: ${name(control)}`);
    if (control.scrollWidth > control.clientWidth + 1) found.push(`its text is cut: ${name(control)}`);
    const inline = getComputedStyle(control).display === "inline";
    if (!inline && !reachable(control)) found.push(`covered: ${name(control)}`);
    // A link within a sentence is as high as its line.
    if (!inline && Math.min(width, height) < least) found.push(`${width} × ${height}: ${name(control)}`);
  }
  return found;
}

/** WCAG 1.4.12: the spacing that a reader may ask for, over everything of ours. */
const spaced = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}");
  document.querySelector("ren-zai").shadowRoot.adoptedStyleSheets.push(sheet);
};

/** Goes through the main states, and calls `check(state)` in each. */
async function states(page, { lang, large = "" }, check) {
  const words = locale(lang);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`/?lang=${words.lang}${large}`);
  const widget = new Widget(page);
  await widget.host.locator(".launcher button").first().click();
  await expect(widget.panel.locator(large ? ".easy .button" : ".chips").last()).toBeVisible();
  await check("open", widget);
  await page.evaluate((text) => document.querySelector("ren-zai").ask(text), shop.exchange);
  await expect(widget.panel.locator(".msg.bot .bubble").last()).toContainText("15");
  await check("answered", widget);
  await page.evaluate((text) => document.querySelector("ren-zai").ask(text), shop.vague);
  await expect(widget.panel.locator(".choice").last()).toBeVisible();
  await check("choices", widget);
  await widget.panel.getByRole("button", { name: words.human_label, exact: true }).click();
  await expect(widget.panel.locator(".status.waiting")).toBeVisible();
  await check("waiting", widget);
}

const SIZES = {
  // 1280 × 1024 at 400 %.
  "at 400 %": [{ width: 320, height: 256 }, ["zh-Hans", "de"]],
  "on a small phone": [{ width: 360, height: 640 }, ["zh-Hans", "ar"]],
  "on a phone on its side": [{ width: 640, height: 360 }, ["zh-Hans", "de"]],
  "on a desktop": [{ width: 1440, height: 900 }, ["zh-Hans"]],
};

for (const [where, [viewport, languages]] of Object.entries(SIZES)) {
  for (const [lang, large] of languages.flatMap((lang) => [[lang, ""], [lang, "&elder=1"]])) {
    test(`nothing is cut, covered or too small ${where}: ${lang}${large && ", large"}`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await states(page, { lang, large }, async (state) => {
        expect.soft(await page.evaluate(lost, large ? 60 : 44), state).toEqual([]);
      });
    });
  }
}

for (const [lang, large] of [["zh-Hans", ""], ["zh-Hans", "&elder=1"], ["de", ""], ["de", "&elder=1"]]) {
  test(`the reader's own spacing loses nothing: ${lang}${large && ", large"}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    let dressed = false;
    await states(page, { lang, large }, async (state) => {
      if (!dressed) await page.evaluate(spaced);
      dressed = true;
      expect.soft(await page.evaluate(lost, 24), state).toEqual([]);
    });
  });
}

for (const [lang, large] of [["zh-Hans", ""], ["zh-Hans", "&elder=1"], ["de", ""]]) {
  test(`text as large as the reader has set it in the browser, whatever the page says: ${lang}${large && ", large"}`, async ({ page }) => {
    await page.setViewportSize({ width: 800, height: 900 });
    await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = "10px")));
    const type = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("ren-zai").shadowRoot.querySelector(".panel")).fontSize));
    const browser = await page.context().newCDPSession(page);
    const before = {};
    await states(page, { lang, large }, async (state) => {
      before[state] ??= await type();
    });
    await browser.send("Page.setFontSizes", { fontSizes: { standard: 32 } });
    await page.evaluate(() => document.querySelector("ren-zai").reset());
    await states(page, { lang, large }, async (state) => {
      expect.soft(await type(), state).toBe(2 * before[state]);
      expect.soft(await page.evaluate(lost, large ? 60 : 44), state).toEqual([]);
    });
  });
}

test.describe("painted", () => {
  test.use({ deviceScaleFactor: 3, viewport: { width: 390, height: 844 } });

  const LOOKS = { normal: ["", 4.5], large: ["&elder=1", 7] };
  for (const [look, [large, least]] of Object.entries(LOOKS)) {
    for (const colorScheme of ["light", "dark"]) {
      test(`contrast of what is painted, text and controls: ${look}, ${colorScheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme });
        await states(page, { lang: "zh-Hans", large }, async (state) => {
          const painted = await faint(page, least);
          expect.soft(painted.count, state).toBeGreaterThan(4);
          expect.soft(painted.faint, state).toEqual([]);
          const controls = await unseen(page, 3);
          expect.soft(controls.count, state).toBeGreaterThan(3);
          expect.soft(controls.unseen, state).toEqual([]);
        });
      });
    }
  }
});

test.describe("on a phone on its side", () => {
  test.use({ viewport: { width: 640, height: 360 } });

  for (const large of ["", "&elder=1"]) {
    test(`what is below can be reached, and a person stays in sight${large && ", large"}`, async ({ page }) => {
      await states(page, { lang: "zh-Hans", large }, async (state, widget) => {
        const low = large && state !== "waiting" ? widget.panel.locator(".easy-foot button").last() : widget.composer;
        await expect(widget.human, state).toBeInViewport({ ratio: 1 });
        await low.scrollIntoViewIfNeeded();
        await expect(low, state).toBeInViewport({ ratio: 1 });
        await expect(widget.human, state).toBeInViewport({ ratio: 1 });
      });
    });
  }
});

for (const [look, media] of Object.entries({ light: { colorScheme: "light" }, dark: { colorScheme: "dark" }, "forced colours": { forcedColors: "active" } })) {
  for (const large of ["", "&elder=1"]) {
    test(`the focus is painted strongly enough at every stop: ${look}${large && ", large"}`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: "reduce", ...media });
      await page.goto(`/?lang=zh-CN${large}`);
      const widget = new Widget(page);
      await widget.launcher.click();
      if (large) await expect(widget.panel.locator(".easy .button").nth(2)).toBeVisible();
      await page.evaluate((text) => document.querySelector("ren-zai").ask(text), shop.exchange);
      await expect(widget.panel.locator(".msg.bot .bubble").last()).toContainText("15");
      await expect(widget.panel.locator(".msg.bot .bubble").last()).toBeVisible();
      await widget.panel.locator(".elder-switch").focus();
      const rings = [];
      for (let stops = 0; stops < 8; stops++) {
        await page.keyboard.press("Tab");
        if (!(await page.evaluate(() => document.querySelector("ren-zai").shadowRoot.activeElement))) break;
        rings.push(await ring(page));
      }
      expect(rings.length).toBeGreaterThan(4);
      // In the large mode the log is longer than the panel: the end of its ring lies below what is in sight.
      const whole = rings.filter(({ name }) => !large || name !== "对话记录");
      expect(whole.filter(({ changed, wanted }) => changed < wanted)).toEqual([]);
    });
  }
}

test("the focus is seen at every stop, and nothing lies over it", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  const stop = () =>
    page.evaluate(() => {
      const root = document.querySelector("ren-zai").shadowRoot;
      const { activeElement: element } = root;
      if (!element) return undefined;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
      const { x, y, width, height } = element.getBoundingClientRect();
      const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && outlineColor !== "rgba(0, 0, 0, 0)";
      // Something of it must be in sight: WCAG 2.4.11.
      const points = [0.1, 0.5, 0.9].flatMap((part) => [[x + width * part, y + height / 2], [x + width / 2, y + height * part]]);
      return { name: element.ariaLabel || element.textContent || element.localName, ring, seen: points.some(([x, y]) => element.contains(root.elementFromPoint(x, y))) };
    });
  const stops = [];
  for (let at = await stop(); at && stops.length < 60; at = await stop()) {
    stops.push(at);
    await page.keyboard.press("Shift+Tab");
  }
  expect(stops.length).toBeGreaterThan(8);
  expect(stops.filter(({ ring, seen }) => !ring || !seen)).toEqual([]);
});

test("what the panel covers is uncovered by Escape, and keeps the focus", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  const covered = await page.evaluate(() => {
    const panel = document.querySelector("ren-zai").shadowRoot.querySelector(".panel").getBoundingClientRect();
    const under = [...document.querySelectorAll("main a, main button, header a")].find((it) => {
      const box = it.getBoundingClientRect();
      return box.right > panel.left && box.left < panel.right && box.bottom > panel.top && box.top < panel.bottom;
    });
    under.focus({ preventScroll: true });
    return under.textContent;
  });
  await page.keyboard.press("Escape");
  await expect(widget.panel).toBeHidden();
  expect(await page.evaluate(() => document.activeElement.textContent)).toBe(covered);
});

test("who wants no motion sees none", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  const moving = await page.evaluate(() => {
    const root = document.querySelector("ren-zai").shadowRoot;
    const timed = (it) => [getComputedStyle(it).transitionDuration, getComputedStyle(it).animationDuration].some((all) => /[1-9]/.test(all));
    return [...root.querySelectorAll("*")].filter(timed).map((it) => it.className);
  });
  expect(moving).toEqual([]);
});
