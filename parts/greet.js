// A greeting by the merchant's rules. It comes once a page, and never again on this device once somebody has pressed it,
// closed it or opened the panel; never in the large mode; and it makes room for whatever of the page lies below it.
//
// Who ignores it has pressed nothing, so that nothing may be stored, and what may only be read (where the reader came from,
// the tab's earlier addresses) does not say whether it was shown there. With `once` the merchant says that the reader agreed
// to its being remembered.

import { make, wear } from './sheet.js';
import { load, words } from './words.js';

const LOOK = `
.greet{position:fixed;inset-inline-end:var(--renzai-offset-inline,20px);display:flex;max-inline-size:min(320px,calc(100vw - 40px));
inset-block-end:calc(var(--renzai-offset-block,20px) + 68px + env(safe-area-inset-bottom,0px));border-radius:14px;background:var(--s);
color:var(--t);border:1px solid var(--t);box-shadow:0 2px 8px rgb(0 0 0/.2)}
.greet button{font:inherit;color:inherit;background:none;border:0;border-radius:14px;min-block-size:48px;min-inline-size:48px;padding:8px 14px;cursor:pointer;text-align:start}
.greet.over{visibility:hidden}`;

/** What a greeting must not lie on. */
const CONTENT = 'a,button,input,select,textarea,label,summary,img,picture,svg,video,audio,canvas,iframe,embed,object,[role],[tabindex],[onclick]';

let greeted = false;

export function greet(host) {
  const { scenes, seconds, atExit, once } = rules(host.getAttribute('greet'));
  const { signal } = host.shell.ears;
  const due = () => {
    const here = !scenes || scenes.includes(host.getAttribute('scene'));
    if (greeted || signal.aborted || !here || host.kept('greeted') || isBusy(host)) return;
    greeted = true;
    show(host, signal, once).catch(() => {});
  };
  host.addEventListener('ren-zai-open', () => host.kept('greeted', 1));
  if (seconds !== undefined) setTimeout(due, seconds * 1000);
  if (atExit) document.documentElement.addEventListener('mouseleave', ({ clientY }) => clientY <= 0 && due(), { signal });
}

/** `20s`: after so long on the page; `exit`: when the pointer leaves it upwards; `scene=order,pay`: only there; `once`: is
 *  remembered as soon as it was seen. */
function rules(text) {
  const words = text.split(/\s+/);
  const scene = words.find((word) => word.startsWith('scene='));
  const time = words.map((word) => /^(\d{1,5})s$/.exec(word)?.[1]).find(Boolean);
  return { scenes: scene?.slice(6).split(','), seconds: time && Number(time), atExit: words.includes('exit'), once: words.includes('once') };
}

/** In the large mode one thing at a time is shown; and who has the panel open, or a person, needs no greeting. */
const isBusy = (host) => ['elder', 'full'].some((name) => host.hasAttribute(name)) || host.running() || host.shell.boxed;

async function show(host, signal, once) {
  await load(host);
  if (isBusy(host)) return;
  const w = words();
  wear(host.shadowRoot, LOOK);
  const open = make('button', { type: 'button', onclick: () => host.shell.open() }, host.getAttribute('greeting') || w.greeting);
  const close = make('button', { type: 'button', 'aria-label': w.close }, '×');
  const note = make('div', { className: 'greet over', role: 'status', dir: w.lang === 'ar' ? 'rtl' : 'ltr', lang: w.lang }, open, close);
  const end = () => note.remove();
  close.onclick = () => (host.kept('greeted', 1), end());
  host.addEventListener('ren-zai-open', end);
  new MutationObserver(() => host.hasAttribute('elder') && end()).observe(host.shell.host, { attributes: true, attributeFilter: ['elder'] });
  host.shell.top.append(note);
  const look = () => {
    const over = note.classList.toggle('over', isOverContent(note, host.shell.host));
    if (once && !over) host.kept('greeted', 1);
  };
  look();
  for (const name of ['scroll', 'resize']) addEventListener(name, () => requestAnimationFrame(look), { signal, passive: true, capture: true });
}

/** Whether something of the page that is there to be read or pressed lies below. */
function isOverContent(note, ours) {
  const { left, top, width, height } = note.getBoundingClientRect();
  const steps = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const points = steps.flatMap((x) => [0, 0.25, 0.5, 0.75, 1].map((y) => [left + x * width, top + y * height]));
  const below = points.map(([x, y]) => document.elementsFromPoint(x, y).find((element) => element !== ours));
  return [...new Set(below)].some((element) => element && !isBare(element));
}

const isBare = (element) =>
  !element.closest(CONTENT) &&
  getComputedStyle(element).backgroundImage === 'none' &&
  ![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
