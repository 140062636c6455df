// What a merchant's page may use, held against the table: `npm/custom-elements.json` is written from `api.toml`.
import { readFile } from "node:fs/promises";
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { faint } from "./pixels.mjs";
import { Agent, SHOPS, TAG, openPageWith } from "./steps.mjs";

const shop = SHOPS.zh;
const manifest = JSON.parse(await readFile(new URL("../../npm/custom-elements.json", import.meta.url), "utf8"));
const [{ members, attributes, events, cssProperties, cssParts, slots }] = manifest.modules[0].declarations;
const names = (list) => list.map(({ name }) => name).sort();
const methods = members.filter(({ kind }) => kind === "method");
const mirrored = members.filter(({ attribute }) => attribute);

/** `{name: kind}` of an event's detail, from `CustomEvent<{ text: string }>`. */
const fields = ({ type }) => Object.fromEntries([...type.text.matchAll(/(\w+): ([^;}]+)/g)].map(([, name, kind]) => [name, kind.trim()]));

const is = (value, kind) => (kind.startsWith("'") ? kind.includes(`'${value}'`) : typeof value === kind);

test("the element has the methods and properties of the table, and no others", async ({ page }) => {
  await page.goto("/");
  await openWidget(page);
  const has = await page.evaluate(() => {
    const element = document.querySelector("ren-zai");
    const of = (it) => Object.getOwnPropertyNames(it).filter((name) => !/^(constructor|(dis)?connectedCallback|attributeChangedCallback)$/.test(name));
    const kinds = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(element));
    const all = of(Object.getPrototypeOf(element));
    return {
      methods: all.filter((name) => typeof kinds[name].value === "function").sort(),
      properties: all.filter((name) => kinds[name].get).sort(),
      others: all.filter((name) => !kinds[name].get && typeof kinds[name].value !== "function"),
      own: of(element),
      global: typeof globalThis.renzai,
    };
  });
  expect(has).toEqual({ methods: names(methods), properties: names(mirrored), others: [], own: [], global: "function" });
});

