// Merchants' own hosts: a shop, another host for the widget's files, and a desk that knows the shop.
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Widget, expect, startDesk, test as base } from "./harness.mjs";
import { SHOPS } from "./steps.mjs";

const shop = SHOPS.zh;
/** What `cargo xtask package` made. */
export const folder = fileURLToPath(new URL("../../target/package", import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json", ".txt": "text/plain" };

/** A folder behind an address of its own; `headers` come with every file. */
export async function serve(root, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", ...headers }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise((closed) => (server.close(closed), server.closeAllConnections())) };
}

/** `hosts`: `{root, shop, cdn, desk}`; the shop serves what is written into the folder `root`. */
export const test = base.extend({
  hosts: async ({}, use) => {
    if (!existsSync(folder)) throw new Error(`${folder} is missing: run \`cargo xtask package\` first`);
    const root = await mkdtemp(join(tmpdir(), "renzai-shop-"));
    const [shop, cdn] = [await serve(root), await serve(folder, { "Access-Control-Allow-Origin": "*" })];
    const desk = await startDesk({ args: ["--origin", shop.url] });
    await use({ root, shop, cdn, desk });
    await Promise.all([desk.stop(), shop.stop(), cdn.stop()]);
    await rm(root, { recursive: true, force: true });
  },
});

const installed = createRequire(new URL("../package/package.json", import.meta.url));

/** Vite, at the version of `tests/package`. */
export async function vite() {
  return import(pathToFileURL(installed.resolve("vite")));
}

/** Answers a question and calls a person: all files have come, and the desk is reached. */
export async function expectItWorks(page) {
  const widget = await new Widget(page).open();
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.nobody);
  await page.evaluate(() => globalThis.renzai("close"));
}
