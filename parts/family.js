// Family help: the invitation, joining by it, leaving, removing.

import { access, call } from './desk.js';
import { copy } from './after.js';
import { Field, Sheet, form, make } from './sheet.js';
import { fill, moment } from './words.js';

export async function family(host, place) {
  const sheet = new Sheet(host, place, (w) => w.family);
  const { w } = sheet;
  sheet.text(w.family_what);
  const { desk, conversation } = access(host);
  try {
    const { code, path, expires_at: until } = await call(host, 'POST', `v1/conversations/${conversation}/invite`, '{}');
    // A path of the desk: not an address of another kind, whatever the desk says.
    const { pathname, search } = new URL(path, desk);
    const link = new URL(`${pathname}${search}&lang=${w.lang}`, desk).href;
    const { rows } = await call(host, 'POST', 'v1/qr', JSON.stringify({ text: link })).catch(() => ({}));
    sheet.add(
      rows && picture(rows, w.qr),
      make('p', { className: 'invite' }, `${w.code} `, make('strong', {}, code)),
      make('p', {}, make('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, link)),
      make('p', { className: 'field-hint' }, fill(w.until, { time: moment(until, w.lang) })),
    );
    sheet.button(w.copy_link, async () => {
      await copy(link);
      sheet.say(w.copied);
    });
    if (navigator.share) sheet.button(w.share, () => navigator.share({ url: link, text: w.family_what }).catch(() => {}));
  } catch (error) {
    sheet.say(error.status ? fill(w.refused, { why: error.message }) : w.offline);
  }
}

/** A QR code from its rows of `0` and `1`, black on white in every colour scheme, with the quiet zone that readers need. */
function picture(rows, label) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const dark = rows.flatMap((row, y) => [...row].map((bit, x) => (bit === '1' ? `M${x + 4} ${y + 4}h1v1h-1z` : '')));
  path.setAttribute('d', dark.join(''));
  svg.setAttribute('viewBox', `0 0 ${rows.length + 8} ${rows.length + 8}`);
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.append(path);
  return svg;
}

/** What the page of an invitation begins with: nothing lies below it to go back to. */
class Door extends Sheet {
  layer() {}
}

/** On the other phone: a name, and in. */
export function join(host, place, code) {
  const sheet = new Door(host, place, (w) => w.join);
  const { w } = sheet;
  sheet.text(w.join_what);
  const name = new Field(w, make('input', { type: 'text', maxLength: 40, autocomplete: 'name' }), w.name, { need: true });
  const enter = async () => {
    try {
      const joined = await call(host, 'POST', 'v1/join', JSON.stringify({ code, name: name.value }), undefined, '');
      history.replaceState(null, '', `?helper=1&lang=${w.lang}`);
      host.help(joined.conversation, joined.token);
      sheet.close();
    } catch (error) {
      sheet.say(error.status ? w.join_bad : w.offline);
    }
  };
  sheet.add(form(w, [name], w.join_yes, enter));
}

export function leave(host, place) {
  const sheet = new Sheet(host, place, (w) => w.leave);
  sheet.text(sheet.w.leave_sure);
  sheet.button(sheet.w.leave, () => go(sheet, 'POST', 'leave', () => host.helpEnded()), 'button danger');
}

export function remove(host, place, id, name) {
  const sheet = new Sheet(host, place, (w) => fill(w.remove, { name }));
  sheet.text(fill(sheet.w.remove_sure, { name }));
  sheet.button(fill(sheet.w.remove, { name }), () => go(sheet, 'DELETE', `helpers/${id}`, () => {}), 'button danger');
}

async function go(sheet, method, path, then) {
  const { host, w } = sheet;
  try {
    await call(host, method, `v1/conversations/${access(host).conversation}/${path}`, method === 'POST' ? '{}' : undefined);
    then();
    sheet.close();
  } catch (error) {
    sheet.say(error.status ? fill(w.refused, { why: error.message }) : w.offline);
  }
}
