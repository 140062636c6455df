// The texts of the interface, fetched for the one language in use.
//
// WORDS_VERSION is put in by the build. Bundlers look for addresses that are written out like this one.
/* global WORDS_VERSION */

/** Those of the panel (`txt`) or of the parts (`json`); in English where they cannot be had. */
export async function texts(shell, kind) {
  const get = async (tag) => {
    const answer = await fetch(new URL(`./words-${tag}-${WORDS_VERSION}.${kind}`, import.meta.url));
    return answer.ok ? answer.text() : Promise.reject(new Error(`${answer.status} for ${answer.url}`));
  };
  return get(shell.tag).catch(() => get('en'));
}
