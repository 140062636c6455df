// What the answers do beside answering: live look-ups, forms, picks, moods, refusals, first questions, verdicts.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { PHOTO, atTheDesk } from "./person-steps.mjs";
import { listen } from "./steps.mjs";

const ORDER = "QH20261119-1187";
const only = (events, name) => events.filter((event) => event.name === name);

test.describe("live answers", () => {
  test("an order is asked for, looked up, and shown as text", async ({ page }) => {
    const asked = [];
    page.on("request", (request) => request.url().includes("/orders/") && asked.push(request.url()));
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask("帮我查订单进度");
    await expect(widget.log).toContainText("请告诉我订单号");
    expect(asked, "nothing is fetched before the customer has said of what").toEqual([]);
    await widget.ask(`是 ${ORDER}`);
    await expect(widget.log).toContainText("预计 11 月 22 日送达");
    expect(asked.length).toBe(1);
  });

  test("what stands in the question is not asked for; the English shop answers too", async ({ page }) => {
    await page.goto("/en/");
    const widget = await openWidget(page);
    await widget.ask(`check order ${ORDER}`);
    await expect(widget.log).toContainText("Expected on 22 November");
    await expect(widget.log).not.toContainText("Which order?");
  });

  test("a form is skipped by its button, and a person is offered", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask("帮我查订单进度");
    await widget.log.getByRole("button", { name: "跳过" }).click();
    await expect(widget.log).toContainText("没有这个信息我查不了");
    await expect(widget.log.getByRole("button", { name: "找人工客服" })).toBeVisible();
    await expect(widget.composer).toBeFocused();
  });

  test("the page's own function comes first; its HTML stays text, its error has words", async ({ page }) => {
    await page.goto("/");
    await page.evaluate(() => {
      let calls = 0;
      document.querySelector("ren-zai").lookups = {
        order: async ({ order }) => {
          calls += 1;
          if (calls > 1) throw new Error("down");
          return `<b>${order}</b>`;
        },
      };
    });
    const widget = await openWidget(page);
    await widget.ask(`帮我查订单进度 ${ORDER}`);
    await expect(widget.log).toContainText(`<b>${ORDER.toLowerCase()}</b>`);
    await expect(widget.log).not.toContainText("请告诉我订单号");
    // The number was said already and is not asked for again.
    await widget.ask("帮我查订单进度");
    await expect(widget.log).toContainText("现在查不了");
    await expect(widget.log).not.toContainText("请告诉我订单号");
  });

  test("a look-up that takes too long is not waited for", async ({ page }) => {
    await page.clock.install();
    await page.goto("/");
    await page.evaluate(() => {
      document.querySelector("ren-zai").lookups = { order: () => new Promise(() => {}) };
    });
    const widget = await openWidget(page);
    await widget.ask(`帮我查订单进度 ${ORDER}`);
    await expect(widget.log).toContainText("正在为您查询");
    await page.clock.runFor(8_100);
    await expect(widget.log).toContainText("迟迟没有回应");
  });

  test("after a reload the number that was said is still known", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask(`衣服买大了能换吗，订单 ${ORDER}`);
    await expect(widget.log.locator(".msg.bot").last()).toContainText("换");
    // It is stored once it is seen that nothing in it has to be masked.
    await expect.poll(() => page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain("sealed");
    const stored = (place) => globalThis[Symbol.for("renzai")][place].opened(place, localStorage.getItem(place));
    await expect.poll(() => page.evaluate(stored, "renzai:qinghe")).toContain(ORDER);
    await page.reload();
    const again = new Widget(page);
    await again.ask("帮我查订单进度");
    await expect(again.log).toContainText("预计 11 月 22 日送达");
    await expect(again.log).not.toContainText("请告诉我订单号");
  });

  test.describe("of what the shop does not know", () => {
    test.use({ expectedErrors: [/404/] });
    test("the empty answer has words and offers a person", async ({ page }) => {
      await page.goto("/");
      const widget = await openWidget(page);
      await widget.ask("帮我查订单进度");
      await widget.ask("QH20200101-0001");
      await expect(widget.log).toContainText("没有查到相关信息");
      await expect(widget.log.getByRole("button", { name: "找人工客服" })).toBeVisible();
    });
  });
});

test.describe("a form before the person", () => {
  test("the picture that it asks for goes along, without its place", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask(`我要登记破损理赔 ${ORDER}`);
    await expect(widget.log).toContainText("请拍一张破损的照片");
    await widget.log.getByRole("button", { name: "发送图片或文件" }).click();
    const chosen = { name: "杯子.jpg", mimeType: "image/jpeg", buffer: PHOTO };
    const sent = page.waitForResponse((response) => response.url().includes("/files?name="));
    await widget.panel.locator("input[type=file]").setInputFiles(chosen);
    await expect(widget.log).toContainText("您已申请人工客服");
    expect((await sent).status()).toBe(200);
    await expect(widget.log).toContainText("图片：杯子.jpg");
    await expect(widget.log.getByText(/^已送达/)).toHaveCount(1);
    const bytes = await atTheDesk(page);
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(bytes.includes("GPSPLACE")).toBe(false);
  });

  test("everything that it asks for can be skipped", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask("我要登记破损理赔");
    await expect(widget.log).toContainText("请告诉我订单号");
    await widget.log.getByRole("button", { name: "跳过" }).click();
    await expect(widget.log).toContainText("请拍一张破损的照片");
    await widget.log.getByRole("button", { name: "跳过" }).click();
    await expect(widget.log).toContainText("您已申请人工客服");
  });
});

