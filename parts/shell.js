/* What stands behind the element on a page that nobody has pressed anything on yet: the launcher, and the box for when
 * nothing else can be had. The rest (`inside.js`) is fetched when somebody opens it.
 *
 * What needs no WebAssembly must work without it: where the rest cannot be had, the phone number and the contact page
 * are shown, and `ren-zai-error` fires. Nothing is stored and nothing is sent before somebody presses something.
 *
 * Names with an underscore are nobody else's business and are shortened by the build; the others are read by `inside.js`
 * and by the parts, which are files of their own. WASM_URL, INSIDE_URL and PARTS_URL are put in by the build: addresses relative
 * to `renzai.js`. A pasted script (IS_PASTED) from another host is not told where it is from when it imports, and remembers it
 * itself. SHELL_WORDS has the few words that must be there when nothing else can be had. */
/* global WASM_URL, INSIDE_URL, PARTS_URL, SHELL_WORDS, IS_PASTED */

import { STYLE } from './launcher-style.js';

const WORDS = SHELL_WORDS;
const pastedFrom = IS_PASTED && document.currentScript.src;
const dark = matchMedia('(prefers-color-scheme:dark)');
/** What the merchant's page told: it outlives an element that a framework makes anew. */
const nothing = () => ({ user: {}, attributes: {}, scene: {}, steps: [], cards: [] });
const known = nothing();

/** Our name for a language of the page or of the browser, if we speak it. */
const spoken = (tag) => {
  const [own] = (tag || '').toLowerCase().split(/[-_]/);
  const ours = own !== 'zh' ? own : /hant|tw|hk|mo/i.test(tag) ? 'zh-Hant' : 'zh-Hans';
  return WORDS[ours] && ours;
};

/** Makes an element: properties, then children. */
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const button = (text, onclick, className = '') => make('button', { type: 'button', className, onclick }, text);

export class Shell {
  constructor(host) {
    this.host = host;
    this._kept = {};
  }

  // The methods that a page may call, by the names of `api.toml`.

  open() {
    this.start('open');
  }
  close() {
    this.handle?.close();
  }
  toggle() {
    this._isOpen ? this.close() : this.open();
  }
  ask(question) {
    this.start('open', 'ask', question);
  }
  transferToHuman(details) {
    this._human('api', details);
  }
  setUser(user) {
    this._know({ user });
  }
  setAttributes(attributes) {
    this._know({ attributes: { ...known.attributes, ...attributes } });
  }
  setScene(scene) {
    this._know({ scene });
  }
  track(event, data) {
    this._know({ steps: [...known.steps, data ? `${event} ${JSON.stringify(data)}` : event].slice(-20) });
  }
  sendCard(card) {
    this._know({ cards: [...known.cards, { ...card }] });
  }
  setLocale(tag) {
    this.host.lang = tag;
  }
  setTheme(theme) {
    this.host.theme = theme;
  }
  setAccessibility({ elder }) {
    this.host.elder = this.kept('elder') ? this.kept('elder') === '1' : elder;
  }
  on(event, then) {
    const [name, hear] = [`ren-zai-${event}`, (heard) => then(heard.detail, heard)];
    document.addEventListener(name, hear);
    return () => document.removeEventListener(name, hear);
  }
  notes() {
    return this.handle?.notes() ?? '';
  }
  reset() {
    this._know(nothing());
    this.handle?.forget();
    this._gone();
    this._kept = {};
    this.erased = this.parts().then((parts) => parts.forgetFiles(this)).catch(() => {});
    try {
      for (const key of Object.keys(localStorage)) {
        `${key}:`.startsWith(`${this.key()}:`) && localStorage.removeItem(key);
      }
    } catch {
      // Without storage there is nothing to remove.
    }
    this._connected();
    return this.erased;
  }

  // For the widget and the parts.

