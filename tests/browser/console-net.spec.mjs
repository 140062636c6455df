// The console behind networks that hold streams back, and its tone.
import { customer, parts } from "./console-steps.mjs";
import { expect, loginAgent, test } from "./harness.mjs";

/** Takes a customer, hears and answers, without any stream. */
async function talk(desk, page) {
  const { take, waiting, mine, log, composer } = parts(page);
  const shopper = await customer(desk, { lines: ["在吗"] });
  await expect(waiting).toHaveCount(1);
  await take.click();
  await expect(log).toContainText("在吗");
  await shopper.say("还有一句");
  await expect(log.getByText("还有一句", { exact: true })).toHaveCount(1);
  await composer.fill("都看到了");
  await composer.press("Enter");
  await expect(log.getByText("已送达")).toHaveCount(1);
  await expect(mine).toHaveCount(1);
  await shopper.tell("close", {});
  await expect(mine).toHaveCount(0);
}

test("streams that break at once: everything comes all the same", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  await page.route("**/v1/agent/events", (route) => route.abort());
  await page.reload();
  await talk(desk, page);
  await expect(page.getByText("连不上")).toHaveCount(0);
  await page.context().close();
});

test("streams that are held back for ever: after some seconds everything comes all the same", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  await page.route("**/v1/agent/events", () => {});
  await page.clock.install();
  const stream = page.waitForRequest("**/v1/agent/events");
  await page.reload();
  await stream;
  await page.clock.fastForward(20_000);
  await talk(desk, page);
  await page.context().close();
});

for (const [how, { call, press }] of Object.entries({
  "while the customer is taken": { call: "**/take", press: "接待第 1 位顾客" },
  "while the conversation is opened": { call: /conversations\/[^/]+$/, press: "查看 第 1 位" },
})) {
  test(`a line that the stream brings ${how} is there when the answer comes`, async ({ desk, browser }) => {
    const page = await loginAgent(browser, desk);
    const { waiting, mine, log } = parts(page);
    const shopper = await customer(desk, { lines: ["在吗"] });
    await expect(waiting).toHaveCount(1);
    await page.route(call, async (route) => {
      const response = await route.fetch();
      await shopper.say("赶在前面的一句");
      await expect(waiting.or(mine)).toContainText("赶在前面的一句");
      await route.fulfill({ response });
    }, { times: 1 });
    await page.getByRole("button", { name: press }).click();
    await expect(log.getByText("赶在前面的一句", { exact: true })).toHaveCount(1);
    await page.context().close();
  });
}

test("a tone for a new customer and a new message, once it is turned on", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  await page.addInitScript(() => {
    globalThis.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) {
      globalThis.tones += 1;
      return start.apply(this, at);
    };
  });
  await page.reload();
  const tones = () => page.evaluate(() => globalThis.tones);
  const first = await customer(desk, { lines: ["第一位"] });
  await expect(parts(page).waiting).toHaveCount(1);
  expect(await tones()).toBe(0);
  await page.getByRole("button", { name: "设置" }).click();
  await page.getByRole("switch", { name: /响铃/ }).click();
  await page.keyboard.press("Escape");
  const shown = await tones();
  await customer(desk, { lines: ["第二位"] });
  await expect(parts(page).waiting).toHaveCount(2);
  await expect.poll(tones).toBe(shown + 2);
  await parts(page).take.click();
  await expect(parts(page).mine).toHaveCount(1);
  await page.getByRole("button", { name: "接待第 1 位顾客" }).click();
  await expect(parts(page).mine).toHaveCount(2);
  const before = await tones();
  await first.say("看这里");
  await expect.poll(tones).toBe(before + 2);
  await page.context().close();
});
