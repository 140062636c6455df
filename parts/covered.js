// What a person is not shown of what the customer said to the bot. Each item is named below the customer's words, and one press
// tells it to the person: on purpose, and no other. Passwords and codes are named only.

import { make, wear } from './sheet.js';
import { fill, load, words } from './words.js';

const LOOK = `
.rz .covered{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;justify-content:flex-end;margin:4px 0 0;font-size:var(--small);color:var(--muted)}
.rz .covered span{overflow-wrap:anywhere}`;

const seen = new WeakSet();

/** Names what was covered, once a person was asked for. */
export async function covered(host) {
  if (!(await asked(host))) return;
  await load(host);
  const masker = await host.vault().masker();
  wear(host.shadowRoot, LOOK);
  // The merchant's own number stays: of the tag, or of the knowledge.
  const hotline = host.getAttribute('phone') || host.shadowRoot.querySelector('.status a[href^="tel:"]')?.href.slice(4) || '';
  for (const line of host.shadowRoot.querySelectorAll('.log .msg.me')) {
    // What was said to a person tells how far it has come, and nothing of it is covered.
    if (seen.has(line) || line.querySelector('.delivery')) continue;
    seen.add(line);
    const found = masker.covered(line.querySelector('.bubble').textContent, hotline);
    for (let at = 0; at < found.length; at += 2) line.append(note(host, found[at], found[at + 1]));
  }
}

/** Whether a person is there or waited for, as soon as that is known. */
function asked(host) {
  const person = () => host.shadowRoot.querySelector('.status.waiting, .status.person');
  return person() || new Promise((resolve) => {
    const look = new MutationObserver(() => {
      if (!person()) return;
      look.disconnect();
      resolve(true);
    });
    look.observe(host.shell.mount, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
  });
}

function note(host, shown, itself) {
  const w = words();
  const place = make('p', { className: 'covered' }, make('span', {}, fill(w.covered_said, { what: shown })));
  const tell = () => {
    place.remove();
    host.write(itself);
    host.refocus();
  };
  if (itself) place.append(make('button', { type: 'button', className: 'button', onclick: tell, 'aria-label': `${w.covered_tell} ${shown}` }, w.covered_tell));
  return place;
}
