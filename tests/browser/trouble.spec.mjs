// What a shopper has when something is broken: plain words, the phone number, a person.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { Agent, SHOPS, TAG, listen, openPageWith, said } from "./steps.mjs";

const shop = SHOPS.zh;
/** A retry may wait for some seconds: the bound, in milliseconds, until a desk that is back must have been noticed. */
const NOTICED = { timeout: 30_000 };

/** The warnings that a page writes for the merchant's engineer. */
function warnings(page) {
  const texts = [];
  page.on("console", (message) => message.type() === "warning" && texts.push(message.text()));
  return texts;
}

/** The ways that need neither a machine nor a desk. */
async function expectWays(place) {
  await expect(place.getByRole("link", { name: shop.call })).toHaveAttribute("href", "tel:4000001234");
  await expect(place.getByRole("link", { name: /联系/ })).toHaveAttribute("href", "/help.html#contact");
}

test.describe("knowledge that cannot be had", () => {
  const changed = (change) => async (route) => {
    const bytes = await (await route.fetch()).body();
    await route.fulfill({ body: change(bytes), contentType: "application/octet-stream" });
  };
  const flip = (bytes) => bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte));
  const future = (bytes) => {
    const newer = Buffer.from(bytes);
    newer.writeUInt16LE(newer.readUInt16LE(4) + 1, 4);
    return newer;
  };
  const engine = "**/assets/answerer-*";
  const broken = {
    missing: [(route) => route.fulfill({ status: 404 }), /the server answered 404/],
    "out of reach": [(route) => route.abort(), /no answer for .*shop\.zh\.pack/, [/ERR_FAILED/]],
    empty: [changed(() => Buffer.alloc(0)), /not a knowledge pack/],
    "a web page": [changed(() => Buffer.from("<!doctype html>")), /not a knowledge pack/],
    cut: [changed((bytes) => bytes.subarray(0, bytes.length >> 1)), /the pack is cut: expected \d+ bytes, found \d+/],
    damaged: [changed((bytes) => Buffer.from(flip(bytes))), /the pack is damaged/],
    "from the future": [changed(future), /pack version \d+ is newer than this widget reads \(\d+\)/],
    "without its engine": [(route) => route.fulfill({ status: 404 }), /the answer engine could not start: ./, [/404/], engine],
    "its engine out of reach": [(route) => route.abort(), /the answer engine could not start: ./, [/ERR_FAILED/], engine],
  };
  for (const [what, [serve, why, expectedErrors = [/404/], file = "**/shop.zh.pack"]] of Object.entries(broken)) {
    test.describe(what, () => {
      test.use({ expectedErrors });

      test("is told in plain words, and a person is there all the same", async ({ page }) => {
        const [heard, warned] = [await listen(page), warnings(page)];
        await page.route(file, serve);
        await page.goto("/");
        const widget = await openWidget(page);
        await expect(widget.log).toContainText(shop.noKnowledge);
        await expectWays(widget.log);
        expect(warned.join("\n")).toMatch(why);
        const told = (await heard()).filter(({ name }) => name === "error");
        expect(told).toEqual([{ name: "error", code: "pack", message: expect.stringMatching(why) }]);
        await widget.ask(shop.exchange);
        await expect(widget.log.getByRole("button", { name: shop.offer })).toBeVisible();
        await widget.human.click();
        await expect(widget.panel).toContainText(shop.nobody);
      });
    });
  }
});

test.describe("what is fetched for an answer", () => {
  /** The engine's files and packs that a page has asked for. */
  const knowledge = (page) => {
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname.replace(/-[0-9a-f]{8}/, "")));
    return () => asked.filter((path) => /answerer|\.pack$/.test(path)).sort();
  };

  test("with knowledge: engine and pack, once; the engine once, however often the tag is made anew", async ({ page }) => {
    const fetched = knowledge(page);
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask(shop.exchange);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    const engine = ["/assets/answerer.js", "/assets/answerer_bg.wasm"];
    expect(fetched()).toEqual([...engine, "/packs/shop.zh.pack"]);
    await page.evaluate(() => {
      const tag = document.querySelector("ren-zai");
      const other = tag.cloneNode();
      tag.replaceWith(other);
      other.open();
    });
    await widget.ask(shop.exchange);
    await expect(widget.log.getByText(shop.exchangeAnswer)).toHaveCount(2);
    expect(fetched().filter((path) => !path.endsWith(".pack"))).toEqual(engine);
  });

  test("without knowledge: nothing", async ({ page }) => {
    const fetched = knowledge(page);
    await openPageWith(page, { tags: TAG.replace(/pack="[^"]*"/, "") });
    const widget = await openWidget(page);
    await widget.ask(shop.exchange);
    await expect(widget.log.getByRole("button", { name: shop.offer })).toBeVisible();
    expect(fetched()).toEqual([]);
  });
});