test("half a character, and whatever else a page may hand over, gets an answer or an honest no", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  const odd = ["\ud800", "退货\udc00吗", "\u202e\u2066\u0000", "z\u0335\u0321\u0358".repeat(300), "🙂".repeat(200), "退".repeat(100_000)];
  for (const [nth, text] of odd.entries()) {
    await page.evaluate((asked) => document.querySelector("ren-zai").ask(asked), text);
    await expect(widget.log.locator(".msg.me")).toHaveCount(nth + 1);
    await expect(widget.log.locator(".msg").last()).toHaveClass(/bot/);
  }
  await widget.ask("衣服买大了能换吗");
  await expect(widget.log.locator(".msg.bot").last()).toContainText("换");
});

test.describe("the person, without being asked for", () => {
  test("in danger a person is called at once", async ({ page }) => {
    const heard = await listen(page);
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask("我被骗了，刚转出去八千块");
    await expect(widget.log).toContainText("您已申请人工客服");
    expect(only(await heard(), "human")).toEqual([{ name: "human", from: "typed" }]);
  });

  test("anger gets the person before the answer", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask("你们太过分了，垃圾，怎么申请退货");
    await expect(widget.log).toContainText("给您添麻烦了，很抱歉");
  });

  test("a blocked word is refused, and the page hears nothing of it", async ({ page }) => {
    const heard = await listen(page);
    await page.goto("/");
    const widget = await openWidget(page);
    await widget.ask("哪里可以赌 博");
    await expect(widget.log).toContainText("这个话题我不能回答");
    expect(only(await heard(), "ask")).toEqual([]);
    await expect(widget.log.getByRole("button", { name: "找人工客服" })).toBeVisible();
  });
});

test("one of several is picked by its place", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask("运费");
  const choices = widget.log.locator(".choice");
  await expect(choices.nth(1)).toBeVisible();
  const second = await choices.nth(1).textContent();
  const answered = page.evaluate(
    () => new Promise((done) => document.querySelector("ren-zai").addEventListener("ren-zai-answer", () => done(true))),
  );
  await widget.ask("第二个");
  expect(await answered).toBe(true);
  expect(second).not.toBe("");
});

test("the page's error code leads the first questions", async ({ page }) => {
  await page.goto("/order.html");
  const widget = await openWidget(page);
  const chips = widget.log.locator(".chip");
  await expect(chips.first()).toContainText("退款");
  await expect(chips).toHaveCount(4);
});

test("a verdict is one press, is announced, and stays on the device, masked", async ({ page }) => {
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask("xyzzy 13812345678");
  await widget.ask("衣服买大了能换吗");
  const group = widget.log.getByRole("group", { name: "这个回答有帮助吗？" });
  await group.getByRole("button", { name: "没帮助" }).click();
  await expect(widget.log.getByRole("status").filter({ hasText: "已记下" })).toBeVisible();
  await expect(widget.composer).toBeFocused();
  // Masking is fetched for the first note.
  const notes = () => page.evaluate(() => document.querySelector("ren-zai").notes());
  const kinds = async () => (await notes()).split("\n").map((line) => JSON.parse(line || "{}").kind);
  await expect.poll(kinds).toEqual(["unanswered", "answered", "down"]);
  expect(await notes()).not.toContain("13812345678");
  expect(sent).toEqual([]);
});

test("where the merchant allows it, notes reach the desk: masked, without a name, after the first question", async ({ desk, page }) => {
  const told = [];
  page.on("request", (request) => request.url().includes("/v1/") && told.push(request));
  await page.goto("/");
  await page.evaluate(() => document.querySelector("ren-zai").setAttribute("learn", ""));
  const widget = await openWidget(page);
  expect(told).toEqual([]);
  const arrived = () => page.waitForResponse((answer) => answer.url().endsWith("/v1/feedback") && answer.ok());
  const [noted] = await Promise.all([arrived(), widget.ask("xyzzy 13812345678")]);
  expect(noted.request().headers().authorization).toBeUndefined();
  await Promise.all([arrived(), widget.ask("衣服买大了能换吗")]);
  await Promise.all([arrived(), widget.log.getByRole("button", { name: "没帮助" }).click()]);
  expect(told.map((request) => new URL(request.url()).pathname)).toEqual(Array(3).fill("/v1/feedback"));
  const lines = desk.notes().trim().split("\n").map((line) => JSON.parse(line));
  expect(lines.map((note) => note.kind)).toEqual(["unanswered", "answered", "down"]);
  expect(lines[0].text).toContain("xyzzy");
  expect(JSON.stringify(lines)).not.toContain("13812345678");
});

test("a reload keeps what was said before", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask("衣服买大了能换吗");
  await expect(widget.log.locator(".msg.bot").last()).toContainText("换");
  await page.reload();
  const again = new Widget(page);
  await expect(again.composer).toBeVisible();
  await again.ask("还有呢");
  await expect(again.log).toContainText("您是想问");
});
