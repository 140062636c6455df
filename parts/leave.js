// The ways beside waiting: a message, a call. Both are kept first and sent then.

import { access, errand } from './desk.js';
import { Field, Sheet, form, make } from './sheet.js';
import { fill, moment } from './words.js';

export function message(host, place) {
  const sheet = new Sheet(host, place, (w) => w.message);
  const { w } = sheet;
  const body = new Field(w, make('textarea', { rows: 3, maxLength: 4000 }), w.body, { need: true, kept: 'renzai:message' });
  body.control.value ||= host.early();
  const contact = new Field(w, make('input', { type: 'text', maxLength: 200, autocomplete: 'tel' }), w.contact, { hint: w.contact_hint });
  const send = () => {
    body.forget();
    host.earlyTold();
    leave(sheet, 'v1/messages', { body: body.value, contact: contact.value }, w.message_done);
  };
  sheet.add(form(w, [body, contact], w.send, send));
}

export function callback(host, place) {
  const sheet = new Sheet(host, place, (w) => w.callback);
  const { w } = sheet;
  const dialled = (value) => /^[\d+()\s-]+$/.test(value) && /^\d{5,20}$/.test(value.replace(/\D/g, ''));
  const input = make('input', { type: 'tel', inputMode: 'tel', autocomplete: 'tel', maxLength: 40 });
  const phone = new Field(w, input, w.phone, { need: (value) => !dialled(value) && w.phone_bad, kept: 'renzai:phone' });
  const windows = hours(w);
  const select = make('select', {}, ...windows.map(({ label }, at) => make('option', { value: at }, label)));
  const when = new Field(w, select, w.when, { need: () => '' });
  const note = new Field(w, make('input', { type: 'text', maxLength: 200 }), w.note);
  const consent = new Field(w, make('input', { type: 'checkbox' }), w.consent, { need: (yes) => !yes && w.consent_bad });
  const send = () => {
    const { from, until } = windows[select.value];
    phone.forget();
    leave(sheet, 'v1/callbacks', { phone: phone.value, from, until, consent: true, note: note.value }, w.callback_done);
  };
  sheet.add(form(w, [phone, when, note, consent], w.send, send));
}

/** The next mornings and afternoons, by the customer's own clock. */
function hours(w) {
  const at = (day, hour) => new Date(new Date().setHours(hour, 0, 0, 0) + day * 86400000).getTime();
  const day = (from) => moment(from, w.lang).replace(/\s\S+$/, '');
  const hour = (time) => new Date(time).toLocaleTimeString(w.lang, { hour: '2-digit', minute: '2-digit' });
  const all = [0, 1, 2].flatMap((days) => [[9, 12], [13, 18]].map(([from, until]) => ({ from: at(days, from), until: at(days, until) })));
  const open = all.filter(({ until }) => until > Date.now() + 3600000).slice(0, 4);
  return [{ label: w.anytime }, ...open.map((it) => ({ ...it, label: `${day(it.from)} ${hour(it.from)}–${hour(it.until)}` }))];
}

async function leave(sheet, path, said, done) {
  const { host, w } = sheet;
  const { conversation } = access(host);
  const page = location.pathname;
  sheet.done(w.kept);
  const told = { ...said, locale: w.lang, page, conversation: conversation || undefined };
  const { answer, error } = await errand(host, path, JSON.stringify(told));
  sheet.say(answer ? fill(done, { time: moment(answer.due, w.lang) }) : fill(w.refused, { why: error.message }));
}
