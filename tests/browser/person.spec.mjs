// The person: every way to one, the wait and what is offered beside it, several tabs, coming back, who is there.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hire } from "./console-steps.mjs";
import { Widget, expect, loginAgent, openWidget, startDesk, test } from "./harness.mjs";
import { Agent, said, violations } from "./steps.mjs";
import { PERSON, agentActs, agentReads, askAndTake, part, press, pressIn } from "./person-steps.mjs";

test("a plain link to the full page", async ({ page }) => {
  await page.goto("/chat/?human=1");
  await expect(new Widget(page).log).toContainText(PERSON.zh.asked);
});

for (const [lang, shop] of Object.entries(PERSON)) {
  test.describe(lang, () => {
    test.use({ locale: shop.locale });

    test.describe("one click from anywhere", () => {
      test("a plain link on the merchant's page, and once only", async ({ page }) => {
        await page.goto(`${shop.home}?human=1#top`);
        const widget = new Widget(page);
        await expect(widget.log).toContainText(shop.asked);
        expect(new URL(page.url()).search).toBe("");
      });

      test("a script of the page, with what it is about", async ({ desk, page, browser }) => {
        const agent = await Agent.login(browser, desk);
        await page.goto(shop.home);
        await page.evaluate(() => globalThis.renzai("transferToHuman", { order: "20261121-7", reason: "refund" }));
        await expect(new Widget(page).panel).toContainText(shop.next);
        await agent.take();
        await expect(agent.context).toContainText("20261121-7");
        await agent.leave();
      });

      test("while the pack is still loading", async ({ page }) => {
        await page.route("**/shop.*.pack", () => {});
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
        await widget.panel.getByRole("button", { name: shop.message }).click();
        await widget.panel.getByRole("textbox", { name: shop.what }).fill(shop.left);
        await pressIn(widget, shop.submit);
        await expect(part(widget)).toContainText(shop.messageLeft);
        const tickets = await agentReads(browser, desk, "v1/agent/tickets");
        expect(tickets.tickets.map(({ body }) => body)).toEqual([shop.left]);
      });
    });

    test.describe("the ways beside waiting", () => {
      test.use({ expectedErrors: [/ERR_|503/] });

      test("a desk whose disk is full: phone and page at once, and it goes on when there is room", async ({ page }) => {
        const refusal = { error: "no_room", message: "The desk cannot write at this moment." };
        await page.route("**/v1/**", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "1" }, json: refusal }));
        await page.goto(shop.home);
        const widget = new Widget(page);
        await widget.askForPerson();
        await expect(widget.panel).toContainText(shop.deskDown);
        await expect(widget.panel.getByRole("link", { name: shop.call }).first()).toBeVisible();
        await expect(widget.panel.getByRole("link", { name: shop.contact }).first()).toBeVisible();
        await widget.ask(shop.left);
        await page.unroute("**/v1/**");
        await expect(widget.panel).toContainText(shop.nobody, { timeout: 30_000 });
        await expect(widget.log.getByText(shop.arrived)).toHaveCount(1);
      });

      test("all of them at once; what is wrong is said beside the field; a call is booked", async ({ desk, page, browser }) => {
        await page.goto(shop.home);
        const widget = new Widget(page);
        await widget.askForPerson();
        await expect(widget.panel).toContainText(shop.nobody);
        for (const name of [shop.message, shop.callback]) {
          await expect(widget.panel.getByRole("button", { name, exact: true })).toBeVisible();
        }
        await expect(widget.panel.getByRole("link", { name: shop.call }).first()).toBeVisible();
        await press(widget, shop.callback);
        expect(await violations(page)).toEqual([]);
        const phone = widget.panel.getByRole("textbox", { name: shop.phone });
        await phone.fill("12");
        await pressIn(widget, shop.submit);
        await expect(phone).toBeFocused();
        await expect(phone).toHaveAccessibleDescription(shop.phoneWrong);
        await phone.fill("+86 138-0000-0000");
        await widget.panel.getByRole("checkbox").check();
        await pressIn(widget, shop.submit);
        await expect(part(widget)).toContainText(shop.booked);
        await pressIn(widget, shop.shut);
        await expect(widget.log).toContainText(shop.booked);
        const { tickets } = await agentReads(browser, desk, "v1/agent/tickets");
        expect(tickets.map(({ kind, contact }) => [kind, contact])).toEqual([["callback", "+86 138-0000-0000"]]);
      });

      test("a message written while the desk is away waits for it, over a reload, and arrives once", async ({ desk, page, browser }) => {
        await page.goto(shop.home);
        const widget = new Widget(page);
        await widget.askForPerson();
        await expect(widget.panel).toContainText(shop.nobody);
        await page.route("**/v1/**", (route) => route.abort());
        await press(widget, shop.message);
        expect(await violations(page)).toEqual([]);
        await widget.panel.getByRole("textbox", { name: shop.what }).fill(shop.later);
        await pressIn(widget, shop.submit);
        await expect(part(widget)).toContainText(shop.kept);
        await page.unroute("**/v1/**");
        await page.reload();
        await expect(widget.log).toContainText(shop.messageLeft, { timeout: 30_000 });
        const { tickets } = await agentReads(browser, desk, "v1/agent/tickets");
        expect(tickets.map(({ body }) => body)).toEqual([shop.later]);
      });
    });

    test.describe("several tabs", () => {
      test("show one conversation; either may write; each line stands once in both and at the desk", async ({ desk, page, browser }) => {
        const { agent, widget } = await askAndTake(shop, { desk, page, browser });
        const [first, second, , , last] = shop.lines;
        const other = new Widget(await page.context().newPage());
        await other.page.goto(shop.order);
        await expect(other.log.getByText(shop.agentSays)).toHaveCount(1);
        await other.ask(first);
        await expect(agent.log.getByText(first, { exact: true })).toHaveCount(1);
        await expect(widget.log.getByText(first, { exact: true })).toHaveCount(1);
        await widget.ask(second);
        await expect(other.log.getByText(second, { exact: true })).toHaveCount(1);
        await agent.say(shop.duringReload);
        for (const tab of [widget, other]) await expect(tab.log.getByText(shop.duringReload)).toHaveCount(1);
        // The tab that holds the stream goes; the other one takes over.
        await page.close();
        await agent.say(shop.back);
        await expect(other.log.getByText(shop.back)).toHaveCount(1);
        await other.ask(last);
        await expect(agent.log.getByText(last, { exact: true })).toHaveCount(1);
        await other.page.reload();
        const lines = [first, second, last];
        await expect(other.log.getByText(last, { exact: true })).toBeVisible();
        expect(await said(other.log, lines)).toEqual(lines);
        expect(await said(agent.log, lines)).toEqual(lines);
        await agent.leave();
      });

      test("hold one stream between them", async ({ desk, page, browser }) => {
        const streams = [];
        page.context().on("request", (request) => request.url().includes("ticket=") && streams.push(request.url()));
        const { agent } = await askAndTake(shop, { desk, page, browser });
        const other = new Widget(await page.context().newPage());
        await other.page.goto(shop.order);
        await agent.say(shop.back);
        await expect(other.log.getByText(shop.back)).toHaveCount(1);
        expect(streams).toHaveLength(1);
        await agent.leave();
      });
    });

    test("a draft survives a reload and the change from machine to person", async ({ page }) => {
      await page.goto(shop.home);
      const widget = await openWidget(page);
      await widget.composer.fill(shop.draft);
      await widget.human.click();
      await expect(widget.log).toContainText(shop.asked);
      await expect(widget.composer).toHaveValue(shop.draft);
      await page.reload();
      await expect(widget.composer).toHaveValue(shop.draft);
    });

    test("read is shown, somebody senior can be asked for, an ended talk opens again with its history", async ({ desk, page, browser }) => {
      const { agent, widget } = await askAndTake(shop, { desk, page, browser });
      await widget.ask(shop.questions[0]);
      await expect(agent.log.getByText(shop.questions[0], { exact: true })).toHaveCount(1);
      await expect(widget.log.getByText(shop.read)).toHaveCount(1);
      await agent.close();
      await expect(widget.log).toContainText(shop.closedByPerson);
      await press(widget, shop.reopen);
      await expect(widget.log).toContainText(shop.reopened);
      await expect(widget.log.getByText(shop.questions[0], { exact: true })).toHaveCount(1);
      await expect(widget.panel).toContainText(shop.next);
      await agent.take();
      await agent.say(shop.back);
      await press(widget, shop.senior);
      await expect(widget.log).toContainText(shop.escalated);
      await agent.leave();
    });

    test("an end that is slow to arrive does not end what was opened again after it", async ({ desk, page, browser }) => {
      const { agent, widget } = await askAndTake(shop, { desk, page, browser });
      const calls = [];
      let release;
      const held = new Promise((done) => (release = done));
      await page.route(/\/v1\/conversations\/[^/]+\/(close|reopen)$/, async (route) => {
        const what = new URL(route.request().url()).pathname.split("/").at(-1);
        if (what === "close") await held;
        calls.push(what);
        await route.continue();
      });
      await press(widget, shop.end);
      await press(widget, shop.endYes);
      await press(widget, shop.reopen);
      await expect(widget.panel.locator(".status.waiting")).toBeVisible();
      release();
      await expect(widget.log).toContainText(shop.reopened);
      await agent.take();
      await agent.say(shop.back);
      await expect(widget.log).toContainText(shop.back);
      expect(calls).toEqual(["close", "reopen"]);
      await agent.leave();
    });

    test("nobody on duty: until when, by the shop's hours and holidays, and WeChat beside the other ways", async ({ page }) => {
      const folder = await mkdtemp(join(tmpdir(), "renzai-hours-"));
      const shop_toml = join(folder, "shop.toml");
      // Closed today and tomorrow, wherever the day has begun: it opens the day after.
      const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
      await writeFile(
        shop_toml,
        `[site]\nname = "x"\nlocale = "zh-CN"\nphone = "400-000-1234"\ntimezone = "UTC"\nwechat = "https://work.weixin.qq.com/kfid/kfc1"\n` +
          `[hours]\ndaily = "00:00-23:59"\nclosed = ["${day(0)}", "${day(1)}"]\n`,
      );
      const desk = await startDesk({ args: ["--shop", shop_toml] });
      await page.goto(new URL(shop.home, desk.url).href);
      const widget = new Widget(page);
      await widget.askForPerson();
      await expect(widget.panel).toContainText(shop.nobodyUntil);
      const wechat = widget.panel.getByRole("link", { name: shop.wechat });
      await expect(wechat).toHaveAttribute("href", /kfc1/);
      await expect(wechat).toHaveAttribute("rel", "noopener noreferrer");
      await expect(wechat).toContainText("(work.weixin.qq.com)");
      for (const name of [shop.message, shop.callback]) {
        await expect(widget.panel.getByRole("button", { name, exact: true })).toBeVisible();
      }
      await page.goto("about:blank");
      await desk.stop();
      await rm(folder, { recursive: true });
    });

    test("who is there: away for a moment, back, and handed on by name to a colleague", async ({ desk, page, browser }) => {
      const { agent, widget } = await askAndTake(shop, { desk, page, browser });
      const log_in = await hire(agent.page, { login: "lan", name: "兰姐", role: "主管", level: "senior" });
      const colleague = new Agent(await loginAgent(browser, desk, log_in));
      // The desk tells of an absence after a minute; this is what the leading tab passes on to the others then.
      const tell = (online) =>
        page.evaluate((event) => new BroadcastChannel("renzai:qinghe").postMessage(JSON.stringify(event)), {
          at: 1_795_200_000_000,
          type: "presence",
          from: "agent",
          name: "",
          online,
        });
      await tell(false);
      await expect(widget.panel).toContainText(shop.away);
      expect(await violations(page)).toEqual([]);
      await tell(true);
      await expect(widget.panel).not.toContainText(shop.away);
      await agentActs(agent, "transfer", { to: { kind: "agent", agent: log_in.agent }, note: "" });
      await expect(widget.log).toContainText(shop.handedOn);
      await expect(widget.panel.locator(".status")).toContainText("兰姐主管");
      await colleague.mine.getByRole("button").click();
      await expect(colleague.log).toContainText(shop.agentSays);
      await colleague.say(shop.back);
      const line = widget.log.locator(".msg.person").filter({ hasText: shop.back });
      await expect(line).toContainText(`${shop.person}`);
      await expect(line).toContainText("兰姐");
      await agentActs(colleague, "ask-rating");
      await press(widget, shop.rateNow);
      await expect(part(widget)).toBeVisible();
      await pressIn(widget, shop.shut);
      await agentActs(colleague, "leave");
      await expect(widget.log).toContainText(shop.gone);
      await expect(widget.panel).toContainText(shop.next);
      await agent.leave();
      await colleague.leave();
    });

    test("typing is shown on either side, and the handover says what was understood and from which words", async ({ desk, page, browser }) => {
      const agent = await Agent.login(browser, desk);
      await page.goto(shop.home);
      const widget = await openWidget(page);
      await widget.ask(shop.exchange);
      await expect(widget.log).toContainText(shop.exchangeAnswer);
      await widget.human.click();
      await expect(widget.panel).toContainText(shop.next);
      await agent.take();
      await expect(agent.context).toContainText(shop.exchange);
      await expect(agent.log.locator(".evidence").first()).toContainText("exchange");
      await agent.composer.pressSequentially("您");
      await expect(widget.panel.locator(".typing")).toBeVisible();
      await widget.composer.pressSequentially("x");
      await expect(agent.page.getByText(/正在输入/).first()).toBeVisible();
      await agent.leave();
    });
  });
}
