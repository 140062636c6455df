// What is kept on the customer's device: sealed, for as long as the merchant says, and gone when it is erased.
import { chromium as engine } from "@playwright/test";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Widget, chromium, expect, openWidget, test } from "./harness.mjs";
import { PERSON, PIXEL, part, press, pressIn } from "./person-steps.mjs";
import { Agent, TAG, openPageWith } from "./steps.mjs";

const shop = PERSON.zh;
const PLACE = "renzai:qinghe";
const DAY = 86_400_000;

const launch = chromium();
// A name that is not this machine's own: no secure context.
test.use({ launchOptions: { ...launch, args: [...launch.args, "--host-resolver-rules=MAP shop.test 127.0.0.1"] } });

/** Words that stand nowhere else, each with what must not be found of it. */
const SAID = {
  question: ["琉璃塔夜里为什么 zymurgy 发光", "琉璃塔夜里", "zymurgy"],
  toPerson: ["我的 quixotry 包裹湿透了", "包裹湿透了", "quixotry"],
  fromPerson: ["xylograph 已经替您记下", "已经替您记下", "xylograph"],
  draft: ["写到一半的 wyvern", "写到一半的", "wyvern"],
  message: ["请看 galumph 订单", "galumph"],
  file: ["ouroboros 家里.png", "ouroboros", "家里.png"],
};
const NEEDLES = Object.values(SAID).flatMap(([, ...needles]) => needles);

/** What stands in the storage of a page, as it stands there. */
const stored = (page) =>
  page.evaluate(() => Object.fromEntries(Object.entries({ ...localStorage, ...sessionStorage }).filter(([name]) => name.startsWith("renzai:"))));

/** What a store of the browser's database has, or `null` where there is no database. */
const inDatabase = (page, store) =>
  page.evaluate(async (store) => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "renzai")) return null;
    const asked = (request) => new Promise((done, fail) => Object.assign(request, { onsuccess: () => done(request.result), onerror: fail }));
    const database = await asked(indexedDB.open("renzai"));
    const all = await asked(database.transaction(store).objectStore(store).getAllKeys());
    database.close();
    return all;
  }, store);

const erasedDatabase = (page) =>
  page.evaluate(() => new Promise((done, fail) => Object.assign(indexedDB.deleteDatabase("renzai"), { onsuccess: done, onerror: fail })));

/** The text below a seal, as the widget wrote it. */
const opened = (page, place = PLACE) => page.evaluate(([key, place]) => globalThis[Symbol.for("renzai")][key].read(place), [PLACE, place]);

async function answered(page) {
  const widget = await openWidget(page);
  await widget.ask(shop.exchange);
  await expect(widget.log).toContainText(shop.exchangeAnswer);
  return widget;
}

/** The widget, whether it opens by itself or not. */
async function shown(page) {
  await page.locator("ren-zai").evaluate((it) => it.open());
  const widget = new Widget(page);
  await expect(widget.composer).toBeVisible();
  return widget;
}

async function reloaded(page) {
  await page.reload();
  return shown(page);
}

/** Where one of the byte strings stands in the files of a folder. */
async function found(folder, needles) {
  const places = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    for (const needle of needles) if (bytes.includes(needle)) places.push(`${needle} in ${entry.name}`);
  }
  return places;
}
const written = (word) => [Buffer.from(word, "utf8"), Buffer.from(word, "utf16le")];

