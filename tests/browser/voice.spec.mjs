// Commands, typed and spoken, and WeChat's own ear and size of text.
import { Easy, ear, quiet, weChat } from "./easy-steps.mjs";
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { locale } from "./locales.mjs";
import { Agent, SHOPS, violations } from "./steps.mjs";

const shop = SHOPS.zh;
const readAloud = (page) => page.evaluate(() => globalThis.read.at(-1)?.text);

const WORDS = {
  "in Chinese": { lang: "zh-CN", before: "上一条", again: "重读", large: "大字", back: "返回" },
  "in Chinese, written in traditional characters": { lang: "zh-TW", before: "上一條", again: "重讀", large: "大字", back: "返回" },
  "in English": { lang: "en", before: "Previous", again: "read again", large: "Large text", back: "back" },
};

for (const [how, { lang, before, again, large, back }] of Object.entries(WORDS)) {
  test(`commands that are typed are obeyed, and are no questions: ${how}`, async ({ page }) => {
    await page.addInitScript(quiet);
    await page.goto(`/?lang=${lang}`);
    const widget = new Widget(page);
    await widget.host.locator(".launcher button").first().click();
    const { panel } = widget;
    const composer = panel.getByRole("textbox");
    const type = async (text) => {
      await composer.fill(text);
      await composer.press("Enter");
    };
    await type(shop.exchange);
    const answer = panel.locator(".msg.bot").last();
    await expect(answer).toContainText(shop.exchangeAnswer);
    await type(before);
    await expect(answer).toBeFocused();
    await expect(composer).toHaveValue("");
    await type(again);
    await expect.poll(() => readAloud(page)).toContain(shop.exchangeAnswer);
    await expect(panel.locator(".msg.me")).toHaveCount(1);
    await type(large);
    await expect(widget.host).toHaveAttribute("elder", "");
    await panel.locator(".elder-switch").click();
    await type(`${back}。`);
    await expect(panel).toBeHidden();
    await expect(widget.host.locator(".launcher button").first()).toBeFocused();
  });
}

test("a sentence with a command in it is a question", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask("返回的运费谁出");
  await expect(widget.log.locator(".msg.bot")).toHaveCount(2);
  await expect(widget.panel).toBeVisible();
});

test("in the large mode typed commands lead through its screens", async ({ page }) => {
  await page.addInitScript(quiet);
  const easy = await Easy.open(page);
  const type = async (text) => {
    await easy.press("常见问题");
    await easy.press("打字提问");
    await easy.composer.fill(text);
    await easy.composer.press("Enter");
  };
  const size = () => easy.panel.evaluate((panel) => parseFloat(getComputedStyle(panel).fontSize));
  const before = await size();
  await type("大字");
  await expect.poll(size).toBeGreaterThan(before);
  await easy.composer.fill("返回");
  await easy.composer.press("Enter");
  await expect(easy.heading).toHaveText("请选一个问题");
  await easy.press("返回");
  await type("人工");
  await expect(easy.panel.locator(".status.waiting")).toBeVisible();
});

test.describe("without the knowledge", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  for (const [tag, word] of [["zh-Hans", "人工"], ["ja", "担当者"], ["ar", "موظف"]]) {
    test(`the word for a person calls one all the same, in the language of the panel: ${tag}`, async ({ page }) => {
      await page.route("**/*.pack", (route) => route.abort());
      const words = locale(tag);
      await page.goto(`/?lang=${words.lang}`);
      await page.locator("ren-zai .launcher button").first().click();
      const panel = page.getByRole("dialog", { name: words.title, exact: true });
      await panel.getByRole("textbox").fill(word);
      await panel.getByRole("textbox").press("Enter");
      await expect(panel.locator(".status.waiting")).toBeVisible();
    });
  }
});

test("what is written to a person goes to the person; with a stroke before it, it is a command", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.goto("/");
  const widget = new Widget(page);
  await widget.askForPerson();
  await expect(widget.panel).toContainText(shop.next);
  await agent.take();
  await widget.ask("返回");
  await expect(agent.log).toContainText("返回");
  await widget.composer.fill("/返回");
  await widget.composer.press("Enter");
  await expect(widget.panel).toBeHidden();
  await expect(agent.log.getByText("/返回")).toHaveCount(0);
  await agent.leave();
});

