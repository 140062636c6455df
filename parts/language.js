// The interface in another language, chosen from what the languages call themselves.

import { Sheet, make } from './sheet.js';
/* global LANGUAGES */

export function language(host, place) {
  const sheet = new Sheet(host, place, (w) => w.language);
  const choices = Object.entries(LANGUAGES).map(([tag, name]) =>
    make(
      'button',
      { type: 'button', className: 'button', lang: tag, 'aria-pressed': tag === host.tag(), onclick: () => host.speak(tag) },
      name,
    ),
  );
  sheet.add(make('div', { className: 'row' }, ...choices));
}
