// The engine's module and a merchant's knowledge, fetched side by side: the panel does not wait for them, nor do they for it.
//
// ANSWERER_URL and ANSWERER_WASM_URL are put in by the build: addresses relative to this file.
/* global ANSWERER_URL, ANSWERER_WASM_URL */

let engine;
/** What is on its way already: from where, and its bytes. */
let early = [];

/** Begins to fetch what will be asked for: on a slow network it comes as soon as there is room for it. */
export function hasten(pack) {
  if (!pack) return;
  const url = new URL(pack, document.baseURI).href;
  module();
  early = [url, bytes(url)];
  // Told once it is asked for.
  early[1].catch(() => {});
}

/** The engine's module, ready to read packs; fetched once, and after a failure again. */
function module() {
  engine ||= begun();
  engine.catch(() => (engine = undefined));
  return engine;
}

async function begun() {
  const program = fetch(new URL(ANSWERER_WASM_URL, import.meta.url));
  // Who fails first is told; nobody waits for the other then.
  program.catch(() => {});
  const glue = await import(ANSWERER_URL);
  await glue.default({ module_or_path: program });
  return glue.Answerer;
}

/**
 * The engine with the pack at `url`; `okay` and `chat` are what is said to an "all right" and to idle talk. Rejected with the
 * words that tell the merchant's engineer what stands in the way.
 */
export const answerer = (...given) => opened(...given).catch((error) => Promise.reject(`${error}`));

async function opened(url, okay, chat) {
  const [from, coming] = early;
  early = [];
  const pack = from === url ? coming : bytes(url);
  pack.catch(() => {});
  const Answerer = await module().catch((error) => Promise.reject(`the answer engine could not start: ${error}`));
  return Answerer.open(await pack, okay, chat);
}

async function bytes(url) {
  let answer;
  try {
    answer = await fetch(url);
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw `no answer for ${url}`;
  }
  throw `the server answered ${answer.status} for ${url}`;
}
