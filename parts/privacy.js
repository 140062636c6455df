// One sentence before the first hand-over: what is said here goes to a person of the shop, and where to read more. It asks
// for no press of its own: nothing may stand between a customer and a person.

import { make } from './sheet.js';
import { load, words } from './words.js';

export async function privacy(host) {
  await load(host);
  const panel = host.shadowRoot.querySelector('.panel');
  if (!panel || panel.querySelector('.privacy') || host.kept('informed')) return;
  const w = words();
  const link = make('a', { href: host.getAttribute('privacy'), target: '_blank', rel: 'noopener noreferrer' }, w.privacy_more);
  // Another site's page: it says where it leads.
  if (link.host !== location.host) link.append(make('bdi', { className: 'host' }, ` (${link.host})`));
  const more = /^https?:$/.test(link.protocol) ? link : '';
  panel.querySelector('.sheet').before(make('p', { className: 'notice privacy', role: 'note' }, `${w.privacy_said} `, more));
  host.addEventListener('ren-zai-human', () => host.kept('informed', 1));
}
