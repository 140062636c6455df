// What agents do at the console beside answering: hand on, look up, leave tickets done, change the team, read the log.
import { REFUND, colleague, customer, hire, parts, sideways, violations, visitor } from "./console-steps.mjs";
import { expect, loginAgent, test } from "./harness.mjs";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const room = (page, name) => page.getByRole("navigation", { name: "功能" }).getByRole("button", { name });
const dialog = (page) => page.getByRole("dialog");

/** Presses Tab until something is focused. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("the keyboard does not get there");
}

test("by keyboard alone: take, a quick reply, hand on, take over, end", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const zhou = await colleague(browser, desk, page, { login: "zhou", name: "小周", role: "售后", team: "售后" });
  const { composer, log, waiting } = parts(page);
  const shopper = await customer(desk, { handover: REFUND, lines: ["退款一直失败，怎么办"] });
  await expect(waiting).toHaveCount(1);
  await expect(waiting.first()).toContainText("不满");
  await expect(waiting.first()).toContainText("提前 2 分钟");
  await page.keyboard.press("Alt+n");
  await expect(composer).toBeFocused();

  await page.keyboard.press("Alt+r");
  const find = page.getByRole("combobox", { name: "快捷回复" });
  await expect(find).toBeFocused();
  const options = page.getByRole("listbox", { name: "快捷回复" }).getByRole("option");
  await expect(options.first()).toContainText("退款失败");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  expect(await violations(page)).toEqual([]);
  await find.fill("发票");
  await expect(options.first()).toContainText("发票");
  await page.keyboard.press("ArrowDown");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(composer).toBeFocused();
  await expect(composer).toHaveValue(/发票/);
  await expect(log.getByText("已送达")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(log.getByText("已送达")).toBeVisible();

  await page.keyboard.press("Alt+g");
  await expect(page.getByLabel("转给谁")).toBeFocused();
  await expect(page.getByLabel("转给谁").getByRole("option", { name: /小周/ })).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
  await page.getByLabel("转给谁").selectOption({ label: "小周 · 在线 · 0 / 5" });
  await tabTo(page, page.getByLabel(/给同事的说明/));
  await page.keyboard.insertText("发票已说明，请看退款");
  await tabTo(page, dialog(page).getByRole("button", { name: "转接" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("已转接。")).toBeVisible();
  await expect(dialog(page)).toBeHidden();
  await expect(composer).toBeHidden();

  const hers = parts(zhou);
  await expect(hers.mine).toHaveCount(1);
  await zhou.keyboard.press("Alt+j");
  await expect(hers.log).toContainText("退款一直失败");
  await expect(zhou.getByRole("region", { name: "顾客情况" })).toContainText("发票已说明，请看退款");
  await expect(hers.log).toContainText("转接给 小周");
  await zhou.keyboard.press("Alt+x");
  await expect(zhou.getByRole("button", { name: "继续聊" })).toBeFocused();
  await zhou.keyboard.press("Tab");
  await zhou.keyboard.press("Enter");
  await expect(zhou.getByText("会话已结束。")).toBeVisible();
  await shopper.tell("rating", { stars: 5, words: "很耐心", tags: ["快"], solved: true });
  await expect(zhou.getByRole("region", { name: "顾客情况" })).toContainText("已解决 · 快 · 很耐心");
  await zhou.context().close();
  await page.context().close();
});

test("what was escalated waits for a senior; an invited colleague writes and leaves", async ({ desk, browser }) => {
  const admin = await loginAgent(browser, desk);
  const page = await colleague(browser, desk, admin, { login: "mei", name: "小梅" });
  const { composer, waiting } = parts(page);
  await customer(desk, { lines: ["我要找经理"] });
  await page.getByRole("button", { name: "接待第 1 位顾客" }).click();
  await expect(composer).toBeVisible();

  await page.getByRole("button", { name: "更多" }).click();
  await page.getByRole("button", { name: "邀请同事" }).click();
  await dialog(page).getByRole("button", { name: "邀请" }).click();
  await expect(page.getByLabel("邀请谁")).toHaveAccessibleDescription("请选择一位同事。");
  await page.getByLabel("邀请谁").selectOption({ index: 1 });
  await dialog(page).getByRole("button", { name: "邀请" }).click();
  await expect(page.getByText("已邀请。")).toBeVisible();
  const guest = parts(admin);
  await guest.mine.getByRole("button").click();
  await guest.composer.fill("我也在");
  await guest.composer.press("Enter");
  await expect(parts(page).log.getByText("我也在")).toBeVisible();
  await admin.getByRole("button", { name: "退出会话" }).click();
  await expect(admin.getByText("您已退出会话。")).toBeVisible();
  await expect(guest.composer).toBeHidden();

  await page.getByRole("button", { name: "升级" }).click();
  await dialog(page).getByRole("button", { name: "升级给资深客服" }).click();
  await expect(page.getByText("已升级。")).toBeVisible();
  await expect(waiting.first()).toContainText("待资深客服");
  await expect(page.getByRole("button", { name: "接待第 1 位顾客" })).toBeHidden();
  await admin.getByRole("button", { name: "接待第 1 位顾客" }).click();
  await expect(guest.composer).toBeVisible();
  await page.context().close();
  await admin.context().close();
});

test("messages and callbacks are tickets: claimed, put back, done with a note", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { post } = await visitor(desk);
  await post("/v1/messages", { body: "发票抬头写错了", contact: "wang@example.com", locale: "zh-CN", page: "/help.html" });
  await post("/v1/callbacks", { phone: "13800000000", consent: true, note: "下午打", locale: "zh-CN", page: "/" });
  await expect(room(page, "工单")).toContainText("2");
  await page.keyboard.press("Alt+2");
  await expect(page.getByRole("heading", { name: "工单" })).toBeFocused();
  const tickets = page.getByRole("list", { name: "工单" }).getByRole("listitem");
  await expect(tickets).toHaveCount(2);
  await expect(tickets.filter({ hasText: "回电" }).getByRole("link", { name: "13800000000" })).toBeVisible();
  await expect(tickets.first()).toContainText("还剩");
  expect(await violations(page)).toEqual([]);

  const message = tickets.filter({ hasText: "发票抬头" });
  await message.getByRole("button", { name: "认领" }).click();
  await message.getByRole("button", { name: "放回" }).click();
  await message.getByRole("button", { name: "认领" }).click();
  await message.getByRole("button", { name: "办结" }).click();
  await page.getByLabel(/处理结果/).fill("已重开发票");
  await dialog(page).getByRole("button", { name: "办结" }).click();
  await expect(tickets).toHaveCount(1);
  await page.getByRole("button", { name: "已办结" }).click();
  await expect(tickets).toContainText("已重开发票");
  await expect(room(page, "工单")).toContainText("1");
  await page.setViewportSize({ width: 320, height: 568 });
  expect(await sideways(page)).toBe(0);
  await page.context().close();
});

test("an answer is proposed for the knowledge from where one writes", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { composer, take } = parts(page);
  await customer(desk, { lines: ["雨衣可以机洗吗"] });
  await take.click();
  await composer.fill("可以，用冷水、轻柔档。");
  await page.getByRole("button", { name: "快捷回复" }).click();
  await page.getByRole("button", { name: "把回答放进知识" }).click();
  await expect(page.getByLabel("标准问题")).toHaveValue("雨衣可以机洗吗");
  await expect(page.getByLabel("回答", { exact: true })).toHaveValue("可以，用冷水、轻柔档。");
  await page.getByLabel("标准问题").fill("");
  await page.getByRole("button", { name: "提交建议" }).click();
  await expect(page.getByLabel("标准问题")).toHaveAccessibleDescription("请填写问题。");
  await expect(page.getByLabel("标准问题")).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel("标准问题").fill("雨衣可以机洗吗？");
  await page.getByLabel(/其他问法/).fill("雨衣怎么洗\n能放洗衣机吗");
  await page.getByRole("button", { name: "提交建议" }).click();
  await expect(page.getByText("建议已提交，等商家审核。")).toBeVisible();
  await room(page, "知识建议").click();
  const proposals = page.getByRole("list", { name: "知识建议" }).getByRole("listitem");
  await expect(proposals).toContainText("雨衣怎么洗 / 能放洗衣机吗");
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test("what one may not do is not there; a lead reads the log, an admin changes the team and erases", async ({ desk, browser }) => {
  const admin = await loginAgent(browser, desk);
  const agent = await colleague(browser, desk, admin, { login: "mei", name: "小梅" });
  const lead = await colleague(browser, desk, admin, { login: "lan", name: "兰姐", level: "lead" });
  const shopper = await customer(desk, { lines: ["在吗？"] });

  await agent.goto(`/console#c=${shopper.conversation}`);
  await expect(agent.getByRole("heading", { name: /^顾客 / })).toBeVisible();
  await expect(room(agent, "审计日志")).toHaveCount(0);
  await expect(room(agent, "客服团队")).toHaveCount(0);
  await agent.getByRole("button", { name: "更多" }).click();
  await expect(agent.getByRole("button", { name: "备注" })).toBeVisible();
  for (const name of ["屏蔽顾客", "抹除顾客数据", "分配"]) {
    await expect(agent.getByRole("button", { name })).toHaveCount(0);
  }
  await expect(agent.getByRole("link", { name: "导出会话" })).toHaveCount(0);
  await agent.goto("/console#audit");
  await expect(agent.getByText("第 1 位")).toBeVisible();

  await lead.goto(`/console#c=${shopper.conversation}`);
  await lead.getByRole("button", { name: "分配" }).click();
  await lead.getByLabel("转给谁").selectOption({ label: "小梅 · 在线 · 0 / 5" });
  await dialog(lead).getByRole("button", { name: "分配" }).click();
  await expect(agent.getByText("兰姐 转给您一位顾客").first()).toBeVisible();
  await expect(lead.getByRole("list", { name: "同事的会话" }).getByRole("listitem")).toContainText("小梅");
  await lead.getByRole("button", { name: "更多" }).click();
  const [saved] = await Promise.all([
    lead.waitForEvent("download"),
    lead.getByRole("link", { name: "导出会话" }).click(),
  ]);
  expect(saved.suggestedFilename()).toMatch(/\.txt$/);
  await lead.getByRole("button", { name: "屏蔽顾客" }).click();
  await dialog(lead).getByRole("button", { name: "屏蔽顾客" }).click();
  await expect(lead.getByText("已屏蔽", { exact: true })).toBeVisible();
  await expect(lead.getByRole("button", { name: "抹除顾客数据" })).toHaveCount(0);
  await room(lead, "审计日志").click();
  const rows = lead.getByRole("row");
  await expect(rows.filter({ hasText: "屏蔽" }).last()).toContainText("兰姐");
  expect(await violations(lead)).toEqual([]);
  await lead.getByLabel("操作").selectOption("assign");
  await expect(rows).toHaveCount(2);
  await expect(lead.getByRole("link", { name: "导出 CSV" })).toBeVisible();
  await room(lead, "客服团队").click();
  await expect(lead.getByRole("row", { name: /小梅/ })).toContainText("1 / 5");
  await expect(lead.getByRole("button", { name: "添加客服" })).toHaveCount(0);

  await room(admin, "客服团队").click();
  await admin.getByRole("button", { name: "修改 小梅" }).click();
  await admin.getByLabel("权限").selectOption("senior");
  await admin.getByLabel("接待上限").fill("8");
  expect(await violations(admin)).toEqual([]);
  await admin.getByRole("button", { name: "保存" }).click();
  await expect(admin.getByRole("row", { name: /小梅/ })).toContainText("资深客服");
  await expect(admin.getByRole("row", { name: /小梅/ })).toContainText("/ 8");
  expect(await violations(admin)).toEqual([]);
  await admin.goto(`/console#c=${shopper.conversation}`);
  await admin.getByRole("button", { name: "更多" }).click();
  await admin.getByRole("button", { name: "抹除顾客数据" }).click();
  await dialog(admin).getByRole("button", { name: "抹除顾客数据" }).click();
  await expect(admin.getByLabel(/以确认/)).toHaveAccessibleDescription("请准确输入确认的词。");
  await admin.getByLabel(/以确认/).fill("抹除");
  await admin.getByLabel(/以确认/).press("Enter");
  await expect(admin.getByText(/已抹除：1 个会话、1 条消息/)).toBeVisible();
  for (const page of [agent, lead, admin]) await page.context().close();
});

test("an admin adds an agent, whose password is shown once and lets them in", async ({ desk, browser }) => {
  const admin = await loginAgent(browser, desk);
  await room(admin, "客服团队").click();
  await admin.getByRole("button", { name: "添加客服" }).click();
  await dialog(admin).getByRole("button", { name: "添加客服" }).click();
  await expect(admin.getByLabel("登录名")).toHaveAccessibleDescription("请填写登录名。");
  await admin.getByLabel("登录名").fill("wen");
  await admin.getByLabel("姓名").fill("小文");
  await dialog(admin).getByRole("button", { name: "添加客服" }).click();
  await expect(admin.getByRole("heading", { name: "请记下密码" })).toBeVisible();
  const password = await dialog(admin).getByRole("definition").last().innerText();
  expect(await violations(admin)).toEqual([]);
  await dialog(admin).getByRole("button", { name: "关闭" }).click();
  await expect(dialog(admin)).toBeHidden();
  const wen = await loginAgent(browser, desk, { login: "wen", password });
  await expect(wen.getByRole("banner").getByRole("strong")).toHaveText("小文");
  await expect(wen.getByText("正在接待 0 / 5")).toBeVisible();
  await wen.context().close();
  await admin.context().close();
});

test("pictures are shown and saved; who reads is told; the family is marked as such", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { log, take } = parts(page);
  const shopper = await customer(desk, { lines: ["给您看照片"] });
  const { file } = await shopper.post(
    `/v1/conversations/${shopper.conversation}/files?name=${encodeURIComponent("照片.png")}`,
    Uint8Array.from(Buffer.from(PIXEL, "base64")),
  );
  await shopper.say("", { file });
  await take.click();
  const picture = log.getByRole("img", { name: "图片：照片.png" });
  await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBe(1);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    log.getByRole("link", { name: "下载 照片.png" }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe("照片.png");

  await page.getByLabel("发送文件").setInputFiles({ name: "说明.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF") });
  await expect(log.getByRole("link", { name: "下载 说明.pdf" })).toBeVisible();
  await expect(log.getByText("已送达")).toBeVisible();
  await shopper.tell("read", { upto: 5 });
  await expect(log.getByText("已读")).toBeVisible();

  const write = await shopper.invite("女儿");
  await write("我替妈妈问一下");
  const line = log.getByRole("listitem").filter({ hasText: "我替妈妈问一下" });
  await expect(line).toContainText("家人 女儿");
  await expect(page.getByRole("region", { name: "顾客情况" })).toContainText("家人 女儿");
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test("each new message is spoken once, whatever brings it", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { log, take } = parts(page);
  const shopper = await customer(desk, { lines: ["第一句"] });
  await take.click();
  await expect(log).toContainText("第一句");
  await page.evaluate(() => {
    globalThis.spoken = [];
    const observer = new MutationObserver((records) => {
      for (const node of records.flatMap((record) => [...record.addedNodes])) globalThis.spoken.push(node.textContent);
    });
    observer.observe(document.querySelector("[role=log]"), { childList: true });
  });
  await shopper.say("第二句");
  await expect(log).toContainText("第二句");
  await desk.restart();
  await shopper.say("第三句");
  await expect(log).toContainText("第三句");
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await shopper.say("第四句");
  await expect(log).toContainText("第四句");
  const spoken = (await page.evaluate(() => globalThis.spoken)).filter((text) => text.startsWith("顾客："));
  expect(spoken).toEqual(["顾客：第二句", "顾客：第三句", "顾客：第四句"]);
  await page.context().close();
});

test("shortcuts are listed under ?, can be changed and turned off", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  await page.keyboard.press("?");
  await expect(dialog(page)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const change = page.getByRole("button", { name: "修改“打开工单”的快捷键" });
  await change.click();
  await page.keyboard.press("Alt+n");
  await expect(dialog(page)).toContainText("“接待下一位顾客”已经在用这个快捷键。");
  await page.keyboard.press("Alt+q");
  await expect(dialog(page)).toContainText("打开工单: Alt+Q");
  await page.getByRole("switch", { name: "新顾客、新消息时响铃" }).click();
  await expect(page.getByRole("switch", { name: "新顾客、新消息时响铃" })).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await page.reload();
  await expect(page.getByText("现在没有人在等。")).toBeVisible();
  await page.keyboard.press("Alt+2");
  await expect(page.getByText("现在没有人在等。")).toBeVisible();
  await page.keyboard.press("Alt+q");
  await expect(page.getByRole("heading", { name: "工单" })).toBeFocused();
  await page.getByRole("button", { name: "设置" }).click();
  await page.getByRole("switch", { name: "启用快捷键" }).click();
  await dialog(page).getByRole("button", { name: "关闭" }).click();
  await expect(page.getByRole("button", { name: "设置" })).toBeFocused();
  await page.keyboard.press("?");
  await expect(dialog(page)).toBeHidden();
  await page.context().close();
});

test("an agent ends a log-in that was left open in another browser", async ({ desk, browser }) => {
  const [here, left] = [await loginAgent(browser, desk), await loginAgent(browser, desk)];
  await here.getByRole("button", { name: "设置" }).click();
  const rows = dialog(here).locator(".sessions").getByRole("listitem");
  const other = rows.filter({ hasNotText: "当前浏览器" });
  await expect(rows.filter({ hasText: "当前浏览器" })).toHaveCount(1);
  const before = await rows.count();
  expect(await violations(here)).toEqual([]);
  // The latest used stands first: the browser that was logged in just now.
  await other.first().getByRole("button", { name: /^让这个浏览器退出登录/u }).click();
  await expect(rows).toHaveCount(before - 1);
  await expect(dialog(here).getByRole("heading", { name: "登录中的浏览器" })).toBeFocused();
  await left.reload();
  await expect(left.getByRole("button", { name: "登录" })).toBeVisible();
  await expect(dialog(here)).toBeVisible();
  await here.context().close();
  await left.context().close();
});

test("a notice is asked for on a click and says nothing of what was said", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { take, mine } = parts(page);
  await page.context().grantPermissions(["notifications"]);
  await page.addInitScript(() => {
    globalThis.notices = [];
    globalThis.Notification = class {
      static permission = "default";
      static async requestPermission() {
        this.permission = "granted";
        return "granted";
      }
      constructor(title, options) {
        globalThis.notices.push({ title, ...options });
      }
      close() {}
    };
    Object.defineProperty(document, "visibilityState", { get: () => globalThis.away ? "hidden" : "visible" });
  });
  await page.reload();
  await page.getByRole("button", { name: "设置" }).click();
  const notices = page.getByRole("switch", { name: "桌面通知" });
  await expect(notices).toHaveAttribute("aria-checked", "false");
  await notices.click();
  await expect(notices).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");
  const shopper = await customer(desk);
  await take.click();
  await expect(mine).toHaveCount(1);
  await page.evaluate(() => (globalThis.away = true));
  await shopper.say("我的卡号是 6222");
  await expect.poll(() => page.evaluate(() => globalThis.notices)).toEqual([
    { title: "顾客有新消息", tag: shopper.conversation },
  ]);
  await page.context().close();
});

test("what was written in a tab that was closed goes out from another, once", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { composer, log, take } = parts(page);
  const shopper = await customer(desk, { lines: ["在吗？"] });
  await take.click();
  await expect(composer).toBeVisible();
  await page.route("**/messages", (route) => route.abort());
  await composer.fill("还没发出去");
  await composer.press("Enter");
  await expect(log.getByText("未发送")).toBeVisible();
  const context = page.context();
  const [other] = [await context.newPage(), await page.close()];
  await other.goto(`/console#c=${shopper.conversation}`);
  const there = parts(other);
  await expect(there.log.getByText("还没发出去")).toHaveCount(1);
  await expect(there.log.getByText("已送达")).toHaveCount(1);
  const twin = await context.newPage();
  await twin.goto(`/console#c=${shopper.conversation}`);
  await there.composer.fill("从第一个标签页");
  await there.composer.press("Enter");
  await expect(parts(twin).log.getByText("从第一个标签页")).toHaveCount(1);
  await parts(twin).composer.fill("从第二个标签页");
  await parts(twin).composer.press("Enter");
  await expect(there.log.getByText("从第二个标签页")).toHaveCount(1);
  await expect(there.log.getByText("已送达")).toHaveCount(3);
  expect(await twin.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(".out.")))).toEqual([]);
  await context.close();
});

