// Keys of our own, each with Alt so that no letter that is typed is one; every one can be changed, all can be turned off
// (WCAG 2.1.4). And the page of help that lists them, with a guide for those who use a screen reader.

import { Sheet, make } from './sheet.js';
import { canSpeak, say } from './voice.js';
import { load } from './words.js';

const DEFAULTS = ['Alt+Shift+H', 'Alt+Shift+R', 'Alt+ArrowUp', 'Alt+ArrowDown', 'Alt+Shift+U', 'Alt+Shift+L', 'Alt+End'];
const DEEDS = [
  (host) => host.transferToHuman(),
  (host) => repeat(host),
  (host) => walk(host, -1),
  (host) => walk(host, 1),
  (host) => unread(host),
  (host) => host.part('elder'),
  (host) => visit(messages(host).pop()),
];

function chosen(host) {
  try {
    const kept = JSON.parse(host.kept('keys')) || DEFAULTS;
    // What was kept before there was another key: that one is as it came.
    return kept.length ? DEFAULTS.map((key, at) => kept[at] || key) : kept;
  } catch {
    return DEFAULTS;
  }
}

/** A key press as it is shown and kept: `Alt+Shift+H`. */
function spelled({ ctrlKey, altKey, metaKey, shiftKey, code }) {
  const held = [ctrlKey && 'Ctrl', altKey && 'Alt', metaKey && 'Meta', shiftKey && 'Shift'].filter(Boolean);
  return [...held, code.replace(/^(Key|Digit)/, '')].join('+');
}

/** What can be said and typed: a person, hear again, the message before, the next one, large text, out of here. */
const COMMANDS = [DEEDS[0], aloud, DEEDS[2], DEEDS[3], DEEDS[5], (host) => host.close()];

/** Does a command, by its place in the list; the large mode has its own screens to do it with. */
export function obey(host, place) {
  if (host.hasAttribute('elder')) host.dispatchEvent(new CustomEvent('ren-zai-command', { detail: +place }));
  else COMMANDS[place](host);
}

/** Does what the key stands for, in the panel only. */
export async function keys(host, event) {
  const place = chosen(host).indexOf(spelled(event));
  // Which key it is to be was just chosen with it: that is no command yet.
  if (place < 0 || event.defaultPrevented) return;
  event.preventDefault();
  await load(host);
  DEEDS[place](host);
}

const messages = (host) => [...host.shadowRoot.querySelectorAll('.log .msg, .log .notice')].filter((it) => it.offsetParent);

function visit(message) {
  if (!message) return;
  message.tabIndex = -1;
  message.focus();
  message.scrollIntoView({ block: 'nearest' });
}

function walk(host, by) {
  const all = messages(host);
  const at = all.findIndex((it) => it.contains(host.shadowRoot.activeElement));
  visit(all[at < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, at + by))]);
}

/** The first message after the customer's own last one. */
function unread(host) {
  const all = messages(host);
  const own = all.map((it) => it.matches('.me')).lastIndexOf(true);
  visit(all[Math.min(own + 1, all.length - 1)]);
}

const newest = (host) => messages(host).pop()?.textContent;

function repeat(host) {
  if (newest(host)) host.say(newest(host));
}

function aloud(host) {
  if (canSpeak()) say(host, newest(host) || '', host.shadowRoot.querySelector('.rz').lang);
  else repeat(host);
}

export function help(host, place) {
  const sheet = new Sheet(host, place, (w) => w.help_title);
  const { w } = sheet;
  const list = make('ul', { className: 'keys' });
  const off = sheet.button('', () => keep(chosen(host).length ? [] : DEFAULTS));
  const keep = (now) => {
    host.kept('keys', JSON.stringify(now));
    draw();
  };
  const draw = () => {
    const now = chosen(host);
    off.textContent = now.length ? w.help_off : w.help_on;
    list.replaceChildren(...now.map((key, at) => row(at, key)));
  };
  const row = (at, key) => {
    const change = make('button', { type: 'button', className: 'button', 'aria-label': `${w.help_change}: ${w.help_names[at]}` }, w.help_change);
    change.onclick = () => {
      sheet.say(w.help_press);
      change.onkeydown = (event) => {
        if (!event.altKey || /^(Alt|Shift|Control|Meta)/.test(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        keep(chosen(host).map((old, nth) => (nth === at ? spelled(event) : old)));
        sheet.say(spelled(event));
        list.children[at].querySelector('button').focus();
      };
    };
    return make('li', {}, `${w.help_names[at]} `, make('kbd', {}, key), ' ', change);
  };
  draw();
  sheet.body.prepend(make('h4', {}, w.help_keys), list);
  commands(sheet);
  sheet.add(make('h4', {}, w.help_guide), make('ul', { className: 'bullets' }, ...w.help_lines.map((line) => make('li', {}, line))));
}

/** The words that are obeyed: each can be changed, all can be turned off. */
function commands(sheet) {
  const { host, w } = sheet;
  const [person, again, before, next, , large] = w.help_names;
  const names = [person, again, before, next, large, w.easy_back];
  const list = make('ul', { className: 'keys part-form' });
  const off = make('button', { type: 'button', className: 'button', onclick: () => keep(on() ? `-${now()}` : now().slice(1)) });
  const now = () => host.running().commands();
  const on = () => !now().startsWith('-');
  const keep = (all) => {
    host.kept(`commands:${w.lang}`, all);
    draw();
  };
  const draw = () => {
    off.textContent = on() ? w.help_commands_off : w.help_commands_on;
    list.replaceChildren(...(on() ? now().split('|').map(row) : []));
  };
  const row = (ways, at) => {
    const words = make('textarea', { rows: 1, value: ways });
    words.onchange = () => {
      words.value = words.value.replace(/[|\s]+|^-+/g, ' ').trim();
      const all = [...list.querySelectorAll('textarea')].map((it) => it.value);
      host.kept(`commands:${w.lang}`, all.join('|'));
      sheet.say(`${names[at]}: ${words.value}`);
    };
    return make('li', {}, make('label', {}, `${names[at]} `, words));
  };
  draw();
  sheet.add(make('h4', {}, w.help_commands), make('p', {}, w.help_say), list, off);
}
