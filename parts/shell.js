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
/** What the merchant's page told, by the method: what each of its calls was given, the last thousand. It outlives an element that
 *  a framework makes anew. */
let known = {};

/** Our name for a language of the page or of the browser, if we speak it. */
const spoken = (tag) => {
  const [own] = `${tag}`.toLowerCase().split(/[-_]/);
  const ours = own !== 'zh' ? own : /hant|tw|hk|mo/i.test(tag) ? 'zh-Hant' : 'zh-Hans';
  return WORDS[ours] && ours;
};

const said = (name) => new URLSearchParams(location.search).get(name);

/** Makes an element: properties where it has them, else attributes; then children. */
const make = (tag, told, ...children) => {
  const element = document.createElement(tag);
  for (const name in told) {
    name in element ? (element[name] = told[name]) : element.setAttribute(name, told[name]);
  }
  element.append(...children);
  return element;
};
const button = (onclick, text) => make('button', { onclick }, text);

const wear = (root) => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Browsers from before constructable sheets; a strict policy leaves the buttons plain there, but working.
    root.append(make('style', {}, STYLE));
  }
};

export class Shell {
  constructor(host) {
    this.host = host;
    this._kept = {};
    /** What was written before the panel was there. */
    this.early = '';
  }

  // The methods that a page may call, by the names of `api.toml`; those that are not here are told to the widget (`tell`).

  open() {
    this.start('open');
  }
  close() {
    this._wish = '';
    this.unbox();
    this.handle?.close();
  }
  toggle() {
    this.isOpen ? this.close() : this.open();
  }
  ask(question) {
    this.start('open', 'ask', question);
  }
  transferToHuman(details) {
    this.start('open', 'human', 'api', details);
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
    known = {};
    this.handle?.forget();
    this._gone();
    this._kept = {};
    this.early = '';
    this.erased = this._part('forgetFiles');
    try {
      for (const key in localStorage) {
        `${key}:`.startsWith(`${this.key()}:`) && localStorage.removeItem(key);
      }
    } catch {
      // Without storage there is nothing to remove.
    }
    this._connected();
    return this.erased;
  }
  tell(name, args) {
    known[name] = [...(known[name] || []), args].slice(-1e3);
    this.inside?.tell(this, known);
  }

  // For the widget and the parts.

  key() {
    return `renzai:${this.host.site || 'default'}${this.host.hasAttribute('helper') ? ':helper' : ''}`;
  }
  /** Draws everything anew; what was said and written stays. */
  anew() {
    this._gone();
    this._draw();
  }
  /** What is stored of this site, by the end of its name. */
  saved(name) {
    try {
      return localStorage.getItem(this.key() + name);
    } catch {
      // No storage: nothing is to be resumed, no errand waits.
    }
  }
  /** What the reader chose once, on this site. */
  kept(name, value) {
    if (value === undefined) {
      return this._kept[name] ?? this.saved(`:${name}`);
    }
    // Without storage, or without consent to it, a choice lasts as long as the page.
    this._kept[name] = `${value}`;
    try {
      this.host.storage === 'off' || localStorage.setItem(`${this.key()}:${name}`, value);
    } catch {
      // It lasts as long as the page.
    }
  }
  /** Large or not, by the reader's own choice. */
  enlarge() {
    this.kept('elder', +this.host.toggleAttribute('elder'));
  }
  /** Fetches the rest once, then calls these methods of its handle. */
  async start(show, then, ...args) {
    if (show) {
      this._wish = show;
      this.handle || this._wait(show);
    }
    try {
      const inside = await (this._loading = this._loading || this._load(show));
      await inside.begin(this, show && this._wish, then, args);
    } catch (error) {
      this._loading = undefined;
      // Who has closed it meanwhile wants to hear nothing of it.
      this._wish === '' || this._fail(error);
    }
  }
  parts() {
    return import(IS_PASTED ? new URL(PARTS_URL, pastedFrom).href : PARTS_URL);
  }
  unbox() {
    this.boxed?.remove();
    this.boxed = undefined;
  }

  /** Has the parts do something that nobody waits for. */
  _part(name) {
    return this.parts().then((parts) => parts[name](this)).catch(() => {});
  }

  // For the element.

