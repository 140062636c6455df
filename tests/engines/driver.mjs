// The little of WebDriver that the smoke run needs: a driver of the system's, and a browser behind it.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** A port that is free now. */
async function freePort() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, "127.0.0.1", listening));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
/** In milliseconds: bounds for a busy machine. */
const PATIENCE = 60_000;
const STEP = 200;

/** Tries until `attempt` answers something true; fails with what it said last. */
export async function until(what, attempt) {
  const end = Date.now() + PATIENCE;
  let last;
  while (Date.now() < end) {
    try {
      last = await attempt();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((then) => setTimeout(then, STEP));
  }
  throw new Error(`${what}: not within ${PATIENCE} ms; last: ${last}`);
}

/** A session with a browser. */
export class Session {
  /** Starts `program`, a driver, and a browser with these capabilities. */
  static async start(program, args, capabilities) {
    const session = new Session();
    const port = await freePort();
    session.base = `http://127.0.0.1:${port}`;
    session.child = spawn(program, args(port), { stdio: ["ignore", "ignore", "inherit"], detached: true });
    let failed;
    session.child.once("error", (error) => (failed = error));
    try {
      await until(`${program} answers`, () => {
        if (failed) throw failed;
        return session.call("GET", "/status");
      });
      const { sessionId, capabilities: given } = await session.call("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
      session.base += `/session/${sessionId}`;
      session.name = `${given.browserName} ${given.browserVersion}`;
      return session;
    } catch (error) {
      await session.stop();
      throw error;
    }
  }

  async call(method, path, body) {
    const answer = await fetch(this.base + path, { method, body: body && JSON.stringify(body), headers: { "Content-Type": "application/json" } });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.message ?? answer.status}`);
    return value;
  }

  open = (url) => this.call("POST", "/url", { url });
  /** Runs the body of a function in the page. */
  run = (script, ...args) => this.call("POST", "/execute/sync", { script, args });

  /** The element of the widget that this finds, shown and named so; pressed as a person presses it. */
  async press(name) {
    const found = await until(`a button “${name}”`, () => this.run(`${FIND} return find(arguments[0])`, name));
    await until(`“${name}” can be pressed`, async () => (await this.call("POST", `/element/${found[ELEMENT]}/click`, {}), true));
  }

  /** Types into the composer, and Enter. */
  async write(text) {
    const composer = await until("the composer", () => this.run(`${FIND} return root.querySelector('#composer')`));
    await this.call("POST", `/element/${composer[ELEMENT]}/value`, { text: `${text}\uE007` });
  }

  /** Waits until the widget shows this. */
  sees = (text) => until(`“${text}” is shown`, () => this.run(`${FIND} return root.textContent.includes(arguments[0])`, text));

  async stop() {
    await this.call("DELETE", "", undefined).catch(() => {});
    const ended = new Promise((then) => this.child.once("exit", then));
    if (this.child.exitCode === null && this.child.pid && this.child.kill("SIGTERM")) await ended;
  }
}

const FIND = `
  const root = document.querySelector('ren-zai').shadowRoot;
  const shown = (it) => it.getClientRects().length && !it.closest('[hidden]');
  const find = (name) => [...root.querySelectorAll('button')].find((it) => shown(it) && (it.getAttribute('aria-label') || it.textContent).startsWith(name));`;
