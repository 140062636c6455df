// The large mode's simple way: a home, then one thing at a time. On a small phone, as those hold it who need it most.
import { expect, test } from "./harness.mjs";
import { Easy, ear, quiet } from "./easy-steps.mjs";
import { Agent, violations } from "./steps.mjs";

test.use({ viewport: { width: 360, height: 640 } });

const AAA = { rules: { "target-size": { enabled: true }, "color-contrast-enhanced": { enabled: true } } };

test("a person is one tap away, an answer two", async ({ page }) => {
  const easy = await Easy.open(page);
  // The home: at most four choices, the person first.
  const choices = easy.panel.locator(".easy .button");
  expect(await choices.count()).toBeLessThanOrEqual(4);
  await expect(choices.first()).toHaveText("找人工客服");
  await expect(easy.log).toBeHidden();
  await easy.press("常见问题");
  await easy.press("尺码不合适可以换吗？");
  await expect(easy.log).toContainText("签收后 15 天内");
  await easy.press("返回");
  await expect(easy.heading).toHaveText("请选一个问题");
  await easy.press("返回");
  await easy.panel.locator(".easy .human").click();
  await expect(easy.panel.locator(".status.waiting")).toBeVisible();
  await expect(easy.composer).toBeVisible();
});

test("the four choices of the home stand whole on a small phone, and an answer is seen from its beginning", async ({ page }) => {
  const easy = await Easy.open(page);
  for (const choice of await easy.panel.locator(".easy .button").all()) {
    const covered = (it) => {
      const { x, y, width, height } = it.getBoundingClientRect();
      return [y + 2, y + height - 2].some((at) => it.getRootNode().elementFromPoint(x + width / 2, at) !== it);
    };
    expect(await choice.evaluate(covered), await choice.textContent()).toBe(false);
  }
  await page.evaluate(() => document.querySelector("ren-zai").ask("衣服买大了能换吗"));
  await expect(easy.log).toContainText("签收后 15 天内");
  const begins = (it) => {
    const { x, y } = it.getBoundingClientRect();
    return it.contains(it.getRootNode().elementFromPoint(x + 20, y + 8));
  };
  await expect.poll(() => easy.log.locator(".msg.bot").last().locator(".bubble p").first().evaluate(begins)).toBe(true);
});

test("steps come one at a time, and every screen begins with a person", async ({ page }) => {
  const easy = await Easy.open(page);
  await easy.press("常见问题");
  await easy.press("尺码不合适可以换吗？");
  const steps = easy.log.locator(".steps > li:visible");
  await expect(steps).toHaveCount(1);
  await expect(steps).toContainText("打开");
  await expect(easy.panel.getByText(/^第 1 步，共 \d 步$/)).toBeVisible();
  await easy.press("下一步");
  await expect(easy.panel.getByText(/^第 2 步，共 \d 步$/)).toBeVisible();
  await expect(steps).toHaveCount(1);
  await expect(easy.panel.getByRole("button", { name: "下一步" })).toBeFocused();
  await easy.press("上一步");
  await expect(steps).toContainText("打开");
  const first = easy.panel.getByRole("button").first();
  await expect(first).toHaveAccessibleName(/^人工/);
});

