// Files on their way: kept in the browser's database before anything is sent, forgotten when the desk has them.

import { Refused, access } from './desk.js';

/** Files of a browser without a database. */
const memory = new Map();
/** A large file on a slow phone, in milliseconds. */
const PATIENCE = 120000;

/** Keeps a file under a name of its own, with the words of whose it is. */
export async function keep(host, id, file) {
  memory.set(id, file);
  if (host.stores()) await inDatabase('readwrite', (files) => files.put(file, id));
}

/** `{key, name, blob}`; `undefined` when it is gone. */
export const kept = async (id) => memory.get(id) || inDatabase('readonly', (files) => files.get(id));

export async function forgetFile(id) {
  memory.delete(id);
  await inDatabase('readwrite', (files) => files.delete(id));
}

/** Those that the desk refused when nobody looked: `[[id, file], …]`. */
export async function left(key, onTheWay) {
  const ids = (await inDatabase('readonly', (files) => files.getAllKeys())) || [];
  const all = await Promise.all(ids.filter((id) => !onTheWay.includes(id)).map(async (id) => [id, await kept(id)]));
  return all.filter(([, file]) => file?.key === key);
}

/** Everything of `key`, for good. */
export async function forgetFiles(key) {
  memory.clear();
  for (const [id] of await left(key, [])) await forgetFile(id);
}

/** The errand of a file. What the desk took is in the log at once, under the errand's own name: twice is once. */
export async function upload(host, { id, path, file }, watch) {
  const found = await kept(file);
  if (!found) throw new Refused(404, 'gone');
  const answer = await post(host, path, found.blob, watch);
  await host.attach(answer.file, answer.name, answer.kind, answer.bytes, id);
  // Without the widget nobody has sent the message: a later try, or a later page, does.
  if (!host.told()) throw new Refused(0, 'the widget is not there');
  await forgetFile(file);
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

/** Does something with the files of the database; `undefined` where there is none. */
function inDatabase(mode, act) {
  return new Promise((done) => {
    try {
      const opening = indexedDB.open('renzai', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('files');
      opening.onerror = () => done();
      opening.onsuccess = () => {
        const database = opening.result;
        const change = database.transaction('files', mode);
        const asked = act(change.objectStore('files'));
        change.oncomplete = () => {
          database.close();
          done(asked.result);
        };
        change.onabort = () => {
          database.close();
          done();
        };
      };
    } catch {
      done();
    }
  });
}
