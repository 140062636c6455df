// The person: every way to one, the wait and what is offered beside it, several tabs, coming back, family, files, after.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { Agent, atTheDesk, PHOTO, said, SHOPS, violations } from "./steps.mjs";

const shop = SHOPS.zh;

const part = (widget) => widget.panel.locator(".part-sheet");
const press = (widget, name) => widget.panel.getByRole("button", { name, exact: true }).click();

async function askAndTake({ desk, page, browser }) {
  const agent = await Agent.login(browser, desk);
  await page.goto(shop.home);
  const widget = new Widget(page);
  await widget.askForPerson();
  await expect(widget.panel).toContainText(shop.next);
  await agent.take();
  await agent.say(shop.agentSays);
  await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
  return { agent, widget };
}

test.describe("one click from anywhere", () => {
  test("a plain link on the merchant's page, and once only", async ({ page }) => {
    await page.goto("/?human=1#top");
    const widget = new Widget(page);
    await expect(widget.log).toContainText(shop.asked);
    expect(new URL(page.url()).search).toBe("");
  });

  test("a plain link to the full page", async ({ page }) => {
    await page.goto("/chat/?human=1");
    await expect(new Widget(page).log).toContainText(shop.asked);
  });

  test("a script of the page, with what it is about", async ({ desk, page, browser }) => {
    const agent = await Agent.login(browser, desk);
    await page.goto(shop.home);
    await page.locator("ren-zai").evaluate((it) => it.transferToHuman({ order: "20261121-7", reason: "退款 失败" }));
    await expect(new Widget(page).panel).toContainText(shop.next);
    await agent.take();
    await expect(agent.context).toContainText("20261121-7");
    await agent.leave();
  });

  test("while the pack is still loading", async ({ page }) => {
    await page.route("**/shop.zh.pack", () => {});
    await page.goto(shop.home);
    const widget = await openWidget(page);
    await widget.human.press("Enter");
    await expect(widget.log).toContainText(shop.asked);
  });
});

test.describe("without WebAssembly", () => {
  test.use({ expectedErrors: [/404|ERR_FAILED/] });

  test("a message can be left all the same, and it is at the desk", async ({ desk, page, browser }) => {
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await page.goto(shop.home);
    const widget = new Widget(page);
    await widget.askForPerson();
    await press(widget, "留言");
    await widget.panel.getByRole("textbox", { name: "想说什么" }).fill("请看一下我的订单");
    await press(widget, "提交");
    await expect(part(widget)).toContainText("留言已送达");
    const tickets = await agentReads(browser, desk, "v1/agent/tickets");
    expect(tickets.tickets.map(({ body }) => body)).toEqual(["请看一下我的订单"]);
  });
});

test.describe("the ways beside waiting", () => {
  test.use({ expectedErrors: [/ERR_/] });

  test("all of them at once; what is wrong is said beside the field; a call is booked", async ({ desk, page, browser }) => {
    await page.goto(shop.home);
    const widget = new Widget(page);
    await widget.askForPerson();
    await expect(widget.panel).toContainText(shop.nobody);
    for (const name of ["留言", "请给我回电"]) {
      await expect(widget.panel.getByRole("button", { name, exact: true })).toBeVisible();
    }
    await expect(widget.panel.getByRole("link", { name: shop.call }).first()).toBeVisible();
    await press(widget, "请给我回电");
    expect(await violations(page)).toEqual([]);
    const phone = widget.panel.getByRole("textbox", { name: "电话号码" });
    await phone.fill("12");
    await press(widget, "提交");
    await expect(phone).toBeFocused();
    await expect(phone).toHaveAccessibleDescription(/5 到 20 位/);
    await phone.fill("+86 138-0000-0000");
    await widget.panel.getByRole("checkbox").check();
    await press(widget, "提交");
    await expect(part(widget)).toContainText("回电已预约");
    await press(widget, "关闭");
    await expect(widget.log).toContainText("回电已预约");
    const { tickets } = await agentReads(browser, desk, "v1/agent/tickets");
    expect(tickets.map(({ kind, contact }) => [kind, contact])).toEqual([["callback", "+86 138-0000-0000"]]);
  });

  test("a message written while the desk is away waits for it, over a reload, and arrives once", async ({ desk, page, browser }) => {
    await page.goto(shop.home);
    const widget = new Widget(page);
    await widget.askForPerson();
    await expect(widget.panel).toContainText(shop.nobody);
    await page.route("**/v1/**", (route) => route.abort());
    await press(widget, "留言");
    await widget.panel.getByRole("textbox", { name: "想说什么" }).fill("明天再联系我");
    await press(widget, "提交");
    await expect(part(widget)).toContainText("已保存");
    await page.unroute("**/v1/**");
    await page.reload();
    await expect(widget.log).toContainText("留言已送达", { timeout: 30_000 });
    const { tickets } = await agentReads(browser, desk, "v1/agent/tickets");
    expect(tickets.map(({ body }) => body)).toEqual(["明天再联系我"]);
  });
});