  /** Opens a part, such as `family`; what follows line feeds are its details. */
  part(spec, ...more) {
    if (spec === 'elder') return void this.kept('elder', +this.host.toggleAttribute('elder'));
    const [name, ...details] = spec.split('\n');
    const place = this.boxed?.querySelector('.sheet') || this.mount.querySelector('.sheet');
    this.parts().then(
      (parts) => parts.open(this, place, name, ...details, ...more),
      (error) => console.warn('ren-zai: a part could not start:', error),
    );
  }
  key() {
    return `renzai:${this.host.getAttribute('site') || 'default'}${this.host.hasAttribute('helper') ? ':helper' : ''}`;
  }
  /** Draws everything anew; what was said and written stays. */
  anew() {
    this._gone();
    this._draw();
  }
  /** What the reader chose once, on this site. */
  kept(name, value) {
    const place = `${this.key()}:${name}`;
    try {
      if (value === undefined) {
        return this._kept[name] ?? localStorage.getItem(place);
      }
      // Without storage, or without consent to it, a choice lasts as long as the page.
      this._kept[name] = `${value}`;
      this.host.storage === 'off' || localStorage.setItem(place, value);
    } catch {
      return this._kept[name];
    }
  }
  /** Fetches the rest once, then calls these methods of its handle. */
  async start(show, then, ...args) {
    if (!this.handle && !this._loading && show) {
      this._box(make('p', { textContent: this._boxWords()[7], role: 'status' }));
    }
    try {
      const handle = await (this._loading = this._loading || this._load(show === 'open'));
      this._unbox();
      if (show) {
        handle[show]();
      }
      await this._wanted('privacy');
      if (then) {
        handle[then](...args);
      }
    } catch (error) {
      this._loading = undefined;
      this._fail(error);
    }
  }
  get root() {
    return this.host.shadowRoot;
  }

  // For the element.

  /** Asks for a person from outside the panel: `page`, `link` or `api`. */
  async _human(from, details) {
    await this.start('open');
    this.inside?.human(this, from, details);
  }

  _connected() {
    if (!this.root) {
      this.host.attachShadow({ mode: 'open' });
      this._wear();
      this.top = make('div', { className: 'top' });
      this.top.setAttribute('popover', 'manual');
      // What is typed here is nobody's shortcut.
      for (const name of ['keydown', 'keyup', 'keypress']) {
        this.top.addEventListener(name, (event) => event.stopPropagation());
      }
      this.root.append(this.top);
    }
    if (!this.ears) {
      this._look();
      this._draw();
      this._arrive();
      this._wanted('greet');
    }
    // A page that is zoomed by its style sheet does not zoom this.
    this.top.style.zoom = 1 / (this.host.currentCSSZoom || 1);
    // Above everything of the page, whatever is transformed, clipped or stacked there.
    try {
      this.top.showPopover();
    } catch {
      // Shown already, or a browser without this: then the style sheet has to do.
    }
  }

  _gone() {
    this.ears?.abort();
    this.handle?.free();
    this.handle = this.inside = this._loading = this.ears = undefined;
    this.top.replaceChildren();
    this._isOpen = false;
  }

  _changed(name) {
    if (!this.ears) {
      return;
    }
    if (name === 'lang') {
      const [before, open] = [this.tag, this._isOpen];
      this._speak();
      if (this.tag !== before) {
        this.anew();
        open && this.start('show');
      }
    }
    this._paint();
    const on = this.host.hasAttribute('elder');
    this._large.setAttribute('aria-pressed', on);
    this.handle?.setElder(on);
    if (on && this.handle) {
      this.parts().then((parts) => parts.easy(this)).catch(() => {});
    }
  }

  _know(told) {
    Object.assign(known, told);
    this.inside?.tell(this, known);
  }

  /** The large mode: the reader's choice, else the address; in WeChat's own large mode, too. */
  _look() {
    const said = new URLSearchParams(location.search);
    const kept = this.kept('elder') ?? said.get('elder') ?? (said.get('fontSizeScaleFactor') > 1.2 && '1');
    if (kept) {
      this.host.toggleAttribute('elder', kept === '1');
    }
  }

  /** Light or dark: the page's word, else the reader's own choice. */
  _paint() {
    const said = this.host.getAttribute('theme');
    this.top.classList.toggle('dark', said === 'dark' || (said !== 'light' && dark.matches));
  }

  /** The reader's choice, the address, the tag, the page, the browser: the first of these that names one of ours. */
  _speak() {
    const said = [this.kept('lang'), new URLSearchParams(location.search).get('lang'), this.host.getAttribute('lang')];
    const tags = said.concat(document.documentElement.lang, navigator.languages);
    this.tag = tags.map(spoken).find(Boolean) || 'en';
    this._dir = this.tag === 'ar' ? 'rtl' : 'ltr';
  }

