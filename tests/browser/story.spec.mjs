// The whole story with the real desk: a question, an answer, one press, a person. In Chinese and in English.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { Agent, SHOPS, hearAnnouncer, said } from "./steps.mjs";

for (const [lang, shop] of Object.entries(SHOPS)) {
  test.describe(lang, () => {
    test("from the first question to the rating, with a reload in the middle", async ({ desk, page, browser }) => {
      await page.goto(shop.home);
      const widget = await openWidget(page);
      await widget.ask(shop.exchange);
      await expect(widget.log).toContainText(shop.exchangeAnswer);

      await widget.human.click();
      await expect(widget.log).toContainText(shop.asked);
      await expect(widget.panel).toContainText(shop.nobody);
      const agent = await Agent.login(browser, desk);
      await expect(widget.panel).toContainText(shop.next);
      await expect(widget.human).toHaveAccessibleName(shop.called);

      await expect(agent.waiting).toHaveCount(1);
      await agent.take();
      await expect(agent.log).toContainText(shop.exchange);
      await expect(agent.log).toContainText(shop.exchangeAnswer);
      await expect(agent.context).toContainText(shop.understood);
      await agent.say(shop.agentSays);
      const name = await agent.name();
      const fromPerson = widget.log.getByText(`${shop.person}${name}`);
      await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
      await expect(fromPerson).toHaveCount(1);
      await expect(widget.human).toHaveAccessibleName(shop.here);
      await widget.ask(shop.shopperSays);
      await expect(agent.log.getByText(shop.shopperSays)).toHaveCount(1);
      await expect(widget.log.getByText(shop.delivered)).toHaveCount(1);

      await Promise.all([page.reload(), agent.say(shop.duringReload)]);
      await expect(widget.panel).toBeVisible();
      await expect(widget.panel).toContainText(`${shop.person} ${name}`);
      for (const said of [shop.exchange, shop.agentSays, shop.shopperSays, shop.duringReload]) {
        await expect(widget.log.getByText(said, { exact: true })).toHaveCount(1);
      }
      await expect(widget.log.getByText(shop.exchangeAnswer)).toHaveCount(1);
      await expect(fromPerson).toHaveCount(2);

      await agent.page.reload();
      for (const said of [shop.agentSays, shop.shopperSays, shop.duringReload]) {
        await expect(agent.log.getByText(said, { exact: true })).toHaveCount(1);
      }
      await widget.ask(shop.lines[0]);
      await expect(agent.log.getByText(shop.lines[0], { exact: true })).toHaveCount(1);

      await agent.close();
      await expect(widget.log).toContainText(shop.closedByPerson);
      await widget.panel.getByRole("button", { name: shop.fiveStars }).click();
      await expect(widget.panel.getByText(shop.thanks)).toBeVisible();
      await expect(agent.log).toContainText("顾客评价：5 / 5");

      await widget.ask(shop.invoice);
      await expect(widget.log.getByText(shop.invoiceAnswer)).toBeVisible();
      await expect(widget.panel.getByText(shop.thanks)).toBeHidden();
      await agent.leave();
    });

    test("one press on the launcher, before any word, is enough", async ({ desk, page, browser }) => {
      const agent = await Agent.login(browser, desk);
      await page.goto(shop.home);
      const widget = new Widget(page);
      await widget.launcherHuman.click();
      await expect(widget.panel).toContainText(shop.next);
      await expect(widget.composer).toBeFocused();
      await expect(agent.waiting).toHaveCount(1);
      await agent.take();
      await expect(agent.context).toContainText("页面角落的“人工”按钮");
      await agent.say(shop.agentSays);
      await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
      await agent.leave();
    });

    test("asking in words is enough, and the machine is silent from then on", async ({ desk, page, browser }) => {
      const agent = await Agent.login(browser, desk);
      await page.goto(shop.home);
      const widget = await openWidget(page);
      await widget.ask(shop.askForPerson);
      await expect(widget.log).toContainText(shop.asked);
      await expect(widget.panel).toContainText(shop.next);
      await widget.ask(shop.exchange);
      await agent.take();
      await expect(agent.context).toContainText("打字要人工");
      await expect(agent.log).toContainText(shop.exchange);
      await agent.say(shop.agentSays);
      await expect(widget.log).toContainText(shop.agentSays);
      await widget.ask(shop.invoice);
      await expect(agent.log).toContainText(shop.invoice);
      await agent.say(shop.duringReload);
      await expect(widget.log).toContainText(shop.duringReload);
      // An answer would have come at once, before the person's words.
      await expect(widget.log).not.toContainText(shop.exchangeAnswer);
      await expect(widget.log).not.toContainText(shop.invoiceAnswer);
      await expect(agent.log.getByText("机器人", { exact: true })).toHaveCount(0);
      await agent.leave();
    });

    test("lines written while waiting arrive once and in order, on every page of the shop", async ({
      desk,
      page,
      browser,
    }) => {
      const agent = await Agent.login(browser, desk);
      await page.goto(shop.home);
      const widget = new Widget(page);
      await widget.askForPerson();
      await expect(widget.composer).toBeVisible();
      const lines = shop.lines;
      for (const line of lines.slice(0, 3)) await widget.ask(line);
      await page.goto(shop.order);
      await expect(widget.panel).toContainText(shop.next);
      expect(await said(widget.log, lines)).toEqual(lines.slice(0, 3));
      for (const line of lines.slice(3)) await widget.ask(line);
      await expect(widget.log.getByText(shop.delivered)).toHaveCount(lines.length);
      expect(await said(widget.log, lines)).toEqual(lines);
      await agent.take();
      await expect(agent.log.getByText(lines.at(-1))).toHaveCount(1);
      expect(await said(agent.log, lines)).toEqual(lines);
      await agent.say(shop.agentSays);
      await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
      await page.goto(shop.home);
      await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
      expect(await said(widget.log, lines)).toEqual(lines);
      await agent.leave();
    });

    test("the shop's own buttons ask: by an entry, and for a person", async ({ desk, page, browser }) => {
      const agent = await Agent.login(browser, desk);
      await page.goto(shop.order);
      const widget = new Widget(page);
      const trouble = page.getByRole("region", { name: shop.refundFailed });
      await trouble.getByRole("button", { name: shop.solution }).click();
      await expect(widget.panel).toBeVisible();
      await expect(widget.log).toContainText(shop.refundAnswer);
      await widget.panel.getByRole("button", { name: shop.close }).click();
      await expect(widget.panel).toBeHidden();
      await trouble.getByRole("button", { name: shop.personOfPage }).click();
      await expect(widget.panel).toContainText(shop.next);
      await agent.take();
      await expect(agent.context).toContainText("商家页面上的按钮");
      await expect(agent.context).toContainText("RF-204");
      await agent.leave();
    });
  });
}

test("who waits behind another is told how many are ahead, and when it changes", async ({ desk, page, browser }) => {
  const shop = SHOPS.zh;
  const agent = await Agent.login(browser, desk);
  await page.goto(shop.home);
  const first = new Widget(page);
  await first.askForPerson();
  await expect(first.panel).toContainText(shop.next);
  const context = await browser.newContext({ baseURL: desk.url });
  const second = new Widget(await context.newPage());
  const spoken = await hearAnnouncer(second.page);
  await second.page.goto(shop.order);
  await second.askForPerson();
  await expect(second.panel).toContainText(shop.behindOne);
  await agent.take();
  await expect(second.panel).toContainText(shop.next);
  // Heard as well, each place once.
  const places = async () => (await spoken()).map((it) => [shop.behindOne, shop.next].find((place) => it.includes(place))).filter(Boolean);
  await expect.poll(places).toEqual([shop.behindOne, shop.next]);
  await expect(first.human).toHaveAccessibleName(shop.here);
  await context.close();
  await agent.leave();
});