test("an engine that stops in the middle of a talk: told in plain words, what was said stays, and a person is there", async ({ page }) => {
  const [heard, warned] = [await listen(page), warnings(page)];
  // It stops as WebAssembly does, and is as it is then: busy for ever.
  const stopping = `;{ let stopped;
    for (const name of Object.getOwnPropertyNames(Answerer.prototype)) {
      const call = Answerer.prototype[name];
      Answerer.prototype[name] = function (...given) {
        stopped ||= name === "ask" && given[0].includes("xyzzy");
        if (stopped) throw new WebAssembly.RuntimeError("unreachable");
        return call.apply(this, given);
      };
    } }`;
  await page.route("**/assets/answerer-*.js", async (route) => {
    const glue = await (await route.fetch()).text();
    const [, inner] = /(\w+) as Answerer/.exec(glue) ?? [];
    await route.fulfill({ contentType: "text/javascript", body: glue + (inner ? stopping.replaceAll("Answerer", inner) : stopping) });
  });
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await widget.ask("xyzzy");
  await expect(widget.log).toContainText(shop.noKnowledge);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await expect(widget.log.getByRole("button", { name: shop.offer })).toBeVisible();
  expect(warned.join("\n")).toContain("the answer engine has stopped");
  expect((await heard()).filter(({ name }) => name === "error")).toEqual([{ name: "error", code: "pack", message: "the answer engine has stopped" }]);
  await widget.ask(shop.exchange);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.nobody);
});

test.describe("a widget that cannot start", () => {
  test.use({ expectedErrors: [/404|ERR_FAILED/] });

  const broken = {
    "no WebAssembly in this browser": (page) => page.addInitScript(() => delete globalThis.WebAssembly),
    "the program is missing": (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404 })),
    "the program is damaged": (page) =>
      page.route("**/*.wasm", (route) => route.fulfill({ body: "no program", contentType: "application/wasm" })),
    "the glue is missing": (page) => page.route("**/assets/*.js", (route) => route.fulfill({ status: 404 })),
    "the style sheet is missing": (page) => page.route("**/assets/*.css", (route) => route.fulfill({ status: 404 })),
  };
  for (const [what, arrange] of Object.entries(broken)) {
    test(`${what}: phone and contact page, and the page is told`, async ({ page }) => {
      const [heard, warned] = [await listen(page), warnings(page)];
      await arrange(page);
      await page.goto("/");
      const widget = new Widget(page);
      await widget.launcherHuman.click();
      await expect(widget.panel.getByRole("alert")).toContainText("对话没有打开");
      await expectWays(widget.panel);
      await expect(widget.panel.getByRole("link", { name: shop.call })).toBeFocused();
      expect(warned.join("\n"), "what went wrong, for whoever looks").toMatch(/^ren-zai: \w*Error: ./m);
      expect(await heard()).toEqual([{ name: "error", code: "start", message: expect.stringMatching(/./) }]);
      await widget.panel.getByRole("button", { name: shop.close }).click();
      await expect(widget.panel).toBeHidden();
      await expect(widget.launcher).toBeFocused();
    });
  }

  for (const files of ["**/*.wasm", "**/assets/*.js", "**/assets/*.css"]) {
    test(`${files} out of reach for a while: trying again opens it`, async ({ page }) => {
      await page.route(files, (route) => route.abort());
      await page.goto("/");
      const widget = new Widget(page);
      await widget.launcher.click();
      await expectWays(widget.panel);
      await page.unroute(files);
      await widget.panel.getByRole("button", { name: "再试一次" }).click();
      await expect(widget.composer).toBeFocused();
      await widget.ask(shop.exchange);
      await expect(widget.log).toContainText(shop.exchangeAnswer);
    });
  }
});

