// The widget by itself: the composer, the answers, and how it behaves on a stranger's page.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { Agent, SHOPS, TAG, listen, openPageWith } from "./steps.mjs";

const shop = SHOPS.zh;

/** The events of that name that the page heard, in order. */
const only = (events, name) => events.filter((event) => event.name === name);

test.describe("the composer", () => {
  test("Enter that belongs to the input method sends nothing; the next one sends", async ({ page }) => {
    const heard = await listen(page);
    await page.goto("/");
    const { composer } = await openWidget(page);
    await composer.evaluate((area) => {
      globalThis.keys = [];
      area.addEventListener("keydown", ({ key, keyCode, isComposing }) => globalThis.keys.push({ key, keyCode, isComposing }));
    });
    const keyboard = await page.context().newCDPSession(page);
    const text = "衣服买大了";
    await keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    const taken = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
    await keyboard.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...taken });
    await expect(composer).toHaveValue(text);
    await keyboard.send("Input.insertText", { text: "衣服买大了能换吗" });
    await expect(composer).toHaveValue("衣服买大了能换吗");
    // Safari reports the Enter that ended the composition only after its end.
    await composer.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: false, bubbles: true });
    await expect(composer).toHaveValue("衣服买大了能换吗");
    expect(await page.evaluate(() => globalThis.keys)).toEqual([
      { key: "Enter", keyCode: 229, isComposing: true },
      { key: "Enter", keyCode: 229, isComposing: false },
    ]);

    await composer.press("Shift+Enter");
    await composer.pressSequentially("谢谢");
    await expect(composer).toHaveValue("衣服买大了能换吗\n谢谢");
    expect(only(await heard(), "ask")).toEqual([]);
    await composer.press("Enter");
    await expect(composer).toHaveValue("");
    await expect(composer).toBeFocused();
    expect(only(await heard(), "ask")).toEqual([{ name: "ask", text: "衣服买大了能换吗\n谢谢" }]);
  });

  test("nothing but spaces is not sent; the button sends as Enter does", async ({ page }) => {
    const heard = await listen(page);
    await page.goto("/");
    const { composer, log, panel } = await openWidget(page);
    await composer.fill("  \n ");
    await composer.press("Enter");
    await composer.fill(shop.exchange);
    await panel.getByRole("button", { name: shop.send }).click();
    await expect(log).toContainText(shop.exchangeAnswer);
    expect(only(await heard(), "ask")).toEqual([{ name: "ask", text: shop.exchange }]);
  });

  test("a draft survives a reload, however soon it comes", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.composer.pressSequentially("我上周买的");
    await page.reload();
    await expect(widget.composer).toHaveValue("我上周买的");
    await expect(widget.panel).toBeVisible();
  });

  test("what is typed there is nobody's shortcut", async ({ page }) => {
    await page.addInitScript(() => {
      globalThis.pressed = [];
      for (const name of ["keydown", "keypress", "keyup"]) {
        document.addEventListener(name, (event) => globalThis.pressed.push(event.key));
      }
    });
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.composer.pressSequentially("s/?j");
    await widget.composer.press("Shift+Enter");
    await widget.composer.press("Enter");
    await widget.panel.getByRole("button", { name: shop.close }).press("Escape");
    await expect(widget.launcher).toBeFocused();
    expect(await page.evaluate(() => globalThis.pressed)).not.toContain("j");
    expect(await page.evaluate(() => globalThis.pressed)).not.toContain("Enter");
    await page.keyboard.press("j");
    expect(await page.evaluate(() => globalThis.pressed)).not.toContain("j");
    await page.getByRole("heading").first().click();
    await page.keyboard.press("j");
    expect(await page.evaluate(() => globalThis.pressed)).toContain("j");
  });
});

