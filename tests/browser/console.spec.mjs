// The agents' console with the real desk: log-in, board, conversation; the customers speak to the desk by its calls.
import { REFUND, customer, parts, sideways, violations } from "./console-steps.mjs";
import { expect, loginAgent, test } from "./harness.mjs";

/** A key press as an input method makes it, which `keyboard.press` cannot. */
const pressWhileComposing = (field, init) =>
  field.evaluate((element, init) => {
    const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init });
    element.dispatchEvent(event);
  }, init);

test.describe("a wrong password", () => {
  // The browser itself reports every 401: nobody is logged in yet, then the password is wrong.
  test.use({ expectedErrors: [/401/] });

  test("is told at the field, and the right one opens the board", async ({ desk, page }) => {
    await page.goto("/console");
    const [name, password] = [page.getByLabel("登录名"), page.getByLabel("密码")];
    await expect(name).toBeFocused();
    expect(await violations(page)).toEqual([]);
    await name.press("Enter");
    await expect(name).toHaveAccessibleDescription("请填写登录名。");
    await name.fill(desk.agent.login);
    await password.fill("not this one");
    await password.press("Enter");
    await expect(password).toHaveAccessibleDescription(/登录名或密码不对/);
    await expect(password).toBeFocused();
    await password.fill(desk.agent.password);
    await password.press("Enter");
    await expect(page.getByText("现在没有人在等。")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByText("Nobody is waiting.")).toBeVisible();
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(page.getByLabel("Password")).toBeVisible();
  });
});

test("an agent takes a customer by keyboard, writes, and closes", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { composer, log, take, waiting, mine } = parts(page);
  const shopper = await customer(desk, { handover: REFUND, lines: ["在吗？"] });
  await expect(waiting).toHaveCount(1);
  await expect(page).toHaveTitle(/^\(1\)/);
  await take.press("Enter");
  await expect(composer).toBeFocused();
  await expect(mine).toHaveCount(1);

  await expect(log.getByText("机器人", { exact: true })).toBeVisible();
  await expect(log).toContainText("在吗？");
  const context = page.getByRole("region", { name: "顾客情况" });
  for (const told of ["退款失败了怎么办？", "把握 92%", "不满", "RZ2026112000817"]) {
    await expect(context).toContainText(told);
  }

  await composer.fill("您好");
  await pressWhileComposing(composer, { isComposing: true });
  await pressWhileComposing(composer, { keyCode: 229 });
  await expect(composer).toHaveValue("您好");
  await composer.press("Shift+Enter");
  await composer.pressSequentially("我来看");
  await composer.press("Enter");
  await expect(composer).toHaveValue("");
  await expect(log.getByText("您好\n我来看")).toHaveCount(1);
  await expect(log.getByText("已送达")).toBeVisible();

  await shopper.tell("typing", {});
  await expect(log).toContainText("顾客正在输入");
  await shopper.say("好的");
  await shopper.say("好的");
  await expect(log.getByText("好的", { exact: true })).toHaveCount(2);
  expect(await violations(page)).toEqual([]);

  await page.getByRole("button", { name: "结束会话" }).click();
  await expect(page.getByRole("button", { name: "继续聊" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "结束会话" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "结束", exact: true }).click();
  await expect(page.getByText("会话已结束。")).toBeVisible();
  await expect(composer).toBeHidden();
  await shopper.tell("rating", { stars: 4, words: "" });
  await expect(log).toContainText("顾客评价：4 / 5");
  await page.context().close();
});

test("a reload keeps the place and the draft; other conversations count what is unread", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { composer, log, take, waiting, mine } = parts(page);
  const first = await customer(desk, { lines: ["第一位"] });
  await expect(waiting).toHaveCount(1);
  await take.click();
  await expect(log).toContainText("第一位");
  await customer(desk, { lines: ["第二位"] });
  await expect(waiting).toHaveCount(1);
  await take.click();
  await expect(log).toContainText("第二位");
  await composer.fill("写了一半");
  await page.reload();
  await expect(log).toContainText("第二位");
  await expect(composer).toHaveValue("写了一半");

  await first.say("还在吗");
  await mine.filter({ hasText: "1 条未读" }).getByRole("button").click();
  await expect(log).toContainText("还在吗");
  await expect(composer).toHaveValue("");
  await expect(mine.getByText(/未读/)).toHaveCount(0);
  await page.goBack();
  await expect(composer).toHaveValue("写了一半");
  await page.context().close();
});

test("what was written while the desk was away arrives once when it is back", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { composer, log, take } = parts(page);
  await customer(desk, { lines: ["在吗？"] });
  await take.click();
  await page.context().setOffline(true);
  await composer.fill("马上就好");
  await composer.press("Enter");
  await expect(log.getByText("未发送")).toBeVisible();
  await page.context().setOffline(false);
  await expect(log.getByText("已送达")).toBeVisible();
  await desk.restart();
  await expect(page.getByText("连不上服务器")).toBeHidden();
  await composer.fill("重启之后");
  await composer.press("Enter");
  await expect(log.getByText("已送达")).toHaveCount(2);
  await expect(log.getByText("马上就好")).toHaveCount(1);
  await page.context().close();
});

test("a lost session asks for the log-in and keeps what was being written", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { composer, log, take } = parts(page);
  await customer(desk, { lines: ["在吗？"] });
  await take.click();
  await composer.fill("说到一半");
  await page.context().clearCookies();
  await page.getByRole("switch", { name: "在岗" }).click();
  await expect(page.getByText("登录已过期")).toBeVisible();
  await page.getByLabel("登录名").fill(desk.agent.login);
  await page.getByLabel("密码").fill(desk.agent.password);
  await page.getByLabel("密码").press("Enter");
  await expect(log).toContainText("在吗？");
  await expect(composer).toHaveValue("说到一半");
  await page.context().close();
});

test("on a phone, board and conversation are two views without sideways scrolling", async ({ desk, browser }) => {
  const page = await loginAgent(browser, desk);
  const { composer, log, take, mine } = parts(page);
  await page.setViewportSize({ width: 320, height: 568 });
  await customer(desk, { handover: REFUND, lines: ["在吗？"] });
  await take.click();
  await expect(composer).toBeVisible();
  await expect(mine).toBeHidden();
  expect(await sideways(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "详情" }).click();
  await expect(page.getByRole("region", { name: "顾客情况" })).toContainText("RZ2026112000817");
  await expect(log).toBeHidden();
  await page.getByRole("button", { name: "返回列表" }).click();
  await expect(mine).toHaveCount(1);
  await expect(log).toBeHidden();
  expect(await sideways(page)).toBe(0);
  const small = await page.getByRole("button").evaluateAll((buttons) =>
    buttons.map((button) => button.getBoundingClientRect()).filter(({ width, height }) => Math.min(width, height) < 44),
  );
  expect(small).toEqual([]);
  await page.context().close();
});
