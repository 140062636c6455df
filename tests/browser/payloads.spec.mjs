// Some thousands of lines that try to run a script, through every door by which words come in: the knowledge, the customer,
// the person, the tag, the page's calls, the address, the desk, and the console where all of it is read. On the real pages
// with their real policy nothing may fire, nothing may even be tried (the policy's reports count as fire), nothing may be
// asked of another host, and every line must be there to read, as text.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { customer, hire, parts } from "./console-steps.mjs";
import { BIN, Widget, expect, loginAgent, startDesk, test as base } from "./harness.mjs";
import { ADDRESSES, PAYLOADS, pages } from "./payloads.mjs";

/** Fits a message, with room for what counts characters in another way. */
const MESSAGE = 3_900;
const SHORT = PAYLOADS.filter((line) => line.length <= 40);
const NAMES = ['"><img src=x onerror=fired()>', "<svg onload=fired()>", "javascript:fired()", "</title><script>fired()</script>"];

const MUCH = "{ burst = 1000000, every_ms = 1 }";
const RATES = ["sessions", "handovers", "messages", "stream_tickets", "leavings", "joins", "calls", "feedback"];
const SETTINGS = ["capacity = 100", "[limits]", ...RATES.map((name) => `${name} = ${MUCH}`)].join("\n");

const test = base.extend({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "renzai-payloads-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  desk: async ({ folder }, use) => {
    const config = join(folder, "desk.toml");
    await writeFile(config, SETTINGS);
    const desk = await startDesk({ args: ["--config", config] });
    await use(desk);
    await desk.stop();
  },
  /** Addresses that lead nowhere make the browser complain in its console; what runs is seen by the canary. */
  expectedErrors: [[/./], { option: true }],
});

/** Listens in every page of `context` for what runs and for what would have; `fires()` is what was heard. */
async function canary(context, desk) {
  const heard = [];
  await context.exposeBinding("canaryHeard", (_, what) => void heard.push(what));
  await context.addInitScript(() => {
    const hear = (what) => void globalThis.canaryHeard(what);
    for (const name of ["fired", "alert", "confirm", "prompt", "print", "open"]) globalThis[name] = () => hear(name);
    addEventListener("securitypolicyviolation", (event) => hear(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
  });
  context.on("dialog", (dialog) => (heard.push(`dialog ${dialog.message()}`), dialog.dismiss()));
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(desk.url).origin && protocol !== "data:" && protocol !== "blob:") heard.push(`${request.resourceType()}: ${request.url()}`);
  });
  return () => heard;
}

/** What stands in a page, in its shadow roots too, and would run a script or leave for one, and links that leave for another
 *  site and do not say so: as lines to read. */
const dangers = (page) =>
  page.evaluate(() => {
    const found = [];
    const leads = ["href", "xlink:href", "src", "action", "formaction", "data", "poster", "background"];
    const look = (root) => {
      for (const element of root.querySelectorAll("*")) {
        const own = element.shadowRoot;
        const name = element.localName;
        if (/^(iframe|object|embed|base|applet|frame)$/.test(name) || (name === "script" && !element.src)) found.push(name);
        if (name === "meta" && element.httpEquiv === "refresh") found.push("refresh");
        for (const { name: attribute, value } of element.attributes) {
          if (/^on|^srcdoc$/.test(attribute)) found.push(`${name} ${attribute}=${value}`);
          if (name !== "ren-zai" && leads.includes(attribute) && /^(javascript|data|vbscript|blob):/.test(new URL(value, document.baseURI).protocol)) {
            found.push(`${name} ${attribute}=${value}`);
          }
        }
        const leaves = name === "a" && /^https?:$/.test(element.protocol) && element.host !== location.host;
        if (leaves && !(element.rel === "noopener noreferrer" && element.textContent.includes(element.host))) found.push(`a ${element.href}`);
        if (own) look(own);
      }
    };
    look(document);
    return found;
  });

