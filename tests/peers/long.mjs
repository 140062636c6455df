// `node tests/peers/long.mjs`: what ours costs a page that stays open for long. Prints a table in Markdown.
import { chromium as playwright } from "@playwright/test";
import { Widget, chromium, expect, startDesk } from "../browser/harness.mjs";

const CYCLES = 100;
const QUESTIONS = 500;

const browser = await playwright.launch(chromium());
const desk = await startDesk();
try {
  const page = await (await browser.newContext({ locale: "zh-CN", baseURL: desk.url })).newPage();
  const cdp = await page.context().newCDPSession(page);
  /** Kilobytes of JavaScript, after cleaning up, and of WebAssembly are one page's: the module's memory is counted in both. */
  const heap = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    const { nodes } = await cdp.send("Memory.getDOMCounters");
    return `${Math.round(usedSize / 1024).toLocaleString("en")} KB, ${nodes.toLocaleString("en")} nodes`;
  };
  await page.addInitScript(() => {
    globalThis.seen = { long: [], shift: 0, slow: 0 };
    const watch = (type, note, more) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
    watch("longtask", ({ duration }) => globalThis.seen.long.push(Math.round(duration)));
    watch("layout-shift", ({ value }) => (globalThis.seen.shift += value));
    watch("event", ({ interactionId, duration }) => interactionId && (globalThis.seen.slow = Math.max(globalThis.seen.slow, duration)), { durationThreshold: 16 });
  });
  const row = (what, said) => console.log(`| ${what} | ${said} |`);
  console.log("| what | measured |\n|---|---|");
  await page.goto("/", { waitUntil: "networkidle" });
  const { long, shift } = await page.evaluate(() => globalThis.seen);
  row("page load: tasks above 50 ms, and layout shift", `${long.length ? `${long.join(", ")} ms` : "none"}, ${shift}`);
  const widget = await new Widget(page).open();
  await page.evaluate(() => globalThis.renzai("close"));
  const cycles = (count) =>
    page.evaluate(async (count) => {
      for (let at = 0; at < count; at += 1) {
        globalThis.renzai(at % 2 ? "close" : "open");
        await new Promise((then) => setTimeout(then, 20));
      }
    }, count * 2);
  await cycles(10);
  row("memory after 10 times open and closed", await heap());
  await cycles(CYCLES);
  row(`after ${CYCLES} more`, await heap());
  await widget.open();
  const ask = (count) =>
    page.evaluate(async (count) => {
      for (let at = 0; at < count; at += 1) {
        globalThis.renzai("ask", at % 2 ? "refund-failed" : "exchange-size");
        await new Promise((then) => setTimeout(then));
      }
    }, count);
  for (const count of [100, QUESTIONS - 100]) {
    await ask(count);
    row(`after ${2 * (count === 100 ? 100 : QUESTIONS)} messages`, await heap());
  }
  await page.evaluate(() => (globalThis.seen.slow = 0));
  await widget.ask("衣服买大了能换吗");
  await expect(widget.log).toContainText("签收后 15 天内");
  for (let at = 0; at < 20; at += 1) await page.keyboard.press("PageUp");
  row(`the slowest press of a key with ${2 * QUESTIONS} messages in the log, typing and answering included`, `${await page.evaluate(() => globalThis.seen.slow)} ms (0: below 16)`);
} finally {
  await browser.close();
  await desk.stop();
}
