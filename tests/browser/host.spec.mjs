// A good guest on a stranger's page: when it comes, how it is moved, what forbids it, what is styled against it.
import { readFile } from "node:fs/promises";
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { SHOPS, TAG, openPageWith, violations } from "./steps.mjs";

const shop = SHOPS.zh;
const MODULE = '<script type="module" src="/renzai.js"></script>';

/** A page of nobody's, with these headers and this inside. */
async function strangers(page, body, { headers = {}, head = "" } = {}) {
  await page.route("**/stranger.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      headers,
      body: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Shop</title>${head}<body>${body}</body></html>`,
    }),
  );
  await page.goto("/stranger.html");
}

async function expectAnswers(page) {
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  return widget;
}

test.describe("when it comes", () => {
  const orders = {
    "script before the tag": { body: MODULE + TAG },
    "script after the tag": { body: TAG + MODULE },
    "script in the head": { head: MODULE, body: TAG },
    "script long after the page has loaded": { body: TAG, later: ["script"] },
    "tag long after the page has loaded": { body: MODULE, later: ["tag"] },
  };
  for (const [what, { body, head, later = [] }] of Object.entries(orders)) {
    test(what, async ({ page }) => {
      await strangers(page, body, { head });
      await page.waitForLoadState("load");
      for (const kind of later) {
        await page.evaluate(([kind, tag]) => {
          if (kind === "tag") document.body.insertAdjacentHTML("beforeend", tag);
          else document.head.append(Object.assign(document.createElement("script"), { type: "module", src: "/renzai.js" }));
        }, [kind, TAG]);
      }
      await expectAnswers(page);
    });
  }

  test("a pasted script in the head, and a tag besides: one of them speaks", async ({ page }) => {
    await strangers(page, TAG, { head: '<script async src="/renzai.classic.js" data-pack="/packs/shop.zh.pack" data-desk="/" data-site="qinghe"></script>' });
    await expectAnswers(page);
    await expect(page.locator("ren-zai")).toHaveCount(1);
  });

  test("a pasted script and the module, both: nothing is defined twice", async ({ page }) => {
    await strangers(page, "", { head: `${MODULE}<script async src="/renzai.classic.js" data-pack="/packs/shop.zh.pack" data-desk="/" data-site="qinghe"></script>` });
    await expectAnswers(page);
  });
});

test("a pasted script says what the launcher shows: words, or a picture with its name", async ({ page }) => {
  const pasted = (face) => `<script async src="/renzai.classic.js" data-pack="/packs/shop.zh.pack" data-desk="/" data-site="qinghe" ${face}></script>`;
  const { host } = new Widget(page);
  await strangers(page, "", { head: pasted('data-launcher="&lt;b&gt;要帮忙吗"') });
  await expect(host.getByRole("button", { name: "<b>要帮忙吗", exact: true })).toBeVisible();
  await page.unroute("**/stranger.html");
  await strangers(page, "", { head: pasted('data-launcher="要帮忙吗" data-launcher-image="/favicon.svg"') });
  await expect(host.getByRole("img", { name: "要帮忙吗" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await host.getByRole("button", { name: "要帮忙吗", exact: true }).click();
  await expect(new Widget(page).panel.getByRole("textbox")).toBeFocused();
  // A picture that nobody could name is not shown.
  await page.unroute("**/stranger.html");
  await strangers(page, "", { head: pasted('data-launcher-image="/favicon.svg"') });
  await expect(host.getByRole("button", { name: "客服", exact: true })).toBeVisible();
  await expect(host.locator("img")).toHaveCount(0);
});

test("a pasted script has every attribute of the tag", async ({ page }) => {
  const table = await readFile(new URL("../../api.toml", import.meta.url), "utf8");
  const names = [...table.matchAll(/\[\[attribute\]\]\s+name = "(.+)"/g)].map(([, name]) => name).filter((name) => name !== "helper");
  expect(names).toContain("pack");
  const values = { pack: "/packs/shop.zh.pack", desk: "/", lang: "en", elder: "", full: "", learn: "" };
  const data = names.map((name) => `data-${name}="${values[name] ?? "x"}"`).join(" ");
  await strangers(page, "", { head: `<script async src="/renzai.classic.js" ${data}></script>` });
  const tag = page.locator("ren-zai");
  for (const name of names) await expect(tag).toHaveAttribute(name, values[name] ?? "x");
});

test("the launcher's own words and picture: seen, heard, pressed; the button for a person keeps its words", async ({ page }) => {
  const own = '<span slot="launcher"><img src="/favicon.svg" alt="" width="20" height="20"> 需要帮忙吗</span></ren-zai>';
  await strangers(page, MODULE + TAG.replace("</ren-zai>", own));
  const { host, panel } = new Widget(page);
  const launcher = host.getByRole("button", { name: "需要帮忙吗", exact: true });
  await expect(launcher.or(host.locator("img"))).toHaveCount(2);
  await expect(host.locator("img")).toBeVisible();
  await expect(host.getByRole("button", { name: "人工" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await launcher.click();
  await expect(page.locator("ren-zai #composer")).toBeFocused();
  await page.evaluate(() => globalThis.renzai("close"));
  await expect(launcher, "with nothing unread it is called what it shows").toBeFocused();
  await page.evaluate(() => document.querySelector("ren-zai").replaceChildren());
  await expect(host.getByRole("button", { name: "客服", exact: true })).toBeVisible();
});

test("the widget's program is asked for together with the file that runs it, and only after a press", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  let release;
  const held = new Promise((then) => (release = then));
  await page.route("**/assets/ren-zai-*.js", async (route) => (await held, route.continue()));
  await page.goto("/", { waitUntil: "networkidle" });
  expect(asked.filter((path) => path.startsWith("/assets/"))).toEqual([]);
  const wasm = page.waitForRequest(/\.wasm$/);
  await new Widget(page).launcher.click();
  await wasm;
  release();
  await expect(new Widget(page).composer).toBeVisible();
  expect(asked.filter((path) => /ren-zai-.*\.wasm$/.test(path)).length, "once").toBe(1);
});

test.describe("moved, hidden, made anew", () => {
  test("the body is put in the place of another, as Turbo does: the talk goes on in the new tag", async ({ page }) => {
    await page.goto("/");
    await expectAnswers(page);
    await page.evaluate((tag) => {
      const next = document.createElement("body");
      next.innerHTML = `<h1>Next page</h1>${tag}`;
      document.documentElement.replaceChild(next, document.body);
    }, TAG);
    const widget = new Widget(page);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await widget.ask(shop.hello[0]);
    await expect(widget.log).toContainText(shop.hello[1]);
  });

  test("a new tag comes before the old one goes, as with a changed key: the new one takes over", async ({ page }) => {
    const warned = [];
    page.on("console", (message) => message.type() === "warning" && warned.push(message.text()));
    await page.goto("/");
    await expectAnswers(page);
    await page.evaluate((tag) => {
      const old = document.querySelector("ren-zai");
      old.insertAdjacentHTML("afterend", tag);
      old.remove();
    }, TAG);
    const widget = new Widget(page);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await expect(page.locator("ren-zai")).toHaveCount(1);
    expect(warned.join()).toContain("a second one stays silent");
    await page.evaluate(() => renzai("close"));
    await expect(widget.panel).toBeHidden();
  });

  test("a view transition", async ({ page }) => {
    await page.goto("/");
    const widget = await expectAnswers(page);
    await page.evaluate(async () => {
      const change = () => document.querySelector("footer").append(document.querySelector("ren-zai"));
      await document.startViewTransition(change).finished;
    });
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await widget.ask(shop.hello[0]);
    await expect(widget.log).toContainText(shop.hello[1]);
  });

  test("hidden with its parent, and shown again", async ({ page }) => {
    await strangers(page, `<div id="app">${TAG}</div>${MODULE}`);
    const widget = await expectAnswers(page);
    await page.evaluate(() => (document.querySelector("#app").hidden = true));
    await expect(widget.panel).toBeHidden();
    await page.evaluate(() => (document.querySelector("#app").hidden = false));
    await expect(widget.log).toContainText(shop.exchangeAnswer);
  });

  test("left and come back to", async ({ page }) => {
    await page.goto("/");
    await expectAnswers(page);
    await page.goto("/help.html");
    await page.goBack();
    const widget = new Widget(page);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await widget.ask(shop.hello[0]);
    await expect(widget.log).toContainText(shop.hello[1]);
  });
});

test.describe("strict policies", () => {
  const strict = (scripts) =>
    `default-src 'none'; script-src ${scripts}; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

  test("nothing inline, and Trusted Types without any policy", async ({ page }) => {
    await strangers(page, MODULE + TAG, { headers: { "Content-Security-Policy": strict("'self' 'wasm-unsafe-eval'") } });
    const widget = await expectAnswers(page);
    await widget.panel.getByRole("button", { name: shop.large }).click();
    await expect(widget.host).toHaveAttribute("elder", "");
    await widget.human.click();
    await expect(widget.panel).toContainText(shop.nobody);
    const size = await widget.panel.boundingBox();
    expect(size.width).toBeGreaterThan(300);
  });

  test.describe("without permission for WebAssembly", () => {
    test.use({ expectedErrors: [/WebAssembly|Content Security Policy|wasm/] });

    test("phone, contact page and a message are there", async ({ page }) => {
      const tag = TAG.replace("></ren-zai>", ' contact="/help.html#contact"></ren-zai>');
      await strangers(page, MODULE + tag, { headers: { "Content-Security-Policy": strict("'self'") } });
      const widget = new Widget(page);
      await widget.launcherHuman.click();
      await expect(widget.panel.getByRole("link", { name: shop.call })).toHaveAttribute("href", "tel:4000001234");
      await expect(widget.panel.getByRole("link", { name: /联系/ })).toHaveAttribute("href", "/help.html#contact");
      await widget.panel.getByRole("button", { name: "留言" }).click();
      await expect(widget.panel.getByRole("textbox").first()).toBeVisible();
    });
  });
});

