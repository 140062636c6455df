// Some thousands of lines that try to run a script: as knowledge in the widget, and as what customers hand over, say and leave
// in the console where it is read. On the real pages with their real policy nothing may fire, nothing may even be tried (the policy's reports count as fire), nothing may be
// asked of another host, and every line must be there to read, as text.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { customer, parts } from "./console-steps.mjs";
import { BIN, Widget, expect, loginAgent, startDesk, test as base } from "./harness.mjs";
import { PAYLOADS, pages } from "./payloads.mjs";

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
    if (origin !== new URL(desk.url).origin && protocol !== "data:" && protocol !== "blob:") heard.push(`request ${request.url()}`);
  });
  return () => heard;
}

/** What stands in a page, in its shadow roots too, and would run a script or leave for one: as lines to read. */
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
  await page.reload();
  await reads(widget.log, PAYLOADS, "after a reload");
  await calm(page, fires);
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
