// The tables of `locales/`, as far as tests compare with them: the texts of the panel that are one line.
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../locales/", import.meta.url));

async function table(tag) {
  const text = await readFile(`${folder}${tag}.toml`, "utf8");
  const panel = text.slice(text.indexOf("[panel]"), text.indexOf("[parts]"));
  const lines = [...panel.matchAll(/^(\w+) = (".*")$/gm)].map(([, key, value]) => [key, JSON.parse(value)]);
  return { tag, ...Object.fromEntries(lines) };
}

/** `{tag, title, send, …}` of every language. */
export const LOCALES = await Promise.all((await readdir(folder)).map((file) => table(file.replace(".toml", ""))));

/** The table of one. */
export const locale = (tag) => LOCALES.find((it) => it.tag === tag);
