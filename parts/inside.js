// What is fetched when the panel is first opened, in one file with the widget's glue: it mounts the widget and hears what
// concerns the open panel.
//
// STYLE_URL is put in by the build: an address relative to this file.
/* global STYLE_URL */

import glue, { mount } from 'glue';
import { texts } from './texts.js';
import { vaultOf } from './vault.js';

/**
 * Mounts the widget into the shell's place for it; resolved with its handle. `ears` are the shell's when this began: it has
 * others, or none, once the element was taken out or drawn anew meanwhile, and then nothing is mounted. `pressed`: somebody
 * asked for it; before that, the browser makes no key. `module` is the answer with the widget's program.
 */
export async function load(shell, ears, pressed, module) {
  const settled = () => (shell.ears === ears ? undefined : new Promise(() => {}));
  // What nobody reads would hold up who asks for it next.
  if (shell.ears !== ears) module.body.cancel();
  await settled();
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
  const told = texts(shell, 'txt').then((text) => (shell.texts = text));
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
  if (called) shell.start('open').then(() => shell.handle && human(shell, 'link'));
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

/** Asks for a person for the page, a link or a script. */
export const human = ({ handle }, from, details = {}) => handle.humanFrom(from, pairs(details).join('\n'));

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

/** Hands the widget what the merchant's page told. */
export function tell({ host, handle, tag }, told) {
  const said = (card) => text(card, /^zh/.test(tag));
  const { scene, code = '', title = '', steps = [], attributes = {} } = told.scene;
  const name = scene ?? host.getAttribute('scene') ?? '';
  const kind = known({ ...told.attributes, ...attributes }).join('\n');
  handle.setScene(name, code, title, [...told.steps, ...steps].join('\n'), kind);
  const cards = told.cards.filter((card) => shown.has(card)).flatMap((card) => pairs({ card: said(card).replace(/\n/g, ' · ') }));
  handle.tell([...pairs({ ...told.user, ...told.attributes }), ...cards].join('\n'));
  for (const card of told.cards.filter((card) => !shown.has(card))) {
    shown.add(card);
    handle.sendCard(said(card));
  }
}

function listen(shell) {
  const { signal } = shell.ears;
  const on = (target, name, then, capture) => target.addEventListener(name, then, { signal, capture });
  // For the large mode, whose part may come after a question and its answer.
  on(shell.host, 'ren-zai-ask', () => (shell.asked = true));
  const covered = () => shell.parts().then((parts) => parts.covered(shell)).catch(() => {});
  on(shell.host, 'ren-zai-human', covered);
  if (shell.talks()) covered();
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
  on(window, 'pagehide', ({ persisted }) => persisted && shell.talks() && shell.anew());
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
