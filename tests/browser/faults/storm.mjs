// Bad weather for real pages: Chromium, the real desk, and between them the proxy that delays, cuts, refuses and repeats
// connections. Tabs are reloaded and killed, the desk is killed and started again, the customers' clock jumps. What was
// written on either side must stand at the other once, and in its sender's order.
//
//   node tests/browser/faults/storm.mjs --faults target/release/faults [--seed 1] [--messages 4000] [--conversations 8]
import { chromium as browserOf } from "@playwright/test";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createPages } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { TAG } from "../steps.mjs";
import { chromium, startDesk } from "../harness.mjs";

const { values } = parseArgs({
  options: {
    faults: { type: "string", default: "target/release/faults" },
    seed: { type: "string", default: "1" },
    messages: { type: "string", default: "4000" },
    conversations: { type: "string", default: "8" },
  },
});
const CONVERSATIONS = Number(values.conversations);
/** One way, in one conversation. */
const EACH = Math.ceil(Number(values.messages) / 2 / CONVERSATIONS);
/** Lines that a customer writes between two strokes of fate. */
const STRETCH = 10;
/** Until everything must have arrived after the last stroke, in milliseconds. */
const SETTLES_WITHIN = 240_000;
/** Limits that try the widget and not the desk's manners. */
const SETTINGS = ["sessions", "handovers", "messages", "stream_tickets", "calls"].reduce(
  (text, name) => `${text}${name} = { burst = 1000000, every_ms = 1 }\n`,
  "capacity = 1000\n[limits]\nstreams = 100\n",
);

/** What befell, for the report. */
const fate = { reloads: 0, "tabs opened": 0, "tabs killed": 0, "clock steps": 0, "desk kills": 0 };

