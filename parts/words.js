// The texts of the parts, in the language in use.

import { texts as fetched } from './texts.js';

let texts;
let known;

/** Fetches the texts once a language; `fill` and the others read them then. */
export async function load(host) {
  if (known !== host.tag()) {
    texts = JSON.parse(await fetched(host.shell, 'json'));
    known = host.tag();
    texts.lang = host.shadowRoot.querySelector('.rz')?.lang || known;
  }
}

export const words = () => texts;

/** A text with its holes filled: `fill('{n} of 5', { n: 3 })`. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

/** A day and a time in the reader's own words, such as 明天 09:00. */
export function moment(at, lang) {
  const [then, now] = [new Date(at), new Date()];
  const day = (date) => Math.floor((date / 60000 - date.getTimezoneOffset()) / 1440);
  const days = day(then) - day(now);
  const named =
    days > -2 && days < 3
      ? new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(days, 'day')
      : then.toLocaleDateString(lang, { month: 'long', day: 'numeric', weekday: 'short' });
  return `${named} ${then.toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' })}`;
}
