// A desktop for one: a display that nobody sees, a bus of its own, a window manager, and Orca with our voice.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "../browser/harness.mjs";
import { Voice } from "./voice.mjs";

/** Milliseconds within which each of them must have started. */
const START_WITHIN = 30_000;

export class Session {
  /** For programs that belong to this desktop. */
  env;
  /** What Orca speaks with. */
  voice;
  #folder;
  #running = [];
  #said = [];

  static async start() {
    const session = new Session();
    try {
      await session.#start();
    } catch (error) {
      await session.stop();
      throw new Error(`${error.message}\n${session.#said.join("\n")}`, { cause: error });
    }
    return session;
  }

  async #start() {
    this.#folder = await mkdtemp(join(tmpdir(), "renzai-orca-"));
    const inside = (name) => join(this.#folder, name);
    await mkdir(inside("run"), { mode: 0o700 });
    this.voice = await Voice.start();
    this.env = {
      ...process.env,
      HOME: this.#folder,
      XDG_RUNTIME_DIR: inside("run"),
      XDG_CONFIG_HOME: inside("config"),
      XDG_DATA_HOME: inside("data"),
      XDG_CACHE_HOME: inside("cache"),
      GSETTINGS_BACKEND: "memory",
      NO_AT_BRIDGE: "0",
      SPEECHD_ADDRESS: this.voice.address,
      // The texts are Chinese, Orca's own words English: they are told apart.
      LC_ALL: "C.UTF-8",
    };
    const display = this.#run("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], ["pipe"]);
    this.env.DISPLAY = `:${await firstLine(display.stdio[3])}`;
    const bus = this.#run("dbus-daemon", ["--session", "--nofork", "--print-address=3"], ["pipe"]);
    this.env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus.stdio[3]);
    this.#run("openbox", ["--sm-disable"]);
    this.#run("orca", ["--replace", "--user-prefs-dir", inside("orca")]);
    await expect.poll(() => this.voice.texts(), { timeout: START_WITHIN }).toContain("Screen reader on.");
  }

  #run(program, args, more = []) {
    const child = spawn(program, args, { env: this.env, stdio: ["ignore", "pipe", "pipe", ...more] });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => this.#said.push(`${program}: ${line}`));
    }
    child.on("error", (error) => this.#said.push(`${program}: ${error.message}`));
    this.#running.push(child);
    return child;
  }

  /** Presses keys as a hand does: through the display, where Orca hears them before the browser. */
  async press(...keys) {
    await this.#xdotool("key", "--clearmodifiers", ...keys);
  }

  /** Types letters of ASCII as a hand does. */
  async type(text) {
    await this.#xdotool("type", "--delay", "40", text);
  }

  /** Clicks into the window, at a place of the display. */
  async click([x, y]) {
    await this.#xdotool("mousemove", String(x), String(y), "click", "1");
  }

  async #xdotool(...args) {
    const child = this.#run("xdotool", args);
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`xdotool ${args.join(" ")} ended with ${code}`);
  }

  async stop() {
    this.voice?.stop();
    for (const child of this.#running.toReversed()) await end(child);
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function firstLine(stream) {
  let late;
  const line = new Promise((resolve, reject) => {
    createInterface({ input: stream }).once("line", resolve).once("close", () => reject(new Error("ended before it was ready")));
    late = setTimeout(() => reject(new Error(`said nothing within ${START_WITHIN} ms`)), START_WITHIN);
  });
  return line.finally(() => clearTimeout(late));
}

/** Asks, and then insists: Orca does not always hear the first. */
async function end(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), 2_000);
  await ended;
  clearTimeout(insist);
}
