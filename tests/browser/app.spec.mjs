// The page in a mini program's web-view: what the app learns and what it is asked for, each app by its own script.
import { APPS, asked, inMiniProgram, inWeChat, scriptOnly } from "./apps.mjs";
import { Widget, expect, test } from "./harness.mjs";
import { SHOPS, violations } from "./steps.mjs";

const shop = SHOPS.zh;
const SUPPORT = "找这个 App 里的客服";
const PAGE = "/pages/help/help";

/** Opens the whole page, and asks for a person there. */
async function askForPerson(page, address = `/chat/?native=${encodeURIComponent(PAGE)}`) {
  await page.goto(address);
  const widget = new Widget(page);
  await widget.human.click();
  await expect(widget.panel).toContainText(shop.nobody);
  return widget;
}

for (const app of Object.keys(APPS)) {
  test(`${app}: a person is asked for, its own support is a press away, “back” leads back`, async ({ page }) => {
    await inMiniProgram(page, app);
    const widget = await askForPerson(page);
    await expect.poll(() => asked(page)).toEqual([["postMessage", { renzai: "human" }]]);
    const support = widget.panel.getByRole("button", { name: SUPPORT });
    expect(await violations(page)).toEqual([]);
    await support.click();
    expect((await asked(page)).slice(1)).toEqual([["navigateTo", { url: PAGE }]]);
    await widget.composer.fill("/返回");
    await widget.composer.press("Enter");
    await expect.poll(async () => (await asked(page)).slice(2)).toEqual([["navigateBack", { delta: 1 }]]);
    await expect(widget.panel).toBeVisible();
  });

  test(`${app}: its script on a page in a browser is left alone`, async ({ page }) => {
    await scriptOnly(page, app);
    const widget = await askForPerson(page);
    await widget.composer.fill("/返回");
    await widget.composer.press("Enter");
    await expect(widget.composer).toHaveValue("");
    expect(await asked(page)).toEqual([]);
    await expect(widget.panel.getByRole("button", { name: SUPPORT })).toHaveCount(0);
  });
}

test("in WeChat, but in no mini program, no page of one is offered", async ({ page }) => {
  await inWeChat(page);
  const widget = await askForPerson(page);
  await expect(widget.panel.locator(".status.waiting")).toBeVisible();
  expect(await asked(page)).toEqual([]);
  await expect(widget.panel.getByRole("button", { name: SUPPORT })).toHaveCount(0);
});

test("in the large mode, too, its own support is a press away", async ({ page }) => {
  await inMiniProgram(page, "WeChat");
  const widget = await askForPerson(page, `/chat/?mode=elder&native=${encodeURIComponent(PAGE)}`);
  const support = widget.panel.getByRole("button", { name: SUPPORT });
  await expect(support).toBeInViewport();
  expect((await support.boundingBox()).height).toBeGreaterThanOrEqual(60);
});

for (const page of ["https://evil.example/", "//evil.example", "javascript:fired()", "pages/help", "/a b", ""]) {
  test(`what is no page of a mini program is not offered: ${page || "nothing"}`, async ({ page: tab }) => {
    await inMiniProgram(tab, "Baidu");
    const widget = await askForPerson(tab, `/chat/?native=${encodeURIComponent(page)}`);
    await expect.poll(() => asked(tab)).toEqual([["postMessage", { renzai: "human" }]]);
    await expect(widget.panel.getByRole("button", { name: SUPPORT })).toHaveCount(0);
  });
}
