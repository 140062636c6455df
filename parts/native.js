// In a mini program, once a person was asked for: the program is told, and its own page with the app's support button is one
// press away. Which page that is, the program says in the address: `?native=/pages/help/help`.

import { miniProgram } from './app.js';
import { make } from './sheet.js';
import { load, words } from './words.js';

/** A path of the mini program. */
const PAGE = /^(\/[\w.-]+)+(\?[\w=&%.~-]*)?$/;

export async function native(host) {
  const program = await miniProgram();
  if (!program) return;
  program.tell({ renzai: 'human' });
  const page = new URLSearchParams(location.search).get('native');
  const panel = host.shadowRoot.querySelector('.panel');
  if (!PAGE.test(page) || !panel || panel.querySelector('.native')) return;
  await load(host);
  const go = make('button', { type: 'button', className: 'button', onclick: () => program.go(page) }, words().native);
  panel.querySelector('.sheet').before(make('p', { className: 'notice native' }, go));
}