test.describe("poor hosts", () => {
  test.use({ expectedErrors: [/broken|not a function|undefined|denied|null/i] });

  const poor = {
    "no IndexedDB": () => Object.defineProperty(globalThis, "indexedDB", { get() { throw new DOMException("denied", "SecurityError"); } }),
    "no storage of any kind": () => {
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(globalThis, name, { get() { throw new DOMException("denied", "SecurityError"); } });
      }
    },
    "a browser without WebAssembly's own loader": () => delete WebAssembly.instantiateStreaming,
    "errors all over the page": () => {
      addEventListener("DOMContentLoaded", () => { throw new Error("broken on load"); });
      addEventListener("click", () => { throw new Error("broken on click"); }, true);
      addEventListener("focusin", () => { throw new Error("broken on focus"); });
      setInterval(() => { throw new Error("broken all the time"); }, 200);
      for (const name of ["ready", "open", "human", "ask"]) addEventListener(`ren-zai-${name}`, () => { throw new Error("broken on event"); });
      Promise.reject(new Error("broken promise"));
    },
    "prototypes that somebody extended": () => {
      Array.prototype.broken = () => {};
      String.prototype.broken = Function.prototype.broken = Element.prototype.broken = 1;
    },
    "every object has more than it should": () => {
      Object.prototype.broken = function () { return this; };
      Object.prototype.each = Object.prototype.clone = 1;
    },
  };
  for (const [what, arrange] of Object.entries(poor)) {
    test(`${what}: it answers, and a person is called`, async ({ page }) => {
      await page.addInitScript(arrange);
      await page.goto("/");
      const widget = await expectAnswers(page);
      await widget.human.click();
      await expect(widget.panel).toContainText(shop.nobody);
    });
  }
});