test("waiting customers come by urgency, and the desk gives them to who wants them", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { waiting, mine } = parts(page);
  await customer(desk, { handover: { page: "/first" } });
  await customer(desk, { handover: { page: "/urgent", mood: "urgent" } });
  await expect(page.getByText("提前的分钟数：不满 2，生气 5，着急 10")).toBeVisible();
  await expect(waiting).toHaveCount(2);
  await expect(waiting.first()).toContainText("/urgent");
  await expect(waiting.first()).toContainText("着急");
  await hire(page, { login: "mei", name: "小梅" });
  await page.getByRole("switch", { name: "自动分配" }).click();
  await expect(mine).toHaveCount(2);
  await expect(waiting).toHaveCount(0);
  await expect(page.getByText("正在接待 2 / 5")).toBeVisible();
  await page.context().close();
});

test("a customer who comes again brings the history; in English and in the dark", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { take } = parts(page);
  const shopper = await customer(desk, { handover: { page: "/first" }, lines: ["第一次来"] });
  await shopper.tell("close", {});
  const again = { entry_point: "link", page: "/second", locale: "en", slots: [{ name: "size", value: "XL" }] };
  await shopper.post("/v1/handover", again, { "Idempotency-Key": crypto.randomUUID() });
  await take.click();
  await page.getByRole("button", { name: "English" }).click();
  const about = page.getByRole("region", { name: "About the customer" });
  await expect(about).toContainText("XL");
  await about.getByRole("button", { name: "Show earlier conversations (1)" }).click();
  const past = about.getByRole("list", { name: "Earlier conversations" }).getByRole("listitem");
  await expect(past.filter({ hasText: "第一次来" })).toHaveCount(1);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violations(page)).toEqual([]);
  await past.filter({ hasText: "第一次来" }).getByRole("button").click();
  await expect(page.getByText("This conversation has ended.")).toBeVisible();
  await page.keyboard.press("?");
  await expect(dialog(page)).toContainText("Take the next customer");
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test.describe("a message that the desk refuses", () => {
  // The browser itself reports the refusal.
  test.use({ expectedErrors: [/422/] });

  test("says why, and can be taken back to where one writes", async ({ desk, browser }) => {
    const page = await loginAgent(browser, desk);
    const { composer, log, take } = parts(page);
    await customer(desk, { lines: ["在吗？"] });
    await take.click();
    const long = "长".repeat(4001);
    await composer.fill(long);
    await composer.press("Enter");
    await expect(log.getByText(/未发送 · .*4000/)).toBeVisible();
    await page.getByRole("button", { name: "不发了" }).click();
    await expect(composer).toHaveValue(long);
    await expect(log.getByText("未发送")).toHaveCount(0);
    await composer.fill("短一点");
    await composer.press("Enter");
    await expect(log.getByText("已送达")).toHaveCount(1);
    await page.context().close();
  });
});
