// The second step of an agent's log-in: switched on in the settings, asked for at the next log-in, switched off again.
import { createHmac } from "node:crypto";
import { parts, sideways, violations } from "./console-steps.mjs";
import { expect, loginAgent, test } from "./harness.mjs";

// The browser itself reports every refused call.
test.use({ expectedErrors: [/40[13]/] });

/** What an authenticator app shows, `later` steps of 30 seconds from now: RFC 6238. */
function shown(secret, later = 0) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const sum = createHmac("sha1", key).update(step).digest();
  const number = sum.readUInt32BE(sum[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

test("set up with an app, asked for, and ended", async ({ desk, browser, page: guest }) => {
  const page = await loginAgent(browser, desk);
  const settings = async () => {
    await page.getByRole("button", { name: "设置" }).click();
    return page.getByRole("dialog");
  };
  const dialog = await settings();
  await dialog.getByRole("button", { name: "开启两步验证" }).click();
  await expect(dialog.getByRole("img", { name: /二维码/ })).toBeVisible();
  const code = dialog.getByLabel("验证码");
  await expect(code).toBeFocused();
  expect(await violations(page)).toEqual([]);
  const secret = await dialog.locator("code").innerText();
  await code.fill("000");
  await code.press("Enter");
  await expect(code).toHaveAccessibleDescription(/不对或已用过/);
  await code.fill(shown(secret));
  await code.press("Enter");
  const recovery = dialog.locator(".recovery li");
  await expect(recovery).toHaveCount(10);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 568 });
  expect(await sideways(page)).toBe(0);
  const [first, second] = await recovery.allInnerTexts();
  await dialog.getByRole("button", { name: "抄好了" }).click();
  await expect(dialog).toContainText("还有 10 个恢复码");

  // Elsewhere: the password alone does not open, a code of the app or a recovery code does.
  await guest.goto("/console");
  await guest.getByLabel("登录名").fill(desk.agent.login);
  await guest.getByLabel("密码").fill(desk.agent.password);
  await guest.getByLabel("密码").press("Enter");
  const asked = guest.getByLabel("验证码");
  await expect(asked).toBeFocused();
  await expect(asked).toHaveAccessibleDescription(/6 位数字/);
  expect(await violations(guest)).toEqual([]);
  await asked.fill("123");
  await asked.press("Enter");
  await expect(asked).toHaveAccessibleDescription(/不对或已用过/);
  await asked.fill(shown(secret, 1));
  await asked.press("Enter");
  await expect(parts(guest).waiting).toHaveCount(0);
  await expect(guest.getByText("现在没有人在等。")).toBeVisible();
  await guest.getByRole("button", { name: "退出" }).click();
  await guest.getByLabel("登录名").fill(desk.agent.login);
  await guest.getByLabel("密码").fill(desk.agent.password);
  await guest.getByLabel("密码").press("Enter");
  await asked.fill(first);
  await asked.press("Enter");
  await expect(guest.getByText("现在没有人在等。")).toBeVisible();

  await code.fill(second);
  await code.press("Enter");
  await expect(dialog.getByRole("button", { name: "开启两步验证" })).toBeVisible();
  await page.context().close();
});
