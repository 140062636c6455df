// `node tests/peers/long.mjs`: what ours costs a page that stays open for long, and with a large pack. Prints a table in
// Markdown.
import { chromium as playwright } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BIN, Widget, chromium, expect, startDesk } from "../browser/harness.mjs";

const CYCLES = 100;
const COLD_VISITS = 10;
const QUESTIONS = 500;
/** Messages in the log that is scrolled. */
const MANY = 5_000;
/** Entries of the large pack. */
const ENTRIES = 10_000;

/** A pack of entries about things, in places, with verbs: each question is another one. */
async function largePack() {
  const [things, verbs, places] = [
    "衬衫 外套 裤子 裙子 鞋子 袜子 帽子 围巾 手套 背包 手机 耳机 充电器 键盘 鼠标 台灯 水杯 雨伞 毛巾 枕头 被子 床单 窗帘 地毯 花瓶".split(" "),
    "退货 换货 退款 开发票 改地址 查物流 取消订单 申请保修 修改尺码 催发货 合并订单 拆分包裹 使用优惠券 兑换积分 预约安装 预约取件 补发配件 换颜色 换包装 写评价".split(" "),
    "北京 上海 广州 深圳 成都 杭州 武汉 西安 南京 重庆 天津 苏州 长沙 郑州 青岛 大连 厦门 宁波 昆明 沈阳".split(" "),
  ];
  const rows = Array.from({ length: ENTRIES }, (_, at) => {
    const [thing, verb, place] = [things[at % 25], verbs[Math.floor(at / 25) % 20], places[Math.floor(at / 500) % 20]];
    return `e${at},${place}的${thing}怎么${verb}？,${place}的${thing}可以在「我的订单」里${verb}，一般 ${(at % 7) + 1} 天办好。`;
  });
  const folder = await mkdtemp(join(tmpdir(), "renzai-large-"));
  try {
    await writeFile(join(folder, "faq.csv"), ["id,question,answer", ...rows].join("\n"));
    await writeFile(join(folder, "shop.toml"), '[site]\nname = "x"\nlocale = "zh-CN"\nphone = "400-000-1234"\ntimezone = "UTC"\n');
    execFileSync(BIN, ["pack", folder, "-o", join(folder, "a.pack")], { stdio: "ignore" });
    return await readFile(join(folder, "a.pack"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Notes on the page what the browser reports: tasks above 50 ms, layout shifts, the slowest answer to an input. */
function watchPage() {
  globalThis.seen = { long: [], shift: 0, slow: 0 };
  const watch = (type, note, more) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  watch("longtask", ({ duration }) => globalThis.seen.long.push(Math.round(duration)));
  watch("layout-shift", ({ value }) => (globalThis.seen.shift += value));
  watch("event", ({ interactionId, duration }) => interactionId && (globalThis.seen.slow = Math.max(globalThis.seen.slow, duration)), { durationThreshold: 16 });
}

/** What loading the shop costs a browser that has just started, without the files that are refused. */
async function coldLoads(url, refused) {
  const long = [];
  let shift = 0;
  for (let visit = 0; visit < COLD_VISITS; visit += 1) {
    const cold = await playwright.launch(chromium());
    try {
      const page = await cold.newPage({ locale: "zh-CN", baseURL: url });
      await page.route(refused, (route) => route.abort());
      await page.addInitScript(watchPage);
      await page.goto("/", { waitUntil: "networkidle" });
      const seen = await page.evaluate(() => globalThis.seen);
      long.push(...seen.long);
      shift += seen.shift;
    } finally {
      await cold.close();
    }
  }
  return `${long.length ? `${long.join(", ")} ms` : "none"}, ${shift}`;
}

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
  await page.addInitScript(watchPage);
  const row = (what, said) => console.log(`| ${what} | ${said} |`);
  console.log("| what | measured |\n|---|---|");
  const cold = `tasks above 50 ms, and layout shift, of ${COLD_VISITS} page loads in browsers that have just started`;
  row(`${cold}, without the widget`, await coldLoads(desk.url, "**/renzai.js"));
  row(`${cold}, with it`, await coldLoads(desk.url, "**/nothing-is-refused"));
  await page.goto("/", { waitUntil: "networkidle" });
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
  const fresh = () => page.evaluate(() => Object.assign(globalThis.seen, { slow: 0, long: [] }));
  const slowest = async () => `${await page.evaluate(() => globalThis.seen.slow)} ms (0: below 16)`;
  for (const [rate, how] of [[1, ""], [4, ", the processor slowed down four times"]]) {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate });
    await widget.composer.focus();
    await fresh();
    const answers = await widget.log.locator(".bot").count();
    await page.keyboard.type("size exchange");
    await page.keyboard.press("Enter");
    await expect(widget.log.locator(".bot")).not.toHaveCount(answers);
    await widget.log.focus();
    for (let at = 0; at < 20; at += 1) await page.keyboard.press("PageUp");
    row(`the slowest press of a key with ${2 * QUESTIONS} messages in the log, typing and answering included${how}`, await slowest());
  }
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  await ask(MANY / 2 - QUESTIONS);
  await widget.log.focus();
  await page.keyboard.press("End");
  await fresh();
  const place = () => widget.log.evaluate((log) => log.scrollTop);
  // Each turn of the wheel and each press of a key must have moved the log when the next one comes.
  const turns = [() => page.mouse.wheel(0, -600), () => page.keyboard.press("PageUp")];
  await widget.log.hover();
  let lost = 0;
  for (let at = 0; at < 100; at += 1) {
    const before = await place();
    await turns[at % 2]();
    await page.evaluate(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))));
    if ((await place()) >= before) lost += 1;
  }
  const { long: late } = await page.evaluate(() => globalThis.seen);
  row(`100 turns of the wheel and pages by key through ${MANY.toLocaleString("en")} messages: without effect, tasks above 50 ms, slowest`, `${lost}, ${late.length ? `${late.join(", ")} ms` : "none"}, ${await slowest()}`);
  await page.close();

  const body = await largePack();
  const large = await (await browser.newContext({ locale: "zh-CN", baseURL: desk.url })).newPage();
  await large.route("**/packs/shop.zh.pack", (route) => route.fulfill({ body, contentType: "application/octet-stream" }));
  await large.addInitScript(() => {
    globalThis.inputs = new Map();
    const note = ({ interactionId, duration }) => interactionId && globalThis.inputs.set(interactionId, Math.max(duration, globalThis.inputs.get(interactionId) ?? 0));
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type: "event", buffered: true, durationThreshold: 16 });
  });
  await large.goto("/");
  const shop = await new Widget(large).open();
  await expect(shop.log.getByText("正在")).toHaveCount(0);
  for (const question of ["北京的衬衫怎么退货", "上海 耳机 查物流", "深圳的台灯想换颜色", "帮我看看成都的雨伞怎么开发票", "青岛的背包取消订单"]) {
    await shop.composer.pressSequentially(question);
    await shop.composer.press("Enter");
    await expect(shop.log.locator(".bot").last()).toContainText("天办好");
  }
  const inputs = await large.evaluate(() => [...globalThis.inputs.values()].sort((a, b) => b - a));
  row(`five questions typed with a pack of ${ENTRIES.toLocaleString("en")} entries (${Math.round(body.length / 1024).toLocaleString("en")} KB): slowest answer to an input (INP)`, `${inputs[0] ?? 0} ms`);
} finally {
  await browser.close();
  await desk.stop();
}
