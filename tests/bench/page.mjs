// Runs in the browser: every engine indexes the same entries and answers the same questions.
import { Index } from "flexsearch";
import Fuse from "fuse.js";
import MiniSearch from "minisearch";
import { containerBootstrap } from "@nlpjs/core";
import { LangEn } from "@nlpjs/lang-en";
import { Nlp } from "@nlpjs/nlp";

/** Words in letters, Chinese characters and their pairs: without it the others would not find Chinese at all. */
function tokens(text) {
  const parts = text.toLowerCase().match(/[a-z0-9]+|[\u4e00-\u9fff]/g) ?? [];
  const pairs = parts.flatMap((part, at) => (at > 0 && part > "\u4e00" && parts[at - 1] > "\u4e00" ? [parts[at - 1] + part] : []));
  return [...parts, ...pairs];
}

const docs = (entries) => entries.flatMap((texts, entry) => texts.map((text) => ({ entry, text })));

/** Each takes the entries and gives a function from a text to an entry. */
const engines = {
  async ours(entries, pack, wasm) {
    const { instance } = await WebAssembly.instantiate(wasm, {});
    const { room, load, ask, memory } = instance.exports;
    const put = (bytes) => {
      // First the room: when memory grows, an earlier view of it is lost.
      const at = room(bytes.length);
      new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    };
    const empty = memory.buffer.byteLength;
    put(pack);
    const started = performance.now();
    if (load() !== 1) throw new Error("the pack was refused");
    const ready = performance.now() - started;
    const encoder = new TextEncoder();
    const find = (text) => {
      put(encoder.encode(text));
      return ask();
    };
    return { find, ready, memory: () => memory.buffer.byteLength - empty };
  },
  async MiniSearch(entries) {
    const index = new MiniSearch({ fields: ["text"], storeFields: ["entry"], tokenize: tokens, searchOptions: { fuzzy: 0.2, prefix: true } });
    index.addAll(docs(entries).map((doc, id) => ({ id, ...doc })));
    return { find: (text) => index.search(text)[0]?.entry };
  },
  async FlexSearch(entries) {
    const index = new Index({ encode: tokens, tokenize: "forward", resolution: 9 });
    const all = docs(entries);
    all.forEach((doc, id) => index.add(id, doc.text));
    return { find: (text) => all[index.search(text, { limit: 1, suggest: true })[0]]?.entry };
  },
  async "Fuse.js"(entries) {
    const index = new Fuse(docs(entries), { keys: ["text"], ignoreLocation: true, threshold: 0.6 });
    return { find: (text) => index.search(text, { limit: 1 })[0]?.item.entry, slow: true };
  },
  async "nlp.js"(entries) {
    const container = await containerBootstrap();
    container.use(LangEn);
    const nlp = new Nlp({ container, languages: ["en"], autoSave: false, nlu: { log: false, useNoneFeature: false, epochs: 50 } });
    nlp.addLanguage("en");
    // Characters apart: it has no tokenizer for Chinese in the browser.
    const apart = (text) => tokens(text).join(" ");
    for (const doc of docs(entries)) nlp.addDocument("en", apart(doc.text), String(doc.entry));
    await nlp.train();
    const find = async (text) => {
      const { classifications } = await nlp.process("en", apart(text));
      return Number(classifications[0]?.intent);
    };
    return { find };
  },
};

/** Times that each question is asked. */
const ROUNDS = 5;
/** After so long, in ms, no further round is begun. */
const LONG = 20_000;

globalThis.run = async (name, knowledge, pack, wasm) => {
  const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const started = performance.now();
  const engine = await engines[name](knowledge.entries, pack && bytes(pack), wasm && bytes(wasm));
  const ready = engine.ready ?? performance.now() - started;
  const asked = engine.slow ? knowledge.asked.filter((_, at) => at % Math.ceil(knowledge.asked.length / 100) === 0) : knowledge.asked;
  let right = 0;
  const times = asked.map(() => []);
  const begun = performance.now();
  for (let round = 0; round < ROUNDS && performance.now() - begun < LONG; round++) {
    for (const [at, [text, entry]] of asked.entries()) {
      const before = performance.now();
      const found = await engine.find(text);
      times[at].push(performance.now() - before);
      right += round === 0 && found === entry ? 1 : 0;
    }
  }
  const at = (list, share) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
  const usual = times.map((several) => at(several, 0.5));
  const first = times.map(([time]) => time);
  const memory = engine.memory?.();
  return { name, ready, p50: at(usual, 0.5), p99: at(usual, 0.99), first: at(first, 0.99), rounds: times[0].length, top1: right / asked.length, asked: asked.length, memory };
};
