// For those who do not see the panel, do not use a mouse, or need it large.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { readFile } from "node:fs/promises";
import { Agent, SHOPS, hearAnnouncer, violations } from "./steps.mjs";

/** Rules that axe leaves off unless asked: targets of 24 px for everybody, text of 7:1 in the large mode. */
const RULES = { rules: { "target-size": { enabled: true } } };
const LARGE = { rules: { ...RULES.rules, "color-contrast-enhanced": { enabled: true } } };

/** The buttons in `place` that are narrower or lower than `pixels`, as lines to read. */
const smaller = (place, pixels) =>
  place.getByRole("button").evaluateAll(
    (buttons, pixels) =>
      buttons
        .map((button) => [button.ariaLabel || button.textContent, button.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 0 && Math.min(width, height) < pixels)
        .map(([name, { width, height }]) => `${name}: ${width} × ${height}`),
    pixels,
  );

/** Checks the widget as it is, and once more in the large mode. */
async function check(widget, shop, state) {
  const { page, panel } = widget;
  await test.step(state, async () => {
    expect.soft(await violations(page, "ren-zai", RULES), state).toEqual([]);
    expect.soft(await smaller(widget.host, 44), state).toEqual([]);
    const large = panel.getByRole("button", { name: shop.large });
    await large.click();
    await expect(large).toHaveAttribute("aria-pressed", "true");
    expect.soft(await violations(page, "ren-zai", LARGE), `${state}, large`).toEqual([]);
    expect.soft(await smaller(panel, 60), `${state}, large`).toEqual([]);
    await large.click();
    await expect(large).toHaveAttribute("aria-pressed", "false");
  });
}

/** Colours do not depend on the language; what depends on it is checked in the light. */
const SCHEMES = { zh: ["light", "dark"], en: ["light"] };

for (const [lang, shop] of Object.entries(SHOPS)) {
  for (const colorScheme of SCHEMES[lang]) {
    test(`no state has a fault that axe finds: ${lang}, ${colorScheme}`, async ({ desk, page, browser }) => {
      const agent = await Agent.login(browser, desk);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(shop.home);
      const widget = new Widget(page);
      expect(await violations(page, "ren-zai", RULES)).toEqual([]);
      expect(await smaller(widget.host, 44)).toEqual([]);
      await widget.open();
      await expect(widget.log.getByRole("heading", { name: shop.chips })).toBeVisible();
      await check(widget, shop, "open");
      await widget.ask(shop.exchange);
      await expect(widget.log).toContainText(shop.exchangeAnswer);
      await check(widget, shop, "answered");
      await widget.ask(shop.vague);
      await expect(widget.log).toContainText(shop.choices);
      await check(widget, shop, "choices");
      await widget.ask(shop.unknown[0]);
      await expect(widget.log.getByRole("button", { name: shop.offer }).last()).toBeVisible();
      await check(widget, shop, "unknown");
      await widget.human.click();
      await widget.ask(shop.shopperSays);
      await expect(widget.panel).toContainText(shop.next);
      await expect(widget.log.getByText(shop.delivered)).toHaveCount(1);
      await check(widget, shop, "waiting");
      await agent.take();
      await agent.say(shop.agentSays);
      await expect(widget.log).toContainText(shop.agentSays);
      await check(widget, shop, "with a person");
      await widget.panel.getByRole("button", { name: shop.end }).click();
      await expect(widget.panel.getByRole("group", { name: shop.endSure })).toBeVisible();
      await check(widget, shop, "asked whether to end");
      await agent.close();
      await expect(widget.panel.getByRole("group", { name: shop.rate })).toBeVisible();
      await check(widget, shop, "rating");
      await agent.leave();
    });
  }

  test(`the box without a widget has no fault either: ${lang}`, async ({ page }) => {
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await page.goto(shop.home);
    const widget = new Widget(page);
    await widget.launcher.click();
    await expect(widget.panel.getByRole("alert")).toBeVisible();
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page, "ren-zai", RULES)).toEqual([]);
    }
    expect(await smaller(widget.host, 44)).toEqual([]);
  });
}

const shop = SHOPS.zh;