test("the help lists the words; each can be changed, all turned off, for typing and for speaking", async ({ page }) => {
  await page.addInitScript(ear);
  await page.goto("/");
  const widget = await openWidget(page);
  const { panel } = widget;
  const press = (name) => panel.getByRole("button", { name, exact: true }).click();
  const help = async () => {
    await press("更多");
    await press("使用帮助");
  };
  await help();
  const back = panel.getByRole("textbox", { name: "返回" });
  await expect(panel.getByRole("heading", { name: "文字和语音指令" })).toBeVisible();
  await expect(panel.getByRole("textbox", { name: "找人工客服" })).toHaveValue(/^人工\//);
  await expect(back).toHaveValue("返回/后退");
  expect(await violations(page)).toEqual([]);
  await back.fill("走啦");
  await back.press("Tab");
  await expect(panel.getByRole("status").filter({ hasText: "走啦" })).toBeVisible();
  await press("关闭");
  await widget.ask("返回");
  await expect(panel).toBeVisible();
  await help();
  await press("关闭全部指令");
  await expect(back).toHaveCount(0);
  await press("关闭");
  await widget.ask("走啦");
  await expect(panel).toBeVisible();
  await page.reload();
  await help();
  await press("打开指令");
  await expect(back).toHaveValue("走啦");
  await press("关闭");
  await press("更多");
  await press("说话提问");
  await expect(panel.getByText(/^请说话，正在听/)).toBeVisible();
  await page.evaluate(() => globalThis.hear("走啦。"));
  await expect(panel).toBeHidden();
});

test("commands that are spoken are obeyed outside the large mode, too", async ({ page }) => {
  await page.addInitScript(ear);
  await page.addInitScript(quiet);
  await page.goto("/");
  const easy = new Easy(page);
  await easy.launcher.click();
  await easy.ask("衣服买大了能换吗");
  await expect(easy.log).toContainText("签收后 15 天内");
  const command = async (said) => {
    await easy.press("更多");
    await easy.press("说话提问");
    await expect(easy.panel.getByText(/^请说话，正在听/)).toBeVisible();
    await page.evaluate((said) => globalThis.hear(said), said);
  };
  await command("上一条");
  await expect(easy.log.locator(".msg").last()).toBeFocused();
  await command("重读");
  await expect.poll(() => readAloud(page)).toContain("签收后 15 天内");
  await command("大字");
  await expect(easy.host).toHaveAttribute("elder", "");
  await easy.press("大字，关怀模式");
  await command("返回");
  await expect(easy.panel).toBeHidden();
});

for (const [how, finish] of [
  ["until one has finished", (easy) => easy.press("说完了")],
  ["or until its minute is over", (easy) => easy.page.evaluate(() => globalThis.weChat.minuteIsOver())],
]) {
  test(`in WeChat its own recorder listens, ${how}`, async ({ page }) => {
    await weChat(page, true);
    const easy = await Easy.open(page, "/?fontSizeScaleFactor=1.5");
    await easy.press("说话提问");
    await expect(easy.panel.getByText(/^请说话，正在听/)).toBeVisible();
    await finish(easy);
    await expect(easy.panel.getByText("衣服买大了能换吗", { exact: true })).toBeVisible();
    await easy.press("提交");
    await expect(easy.log).toContainText("签收后 15 天内");
    const calls = await page.evaluate(() => globalThis.weChat.calls);
    expect(calls.slice(0, 2)).toEqual(["onVoiceRecordEnd", "startRecord"]);
    expect(calls.filter((it) => it === "translateVoice")).toHaveLength(1);
  });
}

test("WeChat's script on a page that is not in WeChat: the browser's own ear listens", async ({ page }) => {
  await weChat(page, true);
  await page.addInitScript(() => delete globalThis.WeixinJSBridge);
  await page.addInitScript(ear);
  const easy = await Easy.open(page);
  await easy.press("说话提问");
  await expect(easy.panel.getByText(/^请说话，正在听/)).toBeVisible();
  expect(await page.evaluate(() => globalThis.weChat.calls)).toEqual([]);
});

test("in WeChat, where the page's signature does not hold, a sentence says what to do instead", async ({ page }) => {
  await weChat(page, false);
  const easy = await Easy.open(page);
  await easy.press("说话提问");
  await expect(easy.panel.getByText(/^这个浏览器不能听您说话/)).toBeVisible();
  await expect(easy.human).toBeVisible();
});

test("where the browser has neither voice nor ear, nothing of them is offered, and a sentence says what to do", async ({ page }) => {
  await page.addInitScript(() => {
    for (const sense of ["SpeechRecognition", "webkitSpeechRecognition", "speechSynthesis"]) delete globalThis[sense];
  });
  const easy = await Easy.open(page);
  await expect(easy.panel.locator(".easy").getByRole("button", { name: "打字提问" })).toBeVisible();
  for (const name of ["说话提问", "自动朗读"]) await expect(easy.panel.getByRole("button", { name, exact: true })).toHaveCount(0);
  await easy.press("常见问题");
  await easy.press("尺码不合适可以换吗？");
  await expect(easy.log).toContainText("签收后 15 天内");
  await expect(easy.panel.getByRole("button", { name: "读给我听" })).toHaveCount(0);
  await easy.press("更多");
  await easy.press("说话提问");
  await expect(easy.panel.getByText(/^这个浏览器不能听您说话。请用键盘上的话筒键/)).toBeVisible();
  await expect(easy.panel.getByRole("button", { name: "开始说话" })).toHaveCount(0);
});

test("WeChat's size of text turns the large mode on; its usual one does not", async ({ page }) => {
  for (const [factor, large] of [["1", false], ["1.15", false], ["1.4", true], ["nonsense", false]]) {
    await page.goto(`/?fontSizeScaleFactor=${factor}`);
    await expect(page.locator("ren-zai .launcher button")).toHaveCount(3);
    expect(await page.locator("ren-zai").evaluate((it) => it.hasAttribute("elder")), factor).toBe(large);
  }
});
