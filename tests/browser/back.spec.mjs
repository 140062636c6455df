// A page that the browser puts away whole when it is left, and shows again as it was.
import { chromium, expect, openWidget, test } from "./harness.mjs";
import { Agent, SHOPS } from "./steps.mjs";

const shop = SHOPS.zh;
test.use({ launchOptions: { ...chromium(), ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

test("an answered question, a draft, and a person who wrote meanwhile", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  const goAndComeBack = async (meanwhile = () => {}) => {
    await page.evaluate(() => {
      globalThis.kept = true;
      addEventListener("pageshow", ({ persisted }) => (globalThis.restored = persisted), { once: true });
    });
    await page.goto("/help.html");
    await meanwhile();
    await page.goBack({ waitUntil: "commit" });
    expect(await page.evaluate(() => [globalThis.kept, globalThis.restored]), "the very same page").toEqual([true, true]);
  };
  await widget.composer.fill(shop.shopperSays);
  await goAndComeBack();
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  await expect(widget.composer).toHaveValue(shop.shopperSays);
  await widget.human.click();
  await agent.take();
  await agent.say(shop.agentSays);
  await expect(widget.log).toContainText(shop.agentSays);
  await goAndComeBack(() => agent.say(shop.duringReload));
  await expect(widget.log).toContainText(shop.duringReload);
  await agent.say(shop.lines[0]);
  await expect(widget.log).toContainText(shop.lines[0]);
  await widget.composer.fill(shop.lines[1]);
  await widget.composer.press("Enter");
  await expect(agent.log).toContainText(shop.lines[1]);
  for (const line of [shop.agentSays, shop.duringReload, ...shop.lines.slice(0, 2)]) await expect(widget.log.getByText(line, { exact: true })).toHaveCount(1);
  await agent.leave();
});
