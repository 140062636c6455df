// Files on their way: kept in the browser's database before anything is sent, forgotten when the desk has them.

import { inDatabase } from './database.js';
import { Refused, access } from './desk.js';
import { filesOf, lock, unlock } from './vault.js';

/** Files of a browser that keeps none. */
const memory = new Map();
/** A large file on a slow phone, in milliseconds. */
const PATIENCE = 120000;

/** Keeps a file under a name of its own: `{key, name, conversation, blob}`. Encrypted, its name, too. */
export async function keep(host, id, file) {
  memory.set(id, file);
  await host.ready();
  const { wrap } = host.vault();
  if (!host.stores() || !wrap) return;
  const { blob, ...about } = file;
  const whole = new Blob([JSON.stringify({ ...about, type: blob.type }), '\n', blob]);
  const locked = await lock(wrap, await new Response(whole).arrayBuffer());
  await inDatabase('files', (files) => files.put(locked, [host.key(), id]));
}

/** `undefined` when it is gone, or cannot be read any more. */
export async function kept(host, id) {
  if (memory.has(id)) return memory.get(id);
  const found = await inDatabase('files', (files) => files.get([host.key(), id]));
  if (!found) return older(host, id);
  const { wrap } = host.vault();
  if (!wrap) return undefined;
  try {
    const bytes = new Uint8Array(await unlock(wrap, found));
    const end = bytes.indexOf(10);
    const { type, ...about } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    return { ...about, blob: new Blob([bytes.subarray(end + 1)], { type }) };
  } catch {
    await forgetFile(host, id);
    return undefined;
  }
}

/** An older version kept files as they were, under their name alone. */
async function older(host, id) {
  const found = await inDatabase('files', (files) => files.get(id));
  if (found?.key !== host.key()) return undefined;
  await keep(host, id, found);
  await inDatabase('files', (files) => files.delete(id));
  return found;
}

export async function forgetFile(host, id) {
  memory.delete(id);
  await inDatabase('files', (files) => files.delete([host.key(), id]));
}

/** Those that the desk refused when nobody looked: `[[id, file], …]`. */
export async function left(host, onTheWay) {
  const names = (await inDatabase('files', (files) => files.getAllKeys())) || [];
  const ids = [...memory.keys(), ...names.map((name) => (typeof name === 'string' ? name : name[0] === host.key() && name[1]))];
  const waiting = [...new Set(ids)].filter((id) => id && !onTheWay.includes(id));
  const all = await Promise.all(waiting.map(async (id) => [id, await kept(host, id)]));
  return all.filter(([, file]) => file);
}

/** Everything of this element, for good; the key, too. */
export async function forgetAll(host) {
  memory.clear();
  const key = host.key();
  const files = inDatabase('files', (files) => {
    files.delete(filesOf(key));
    // An older version's.
    const each = files.openCursor();
    each.onsuccess = () => {
      if (each.result?.value.key === key) each.result.delete();
      each.result?.continue();
    };
    return each;
  });
  await Promise.all([files, host.vault().erase()]);
}

/** The errand of a file. What the desk took is in the log at once, under the errand's own name: twice is once. */
export async function upload(host, { id, path, file }, watch) {
  const found = await kept(host, file);
  if (!found) throw new Refused(404, 'gone');
  const answer = await post(host, path, found.blob, watch);
  await host.attach(answer.file, answer.name, answer.kind, answer.bytes, id);
  // Without the widget nobody has sent the message: a later try, or a later page, does.
  if (!host.told()) throw new Refused(0, 'the widget is not there');
  await forgetFile(host, file);
  return answer;
}

/** `fetch` tells nothing of an upload's progress. */
function post(host, path, blob, watch) {
  const { desk, token } = access(host);
  return new Promise((done, fail) => {
    const call = new XMLHttpRequest();
    call.open('POST', desk + path);
    call.setRequestHeader('Authorization', `Bearer ${token}`);
    call.responseType = 'json';
    call.timeout = PATIENCE;
    call.upload.onprogress = ({ loaded, total }) => watch?.progress((100 * loaded) / total);
    call.onloadend = () => {
      const { status, response } = call;
      if (status >= 200 && status < 300 && response?.file) done(response);
      else fail(new Refused(status, response?.message || String(status)));
    };
    call.send(blob);
  });
}
