// After the talk: a rating in words, a copy, erasing.

import { Refused, access, call, errand } from './desk.js';
import { Field, Sheet, forgetTyped, form, make } from './sheet.js';
import { forgetAll } from './upload.js';
import { fill } from './words.js';

export function rating(host, place) {
  const sheet = new Sheet(host, place, (w) => w.rating);
  const { w } = sheet;
  const stars = group(w.stars, 'radio', 'stars', [1, 2, 3, 4, 5].map((n) => fill(w.star, { n })));
  const tags = group(w.tags, 'checkbox', 'tags', w.tag_list);
  const solved = group(w.solved, 'radio', 'solved', [w.yes, w.no]);
  const words = new Field(w, make('textarea', { rows: 2, maxLength: 4000 }), w.words);
  const send = () => {
    const [given] = stars.chosen();
    if (given === undefined) return sheet.say(w.stars_bad);
    const [settled] = solved.chosen();
    const { conversation } = access(host);
    const said = { stars: given + 1, words: words.value, tags: tags.chosen().map((at) => w.tag_list[at]) };
    if (settled !== undefined) said.solved = settled === 0;
    host.rated(given + 1);
    errand(host, `v1/conversations/${conversation}/rating`, JSON.stringify(said));
    return sheet.done(w.thanks);
  };
  sheet.add(form(w, [stars.element, tags.element, solved.element, words], w.send, send));
}

/** Choices of one name, with a legend. */
function group(legend, type, name, labels) {
  const inputs = labels.map(() => make('input', { type, name }));
  const choices = labels.map((label, at) => make('label', { className: 'choice-of' }, inputs[at], label));
  const element = make('fieldset', {}, make('legend', {}, legend), ...choices);
  return { element, chosen: () => inputs.flatMap((input, at) => (input.checked ? [at] : [])) };
}

/** The log as it is seen, for a file, a printer, a letter. */
function transcript(host) {
  const lines = host.shadowRoot.querySelectorAll('.log .msg, .log .notice');
  const text = (line) => [...line.querySelectorAll('.who, .plain, li, .bubble > p, .attached, .delivery')];
  const unique = (line) => [...new Set((text(line).length ? text(line) : [line]).map((it) => it.textContent.trim()))].join(' ');
  return [document.title, location.href.split(/[?#]/)[0], '', ...[...lines].map(unique)].join('\n');
}

export function save(host, place) {
  const sheet = new Sheet(host, place, (w) => w.save);
  const { w } = sheet;
  const text = transcript(host);
  sheet.button(w.copy, async () => {
    await copy(text);
    sheet.say(w.copied);
  });
  const file = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  sheet.onclose = () => URL.revokeObjectURL(file);
  sheet.add(make('a', { className: 'button', href: file, download: w.file }, w.download));
  sheet.button(w.print, () => print(text));
  const mail = `mailto:?subject=${encodeURIComponent(document.title)}&body=${encodeURIComponent(text.slice(0, 1800))}`;
  sheet.add(make('a', { className: 'button', href: mail }, w.mail));
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make('textarea', { value: text });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

function print(text) {
  const page = window.open('', '_blank');
  if (!page) return;
  const pre = page.document.createElement('pre');
  pre.textContent = text;
  pre.style.whiteSpace = 'pre-wrap';
  page.document.body.append(pre);
  page.print();
}

export function erase(host, place) {
  const sheet = new Sheet(host, place, (w) => w.erase);
  const { w } = sheet;
  sheet.text(w.erase_what);
  sheet.button(w.erase_yes, () => eraseAll(sheet), 'button danger');
}

async function eraseAll(sheet) {
  const { host, w } = sheet;
  const { token } = access(host);
  sheet.done(w.opening);
  let said = w.erased_nothing;
  let later = false;
  if (token) {
    try {
      said = fill(w.erased_counts, await call(host, 'DELETE', 'v1/visitor'));
    } catch (error) {
      // A token that the desk does not know any more has nothing left to erase.
      later = error instanceof Refused && error.status !== 401;
    }
  }
  forgetTyped();
  await forgetAll(host);
  host.forget();
  if (later) errand(host, 'v1/visitor', undefined, { method: 'DELETE', token });
  sheet.done(later ? w.erased_here : `${w.erased}${said}`);
}
