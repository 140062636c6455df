// `node tests/bench/bench.mjs FOLDER SIZES`: compares engines in headless Chromium and prints tables in Markdown.
// FOLDER has SIZE.pack and SIZE.json from `cargo bench -p answer --features build -- SIZES FOLDER`.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "@playwright/test";
import { build } from "esbuild";

const [folder, sizes] = process.argv.slice(2);
const here = new URL(".", import.meta.url).pathname;
const wasm = readFileSync(process.env.RENZAI_BENCH_WASM).toString("base64");
const bundled = await build({
  entryPoints: [`${here}page.mjs`],
  bundle: true,
  write: false,
  format: "iife",
  platform: "browser",
  define: { global: "globalThis", "process.env.NODE_ENV": '"production"' },
  external: ["fs", "path", "os", "crypto"],
});
// Headers that give the page a clock of 5 µs instead of 100.
const headers = { "content-type": "text/html", "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const server = createServer((_, response) => response.writeHead(200, headers).end("<!doctype html><title>bench</title>"));
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined });
const micros = (ms) => (ms * 1000).toFixed(0);
try {
  for (const size of sizes.split(",")) {
    const knowledge = JSON.parse(readFileSync(`${folder}/${size}.json`, "utf8"));
    const pack = readFileSync(`${folder}/${size}.pack`).toString("base64");
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.addScriptTag({ content: "globalThis.require = () => ({});" + bundled.outputFiles[0].text });
    const rows = [];
    const names = ["ours", "MiniSearch", "FlexSearch", "Fuse.js", ...(Number(size) <= 1000 ? ["nlp.js"] : [])];
    for (const name of names) {
      const ours = name === "ours";
      const run = page.evaluate(([name, knowledge, pack, wasm]) => globalThis.run(name, knowledge, pack, wasm), [name, knowledge, ours ? pack : null, ours ? wasm : null]);
      rows.push(await run.catch((error) => ({ name, error: String(error).split("\n")[0] })));
      console.error(JSON.stringify(rows.at(-1)));
    }
    const our = rows[0];
    console.log(`\n${size} entries, ${knowledge.entries.flat().length} phrasings\n`);
    console.log("| engine | ready ms | p50 µs | p99 µs | p50 / ours | p99 / ours | p99 of the first round µs | top-1 | questions × rounds |");
    console.log("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (const row of rows) {
      if (row.error) {
        console.log(`| ${row.name} | ${row.error} | – | – | – | – | – | – | – |`);
        continue;
      }
      const ratio = (key) => (row[key] / our[key]).toFixed(1);
      console.log(`| ${row.name} | ${row.ready.toFixed(0)} | ${micros(row.p50)} | ${micros(row.p99)} | ${ratio("p50")} | ${ratio("p99")} | ${micros(row.first)} | ${row.top1.toFixed(3)} | ${row.asked} × ${row.rounds} |`);
    }
    const bytes = Math.round((pack.length * 3) / 4);
    if (our.memory) console.log(`\nOurs: loading the pack of ${bytes} bytes and asking made WebAssembly memory grow by ${our.memory} bytes, ${(our.memory / bytes).toFixed(1)} times the pack, the fetched file itself among them.`);
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}