test("one global name, and none of the page's own is touched", async ({ page }) => {
  const globals = async (path, tags) => {
    await page.addInitScript(() => (globalThis.before = [onmessage, onerror, fetch.toString(), customElements.define.toString()]));
    await page.route("**/shop.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
    await openPageWith(page, { tags });
    return page.evaluate(() => ({
      names: Object.getOwnPropertyNames(globalThis).sort(),
      same: JSON.stringify(globalThis.before) === JSON.stringify([onmessage, onerror, fetch.toString(), customElements.define.toString()]),
    }));
  };
  await page.route("**/renzai.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
  const without = await globals("/", "");
  await page.unroute("**/renzai.js");
  const withIt = await globals("/", TAG);
  await expect(new Widget(page).launcher).toBeVisible();
  await openWidget(page);
  const after = await page.evaluate(() => Object.getOwnPropertyNames(globalThis).sort());
  expect(withIt.same).toBe(true);
  expect(after.filter((name) => !without.names.includes(name))).toEqual(["renzai"]);
});

test("properties mirror attributes, also those set before the script has run", async ({ page }) => {
  await openPageWith(page, { tags: "" });
  const seen = await page.evaluate((mirrored) => {
    const element = document.createElement("ren-zai");
    const values = mirrored.map(({ name, type }) => {
      element[name] = type.text === "string" ? "x" : true;
      const set = element.getAttribute(name);
      element[name] = type.text === "string" ? "" : false;
      return [name, set, element[name]];
    });
    return values;
  }, mirrored);
  expect(seen).toEqual(mirrored.map(({ name, type }) => (type.text === "string" ? [name, "x", ""] : [name, "", false])));
});

test("every attribute that is read is in the table, and every custom property has its effect", async ({ page }) => {
  await openPageWith(page, {
    css: "ren-zai { --renzai-brand: rgb(1, 2, 3); --renzai-brand-dark: rgb(200, 210, 220); --renzai-offset-block: 60px; --renzai-offset-inline: 33px } ren-zai::part(launcher) { opacity: 0.9 } ren-zai::part(panel) { opacity: 0.8 }",
  });
  const widget = await openWidget(page);
  expect(names(cssProperties)).toHaveLength(5);
  expect(names(attributes)).toContain("pack");
  const style = (selector, name) => widget.host.evaluate((host, [selector, name]) => getComputedStyle(host.shadowRoot.querySelector(selector))[name], [selector, name]);
  const painted = async (selector) => rgb(page, await style(selector, "backgroundColor"));
  expect(await painted(".launcher button")).toEqual([1, 2, 3]);
  expect(await style(".launcher", "insetBlockEnd")).toBe("60px");
  expect(await style(".launcher", "insetInlineEnd")).toBe("33px");
  expect(cssParts.map(({ name }) => name)).toEqual(["launcher", "panel"]);
  expect(slots.map(({ name }) => name)).toEqual(["launcher"]);
  await expect.poll(() => style(".panel", "opacity"), "once it has come in").toBe("0.8");
  await page.evaluate(() => globalThis.renzai("setTheme", "dark"));
  await expect.poll(() => painted(".launcher button")).toEqual([200, 210, 220]);
});

/** A colour as it is painted. */
const rgb = (page, colour) =>
  page.evaluate((colour) => {
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }, colour);

test("the page to try colours on shows them at once, and the code to copy", async ({ page }) => {
  await page.goto("/theme.html");
  await page.getByLabel("品牌色", { exact: true }).fill("#8a1c4a");
  await page.getByLabel("到下边的距离（像素）").fill("64");
  await page.getByLabel("深浅").selectOption("light");
  const launcher = page.locator("ren-zai .launcher");
  expect(await rgb(page, await launcher.getByRole("button").first().evaluate((it) => getComputedStyle(it).backgroundColor))).toEqual([0x8a, 0x1c, 0x4a]);
  expect(await launcher.evaluate((it) => getComputedStyle(it).insetBlockEnd)).toBe("64px");
  await expect(page.locator("[data-code]")).toContainText("--renzai-brand: #8a1c4a;");
  await expect(page.locator("[data-code]")).toContainText('theme="light"');
  await page.getByLabel("启动按钮上的文字").fill("<b>要帮忙吗");
  await expect(launcher.getByRole("button", { name: "<b>要帮忙吗" })).toBeVisible();
  await expect(page.locator("[data-code]")).toContainText('<span slot="launcher">&lt;b&gt;要帮忙吗</span></ren-zai>');
});

for (const theme of ["light", "dark"]) {
  for (const brand of ["#ffee58", "#000000", "#ffffff", "#e91e63", "#00bcd4", "#888888", "#0000ff"]) {
    test(`${brand} as the brand colour, ${theme}: everything can be read`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: "reduce", colorScheme: theme });
      await openPageWith(page, { css: `ren-zai { --renzai-brand: ${brand} }` });
      const before = await faint(page, 4.5);
      expect(before.count).toBeGreaterThan(1);
      expect(before.faint).toEqual([]);
      const widget = await openWidget(page);
      await widget.ask(shop.exchange);
      await expect(widget.log).toContainText(shop.exchangeAnswer);
      const after = await faint(page, 4.5);
      expect(after.count).toBeGreaterThan(4);
      expect(after.faint).toEqual([]);
    });
  }
}

test("without consent nothing is kept on the device, and with it what is there then", async ({ page }) => {
  await openPageWith(page, { tags: TAG.replace("<ren-zai ", '<ren-zai storage="off" ') });
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.nobody);
  await widget.panel.getByRole("button", { name: "留言" }).first().click();
  await widget.panel.locator(".part-sheet").getByRole("textbox").first().fill("请回电");
  await widget.panel.getByRole("button", { name: shop.large }).click();
  const kept = () =>
    page.evaluate(async () => {
      const databases = (await indexedDB.databases()).map(({ name }) => name);
      return [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...databases].filter((name) => /^renzai/.test(name));
    });
  expect(await kept()).toEqual([]);
  await page.evaluate(() => ["elder", "storage"].forEach((name) => document.querySelector("ren-zai").removeAttribute(name)));
  await widget.panel.locator(".part-sheet").getByRole("button", { name: "关闭" }).click();
  await widget.ask(shop.shopperSays);
  await expect.poll(kept).toContain("renzai:qinghe");
});

test("calls before the script has run are made once it has", async ({ page }) => {
  let release;
  await page.route("**/renzai.js", async (route) => {
    await new Promise((resolve) => (release = resolve));
    await route.continue();
  });
  await page.addInitScript(() => {
    globalThis.renzai = function () { (globalThis.renzai.q = globalThis.renzai.q || []).push(arguments); };
    globalThis.heard = [];
    renzai("on", "answer", (detail) => globalThis.heard.push(detail.entry));
    renzai("ask", "refund-failed");
  });
  await page.goto("/", { waitUntil: "commit" });
  await expect.poll(() => typeof release).toBe("function");
  release();
  await expect(new Widget(page).log).toContainText(shop.refundAnswer);
  expect(await page.evaluate(() => globalThis.heard)).toEqual(["refund-failed"]);
});

