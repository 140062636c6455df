// React and Vue as merchants have them: built by Vite from the npm package; the tag is moved, hidden, taken out, made anew.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Widget, expect } from "./harness.mjs";
import { folder, test, vite } from "./hosts.mjs";
import { SHOPS } from "./steps.mjs";

const shop = SHOPS.zh;
test.use({ expectedErrors: [/favicon|404/] });

async function build(name, { root, desk }) {
  const { build } = await vite();
  await build({
    root: fileURLToPath(new URL(`../package/${name}`, import.meta.url)),
    configFile: false,
    logLevel: "error",
    define: { DESK: JSON.stringify(desk.url) },
    resolve: { alias: { "ren-zai": join(folder, "renzai.js") } },
    build: { outDir: root, emptyOutDir: true, minify: false },
  });
}

for (const name of ["react", "vue"]) {
  test(`${name}: the talk goes on whatever is done to the tag`, async ({ hosts, page }) => {
    await build(name, hosts);
    await page.goto(hosts.shop.url);
    const widget = await new Widget(page).open();
    await widget.ask(shop.exchange);
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    const press = (button) => page.getByRole("button", { name: button, exact: true }).click();
    for (const change of ["Move", "Anew", "Blink"]) {
      await press(change);
      await expect(widget.log).toContainText(shop.exchangeAnswer);
      await expect(widget.host).toHaveCount(1);
    }
    await press("Out or in");
    await expect(widget.host).toHaveCount(0);
    await press("Out or in");
    await expect(widget.log).toContainText(shop.exchangeAnswer);
    await press("Why did my refund fail?");
    await expect(widget.log).toContainText(shop.refundAnswer);
    await widget.human.click();
    await expect(widget.panel).toContainText(shop.nobody);
  });
}
