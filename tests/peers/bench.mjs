// `node tests/peers/bench.mjs`: how long until one can write, beside other widgets, under a processor slowed down four times
// and a network like Chromium's “Fast 3G”; then what a long talk costs. Prints tables in Markdown.
import { chromium as playwright } from "@playwright/test";
import { build } from "esbuild";
import { createServer } from "node:http";
import { brotliCompressSync, constants } from "node:zlib";
import { chromium, startDesk } from "../browser/harness.mjs";
import { TAG } from "../browser/steps.mjs";
import { LOOK, PEERS } from "./peers.mjs";

const RUNS = Number(process.env.RUNS ?? 5);
/** As Chromium's developer tools had it: bytes a second, and milliseconds for a round trip. */
const FAST_3G = { offline: false, downloadThroughput: (1.6 * 1024 * 1024 * 0.9) / 8, uploadThroughput: (750 * 1024 * 0.9) / 8, latency: 150 * 3.75 };
const SLOWER = 4;
const PATIENCE = 120_000;

const here = new URL(".", import.meta.url).pathname;
const squeeze = (text) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

/** A peer as one file, as a merchant's bundler would make it, and the page that has it. */
async function files(name, { code, answers = {}, stream = {}, options: own }) {
  const define = { "process.env.NODE_ENV": '"production"', global: "globalThis" };
  const options = { bundle: true, minify: true, write: false, format: "esm", platform: "browser", target: "es2020", absWorkingDir: here, outdir: "/", logLevel: "silent", define, ...own };
  const made = await build({ ...options, stdin: { contents: code, resolveDir: here }, loader: { ".svg": "dataurl", ".png": "dataurl", ".woff": "dataurl", ".woff2": "dataurl" } });
  const css = made.outputFiles.filter(({ path }) => path.endsWith(".css")).map(({ text }) => text).join("");
  const js = made.outputFiles.find(({ path }) => path.endsWith(".js")).contents;
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${name}</title><link rel="stylesheet" href="peer.css"><div id="peer"></div><script ${options.format === "esm" ? 'type="module"' : "defer"} src="peer.js"></script>`;
  const told = Object.entries(answers).map(([path, answer]) => [path, ["application/json", squeeze(JSON.stringify(answer))]]);
  const said = Object.entries(stream).map(([path, event]) => [path, ["text/event-stream", `data: ${JSON.stringify(event)}\n\n`]]);
  return { ...Object.fromEntries([...told, ...said]), "/": ["text/html", squeeze(page)], "/peer.js": ["text/javascript", squeeze(js)], "/peer.css": ["text/css", squeeze(css)] };
}

async function serve(served, attach = () => {}) {
  const server = createServer((request, response) => {
    const [type, body] = served[new URL(request.url, "http://x").pathname] ?? [];
    if (!type) return response.writeHead(404).end("{}");
    // A stream stays open.
    if (type === "text/event-stream") return response.writeHead(200, { "Content-Type": type }).write(body);
    response.writeHead(200, { "Content-Type": type, "Content-Encoding": "br", "Content-Length": body.length }).end(body);
  });
  attach(server);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => (server.close(), server.closeAllConnections()) };
}

/** One visit: `early` presses as soon as there is something to press, else once the network has been idle. */
async function visit(browser, url, { launcher, field, stream, question }, early) {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  if (url.includes("/bench.html")) {
    const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>ours</title>${TAG}<script type="module" src="/renzai.js"></script>`;
    await page.route("**/bench.html", (route) => route.fulfill({ contentType: "text/html", body }));
  }
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  let bytes = 0;
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await cdp.send("Network.emulateNetworkConditions", FAST_3G);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(LOOK);
  try {
    // With a stream that stays open the network is never idle.
    const late = stream ? "load" : "networkidle";
    await page.goto(url, { timeout: PATIENCE, waitUntil: early ? "commit" : late });
    // Still, as far as a second can tell; who never is must not keep this from ending.
    for (let before, looks = 0; stream && !early && before !== bytes && looks < 60; looks += 1) {
      before = bytes;
      await page.waitForTimeout(1_000);
    }
    const loaded = bytes;
    const took = await page.evaluate((given) => globalThis.measure(...given), [launcher, field, early, question]);
    return { took, loaded, opened: bytes };
  } finally {
    await context.close();
  }
}

const browser = await playwright.launch(chromium());
const desk = await startDesk();
try {
  console.log("| widget | page load, bytes | page begins → one can write, ms | press → one can write, ms |\n|---|--:|--:|--:|");
  const chosen = process.env.ONLY?.split(",");
  // Ours has a field as soon as it is pressed, and the panel takes over what was written: both are measured, and how long it is
  // from a press on something that asks for the customer until the answer is there.
  const [launcher, field] = [".launcher button", "#composer"];
  const answered = { launcher, field: ".thumbs", question: "怎么退货" };
  const ours = { ours: { launcher, field: `.box textarea, ${field}` }, "ours, until the panel is there": { launcher, field }, "ours, until a question is answered": answered };
  const all = { ...PEERS, ...ours };
  for (const [name, peer] of Object.entries(all)) {
    if (chosen && !chosen.includes(name)) continue;
    let server;
    try {
      server = peer.code ? await serve(await files(name, peer), peer.attach) : { url: `${desk.url}bench.html`, stop() {} };
      const [early, late] = [[], []];
      for (let run = 0; run < RUNS; run += 1) {
        early.push(await visit(browser, server.url, peer, true));
        late.push(await visit(browser, server.url, peer, false));
      }
      const of = (list, key) => Math.round(median(list.map((it) => it[key]))).toLocaleString("en");
      console.log(`| ${name} | ${of(late, "loaded")} | ${of(early, "took")} | ${of(late, "took")} |`);
    } catch (error) {
      console.log(`| ${name} | could not be measured: ${String(error).split("\n")[0].slice(0, 120)} | – | – |`);
    } finally {
      // One that is left open keeps this from ending.
      server?.stop();
    }
  }
} finally {
  await browser.close();
  await desk.stop();
}
