/* <ren-zai>: the shell. It draws the launcher with its two buttons, and fetches the rest when somebody opens it.
 *
 *   <script type="module" src="…/renzai.js"></script>
 *   <ren-zai pack="…" desk="…" site="…" lang="zh-CN" phone="…" contact="…"></ren-zai>
 *
 * What needs no WebAssembly must work without it: where the rest cannot be had, the phone number and the contact page
 * are shown, and `ren-zai-error` fires. Nothing is stored and nothing is sent before somebody presses something.
 *
 * GLUE_URL, WASM_URL, STYLE_URL, PARTS_URL and WORDS_URL are put in by the build: addresses relative to this file, `@` in
 * the last standing for the language. SHELL_WORDS has the few words that must be there when nothing else can be had. */
/* global GLUE_URL, WASM_URL, STYLE_URL, PARTS_URL, WORDS_URL, SHELL_WORDS */

import { STYLE } from '../parts/launcher-style.js';

/** Our name for a language of the page or of the browser, if we speak it. */
const spoken = (tag) => {
  const [own] = (tag || '').toLowerCase().split(/[-_]/);
  const ours = own !== 'zh' ? own : /hant|tw|hk|mo/i.test(tag) ? 'zh-Hant' : 'zh-Hans';
  return WORDS[ours] && ours;
};
const WORDS = SHELL_WORDS;

const here = (path) => new URL(path, import.meta.url).href;

/** Whether an address leads somewhere; some would run a script instead. */
const leads = (address) => {
  try {
    return !/^(javascript|data|vbscript):/.test(new URL(address, document.baseURI).protocol);
  } catch {
    return false;
  }
};

/** Makes an element: properties, then children. */
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

class RenZai extends HTMLElement {
  /** The large mode comes and goes with the attribute, whoever sets it. */
  attributeChangedCallback() {
    const on = this.hasAttribute('elder');
    this._large?.setAttribute('aria-pressed', on);
    this._handle?.setElder(on);
    if (on && this._handle) {
      this._parts().then((parts) => parts.easy(this)).catch(() => {});
    }
  }

  connectedCallback() {
    // A theme's div:empty{display:none} would hide a host that has no light children.
    this.style.setProperty('display', 'block', 'important');
    if (!this._root) {
      const other = document.querySelector('ren-zai');
      if (other && other !== this && other._root) {
        console.warn('ren-zai: a second one on a page stays silent.');
        return;
      }
      this._root = this.attachShadow({ mode: 'open' });
      this._wear(STYLE);
      this._look();
      this._speak();
      this._draw();
    }
    // `renzai.transferToHuman({…})`: the one on the page, for scripts.
    globalThis.renzai = this;
    // New, or taken out and put back; one that was only moved still listens.
    if (!this._ears) {
      this._listen();
      this._arrive();
    }
  }

  disconnectedCallback() {
    // Frameworks move nodes: only one that is still gone when the dust has settled was removed.
    queueMicrotask(() => {
      if (!this.isConnected && this._root) {
        this._ears?.abort();
        this._handle?.free();
        this._handle = this._loading = undefined;
        this._mount.replaceChildren();
        this._ears = undefined;
        this._opened(false);
      }
    });
  }

  /** Opens the panel. */
  open() {
    this._start('open');
  }

  /** Closes the panel; a conversation goes on. */
  close() {
    this._handle?.close();
  }

  /** Asks for a person, from a script of the page: `{order, reason, …}` goes to the person with it. */
  transferToHuman(details = {}) {
    this._ask('api', details);
  }

  /** Asks a question: an entry's id, or words. */
  ask(question) {
    this._start('open', 'ask', question);
  }

  /**
   * Tells what the page knows: `{scene, code, title, steps: […], attributes: {name: value}}`, all of them optional.
   * The first questions follow it. Nothing is fetched for it.
   */
  setScene(situation) {
    this._situation = situation;
    const { scene, code = '', title = '', steps = [], attributes = {} } = situation;
    const known = Object.entries(attributes).map(([name, value]) => (value === true ? name : `${name}=${value}`));
    const name = scene ?? this.getAttribute('scene') ?? '';
    this._handle?.setScene(name, code, title, steps.join('\n'), known.join('\n'));
  }

  /** Questions without an answer and verdicts on answers, masked, as JSON lines: what `renzai report` reads. */
  notes() {
    return this._handle?.notes() ?? '';
  }

