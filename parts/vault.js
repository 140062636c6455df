// What is kept on the device: read and written at once, as `localStorage` is, and sealed with a key that nobody is given.
//
// Words are sealed by ChaCha20-Poly1305 with a random key of this site. It lies in the browser's database, encrypted by
// another one (AES-GCM) that the browser keeps and does not give away. To have it out takes a moment, once a page: `ready`.
// Until then, and where the browser has no such keys (pages over plain HTTP, some private windows), what is written stays
// in the page: nothing is ever stored in plain text.
//
// What the customer says to the machine is stored masked only: numbers, addresses, passwords and codes in it are for nobody.
// Their own page goes on to show it as it was said. What is for a person is stored as it is: it must arrive as it is.
//
// MASKER_URL is put in by the build: an address relative to this file.
/* global MASKER_URL */

import { inDatabase } from './database.js';
import { open, seal } from './seal.js';

/** Days after its last line that a conversation is kept, unless the merchant says otherwise. */
const KEPT = 30;
const DAY = 86400000;
/** A database that does not answer keeps nobody from a person, in milliseconds. */
const PATIENCE = 3000;
/** All that is masked has something of this (`stored.spec`); few questions do, and they do not need the module. */
const HIDES = /[\p{N}@＠-ｚ密市路街道村区區]|[一二三四五六七八九零幺]{3}|口令|艾特|\b(at|pass|pw|pin|mima)/iu;
const SEALED = /^\{"sealed":"([^"]+)/;

/** What is stored of a line that cannot be masked. */
const nothing = () => '***';

/** The vault of a shell's element: one for all programs of a page. */
export function vaultOf(shell) {
  const vaults = (globalThis[Symbol.for('renzai')] ||= {});
  const key = shell.key();
  const vault = (vaults[key] ||= new Vault(key));
  vault.days = shell.host.getAttribute('keep');
  vault.hotline = shell.host.getAttribute('phone') || '';
  vault.erased = shell.erased;
  return vault;
}

class Vault {
  constructor(key) {
    this._key = key;
    this._places = ['', ':notes', ':errands', ':alone'].map((name) => key + name);
    this.forget();
    addEventListener('pagehide', () => {
      this._leaving = true;
      this._page.has(key) && this.write(key, this._page.get(key));
    });
  }

  /** Whether anything is stored. */
  has() {
    return this._places.some(stored);
  }

  /** Resolved once there is a key, or there will be none. */
  ready() {
    if (!this._ready) {
      const mine = Promise.race([this._begin(() => this._ready === mine), new Promise((late) => setTimeout(late, PATIENCE))]);
      this._ready = mine;
    }
    return this._ready;
  }

  /** What stands at a place; `undefined`: nothing that can be read. */
  read(place) {
    return this._page.has(place) ? this._page.get(place) : this.opened(place, stored(place));
  }

  /** Stores it, or keeps it in the page until it can be stored. */
  write(place, text) {
    const raw = stored(place);
    // What another tab sealed with a newer key is not written over: the key is asked for again.
    if (this._words && raw && this.opened(place, raw) === undefined) this._words = this._ready = undefined;
    try {
      const sealed = this.sealed(place, place === this._key ? this._bare(text) : text);
      localStorage.setItem(place, sealed);
      this._known[place] = [sealed, text];
      this._page.delete(place);
    } catch {
      // No key, no storage, no room in it, or no masking yet.
      this._page.set(place, text);
      this.ready();
    }
  }

  remove(place) {
    this._page.delete(place);
    try {
      localStorage.removeItem(place);
    } catch {
      // Without storage there is nothing to remove.
    }
  }

  /** As it is stored: in front what the shell must know before there is a key, and when it is too old; then no word more. */
  sealed(place, text) {
    const nonce = random(12);
    let letters = '';
    for (const part of [nonce, seal(this._words, nonce, utf8(text), utf8(place))]) for (const byte of part) letters += String.fromCharCode(byte);
    return JSON.stringify({ sealed: btoa(letters), ...front(place === this._key && text) });
  }

  /** The text of what is or was stored at a place; an older version's is not sealed. */
  opened(place, raw) {
    const [, letters] = SEALED.exec(raw) || [];
    if (!letters) return raw ?? undefined;
    const [last, text] = this._known[place] || [];
    if (raw === last) return text;
    try {
      const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
      // Another key's, or damaged: nothing, which has no bytes.
      const { buffer } = open(this._words, bytes.subarray(0, 12), bytes.subarray(12), utf8(place));
      this._known[place] = [raw, new TextDecoder().decode(buffer)];
      return this._known[place][1];
    } catch {
      return undefined;
    }
  }