test.describe("answers", () => {
  test("first questions and follow-ups are one press each", async ({ page }) => {
    await page.goto("/");
    const { log } = await openWidget(page);
    await expect(log.getByRole("heading", { name: shop.chips })).toBeVisible();
    const chips = log.getByRole("list").last().getByRole("button");
    await expect(chips).toHaveCount(4);
    await chips.filter({ hasText: shop.understood }).press("Enter");
    await expect(log.getByText(shop.understood, { exact: true })).toBeVisible();
    await expect(log).toContainText(shop.exchangeAnswer);
    await expect(log.getByRole("heading", { name: shop.chips })).toBeHidden();

    const followups = log.getByRole("heading", { name: shop.followups });
    await expect(followups).toBeVisible();
    await log.getByRole("button", { name: "换货的运费谁承担？" }).click();
    await expect(log).toContainText("运费险");
    await expect(followups.filter({ visible: true })).toHaveCount(1);
  });

  test("a vague question is asked back; picking answers, and past choices do nothing", async ({ page }) => {
    const heard = await listen(page);
    await page.goto("/");
    const widget = await openWidget(page);
    const { log } = widget;
    await widget.ask(shop.vague);
    await expect(log).toContainText(shop.choices);
    const choices = log.getByRole("listitem").getByRole("button");
    await expect(choices).toHaveCount(3);
    await expect(log.getByRole("button", { name: shop.offer })).toBeVisible();
    const wanted = choices.filter({ hasText: shop.invoice });
    await wanted.press("Enter");
    await expect(log).toContainText(shop.invoiceAnswer);
    await expect(widget.composer).toBeFocused();

    const past = log.getByRole("button", { name: shop.invoice, disabled: true });
    await expect(past).toHaveCount(1);
    await expect(log.getByRole("button", { disabled: true })).toHaveCount(3);
    await past.press("Enter");
    await widget.ask(shop.exchange);
    await expect(log).toContainText(shop.exchangeAnswer);
    expect(only(await heard(), "answer").map(({ entry }) => entry)).toEqual(["invoice-apply", "exchange-size"]);
    await page.reload();
    await expect(log.getByRole("button", { disabled: true })).toHaveCount(3);
  });

  test("what it does not know it says, each time in other words, with the person first", async ({
    desk,
    page,
    browser,
  }) => {
    const agent = await Agent.login(browser, desk);
    await page.goto("/");
    const widget = await openWidget(page);
    const offer = widget.log.getByRole("button", { name: shop.offer }).filter({ visible: true });
    await widget.ask(shop.unknown[0]);
    await expect(widget.log.getByText(/这个问题我不确定/)).toHaveCount(1);
    await expect(offer).toHaveCount(1);
    await widget.ask(shop.unknown[1]);
    await expect(widget.log.getByText(/还是没能帮上您/)).toHaveCount(1);
    await expect(widget.log.getByText(/这个问题我不确定/)).toHaveCount(1);
    await expect(offer).toHaveCount(1);
    await offer.click();
    await expect(widget.panel).toContainText(shop.next);
    await expect(widget.composer).toBeFocused();
    await agent.take();
    await expect(agent.context).toContainText("机器人提议的“找人工”按钮");
    await agent.leave();
  });

  test("a greeting is greeted", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask(shop.hello[0]);
    await expect(widget.log).toContainText(shop.hello[1]);
  });
});

test.describe("on the merchant's page", () => {
  test("before anybody presses anything, only the shell is fetched and nothing is stored", async ({ page, context }) => {
    const paths = (page) => {
      const asked = new Set();
      page.on("request", (request) => asked.add(new URL(request.url()).pathname));
      return asked;
    };
    const without = await context.newPage();
    await without.route("/renzai.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
    const shops = paths(without);
    await without.goto("/", { waitUntil: "networkidle" });
    const asked = paths(page);
    await page.goto("/", { waitUntil: "networkidle" });
    await expect(new Widget(page).launcher).toBeVisible();
    expect([...asked].filter((path) => !shops.has(path))).toEqual([]);
    expect(shops).toContain("/renzai.js");
    const stored = await page.evaluate(async () => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      cookies: document.cookie,
    }));
    expect(stored).toEqual({ local: [], session: [], databases: 0, caches: 0, cookies: "" });
    expect(await context.cookies()).toEqual([]);
  });

  test("its style sheets do not hide or shrink the widget", async ({ page }) => {
    const css = "* { all: unset !important } div:empty { display: none !important } button { width: 1px !important }";
    await openPageWith(page, { css });
    const widget = new Widget(page);
    for (const button of [widget.launcher, widget.launcherHuman]) {
      await expect(button).toBeInViewport({ ratio: 1 });
      const { width, height } = await button.boundingBox();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    await widget.open();
    await widget.ask(shop.exchange);
    await expect(widget.log.getByText(shop.exchangeAnswer)).toBeInViewport();
    const { width, height } = await widget.panel.boundingBox();
    expect([width, height].map(Math.round)).toEqual([408, 680]);
  });

  test("of two tags one speaks", async ({ page }) => {
    const warnings = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    await openPageWith(page, { tags: TAG + TAG });
    await expect(page.getByRole("button", { name: "客服", exact: true })).toHaveCount(1);
    expect(warnings.join()).toContain("a second one stays silent");
    await page.getByRole("button", { name: "客服", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "在线客服" })).toHaveCount(1);
  });

  test("it survives being moved, and being taken out and put back", async ({ desk, page, browser }) => {
    const agent = await Agent.login(browser, desk);
    const heard = await listen(page);
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask(shop.exchange);
    await widget.host.evaluate((element) => document.querySelector("footer").append(element));
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await widget.ask(shop.hello[0]);
    await expect(widget.log).toContainText(shop.hello[1]);
    await widget.human.click();
    await agent.take();

    const element = await widget.host.elementHandle();
    await element.evaluate((element) => element.remove());
    await expect(widget.host).toHaveCount(0);
    await agent.say(shop.agentSays);
    await element.evaluate((element) => document.body.append(element));
    await expect(widget.log).toContainText(shop.agentSays);
    await expect(widget.log.getByText(shop.exchange, { exact: true })).toHaveCount(1);
    await expect(widget.host.locator(".launcher")).toBeHidden();
    await widget.panel.getByRole("button", { name: shop.close }).click();
    await expect(widget.launcher).toHaveAttribute("aria-expanded", "false");
    await agent.say(shop.duringReload);
    await expect(page.getByRole("button", { name: "客服，1 条新消息" })).toBeVisible();
    expect(only(await heard(), "ready")).toHaveLength(2);
    await agent.leave();
  });

  test("views that change stand in a div of the shadow root, or they would be lost", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    for (const question of [shop.hello[0], shop.exchange]) await widget.ask(question);
    await expect(widget.log.getByText(shop.exchange, { exact: true })).toBeVisible();
    await expect(widget.log.getByText(shop.exchangeAnswer)).toBeVisible();
    const between = await widget.panel.evaluate((panel) => panel.closest("div") !== null && panel.getRootNode() instanceof ShadowRoot);
    expect(between).toBe(true);
    const children = await widget.host.evaluate(({ shadowRoot }) => [...shadowRoot.children].map(({ tagName }) => tagName));
    expect(new Set(children)).toEqual(new Set(["DIV"]));
  });

  test("it tells the page what happens", async ({ desk, page, browser }) => {
    const agent = await Agent.login(browser, desk);
    const heard = await listen(page);
    await page.goto("/");
    const widget = await openWidget(page);
    await expect.poll(async () => (await heard()).map(({ name }) => name)).toEqual(["ready", "open", "unread"]);
    await widget.ask(shop.exchange);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await widget.human.click();
    await expect(widget.panel).toContainText(shop.next);
    await widget.composer.press("Escape");
    await expect(widget.panel).toBeHidden();
    await agent.take();
    const name = await agent.name();
    await agent.say(shop.agentSays);
    await expect(page.getByRole("button", { name: "客服，2 条新消息" })).toBeVisible();
    await widget.launcher.click();
    await expect(widget.log).toContainText(shop.agentSays);
    const [, , , ...events] = await heard();
    expect(events).toEqual([
      { name: "ask", text: shop.exchange },
      { name: "answer", entry: "exchange-size", confidence: expect.any(Number) },
      { name: "human", from: "panel" },
      { name: "queue", position: 1 },
      { name: "close" },
      { name: "unread", count: 1, label: "客服，1 条新消息" },
      { name: "unread", count: 2, label: "客服，2 条新消息" },
      { name: "message", from: "agent", name, text: shop.agentSays },
      { name: "open" },
      { name: "unread", count: 0, label: "" },
    ]);
    await agent.leave();
  });
});

