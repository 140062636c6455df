// Reading aloud and listening, by the browser's own voice and ear. Where it has none, nothing of this is offered.

import { Sheet, make } from './sheet.js';

const Ear = globalThis.SpeechRecognition || globalThis.webkitSpeechRecognition;

export const canSpeak = () => 'speechSynthesis' in globalThis;
export const canHear = () => Boolean(Ear);

/** Reads `text` aloud, slower than usual; `ended` is told when it is over or was stopped. */
export function say(text, lang, ended = () => {}) {
  speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(text);
  speech.lang = lang;
  speech.rate = 0.9;
  speech.onend = ended;
  speech.onerror = ended;
  speechSynthesis.speak(speech);
}

export const hush = () => canSpeak() && speechSynthesis.cancel();

/** What is said as a whole: a command of the list, by its place; or -1. */
function command(said, list) {
  const plain = said.toLowerCase().replace(/[\s。．.，,！!？?、]/g, '');
  return list.findIndex((ways) => ways.toLowerCase().replace(/\s/g, '').split('/').includes(plain));
}

/** Asking by voice: the words are shown before they are sent, and "人工" alone is the way to a person. */
export function speak(host, place) {
  const sheet = new Sheet(host, place, (w) => w.voice_title);
  const { w } = sheet;
  if (!Ear) return sheet.text(w.voice_none);
  sheet.text(w.voice_privacy);
  const heard = make('p', { className: 'heard', 'aria-live': 'polite' });
  const start = sheet.button(w.voice_start, listen, 'button wide');
  const send = sheet.button(w.send, () => done(heard.textContent), 'send wide');
  sheet.body.insertBefore(heard, start);
  send.hidden = true;
  let ear;

  function listen() {
    hush();
    ear?.abort();
    ear = new Ear();
    ear.lang = w.lang;
    ear.interimResults = true;
    let nothing = true;
    ear.onresult = ({ results }) => {
      heard.textContent = [...results].map(([best]) => best.transcript).join('');
      nothing = !heard.textContent.trim();
      send.hidden = nothing;
    };
    ear.onerror = ({ error }) => {
      if (error !== 'aborted') sheet.say(/allowed|audio-capture/.test(error) ? w.voice_denied : w.voice_nothing);
      nothing = false;
    };
    ear.onend = () => {
      start.textContent = w.voice_again;
      if (nothing) return sheet.say(w.voice_nothing);
      if (send.hidden) return undefined;
      sheet.say('');
      const asked = command(heard.textContent, w.voice_commands);
      return asked < 0 ? send.focus() : done(heard.textContent, asked);
    };
    heard.textContent = '';
    send.hidden = true;
    sheet.say(w.voice_listening);
    ear.start();
  }

  function done(text, asked = -1) {
    sheet.close();
    if (asked === 0) host.transferToHuman();
    else if (asked < 0) host.ask(text.trim());
    else host.dispatchEvent(new CustomEvent('ren-zai-command', { detail: asked }));
  }

  sheet.onclose = () => ear?.abort();
  listen();
  return sheet;
}