  /** Whether there may be something in a text that is stored masked only: then the masking is fetched while it is written. */
  hides(text) {
    return HIDES.test(text) && Boolean(this.masker());
  }

  /** Fetches the masking's module, if it is not there; where that failed, it is asked for again the next time. */
  masker() {
    this._masker ||= import(MASKER_URL).then(async (it) => {
      await it.default();
      this._bared = new Map();
      this._masked = it.masked;
      return it;
    });
    this._masker.catch(() => (this._masker = 0));
    return this._masker;
  }

  /** A text, masked; rejected where there is no masking, or not soon: it must not keep anybody from a person. */
  async masked(text, hotline) {
    const masker = await Promise.race([this.masker(), new Promise((_, late) => setTimeout(late, PATIENCE))]);
    return masker.masked(text, hotline);
  }

  /** The conversation as it may be stored. Throws where the masking has yet to come; it is stored when it has. */
  _bare(text) {
    const saved = JSON.parse(text);
    const late = () => this._page.has(this._key) && this.write(this._key, this._page.get(this._key));
    for (const line of saved.lines) {
      if (line.from === 'visitor' && !line.client_id && this.hides(line.text)) {
        if (!this._masked) this.masked('', '').catch(() => (this._masked ||= nothing)).then(late);
        // A message to a person does not wait for it, and who leaves now finds the rest again.
        const masked = this._masked || ((this._leaving || saved.stage.stage !== 'bot') && nothing);
        // Each line once: all of them are stored each time.
        const known = this._bared.get(line.text) ?? masked(line.text, this.hotline);
        this._bared.set(line.text, known);
        line.text = known;
      }
    }
    return JSON.stringify(saved);
  }

  /** Everything was erased: what comes now begins with another key. */
  forget() {
    this._page = new Map();
    this._known = {};
    this._bared = new Map();
    this._words = this.wrap = this._ready = undefined;
  }

  /** Erases what is stored, and the key. */
  erase() {
    this.forget();
    this._places.forEach((place) => this.remove(place));
    return (this._erasing = inDatabase('keys', (keys) => keys.delete(this._key)));
  }

  async _begin(isMine) {
    this._outlive();
    try {
      await Promise.all([this._erasing, this.erased]);
      const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
      const made = { key: fresh, own: await lock(fresh, random(32)) };
      const { key, own } = await inDatabase('keys', (keys) => {
        // Where another tab was here before, its key is everybody's.
        keys.add(made, this._key).onerror = (event) => event.preventDefault();
        return keys.get(this._key);
      });
      const words = new Uint8Array(await unlock(key, own));
      if (!isMine()) return;
      this._words = words;
      this.wrap = key;
    } catch {
      // No such keys here.
    }
    if (isMine()) this._places.forEach((place) => this._settle(place));
  }

  /** What is older than it may be goes. */
  _outlive() {
    const oldest = Date.now() - (this.days > 0 ? this.days : KEPT) * DAY;
    const old = this._places.filter((place) => front(stored(place)).at < oldest);
    if (old.length) inDatabase('files', (files) => files.delete(filesOf(this._key)));
    old.forEach((place) => this.remove(place));
  }

  /** Now that it is known whether there is a key: brings a place into order. */
  _settle(place) {
    const raw = stored(place);
    const [mine, theirs] = [this._page.get(place), this.opened(place, raw)];
    this._page.delete(place);
    // Sealed with a key that is gone: nobody reads it again. In plain text, by an older version: not to be left so.
    if (raw && (this._words ? theirs === undefined : theirs === raw)) this.remove(place);
    const text = theirs ?? mine;
    if (text === undefined) return;
    if (text !== theirs || theirs === raw) this.write(place, text);
    // As if another tab had just stored it: the widget takes it in, and stores what it knows beyond.
    if (theirs !== undefined) dispatchEvent(new StorageEvent('storage', { key: place, newValue: stored(place) }));
  }
}

/** What may stand in plain text: whether the panel was open, whether a person was called, when the last line was written. */
function front(text) {
  try {
    const { open, stage, at, lines } = JSON.parse(text);
    const [last] = lines ? lines.slice(-1) : [];
    const time = last ? last.at : at;
    return { open, stage: stage && { stage: stage.stage }, at: time > 0 ? time : Date.now() };
  } catch {
    return { at: Date.now() };
  }
}

function stored(place) {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

/** The names of an element's files in the database: its own key, then theirs. */
export const filesOf = (key) => IDBKeyRange.bound([key], [key, []]);

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const utf8 = (text) => new TextEncoder().encode(text);

/** Bytes encrypted by a key that the browser keeps. */
export async function lock(key, bytes) {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) };
}

/** And back. */
export const unlock = (key, { iv, data }) => crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data);