test("the shop with the widget, and the chat page, have no fault that axe finds", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/");
  await openWidget(page);
  expect(await violations(page, "html", RULES)).toEqual([]);
  await page.goto("/chat");
  await expect(new Widget(page).log.getByRole("heading", { name: shop.chips })).toBeVisible();
  expect(await violations(page, "html", RULES)).toEqual([]);
});

/** Presses `key` until `target` has the focus. No page of ours has more stops than that. */
async function goTo(target, key = "Tab") {
  await target.waitFor();
  const focused = () => target.evaluate((element) => element.getRootNode().activeElement === element);
  for (let stops = 0; stops < 100 && !(await focused()); stops++) await target.page().keyboard.press(key);
  await expect(target).toBeFocused();
}

test("the whole story by keyboard alone", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.goto("/");
  const widget = new Widget(page);
  const { keyboard } = page;
  await goTo(widget.launcher);
  await keyboard.press("Enter");
  await expect(widget.composer).toBeFocused();
  await keyboard.type(shop.exchange);
  await keyboard.press("Enter");
  await expect(widget.log).toContainText(shop.exchangeAnswer);

  // Backwards: the follow-ups of the answer, the transcript itself, the way to a person.
  const followup = widget.log.getByRole("button", { name: "换货的运费谁承担？" });
  await goTo(followup, "Shift+Tab");
  await keyboard.press("Space");
  await expect(widget.log).toContainText("换货的运费谁承担？");
  await expect(widget.composer).toBeFocused();
  await goTo(widget.log, "Shift+Tab");
  const scrolled = () => widget.log.evaluate((log) => log.scrollTop);
  // The browser glides to where a key leads, and a key that is pressed meanwhile may be lost: it is pressed until it led there.
  const leads = (key, there) =>
    expect(async () => {
      await keyboard.press(key);
      await expect.poll(async () => there(await scrolled()), { timeout: 2_000 }).toBe(true);
    }).toPass({ timeout: 10_000 });
  await leads("Home", (place) => place === 0);
  await leads("End", (place) => place > 0);
  await goTo(widget.human, "Shift+Tab");
  await keyboard.press("Enter");
  await expect(widget.panel).toContainText(shop.next);
  await goTo(widget.composer);
  await keyboard.type(shop.shopperSays);
  await keyboard.press("Enter");
  await agent.take();
  await expect(agent.log).toContainText(shop.shopperSays);
  await agent.say(shop.agentSays);
  await expect(widget.log).toContainText(shop.agentSays);

  const end = widget.panel.getByRole("button", { name: shop.end });
  await goTo(end, "Shift+Tab");
  await keyboard.press("Enter");
  // Where one slip would end it, the focus stands on going on.
  await expect(widget.panel.getByRole("button", { name: shop.endNo })).toBeFocused();
  await goTo(widget.panel.getByRole("button", { name: shop.endYes }));
  await keyboard.press("Enter");
  await goTo(widget.panel.getByRole("button", { name: shop.fiveStars }), "Shift+Tab");
  await keyboard.press("Enter");
  await expect(widget.panel.getByText(shop.thanks)).toBeVisible();
  await expect(agent.log).toContainText("顾客评价：5 / 5");
  await expect(widget.composer).toBeFocused();

  // No trap: both ways lead out of the panel and back to the page.
  const outside = () => page.evaluate(() => document.activeElement.localName !== "ren-zai");
  for (const key of ["Tab", "Shift+Tab"]) {
    await widget.composer.focus();
    for (let stops = 0; stops < 100 && !(await outside()); stops++) await keyboard.press(key);
    expect(await outside(), key).toBe(true);
  }
  await goTo(widget.composer);
  await keyboard.press("Escape");
  await expect(widget.panel).toBeHidden();
  await expect(widget.launcher).toBeFocused();
  await goTo(widget.launcherHuman);
  await agent.leave();
});

