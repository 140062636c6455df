// The whole story as somebody hears it who does not see the page: a real screen reader, real keys, the real desk. What was
// spoken is compared whole, step by step: nothing missing, nothing twice, nothing cut off, and nothing of the page around.
import { Widget, expect, test as base } from "../browser/harness.mjs";
import { locale } from "../browser/locales.mjs";
import { Agent, SHOPS } from "../browser/steps.mjs";
import { Session } from "./session.mjs";

/** Milliseconds without a word after which a step is over: more than the widget lets pass between two messages. */
const SILENCE = 1_300;

/** What Orca says of keys and of itself, and what it leaves behind: not the widget's words. */
const NOT_OURS = /^([A-Z]|tab|return|escape|(left|right) (shift|alt|control)|(Focus|Browse) mode|leaving .*)$/;

const test = base.extend({
  session: async ({}, use) => {
    const session = await Session.start();
    await use(session);
    await session.stop();
  },
  /** A page in a window on that desktop. */
  page: async ({ session, playwright, launchOptions, baseURL, locale, timezoneId }, use) => {
    const browser = await playwright.chromium.launch({
      executablePath: launchOptions.executablePath,
      headless: false,
      // Orca would read the bars that tell of automation and of unusual flags.
      ignoreDefaultArgs: ["--enable-automation"],
      args: [...launchOptions.args, "--test-type", "--force-renderer-accessibility", "--ozone-platform=x11", "--password-store=basic"],
      env: session.env,
    });
    const context = await browser.newContext({ baseURL, locale, timezoneId, viewport: null });
    await use(await context.newPage());
    await browser.close();
  },
});

/** Said only where fetching the panel takes so long that it shows. */
const OPENING = /^(正在打开…|Opening…)$/;

const fits = (wanted, text) => (wanted instanceof RegExp ? wanted.test(text) : wanted === text);

/** Hears what is said from `deed` on, until the last of `wanted` was said and silence came; it must be `wanted`. */
const hearing = (voice) => (name, wanted, deed) =>
  test.step(name, async () => {
    const from = voice.said.length;
    const heard = () =>
      voice.said
        .slice(from)
        .filter(({ text }) => !NOT_OURS.test(text) && !OPENING.test(text))
        .map(({ text, whole }) => (whole ? text : `[cut off] ${text}`));
    await deed();
    const over = () => voice.silentFor(SILENCE) && heard().some((text) => fits(wanted.at(-1), text));
    await expect.poll(() => (over() ? "over" : heard()), { timeout: 25_000, intervals: [100] }).toBe("over");
    expect(heard()).toEqual(wanted.map((it) => (it instanceof RegExp ? expect.stringMatching(it) : it)));
  });

/** Walks backwards to `target`. What is read on the way is as long as the talk, and is not compared. */
async function reach(session, target) {
  const focused = () => target.evaluate((element) => element.getRootNode().activeElement === element);
  await target.waitFor();
  for (let stops = 0; stops < 60 && !(await focused()); stops++) await session.press("shift+Tab");
  await expect(target).toBeFocused();
  await expect.poll(() => session.voice.silentFor(SILENCE), { timeout: 25_000 }).toBe(true);
}

for (const [tag, shop] of Object.entries({ "zh-Hans": SHOPS.zh, en: SHOPS.en })) {
  test(`the story as it is heard: ${tag}`, async ({ desk, session, page, browser }) => {
    const words = locale(tag);
    const { voice } = session;
    const hears = hearing(voice);
    const agent = await Agent.login(browser, desk);
    const widget = new Widget(page);
    await page.goto(shop.home);
    // What Orca reads of the page itself is not our matter: a key stops it, at the last link before the widget.
    await expect.poll(() => voice.texts().some((text) => text.startsWith("Finished loading")), { timeout: 25_000 }).toBe(true);
    await session.click(await page.evaluate(() => [screenX + 6, screenY + outerHeight - innerHeight + 6]));
    await page.evaluate(() => [...document.querySelectorAll("main a, footer a")].at(-1).focus());
    await session.press("Control_L");
    await expect.poll(() => voice.silentFor(SILENCE), { timeout: 25_000 }).toBe(true);

    const bot = `${words.bot}${words.colon}`;
    const field = (label) => [`${label} entry.`, `${words.composer_hint}.`];
    const opened = (sub, label) => [`${words.title} dialog ${sub}`, `${label} entry.`];
    const launcher = (name) => [`${name} collapsed push button.`, "opens dialog"];
    const chat = await widget.host.locator(".launcher button").first().innerText();

    await hears("the way there", launcher(chat), () => session.press("Tab"));
    await hears("opening", opened(words.sub_bot, words.ask_label), () => session.press("Return"));
    await hears("writing", [shop.exchange], () => page.keyboard.insertText(shop.exchange));
    const answered = (text) => new RegExp(`^${bot}.*${text}`);
    await hears("asking", [answered(shop.exchangeAnswer)], () => session.press("Return"));
    await hears("writing again", [shop.vague], () => page.keyboard.insertText(shop.vague));
    await hears("choices", [new RegExp(`^${bot}${shop.choices}.*${shop.invoice.replace("?", "\\?")}`)], () => session.press("Return"));
    await hears("back to them", [`region ${words.log}`, `${words.offer} push button.`], () => session.press("shift+Tab"));
    const choices = await widget.log.locator(".choice").allInnerTexts();
    for (const [nth, choice] of choices.toReversed().entries()) {
      const wanted = nth === 0 ? ["List with 3 items.", `${choice} push button.`] : [`${choice} push button.`];
      await hears(`choice ${nth}`, wanted, () => session.press("shift+Tab"));
      if (choice === shop.invoice) break;
    }
    await hears("choosing", [...field(words.ask_label), answered(shop.invoiceAnswer)], () => session.press("Return"));
    await hears("asking for a person", [words.asked, words.next], () => session.press("alt+shift+h"));
    const name = await agent.name();
    const said = (text) => `${words.real} ${name}${words.colon}${text}`;
    await hears("the person", [words.joined.replace("{name}", name)], () => agent.take());
    await hears("the person's message", [said(shop.agentSays)], () => agent.say(shop.agentSays));
    await hears("the same words twice", [said(shop.lines[2]), said(shop.lines[2])], async () => {
      await agent.say(shop.lines[2]);
      await agent.say(shop.lines[2]);
    });
    await hears("hiding it", launcher(chat), () => session.press("Escape"));
    await hears("a message meanwhile", [`${words.while_closed}${said(shop.lines[1])}`], () => agent.say(shop.lines[1]));
    await hears("back again", opened(words.sub_person, words.write_label), () => session.press("Return"));
    await hears("the end", [words.closed_by_person], () => agent.close());
    await reach(session, widget.panel.getByRole("button", { name: shop.fiveStars }));
    await hears("rating", [...field(words.ask_label), words.thanks], () => session.press("Return"));
    await hears("closing", launcher(chat), () => session.press("Escape"));
    await agent.leave();
  });
}
