// Reading aloud and listening, by the browser's own voice and ear, or the app's around it. Where there is none, nothing of this is offered.

import { app } from './app.js';
import { obey } from './keys.js';
import { Sheet, make } from './sheet.js';

const browserEar = () => globalThis.SpeechRecognition || globalThis.webkitSpeechRecognition;
const findEar = () => app()?.ear || browserEar();

export const canSpeak = () => 'speechSynthesis' in globalThis;
export const canHear = () => Boolean(findEar());

/** From slow to fast; the usual one is somewhat slower than a browser's. */
const PACES = [0.6, 0.75, 0.9, 1.1, 1.4];
const USUAL = 2;

/** A voice of the device in that language: one that is not would send the text to its maker. */
function ownVoice(lang) {
  const own = (globalThis.speechSynthesis.getVoices?.() || []).filter((it) => it.localService);
  const speaks = (tag) => own.find((it) => it.lang.replace('_', '-').toLowerCase().startsWith(tag.toLowerCase()));
  return speaks(lang) || speaks(lang.split('-')[0]);
}

/** Reads `text` aloud, at the reader's own pace. */
export function say(host, text, lang) {
  speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(text);
  const voice = ownVoice(lang);
  if (voice) speech.voice = voice;
  speech.lang = lang;
  speech.rate = PACES[host.kept('pace') ?? USUAL];
  speechSynthesis.speak(speech);
}

/** The reader wishes it slower or faster, from now on. */
export function pace(host, by) {
  const now = +(host.kept('pace') ?? USUAL) + by;
  host.kept('pace', Math.min(PACES.length - 1, Math.max(0, now)));
}

export const hush = () => canSpeak() && speechSynthesis.cancel();

/** Asking by voice: the words are shown before they are sent, and "人工" alone is the way to a person. */
export function speak(host, place) {
  const sheet = new Sheet(host, place, (w) => w.voice_title);
  const { w } = sheet;
  const Ear = findEar();
  if (!Ear) return sheet.text(w.voice_none);
  sheet.text(w.voice_privacy);
  const heard = make('p', { className: 'heard', 'aria-live': 'polite' });
  const start = sheet.button(w.voice_start, listen, 'button wide');
  const finish = sheet.button(w.voice_done, () => ear?.stop(), 'send wide');
  finish.hidden = true;
  const send = sheet.button(w.send, () => done(heard.textContent), 'send wide');
  sheet.body.insertBefore(heard, start);
  send.hidden = true;
  let ear;

  function listen() {
    hush();
    ear?.abort();
    const own = new Ear();
    ear = own;
    ear.lang = w.lang;
    ear.interimResults = true;
    let nothing = true;
    ear.onresult = ({ results }) => {
      heard.textContent = [...results].map(([best]) => best.transcript).join('');
      nothing = !heard.textContent.trim();
      send.hidden = nothing;
    };
    ear.onerror = ({ error }) => {
      if (error === 'service') sheet.say(w.voice_none);
      else if (error !== 'aborted') sheet.say(/allowed|audio-capture/.test(error) ? w.voice_denied : w.voice_nothing);
      nothing = false;
    };
    ear.onend = () => {
      // One that was stopped for another has nothing to say any more.
      if (own !== ear) return undefined;
      finish.hidden = true;
      start.hidden = false;
      start.focus();
      start.textContent = w.voice_again;
      if (nothing) return sheet.say(w.voice_nothing);
      if (send.hidden) return undefined;
      sheet.say('');
      const asked = host.running().command(heard.textContent);
      return asked < 0 ? send.focus() : done(heard.textContent, asked);
    };
    heard.textContent = '';
    send.hidden = true;
    sheet.say(w.voice_listening);
    finish.hidden = false;
    if (sheet.body.contains(host.shadowRoot.activeElement)) finish.focus();
    start.hidden = true;
    ear.start();
  }

  function done(text, asked = -1) {
    sheet.close();
    if (asked === 0) host.transferToHuman();
    else if (asked < 0) host.ask(text.trim());
    // Once the focus has come back from here: a command may move it on.
    else setTimeout(() => obey(host, asked));
  }

  sheet.onclose = () => {
    ear?.abort();
    // What it still says then is for nobody.
    ear = undefined;
  };
  listen();
  return sheet;
}