  /** The box's words: the language's own, once its texts have come; else what the shell has. */
  _boxWords() {
    return this.texts?.split('\n')[0].split('\t') || WORDS[/^zh/.test(this.tag) ? 'zh-Hans' : 'en'].slice(3);
  }

  parts() {
    return import(IS_PASTED ? new URL(PARTS_URL, pastedFrom).href : PARTS_URL);
  }

  /** What only some tags ask for. Nothing waits for it for long. */
  _wanted(name) {
    const done = (then) => this.parts().then((parts) => parts[name](this)).then(then, then);
    return this.host.getAttribute(name) && new Promise((then) => (setTimeout(then, 3000), done(then)));
  }

  /** What the address asks for, what the last page left, what still waits to be told. */
  _arrive() {
    if (this.host.hasAttribute('full') || /[?&]human=1(&|$)/.test(location.search) || this._isLed()) {
      this._follow();
    } else {
      this._resume();
    }
    try {
      if (localStorage.getItem(`${this.key()}:errands`)) {
        this.parts().then((parts) => parts.run(this), () => {});
      }
    } catch {
      // No storage, no errands.
    }
  }

  _isLed() {
    return /^#renzai=(human$|ask:.)/.test(location.hash);
  }

  _follow() {
    this._inside().then((inside) => inside.arrive(this)).catch((error) => this._fail(error));
  }

  _inside() {
    return (this._again ? import(this._again) : import(IS_PASTED ? new URL(INSIDE_URL, pastedFrom).href : INSIDE_URL)).catch((error) => {
      // Some browsers never ask again for a module that did not come once: the next try has an address of its own.
      this._again = new URL(`${INSIDE_URL}#${Date.now()}`, IS_PASTED ? pastedFrom : import.meta.url);
      throw error;
    });
  }