test("each event has the details of the table, and can be cancelled where it says so", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.addInitScript((names) => {
    globalThis.fired = [];
    for (const name of names) addEventListener(name, (event) => globalThis.fired.push({ name, detail: event.detail, cancelable: event.cancelable }));
  }, names(events));
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.next);
  await agent.take();
  await agent.say(shop.agentSays);
  await expect(widget.log).toContainText(shop.agentSays);
  await agent.close();
  await widget.panel.getByRole("radio", { name: shop.fiveStars }).or(widget.panel.getByRole("button", { name: shop.fiveStars })).first().click();
  await expect.poll(() => page.evaluate(() => globalThis.fired.map(({ name }) => name))).toContain("ren-zai-rating");
  await widget.panel.getByRole("button", { name: shop.close }).click();
  const fired = await page.evaluate(() => globalThis.fired);
  await page.evaluate(() => document.querySelector("ren-zai").remove());
  const missing = names(events).filter((name) => name !== "ren-zai-error" && !fired.some((it) => it.name === name));
  expect(missing).toEqual([]);
  for (const { name, detail, cancelable } of fired) {
    const event = events.find((it) => it.name === name);
    expect(cancelable, `${name} is cancelable`).toBe(/Cancelable\.$/.test(event.description));
    expect(Object.keys(detail ?? {}).sort(), name).toEqual(Object.keys(fields(event)).sort());
    for (const [field, kind] of Object.entries(fields(event))) expect(is(detail[field], kind), `${name}: ${field} is ${kind}`).toBe(true);
  }
  await agent.leave();
});

test("a page that steps in: nothing opens, closes or is asked", async ({ page }) => {
  await page.goto("/");
  const cancel = (name) => page.evaluate((name) => {
    globalThis.stop = (event) => event.preventDefault();
    addEventListener(`ren-zai-${name}`, globalThis.stop);
  }, name);
  const allow = (name) => page.evaluate((name) => removeEventListener(`ren-zai-${name}`, globalThis.stop), name);
  const ready = page.evaluate(() => new Promise((done) => addEventListener("ren-zai-ready", () => done(true))));
  await cancel("open");
  const widget = new Widget(page);
  await widget.launcher.click();
  await ready;
  await expect(widget.panel).toBeHidden();
  await expect(widget.launcher).toHaveAttribute("aria-expanded", "false");
  await allow("open");
  await widget.open();

  await cancel("ask");
  await widget.composer.fill(shop.exchange);
  await widget.composer.press("Enter");
  await expect(widget.composer).toHaveValue(shop.exchange);
  await allow("ask");
  await widget.composer.press("Enter");
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await expect(widget.log.getByText(shop.exchange, { exact: true })).toHaveCount(1);

  await cancel("close");
  await widget.panel.getByRole("button", { name: shop.close }).click();
  await expect(widget.panel).toBeVisible();
  await expect(widget.host.locator(".launcher")).toBeHidden();
  await allow("close");
  await widget.panel.getByRole("button", { name: shop.close }).click();
  await expect(widget.panel).toBeHidden();
  await expect(widget.launcher).toBeFocused();
});

for (const [how, call] of Object.entries({
  "by the launcher": (widget) => widget.launcherHuman.click(),
  "in words": async (widget) => {
    await widget.launcherHuman.page().evaluate(() => globalThis.allowed.add("ren-zai-open"));
    await widget.launcher.click();
    await widget.ask(shop.askForPerson);
  },
})) {
  test(`a page that steps in everywhere keeps nobody from a person: ${how}`, async ({ page }) => {
    await page.addInitScript((names) => {
      globalThis.allowed = new Set();
      for (const name of names) addEventListener(name, (event) => globalThis.allowed.has(name) || event.preventDefault());
    }, names(events));
    await page.goto("/");
    const widget = new Widget(page);
    await call(widget);
    await expect(widget.panel).toBeVisible();
    await expect(widget.panel).toContainText(shop.nobody);
  });
}