test.describe("the panel", () => {
  test("takes the focus when it opens, and Escape gives it back", async ({ page }) => {
    await page.goto("/");
    const widget = new Widget(page);
    await widget.launcher.press("Enter");
    await expect(widget.composer).toBeFocused();
    // The panel has its own: there is one way to a person at a time.
    await expect(page.getByRole("button", { name: "人工客服，一键转接" })).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(widget.panel).toBeHidden();
    await expect(widget.launcher).toBeFocused();
    await expect(widget.launcher).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("Enter");
    await expect(widget.composer).toBeFocused();
    await widget.panel.getByRole("button", { name: shop.close }).click();
    await expect(widget.panel).toBeHidden();
    await expect(widget.launcher).toBeFocused();
  });

  test("after a reload it is open as before, and leaves the focus where it is", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await page.reload();
    await expect(widget.composer).toBeVisible();
    await expect(widget.composer).not.toBeFocused();
    await widget.composer.press("Escape");
    await page.reload();
    await expect(widget.launcher).toBeVisible();
    await expect(widget.panel).toBeHidden();
  });

  test("fills a phone, and nothing scrolls sideways at 320 px", async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.goto("/");
    const widget = await openWidget(page);
    // Once it has risen.
    await expect.poll(() => widget.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 640 });
    await page.setViewportSize({ width: 320, height: 568 });
    const sideways = () =>
      widget.panel.evaluate((panel) => {
        const wide = (element) => element.scrollWidth > element.clientWidth && getComputedStyle(element).overflowX !== "visible";
        const out = (element) => element.getBoundingClientRect().right > innerWidth;
        return [...panel.querySelectorAll("*"), panel]
          .filter((element) => !element.matches(".vh") && (wide(element) || out(element)))
          .map(({ tagName, className }) => `${tagName}.${className}`);
      });
    expect(await sideways()).toEqual([]);
    await widget.ask(`https://shop.example/${"a".repeat(200)}`);
    await widget.ask(shop.exchange);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await widget.ask(shop.vague);
    await expect(widget.log).toContainText(shop.choices);
    expect(await sideways()).toEqual([]);
    await widget.human.click();
    await expect(widget.panel).toContainText(shop.nobody);
    expect(await sideways()).toEqual([]);
    await widget.panel.getByRole("button", { name: shop.large }).click();
    expect(await sideways()).toEqual([]);
  });
});