for (const colorScheme of ["light", "dark"]) {
  test(`its screens are large enough and of strong contrast: ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const easy = await Easy.open(page);
    const check = async (screen) => {
      await test.step(screen, async () => {
        expect.soft(await violations(page, "ren-zai", AAA), screen).toEqual([]);
        expect.soft(await easy.small(), screen).toEqual([]);
        expect.soft(await easy.crowded(), screen).toEqual([]);
        expect.soft(await easy.dense(), screen).toEqual([]);
        // The person stands first on every screen.
        await expect.soft(easy.panel.getByRole("button").first(), screen).toHaveAccessibleName(/人工/);
        const { wide, type } = await easy.panel.evaluate((panel) => ({
          wide: panel.scrollWidth - panel.clientWidth,
          type: parseFloat(getComputedStyle(panel).fontSize),
        }));
        expect.soft(wide, `${screen}: scrolls sideways`).toBeLessThanOrEqual(0);
        expect.soft(type, `${screen}: 18 pt are 24 px`).toBeGreaterThanOrEqual(24);
      });
    };
    await check("home");
    await easy.press("常见问题");
    await check("questions");
    await easy.press("尺码不合适可以换吗？");
    await expect(easy.log).toContainText("签收后 15 天内");
    await check("answer");
    for (let i = 0; i < 4; i++) await easy.press("字大一点");
    expect(await easy.panel.evaluate((panel) => parseFloat(getComputedStyle(panel).fontSize))).toBeGreaterThanOrEqual(40);
    await check("answer, largest");
    for (let i = 0; i < 4; i++) await easy.press("字小一点");
    await easy.press("返回");
    await easy.press("收起");
    await expect(easy.heading).toHaveText("要收起客服窗口吗？");
    await check("leaving");
    await easy.press("留在这里");
    await easy.human.click();
    await expect(easy.panel.locator(".status.waiting")).toBeVisible();
    await check("waiting");
  });
}

test("nothing leads away without being asked about", async ({ page }) => {
  const easy = await Easy.open(page);
  await page.keyboard.press("Escape");
  await expect(easy.heading).toHaveText("要收起客服窗口吗？");
  await easy.press("留在这里");
  await expect(easy.heading).toHaveText("您好，请选一项");
  await easy.press("收起");
  await easy.press("离开");
  await expect(easy.panel).toBeHidden();
  await expect(easy.launcher).toBeFocused();
});

test("who is reading at the home stays there when the knowledge comes", async ({ page }) => {
  let come;
  const held = new Promise((resolve) => (come = resolve));
  await page.route("**/*.pack", async (route) => {
    await held;
    await route.continue();
  });
  const easy = await Easy.open(page);
  await expect(easy.heading).toBeFocused();
  const questions = easy.panel.getByRole("button", { name: "常见问题", exact: true });
  await expect(questions).toBeHidden();
  come();
  await expect(questions).toBeVisible();
  await expect(easy.heading).toBeFocused();
  await questions.click();
  await expect(easy.heading).toHaveText("请选一个问题");
});

test("what was asked before the simple way has come is answered in sight", async ({ page }) => {
  let come;
  const held = new Promise((resolve) => (come = resolve));
  await page.route("**/parts-*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/?elder=1");
  const easy = new Easy(page);
  await page.evaluate(() => document.querySelector("ren-zai").ask("衣服买大了能换吗"));
  await expect(easy.log).toContainText("签收后 15 天内");
  come();
  await expect(easy.panel.getByRole("group", { name: "常用按钮" })).toBeVisible();
  await expect(easy.log.getByText("签收后 15 天内")).toBeVisible();
  await expect(easy.heading).toHaveCount(0);
  await easy.press("返回");
  await expect(easy.heading).toHaveText("您好，请选一项");
});

test("colours are the reader's choice, kept, strong in contrast, and back to the device's own", async ({ page }) => {
  const easy = await Easy.open(page);
  const colours = () => easy.panel.evaluate((it) => [getComputedStyle(it).backgroundColor, getComputedStyle(it).color]);
  const own = await colours();
  for (const pair of [
    ["rgb(255, 255, 255)", "rgb(0, 0, 0)"],
    ["rgb(0, 0, 0)", "rgb(255, 225, 77)"],
    ["rgb(253, 243, 211)", "rgb(26, 26, 26)"],
  ]) {
    await easy.press("换颜色");
    expect(await colours()).toEqual(pair);
    await expect(easy.panel.getByRole("button", { name: "换颜色" })).toBeFocused();
    expect(await violations(page, "ren-zai", AAA)).toEqual([]);
    await easy.press("常见问题");
    await easy.press("尺码不合适可以换吗？");
    await expect(easy.log).toContainText("签收后 15 天内");
    expect(await violations(page, "ren-zai", AAA)).toEqual([]);
    await easy.press("返回");
    await easy.press("返回");
  }
  await page.reload();
  await expect(easy.heading).toHaveText("您好，请选一项");
  expect(await colours()).toEqual(["rgb(253, 243, 211)", "rgb(26, 26, 26)"]);
  await easy.press("换颜色");
  expect(await colours()).toEqual(own);
});

test("the mode is kept; its switch is on the launcher and in the panel", async ({ page }) => {
  await page.goto("/");
  const easy = new Easy(page);
  const large = easy.host.getByRole("button", { name: "大字", exact: true });
  await large.click();
  await expect(large).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(easy.host).toHaveAttribute("elder", "");
  await easy.launcher.click();
  await expect(easy.heading).toHaveText("您好，请选一项");
  await easy.press("字大一点");
  await easy.press("大字，关怀模式");
  await expect(easy.composer).toBeVisible();
  await expect(easy.host).not.toHaveAttribute("elder");
  await easy.press("大字，关怀模式");
  await expect(easy.heading).toHaveText("您好，请选一项");
  // And by the page's own attribute.
  const root = easy.host.locator(".rz");
  await page.evaluate(() => document.querySelector("ren-zai").removeAttribute("elder"));
  await expect(root).not.toHaveClass(/elder/);
  await page.evaluate(() => document.querySelector("ren-zai").setAttribute("elder", ""));
  await expect(root).toHaveClass(/elder/);
  await expect(easy.heading).toBeVisible();
});

test("everything can be taken back", async ({ page }) => {
  const easy = await Easy.open(page);
  const type = () => easy.panel.evaluate((panel) => parseFloat(getComputedStyle(panel).fontSize));
  const before = await type();
  await easy.press("字大一点");
  expect(await type()).toBeGreaterThan(before);
  await easy.press("字小一点");
  expect(await type()).toBe(before);
  await easy.press("自动朗读");
  await easy.press("自动朗读");
  await expect(easy.panel.getByRole("button", { name: "自动朗读" })).toHaveAttribute("aria-pressed", "false");
  // A question pressed by mistake, and a person asked for by mistake: asked about once more, then undone.
  await easy.press("常见问题");
  await easy.press("尺码不合适可以换吗？");
  await easy.press("返回");
  await easy.press("返回");
  await expect(easy.heading).toHaveText("您好，请选一项");
  await easy.panel.locator(".easy .human").click();
  await easy.press("结束服务");
  await easy.press("继续聊");
  await expect(easy.panel.locator(".status.waiting")).toBeVisible();
  await easy.press("结束服务");
  await easy.press("结束对话");
  await expect(easy.panel.locator(".status.waiting")).toBeHidden();
  // And that, too.
  await easy.press("重新打开对话");
  await expect(easy.panel.locator(".status.waiting")).toBeVisible();
});

test("nothing changes by time, and nothing pops up", async ({ page }) => {
  await page.clock.install();
  const others = [];
  page.context().on("page", (it) => others.push(it.url()));
  page.on("dialog", (it) => others.push(it.message()));
  const easy = await Easy.open(page);
  const stays = async (screen) => {
    const before = await easy.panel.ariaSnapshot();
    await page.clock.fastForward("02:00:00");
    expect(await easy.panel.ariaSnapshot(), screen).toBe(before);
    await expect(easy.host.getByRole("dialog")).toHaveCount(1);
  };
  await stays("home");
  await easy.press("常见问题");
  await stays("questions");
  await easy.press("尺码不合适可以换吗？");
  await expect(easy.log).toContainText("签收后 15 天内");
  await stays("answer");
  expect(others).toEqual([]);
});

test("what a person writes is in sight, and nothing of the machine before it", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  const easy = await Easy.open(page);
  await easy.press("常见问题");
  await easy.press("尺码不合适可以换吗？");
  await expect(easy.log).toContainText("签收后 15 天内");
  await easy.human.click();
  await expect(easy.panel).toContainText("下一位就是您");
  await agent.take();
  for (const line of ["您好", "我看到了，马上为您处理", "请稍等"]) {
    await agent.say(line);
    const message = easy.log.locator(".msg.person").last();
    await expect(message).toContainText(line);
    // In sight is what is not covered either.
    const covered = (it) => {
      const { x, y, width, height } = it.getBoundingClientRect();
      return [y + 4, y + height - 4].map((at) => it.getRootNode().elementFromPoint(x + width / 2, at)).some((hit) => !it.closest(".msg").contains(hit));
    };
    await expect.poll(() => message.locator(".bubble").evaluate(covered)).toBe(false);
  }
  await expect(easy.log.locator(".msg.bot:visible")).toHaveCount(0);
  await agent.leave();
});

test("with a mouse the pointer is large", async ({ page }) => {
  const easy = await Easy.open(page);
  const pointer = (place) => place.evaluate((it) => getComputedStyle(it).cursor);
  expect(await pointer(easy.panel)).toMatch(/^url\("data:image\/svg.*width%3D%2264%22/);
  expect(await pointer(easy.human)).toMatch(/^url\("data:image\/svg/);
  await easy.press("大字，关怀模式");
  expect(await pointer(easy.human)).toBe("pointer");
});

test("the screens as a screen reader finds them", async ({ page }) => {
  const easy = await Easy.open(page);
  const snapshot = (...lines) => expect(easy.panel).toMatchAriaSnapshot(`- dialog "在线客服":\n${lines.map((line) => `  - ${line}`).join("\n")}`);
  const bar = ['heading "在线客服" [level=2]', "paragraph: 智能助手在线", 'button "人工客服，一键转接"', 'button "大字，关怀模式" [pressed]', 'button "更多"', 'button "收起"'];
  await snapshot(...bar, 'heading "您好，请选一项" [level=3]', 'button "找人工客服"', "link /打电话/", "button /提问/", 'button "常见问题"', 'group "常用按钮"');
  await easy.press("常见问题");
  await snapshot(...bar, 'heading "请选一个问题" [level=3]', 'button "尺码不合适可以换吗？"');
  await easy.press("尺码不合适可以换吗？");
  await expect(easy.log).toContainText("签收后 15 天内");
  await snapshot(...bar, 'region "对话记录"', 'group "常用按钮"');
});

test("an answer is read aloud when asked, and by itself when wished", async ({ page }) => {
  await page.addInitScript(quiet);
  const easy = await Easy.open(page);
  await easy.press("自动朗读");
  await easy.press("常见问题");
  await easy.press("尺码不合适可以换吗？");
  await expect.poll(() => page.evaluate(() => globalThis.read.length)).toBe(1);
  await easy.press("读给我听");
  await expect(easy.panel.getByRole("button", { name: "读给我听" })).toBeFocused();
  const read = await page.evaluate(() => globalThis.read);
  expect(read).toHaveLength(2);
  expect(read[1]).toMatchObject({ lang: "zh-CN", text: expect.stringContaining("签收后 15 天内"), rate: 0.9 });
  // A voice of the device: another would send what it reads to its maker.
  expect(read[1].voice).toMatchObject({ name: "of the device", lang: "zh_CN" });
  // Slower, faster, and from the beginning each time; kept for the next page.
  await easy.press("读慢一点");
  await easy.press("读慢一点");
  await easy.press("读快一点");
  expect(await page.evaluate(() => globalThis.read.map(({ rate }) => rate))).toEqual([0.9, 0.9, 0.75, 0.6, 0.75]);
});

test("what was heard is shown before it is sent; one word is the way to a person", async ({ page }) => {
  await page.addInitScript(ear);
  const easy = await Easy.open(page);
  await easy.press("说话提问");
  await expect(easy.panel.getByText(/^请说话，正在听/)).toBeVisible();
  await expect(easy.panel).toContainText("有的浏览器会把声音发给它的厂商");
  expect(await page.evaluate(() => globalThis.ear.lang)).toBe("zh-CN");
  await page.evaluate(() => globalThis.hear("衣服买大了能换吗"));
  await expect(easy.panel.getByText("衣服买大了能换吗", { exact: true })).toBeVisible();
  await expect(easy.panel.getByRole("button", { name: "提交" })).toBeFocused();
  await easy.press("提交");
  await expect(easy.log).toContainText("签收后 15 天内");
  await easy.press("返回");
  await easy.press("说话提问");
  await expect(easy.panel.getByText(/^请说话，正在听/)).toBeVisible();
  await page.evaluate(() => globalThis.hear("人工。"));
  await expect(easy.panel.locator(".status.waiting")).toBeVisible();
});
