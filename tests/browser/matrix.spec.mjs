// Every state in every look and three languages: axe with all its rules, in one page load for each look and language.
import { Widget, expect, test } from "./harness.mjs";
import { locale } from "./locales.mjs";
import { violations } from "./steps.mjs";

test.use({ viewport: { width: 390, height: 844 } });

const RULES = { rules: { "target-size": { enabled: true } } };
const STRONG = { rules: { ...RULES.rules, "color-contrast-enhanced": { enabled: true } } };

const LOOKS = {
  normal: { media: { colorScheme: "light" }, rules: RULES },
  dark: { media: { colorScheme: "dark" }, rules: RULES },
  "high contrast": { media: { contrast: "more", colorScheme: "light" }, rules: STRONG },
  "forced colours": { media: { forcedColors: "active" }, rules: RULES },
  large: { media: { colorScheme: "light" }, rules: STRONG, address: "&elder=1" },
};

/** What is asked in each: the knowledge of the Arabic interface is Chinese. */
const ASKED = {
  "zh-Hans": { page: "/", answered: "衣服买大了能换吗", unknown: "恐龙为什么灭绝" },
  en: { page: "/en/", answered: "I bought the wrong size, can I exchange it?", unknown: "why did the dinosaurs die out" },
  ar: { page: "/", answered: "衣服买大了能换吗", unknown: "恐龙为什么灭绝" },
};

for (const [tag, asked] of Object.entries(ASKED)) {
  const words = locale(tag);
  for (const [look, { media, rules, address = "" }] of Object.entries(LOOKS)) {
    test(`no state has a fault that axe finds: ${tag}, ${look}`, async ({ page }) => {
      const widget = new Widget(page);
      const check = (state) =>
        test.step(state, async () => expect.soft(await violations(page, "ren-zai", rules), state).toEqual([]));
      await page.emulateMedia({ reducedMotion: "reduce", ...media });
      await page.goto(`${asked.page}?lang=${words.lang}${address}`);
      await expect(widget.host.locator(".launcher button")).toHaveCount(3);
      await check("launcher");
      await widget.host.locator(".launcher button").first().click();
      await expect(widget.panel.locator(address ? ".easy .human" : ".chips")).toBeVisible();
      await check("open");
      await page.evaluate((text) => document.querySelector("ren-zai").ask(text), asked.answered);
      await expect(widget.panel.locator(".msg.bot .bubble").last()).toContainText("15");
      await check("answered");
      await page.evaluate((text) => document.querySelector("ren-zai").ask(text), asked.unknown);
      await expect(widget.panel.getByRole("button", { name: words.offer, exact: true }).last()).toBeVisible();
      await check("unknown");
      await widget.panel.getByRole("button", { name: words.human_label, exact: true }).click();
      await expect(widget.panel.locator(".status.waiting")).toBeVisible();
      await check("waiting");
      await widget.panel.getByRole("button", { name: words.more, exact: true }).click();
      await check("menu");
    });
  }
}