/** Those of `lines` that cannot be read below `place`. */
async function unread(place, lines) {
  const text = await place.evaluate((element) => element.textContent);
  return lines.filter((line) => !text.includes(line));
}

/** Waits until all of `lines` can be read there. */
const reads = (place, lines, where) => expect.poll(() => unread(place, lines), { message: where, timeout: 30_000 }).toEqual([]);

async function calm(page, fires) {
  expect(await dangers(page)).toEqual([]);
  expect(fires()).toEqual([]);
}

test("there are enough of them, and where markup is read they do fire", async ({ context, page, desk }) => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(3_000);
  await page.route("**/unsafe", (route) => route.fulfill({ body: "<!doctype html><body>", contentType: "text/html" }));
  const fires = await canary(context, desk);
  await page.goto("/unsafe");
  // Addresses are left out: they would take the page away.
  const lines = PAYLOADS.filter((line) => /^<[\w> =./]*on\w+=/.test(line));
  const fired = () => new Set(fires()).size;
  await page.evaluate((lines) => {
    for (const line of lines) document.body.append(Object.assign(document.createElement("div"), { innerHTML: line }));
  }, lines);
  await expect.poll(fired).toBeGreaterThanOrEqual(3);
  await expect.poll(() => fires().length).toBeGreaterThan(20);
});