test.describe("several tabs", () => {
  test("show one conversation; either may write; each line stands once in both and at the desk", async ({ desk, page, browser }) => {
    const { agent, widget } = await askAndTake({ desk, page, browser });
    const other = new Widget(await page.context().newPage());
    await other.page.goto(shop.order);
    await expect(other.log.getByText(shop.agentSays)).toHaveCount(1);
    await other.ask("第一句");
    await expect(agent.log.getByText("第一句", { exact: true })).toHaveCount(1);
    await expect(widget.log.getByText("第一句", { exact: true })).toHaveCount(1);
    await widget.ask("第二句");
    await expect(other.log.getByText("第二句", { exact: true })).toHaveCount(1);
    await agent.say(shop.duringReload);
    for (const tab of [widget, other]) await expect(tab.log.getByText(shop.duringReload)).toHaveCount(1);
    // The tab that holds the stream goes; the other one takes over.
    await page.close();
    await agent.say("还在吗");
    await expect(other.log.getByText("还在吗")).toHaveCount(1);
    await other.ask("最后一句");
    await expect(agent.log.getByText("最后一句", { exact: true })).toHaveCount(1);
    await other.page.reload();
    const lines = ["第一句", "第二句", "最后一句"];
    expect(await said(other.log, lines)).toEqual(lines);
    expect(await said(agent.log, lines)).toEqual(lines);
    await agent.leave();
  });

  test("hold one stream between them", async ({ desk, page, browser }) => {
    const streams = [];
    page.context().on("request", (request) => request.url().includes("ticket=") && streams.push(request.url()));
    const { agent } = await askAndTake({ desk, page, browser });
    const other = new Widget(await page.context().newPage());
    await other.page.goto(shop.order);
    await agent.say("两边都看得到");
    await expect(other.log.getByText("两边都看得到")).toHaveCount(1);
    expect(streams).toHaveLength(1);
    await agent.leave();
  });
});

test("a draft survives a reload and the change from machine to person", async ({ page }) => {
  await page.goto(shop.home);
  const widget = await openWidget(page);
  await widget.composer.fill("写到一半");
  await widget.human.click();
  await expect(widget.log).toContainText(shop.asked);
  await expect(widget.composer).toHaveValue("写到一半");
  await page.reload();
  await expect(widget.composer).toHaveValue("写到一半");
});

test("read is shown, somebody senior can be asked for, an ended talk opens again with its history", async ({ desk, page, browser }) => {
  const { agent, widget } = await askAndTake({ desk, page, browser });
  await widget.ask("看到了吗");
  await expect(agent.log.getByText("看到了吗", { exact: true })).toHaveCount(1);
  await expect(widget.log.getByText(/^已读/)).toHaveCount(1);
  await agent.close();
  await expect(widget.log).toContainText(shop.closedByPerson);
  await press(widget, "重新打开对话");
  await expect(widget.log).toContainText("对话已重新打开");
  await expect(widget.log.getByText("看到了吗", { exact: true })).toHaveCount(1);
  await expect(widget.panel).toContainText(shop.next);
  await agent.take();
  await agent.say("我回来了");
  await press(widget, "换更资深的人");
  await expect(widget.log).toContainText("已申请更资深的客服");
  await agent.leave();
});

