// What is fetched when the panel is first opened, in one file with the widget's glue: it mounts the widget, hands it what was
// asked, told and written before, and hears what concerns the open panel.
//
// STYLE_URL is put in by the build: an address relative to this file.
/* global STYLE_URL */

import glue, { mount } from 'glue';
import { texts } from './texts.js';
import { vaultOf } from './vault.js';

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
  await Promise.all([dressed, glue({ module_or_path: module })]);
  const words = await told;
  await readable;
  await settled();
  shell.errand = errand(shell);
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

/** Asks for a person for the page, a link or a script: `page`, `link` or `api`. */
const human = ({ handle }, from, details = {}) => handle.humanFrom(from, pairs(details).join('\n'));

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

const known = (data) => Object.entries(data).map(([name, value]) => (value === true ? name : `${name}=${value}`));
const pairs = (data) =>
  Object.entries(data).filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => `${name}\t${String(value).replace(/\s+/g, ' ')}`);

/** A card as text, the way `cards.js` reads it; without a title, `text` is one already. */
function text({ title, text, price, order, image, url }, zh) {
  const [product, ordered] = zh ? ['【商品】', '【订单】'] : ['[Product] ', '[Order] '];
  return [title && (order ? ordered : product) + title, image && `![${title}](${image})`, text, price, order, url].filter(Boolean).join('\n');
}
/** Cards that the widget was given: each is shown once, and goes along with every hand-over. */
const shown = new WeakSet();

/** What was done, as words. */
function step([event, data]) {
  try {
    return data ? `${event} ${JSON.stringify(data)}` : event;
  } catch {
    // What cannot be written down, such as an element of the page.
    return event;
  }
}

/** Hands the widget what the merchant's page told: for each method, what its calls were given. */
export function tell({ host, handle, tag }, { setUser = [], setAttributes = [], setScene = [], track = [], sendCard = [] }) {
  const said = ([card]) => text({ ...card }, /^zh/.test(tag));
  const attributes = Object.assign({}, ...setAttributes.map(([some]) => some));
  // They add up, however often there are some: one call says what all did.
  if (setAttributes[1]) setAttributes.splice(0, Infinity, [attributes]);
  const [[scene]] = [...setScene.slice(-1), []];
  const [[user]] = [...setUser.slice(-1), []];
  const { scene: name, code = '', title = '', steps = [], attributes: own } = { ...scene };
  const kind = known({ ...attributes, ...own }).join('\n');
  handle.setScene(name ?? host.scene, code, title, [...track.slice(-20).map(step), ...steps].join('\n'), kind);
  const cards = sendCard.filter((card) => shown.has(card)).flatMap((card) => pairs({ card: said(card).replace(/\n/g, ' · ') }));
  handle.tell([...pairs({ ...user, ...attributes }), ...cards].join('\n'));
  for (const card of sendCard.filter((card) => !shown.has(card))) {
    shown.add(card);
    handle.sendCard(said(card));
  }
}

/** Whether it is stored that a person was asked for or is there. */
const talks = (shell) => /"stage":"(waiting|person)"/.test(shell.saved(''));

/** The launcher goes out of the way while the panel covers it: there is one button for a person at a time. */
function opened(shell, yes) {
  const launcher = shell.top.querySelector('.launcher');
  const [chat, ...others] = launcher.querySelectorAll('button');
  shell.isOpen = yes;
  launcher.classList.toggle('under', yes);
  for (const button of [chat, ...others]) button.tabIndex = yes ? -1 : 0;
  clearTimeout(shell.covering);
  // Hidden late, or a screen reader that comes from here loses its place. The state changes where nobody meets the button:
  // who came back to it while its state was new heard "collapsed" by itself, and then everything again.
  const settle = () => {
    chat.setAttribute('aria-expanded', yes);
    launcher.hidden = yes || shell.host.full;
  };
  if (yes) shell.covering = setTimeout(settle, 300);
  else settle();
}

function listen(shell) {
  const { signal } = shell.ears;
  const on = (target, name, then, capture) => target.addEventListener(name, then, { signal, capture });
  // Once everybody has heard it: the page may have stepped in.
  const settled = (name, then) =>
    on(shell.host, name, (event) => {
      const inside = shell.root.activeElement;
      queueMicrotask(() => event.defaultPrevented || then(inside));
    });
  const chat = shell.top.querySelector('.launcher button');
  const dot = document.createElement('span');
  dot.className = 'dot';
  chat.append(dot);
  settled('ren-zai-open', () => opened(shell, true));
  settled('ren-zai-close', (inside) => {
    opened(shell, false);
    // The focus goes back only if it was in the panel: who was elsewhere stays there.
    if (inside) chat.focus();
  });
  on(shell.host, 'ren-zai-unread', ({ detail: { count, label } }) => {
    dot.textContent = count || '';
    // Without anything unread it is named by what it shows.
    if (label) chat.setAttribute('aria-label', label);
    else chat.removeAttribute('aria-label');
  });
  // For the large mode, whose part may come after a question and its answer.
  on(shell.host, 'ren-zai-ask', () => (shell.asked = true));
  const covered = () => shell.parts().then((parts) => parts.covered(shell)).catch(() => {});
  on(shell.host, 'ren-zai-human', covered);
  if (talks(shell)) covered();
  // Keys of ours have Alt; which they are is the reader's choice.
  on(shell.mount, 'keydown', (event) => event.altKey && shell.part('key', event), true);
  // A picture that is pasted or dropped into the panel is one to be sent.
  const given = (event) => [...((event.clipboardData || event.dataTransfer)?.files || [])];
  const offer = (event) => {
    if (given(event).length) {
      event.preventDefault();
      shell.part('attach', ...given(event));
    }
  };
  on(shell.mount, 'paste', offer);
  on(shell.mount, 'drop', offer);
  on(shell.mount, 'dragover', (event) => event.preventDefault());
  // A soft keyboard, most likely.
  if (window.visualViewport) on(visualViewport, 'resize', () => shell.parts().then((parts) => parts.keyboard(shell)).catch(() => {}));
  // A page with a stream or a lock is not kept for coming back to: what it needs then is stored.
  on(window, 'pagehide', ({ persisted }) => persisted && talks(shell) && shell.anew());
  // WCAG 2.4.11: what the panel covers on the page is uncovered by Escape, without moving the focus.
  on(document, 'keydown', (event) => {
    const focused = document.activeElement;
    const panel = shell.mount.querySelector('[role=dialog]');
    if (event.key !== 'Escape' || event.defaultPrevented || panel.hidden || focused === shell.host) {
      return;
    }
    const p = panel.getBoundingClientRect();
    const a = focused?.getBoundingClientRect();
    if (a && a.left < p.right && a.right > p.left && a.top < p.bottom && a.bottom > p.top) {
      shell.close();
    }
  });
}
