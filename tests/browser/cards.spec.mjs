// Cards: a product, an order, steps, a picture, links, a form; from the knowledge, a live answer, the person and the page.
import { BIN, Widget, expect, openWidget, test } from "./harness.mjs";
import { Agent, SHOPS, violations } from "./steps.mjs";
import { PERSON, agentActs, askAndTake, part, press, pressIn } from "./person-steps.mjs";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const shop = SHOPS.zh;

const PRODUCT = [
  "【商品】亚麻长袖衬衫", "![白色衬衫的正面](/favicon.svg)", "已经水洗过一次。", "价格：¥239", "尺码：S 到 XXL",
  "- 看商品 -> /order.html", "- 面料介绍 -> https://linen.example/about", "- 有货吗？ -> ask:stock", "- 打电话 -> tel:400-000-1234",
].join("\n");
const STEPS = "[Steps] Return it\n1. Open “Orders”\n2. Choose “Return”\n- The label is free";
const FORM = "【表单】换货登记\n? 订单号 *\n? 哪里不合适: 小了 | 大了\n? 备注";

/** The shop with these answers, by id. */
async function serveKnowledge(page, answers) {
  const folder = await mkdtemp(join(tmpdir(), "renzai-cards-"));
  try {
    const rows = Object.entries(answers).map(([id, answer]) => `${id},关于 ${id} 的问题,"${answer.replaceAll('"', '""')}"`);
    await writeFile(join(folder, "faq.csv"), ["id,question,answer", ...rows].join("\n"));
    await writeFile(join(folder, "shop.toml"), '[site]\nname = "x"\nlocale = "zh-CN"\nphone = "400-000-1234"\ntimezone = "UTC"\n');
    execFileSync(BIN, ["pack", folder, "-o", join(folder, "a.pack")], { encoding: "utf8" });
    const body = await readFile(join(folder, "a.pack"));
    await page.route("**/packs/shop.zh.pack", (route) => route.fulfill({ body, contentType: "application/octet-stream" }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const fenced = (card) => ["```card", card, "```"].join("\n");
const ask = (page, id) => page.evaluate((id) => document.querySelector("ren-zai").ask(id), id);

test.describe("from the knowledge", () => {
  test.beforeEach(({ page }) =>
    serveKnowledge(page, { shirt: `推荐这件：\n\n${fenced(PRODUCT)}\n\n七天可退。`, back: fenced(STEPS), stock: "有货。", exchange: fenced(FORM) }));

  test("a product: its picture, facts and ways, by their roles; the words around it stay", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await ask(page, "shirt");
    const card = widget.log.getByRole("group", { name: "商品: 亚麻长袖衬衫" });
    await expect(card.getByRole("img", { name: "白色衬衫的正面" })).toBeVisible();
    await expect(card.getByRole("term")).toHaveText(["价格", "尺码"]);
    await expect(card.getByRole("definition")).toHaveText(["¥239", "S 到 XXL"]);
    await expect(card.getByRole("link", { name: "看商品" })).toHaveAttribute("href", /\/order\.html$/);
    await expect(card.getByRole("link", { name: "打电话" })).toHaveAttribute("href", "tel:4000001234");
    const away = card.getByRole("link", { name: "面料介绍 (linen.example)" });
    await expect(away).toHaveAttribute("rel", "noopener noreferrer");
    await expect(away).toHaveAttribute("target", "_blank");
    for (const words of ["推荐这件：", "七天可退。"]) await expect(widget.log).toContainText(words);
    await expect(widget.log).not.toContainText("->");
    expect(await violations(page)).toEqual([]);
    await card.getByRole("link", { name: "看商品" }).focus();
    for (const name of [/面料介绍/, "有货吗？"]) {
      await page.keyboard.press("Tab");
      await expect(card.locator(":focus")).toHaveAccessibleName(name);
    }
    await page.keyboard.press("Enter");
    await expect(widget.log).toContainText("有货。");
  });

  test("steps are an ordered list; after a reload the card is one again", async ({ page }) => {
    await page.goto("/");
    const widget = await openWidget(page);
    await ask(page, "back");
    const card = widget.log.getByRole("group", { name: "Steps: Return it" });
    await expect(card.locator("ol > li")).toHaveText(["Open “Orders”", "Choose “Return”"]);
    await expect(card.locator("ul > li")).toHaveText(["The label is free"]);
    await page.reload();
    await expect(card.locator("ol > li")).toHaveCount(2);
  });

  test("a form says what is missing, asks for a person, and goes along", async ({ desk, page, browser }) => {
    const agent = await Agent.login(browser, desk);
    await page.goto("/");
    const widget = await openWidget(page);
    await ask(page, "exchange");
    const card = widget.log.getByRole("group", { name: "表单: 换货登记" });
    await expect(card, "where it goes is said before").toContainText("客服");
    await card.getByRole("button", { name: "提交" }).click();
    const order = card.getByRole("textbox", { name: "订单号" });
    await expect(order).toBeFocused();
    await expect(order).toHaveAttribute("aria-invalid", "true");
    expect(await violations(page)).toEqual([]);
    await order.fill("QH20261119-1187");
    await card.getByRole("combobox", { name: /哪里不合适/ }).selectOption("大了");
    await order.press("Enter");
    await expect(widget.panel).toContainText(shop.next);
    await expect(card.getByRole("definition")).toHaveText(["QH20261119-1187", "大了"]);
    await agent.take();
    for (const known of ["QH20261119-1187", "大了"]) await expect(agent.context).toContainText(known);
    await agent.leave();
  });
});

test.describe("without the part", () => {
  test.use({ expectedErrors: [/parts-/] });

  test("where the part cannot be had, the card is its words", async ({ page }) => {
    await serveKnowledge(page, { shirt: fenced(PRODUCT), stock: "有货。" });
    await page.route("**/assets/parts-*", (route) => route.abort());
    await page.goto("/");
    const widget = await openWidget(page);
    await ask(page, "shirt");
    for (const line of PRODUCT.split("\n")) await expect(widget.log).toContainText(line);
    await expect(widget.log.getByRole("group", { name: /商品/ })).toHaveCount(0);
  });
});

test("a live answer may be a card", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() => {
    document.querySelector("ren-zai").lookups = { order: ({ order }) => `【订单】${order}\n状态：运输中\n- 看物流 -> /order.html` };
  });
  const widget = await openWidget(page);
  await widget.ask("帮我查订单进度 QH20261119-1187");
  const card = widget.log.getByRole("group", { name: /^订单: qh20261119-1187$/i });
  await expect(card.getByRole("definition")).toHaveText("运输中");
  await expect(card.getByRole("link", { name: "看物流" })).toBeVisible();
});

test("the person's cards and forms, and the page's", async ({ desk, page, browser }) => {
  const { agent, widget } = await askAndTake(shop, { desk, page, browser });
  await agent.say(PRODUCT);
  await expect(widget.log.getByRole("group", { name: "商品: 亚麻长袖衬衫" }).getByRole("link")).toHaveCount(3);
  await agent.say(FORM);
  const form = widget.log.getByRole("group", { name: "表单: 换货登记" });
  await form.getByRole("textbox", { name: "订单号" }).fill("1187");
  await form.getByRole("textbox", { name: /备注/ }).fill("周末送");
  await form.getByRole("button", { name: "提交" }).click();
  await expect(agent.log).toContainText("订单号: 1187");
  await expect(agent.log).toContainText("备注: 周末送");
  await expect(form.getByRole("textbox"), "it is sent once").toHaveCount(0);
  await page.evaluate(() => {
    renzai("sendCard", { title: "每日坚果 500 克", price: "¥79", image: "/favicon.svg", url: "https://nuts.example/500" });
    renzai("sendCard", { order: "QH1", title: "三件商品" });
    renzai("sendCard", { text: "[Form] mine\n? a field" });
  });
  const own = widget.log.getByRole("group", { name: "商品: 每日坚果 500 克" });
  await expect(own.getByRole("link", { name: "nuts.example/500 (nuts.example)" })).toBeVisible();
  await expect(own.getByRole("img", { name: "每日坚果 500 克" })).toBeVisible();
  await expect(widget.log.getByRole("group", { name: "订单: 三件商品" })).toContainText("QH1");
  const mine = widget.log.getByRole("group", { name: "Form: mine" });
  await expect(mine).toContainText("a field");
  await expect(mine.getByRole("textbox")).toHaveCount(0);
  await expect(agent.log.getByRole("group", { name: "商品: 每日坚果 500 克" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await agent.leave();
});

test("the agent begins a card, or takes one from the knowledge; it is one for both", async ({ desk, page, browser }) => {
  const { agent, widget } = await askAndTake(shop, { desk, page, browser });
  await serveKnowledge(agent.page, { shirt: `推荐这件：\n\n${fenced(PRODUCT)}\n\n七天可退。`, stock: "有货。" });
  // Begun from the list, among words: three messages, and the second is a card.
  await agent.composer.fill("您看这件：");
  await agent.page.getByRole("combobox", { name: "卡片…" }).selectOption("订单");
  await expect(agent.composer).toHaveValue("您看这件：\n```card\n【订单】订单号\n状态：已发货\n- 看物流 -> /orders/\n```");
  await agent.composer.press("Enter");
  for (const log of [widget.log, agent.log]) {
    await expect(log.getByText("您看这件：", { exact: true })).toBeVisible();
    const card = log.getByRole("group", { name: "订单: 订单号" });
    await expect(card.getByRole("definition")).toHaveText("已发货");
    await expect(card).toContainText("看物流");
  }
  await expect(widget.log.getByRole("link", { name: "看物流" })).toBeVisible();
  // From the knowledge.
  await agent.page.getByRole("button", { name: "快捷回复" }).click();
  await agent.page.getByRole("combobox", { name: "快捷回复" }).fill("shirt");
  await agent.page.getByRole("option", { name: /推荐这件/ }).click();
  await agent.composer.press("Enter");
  for (const log of [widget.log, agent.log]) {
    await expect(log.getByRole("group", { name: "商品: 亚麻长袖衬衫" }).getByRole("definition")).toHaveText(["¥239", "S 到 XXL"]);
    await expect(log.getByText("七天可退。", { exact: true })).toBeVisible();
  }
  await expect(agent.log).not.toContainText("```");
  // Nothing of a card is fetched or followed at the console.
  await expect(agent.log.locator(".card :is(a, img, button, [href], [src])")).toHaveCount(0);
  expect(await violations(agent.page, "main")).toEqual([]);
  await agent.leave();
});

test("what a member of the family writes stays words", async ({ desk, page, browser }) => {
  const said = PERSON.zh;
  const { agent, widget } = await askAndTake(said, { desk, page, browser });
  await press(widget, said.menu);
  await press(widget, said.family);
  const link = await part(widget).getByRole("link").first().getAttribute("href");
  await pressIn(widget, said.shut);
  const helper = new Widget(await (await browser.newContext({ baseURL: desk.url, locale: "zh-CN" })).newPage());
  await helper.page.goto(link);
  await part(helper).getByRole("textbox").fill(said.helper);
  await part(helper).locator("[type=submit]").click();
  await expect(widget.log).toContainText(said.joined);
  await helper.composer.fill("【表单】银行卡号");
  await helper.composer.press("Enter");
  await expect(widget.log.locator(".family")).toContainText("【表单】银行卡号");
  await agent.say(FORM);
  await expect(widget.log.getByRole("group", { name: "表单: 换货登记" })).toBeVisible();
  await expect(widget.log.getByRole("group", { name: /银行/ })).toHaveCount(0);
  await helper.page.context().close();
  await agent.leave();
});

test("nothing in a card runs, and no address leads where the knowledge's may not", async ({ desk, page, browser }) => {
  const { agent, widget } = await askAndTake(shop, { desk, page, browser });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const targets = [
    "javascript:fired()", "JaVaScRiPt:fired()", "data:text/html,x", "http://plain.example/", "//evil.example/", "/\\evil.example",
    "https://shop.example@evil.example/", "https:evil.example", "blob:x", "tel:javascript", "mailto:a@b.example",
  ];
  const lines = targets.flatMap((target) => [`- x -> ${target}`, `![x](${target})`]);
  const markup = "<img src=x onerror=fired()>";
  await agentActs(agent, "messages", { client_id: crypto.randomUUID(), body: ["[Links] " + markup, markup, `${markup}: ${markup}`, ...lines].join("\n") });
  const card = widget.log.getByRole("group", { name: /^Links/ });
  await expect(card).toContainText(markup);
  await expect(card.locator("a, img, [href], [src], script")).toHaveCount(0);
  await expect(card.getByText("x", { exact: true })).toHaveCount(targets.length * 2);
  expect(asked.filter((url) => /evil|plain|data:|blob:/.test(url))).toEqual([]);
  // A line that would keep a careless reader busy for minutes.
  const blanks = " ".repeat(3500);
  await agentActs(agent, "messages", { client_id: crypto.randomUUID(), body: `[Form] blanks\n? a${blanks}\u2028b` });
  await expect(widget.log.getByRole("group", { name: "Form: blanks" }).getByRole("textbox", { name: "a b" })).toBeVisible();
  // What only looks like a card stays what was written.
  await agent.say("[Note] - x -> /order.html");
  await expect(widget.log.getByText("[Note] - x -> /order.html")).toBeVisible();
  await agent.leave();
});