test("nothing on the page moves when it comes, and no key gets out of it", async ({ page }) => {
  await page.addInitScript(() => {
    globalThis.shifts = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (globalThis.shifts += value))).observe({ type: "layout-shift", buffered: true });
    globalThis.pressed = [];
    for (const name of ["keydown", "keypress", "keyup"]) addEventListener(name, ({ key }) => globalThis.pressed.push(key));
  });
  await strangers(page, `<h1>Shop</h1><p>Goods</p>${TAG}<p>More</p>${MODULE}`);
  const place = () => page.evaluate(() => [...document.querySelectorAll("h1, p")].map((it) => JSON.stringify(it.getBoundingClientRect())));
  const before = await place();
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  expect(await page.evaluate(() => globalThis.shifts)).toBe(0);
  await widget.launcher.press("Enter");
  await expect(widget.composer).toBeFocused();
  await widget.composer.pressSequentially("abc");
  await page.keyboard.press("Escape");
  await expect(widget.panel).toBeHidden();
  await widget.launcherHuman.press("Tab");
  expect(await place()).toEqual(before);
  expect(await page.evaluate(() => globalThis.pressed)).toEqual([]);
});

test("its coming holds the page up for no 50 ms", async ({ page }) => {
  await page.addInitScript(() => {
    globalThis.held = [];
    new PerformanceObserver((list) => globalThis.held.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask", buffered: true });
  });
  // What a busy machine does is not ours: of five visits one without is enough to know.
  const visits = [];
  for (let visit = 0; visit < 5; visit += 1) {
    await strangers(page, `<h1>Shop</h1>${TAG}${MODULE}`);
    await expect(new Widget(page).launcher).toBeVisible();
    await page.evaluate(() => new Promise((then) => requestIdleCallback(then)));
    visits.push(await page.evaluate(() => globalThis.held.length));
    await page.unroute("**/stranger.html");
  }
  expect(Math.min(...visits)).toBe(0);
});

test.describe("styled against", () => {
  const hostile = {
    "everything unset": "* { all: unset !important }",
    "empty things hidden": "div:empty, section:empty, :empty { display: none !important }",
    "a theme with !important": "* { color: red !important; background: yellow !important; font: 40px cursive !important; letter-spacing: 9px !important; text-transform: uppercase !important; line-height: 3 !important; text-align: right !important; text-indent: 40px !important; border: 5px solid !important; margin: 9px !important; padding: 9px !important; box-sizing: content-box !important; cursor: wait !important; opacity: 0.5 !important; filter: blur(2px) !important; visibility: hidden !important }",
    "a huge root": "html { font-size: 60px !important }",
    "a tiny root": "html { font-size: 4px !important }",
    "a transformed body": "body { transform: translate(100px, 200px) rotate(3deg) scale(0.8); filter: blur(0); will-change: transform; contain: layout paint; overflow: clip }",
    "a war of layers": "body::after { content: ''; position: fixed; inset: 0; background: red; z-index: 2147483647 } * { z-index: 2147483647 !important }",
    "everything wide and flexible": "* { display: flex !important; float: left; position: absolute !important; width: 10px !important; height: 10px !important; overflow: hidden !important; clip-path: circle(1px) !important; transform: rotate(90deg) !important }",
    "an animated page": "* { animation: spin 1s infinite !important; transition: all 9s !important } @keyframes spin { to { transform: rotate(1turn) } }",
  };

  /** What the widget looks like: its launcher, and its panel with an answer. */
  async function pictures(page, options) {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await openPageWith(page, options);
    const widget = new Widget(page);
    await expect(widget.launcher).toBeVisible();
    const shot = (locator) => locator.boundingBox().then((clip) => page.screenshot({ clip, animations: "disabled", caret: "hide" }));
    const frame = (selector) => page.locator(`ren-zai ${selector}`);
    await expect(frame(".launcher")).toBeInViewport({ ratio: 1 });
    const launcher = await shot(frame(".launcher").getByRole("button").first());
    await widget.open();
    await widget.ask(shop.exchange);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await page.evaluate(() => document.fonts.ready.then(() => true));
    return [launcher, await shot(widget.panel)];
  }

  /** The share of pixels that differ by more than a shade, compared in the page itself. */
  const differ = (page, a, b) =>
    page.evaluate(
      async (pictures) => {
        const read = async (base64) => {
          const bitmap = await createImageBitmap(await new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: "image/png" }));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext("2d");
          context.drawImage(bitmap, 0, 0);
          return context.getImageData(0, 0, bitmap.width, bitmap.height);
        };
        const [one, two] = await Promise.all(pictures.map(read));
        if (one.width !== two.width || one.height !== two.height) return `${one.width} × ${one.height}, not ${two.width} × ${two.height}`;
        let differing = 0;
        for (let at = 0; at < one.data.length; at += 4) {
          differing += [0, 1, 2].some((c) => Math.abs(one.data[at + c] - two.data[at + c]) > 24);
        }
        return differing / (one.data.length / 4);
      },
      [a, b].map((picture) => picture.toString("base64")),
    );

  /** Behind the round corners and the shadow the page itself shows through. */
  const TOLERANCE = 0.02;
  for (const [what, css] of Object.entries(hostile)) {
    test(`${what}: it looks as ever`, async ({ page, context }) => {
      const plain = await context.newPage();
      const [launcher, panel] = await pictures(plain, { css: "" });
      await plain.evaluate(() => renzai("reset"));
      const [launcher_, panel_] = await pictures(page, { css });
      expect(await differ(plain, launcher, launcher_), "the launcher").toBeLessThan(0.12);
      expect(await differ(plain, panel, panel_), "the panel").toBeLessThan(TOLERANCE);
    });
  }

  test("a page from right to left: the launcher keeps its own side", async ({ page }) => {
    await page.route("**/rtl.html", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><html dir="rtl" lang="ar"><title>متجر</title><body>${TAG.replace('lang="zh-CN"', "")}${MODULE}</body></html>` }));
    await page.goto("/rtl.html");
    const widget = new Widget(page);
    const launcher = page.locator("ren-zai .launcher");
    await expect(launcher).toBeInViewport({ ratio: 1 });
    const { x } = await launcher.boundingBox();
    expect(x).toBeLessThan(100);
    expect(await launcher.evaluate((it) => getComputedStyle(it).direction)).toBe("rtl");
    await expect(widget.host.getByRole("button", { name: "محادثة" })).toBeVisible();
  });

  for (const zoom of [0.5, 2]) {
    test(`a page with zoom ${zoom}: both buttons are in sight`, async ({ page }) => {
      await openPageWith(page, { css: `body { zoom: ${zoom} }` });
      await expect(page.locator("ren-zai .launcher")).toBeInViewport({ ratio: 1 });
      const widget = await openWidget(page);
      await expect(widget.panel).toBeInViewport({ ratio: 1 });
    });
  }
});