test.describe("masking that cannot be fetched", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  const broken = { "out of reach": (route) => route.abort(), "never answered": () => {} };
  for (const [what, serve] of Object.entries(broken)) {
    test(`${what}: the person comes all the same, and what nobody covered stays here`, async ({ desk, page, browser }) => {
      const agent = await Agent.login(browser, desk);
      await page.route("**/masker-*", serve);
      await page.goto("/");
      const widget = await openWidget(page);
      await widget.ask(shop.exchange);
      await expect(widget.log).toContainText(shop.exchangeAnswer);
      await widget.ask("xyzzy 13812345678");
      await widget.human.click();
      await agent.take();
      await expect(agent.page.getByText(shop.exchangeAnswer).first()).toBeVisible();
      await expect(agent.page.getByText(/xyzzy|138/)).toHaveCount(0);
      await widget.ask(shop.shopperSays);
      await expect(agent.log.getByText(shop.shopperSays)).toHaveCount(1);
      await agent.leave();
    });
  }
});

test.describe("a desk that cannot be reached", () => {
  test.use({ expectedErrors: [/net::ERR_/] });

  test("is said so, what is written is kept, and arrives once and in order when it is back", async ({
    desk,
    page,
    browser,
  }) => {
    const agent = await Agent.login(browser, desk);
    await page.route("**/v1/**", (route) => route.abort());
    await page.goto("/");
    const widget = new Widget(page);
    await widget.askForPerson();
    await expect(widget.panel).toContainText(shop.deskDown);
    await expectWays(widget.panel);
    for (const line of shop.lines) await widget.ask(line);
    await expect(widget.log.getByText("待发送")).toHaveCount(shop.lines.length);
    await page.reload();
    await expect(widget.log.getByText("待发送")).toHaveCount(shop.lines.length);
    await page.unroute("**/v1/**");
    await expect(widget.log.getByText(shop.delivered)).toHaveCount(shop.lines.length, NOTICED);
    await expect(widget.panel).not.toContainText(shop.deskDown);
    await agent.take();
    await expect(agent.log.getByText(shop.lines.at(-1))).toHaveCount(1);
    expect(await said(agent.log, shop.lines)).toEqual(shop.lines);
    expect(await said(widget.log, shop.lines)).toEqual(shop.lines);
    await agent.leave();
  });

  test("killed while the shopper writes, and started again: nothing is lost, nothing is doubled", async ({
    desk,
    page,
    browser,
  }) => {
    const agent = await Agent.login(browser, desk);
    await page.goto("/");
    const widget = new Widget(page);
    await widget.askForPerson();
    await agent.take();
    await agent.say(shop.agentSays);
    await expect(widget.log).toContainText(shop.agentSays);
    const [first, ...rest] = shop.lines;
    await widget.ask(first);
    await desk.crash();
    for (const line of rest) await widget.ask(line);
    await expect(widget.panel).toContainText(shop.deskDown);
    await desk.start();
    await expect(widget.log.getByText(shop.delivered)).toHaveCount(shop.lines.length, NOTICED);
    await expect(agent.log.getByText(shop.lines.at(-1))).toHaveCount(1, NOTICED);
    expect(await said(agent.log, shop.lines)).toEqual(shop.lines);
    expect(await said(widget.log, shop.lines)).toEqual(shop.lines);
    await agent.say(shop.duringReload);
    await expect(widget.log.getByText(shop.duringReload)).toHaveCount(1, NOTICED);
    await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
    await agent.leave();
  });

  test("no network for a while: it goes on at once when the network is back", async ({ desk, page, browser }) => {
    const agent = await Agent.login(browser, desk);
    await page.goto("/");
    const widget = new Widget(page);
    await widget.askForPerson();
    await agent.take();
    await expect(widget.human).toHaveAccessibleName(shop.here);
    await page.context().setOffline(true);
    for (const line of shop.lines) await widget.ask(line);
    await expect(widget.panel).toContainText(shop.deskDown);
    await page.context().setOffline(false);
    await expect(widget.log.getByText(shop.delivered)).toHaveCount(shop.lines.length);
    await expect(agent.log.getByText(shop.lines.at(-1))).toHaveCount(1);
    expect(await said(agent.log, shop.lines)).toEqual(shop.lines);
    await agent.say(shop.agentSays);
    await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
    await agent.leave();
  });

  test("streams that break at once: the person's words come by long poll", async ({ desk, page, browser }) => {
    const agent = await Agent.login(browser, desk);
    await page.route("**/events*ticket*", (route) => route.abort());
    await page.goto("/");
    const widget = new Widget(page);
    await widget.askForPerson();
    await agent.take();
    await agent.say(shop.agentSays);
    await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1, NOTICED);
    await widget.ask(shop.shopperSays);
    await expect(agent.log.getByText(shop.shopperSays)).toHaveCount(1);
    await agent.say(shop.duringReload);
    await expect(widget.log.getByText(shop.duringReload)).toHaveCount(1);
    await agent.leave();
  });
});

