// After the talk and beside it: rating, copy, erasing, family, files.
import { Widget, expect, test } from "./harness.mjs";
import { violations } from "./steps.mjs";
import { PERSON, PHOTO, PIXEL, askAndTake, atTheDesk, part, press, pressIn } from "./person-steps.mjs";

for (const [lang, shop] of Object.entries(PERSON)) {
  test.describe(lang, () => {
    test.use({ locale: shop.locale });

    test("a rating in words, a copy, and everything erased, counted", async ({ desk, page, browser }) => {
      const { agent, widget } = await askAndTake(shop, { desk, page, browser });
      await widget.ask(shop.questions[1]);
      await agent.close();
      await press(widget, shop.stars);
      await press(widget, shop.more);
      await part(widget).getByRole("radio", { name: shop.stars }).check();
      await part(widget).getByRole("checkbox", { name: shop.kind }).check();
      await part(widget).getByRole("radio", { name: shop.solved }).check();
      expect(await violations(page)).toEqual([]);
      await pressIn(widget, shop.submit);
      await expect(part(widget)).toContainText(shop.thanks);
      await press(widget, shop.menu);
      await press(widget, shop.save);
      await expect(part(widget).getByRole("link", { name: shop.asFile })).toHaveAttribute("download", shop.file);
      expect(await violations(page)).toEqual([]);
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await pressIn(widget, shop.copy);
      await expect(part(widget)).toContainText(shop.copied);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      for (const line of [shop.agentSays, shop.questions[1]]) expect(copied).toContain(line);
      const letter = await part(widget).getByRole("link", { name: shop.mail }).getAttribute("href");
      expect(letter).toContain(`mailto:?subject=`);
      expect(decodeURIComponent(letter)).toContain(shop.agentSays);
      const [paper] = await Promise.all([page.waitForEvent("popup"), pressIn(widget, shop.print)]);
      await expect(paper.locator("pre")).toContainText(shop.agentSays);
      await paper.close();
      await press(widget, shop.menu);
      await press(widget, shop.erase);
      expect(await violations(page)).toEqual([]);
      await pressIn(widget, shop.eraseYes);
      await expect(part(widget)).toContainText(shop.erased[0]);
      await expect(part(widget)).toContainText(shop.erased[1]);
      await expect(widget.log.getByText(shop.questions[1], { exact: true })).toHaveCount(0);
      expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("renzai:")))).toEqual([]);
      await agent.leave();
    });

    test("family: a link, a name, lines that say who is who, and out again", async ({ desk, page, browser }) => {
      const { agent, widget } = await askAndTake(shop, { desk, page, browser });
      await press(widget, shop.menu);
      await press(widget, shop.family);
      await expect(part(widget).getByRole("img", { name: shop.qr })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      const link = await part(widget).getByRole("link").first().getAttribute("href");
      await pressIn(widget, shop.shut);
      const phone = await browser.newContext({ baseURL: desk.url, locale: shop.locale });
      const helper = new Widget(await phone.newPage());
      await helper.page.goto(link);
      await part(helper).getByRole("textbox").fill(shop.helper);
      expect(await violations(helper.page)).toEqual([]);
      await part(helper).locator("[type=submit]").click();
      await expect(helper.log.getByText(shop.agentSays)).toHaveCount(1);
      await expect(widget.log).toContainText(shop.joined);
      await helper.composer.fill(shop.helps);
      await helper.composer.press("Enter");
      await expect(widget.log.locator(".family")).toContainText(shop.helps);
      await expect(agent.log).toContainText(shop.helps);
      await widget.ask(shop.questions[2]);
      await expect(helper.log.locator(".family")).toContainText(shop.questions[2]);
      await helper.page.reload();
      await expect(helper.log.getByText(shop.helps, { exact: true })).toHaveCount(1);
      // The page of the link speaks the language of its shop, if not the link's own.
      const stop = new RegExp(`^(${PERSON.zh.leave}|${PERSON.en.leave})$`);
      await helper.panel.getByRole("button", { name: stop }).click();
      expect(await violations(helper.page)).toEqual([]);
      await press(widget, shop.remove);
      expect(await violations(page)).toEqual([]);
      await part(widget).getByRole("button", { name: shop.remove }).click();
      await expect(widget.log).toContainText(shop.out);
      await phone.close();
      await agent.leave();
    });

    test("a photo arrives without its place", async ({ desk, page, browser }) => {
      await page.setViewportSize({ width: 360, height: 560 });
      const { agent, widget } = await askAndTake(shop, { desk, page, browser });
      // More than is in sight at once: what was sent is to be seen all the same.
      for (const line of ["1", "2", "3"]) await agent.say(line);
      expect(PHOTO.includes("GPSPLACE")).toBe(true);
      const sent = page.waitForResponse((response) => response.url().includes("/files?name="));
      await press(widget, shop.attach);
      await expect(part(widget)).toContainText(shop.limits);
      expect(await violations(page)).toEqual([]);
      await part(widget).locator("input[type=file]").setInputFiles({ name: shop.photo, mimeType: "image/jpeg", buffer: PHOTO });
      expect((await sent).status()).toBe(200);
      await expect(part(widget)).toContainText(shop.uploaded);
      await pressIn(widget, shop.shut);
      await expect(widget.log).toContainText(shop.picture);
      await expect(widget.log.getByText(shop.arrived)).toHaveCount(1);
      await expect(widget.log.getByText(shop.arrived)).toBeInViewport({ ratio: 1 });
      const bytes = await atTheDesk(page);
      expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
      expect(bytes.includes("GPSPLACE")).toBe(false);
      expect(bytes.includes("Exif")).toBe(false);
      await agent.leave();
    });

    test.describe("a network that comes back", () => {
      test.use({ expectedErrors: [/ERR_FAILED/] });

      test("a file is on the device until the desk has it, over a reload, and arrives once", async ({ desk, page, browser }) => {
        const { agent, widget } = await askAndTake(shop, { desk, page, browser });
        await page.route("**/files?name=*", (route) => route.abort());
        await press(widget, shop.attach);
        await part(widget).locator("input[type=file]").setInputFiles({ name: shop.photo, mimeType: "image/png", buffer: PIXEL });
        await expect(part(widget)).toContainText(shop.keptFile);
        await page.unroute("**/files?name=*");
        await page.reload();
        await expect(widget.log).toContainText(shop.picture, { timeout: 30_000 });
        await expect(agent.log.getByRole("img", { name: `图片：${shop.photo}` })).toHaveCount(1);
        await page.reload();
        await expect(widget.log.getByText(shop.picture)).toHaveCount(1);
        // Its name begins with what is seen.
        await widget.panel.getByRole("button", { name: new RegExp(`^${shop.picture}.*${shop.open}`) }).click();
        await expect(part(widget).getByRole("img", { name: shop.photo })).toBeVisible();
        expect(await violations(page)).toEqual([]);
        await agent.leave();
      });
    });

    test("a picture is pasted or dropped; what is of another kind is said", async ({ desk, page, browser }) => {
      const { agent, widget } = await askAndTake(shop, { desk, page, browser });
      const give = (kind, name, type, bytes = PIXEL) =>
        widget.composer.evaluate(
          (composer, [kind, name, type, bytes]) => {
            const given = new DataTransfer();
            given.items.add(new File([new Uint8Array(bytes)], name, { type }));
            const init = { bubbles: true, composed: true, cancelable: true };
            const event =
              kind === "paste"
                ? new ClipboardEvent("paste", { ...init, clipboardData: given })
                : new DragEvent("drop", { ...init, dataTransfer: given });
            composer.dispatchEvent(event);
          },
          [kind, name, type, [...bytes]],
        );
      await give("paste", shop.photo, "image/png");
      await expect(part(widget)).toContainText(shop.uploaded);
      await pressIn(widget, shop.shut);
      await give("drop", shop.photo, "image/png");
      await expect(part(widget)).toContainText(shop.uploaded);
      await pressIn(widget, shop.shut);
      await expect(widget.log.getByText(shop.picture)).toHaveCount(2);
      await give("drop", "notes.txt", "text/plain", Buffer.from("text"));
      await expect(part(widget)).toContainText(shop.badKind);
      await agent.leave();
    });
  });
}
