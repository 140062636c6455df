/* <ren-zai>: the element, and the one name that a page can call.
 *
 *   <script type="module" src="…/renzai.js"></script>
 *   <ren-zai pack="…" desk="…" site="…" lang="zh-CN" phone="…" contact="…"></ren-zai>
 *
 * The element has what `api.toml` lists, and nothing more; what it does is in the shell (`parts/shell.js`). The build puts
 * the table's names in: API_METHODS, API_TEXTS and API_SWITCHES. */
/* global API_METHODS, API_TEXTS, API_SWITCHES */

import { Shell } from '../parts/shell.js';

const PROPERTIES = [...API_TEXTS, ...API_SWITCHES];
const shells = new WeakMap();
/** The element that speaks: one a page. */
let speaker;
/** What was asked for before there was one. */
const early = [];

/** `renzai('open')`: calls a method of the element that speaks, or of the first one that will. What is no method of the shell is
 *  told to the widget. */
const call = (name, ...args) => {
  const shell = shells.get(speaker);
  return !shell ? void early.push([name, ...args]) : shell[name] ? shell[name](...args) : shell.tell(name, args);
};

class RenZai extends HTMLElement {
  constructor() {
    super();
    shells.set(this, new Shell(this));
  }

  connectedCallback() {
    if (speaker && speaker !== this) {
      if (speaker.isConnected) {
        return console.warn('ren-zai: a second one stays silent.');
      }
      shells.get(speaker)._gone();
    }
    speaker = this;
    // What was set before the element was one.
    for (const name of PROPERTIES.filter((name) => this.hasOwnProperty(name))) {
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    shells.get(this)._connected();
    for (const [name, ...args] of early.splice(0)) {
      try {
        call(name, ...args);
      } catch (error) {
        console.warn(`ren-zai: ${name}:`, error);
      }
    }
  }

  disconnectedCallback() {
    // Frameworks move nodes: only one that is still gone when the dust has settled was removed.
    queueMicrotask(() => {
      if (this === speaker && !this.isConnected) {
        shells.get(this)._gone();
        speaker = undefined;
        document.querySelector('ren-zai')?.connectedCallback();
      }
    });
  }

  attributeChangedCallback(name) {
    shells.get(this)._changed(name);
  }
}
RenZai.observedAttributes = ['elder', 'lang', 'theme'];

for (const name of API_METHODS) {
  RenZai.prototype[name] = (...args) => call(name, ...args);
}
for (const name of PROPERTIES) {
  const isSwitch = API_SWITCHES.includes(name);
  Object.defineProperty(RenZai.prototype, name, {
    get() {
      return isSwitch ? this.hasAttribute(name) : this.getAttribute(name) || '';
    },
    set(value) {
      isSwitch ? this.toggleAttribute(name, !!value) : this.setAttribute(name, value);
    },
  });
}

// The file may be on a page twice, as a module and as a plain script.
if (!customElements.get('ren-zai')) {
  early.push(...(globalThis.renzai?.q || []));
  globalThis.renzai = (name, ...args) => (API_METHODS.includes(name) ? call(name, ...args) : console.warn(`ren-zai: no ${name}`));
  customElements.define('ren-zai', RenZai);
}
