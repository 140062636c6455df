// What every browser test needs: the real desk with a data folder of its own, and the ways of a shopper and an agent.
//
//   import { expect, openWidget, test } from "./harness.mjs";
//   test("a question is answered", async ({ desk, page }) => {
//     await page.goto("/");
//     const widget = await openWidget(page);
//     await widget.ask("衣服买大了能换吗");
//     await expect(widget.log).toContainText("换");
//   });
import { test as base, expect } from "@playwright/test";
import { execFileSync, spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export { expect };

const top = fileURLToPath(new URL("../../", import.meta.url));
export const BIN = process.env.RENZAI_BIN ?? join(top, "target/release/renzai");
const SITE = process.env.RENZAI_SITE ?? join(top, "target/site");
/** In milliseconds. Opening a data folder for the first time includes hashing a password. */
const START_WITHIN = 30_000;

/** Launch options: the system's Chromium, which downloads and reports nothing by itself. */
export function chromium() {
  const args = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return { executablePath: process.env.CHROMIUM || onPath(["chromium", "chromium-browser", "google-chrome"]), args };
}

function onPath(names) {
  const candidates = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error("no Chromium on PATH: set CHROMIUM to its path, or run `cargo xtask test`");
  return found;
}

/** Starts `renzai serve` on a free port, with further arguments; without `data`, in a temporary folder that `stop` removes. */
export async function startDesk({ data, port = "0", args = [] } = {}) {
  for (const path of [BIN, SITE]) {
    if (!existsSync(path)) throw new Error(`${path} is missing: run \`cargo xtask site\` first`);
  }
  const own = data === undefined;
  const desk = new Desk(data ?? (await mkdtemp(join(tmpdir(), "renzai-desk-"))), own, port, args);
  try {
    await desk.start();
  } catch (error) {
    await desk.stop();
    throw error;
  }
  return desk;
}

/** A running desk. */
export class Desk {
  /** Its address, ending in `/`. */
  url;
  /** The first log-in, `{login, password}`: the desk says it once, when its data folder is new. */
  agent;
  /** Its data folder. */
  data;
  #removeData;
  #child;
  #said = [];

  #port;
  #args;

  constructor(data, removeData, port, args) {
    this.#port = port;
    this.#args = args;
    this.data = data;
    this.#removeData = removeData;
  }

  async start() {
    // The same address after a restart, because a customer's page stays open.
    const port = this.url ? new URL(this.url).port : this.#port;
    const child = spawn(BIN, ["serve", "--site", SITE, "--data", this.data, "--port", port, ...this.#args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    createInterface({ input: child.stderr }).on("line", (line) => this.#said.push(line));
    let late;
    const ready = new Promise((resolve, reject) => {
      const fail = (what) => reject(new Error(`the desk ${what}:\n${this.log}`));
      createInterface({ input: child.stdout }).on("line", (line) => {
        this.#said.push(line);
        const url = /^ready (\S+)$/.exec(line)?.[1];
        if (url) resolve(url);
      });
      child.once("error", reject);
      child.once("exit", (code, signal) => fail(`ended (${code ?? signal})`));
      late = setTimeout(() => fail(`did not say \`ready\` within ${START_WITHIN} ms`), START_WITHIN);
    });
    this.url = await ready.finally(() => clearTimeout(late));
    this.agent ??= firstLogin(this.#said);
  }

  /** Stops as Ctrl-C does, and starts again with the same data and address. */
  async restart() {
    await this.#end();
    await this.start();
  }

  /** Is gone from one moment to the next, as by a loss of power. `start` starts it again with the same data. */
  async crash() {
    await this.#end("SIGKILL");
  }

  /** Stops, and removes a data folder of ours. */
  async stop() {
    await this.#end();
    if (this.#removeData) await rm(this.data, { recursive: true, force: true });
  }

  /** What customers' devices have noted, as `renzai report` reads it. */
  notes() {
    return execFileSync(BIN, ["desk", "notes", "--data", this.data], { encoding: "utf8" });
  }

  /** Everything that it has said. */
  get log() {
    return this.#said.join("\n");
  }

  async #end(signal = "SIGINT") {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }
}

function firstLogin(lines) {
  const value = (name) => lines.map((line) => new RegExp(`${name}\\W+(\\S+)`, "i").exec(line)?.[1]).find(Boolean);
  const [login, password] = [value("log-?in"), value("password")];
  return login && password ? { login, password } : undefined;
}

/**
 * Fixtures: `desk` is a fresh desk for each test, and pages open relative to it. A test fails when a page of its
 * default context reports an error, unless `expectedErrors` has a pattern for it.
 */
export const test = base.extend({
  expectedErrors: [[], { option: true }],
  desk: async ({}, use) => {
    const desk = await startDesk();
    await use(desk);
    await desk.stop();
  },
  baseURL: async ({ desk }, use) => use(desk.url),
  context: async ({ context, expectedErrors }, use) => {
    const errors = [];
    const note = (text) => expectedErrors.some((expected) => expected.test(text)) || errors.push(text);
    context.on("weberror", (error) => note(String(error.error())));
    context.on("console", (message) => message.type() === "error" && note(`${message.text()} ${message.location().url}`));
    await use(context);
    expect(errors, "errors that the pages reported").toEqual([]);
  },
});

/** The names of the widget's buttons, in both languages. */
const NAMES = {
  launcher: /^(客服|.*chat.*|.*help.*)/i,
  human: /人工|person|human/i,
  log: /^(对话记录|Conversation)$/,
};

/** The widget on a page, as a person finds it: by role and name. */
export class Widget {
  constructor(page) {
    this.page = page;
    /** The element itself. */
    this.host = page.locator("ren-zai");
    this.launcher = this.host.getByRole("button", { name: NAMES.launcher }).first();
    /** The way to a person before the panel is open. */
    this.launcherHuman = this.host.getByRole("button", { name: NAMES.human }).first();
    this.panel = this.host.getByRole("dialog");
    /** The way to a person in the panel, in every state of it. */
    this.human = this.panel.getByRole("button", { name: NAMES.human }).first();
    /** What was said: a region that can be read by keys. Its new lines are spoken by `announcer`. */
    this.log = this.host.getByRole("region", { name: NAMES.log });
    this.announcer = this.host.getByRole("log");
    /** Where one writes in the panel; the field of before, while the widget comes, is another. */
    this.composer = this.host.locator("#composer");
  }

  /** Opens the panel, if it is not open, and waits until one can write. */
  async open() {
    if (!(await this.composer.isVisible())) await this.launcher.click();
    await expect(this.composer).toBeVisible();
    return this;
  }

  /** Types a question and sends it by Enter. */
  async ask(text) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
    await expect(this.log).toContainText(text);
  }

  /** Asks for a person by the one button that is in view. */
  async askForPerson() {
    await ((await this.panel.isVisible()) ? this.human : this.launcherHuman).click();
  }
}

/** Opens the widget on `page`. */
export const openWidget = (page) => new Widget(page).open();

/** Opens the console in a context of its own and logs in with the desk's first log-in. */
export async function loginAgent(browser, desk, { login, password } = desk.agent) {
  const context = await browser.newContext({ baseURL: desk.url, locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto("/console");
  const field = page.getByRole("textbox");
  await field.first().fill(login);
  await page.locator("input[type=password]").fill(password);
  await page.locator("input[type=password]").press("Enter");
  await expect(page.locator("input[type=password]")).toBeHidden();
  return page;
}
