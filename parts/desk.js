// Calls to the desk, and the list of errands: what must reach it, in this page or a later one.

import { upload } from './upload.js';

/** A refusal of the desk, or no answer at all (`status` 0). */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** `{desk, token, conversation, device, key}`: from the running widget, else from what it stored. */
export function access(host) {
  const told = host.told();
  if (told) {
    const [desk, token, conversation, device, key] = told.split('\n');
    return { desk, token, conversation, device, key };
  }
  const key = host.key();
  const stored = read(host, key) || {};
  const desk = new URL(host.getAttribute('desk') || '/', document.baseURI).href.replace(/\/?$/, '/');
  return { desk, token: stored.token || read(host, `${key}:alone`)?.token, conversation: stored.conversation, device: stored.device || uuid(), key };
}

/** One call; the answer's JSON. */
export async function call(host, method, path, body, key, token) {
  const known = access(host);
  const headers = {};
  const bearer = token === undefined ? known.token : token;
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), 15000);
  try {
    const answer = await fetch(known.desk + path, { method, headers, body, signal: stop.signal });
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(answer.status, json.message || String(answer.status));
    return json;
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(0, String(error));
  } finally {
    clearTimeout(late);
  }
}

/** What the desk takes and offers. Without the widget's program a visitor is made here. */
export async function session(host) {
  const { token, device, key } = access(host);
  const site = host.getAttribute('site') || 'default';
  const opened = await call(host, 'POST', 'v1/session', JSON.stringify({ site, device }), undefined, token);
  if (!token && !host.told() && host.stores()) write(host, `${key}:alone`, { token: opened.token });
  return opened;
}

let running;
let timer;
/** Whose errands were run last. */
let lately;
let failures = 0;
/** Errands of a device on which nothing may be kept. */
const memory = [];

/** What the merchant may learn from is nobody's: it goes without a token, and is not worth waiting for. */
const nobodys = ({ path }) => path === 'v1/feedback';

/**
 * Adds an errand and runs the list; the promise is that of the errand: its answer, or its refusal. A `file` is the id
 * of one that was kept; `watch` hears how far it is, and that it comes later.
 */
export async function errand(host, path, body, { method = 'POST', token, file, watch } = {}) {
  await host.ready();
  const own = { id: file || uuid(), method, path, body, token, file };
  const done = new Promise((settled) => (waiting[own.id] = settled));
  watched[own.id] = watch;
  const list = listed(host);
  list.push(own);
  store(host, list, own);
  run(host);
  return done;
}
const waiting = {};
const watched = {};

/** Runs what is left; again after a growing random pause, and as soon as the network or the reader is back. */
export function run(host) {
  lately = host;
  clearTimeout(timer);
  running = (running || Promise.resolve()).then(() => runAll(host)).catch(() => {});
  return running;
}

async function runAll(host) {
  await host.ready();
  for (const next of listed(host)) {
    let [answer, error] = [undefined, undefined];
    // What belongs to a conversation that there is not yet waits for it, and holds nothing else up.
    const path = next.path.replace('{}', access(host).conversation || '{}');
    if (path.includes('{}')) continue;
    try {
      if (!nobodys(next) && !next.token && !access(host).token) {
        // The running widget opens its session itself, as soon as the desk can be reached.
        if (host.told()) throw new Refused(0, 'no session yet');
        await session(host);
      }
      answer = next.file
        ? await upload(host, { ...next, path }, watched[next.id])
        : await call(host, next.method || 'POST', next.path, next.body, next.id, nobodys(next) ? '' : next.token);
    } catch (failed) {
      error = failed;
      const refused = [400, 401, 403, 404, 405, 409, 413, 415, 422].includes(failed.status);
      if (!refused && !(nobodys(next) && failed.status)) {
        failures += 1;
        watched[next.id]?.later();
        timer = setTimeout(() => run(host), Math.random() * Math.min(30000, 1000 * 2 ** failures));
        return;
      }
    }
    failures = 0;
    drop(host, next.id);
    waiting[next.id]?.({ answer, error });
    delete waiting[next.id];
    delete watched[next.id];
  }
}

for (const name of ['online', 'focus', 'pageshow']) {
  addEventListener(name, () => {
    if (lately && listed(lately).length) run(lately);
  });
}

const place = (host) => `${host.key()}:errands`;
/** Names of the errands that have yet to be run. */
export const onTheWay = (host) => listed(host).map(({ id }) => id);

const listed = (host) => read(host, place(host)) || [...memory];

function store(host, list, own) {
  if (host.stores()) write(host, place(host), list);
  else memory.push(own);
}

function drop(host, id) {
  const rest = listed(host).filter((it) => it.id !== id);
  memory.splice(0, memory.length, ...memory.filter((it) => it.id !== id));
  if (rest.length) write(host, place(host), rest);
  else host.vault().remove(place(host));
}

function read(host, place) {
  try {
    return JSON.parse(host.vault().read(place));
  } catch {
    return null;
  }
}

const write = (host, place, value) => host.vault().write(place, JSON.stringify(value));

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-8$4-$5');
}