test("who the customer is, what the page knows and a card reach the person, and nothing leaves before", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  const sent = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  await page.goto("/", { waitUntil: "networkidle" });
  const before = sent.length;
  await page.evaluate(() => {
    renzai("setUser", { id: "42", name: "王女士" });
    renzai("setAttributes", { member: "金卡" });
    renzai("track", "checkout", { step: 2 });
    renzai("setScene", { scene: "order", code: "RF-204" });
    renzai("sendCard", { title: "亚麻长袖衬衫", price: "¥239" });
  });
  await expect(new Widget(page).launcher).toBeVisible();
  expect(sent.slice(before)).toEqual([]);
  const widget = await openWidget(page);
  await widget.human.click();
  await agent.take();
  for (const known of ["王女士", "金卡", "亚麻长袖衬衫 · ¥239"]) await expect(agent.context).toContainText(known);
  await page.evaluate(() => renzai("sendCard", { title: "每日坚果 500 克", price: "¥79", url: "https://shop.example/nuts" }));
  await expect(agent.log.getByText("每日坚果 500 克")).toBeVisible();
  await agent.leave();
});

test("what was told piece by piece before the panel was there adds up: the first is known, and the last", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.goto("/");
  await page.evaluate(() => {
    renzai("setAttributes", { member: "金卡" });
    for (let at = 0; at < 150; at += 1) renzai("setAttributes", { seen: `商品${at}` });
  });
  const widget = await openWidget(page);
  await widget.human.click();
  await agent.take();
  for (const known of ["金卡", "商品149"]) await expect(agent.context).toContainText(known);
  await expect(agent.context).not.toContainText("商品148");
  await agent.leave();
});

test("language, large mode, toggling, unsubscribing", async ({ page }) => {
  await page.goto("/");
  const widget = new Widget(page);
  await page.evaluate(() => {
    globalThis.opened = 0;
    globalThis.off = renzai("on", "open", () => (globalThis.opened += 1));
    renzai("setLocale", "en");
    renzai("setAccessibility", { elder: true });
  });
  await expect(widget.host.getByRole("button", { name: "Chat", exact: true })).toBeVisible();
  await expect(widget.host).toHaveAttribute("elder", "");
  await page.evaluate(() => {
    renzai("setAccessibility", { elder: false });
    renzai("toggle");
  });
  await expect(widget.panel).toBeVisible();
  await expect(widget.panel.getByRole("button", { name: /Close/ })).toBeVisible();
  expect(await page.evaluate(() => globalThis.opened)).toBe(1);
  await page.evaluate(() => {
    globalThis.off();
    renzai("toggle");
  });
  await expect(widget.panel).toBeHidden();
  await page.evaluate(() => renzai("toggle"));
  await expect(widget.panel).toBeVisible();
  expect(await page.evaluate(() => globalThis.opened)).toBe(1);
});

test("reset forgets who was here, and begins anew", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await page.evaluate(() => renzai("reset"));
  await expect(widget.panel).toBeHidden();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("renzai")))).toEqual([]);
  await widget.open();
  await expect(widget.log).not.toContainText(shop.exchangeAnswer);
  await page.reload();
  await expect(widget.log).not.toContainText(shop.exchangeAnswer);
});

for (const [link, expected] of [["#renzai=ask:refund-failed", shop.refundAnswer], [`#renzai=ask:${encodeURIComponent(shop.exchange)}`, shop.exchangeAnswer], ["#renzai=human", shop.nobody]]) {
  test(`the link ${decodeURIComponent(link)} works once, from another page and from this one`, async ({ page }) => {
    await page.goto(`/${link}`);
    const widget = new Widget(page);
    await expect(widget.panel).toContainText(expected);
    expect(new URL(page.url()).hash).toBe("");
    await page.evaluate(() => renzai("reset"));
    await page.evaluate((link) => (location.hash = link), link);
    await expect(widget.panel).toContainText(expected);
    expect(new URL(page.url()).hash).toBe("");
  });
}

test("what was forgotten while it was being masked does not leave any more", async ({ page }) => {
  const handed = [];
  page.on("request", (request) => request.url().endsWith("/v1/handover") && handed.push(request.postData()));
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(/masker.*wasm/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  const masker = page.waitForResponse(/masker.*wasm/);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.asked);
  await page.evaluate(() => document.querySelector("ren-zai").reset());
  release();
  await masker;
  // Who comes next is handed over, with nothing of who was there before.
  await openWidget(page);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.nobody);
  expect(handed.length).toBe(1);
  expect(handed[0]).not.toContain(shop.exchange);
});