test.describe("a network that holds streams back", () => {
  test("for ever: after some seconds the person's words come by long poll", async ({ desk, page, browser }) => {
    const agent = await Agent.login(browser, desk);
    await page.clock.install();
    await page.route("**/events*ticket*", () => {});
    await page.goto("/");
    const widget = new Widget(page);
    const stream = page.waitForRequest(/events.*ticket=/);
    await widget.askForPerson();
    await stream;
    await agent.take();
    await agent.say(shop.agentSays);
    await page.clock.fastForward(10_000);
    await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
    await widget.ask(shop.shopperSays);
    await expect(agent.log.getByText(shop.shopperSays)).toHaveCount(1);
    await agent.say(shop.duringReload);
    await expect(widget.log.getByText(shop.duringReload)).toHaveCount(1);
    await agent.leave();
  });
});

test.describe("no place to store anything", () => {
  const storages = {
    forbidden: () =>
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      }),
    full: () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
  };
  for (const [what, arrange] of Object.entries(storages)) {
    test(`${what}: the chat works`, async ({ desk, page, browser }) => {
      const agent = await Agent.login(browser, desk);
      await page.addInitScript(arrange);
      await page.goto("/");
      const widget = await openWidget(page);
      await widget.ask(shop.exchange);
      await expect(widget.log).toContainText(shop.exchangeAnswer);
      await widget.human.click();
      await widget.ask(shop.shopperSays);
      await agent.take();
      await expect(agent.log.getByText(shop.shopperSays)).toHaveCount(1);
      await agent.say(shop.agentSays);
      await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
      await agent.leave();
    });
  }

  test("something else is stored under its name: it begins anew", async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem("renzai:qinghe", '{"version":99,"lines":[{}],"open":7}'));
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask(shop.exchange);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
  });
});

test.describe("a tag that makes no sense", () => {
  test.use({ expectedErrors: [/40\d|net::ERR_/] });

  const tags = {
    "addresses that are none": '<ren-zai pack="" desk="::::" lang="xx-??" phone="abc" contact="javascript:alert(1)"></ren-zai>',
    "an address of nobody": '<ren-zai pack="http://[" desk="http://[" phone="" contact="data:text/html,x"></ren-zai>',
    "no attributes": "<ren-zai></ren-zai>",
  };
  for (const [what, tags_] of Object.entries(tags)) {
    test(`${what}: no error of the page, and words for the shopper`, async ({ page }) => {
      const heard = await listen(page);
      await openPageWith(page, { tags: tags_ });
      const widget = await openWidget(page);
      await expect.poll(async () => (await heard()).map(({ code }) => code)).toContain("pack");
      await widget.ask("?");
      await widget.human.click();
      await expect.poll(async () => (await heard()).map(({ code }) => code)).toContain("handover");
      const links = await widget.panel.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      expect(links).toEqual([]);
    });
  }

  test("the box without a widget offers no dead links either", async ({ page }) => {
    await page.route("**/*.wasm", (route) => route.abort());
    await openPageWith(page, { tags: tags["addresses that are none"] });
    const widget = new Widget(page);
    await widget.launcher.click();
    await expect(widget.panel.getByRole("alert")).toBeVisible();
    await expect(widget.panel.getByRole("link")).toHaveCount(0);
  });
});