/** Numbers below 1 by a seed (mulberry32), so that a storm can be had again. */
function weather(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts the proxy; its address and its end. */
async function startProxy(to) {
  const child = spawn(values.faults, ["proxy", "--to", to, "--seed", values.seed], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((resolve, reject) => {
    child.once("error", reject);
    createInterface({ input: child.stdout }).once("line", (line) => resolve(/^ready (\S+)$/.exec(line)[1]));
  });
  return { url: `http://${address}/`, stop: () => child.kill() };
}

/**
 * Serves the desk's files, as a merchant's site would, so that only the widget's calls pass the proxy. A desk that is
 * being started again is waited for.
 */
async function servePages(desk, proxy, port) {
  const server = createPages(async (request, response) => {
    for (;;) {
      try {
        const answer = await fetch(new URL(request.url, desk.url));
        const type = answer.headers.get("content-type") ?? "text/plain";
        let body = Buffer.from(await answer.arrayBuffer());
        if (request.url === "/") body = String(body).replace(/<ren-zai [^]*<\/ren-zai>/, TAG.replace('desk="/"', `desk="${proxy.url}"`));
        return response.writeHead(answer.status, { "content-type": type }).end(body);
      } catch {
        await pause(100);
      }
    }
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close(() => {}) };
}

/** The agent: calls that go straight to the desk, again and again until it is there. */
class Agent {
  #cookie;

  constructor(desk) {
    this.desk = desk;
  }

  async call(method, path, body) {
    for (;;) {
      try {
        const headers = { "X-Renzai-Console": "1", ...(body && { "Content-Type": "application/json" }), ...(this.#cookie && { Cookie: this.#cookie }) };
        const answer = await fetch(`${this.desk.url}v1/agent/${path}`, { method, headers, body: body && JSON.stringify(body) });
        this.#cookie ??= answer.headers.get("set-cookie")?.split(";")[0];
        if (answer.ok) return answer.json();
        if (answer.status < 500 && answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      await pause(200);
    }
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A customer: a browser context with one tab or more on the same conversation. */
class Customer {
  written = 0;

  constructor(name, context, url) {
    Object.assign(this, { name, context, url, tabs: [] });
  }

  async openTab() {
    const page = await this.context.newPage();
    await page.goto(this.url);
    await page.locator("ren-zai").evaluate((it) => it.open());
    await page.locator("ren-zai").getByRole("textbox").first().waitFor();
    this.tabs.push(page);
    page.once("crash", () => this.tabs.splice(this.tabs.indexOf(page), 1));
    return page;
  }

  /** The tab's process ends from one moment to the next, as when the system wants its memory back. */
  async kill(tab) {
    const gone = tab.waitForEvent("crash");
    const tools = await this.context.newCDPSession(tab);
    // It can no longer answer.
    tools.send("Page.crash").catch(() => {});
    await gone;
    await tab.close();
    // Tabs that shared the process went with it.
    if (this.tabs.length === 0) await this.openTab();
  }

  /** Writes lines in one tab, as fast as a page takes them, below those that were written before in any tab. */
  async write(tab, count) {
    await tab.waitForFunction(
      (mine) => document.querySelector("ren-zai").shadowRoot.querySelectorAll(".msg.me .plain").length >= mine,
      this.written,
    );
    const lines = Array.from({ length: count }, (_, n) => `${this.name} ${this.written + n}`);
    await tab.evaluate((texts) => {
      const root = document.querySelector("ren-zai").shadowRoot;
      const [area, form] = [root.querySelector("#composer"), root.querySelector("form.composer")];
      for (const text of texts) {
        area.value = text;
        area.dispatchEvent(new Event("input", { bubbles: true }));
        form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
      }
    }, lines);
    this.written += count;
  }

  /** What stands in a tab's log from the person. */
  heard() {
    return this.tabs[0].evaluate(() =>
      [...document.querySelector("ren-zai").shadowRoot.querySelectorAll(".msg.person .plain")].map((it) => it.textContent),
    );
  }
}

/** Lost, doubled and out of order, of what was to arrive and what did. */
function judge(expected, arrived) {
  const seen = new Map();
  for (const text of arrived) seen.set(text, (seen.get(text) ?? 0) + 1);
  const once = [...new Set(arrived)].map((text) => expected.indexOf(text));
  return {
    sent: expected.length,
    lost: expected.filter((text) => !seen.has(text)).length,
    doubled: [...seen.values()].filter((times) => times > 1).length,
    disordered: once.filter((place, n) => n > 0 && place < once[n - 1]).length,
  };
}

const add = (one, two) => Object.fromEntries(Object.keys(two).map((key) => [key, (one[key] ?? 0) + two[key]]));

async function main() {
  const data = await mkdtemp(join(tmpdir(), "renzai-storm-"));
  const settings = join(data, "desk.toml");
  await writeFile(settings, SETTINGS);
  const [port, shop] = [String(await freePort()), await freePort()];
  const args = ["--config", settings, "--origin", `http://127.0.0.1:${shop}`];
  const desk = await startDesk({ data: join(data, "desk"), port, args });
  const proxy = await startProxy(`127.0.0.1:${port}`);
  const pages = await servePages(desk, proxy, shop);
  const browser = await browserOf.launch(chromium());
  try {
    return await storm(desk, pages, browser);
  } finally {
    await browser.close();
    pages.stop();
    proxy.stop();
    await desk.stop();
    await rm(data, { recursive: true, force: true });
  }
}

async function storm(desk, pages, browser) {
  const started = Date.now();
  const agent = new Agent(desk);
  await agent.call("POST", "login", desk.agent);
  const customers = [];
  for (let n = 0; n < CONVERSATIONS; n += 1) customers.push(await arrive(pages, browser, `c${n}`));
  const cases = await taken(agent, customers);

  let over = false;
  const killing = (async () => {
    const chance = weather(Number(values.seed) * 7919);
    while (!over) {
      await pause(4_000 + chance() * 6_000);
      await desk.crash();
      fate["desk kills"] += 1;
      await desk.start();
    }
  })();
  await Promise.all(customers.flatMap((customer, n) => [suffer(customer, weather(Number(values.seed) * 100 + n)), speak(agent, customer, cases[n])]));
  over = true;
  await killing;
  const calm = await settle(agent, customers, cases);
  const strokes = Object.entries(fate).map(([name, times]) => `${times} ${name}`);
  console.log(`seed ${values.seed}, ${CONVERSATIONS} conversations: ${strokes.join(", ")}; ${Math.round((Date.now() - started) / 1000)} s`);
  return calm;
}

/** A customer asks for a person, through the proxy. */
async function arrive(pages, browser, name) {
  const context = await browser.newContext({ locale: "zh-CN" });
  // Many tabs on two cores: a page may take long, and no time is judged here.
  context.setDefaultTimeout(SETTLES_WITHIN);
  await context.addInitScript(() => {
    const [now, key] = [Date.now, "clock-step"];
    Date.now = () => now() + Number(sessionStorage.getItem(key) ?? 0);
    globalThis.stepClock = (by) => sessionStorage.setItem(key, by);
  });
  const customer = new Customer(name, context, pages.url);
  const page = await customer.openTab();
  await page.locator("ren-zai").evaluate((it, reason) => it.transferToHuman({ order: reason }), name);
  return customer;
}

/** Takes every customer's conversation; their ids in the customers' order. */
async function taken(agent, customers) {
  const found = new Map();
  while (found.size < customers.length) {
    const { waiting } = await agent.call("GET", "board");
    for (const { conversation } of waiting) {
      const { handover } = await agent.call("POST", `conversations/${conversation}/take`);
      found.set(handover.order, conversation);
    }
    await pause(300);
  }
  return customers.map(({ name }) => found.get(name));
}

async function suffer(customer, chance) {
  while (customer.written < EACH) {
    const tab = customer.tabs[Math.floor(chance() * customer.tabs.length)];
    await customer.write(tab, Math.min(STRETCH, EACH - customer.written));
    const stroke = chance();
    if (stroke < 0.25) {
      fate.reloads += 1;
      await tab.reload();
      await tab.locator("ren-zai").getByRole("textbox").first().waitFor();
    } else if (stroke < 0.4) {
      fate["tabs opened"] += 1;
      await customer.openTab();
    } else if (stroke < 0.55) {
      fate["tabs killed"] += 1;
      await customer.kill(tab);
    } else if (stroke < 0.65) {
      fate["clock steps"] += 1;
      await tab.evaluate((by) => globalThis.stepClock(by), Math.round((chance() - 0.5) * 7_200_000));
    }
    await pause(150 + chance() * 300);
  }
}

async function speak(agent, customer, conversation) {
  for (let n = 0; n < EACH; n += 1) {
    const body = { client_id: randomUUID(), body: `${customer.name} hears ${n}` };
    await agent.call("POST", `conversations/${conversation}/messages`, body);
    await pause(60);
  }
}

async function settle(agent, customers, cases) {
  const end = Date.now() + SETTLES_WITHIN;
  let [up, down] = [{}, {}];
  do {
    await pause(2_000);
    [up, down] = [{}, {}];
    for (const [n, customer] of customers.entries()) {
      const { events } = await agent.call("GET", `conversations/${cases[n]}`);
      const arrived = events.filter(({ type, from }) => type === "message" && from === "visitor").map(({ body }) => body);
      up = add(up, judge(Array.from({ length: EACH }, (_, at) => `${customer.name} ${at}`), arrived));
      down = add(down, judge(Array.from({ length: EACH }, (_, at) => `${customer.name} hears ${at}`), await customer.heard()));
    }
  } while ((up.lost || down.lost) && Date.now() < end);
  for (const [way, result] of [["customers to agent", up], ["agent to customers", down]]) {
    console.log(`${way}: sent ${result.sent}, lost ${result.lost}, doubled ${result.doubled}, out of order ${result.disordered}`);
  }
  return [up, down].every(({ lost, doubled, disordered }) => lost + doubled + disordered === 0);
}

process.exitCode = (await main()) ? 0 : 1;