test("the knowledge", async ({ context, page, desk, folder }) => {
  const fires = await canary(context, desk);
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  // Every sign that Markdown knows is escaped, so that the words are what a merchant wants to be read.
  const escaped = PAYLOADS.map((line) => line.replace(/[!-/:-@[-`{-~]/g, "\\$&"));
  const answers = pages(escaped, 4_900);
  const named = (at) => `Number ${at}: ${SHORT[at % SHORT.length]}`;
  const label = NAMES[0].replace("|", "");
  const rows = answers.map((answer, at) => {
    const next = `p${(at + 1) % answers.length}`;
    return [`p${at}`, named(at), answer, named(at + 1_000), next, `${label} -> ask:${next}`].map(quoted).join(",");
  });
  rows.push(["away", "Where else?", "Read [the guide](https://elsewhere.example/guide).", "Elsewhere", "", ""].map(quoted).join(","));
  await writeFile(join(folder, "faq.csv"), ["id,question,answer,category,followups,actions", ...rows].join("\n"));
  const say = (text) => JSON.stringify(text);
  const shop = [
    "[site]", `name = ${say(NAMES[3])}`, 'locale = "zh-CN"', 'phone = "400-000-1234"', 'timezone = "Asia/Shanghai"',
    "[greetings]", `welcome = ${say(SHORT.slice(0, 20).join("\n"))}`, `hello = ${say(SHORT.slice(20, 40).join("\n"))}`, 'words_hello = ["hello"]',
    "[start]", 'questions = ["p0", "p1", "p2"]',
  ];
  await writeFile(join(folder, "shop.toml"), shop.join("\n"));
  const pack = join(folder, "faq.pack");
  execFileSync(BIN, ["pack", folder, "-o", pack], { encoding: "utf8" });
  const body = await readFile(pack);
  await page.route("**/packs/shop.zh.pack", (route) => route.fulfill({ body, contentType: "application/octet-stream" }));

  await page.goto("/");
  const widget = await new Widget(page).open();
  await reads(widget.panel, [...SHORT.slice(0, 20), named(0), named(1)], "the first words");
  await widget.composer.fill("hello");
  await widget.composer.press("Enter");
  await reads(widget.log, SHORT.slice(20, 40), "the greeting");
  for (const at of answers.keys()) {
    await page.evaluate((id) => document.querySelector("ren-zai").ask(id), `p${at}`);
    await expect(widget.log).toContainText(named(at));
  }
  await reads(widget.log, PAYLOADS, "the answers");
  await page.evaluate(() => document.querySelector("ren-zai").ask("away"));
  await expect(widget.log.getByRole("link", { name: "the guide (elsewhere.example)" })).toHaveAttribute("rel", "noopener noreferrer");
  await page.reload();
  await reads(widget.log, PAYLOADS, "after a reload");
  await calm(page, fires);
});

test("knowledge that was changed after it was packed", async ({ context, page, desk, folder }) => {
  const fires = await canary(context, desk);
  const url = `https://shop.example/${"a".repeat(40)}`;
  const answer = `[read this](${url}) ![a picture](${url})`;
  const rows = ["id,question,answer,actions", `one,What is it?,${answer},"Go there -> ${url}"`];
  await writeFile(join(folder, "faq.csv"), rows.join("\n"));
  await writeFile(join(folder, "shop.toml"), '[site]\nname = "x"\nlocale = "en"\nphone = "1234567"\ntimezone = "UTC"\n');
  const pack = join(folder, "faq.pack");
  execFileSync(BIN, ["pack", folder, "-o", pack], { encoding: "utf8" });
  for (const scheme of ["javascript:fired()//", "data:text/html,<script>fired()</script>", "vbscript:fired()"]) {
    // The same length, and a checksum that fits again (docs/pack-format.md).
    const bytes = Buffer.from((await readFile(pack)).toString("latin1").replaceAll(url, scheme.padEnd(url.length, "/")), "latin1");
    bytes.writeUInt32LE(crc32(bytes.subarray(14)), 6);
    await page.unrouteAll();
    await page.route("**/packs/shop.zh.pack", (route) => route.fulfill({ body: bytes, contentType: "application/octet-stream" }));
    await page.goto("/");
    const widget = new Widget(page);
    await page.evaluate(() => document.querySelector("ren-zai").ask("one"));
    for (const words of ["read this", "Go there"]) await widget.log.getByText(words).click();
    await expect(widget.log.getByRole("link")).toHaveCount(0);
    expect((await dangers(page)).filter((found) => !found.startsWith("img "))).toEqual([]);
    await page.evaluate(() => document.querySelector("ren-zai").reset());
  }
  // A picture from such an address is asked for and not had, as the policy or the browser sees to; a picture runs nothing.
  expect(fires().filter((what) => !/^(img-src|image): /.test(what))).toEqual([]);
});

test("the customer, the person and the console", async ({ browser, context, page, desk }) => {
  test.setTimeout(120_000);
  const fires = await canary(context, desk);
  const admin = await loginAgent(browser, desk);
  const login = await hire(admin, { login: "m", name: NAMES[0], role: NAMES[1], team: NAMES[2], level: "admin" });
  await admin.context().close();
  const console = await loginAgent(browser, desk, login);
  const seen = await canary(console.context(), desk);
  await console.reload();

  await page.goto("/");
  const widget = new Widget(page);
  await page.evaluate((payloads) => {
    const [host, [name, text, url]] = [document.querySelector("ren-zai"), payloads];
    host.setUser({ id: name, name: text, [text]: url });
    host.setAttributes({ [name]: url, tier: text });
    host.setScene({ scene: name, code: text, title: url, steps: payloads });
    host.track(name, { [text]: url });
    host.sendCard({ title: name, text, price: name, order: text, url });
  }, NAMES);
  await widget.askForPerson();
  const { log, take } = parts(console);
  await take.click();
  await expect(widget.panel).toContainText(NAMES[0]);
  const messages = pages(PAYLOADS, MESSAGE);
  for (const message of messages) {
    await widget.composer.fill(message);
    await widget.composer.press("Enter");
  }
  await reads(widget.log, PAYLOADS, "the customer's own");
  await reads(log, PAYLOADS, "the customer's, at the console");

  const id = new URL(console.url()).hash.replace("#c=", "");
  const mine = PAYLOADS.map((line) => `» ${line}`);
  for (const body of pages(mine, MESSAGE)) {
    const data = { client_id: crypto.randomUUID(), body };
    const path = `/v1/agent/conversations/${id}/messages`;
    expect((await console.request.post(path, { headers: { "X-Renzai-Console": "1" }, data })).ok()).toBe(true);
  }
  await reads(widget.log, mine, "the person's");
  await reads(log, mine, "the person's, at the console");
  await reads(console.locator("#context"), NAMES.slice(0, 3), "what the page told");
  await page.reload();
  await reads(widget.log, [...PAYLOADS, ...mine], "after a reload");
  await calm(page, fires);
  await calm(console, seen);
  await console.context().close();
});

test("what is handed over, left behind and noted, at the console", async ({ browser, desk }) => {
  const page = await loginAgent(browser, desk);
  const fires = await canary(page.context(), desk);
  await page.reload();
  const turns = pages(PAYLOADS, MESSAGE).slice(-30);
  const transcript = turns.map((text, at) => ({ from: at % 2 ? "bot" : "visitor", text, at: 1_795_200_000_000 + at }));
  const [name, text, address, title] = NAMES;
  const handover = {
    entry_point: name, page: address, locale: text, mood: name, tier: text, order: title, transcript,
    intent: { entry: name, question: text, confidence: 920, evidence: address },
    slots: SHORT.slice(0, 20).map((value) => ({ name: value, value })),
  };
  const shopper = await customer(desk, { handover });
  const helper = await shopper.invite(name.slice(0, 40));
  await helper(text);
  await shopper.post("/v1/feedback", { site: name, notes: [{ kind: "unanswered", entry: text, text: title, talk: address }] });
  const left = pages(PAYLOADS, MESSAGE);
  for (const body of left) await shopper.post("/v1/messages", { body, contact: name, locale: text, page: address });
  const { log, take } = parts(page);
  await take.click();
  await reads(log, turns.flatMap((turn) => turn.split("\n")), "the transcript");
  await reads(page.locator("#context"), [text, title, ...SHORT.slice(0, 20)], "the context");
  const id = new URL(page.url()).hash.replace("#c=", "");
  const act = (what, data) => page.request.post(`/v1/agent/${what}`, { headers: { "X-Renzai-Console": "1" }, data });
  for (const note of left.slice(0, 5)) expect((await act(`conversations/${id}/note`, { note })).ok()).toBe(true);
  await shopper.tell("close", {});
  await shopper.tell("rating", { stars: 1, words: left[0], tags: NAMES, solved: false });
  await calm(page, fires);
  const rooms = page.getByRole("navigation", { name: "功能" }).getByRole("button");
  const texts = [];
  for (const room of await rooms.all()) {
    await room.click();
    await expect(page.getByRole("heading").first()).toBeVisible();
    texts.push(room);
    await calm(page, fires);
  }
  expect(texts.length).toBeGreaterThan(3);
  await rooms.filter({ hasText: "工单" }).click();
  await reads(page.locator("main, body").first(), PAYLOADS, "the tickets");
  await calm(page, fires);
  await page.context().close();
});

test("the tag and its address", async ({ context, page, desk }) => {
  test.setTimeout(120_000);
  const fires = await canary(context, desk);
  await page.goto("/theme.html");
  // Every attribute, on a tag that is made anew for each line.
  await page.evaluate(async (lines) => {
    const names = ["site", "lang", "phone", "contact", "scene", "theme", "storage", "elder", "full", "learn"];
    const old = document.querySelector("ren-zai");
    const settled = () => new Promise((resolve) => setTimeout(resolve));
    old?.remove();
    await settled();
    for (const [at, line] of lines.entries()) {
      const tag = document.createElement("ren-zai");
      for (const name of names.slice(0, 7)) tag.setAttribute(name, line);
      if (at % 50 === 0) for (const name of names.slice(7)) tag.setAttribute(name, line);
      document.body.append(tag);
      await Promise.resolve();
      tag.setAttribute("lang", line);
      tag.remove();
      await Promise.resolve();
    }
  }, PAYLOADS);
  await calm(page, fires);

  // Opened, with as many lines as fit in each attribute; phone and contact page are offered to those who wait.
  for (const [at, address] of [...ADDRESSES, ...NAMES].entries()) {
    if (at % 10) continue;
    await page.evaluate(
      ([address, lines]) => {
        document.querySelector("ren-zai")?.remove();
        const tag = document.createElement("ren-zai");
        for (const name of ["site", "scene", "lang"]) tag.setAttribute(name, lines);
        tag.setAttribute("phone", `${address} 12345`);
        tag.setAttribute("contact", address);
        tag.setAttribute("pack", address);
        tag.setAttribute("desk", "/");
        document.body.append(tag);
        tag.transferToHuman({ order: address, reason: address, [address]: lines });
      },
      [address, pages(PAYLOADS, 3_000)[at % 30]],
    );
    const widget = new Widget(page);
    await expect(widget.panel.getByRole("link").first()).toContainText("12345");
    expect(await dangers(page)).toEqual([]);
  }
  // An address for the knowledge that is none is refused by the policy, as any request to elsewhere: nothing has run.
  const ran = fires().filter((what) => !/^connect-src: /.test(what));
  expect(ran).toEqual([]);
});

test("the address of the page", async ({ context, page, desk }) => {
  test.setTimeout(120_000);
  const fires = await canary(context, desk);
  // As much as fits into the head of a call, other lines in each part of it; the chat page, which opens by itself, now and then.
  const chunks = pages(PAYLOADS, 800);
  for (let at = 0; at < chunks.length; at += 4) {
    const [lang, elder = lang, join = lang, fontSizeScaleFactor = lang] = chunks.slice(at, at + 4);
    const query = new URLSearchParams({ lang, elder, join, fontSizeScaleFactor });
    const fragment = encodeURIComponent([lang, elder, join, fontSizeScaleFactor].join("\n"));
    await page.goto(`${at % 20 ? "/order.html" : "/chat/"}?${query}#renzai=${fragment}`);
    await expect(page.locator("ren-zai").getByRole("button").first()).toBeAttached();
    expect(await dangers(page)).toEqual([]);
  }
  await page.goto("/");
  const widget = new Widget(page);
  const many = pages(PAYLOADS, 3_000);
  for (const [at, lines] of many.entries()) {
    // As they are, and with percent signs.
    const fragment = at % 2 ? lines : encodeURIComponent(lines);
    await page.evaluate((fragment) => (location.hash = `#renzai=ask:${fragment}`), fragment);
    await expect(widget.log.locator(".msg.me")).toHaveCount(at + 1);
  }
  const asked = many.filter((_, at) => at % 2 === 0).flatMap((lines) => lines.split("\n"));
  await reads(widget.log, asked, "what the address asked");
  await calm(page, fires);
});

test("a desk that was taken over", async ({ context, page, desk }) => {
  test.setTimeout(120_000);
  const fires = await canary(context, desk);
  let turn = 0;
  const addresses = [...ADDRESSES, ...NAMES];
  // Other ways to the shop, as a desk would name them.
  await page.route(/\/v1\/(session|handover)$/, async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    const address = addresses[turn % addresses.length];
    body.options = { ...body.options, phone: `${address} 123456`, contact: address, wechat: address };
    await route.fulfill({ response, json: body });
  });
  await page.goto("/theme.html");
  const place = (address) =>
    page.evaluate((site) => {
      document.querySelector("ren-zai")?.remove();
      const tag = document.createElement("ren-zai");
      tag.setAttribute("desk", "/");
      tag.setAttribute("site", site);
      document.body.append(tag);
      tag.transferToHuman();
    }, address);
  for (; turn < addresses.length; turn += 4) {
    await place(`s${turn}`);
    const widget = new Widget(page);
    await expect(widget.panel.getByRole("link").first()).toContainText("123456");
    expect(await dangers(page)).toEqual([]);
  }
  expect(fires()).toEqual([]);
});