  _connected() {
    if (!this.root) {
      this.root = this.host.attachShadow({ mode: 'open' });
      wear(this.root);
      this.top = make('div', { class: 'top', popover: 'manual' });
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
      this.host.greet && this._part('greet');
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
    this.handle = this.inside = this._loading = this.ears = this.isOpen = undefined;
    this.top.replaceChildren();
  }

  _changed(name) {
    if (!this.ears) {
      return;
    }
    if (name === 'lang') {
      const [before, open] = [this.tag, this.isOpen];
      this._speak();
      if (this.tag !== before) {
        this.anew();
        open && this.start('show');
      }
    }
    this._paint();
    const on = this.host.elder;
    this._large.setAttribute('aria-pressed', on);
    this.inside?.enlarged(this, on);
  }

  /** The large mode: the reader's choice, else the address; in WeChat's own large mode, too. */
  _look() {
    const kept = this.kept('elder') ?? said('elder') ?? (said('fontSizeScaleFactor') > 1.2 && '1');
    if (kept) {
      this.host.toggleAttribute('elder', kept === '1');
    }
  }

  /** Light or dark: the page's word, else the reader's own choice. */
  _paint() {
    const { theme } = this.host;
    this.top.classList.toggle('dark', theme === 'dark' || (theme !== 'light' && dark.matches));
  }

  /** The reader's choice, the address, the tag, the page, the browser: the first of these that names one of ours. */
  _speak() {
    const tags = [this.kept('lang'), said('lang'), this.host.lang, document.documentElement.lang, ...navigator.languages];
    this.tag = tags.map(spoken).find(Boolean) || 'en';
  }

  /** The box's words: the language's own, once its texts have come; else what the shell has. */
  _boxWords() {
    return this.words || WORDS[/^zh/.test(this.tag) ? 'zh-Hans' : 'en'].slice(3);
  }

  /** What the address asks for, what the last page left, what still waits to be told. */
  _arrive() {
    if (this.host.full || said('human') === '1' || this._isLed()) {
      this._follow();
    } else {
      this._resume();
    }
    this.saved(':errands') && this._part('run');
  }

  _isLed() {
    return /^#renzai=/.test(location.hash);
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

  _draw() {
    this._speak();
    const [chat, elder, human] = WORDS[this.tag];
    this.top.dir = this.tag === 'ar' ? 'rtl' : 'ltr';
    this.top.lang = this.tag;
    const told = { onclick: () => this.toggle(), 'aria-haspopup': 'dialog', 'aria-expanded': 'false' };
    // The merchant's own words or picture, if there are any.
    this._chat = make('button', told, make('slot', { name: 'launcher' }, chat));
    this._person = () => button(() => this.start('open', 'humanFromLauncher'), human);
    this._large = button(() => this.enlarge(), elder);
    const bar = { class: 'launcher', part: 'launcher', hidden: this.host.full };
    this.mount = make('div', {});
    this.top.append(make('div', bar, this._chat, this._person(), this._large), this.mount);
    this._listen();
    this._changed();
  }

  _listen() {
    this.ears = new AbortController();
    const on = (target, name, then) => target.addEventListener(name, then, { signal: this.ears.signal });
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
      question ? this.ask(question) : this.start('open', 'human', 'page', { reason, order });
    });
  }

  /** After a reload: who was waiting for a person, or had the panel open, finds it so. */
  _resume() {
    const saved = this.saved('');
    // Anything else than `true` is not ours: a panel that opens by itself would take the launcher from under a finger.
    const open = /"open":true/.test(saved);
    if (open || /"stage":"(waiting|person)"/.test(saved)) {
      this.start(open && 'show');
    }
  }

  async _load(show) {
    const { ears } = this;
    // The module comes beside the file that runs it, not after it.
    const href = new URL(WASM_URL, IS_PASTED ? pastedFrom : import.meta.url).href;
    this.mount.append(make('link', { rel: 'preload', as: 'fetch', crossorigin: '', href }));
    const inside = await this._inside();
    this.handle = await inside.load(this, ears, show === 'open', href);
    this.inside = inside;
    inside.tell(this, known);
    this._changed();
    return inside;
  }

  _box(...children) {
    this.unbox();
    const told = { class: 'box', role: 'dialog', 'aria-label': WORDS[this.tag][0] };
    this.boxed = make('section', told, ...children, this._person());
    this.top.append(this.boxed);
  }

  /** Until the rest has come, one can write: each line that is ended is sent then. Nobody has to wait for a slow network with
   *  a question in mind. */
  _wait(show) {
    const oninput = () => (this.early = field.value);
    const field = make('textarea', { 'aria-label': WORDS[this.tag][0], rows: 3, oninput }, this.early);
    this._box(make('p', { role: 'status' }, this._boxWords()[5]), field);
    // A finger opens to read first: the keyboard would cover half of it. And where the panel is there soon, only the panel is spoken.
    show === 'open' && !matchMedia('(pointer:coarse)').matches && setTimeout(() => field.focus(), 500);
  }

  /** Without WebAssembly, without the network: the ways to a person that need neither; the parts add theirs. */
  _fail(error) {
    const [again, call, close, toContact, failed] = this._boxWords();
    const { phone, contact } = this.host;
    const ways = [];
    const dialled = phone.replace(/[^\d+]/g, '');
    if (dialled) {
      ways.push(make('a', { href: `tel:${dialled}` }, call.replace('{phone}', phone)));
    }
    const page = make('a', { href: contact }, toContact);
    // Some addresses would run a script, and some lead nowhere.
    if (contact && /^(https?|tel|mailto):/.test(page.protocol)) {
      ways.push(page);
    }
    ways.push(button(() => this.open(), again));
    this._box(make('p', { role: 'alert' }, failed), ...ways, button(() => (this.close(), this._chat.focus()), close));
    ways[0].focus();
    this._part('rescue');
    console.warn('ren-zai:', error);
    const detail = { code: 'start', message: `${error}` };
    this.host.dispatchEvent(new CustomEvent('ren-zai-error', { bubbles: true, composed: true, detail }));
  }
}