test("a rating in words, a copy, and everything erased, counted", async ({ desk, page, browser }) => {
  const { agent, widget } = await askAndTake({ desk, page, browser });
  await widget.ask("谢谢");
  await agent.close();
  await press(widget, "4 星");
  await press(widget, "说说原因");
  await part(widget).getByRole("radio", { name: "4 星" }).check();
  await part(widget).getByRole("checkbox", { name: "态度好" }).check();
  await part(widget).getByRole("radio", { name: "解决了" }).check();
  expect(await violations(page)).toEqual([]);
  await press(widget, "提交");
  await expect(part(widget)).toContainText("谢谢您的评价");
  await press(widget, "更多");
  await press(widget, "保存对话");
  await expect(part(widget).getByRole("link", { name: "存成文件" })).toHaveAttribute("download", "客服对话.txt");
  await press(widget, "更多");
  await press(widget, "清除我的数据");
  expect(await violations(page)).toEqual([]);
  await press(widget, "确定清除");
  await expect(part(widget)).toContainText("都清除了");
  await expect(part(widget)).toContainText("对话 1 个");
  await expect(widget.log.getByText("谢谢", { exact: true })).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("renzai:")))).toEqual([]);
  await agent.leave();
});

test("family: a link, a name, lines that say who is who, and out again", async ({ desk, page, browser }) => {
  const { agent, widget } = await askAndTake({ desk, page, browser });
  await press(widget, "更多");
  await press(widget, "请家人帮忙");
  await expect(part(widget).getByRole("img", { name: /二维码/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const link = await part(widget).getByRole("link").first().getAttribute("href");
  await press(widget, "关闭");
  const phone = await browser.newContext({ baseURL: desk.url, locale: "zh-CN" });
  const helper = new Widget(await phone.newPage());
  await helper.page.goto(link);
  await helper.panel.getByRole("textbox", { name: /称呼/ }).fill("女儿小敏");
  await press(helper, "加入对话");
  await expect(helper.log.getByText(shop.agentSays)).toHaveCount(1);
  await expect(widget.log).toContainText("家人 女儿小敏 已加入");
  await helper.composer.fill("我来替妈妈说");
  await helper.composer.press("Enter");
  await expect(widget.log.locator(".family")).toContainText("我来替妈妈说");
  await expect(agent.log).toContainText("我来替妈妈说");
  await widget.ask("是我女儿");
  await expect(helper.log.locator(".family")).toContainText("是我女儿");
  await helper.page.reload();
  await expect(helper.log.getByText("我来替妈妈说", { exact: true })).toHaveCount(1);
  await press(widget, "请 女儿小敏 退出");
  await part(widget).getByRole("button", { name: "请 女儿小敏 退出" }).click();
  await expect(widget.log).toContainText("家人 女儿小敏 已退出");
  await phone.close();
  await agent.leave();
});

test("a photo arrives without its place", async ({ desk, page, browser }) => {
  const { agent, widget } = await askAndTake({ desk, page, browser });
  expect(PHOTO.includes("GPSPLACE")).toBe(true);
  const sent = page.waitForResponse((response) => response.url().includes("/files?name="));
  await press(widget, "发送图片或文件");
  await expect(part(widget)).toContainText("每个不超过");
  await part(widget).locator("input[type=file]").setInputFiles({ name: "家里.jpg", mimeType: "image/jpeg", buffer: PHOTO });
  expect((await sent).status()).toBe(200);
  await expect(part(widget)).toContainText("家里.jpg 已发送");
  await press(widget, "关闭");
  await expect(widget.log).toContainText("图片：家里.jpg");
  await expect(widget.log.getByText(/^已送达|^已读/)).toHaveCount(1);
  const bytes = await atTheDesk(page);
  expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  expect(bytes.includes("GPSPLACE")).toBe(false);
  expect(bytes.includes("Exif")).toBe(false);
  await agent.leave();
});

/** What an agent's own session reads from the desk. */
async function agentReads(browser, desk, path) {
  const agent = await Agent.login(browser, desk);
  const read = await agent.page.evaluate(async (address) => (await fetch(address)).json(), new URL(path, desk.url).href);
  await agent.leave();
  return read;
}
