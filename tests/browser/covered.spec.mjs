// What the person does not see of what was said to the bot: the customer is told, and tells it on purpose.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { Agent, SHOPS, violations } from "./steps.mjs";

const shop = SHOPS.zh;
const note = (widget) => widget.log.locator(".covered");

test("each covered item is named, and told by a press alone; codes never", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask("手机13812345678，身份证11010519491231002X，验证码是482913，怎么退货");
  await expect(widget.log.locator(".msg.bot")).toHaveCount(2);
  await expect(note(widget), "nothing was handed over yet").toHaveCount(0);
  await widget.human.click();
  await expect(note(widget)).toHaveText([/客服看不到：\[手机 \*\*\*78\]/, /\[身份证 \*\*\*2x\]/i, /\[验证码 \*\*\*\]$/]);
  await expect(note(widget).getByRole("button")).toHaveCount(2);
  expect(await violations(page)).toEqual([]);
  await agent.take();
  await expect(agent.log).toContainText("[手机 ***78]");
  for (const hidden of [/13812345678/, /1949/, /482913/]) await expect(agent.page.getByText(hidden)).toHaveCount(0);
  await note(widget).getByRole("button", { name: "告诉客服 [手机 ***78]" }).focus();
  await page.keyboard.press("Enter");
  await expect(agent.log).toContainText("13812345678");
  await expect(agent.page.getByText(/1949|482913/)).toHaveCount(0);
  await expect(note(widget)).toHaveCount(2);
  await expect(widget.composer).toBeFocused();
  await agent.leave();
});

test("what is said to the person is not covered; after a reload nothing is left to tell, for nothing was stored", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask("我的邮箱是wang@shop.example，怎么开发票");
  await widget.human.click();
  await expect(note(widget)).toHaveCount(1);
  await agent.take();
  await widget.ask("电话13912345678");
  await expect(agent.log).toContainText("13912345678");
  await page.reload();
  const again = new Widget(page);
  await expect(again.log).toContainText("我的邮箱是[邮箱 ***w]，怎么开发票");
  await expect(again.log).toContainText("电话13912345678");
  await expect(note(again)).toHaveCount(0);
  await expect(agent.page.getByText("wang@shop.example")).toHaveCount(0);
  await agent.leave();
});