test("no word of a conversation stands in any file of the browser's profile, and all of it is there again", async ({ desk, browser }) => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), "renzai-profile-"));
  const launch = () => engine.launchPersistentContext(folder, { ...chromium(), baseURL: desk.url, locale: "zh-CN" });
  try {
    let context = await launch();
    let page = context.pages()[0];
    await page.goto("/");
    // What stands in plain text is found: the search below can find something.
    await page.evaluate(() => localStorage.setItem("control", "对照 kumquat"));
    const widget = await openWidget(page);
    await widget.ask(SAID.question[0]);
    await expect.poll(() => page.evaluate(() => renzai("notes"))).toContain("zymurgy");
    await widget.askForPerson();
    await press(widget, shop.message);
    await part(widget).getByRole("textbox").first().fill(SAID.message[0]);
    await pressIn(widget, shop.shut);
    const agent = await Agent.login(browser, desk);
    await agent.take();
    await widget.ask(SAID.toPerson[0]);
    await agent.say(SAID.fromPerson[0]);
    await expect(widget.log).toContainText(SAID.fromPerson[0]);
    await page.route("**/files?name=*", (route) => route.abort());
    await press(widget, shop.attach);
    await part(widget).locator("input[type=file]").setInputFiles({ name: SAID.file[0], mimeType: "image/png", buffer: PIXEL });
    await expect(part(widget)).toContainText("已保存在这台设备上");
    await pressIn(widget, shop.shut);
    await widget.composer.fill(SAID.draft[0]);
    await expect.poll(() => opened(page)).toContain(SAID.draft[0]);
    const names = Object.keys(await stored(page));
    expect(names).toEqual(expect.arrayContaining([PLACE, `${PLACE}:notes`, `${PLACE}:errands`, "renzai:message"]));
    await context.close();

    expect(await found(folder, written("kumquat"))).not.toEqual([]);
    expect(await found(folder, [Buffer.from("对照", "utf16le")])).not.toEqual([]);
    const points = PIXEL.subarray(41, 54);
    expect(await found(folder, [...NEEDLES.flatMap(written), points])).toEqual([]);

    // Another day, the same browser.
    context = await launch();
    page = context.pages()[0];
    await page.goto("/");
    const again = new Widget(page);
    for (const [line] of [SAID.question, SAID.toPerson, SAID.fromPerson]) await expect(again.log).toContainText(line);
    await expect(again.composer).toHaveValue(SAID.draft[0]);
    await expect(again.log).toContainText(`图片：${SAID.file[0]}`);
    expect(await page.evaluate(() => renzai("notes"))).toContain("zymurgy");
    await context.close();
    await agent.leave();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a form that was half filled is so after a reload, and is not in plain text meanwhile", async ({ page }) => {
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.askForPerson();
  await press(widget, shop.message);
  await part(widget).getByRole("textbox").first().fill(SAID.message[0]);
  expect(JSON.stringify(await stored(page))).not.toContain("galumph");
  const again = await reloaded(page);
  await press(again, shop.message);
  await expect(part(again).getByRole("textbox").first()).toHaveValue(SAID.message[0]);
});

for (const path of ["/", "/chat/"]) {
  test(`two tabs that begin at once have one key (${path})`, async ({ context }) => {
    const tabs = await Promise.all([0, 1].map(() => context.newPage()));
    await Promise.all(tabs.map((tab) => tab.goto(path)));
    await Promise.all(tabs.map((tab) => tab.locator("ren-zai").evaluate((it) => it.open())));
    const widgets = tabs.map((tab) => new Widget(tab));
    for (const widget of widgets) await expect(widget.composer).toBeVisible();
    const questions = [shop.exchange, shop.invoice];
    // Not typed: what is written in one tab is soon in the other's field, too, between two keys of this test.
    await Promise.all(tabs.map((tab, n) => tab.locator("ren-zai").evaluate((it, text) => it.ask(text), questions[n])));
    const both = async (widget) => {
      for (const text of [...questions, shop.exchangeAnswer, shop.invoiceAnswer]) await expect(widget.log).toContainText(text);
    };
    for (const widget of widgets) await both(widget);
    expect(await inDatabase(tabs[0], "keys")).toEqual([await tabs[0].locator("ren-zai").evaluate((it) => `renzai:${it.getAttribute("site") ?? "default"}`)]);
    for (const tab of tabs) await both(await reloaded(tab));
  });
}

test("a page that is nothing but the chat has no key before somebody writes", async ({ page }) => {
  await page.goto("/chat/", { waitUntil: "networkidle" });
  const widget = new Widget(page);
  await expect(widget.composer).toBeVisible();
  expect(await stored(page)).toEqual({});
  expect(await inDatabase(page, "keys")).toBeNull();
  await widget.ask(shop.exchange);
  await expect.poll(async () => Object.values(await stored(page)).join()).toContain('{"sealed":"');
});

