// The desk behind a proxy, by the files in `examples/` that a merchant copies: only names and ports are replaced.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Widget, expect, test as base } from "./harness.mjs";
import { Agent, SHOPS } from "./steps.mjs";

const shop = SHOPS.zh;
const example = (path) => readFile(new URL(`../../examples/${path}`, import.meta.url), "utf8");

/** Replaces what must be there. */
function put(text, from, to) {
  if (!text.includes(from)) throw new Error(`the example has no \`${from}\` any more`);
  return text.replace(from, to);
}

/** Each proxy: the program with its arguments, and its configuration for these ports. */
const PROXIES = {
  nginx: {
    command: (folder, file) => ["nginx", ["-e", "stderr", "-p", folder, "-c", file]],
    async config(port, desk) {
      let server = put(await example("nginx/renzai.conf"), "listen 443 ssl http2;", `listen 127.0.0.1:${port};`);
      server = put(server, "127.0.0.1:8787", `127.0.0.1:${desk}`).replace(/^\s*ssl_certificate.*$/gm, "");
      const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${name};`).join(" ");
      return `daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {}\nhttp { access_log off; ${places}\n${server} }\n`;
    },
  },
  caddy: {
    command: (folder, file) => ["caddy", ["run", "--adapter", "caddyfile", "--config", file]],
    async config(port, desk) {
      const site = put(await example("caddy/Caddyfile"), "desk.example {", `http://127.0.0.1:${port} {`);
      return `{\n\tadmin off\n\tgrace_period 100ms\n}\n${put(site, "127.0.0.1:8787", `127.0.0.1:${desk}`)}`;
    },
  },
};

/** A port that is free now. */
async function freePort() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, "127.0.0.1", listening));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** Starts a proxy before the desk; answers its address and how to stop it. */
async function start(proxy, desk) {
  const folder = await mkdtemp(join(tmpdir(), "renzai-proxy-"));
  const port = await freePort();
  const file = join(folder, "proxy.conf");
  await writeFile(file, await proxy.config(port, new URL(desk.url).port));
  const [program, args] = proxy.command(folder, file);
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", (error) => resolve((said += error))));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}/`;
  try {
    const answers = () => fetch(url).then(({ status }) => status, () => (child.exitCode === null ? 0 : said));
    await expect.poll(answers).toBe(200);
  } catch (error) {
    await stop();
    throw new Error(`${program} does not answer: ${said || error}`);
  }
  return { url, stop };
}

const test = base.extend({
  before: ["nginx", { option: true }],
  front: async ({ desk, before }, use) => {
    const front = await start(PROXIES[before], desk);
    await use(front);
    await front.stop();
  },
  baseURL: async ({ front }, use) => use(front.url),
});

for (const before of Object.keys(PROXIES)) {
  test.describe(before, () => {
    test.use({ before });

    test("files come compressed, and words by streams that are not held back", async ({ desk, front, page, browser }) => {
      const asked = [];
      const note = (request) => asked.push(new URL(request.url()));
      page.on("request", note);
      const compressed = page.waitForResponse(/_bg\.wasm$/);
      const agent = await Agent.login(browser, { url: front.url, agent: desk.agent });
      agent.page.on("request", note);
      await page.goto("/");
      const widget = await new Widget(page).open();
      expect((await compressed).headers()).toMatchObject({ "content-encoding": "br", "content-type": "application/wasm" });
      await widget.human.click();
      await expect(widget.panel).toContainText(shop.next);
      await agent.take();
      await agent.say(shop.agentSays);
      await expect(widget.log).toContainText(shop.agentSays);
      await widget.ask(shop.shopperSays);
      await expect(agent.log).toContainText(shop.shopperSays);
      // A stream that is held back would be given up for long polls.
      expect(asked.filter(({ searchParams }) => searchParams.has("ticket")).length).toBeGreaterThan(0);
      expect(asked.filter(({ searchParams }) => Number(searchParams.get("wait")) > 0).map(String)).toEqual([]);
      await agent.leave();
    });
  });
}
