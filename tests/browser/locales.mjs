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

/** What every reader may meet in a language, the long texts of the parts for few left out: `[key, text]` each. */
export async function everydayTexts(tag) {
  const text = await readFile(`${folder}${tag}.toml`, "utf8");
  const lines = [...text.matchAll(/^(\w+) = (.*)$/gm)].filter(([, key]) => !FOR_FEW.test(key));
  return lines.flatMap(([, key, value]) => [...value.matchAll(/"([^"]*)"/g)].map(([, one]) => [key, one]));
}

/** Erasing, files and the guide for screen readers name many things exactly. */
const FOR_FEW = /^(name|commands|erase.*|limits|strip|bad_kind|file.*|help_.*|lang)$/;

/** `{tag, title, send, …}` of every language. */
export const LOCALES = await Promise.all((await readdir(folder)).map((file) => table(file.replace(".toml", ""))));

/** The table of one. */
export const locale = (tag) => LOCALES.find((it) => it.tag === tag);