test("each message is spoken once with its sender, the customer's own never", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  const spoken = await hearAnnouncer(page);
  await page.goto("/");
  const widget = await openWidget(page);
  await expect(widget.announcer).toBeAttached();
  await widget.ask(shop.hello[0]);
  await widget.ask(shop.exchange);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.next);
  await widget.ask(shop.shopperSays);
  await agent.take();
  const name = await agent.name();
  for (const line of [shop.agentSays, "好的", "好的"]) await agent.say(line);
  await expect(widget.log.getByText("好的", { exact: true })).toHaveCount(2);
  await agent.close();
  // Many that come within a moment are said in one go, one line each.
  const said = async () => (await spoken()).join("\n");
  await expect.poll(said).toContain(shop.closedByPerson);
  const lines = [
    shop.hello[1],
    shop.exchangeAnswer,
    shop.asked,
    shop.next,
    `${name} 已接入，由真人为您服务。`,
    `真人 ${name}：${shop.agentSays}`,
    `真人 ${name}：好的\n真人 ${name}：好的`,
    shop.closedByPerson,
  ];
  const all = await said();
  const places = lines.map((line) => all.indexOf(line));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(lines.map((line) => all.split(line).length - 1)).toEqual(lines.map(() => 1));
  expect(all.match(/^智能助手：/gm)).toHaveLength(2);
  expect(all).not.toContain(shop.shopperSays);
  await agent.leave();
});

test("what comes while the panel is closed is spoken, and says so", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  const spoken = await hearAnnouncer(page);
  await page.goto("/");
  const widget = new Widget(page);
  await widget.askForPerson();
  await expect(widget.panel).toContainText(shop.next);
  await widget.panel.getByRole("button", { name: shop.close }).click();
  await agent.take();
  await agent.say(shop.agentSays);
  const name = await agent.name();
  await expect.poll(spoken).toContain(`客服窗口已收起。真人 ${name}：${shop.agentSays}`);
  await expect(page.getByRole("button", { name: "客服，2 条新消息" })).toBeVisible();
  await agent.leave();
});

test("roles and names of the panel", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.vague);
  await expect(widget.log).toContainText(shop.choices);
  await expect(widget.panel).toMatchAriaSnapshot(`
    - dialog "在线客服":
      - heading "在线客服" [level=2]
      - paragraph: 智能助手在线
      - button "人工客服，一键转接"
      - button "大字，关怀模式"
      - button "更多"
      - button "收起"
      - region "对话记录":
        - paragraph: 智能助手 ：
        - paragraph: /我是青禾集的智能助手，是机器人/
        - paragraph: 我：
        - paragraph: 发票
        - paragraph: 智能助手 ：
        - paragraph: 您是想问：
        - list:
          - listitem:
            - button /发票/
          - listitem:
            - button /发票/
          - listitem:
            - button /发票/
        - button "找人工客服"
      - textbox "请输入您的问题"
      - button "发送"
      - paragraph: 机器自动回答，仅供参考；人工一键可达。
  `);
  await expect(widget.log).toHaveAttribute("tabindex", "0");
  await expect(widget.composer).toHaveAccessibleDescription("按回车发送，按 Shift 加回车换行");
});

test("who reads further up is not moved by a new message, but told; a button leads to it", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.next);
  await agent.take();
  const newest = widget.panel.getByRole("button", { name: "回到最新消息" });
  await agent.say(shop.agentSays);
  await expect(widget.log).toContainText(shop.agentSays);
  await expect(newest).toHaveCount(0);
  await widget.log.focus();
  await page.keyboard.press("Home");
  await expect.poll(() => widget.log.evaluate((log) => log.scrollTop)).toBe(0);
  await agent.say(shop.duringReload);
  await expect(newest).toBeVisible();
  expect(await widget.log.evaluate((log) => log.scrollTop)).toBe(0);
  await newest.press("Enter");
  await expect(widget.log.getByText(shop.duringReload)).toBeInViewport();
  await expect(widget.log).toBeFocused();
  await expect(newest).toHaveCount(0);
  // The strip above changes its height with the end: who read at the end goes on reading there.
  await agent.close();
  await expect(widget.log.getByText(shop.closedByPerson)).toBeInViewport();
  await expect(newest).toHaveCount(0);
  await agent.leave();
});

test("the guide for screen readers and braille displays is a page without a fault", async ({ page }) => {
  await page.setContent(await readFile(new URL("../../docs/screen-readers.html", import.meta.url), "utf8"));
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, "html", LARGE)).toEqual([]);
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("读屏与盲文点显器使用指南");
  await expect(page.getByRole("heading", { name: "For screen readers and braille displays" })).toBeVisible();
});