  _wear() {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.root.adoptedStyleSheets = [sheet];
    } catch {
      // Browsers from before constructable sheets; a strict policy leaves the buttons plain there, but working.
      this.root.append(make('style', { textContent: STYLE }));
    }
  }

  _draw() {
    this._speak();
    const [chat, elder, human] = WORDS[this.tag];
    // The merchant's own words or picture, if there are any.
    this._chat = button(make('slot', { name: 'launcher' }, chat), () => this.toggle());
    this._dot = make('span', { className: 'dot' });
    this._chat.append(this._dot);
    this._chat.setAttribute('aria-haspopup', 'dialog');
    this._person = button(human, () => this.start('open', 'humanFromLauncher'));
    this._large = button(elder, () => this.part('elder'), 'large');
    this._launcher = make('div', { className: 'launcher', dir: this._dir, lang: this.tag }, this._chat, this._person, this._large);
    this._launcher.setAttribute('part', 'launcher');
    this.mount = make('div', {});
    this.top.append(this._launcher, this.mount);
    this._opened(false);
    this._listen();
    this._changed();
  }

  _listen() {
    this.ears = new AbortController();
    const on = (target, name, then) => target.addEventListener(name, then, { signal: this.ears.signal });
    // Once everybody has heard it: the page may have stepped in.
    const settled = (name, then) =>
      on(this.host, name, (event) => {
        const inside = this.root.activeElement;
        queueMicrotask(() => event.defaultPrevented || then(inside));
      });
    settled('ren-zai-open', () => this._opened(true));
    settled('ren-zai-close', (inside) => {
      this._opened(false);
      // The focus goes back only if it was in the panel: who was elsewhere stays there.
      if (inside) {
        this._chat.focus();
      }
    });
    on(this.host, 'ren-zai-unread', (event) => {
      const { count, label } = event.detail;
      this._dot.textContent = count || '';
      // Without anything unread it is named by what it shows.
      label ? this._chat.setAttribute('aria-label', label) : this._chat.removeAttribute('aria-label');
    });
    on(dark, 'change', () => this._paint());
    on(window, 'pageshow', ({ persisted }) => persisted && !this.handle && this._resume());
    on(window, 'hashchange', () => this._isLed() && this._follow());
    on(document, 'click', (event) => {
      const asked = event.target.closest?.('[data-renzai-ask],[data-renzai-human]');
      if (!asked) {
        return;
      }
      event.preventDefault();
      const { renzaiAsk: question, renzaiHuman: reason, renzaiOrder: order } = asked.dataset;
      if (question) {
        this.ask(question);
      } else {
        this._human('page', { reason, order });
      }
    });
  }

  _opened(yes) {
    this._isOpen = yes;
    this._launcher.classList.toggle('under', yes);
    // Out of the way while the panel covers it: there is one button for a person at a time.
    this._chat.tabIndex = this._person.tabIndex = this._large.tabIndex = yes ? -1 : 0;
    clearTimeout(this._covering);
    // Hidden late, or a screen reader that comes from here loses its place. The state changes where nobody meets the button:
    // who came back to it while its state was new heard "collapsed" by itself, and then everything again.
    const settle = () => {
      this._chat.setAttribute('aria-expanded', yes);
      this._launcher.hidden = yes || this.host.hasAttribute('full');
    };
    if (yes) {
      this._covering = setTimeout(settle, 300);
    } else {
      settle();
    }
  }

  /** After a reload: who was waiting for a person, or had the panel open, finds it so. */
  _resume() {
    // Anything else than `true` is not ours: a panel that opens by itself would take the launcher from under a finger.
    const open = this._saved()?.open === true;
    if (open || this.talks()) {
      this.start(open ? 'show' : '');
    }
  }

  /** Whether it is stored that a person was asked for or is there. */
  talks() {
    return /^(waiting|person)$/.test(this._saved()?.stage?.stage);
  }

  _saved() {
    try {
      return JSON.parse(localStorage.getItem(this.key()));
    } catch {
      // No storage, or nothing that we wrote: then nothing is to be resumed.
    }
  }

  async _load(pressed) {
    const { ears } = this;
    // The module comes beside the file that runs it, not after it. One that nobody reads would hold up the next try.
    const coming = fetch(new URL(WASM_URL, IS_PASTED ? pastedFrom : import.meta.url));
    const [inside, module] = await Promise.all([this._inside(), coming]).catch((error) => {
      coming.then((response) => response.body.cancel(), () => {});
      throw error;
    });
    this.handle = await inside.load(this, ears, pressed, module);
    this.inside = inside;
    inside.tell(this, known);
    this._changed();
    return this.handle;
  }

  _box(...children) {
    this._unbox();
    this.boxed = make('section', { className: 'box', dir: this._dir }, ...children);
    this.boxed.setAttribute('role', 'dialog');
    this.boxed.setAttribute('aria-label', WORDS[this.tag][0]);
    this.top.append(this.boxed);
  }

  _unbox() {
    this.boxed?.remove();
    this.boxed = undefined;
  }

  /** Without WebAssembly, without the network: the ways to a person that need neither. */
  _fail(error) {
    const [again, call, callback, close, toContact, failed, message] = this._boxWords();
    const phone = this.host.getAttribute('phone');
    const contact = this.host.getAttribute('contact');
    const ways = [];
    const dialled = phone?.replace(/[^\d+]/g, '');
    if (dialled) {
      ways.push(make('a', { className: 'tel', href: `tel:${dialled}` }, call.replace('{phone}', phone)));
    }
    const page = make('a', { href: contact }, toContact);
    // Some addresses would run a script, and some lead nowhere.
    if (contact && /^(https?|tel|mailto):/.test(page.protocol)) {
      ways.push(page);
    }
    // A desk needs no WebAssembly: a message can be left all the same.
    if (this.host.getAttribute('desk')) {
      ways.push(button(message, () => this.part('message')), button(callback, () => this.part('callback')));
    }
    const retry = button(again, () => this.open());
    const leave = button(close, () => (this._unbox(), this._chat.focus()));
    const sheet = make('div', { className: 'sheet' });
    this._box(make('p', { textContent: failed, role: 'alert' }), ...ways, retry, leave, sheet);
    (ways[0] || retry).focus();
    console.warn('ren-zai: could not start:', error);
    const detail = { code: 'start', message: String(error?.message || error) };
    this.host.dispatchEvent(new CustomEvent('ren-zai-error', { bubbles: true, composed: true, detail }));
  }
}
