// What is fetched when the panel is first opened, in one file with the widget's glue: it mounts the widget, hands it what was
// asked and written before. What was told is `told.js`, what is heard afterwards `heard.js`.
//
// STYLE_URL is put in by the build: an address relative to this file.
/* global STYLE_URL */

import glue, { mount } from 'glue';
import { listen } from './heard.js';
import { answerer, hasten } from './knowledge.js';
import { texts } from './texts.js';
import { human } from './told.js';
import { vaultOf } from './vault.js';

export { tell } from './told.js';

/** The widget's program, once it runs: another mounting needs no second one. */
let running;

/**
 * Mounts the widget into the shell's place for it; resolved with its handle. `ears` are the shell's when this began: it has
 * others, or none, once the element was taken out or drawn anew meanwhile, and then nothing is mounted. `pressed`: somebody
 * asked for it; before that, the browser makes no key. `module` is where the widget's program is, which is on its way already.
 */
export async function load(shell, ears, pressed, module) {
  const settled = () => (shell.ears === ears ? undefined : new Promise(() => {}));
  await settled();
  shell.part = (spec, ...more) => part(shell, spec, ...more);
  follow(shell);
  shell.vault = vaultOf(shell);
  const readable = (shell.vault.has() || (pressed && shell.host.storage !== 'off')) && shell.vault.ready();
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = new URL(STYLE_URL, import.meta.url);
  const dressed = new Promise((resolve, reject) => {
    style.onload = resolve;
    style.onerror = () => reject(new Error(`no style sheet at ${style.href}`));
  });
  const place = document.createElement('div');
  // A failed try leaves nothing behind.
  shell.mount.replaceChildren(style, place);
  const told = texts(shell, 'txt').then((text) => ((shell.words = text.split('\n')[0].split('\t')), text));
  // What fails first is told by the shell; nobody waits for the other then.
  told.catch(() => {});
  const program = running || fetch(module);
  // The panel comes first: by the time the first of the knowledge can be here, a slow network has brought most of the program.
  Promise.resolve(program).then(() => hasten(shell.host.pack)).catch(() => {});
  [running] = await Promise.all([running || glue({ module_or_path: program }), dressed]);
  const words = await told;
  await readable;
  await settled();
  shell.errand = errand(shell);
  shell.answerer = answerer;
  dress(shell);
  const handle = mount(place, shell.host, shell, words);
  listen(shell);
  return handle;
}

/** Opens a part, such as `family`; what follows line feeds are its details. */
function part(shell, spec, ...more) {
  if (spec === 'elder') return void shell.enlarge();
  const [name, ...details] = spec.split('\n');
  const place = (shell.boxed || shell.mount).querySelector('.sheet');
  shell.parts().then(
    (parts) => parts.open(shell, place, name, ...details, ...more),
    (error) => console.warn('ren-zai: a part could not start:', error),
  );
}

/** Shows the panel by this method of its handle, and does there what was asked: `human`, or another of the handle's methods. */
export async function begin(shell, show, then, args) {
  const { handle } = shell;
  await decided;
  // Taken out or drawn anew meanwhile.
  if (!handle || shell.handle !== handle) return;
  const focused = shell.boxed?.querySelector('textarea') === shell.root.activeElement;
  shell.unbox();
  if (show) handle[show]();
  // Whether the page has stepped in is known then.
  await undefined;
  if (shell.early && shell.isOpen) carry(shell);
  if (focused && shell.isOpen) shell.mount.querySelector('#composer').focus();
  await informed(shell);
  if (shell.handle !== handle) return;
  if (then === 'human') human(shell, ...args);
  else if (then) handle[then](...args);
}

/** In milliseconds: how long somebody may look for the right character before the panel takes the place of the first field. */
const UNDECIDED = 5000;

/** Resolved once no input method is in the middle of a word of the first field: taken away from it, letters would stay letters. */
let decided;
function follow({ boxed }) {
  let done;
  let late;
  const composing = () => {
    if (!done) decided = new Promise((then) => (done = then));
    clearTimeout(late);
    late = setTimeout(ended, UNDECIDED);
  };
  const ended = () => {
    clearTimeout(late);
    done?.();
    decided = done = undefined;
  };
  for (const name of ['compositionstart', 'compositionupdate']) boxed?.addEventListener(name, composing);
  boxed?.addEventListener('compositionend', ended);
}

/** What was written before the panel was there: each line that was ended is sent, the last one goes on in the panel. */
function carry(shell) {
  const lines = shell.early.split('\n').filter((line, at, { length }) => line.trim() || at === length - 1);
  const begun = lines.pop();
  const field = shell.mount.querySelector('#composer');
  const before = field.value;
  const write = (text) => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  shell.early = '';
  for (const line of lines) {
    write(line);
    field.form.dispatchEvent(new Event('submit', { cancelable: true }));
  }
  if (before || begun) write([before, begun].filter(Boolean).join('\n'));
}

/** The sentence before the first hand-over. Nobody waits for it for long: nothing may stand between a customer and a person. */
const informed = (shell) =>
  shell.host.privacy &&
  new Promise((then) => {
    setTimeout(then, 3000);
    shell.parts().then((parts) => parts.privacy(shell)).then(then, then);
  });

/** The large mode goes on or off. */
export function enlarged(shell, on) {
  shell.handle.setElder(on);
  if (on) shell.parts().then((parts) => parts.easy(shell)).catch(() => {});
}

/** A card is plain text until the part that dresses it has come. */
function dress(shell) {
  const fresh = ({ addedNodes }) => [...addedNodes].some((node) => /[[【]/.test(node.textContent));
  const look = (changes) => changes.some(fresh) && shell.parts().then((parts) => parts.cards(shell)).catch(() => {});
  new MutationObserver(look).observe(shell.mount, { childList: true, subtree: true });
}

/** Does what the address asks for: a person, an answer, the whole page, a family member's window. Once: a reload must not
 *  ask again after the talk has ended. */
export function arrive(shell) {
  const { host } = shell;
  const said = new URLSearchParams(location.search);
  const code = host.full && said.get('join');
  if (host.full && (code || said.has('helper'))) host.setAttribute('helper', '');
  if (host.full && (said.get('mode') === 'elder' || said.get('font') > 1.2)) shell.setAccessibility({ elder: true });
  const [led, question = host.full && said.get('entry')] = /^#renzai=(?:human|ask:(.+))$/.exec(location.hash) || [];
  const called = said.get('human') === '1' || (led && !question);
  if (led || called || question) {
    said.delete('human');
    said.delete('entry');
    history.replaceState(history.state, '', `${location.pathname}${`${said}` && `?${said}`}${led ? '' : location.hash}`);
  }
  if (called) shell.start('open', 'human', 'link');
  else if (question) shell.ask(plain(question));
  else if (host.full) shell.start('show').then(() => code && shell.part(`join\n${code}`));
}

/** Without its percent signs, where they mean something. */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** For the widget: tells the desk something that must arrive, in this page or a later one; resolved once it has. */
const errand = (shell) => (path, body) =>
  shell.parts().then(
    (parts) => parts.errand(shell, path, body),
    () => keep(shell, { id: crypto.randomUUID?.() || String(Math.random()), path, body }),
  );

/** The parts cannot be fetched now: the next page runs the errand. */
function keep(shell, own) {
  if (shell.host.storage === 'off') return;
  const place = `${shell.key()}:errands`;
  shell.vault.write(place, JSON.stringify([...JSON.parse(shell.vault.read(place) || '[]'), own]));
}
