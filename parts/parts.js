// The parts of the panel that few people need: fetched by the shell when somebody wants one. They are written without
// the widget's program, so that a message can be left where it cannot run.

import { erase, rating, save } from './after.js';
import { cards as dress } from './cards.js';
import { covered as name } from './covered.js';
import { errand as tell, run as runAll } from './desk.js';
import { easy as simple } from './easy.js';
import { family, join, leave, remove } from './family.js';
import { attach, file, photo } from './files.js';
import { greet as welcome } from './greet.js';
import { hostOf } from './host.js';
import { keyboard as makeRoom } from './keyboard.js';
import { help, keys, obey } from './keys.js';
import { language } from './language.js';
import { callback, message } from './leave.js';
import { native } from './native.js';
import { privacy as inform } from './privacy.js';
import { forgetTyped, make } from './sheet.js';
import { forgetAll } from './upload.js';
import { speak } from './voice.js';
import { load, words } from './words.js';

const key = (host, place, event) => keys(host, event);
const command = (host, place, which) => obey(host, which);
const PARTS = { attach, callback, command, erase, family, file, help, join, key, language, leave, message, photo, photos: runAll, rating, remove, save, voice: speak };

/** Opens a part in `place`. */
export async function open(shell, place, name, ...details) {
  const host = hostOf(shell);
  await Promise.all([load(host), host.ready()]);
  PARTS[name](host, place, ...details);
}

/** The widget could not start: a desk needs none of it, and a message can be left all the same. */
export async function rescue(shell) {
  const { host, boxed } = shell;
  if (!host.getAttribute('desk')) return;
  await load(hostOf(shell));
  const place = make('div', { className: 'sheet' });
  const way = (name) => make('button', { type: 'button', onclick: () => open(shell, place, name) }, words()[name]);
  boxed.append(way('message'), way('callback'), place);
}
/** The large mode's simple way. */
export const easy = (shell) => simple(hostOf(shell));
/** Cards of the log. */
export const cards = (shell) => dress(hostOf(shell));
/** A person was asked for: what they are not shown is named, and a mini program around the page learns of it. */
export const covered = (shell) => Promise.all([name(hostOf(shell)), native(hostOf(shell))]);
/** Room for a soft keyboard. */
export const keyboard = (shell) => makeRoom(hostOf(shell));
/** A greeting by the merchant's rules. */
export const greet = (shell) => welcome(hostOf(shell));
/** The sentence before the first hand-over. */
export const privacy = (shell) => inform(hostOf(shell));
/** Tells the desk something that must arrive. */
export const errand = (shell, ...said) => tell(hostOf(shell), ...said);
/** Runs the errands that wait. */
export const run = (shell) => runAll(hostOf(shell));
/** Erases what is kept on the device, files and key, too. */
export const forgetFiles = (shell) => (forgetTyped(), forgetAll(hostOf(shell)));
