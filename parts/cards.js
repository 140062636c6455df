// Cards: a product, an order, steps, a picture, links, a form. A card is plain text whose first line says what it is:
//
//   [Product] Cloud runner
//   ![the shoe from the side](/img/runner.svg)
//   Light, for every day.
//   Price: ¥299
//   - See it -> /runner.html
//
// As text it is stored, spoken, handed over, and shown where this file cannot be had; here it is dressed. There is no way
// from a line to markup, and an address that is neither a path of the site nor `https:` stays the text that it is.

import { Field, form, make, wear } from './sheet.js';
import { load, words } from './words.js';

const LOOK = `
.rz .card{display:grid;gap:10px;min-inline-size:min(240px,100%)}
.rz .card>*{margin:0;min-inline-size:0;overflow-wrap:anywhere}
.rz .card-kind{font-size:var(--small);color:var(--muted)}
.rz .card-title{font-weight:700;font-size:1.0625em}
.rz .card img{inline-size:100%;aspect-ratio:16/9;object-fit:contain;border-radius:10px;background:var(--sunken)}
.rz .card dl{display:grid;grid-template-columns:auto 1fr;gap:4px 14px}
.rz .card dt{color:var(--muted)}
.rz .card dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.rz .card-links{display:grid;gap:8px;padding:0;list-style:none}
.rz .card-links :is(a,button){display:flex;flex-wrap:wrap;gap:0 .4em;align-items:center;justify-content:center;inline-size:100%;box-sizing:border-box;text-align:center}
.rz .card .part-form :is(input,select){box-sizing:border-box}`;

/** What a first line may name, in the words of merchants. */
const KINDS = /^(product|order|steps|image|links|form|商品|订单|訂單|步骤|步驟|图片|圖片|链接|連結|表单|表單)$/i;

/** What has been looked at. */
const seen = new WeakSet();

/** Dresses the cards of the log that are not dressed yet. */
export async function cards(host) {
  await load(host);
  wear(host.shadowRoot, LOOK);
  // What a member of the family writes stays text: only the shop and its staff put forms and buttons before a customer.
  for (const place of host.shadowRoot.querySelectorAll('.log .msg:not(.family) .bubble > p')) {
    if (seen.has(place)) continue;
    seen.add(place);
    const also = following(place);
    const card = read([place, ...also].map(textOf).join('\n'));
    if (card) dress(host, card, place, also);
  }
}

/** A live answer has a paragraph for each of its lines. */
function following(place) {
  const found = [];
  for (let next = place.nextElementSibling; place.matches('.plain') && next?.matches('p.plain'); next = next.nextElementSibling) found.push(next);
  return found;
}

const textOf = (place) => [...place.childNodes].map((node) => (node.nodeName === 'BR' ? '\n' : node.textContent)).join('');

/** The lines of a card by what they are; `undefined`: no card. */
export function read(text) {
  // One blank for any number of them: there are lines for which the patterns below would else try every way to share them out.
  const [first, ...rest] = text.replace(/[^\S\n]+/g, ' ').trim().split(/ ?\n[ \n]*/);
  const [, label, title] = /^[[【]([^\]】]+)[\]】]\s*(.*)$/.exec(first) || [];
  return KINDS.test(label) ? { label, title, lines: rest.filter(Boolean).map(line) } : undefined;
}

const LINES = {
  image: /^!\[(.*)\]\((\S+)\)$/,
  link: /^[-*]\s+(.+?)\s*(?:->|→)\s*(\S+)$/,
  bullet: /^[-*]\s+(.+)$/,
  step: /^\d{1,2}[.、．]\s*(.+)$/,
  field: /^[?？]\s*(.+?)\s*(\*)?\s*(?:[:：]\s*(.+))?$/,
  page: /^((?:https:\/|\/)\S+)$/,
  fact: /^([^:：,，。.!?！？]{1,24})[:：](?!\/\/)\s*(\S.*)$/,
  words: /^(.*)$/,
};

function line(text) {
  const [kind] = Object.entries(LINES).find(([, form]) => form.test(text));
  return [kind, ...LINES[kind].exec(text).slice(1)];
}