test("what an older version left in plain text is read once, and sealed", async ({ desk, page, browser }) => {
  const agent = await Agent.login(browser, desk);
  await page.goto("/");
  const widget = await openWidget(page);
  await widget.ask(SAID.question[0]);
  await expect.poll(() => page.evaluate(() => renzai("notes"))).toContain("zymurgy");
  await widget.askForPerson();
  await agent.take();
  await agent.say(SAID.fromPerson[0]);
  await expect(widget.log).toContainText(SAID.fromPerson[0]);
  await expect.poll(() => opened(page)).toContain(SAID.fromPerson[0]);
  const [text, notes] = [await opened(page), await opened(page, `${PLACE}:notes`)];
  // The page is left before its storage is made an older one: it would write once more.
  await page.goto("/help.html?older");
  await page.evaluate(() => document.querySelector("ren-zai")?.remove());
  await erasedDatabase(page);
  await page.evaluate(
    ([place, text, notes, name, bytes]) =>
      new Promise((done, fail) => {
        const path = `v1/conversations/${JSON.parse(text).conversation}/files?name=${encodeURIComponent(name)}`;
        localStorage.setItem(place, text);
        localStorage.setItem(`${place}:notes`, notes);
        const id = crypto.randomUUID();
        localStorage.setItem(`${place}:errands`, JSON.stringify([{ id, method: "POST", path, file: id }]));
        const opening = indexedDB.open("renzai", 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore("files");
        opening.onerror = fail;
        opening.onsuccess = () => {
          const change = opening.result.transaction("files", "readwrite");
          change.objectStore("files").put({ key: place, name, blob: new Blob([new Uint8Array(bytes)], { type: "image/png" }) }, id);
          change.oncomplete = () => (opening.result.close(), done());
        };
      }),
    [PLACE, text, notes, SAID.file[0], [...PIXEL]],
  );
  await page.goto("/");
  const again = new Widget(page);
  await expect(again.log).toContainText(SAID.question[0]);
  await expect(again.log).toContainText(SAID.fromPerson[0]);
  await expect(again.log).toContainText(`图片：${SAID.file[0]}`);
  await expect(agent.log.getByRole("img", { name: `图片：${SAID.file[0]}` })).toHaveCount(1);
  expect(await page.evaluate(() => renzai("notes"))).toBe(notes);
  const left = await stored(page);
  for (const name of [PLACE, `${PLACE}:notes`]) expect(left[name]).toMatch(/^\{"sealed":"/);
  for (const needle of NEEDLES) expect(JSON.stringify(left)).not.toContain(needle);
  await expect.poll(() => inDatabase(page, "files")).toEqual([]);
  await agent.leave();
});

test.describe("half of it was erased", () => {
  const halves = {
    "the key": erasedDatabase,
    "the words": (page) => page.evaluate(() => localStorage.clear()),
    "a letter of the seal": (page) =>
      page.evaluate((place) => {
        const text = localStorage.getItem(place);
        const at = text.indexOf('","');
        localStorage.setItem(place, text.slice(0, at - 20) + (text[at - 20] === "A" ? "B" : "A") + text.slice(at - 19));
      }, PLACE),
  };
  for (const [what, erase] of Object.entries(halves)) {
    test(`${what}: it begins anew, and keeps what comes then`, async ({ page }) => {
      await page.goto("/");
      await answered(page);
      await page.goto("/help.html");
      await erase(page);
      await page.goto("/");
      const widget = await shown(page);
      await expect(widget.log).not.toContainText(shop.exchangeAnswer);
      await widget.ask(shop.invoice);
      await expect(widget.log).toContainText(shop.invoiceAnswer);
      const again = await reloaded(page);
      await expect(again.log).toContainText(shop.invoiceAnswer);
      await expect(again.log).not.toContainText(shop.exchangeAnswer);
      expect(await inDatabase(page, "keys")).toEqual([PLACE]);
    });
  }
});

test.describe("without keys", () => {
  const poor = {
    "no crypto.subtle": () => Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined }),
    "no database": () => Object.defineProperty(globalThis, "indexedDB", { get: () => undefined }),
    "a database that takes no keys": () => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException("no keys here", "DataCloneError");
      };
    },
    "a database that does not answer": () => (IDBFactory.prototype.open = () => ({})),
  };
  for (const [what, arrange] of Object.entries(poor)) {
    test(`${what}: it works, and nothing is stored`, async ({ desk, page, browser }) => {
      await page.addInitScript(arrange);
      await page.goto("/");
      await worksUnstored(desk, page, browser);
    });
  }

  test("plain HTTP: it works, and nothing is stored", async ({ desk, page, browser }) => {
    await page.goto(desk.url.replace("127.0.0.1", "shop.test"));
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await worksUnstored(desk, page, browser);
  });

  async function worksUnstored(desk, page, browser) {
    const widget = await answered(page);
    await widget.askForPerson();
    await expect(widget.panel).toContainText(shop.nobody);
    await expect(widget.panel.getByRole("link", { name: shop.call })).toBeVisible();
    await expect(widget.panel.getByRole("link", { name: shop.contact })).toBeVisible();
    const agent = await Agent.login(browser, desk);
    await agent.take();
    await agent.say(shop.agentSays);
    await expect(widget.log).toContainText(shop.agentSays);
    await widget.ask(shop.shopperSays);
    await expect(agent.log.getByText(shop.shopperSays)).toHaveCount(1);
    // Drawn anew in another language, in the same page.
    await page.evaluate(() => renzai("setLocale", "en"));
    await expect(widget.panel.getByRole("button", { name: "Close" }).first()).toBeVisible();
    for (const text of [shop.exchange, shop.agentSays, shop.shopperSays]) await expect(widget.log).toContainText(text);
    const left = await stored(page);
    expect(Object.keys(left).filter((name) => /:errands|:notes|:alone|message|phone/.test(name) || name === PLACE)).toEqual([]);
    await agent.leave();
  }
});

