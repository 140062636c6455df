// What a merchant adds to the tag: a greeting by rules, and the privacy sentence before the first hand-over.
import { Widget, expect, openWidget, test } from "./harness.mjs";
import { SHOPS, TAG, openPageWith, violations } from "./steps.mjs";

const shop = SHOPS.zh;
const GREETING = "需要帮忙吗？点这里就能问。";
const MODULE = '<script type="module" src="/renzai.js"></script>';
const tag = (attributes) => TAG.replace("<ren-zai ", `<ren-zai ${attributes} `);

/** A page with room, or with `filler`, where the greeting comes. */
async function emptyPage(page, attributes, filler = "") {
  await page.clock.install();
  await page.route("**/stranger.html", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Shop</title><body><h1>Shop</h1>${filler}${tag(attributes)}${MODULE}` }),
  );
  const parts = page.waitForResponse(/parts-.*\.js$/);
  await page.goto("/stranger.html");
  await expect(new Widget(page).launcher).toBeVisible();
  // The rules stand once the part has run.
  await page.evaluate((url) => import(url).then(() => true), (await parts).url());
  return page.locator("ren-zai .greet");
}

const stored = (page) => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((name) => name.startsWith("renzai")));

test.describe("a greeting", () => {
  test("comes after its time, once; a press opens the panel; it never comes again on this device", async ({ page }) => {
    const greeting = await emptyPage(page, 'greet="20s"');
    await page.clock.runFor(19_000);
    await expect(greeting).toHaveCount(0);
    await page.clock.runFor(2_000);
    await expect(greeting).toBeVisible();
    expect(await violations(page)).toEqual([]);
    expect(await stored(page)).toEqual([]);
    await greeting.getByRole("button", { name: GREETING }).click();
    await expect(new Widget(page).panel).toBeVisible();
    await expect(greeting).toHaveCount(0);
    await page.evaluate(() => globalThis.renzai("close"));
    await page.reload();
    await expect(new Widget(page).launcher).toBeVisible();
    await page.clock.runFor(60_000);
    await expect(greeting).toHaveCount(0);
  });

  test("who ignores it is greeted anew on another page, since nothing may be stored; with `once` never again", async ({ page }) => {
    const greeting = await emptyPage(page, 'greet="1s"');
    await page.clock.runFor(2_000);
    await expect(greeting).toBeVisible();
    expect(await stored(page)).toEqual([]);
    const agreed = await emptyPage(page, 'greet="1s once"');
    await page.clock.runFor(2_000);
    await expect(agreed).toBeVisible();
    expect(await stored(page)).toEqual(["renzai:qinghe:greeted"]);
    await page.reload();
    await expect(new Widget(page).launcher).toBeVisible();
    await page.clock.runFor(60_000);
    await expect(agreed).toHaveCount(0);
  });

  test("where nothing may be kept, `once` keeps nothing", async ({ page }) => {
    const greeting = await emptyPage(page, 'greet="1s once" storage="off"');
    await page.clock.runFor(2_000);
    await expect(greeting).toBeVisible();
    expect(await stored(page)).toEqual([]);
  });

  test("can be closed, and says what the merchant wrote, as text", async ({ page }) => {
    const greeting = await emptyPage(page, 'greet="1s" greeting="<b>您好</b>"');
    await page.clock.runFor(2_000);
    await greeting.getByRole("button", { name: "<b>您好</b>" }).focus();
    await greeting.getByRole("button", { name: "关闭" }).click();
    await expect(greeting).toHaveCount(0);
    expect(await stored(page)).toEqual(["renzai:qinghe:greeted"]);
  });

  test("comes when the pointer leaves upwards, in its scenes only", async ({ page }) => {
    const leave = () => page.evaluate(() => document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: -1 })));
    const greeting = await emptyPage(page, 'greet="exit scene=order,pay" scene="help"');
    await leave();
    await expect(greeting).toHaveCount(0);
    await page.evaluate(() => document.querySelector("ren-zai").setAttribute("scene", "pay"));
    await leave();
    await expect(greeting).toBeVisible();
  });

  test("does not come in the large mode", async ({ page }) => {
    const greeting = await emptyPage(page, 'greet="5s" elder');
    await page.clock.runFor(6_000);
    await expect(greeting).toHaveCount(0);
  });

  test("goes when the large mode is chosen", async ({ page }) => {
    const greeting = await emptyPage(page, 'greet="1s"');
    await page.clock.runFor(2_000);
    await expect(greeting).toBeVisible();
    await page.evaluate(() => globalThis.renzai("setAccessibility", { elder: true }));
    await expect(greeting).toHaveCount(0);
  });

  test("makes room for what lies below it", async ({ page }) => {
    const filler = '<p style="position:fixed;inset:auto 0 60px auto;width:300px;height:60px">一段要读的文字</p>';
    const greeting = await emptyPage(page, 'greet="1s"', filler);
    await page.clock.runFor(2_000);
    await expect(greeting).toBeHidden();
    await page.evaluate(() => {
      document.querySelector("p").remove();
      dispatchEvent(new Event("resize"));
    });
    await page.clock.runFor(100);
    await expect(greeting).toBeVisible();
  });
});

test.describe("the privacy sentence", () => {
  const SENTENCE = "找人工时，您在这里说的话会交给本店客服。";

  test("stands there when a person is asked for at once, asks for no press, and is gone the next time", async ({ page }) => {
    await openPageWith(page, { tags: tag('privacy="/help.html#privacy"') });
    const widget = new Widget(page);
    const order = [];
    page.on("request", (request) => /v1\/handover/.test(request.url()) && order.push("handover"));
    await widget.launcherHuman.click();
    await expect(widget.panel).toContainText(SENTENCE);
    await expect(widget.panel.getByRole("link", { name: "隐私说明" })).toHaveAttribute("href", "/help.html#privacy");
    await expect(widget.panel).toContainText(shop.nobody);
    expect(order).toEqual(["handover"]);
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await expect(widget.log).toContainText(shop.asked);
    await expect(widget.panel).not.toContainText(SENTENCE);
  });

  test("another site's page says where it leads, and learns nothing of this one", async ({ page }) => {
    await openPageWith(page, { tags: tag('privacy="https://law.example/privacy"') });
    const widget = await openWidget(page);
    const link = widget.panel.getByRole("link", { name: "隐私说明 (law.example)" });
    await expect(link).toHaveAttribute("rel", "noopener noreferrer");
  });

  test("is there before somebody asks in the panel; an address that would run a script is no link", async ({ page }) => {
    await openPageWith(page, { tags: tag('privacy="javascript:alert(1)"') });
    const widget = await openWidget(page);
    await expect(widget.panel).toContainText(SENTENCE);
    await expect(widget.panel.getByRole("link", { name: "隐私说明" })).toHaveCount(0);
  });
});

test.describe("without the file that has it", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  test("the person comes all the same", async ({ page }) => {
    await page.route(/parts-.*\.js$/, (route) => route.abort());
    await openPageWith(page, { tags: tag('privacy="/help.html#privacy"') });
    const widget = new Widget(page);
    await widget.launcherHuman.click();
    await expect(widget.panel).toContainText(shop.nobody);
  });
});
