// Every state in every look and three languages: axe with all its rules, in two stories for each look and language.
import { Widget, expect, test } from "./harness.mjs";
import { locale } from "./locales.mjs";
import { PIXEL } from "./person-steps.mjs";
import { Agent, violations } from "./steps.mjs";

// Up to thirteen states in a story, each looked at as a whole.
test.describe.configure({ timeout: 120_000 });

test.use({ viewport: { width: 390, height: 844 }, expectedErrors: [/ERR_FAILED/] });

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
  "zh-Hans": { page: "/", answered: "衣服买大了能换吗", vague: "发票", unknown: "恐龙为什么灭绝" },
  en: { page: "/en/", answered: "I bought the wrong size, can I exchange it?", vague: "invoice", unknown: "why did the dinosaurs die out" },
  ar: { page: "/", answered: "衣服买大了能换吗", vague: "发票", unknown: "恐龙为什么灭绝" },
};

/** One who goes from state to state. */
class Visitor extends Widget {
  constructor(page, words, { media, rules, address = "" }) {
    super(page);
    Object.assign(this, { words, media, rules, address });
    this.part = this.panel.locator(".part-sheet");
  }

  async arrive(address) {
    await this.page.emulateMedia({ reducedMotion: "reduce", ...this.media });
    await this.page.goto(`${address}?lang=${this.words.lang}${this.address}`);
    await expect(this.host.locator(".launcher button")).toHaveCount(3);
  }

  check(state) {
    const found = async () => expect.soft(await violations(this.page, "ren-zai", this.rules), state).toEqual([]);
    return test.step(state, found);
  }

  ask(text) {
    return this.page.evaluate((text) => document.querySelector("ren-zai").ask(text), text);
  }

  press(word) {
    return this.panel.getByRole("button", { name: this.words[word], exact: true }).first().click();
  }

  /** Opens one of the parts, checks it, and closes it. */
  async look(name, ...presses) {
    for (const word of presses) await this.press(word);
    await expect(this.part).toBeVisible();
    await this.check(name);
    await this.part.locator("h3").press("Escape");
    await expect(this.part).toHaveCount(0);
  }
}

for (const [tag, asked] of Object.entries(ASKED)) {
  const words = locale(tag);
  for (const [name, look] of Object.entries(LOOKS)) {
    test(`no state has a fault that axe finds, with the machine: ${tag}, ${name}`, async ({ page }) => {
      const visitor = new Visitor(page, words, look);
      const { host, panel } = visitor;
      await visitor.arrive(asked.page);
      await visitor.check("launcher");
      await host.locator(".launcher button").first().click();
      await expect(panel.locator(look.address ? ".easy .human" : ".chips")).toBeVisible();
      await visitor.check("open");
      await visitor.ask(asked.answered);
      await expect(panel.locator(".msg.bot .bubble").last()).toContainText("15");
      await visitor.check("answered");
      await visitor.ask(asked.vague);
      await expect(panel.locator(".choice").last()).toBeVisible();
      await visitor.check("choices");
      await visitor.ask(asked.unknown);
      await expect(panel.getByRole("button", { name: words.offer, exact: true }).last()).toBeVisible();
      await visitor.check("unknown");
      await visitor.press("more");
      await visitor.check("menu");
      await visitor.press("more");
      await visitor.look("help", "more", "help");
      await visitor.look("voice", "more", "voice");
      await visitor.look("languages", "more", "language");
      await visitor.look("a copy", "more", "menu_save");
      await visitor.look("erasing", "more", "menu_erase");
      await page.route("**/v1/**", (route) => route.abort());
      await panel.getByRole("button", { name: words.human_label, exact: true }).click();
      await expect(panel.getByText(words.desk_down)).toBeVisible();
      await visitor.check("offline");
    });

    test(`no state has a fault that axe finds, with a person: ${tag}, ${name}`, async ({ desk, page, browser }) => {
      const agent = await Agent.login(browser, desk);
      const visitor = new Visitor(page, words, look);
      const { host, panel } = visitor;
      await visitor.arrive(asked.page);
      await host.locator(".launcher button").nth(1).click();
      await expect(panel.getByText(words.next)).toBeVisible();
      await visitor.check("waiting");
      await agent.take();
      await agent.say("您好");
      await expect(panel.locator(".msg.person")).toBeVisible();
      await visitor.check("with a person");
      await visitor.look("a picture", "attach");
      await visitor.look("family", "more", "menu_family");
      await panel.getByRole("button", { name: words.attach, exact: true }).click();
      await panel.locator("#chosen").setInputFiles({ name: "pixel.png", mimeType: "image/png", buffer: PIXEL });
      await expect(panel.locator(".msg.me").last()).toContainText("pixel");
      await visitor.part.locator("h3").press("Escape");
      await visitor.check("a picture was sent");
      await visitor.press("end");
      await expect(panel.getByRole("group", { name: words.end_sure })).toBeVisible();
      await visitor.check("asked whether to end");
      await visitor.press("end_yes");
      await expect(panel.getByRole("group", { name: words.rate })).toBeVisible();
      await visitor.check("ended");
      await panel.locator(".star").last().click();
      await expect(panel.getByText(words.thanks)).toBeVisible();
      await visitor.check("rated");
      await visitor.look("a rating in words", "rate_more");
      await agent.leave();
    });
  }
}