  /** For the widget: opens a part, such as `family`; what follows line feeds are its details. */
  part(spec, ...more) {
    if (spec === 'elder') return void this.kept('elder', +this.toggleAttribute('elder'));
    const [name, ...details] = spec.split('\n');
    const place = this._boxed?.querySelector('.sheet') || this._mount.querySelector('.sheet');
    this._parts().then(
      (parts) => parts.open(this, place, name, ...details, ...more),
      (error) => console.warn('ren-zai: a part could not start:', error),
    );
  }

  /** For the widget: tells the desk something that must arrive, in this page or a later one; resolved once it has. */
  errand(path, body) {
    return this._parts().then(
      (parts) => parts.errand(this, path, body),
      () => this._keep({ id: crypto.randomUUID?.() || String(Math.random()), path, body }),
    );
  }

  // For the parts: what the running widget knows and does, as far as it runs.
  told() {
    return this._handle?.access();
  }
  key() {
    return `renzai:${this.getAttribute('site') || 'default'}${this.hasAttribute('helper') ? ':helper' : ''}`;
  }
  tag() {
    return this._tag;
  }
  /** Texts of the language in use, `txt` or `json`; in English where they cannot be had. */
  async words(kind) {
    const get = async (tag) => {
      const answer = await fetch(here(`${WORDS_URL.replace('@', tag)}.${kind}`));
      return answer.ok ? answer.text() : Promise.reject(new Error(`${answer.status} for ${answer.url}`));
    };
    return get(this._tag).catch(() => get('en'));
  }
  /** The customer's own choice of a language; what was said and written stays. */
  speak(tag) {
    this.kept('lang', tag);
    this._ears.abort();
    this._handle?.free();
    this._handle = this._loading = undefined;
    this._root.replaceChildren();
    this._speak();
    this._draw();
    this._listen();
    this.open();
  }
  refocus() {
    if (this._handle) {
      this._handle.focus();
    } else {
      this._boxed?.querySelector('button').focus();
    }
  }
  running() {
    return this._handle;
  }
  say(text) {
    this._handle?.say(text);
  }
  rated(stars) {
    this._handle?.rated(stars);
  }
  attach(...file) {
    return this._start('', 'attach', ...file);
  }
  photographed(name) {
    this._handle?.photographed(name);
  }
  help(...joined) {
    this._handle?.help(...joined);
  }
  helpEnded() {
    this._handle?.helpEnded();
  }
  forget() {
    localStorage.removeItem(this.key());
    this._handle?.forget();
  }

  /** What the reader chose once, on this site. */
  kept(name, value) {
    const place = `${this.key()}:${name}`;
    try {
      return value === undefined ? localStorage.getItem(place) : localStorage.setItem(place, value);
    } catch {
      // Without storage a choice lasts as long as the page.
      return (this[place] = value ?? this[place]);
    }
  }

  /** The large mode: the reader's choice, else the address; in WeChat's own large mode, too. */
  _look() {
    const said = new URLSearchParams(location.search);
    const kept = this.kept('elder') ?? said.get('elder') ?? (said.get('fontSizeScaleFactor') > 1.2 && '1');
    if (kept) {
      this.toggleAttribute('elder', kept === '1');
    }
  }

  /** The reader's choice, the address, the tag, the page, the browser: the first of these that names one of ours. */
  _speak() {
    const asked = [this.kept('lang'), new URLSearchParams(location.search).get('lang'), this.getAttribute('lang')];
    const tags = [...asked, document.documentElement.lang, ...navigator.languages];
    this._tag = tags.map(spoken).find(Boolean) || 'en';
    this._dir = this._tag === 'ar' ? 'rtl' : 'ltr';
    const [chat, elder, human] = WORDS[this._tag];
    this._words = { chat, elder, human };
  }

  /** The box's words: the language's own, once its texts have come; else what the shell has. */
  _boxWords() {
    return this._texts?.split('\n')[0].split('\t') || WORDS[/^zh/.test(this._tag) ? 'zh-Hans' : 'en'].slice(3);
  }

  _parts() {
    this._fetched ||= import(here(PARTS_URL)).catch((error) => {
      this._fetched = undefined;
      throw error;
    });
    return this._fetched;
  }

  /** The parts cannot be fetched now: the next page runs the errand. */
  _keep(errand) {
    try {
      const place = `${this.key()}:errands`;
      localStorage.setItem(place, JSON.stringify([...JSON.parse(localStorage.getItem(place) || '[]'), errand]));
    } catch {
      // Without storage nothing outlives this page.
    }
  }

  /** Asks for a person from outside the panel: `page`, `link` or `api`. */
  _ask(from, details) {
    const pairs = Object.entries(details).filter(([, value]) => value);
    const lines = pairs.map(([name, value]) => `${name}\t${String(value).replace(/\s+/g, ' ')}`);
    this._start('open', 'humanFrom', from, lines.join('\n'));
  }