function dress(host, { label, title, lines }, place, also) {
  const log = place.closest('.log');
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 8;
  const card = make('div', { className: 'card', role: 'group', 'aria-label': title ? `${label}: ${title}` : label, lang: place.lang, dir: place.dir || 'auto' });
  card.append(make('p', { className: 'card-kind' }, label));
  if (title) card.append(make('p', { className: 'card-title' }, title));
  const mine = place.closest('.msg.me');
  const fields = mine ? [] : lines.filter(([kind]) => kind === 'field');
  for (const it of grouped(lines.filter((it) => !fields.includes(it)))) card.append(it.kind in GROUPS ? GROUPS[it.kind](host, it.lines) : SINGLE[it.kind](...it.lines[0]));
  if (fields.length) card.append(asking(host, fields));
  for (const it of also) it.remove();
  place.replaceWith(card);
  // Who read the newest line still does, from its beginning.
  if (atEnd) log.scrollTop += Math.min(log.scrollHeight - log.clientHeight - log.scrollTop, card.getBoundingClientRect().top - log.getBoundingClientRect().top);
}

/** Lines of one kind that follow each other, where they make one list. */
function grouped(lines) {
  const groups = [];
  for (const [kind, ...said] of lines) {
    const own = kind === 'page' ? 'link' : kind;
    const it = kind === 'page' ? [said[0].replace(/^https:\/\//, ''), said[0]] : said;
    const last = groups[groups.length - 1];
    if (last?.kind === own && own in GROUPS) last.lines.push(it);
    else groups.push({ kind: own, lines: [it] });
  }
  return groups;
}

const list = (tag, className, items) => make(tag, { className }, ...items.map((item) => make('li', {}, item)));

const GROUPS = {
  link: (host, lines) => list('ul', 'card-links', lines.map(([text, target]) => way(host, text, target))),
  bullet: (host, lines) => list('ul', 'bullets', lines.map(([text]) => text)),
  // In the customer's own message a field is but a line.
  field: (host, lines) => list('ul', 'bullets', lines.map(([label]) => label)),
  step: (host, lines) => list('ol', 'steps', lines.map(([text]) => text)),
  fact: (host, lines) => make('dl', {}, ...lines.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)])),
};

const SINGLE = {
  words: (text) => make('p', {}, text),
  image: (alt, src) => {
    const url = page(src);
    if (!url) return make('p', {}, alt);
    const image = make('img', { alt, loading: 'lazy', referrerPolicy: 'no-referrer', src: url.href });
    image.addEventListener('error', () => image.replaceWith(make('p', {}, alt)));
    return image;
  },
};

/** A path of the site or an `https:` address, as the knowledge allows them. */
function page(address) {
  if (!/^(\/(?!\/)|https:\/\/)[^\s\\]+$/.test(address)) return undefined;
  try {
    const url = new URL(address, document.baseURI);
    return url.username || url.password ? undefined : url;
  } catch {
    return undefined;
  }
}

/** Where a line of a list leads: what an answer's button may lead to, and nothing else. */
function way(host, text, target) {
  const press = (then, className = 'button') => make('button', { type: 'button', className, onclick: then }, text);
  if (target === 'human') return press(() => host.transferToHuman(), 'human wide');
  if (/^ask:./.test(target)) return press(() => host.ask(target.slice(4)));
  const dialled = /^tel:([+\d().-]+)$/.exec(target)?.[1].replace(/[^+\d]/g, '');
  if (dialled) return make('a', { className: 'button', href: `tel:${dialled}` }, text);
  const url = page(target);
  if (!url) return make('span', {}, text);
  const link = make('a', { className: 'button', href: url.href }, make('bdi', {}, text));
  if (url.host === location.host) return link;
  // Another site's page opens beside, and says where it leads.
  Object.assign(link, { target: '_blank', rel: 'noopener noreferrer' });
  link.append(make('bdi', { className: 'host' }, `(${url.host})`));
  return link;
}

/** A form: what is filled in goes to the person who is there or was asked for; else one is asked for, and it goes along. */
function asking(host, fields) {
  const w = words();
  const person = () => host.shadowRoot.querySelector('.status.waiting, .status.person');
  const asked = fields.map(([, label, need, options]) => [label, new Field(w, control(options), label, { need: Boolean(need) })]);
  const send = () => {
    const said = asked.map(([label, field]) => [label, field.value]).filter(([, value]) => value);
    if (person()) host.write(said.map((pair) => pair.join(': ')).join('\n'));
    else host.transferToHuman(Object.fromEntries(said));
    whole.replaceWith(GROUPS.fact(host, said));
    host.refocus();
  };
  const note = person() ? [] : [make('p', { className: 'field-hint' }, w.privacy_said)];
  const whole = form(w, [...asked.map(([, field]) => field), ...note], w.send, send);
  return whole;
}

function control(options) {
  if (!options) return make('input', { type: 'text', maxLength: 200, autocomplete: 'off' });
  const given = options.split(/\s*[|｜]\s*/).filter(Boolean);
  return make('select', {}, ...['', ...given].map((value) => make('option', { value }, value)));
}
