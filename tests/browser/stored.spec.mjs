// What the customer told the machine is stored covered; what is for a person must arrive as it is.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { BIN, Widget, expect, openWidget, test } from "./harness.mjs";
import { Agent } from "./steps.mjs";

const PLACE = "renzai:qinghe";
const SAID = "手机13812345678，住上海市闵行区莘松路958弄23号602，验证码是482913，怎么退货";
const COVERED = "手机[手机 ***78]，住[地址 ***]，验证码是[验证码 ***]，怎么退货";
const OWN = /13812345678|莘松路|482913/;

/** The text below each seal, as another page of the shop finds it: opened with the key in the browser's database. */
async function storedTexts(context) {
  const page = await context.newPage();
  await page.goto("/help.html");
  await page.locator("ren-zai").evaluate((it) => it.open());
  await expect(new Widget(page).composer).toBeVisible();
  const texts = await page.evaluate((place) => {
    const vault = globalThis[Symbol.for("renzai")][place];
    const places = Object.keys(localStorage).filter((name) => name.startsWith(place));
    return places.map((name) => vault.opened(name, localStorage.getItem(name)));
  }, PLACE);
  await page.close();
  return texts.join("\n");
}

/** From now on, what is sealed is noted: what stood there for a moment, too. */
const listen = (page) =>
  page.evaluate((place) => {
    const vault = globalThis[Symbol.for("renzai")][place];
    const sealed = vault.sealed;
    globalThis.written = [];
    vault.sealed = function (name, text) {
      globalThis.written.push(text);
      return sealed.call(this, name, text);
    };
  }, PLACE);
const written = (page) => page.evaluate(() => globalThis.written.join("\n"));

test("the customer sees their own words, the device keeps them covered, at every moment", async ({ page, context }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await listen(page);
  await widget.ask(SAID);
  await expect(widget.log.locator(".msg.bot")).toHaveCount(2);
  await expect(widget.log).toContainText(SAID);
  await expect.poll(() => written(page)).toContain(COVERED);
  expect(await written(page)).not.toMatch(OWN);
  const texts = await storedTexts(context);
  expect(texts).toContain(COVERED);
  expect(texts).not.toMatch(OWN);
  // What the other page stored is taken in, and is the same line.
  await expect(widget.log).toContainText(SAID);
  await expect(widget.log.locator(".msg.me")).toHaveCount(1);
  await page.reload();
  await expect(new Widget(page).log).toContainText(COVERED);
  await expect(new Widget(page).log).not.toContainText(OWN);
});

test("until it can be masked nothing is stored", async ({ page, context }) => {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route(/masker.*wasm/, (route) => held.then(() => route.continue()));
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(SAID);
  await expect(widget.log.locator(".msg.bot")).toHaveCount(2);
  expect(await storedTexts(context)).not.toContain("visitor");
  letGo();
  await expect.poll(() => storedTexts(context)).toContain(COVERED);
  await expect(widget.log).toContainText(SAID);
});

test("who leaves before it can be masked finds the conversation again, without the words of that line", async ({ page }) => {
  await page.route(/masker.*wasm/, () => {});
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(SAID);
  await expect(widget.log.locator(".msg.bot")).toHaveCount(2);
  await page.reload();
  const again = new Widget(page);
  await expect(again.log.locator(".msg.bot")).toHaveCount(2);
  await expect(again.log.locator(".msg.me")).toContainText("***");
  await expect(again.log).not.toContainText(OWN);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("a message to a person does not wait until what was said before can be masked", async ({ page, context }) => {
  // Neither does the module come, nor the end of the patience with it.
  await page.route(/masker.*wasm/, () => {});
  await page.addInitScript(() => {
    const wait = setTimeout;
    globalThis.setTimeout = (then, after, ...more) => (after === 3000 ? 0 : wait(then, after, ...more));
  });
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(SAID);
  await widget.askForPerson();
  await widget.ask("包裹湿透了");
  await expect.poll(() => storedTexts(context)).toContain("包裹湿透了");
  const texts = await storedTexts(context);
  expect(texts).toContain('"text":"***"');
  expect(texts).not.toMatch(OWN);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test.describe("without the module, or without the desk", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  test("where it cannot be masked nothing of the line is stored, and the rest is", async ({ page, context }) => {
    await page.route(/masker/, (route) => route.abort());
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask(SAID);
    await widget.ask("怎么退货");
    await expect.poll(() => storedTexts(context)).toContain('"text":"***"');
    const texts = await storedTexts(context);
    expect(texts).not.toMatch(OWN);
    expect(texts).toContain("怎么退货");
    await expect(widget.log).toContainText(SAID);
  });

  test("what is written to a person is stored as it is, sealed, and nothing of it is lost", async ({ desk, page, context, browser }) => {
    const agent = await Agent.login(browser, desk);
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.askForPerson();
    await agent.take();
    await page.route("**/messages", (route) => route.abort());
    await widget.ask(SAID);
    await expect.poll(() => storedTexts(context)).toContain(SAID);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toMatch(OWN);
    await page.unroute("**/messages");
    await page.reload();
    await expect(agent.log).toContainText(SAID);
    await agent.leave();
  });
});

test("a draft to the machine is not stored while something is in it, and another tab does not take it away", async ({ page, context }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await listen(page);
  await widget.composer.fill("我的手机坏了");
  await expect.poll(() => written(page)).toContain('"draft":"我的手机坏了"');
  await widget.composer.fill(SAID);
  const other = await context.newPage();
  await other.goto("/help.html");
  await other.locator("ren-zai").evaluate((it) => it.ask("怎么退货"));
  await expect(widget.log).toContainText("怎么退货");
  await expect(widget.composer).toHaveValue(SAID);
  await other.close();
  expect(await storedTexts(context)).toContain('"draft":""');
  expect(await written(page)).not.toMatch(OWN);
});

test("whatever is masked is first seen to be worth a look", async () => {
  const source = await readFile(new URL("../../parts/vault.js", import.meta.url), "utf8");
  const [, pattern, flags] = /^const HIDES = \/(.+)\/(\w+);$/m.exec(source);
  const hides = new RegExp(pattern, flags);
  const made = (...more) => execFileSync(BIN, ["mask", "--generate", "5000", ...more], { encoding: "utf8" }).trim().split("\n");
  const cases = [...made(), ...made("--seed", "7", "--held-out")].map((line) => JSON.parse(line));
  const hiding = cases.filter(({ spans }) => spans.length);
  expect(hiding.length).toBeGreaterThan(6000);
  expect(hiding.map(({ text }) => text).filter((text) => !hides.test(text))).toEqual([]);
  // Most questions have nothing to look for.
  for (const text of ["衣服买大了能换吗", "怎么退货", "how do I return this"]) expect(hides.test(text)).toBe(false);
});