  /** What the address says, what the last page left, what still waits to be told. */
  _arrive() {
    const said = new URLSearchParams(location.search);
    const full = this.hasAttribute('full');
    const code = full && said.get('join');
    if (full && (code || said.has('helper'))) {
      this.setAttribute('helper', '');
    }
    if (said.get('human') === '1') {
      // Once: a reload must not ask again after the talk has ended.
      said.delete('human');
      history.replaceState(history.state, '', `${location.pathname}${`${said}` && `?${said}`}${location.hash}`);
      this._ask('link', {});
    } else if (full) {
      this._start('show').then(() => code && this.part(`join\n${code}`));
    } else {
      this._resume();
    }
    try {
      if (localStorage.getItem(`${this.key()}:errands`)) {
        this._parts().then((parts) => parts.run(this), () => {});
      }
    } catch {
      // No storage, no errands.
    }
  }

  _wear(css) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      this._root.adoptedStyleSheets = [sheet];
    } catch {
      // Browsers from before constructable sheets; a strict policy leaves the buttons plain there, but working.
      this._root.append(make('style', { textContent: css }));
    }
  }

  _draw() {
    const w = this._words;
    this._chat = make('button', { type: 'button', onclick: () => (this._isOpen ? this.close() : this.open()) }, w.chat);
    this._dot = make('span', { className: 'dot' });
    this._dot.setAttribute('aria-hidden', 'true');
    this._chat.append(this._dot);
    this._chat.setAttribute('aria-haspopup', 'dialog');
    this._chat.setAttribute('aria-expanded', 'false');
    this._human = make('button', { type: 'button', onclick: () => this._start('open', 'humanFromLauncher') }, w.human);
    this._large = make('button', { type: 'button', className: 'large', onclick: () => this.part('elder') }, w.elder);
    this._large.setAttribute('aria-pressed', this.hasAttribute('elder'));
    this._launcher = make('div', { className: 'launcher', dir: this._dir, lang: this._tag, hidden: this.hasAttribute('full') }, this._chat, this._human, this._large);
    this._mount = make('div', {});
    this._root.append(this._launcher, this._mount);
  }

  _listen() {
    this._ears = new AbortController();
    const on = (target, name, then) => target.addEventListener(name, then, { signal: this._ears.signal });
    on(this, 'ren-zai-open', () => this._opened(true));
    on(this, 'ren-zai-close', () => {
      const inside = this._root.activeElement;
      this._opened(false);
      // The focus goes back only if it was in the panel: who was elsewhere stays there.
      if (inside) {
        this._chat.focus();
      }
    });
    on(this, 'ren-zai-unread', (event) => {
      const { count, label } = event.detail;
      this._dot.textContent = count || '';
      this._chat.setAttribute('aria-label', label || this._words.chat);
    });
    on(document, 'click', (event) => {
      const asked = event.target.closest?.('[data-renzai-ask],[data-renzai-human]');
      if (!asked) {
        return;
      }
      event.preventDefault();
      const question = asked.getAttribute('data-renzai-ask');
      if (question) {
        this.ask(question);
      } else {
        const { renzaiHuman: reason, renzaiOrder: order } = asked.dataset;
        this._ask('page', { reason, order });
      }
    });
    // Keys of ours have Alt; which they are is the reader's choice.
    const pressed = (event) => event.altKey && this._parts().then((parts) => parts.keys(this, event)).catch(() => {});
    this._mount.addEventListener('keydown', pressed, { capture: true, signal: this._ears.signal });
    // A picture that is pasted or dropped into the panel is one to be sent.
    const given = (event) => [...((event.clipboardData || event.dataTransfer)?.files || [])];
    const offer = (event) => {
      if (given(event).length) {
        event.preventDefault();
        this.part('attach', ...given(event));
      }
    };
    on(this._mount, 'paste', offer);
    on(this._mount, 'drop', offer);
    on(this._mount, 'dragover', (event) => event.preventDefault());
    // WCAG 2.4.11: what the panel covers on the page is uncovered by Escape, without moving the focus.
    on(document, 'keydown', (event) => {
      const focused = document.activeElement;
      if (event.key !== 'Escape' || event.defaultPrevented || !this._isOpen || focused === this) {
        return;
      }
      const panel = this._mount.querySelector('[role=dialog]')?.getBoundingClientRect();
      const a = focused?.getBoundingClientRect();
      if (panel && a && a.left < panel.right && a.right > panel.left && a.top < panel.bottom && a.bottom > panel.top) {
        this.close();
      }
    });
  }

  _opened(yes) {
    this._isOpen = yes;
    this._chat.setAttribute('aria-expanded', yes);
    this._launcher.classList.toggle('under', yes);
    // Never hidden, a screen reader would lose its place; but out of the way while the panel covers it.
    this._chat.tabIndex = this._human.tabIndex = this._large.tabIndex = yes ? -1 : 0;
    // The panel has its own button for a person: there is one at a time. Late, for the same reason.
    clearTimeout(this._covering);
    this._covering = setTimeout(() => (this._human.hidden = this._large.hidden = yes), yes ? 300 : 0);
  }

  /** After a reload: who was waiting for a person, or had the panel open, finds it so. */
  _resume() {
    try {
      const saved = JSON.parse(localStorage.getItem(this.key()));
      // Anything else than `true` is not ours: a panel that opens by itself would take the launcher from under a finger.
      const open = saved?.open === true;
      if (open || /^(waiting|person)$/.test(saved?.stage?.stage)) {
        this._start(open ? 'show' : '');
      }
    } catch {
      // No storage, or nothing that we wrote: then nothing is to be resumed.
    }
  }

  /** Fetches the rest once, then calls these methods of its handle. */
  async _start(show, then, ...args) {
    if (!this._handle && !this._loading && show) {
      this._box(make('p', { textContent: this._boxWords()[7], role: 'status' }));
    }
    try {
      this._loading ||= this._load();
      const handle = await this._loading;
      this._unbox();
      if (show) {
        handle[show]();
      }
      if (then) {
        handle[then](...args);
      }
    } catch (error) {
      this._loading = undefined;
      this._fail(error);
    }
  }

  async _load() {
    const style = make('link', { rel: 'stylesheet', href: here(STYLE_URL) });
    const dressed = new Promise((resolve, reject) => {
      style.onload = resolve;
      style.onerror = () => reject(new Error(`no style sheet at ${style.href}`));
    });
    const root = make('div', {});
    // A failed try leaves nothing behind.
    this._mount.replaceChildren(style, root);
    const told = this.words('txt').then((text) => (this._texts = text));
    // What fails first is told below; nobody waits for the other then.
    told.catch(() => {});
    const [glue] = await Promise.all([import(here(GLUE_URL)), dressed]);
    await glue.default({ module_or_path: here(WASM_URL) });
    this._handle = glue.mount(root, this, await told);
    if (this._situation) {
      this.setScene(this._situation);
    }
    this.attributeChangedCallback();
    return this._handle;
  }

  _box(...children) {
    this._unbox();
    this._boxed = make('section', { className: 'box', dir: this._dir }, ...children);
    this._boxed.setAttribute('role', 'dialog');
    this._boxed.setAttribute('aria-label', this._words.chat);
    this._root.append(this._boxed);
  }

  _unbox() {
    this._boxed?.remove();
    this._boxed = undefined;
  }

  /** Without WebAssembly, without the network: the ways to a person that need neither. */
  _fail(error) {
    const [again, call, callback, close, toContact, failed, message] = this._boxWords();
    const phone = this.getAttribute('phone');
    const contact = this.getAttribute('contact');
    const ways = [];
    const dialled = phone?.replace(/[^\d+]/g, '');
    if (dialled) {
      ways.push(make('a', { className: 'tel', href: `tel:${dialled}` }, call.replace('{phone}', phone)));
    }
    if (contact && leads(contact)) {
      ways.push(make('a', { href: contact }, toContact));
    }
    // A desk needs no WebAssembly: a message can be left all the same.
    if (this.getAttribute('desk')) {
      for (const [part, text] of Object.entries({ message, callback })) {
        ways.push(make('button', { type: 'button', onclick: () => this.part(part) }, text));
      }
    }
    const retry = make('button', { type: 'button', onclick: () => this.open() }, again);
    const leave = make('button', { type: 'button', onclick: () => (this._unbox(), this._chat.focus()) }, close);
    const sheet = make('div', { className: 'sheet' });
    this._box(make('p', { textContent: failed, role: 'alert' }), ...ways, retry, leave, sheet);
    (ways[0] || retry).focus();
    console.warn('ren-zai: the widget could not start:', error);
    const detail = { code: 'start', message: String(error?.message || error) };
    this.dispatchEvent(new CustomEvent('ren-zai-error', { bubbles: true, composed: true, detail }));
  }
}

RenZai.observedAttributes = ['elder'];

if (!customElements.get('ren-zai')) {
  customElements.define('ren-zai', RenZai);
}
