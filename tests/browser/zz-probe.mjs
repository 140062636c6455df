import { chromium as engine } from "@playwright/test";
import { Widget, chromium, startDesk } from "./harness.mjs";
const desk = await startDesk();
const options = chromium();
const browser = await engine.launch({ ...options, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
try {
  for (const rate of [1, 4]) {
    const context = await browser.newContext({ baseURL: desk.url });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate });
    await page.addInitScript(() => {
      globalThis.long = [];
      new PerformanceObserver((list) => list.getEntries().forEach((it) => globalThis.long.push([Math.round(it.startTime), Math.round(it.duration)]))).observe({ type: "longtask", buffered: true });
    });
    const events = [];
    cdp.on("Tracing.dataCollected", ({ value }) => events.push(...value));
    await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline", "v8", "disabled-by-default-devtools.timeline"] } }).catch((e) => console.log("tracing:", e.message));
    await page.goto("/", { waitUntil: "networkidle" });
    const ended = new Promise((done) => cdp.once("Tracing.tracingComplete", done));
    await cdp.send("Tracing.end").catch(() => {});
    await Promise.race([ended, new Promise((r) => setTimeout(r, 5000))]);
    const ours = events.filter((e) => JSON.stringify(e.args ?? {}).includes("/renzai.js") && e.dur);
    console.log(`x${rate}`, JSON.stringify(ours.map((e) => [e.name, e.dur / 1000])), "long tasks", JSON.stringify(await page.evaluate(() => globalThis.long)));
    await context.close();
  }
  const context = await browser.newContext({ baseURL: desk.url, locale: "zh-CN" });
  const page = await context.newPage();
  await page.addInitScript(() => addEventListener("pageshow", (e) => (globalThis.persisted = e.persisted)));
  await page.goto("/");
  const widget = await new Widget(page).open();
  await widget.ask("衣服买大了能换吗");
  await page.evaluate(() => (globalThis.mark = 1));
  await page.goto("/help.html");
  await page.goBack().catch((e) => console.log("goBack", e.message));
  await page.waitForTimeout(1000);
  console.log("bfcache", await page.evaluate(() => [globalThis.persisted, globalThis.mark, performance.getEntriesByType("navigation")[0].notRestoredReasons?.toJSON?.()]));
  console.log(await widget.log.innerText().then((t) => t.slice(0, 80)));
  await widget.ask("你好");
  console.log("answers after coming back");
} finally {
  await browser.close();
  await desk.stop();
}
