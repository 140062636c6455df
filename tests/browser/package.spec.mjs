// The npm package as a merchant has it: packed, installed, built by Vite, or pasted as a plain script from another host.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Widget, expect } from "./harness.mjs";
import { expectItWorks, folder, test, vite } from "./hosts.mjs";

test.use({ expectedErrors: [/favicon|404/] });

test("packed by npm, installed and built by Vite", async ({ hosts, page }) => {
  const { root, desk } = hosts;
  const app = await mkdtemp(join(tmpdir(), "renzai-app-"));
  const npm = (cwd, ...args) => execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, encoding: "utf8" });
  const tarball = JSON.parse(npm(app, "pack", folder, "--json"));
  const [{ filename, files }] = Array.isArray(tarball) ? tarball : Object.values(tarball);
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["renzai.js", "renzai.classic.js", "renzai.d.ts", "custom-elements.json", "README.md", "LICENSE-MIT"]));
  await writeFile(join(app, "package.json"), '{"private":true,"type":"module"}');
  npm(app, "install", "--offline", `./${filename}`);
  await writeFile(join(app, "index.html"), `<!doctype html><html lang="zh-CN"><title>Shop</title><script type="module" src="/main.js"></script>
<ren-zai pack="${desk.url}packs/shop.zh.pack" desk="${desk.url}" site="qinghe" phone="400-000-1234"></ren-zai>`);
  await writeFile(join(app, "main.js"), "import 'ren-zai';\n");
  const { build } = await vite();
  await build({ root: app, logLevel: "error", build: { outDir: root, emptyOutDir: true } });
  await rm(app, { recursive: true, force: true });
  await page.goto(hosts.shop.url);
  await expectItWorks(page);
});

test("a page in TypeScript compiles, and its mistakes do not", () => {
  const place = fileURLToPath(new URL("../package/", import.meta.url));
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom"];
  execFileSync(join(place, "node_modules/.bin/tsc"), [...options, "types.ts"], { cwd: place, encoding: "utf8" });
});

const integrity = async (name) => JSON.parse(await readFile(join(folder, "integrity.json"), "utf8"))[name];

for (const [what, attributes] of [["as it is", () => ""], ["with its hash", async () => `crossorigin integrity="${await integrity("renzai.classic.js")}"`]]) {
  test(`a plain script in one line from another host, ${what}`, async ({ hosts, page }) => {
    const { root, cdn, desk } = hosts;
    await mkdir(join(root, "deep"));
    await writeFile(join(root, "deep/index.html"), `<!doctype html><html lang="zh-CN"><title>Shop</title>
<script async src="${cdn.url}/renzai.classic.js" ${await attributes()} data-pack="${desk.url}packs/shop.zh.pack" data-desk="${desk.url}" data-site="qinghe" data-phone="400-000-1234"></script>
<p>Shop</p>`);
    await page.goto(`${hosts.shop.url}/deep/`);
    await expectItWorks(page);
    // Frameworks that put another body in its place leave it alone.
    await page.evaluate(() => document.body.replaceWith(document.createElement("body")));
    await expect(new Widget(page).launcher).toBeVisible();
    expect(await page.evaluate(() => Object.getOwnPropertyNames(globalThis).filter((name) => /renzai|shell/i.test(name)))).toEqual(["renzai"]);
  });
}

test("a module from another host, under hashes for each module", async ({ hosts, page }) => {
  const { root, cdn, desk } = hosts;
  const all = JSON.parse(await readFile(join(folder, "integrity.json"), "utf8"));
  const modules = Object.fromEntries(Object.entries(all).filter(([name]) => name.endsWith(".js")).map(([name, hash]) => [`${cdn.url}/${name}`, hash]));
  const page_ = (map) => `<!doctype html><html lang="zh-CN"><title>Shop</title>
<script type="importmap">${JSON.stringify({ integrity: map })}</script>
<script type="module" crossorigin src="${cdn.url}/renzai.js" integrity="${all["renzai.js"]}"></script>
<ren-zai pack="${desk.url}packs/shop.zh.pack" desk="${desk.url}" site="qinghe" phone="400-000-1234"></ren-zai>`;
  await writeFile(join(root, "index.html"), page_(modules));
  await page.goto(hosts.shop.url);
  await expectItWorks(page);
});
