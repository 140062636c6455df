// Counts what the browser really receives, and prints it as JSON for `cargo xtask size`.
//
// Which requests are the widget's? The shop is loaded once with renzai.js refused: what is asked for then is the
// shop's own, and everything beyond that, in a second and fresh context, is the widget's.
import { chromium as engine } from "@playwright/test";
import { Widget, chromium, startDesk } from "./harness.mjs";

/** The paths that the shop asks for when there is no widget. */
async function shopsOwn(browser, desk) {
  const context = await browser.newContext({ baseURL: desk.url });
  const page = await context.newPage();
  await page.route("**/renzai.js", (route) => route.abort());
  const paths = new Set();
  page.on("request", (request) => paths.add(path(request)));
  await page.goto("/", { waitUntil: "networkidle" });
  await context.close();
  paths.delete("/renzai.js");
  return paths;
}

/** What the widget adds: at page load, until the panel is there, and until it can answer. */
async function widgets(browser, desk, shops) {
  const context = await browser.newContext({ baseURL: desk.url });
  const page = await context.newPage();
  const traffic = new Traffic(page, shops);
  await page.addInitScript(() => {
    // Capture, because an event of the element need not bubble.
    globalThis.widgetReady = new Promise((resolve) => addEventListener("ren-zai-ready", resolve, true));
  });
  await page.goto("/", { waitUntil: "networkidle" });
  const page_load = await traffic.take();

  await new Widget(page).open();
  await page.evaluate(() => globalThis.widgetReady.then(() => true));
  const rest = await traffic.take();
  const isKnowledge = ({ path }) => path.endsWith(".pack") || path.startsWith("/assets/answerer-");
  return { page_load, opened: rest.filter((it) => !isKnowledge(it)), knowledge: rest.filter(isKnowledge) };
}

/** The requests of a page that are not in `ignored`. */
class Traffic {
  #pending = new Set();
  #finished = [];
  #settled = () => {};

  constructor(page, ignored) {
    const counts = (request) => !ignored.has(path(request)) && request.resourceType() !== "eventsource";
    page.on("request", (request) => counts(request) && this.#pending.add(request));
    page.on("requestfailed", (request) => this.#close(request));
    page.on("requestfinished", (request) => {
      if (counts(request)) this.#finished.push(request);
      this.#close(request);
    });
  }

  /** What has come since the last call, once nothing is under way. */
  async take() {
    if (this.#pending.size > 0) await new Promise((resolve) => (this.#settled = resolve));
    return Promise.all(this.#finished.splice(0).map(transfer));
  }

  #close(request) {
    this.#pending.delete(request);
    if (this.#pending.size === 0) this.#settled();
  }
}

/** Path, bytes of the body as sent, and how they were encoded. */
async function transfer(request) {
  const response = await request.response();
  if (!response.ok()) throw new Error(`${path(request)}: expected a success, found status ${response.status()}`);
  const bytes = (await request.sizes()).responseBodySize;
  const declared = await response.headerValue("content-length");
  if (declared !== null && Number(declared) !== bytes) {
    throw new Error(`${path(request)}: the desk declared ${declared} bytes, the browser counted ${bytes}`);
  }
  return { path: path(request), bytes, encoding: (await response.headerValue("content-encoding")) ?? "" };
}

function path(request) {
  return new URL(request.url()).pathname;
}

const desk = await startDesk();
const browser = await engine.launch(chromium());
try {
  const transfers = await widgets(browser, desk, await shopsOwn(browser, desk));
  const date = new Date().toISOString().slice(0, 10);
  console.log(JSON.stringify({ ...transfers, date, browser: `Chromium ${browser.version()}` }));
} finally {
  await browser.close();
  await desk.stop();
}