test.describe("how long", () => {
  /** From the next page on, so many days have passed. */
  const pass = (page, days) =>
    page.addInitScript((by) => {
      const now = Date.now;
      Date.now = () => now() + by;
    }, days * DAY);

  test("thirty days after the last line, if the merchant says nothing", async ({ page }) => {
    await page.goto("/");
    await answered(page);
    await pass(page, 29);
    const within = await reloaded(page);
    await expect(within.log).toContainText(shop.exchangeAnswer);
    // To have looked at it makes it no younger.
    await pass(page, 2);
    await expect((await reloaded(page)).log).not.toContainText(shop.exchange);
    expect(Object.keys(await stored(page))).not.toContain(`${PLACE}:notes`);
  });

  test("as long as the merchant says, also what an older version left", async ({ page }) => {
    await openPageWith(page, { tags: TAG.replace("<ren-zai ", '<ren-zai keep="2" ') });
    await answered(page);
    await pass(page, 1);
    await expect((await reloaded(page)).log).toContainText(shop.exchangeAnswer);
    const text = await opened(page);
    await pass(page, 2);
    await page.goto("/help.html");
    await page.evaluate(([place, text]) => localStorage.setItem(place, text), [PLACE, text]);
    await page.goto("/");
    const widget = await shown(page);
    await expect(widget.log).not.toContainText(shop.exchange);
    await widget.ask(shop.invoice);
    await expect.poll(() => opened(page)).toContain(shop.invoice);
    expect(await opened(page)).not.toContain(shop.exchange);
  });
});

test("reset erases words, files and keys, in every tab, and what comes then is kept", async ({ context, page }) => {
  await page.goto("/");
  const widget = await answered(page);
  const other = await context.newPage();
  await other.goto("/");
  const twin = await shown(other);
  await expect(twin.log).toContainText(shop.exchangeAnswer);
  expect(await inDatabase(page, "keys")).toEqual([PLACE]);
  await page.evaluate(() => renzai("reset"));
  expect(await stored(page)).toEqual({});
  expect(await inDatabase(page, "keys")).toEqual([]);
  expect(await inDatabase(page, "files")).toEqual([]);
  await expect(twin.log).not.toContainText(shop.exchangeAnswer);
  await twin.ask(shop.invoice);
  await expect(twin.log).toContainText(shop.invoiceAnswer);
  await widget.open();
  await expect(widget.log).toContainText(shop.invoiceAnswer);
  await widget.ask(shop.hello[0]);
  await expect(twin.log).toContainText(shop.hello[1]);
  for (const tab of [page, other]) {
    const again = await reloaded(tab);
    for (const text of [shop.invoiceAnswer, shop.hello[1]]) await expect(again.log).toContainText(text);
    await expect(again.log).not.toContainText(shop.exchangeAnswer);
  }
  expect(await inDatabase(page, "keys")).toEqual([PLACE]);
});
