// A part's place in the panel: a heading, its content, a way out. The focus goes in and comes back.

import { layer } from './layer.js';
import { SHEET } from './sheet-style.js';
import { words } from './words.js';

/** Makes an element: properties (`aria-*` and `role` as attributes), then children. */
export function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (/^(aria-|role$|for$)/.test(name)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

/** How fields look in the shell's own box, where the widget's style sheet may be missing. */
const IN_BOX = `
.box textarea,.box input,.box select{box-sizing:border-box;font:inherit;color:inherit;background:var(--s);min-block-size:44px;
inline-size:100%;border:2px solid #7d8782;border-radius:10px;padding:8px}
.box [type=checkbox]{inline-size:24px;min-block-size:24px;vertical-align:middle}
.box label{display:block;margin-block-start:10px}.box .check label{display:inline}.field-error{color:#a3161b}`;

/** What each root wears: a framework that makes the element anew makes another one. */
const worn = new WeakMap();

/** Adds a style sheet to the widget's root, once; that of the parts lies below all others. */
export function wear(root, css) {
  if (!worn.has(root)) {
    worn.set(root, new Set());
    wear(root, SHEET);
  }
  if (worn.get(root).has(css)) return;
  worn.get(root).add(css);
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    root.append(make('style', { textContent: css }));
  }
}

/** Whose sheet was opened last. */
let owner;
/** Tells the back button that the sheet which was opened last is not there any more. */
let gone;

export class Sheet {
  constructor(host, place, title) {
    owner = host;
    wear(host.shadowRoot, place.closest('.box') ? IN_BOX : SHEET);
    this.host = host;
    this.place = place;
    this.w = words();
    this.heading = make('h3', { id: 'part', tabIndex: -1, textContent: title(this.w) });
    this.body = make('div', { className: 'part-body' });
    this.status = make('p', { role: 'status' });
    const close = make('button', { type: 'button', className: 'button', onclick: () => this.close() }, this.w.close);
    const section = make('section', { className: 'part-sheet', role: 'group', 'aria-labelledby': 'part' }, this.heading, this.body, this.status, close);
    section.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) {
        event.stopPropagation();
        this.close();
      }
    });
    this.before = host.shadowRoot.activeElement;
    // Out of sight the transcript cannot follow: who was at its end is there again afterwards.
    const log = place.closest('.panel')?.querySelector('.log');
    this.end = log && log.scrollHeight - log.scrollTop - log.clientHeight < 8 && log;
    place.replaceChildren(section);
    const before = gone;
    gone = this.layer();
    before?.();
    this.heading.focus();
  }

  /** The back button closes it. */
  layer() {
    return layer(this.host, () => this.close());
  }

  add(...children) {
    this.body.append(...children.filter(Boolean));
    return this;
  }

  text(text) {
    return this.add(make('p', {}, text));
  }

  button(text, press, kind = 'button') {
    const button = make('button', { type: 'button', className: kind, onclick: press }, text);
    this.add(button);
    return button;
  }

  /** Says something, to be seen and heard. */
  say(text) {
    this.status.textContent = text;
  }

  /** Takes the content out: only the last word and the way out stay. */
  done(text) {
    this.body.replaceChildren();
    this.say(text);
    this.heading.focus();
  }

  close() {
    this.place.replaceChildren();
    gone?.();
    if (this.end) this.end.scrollTop = this.end.scrollHeight;
    this.onclose?.();
    if (this.before?.isConnected && this.before.offsetParent) this.before.focus();
    else this.host.refocus();
  }
}

let fields = 0;

/** A labelled field whose error is tied to it. */
export class Field {
  constructor(w, control, label, { hint, need, kept } = {}) {
    const id = `field-${(fields += 1)}`;
    this.w = w;
    this.control = control;
    this.need = need;
    control.id = id;
    this.error = make('p', { id: `${id}-error`, className: 'field-error', hidden: true });
    this.hint = hint && make('p', { id: `${id}-hint`, className: 'field-hint' }, hint);
    control.setAttribute('aria-describedby', `${hint ? `${id}-hint ` : ''}${id}-error`);
    if (need) control.setAttribute('aria-required', 'true');
    const name = make('label', { for: id }, need ? label : label + w.optional);
    const inline = control.type === 'checkbox';
    this.element = make('div', { className: inline ? 'field check' : 'field' }, ...(inline ? [control, name] : [name, this.hint, control]), this.error);
    if (kept) {
      control.value = sessionValue(kept) || '';
      control.addEventListener('input', () => sessionValue(kept, control.value));
      this.kept = kept;
    }
  }

  get value() {
    return this.control.type === 'checkbox' ? this.control.checked : this.control.value.trim();
  }

  /** `false`, and the reason beside the field, when its value will not do. */
  check() {
    const value = this.value;
    const wrong = this.need && (this.need === true ? !value && this.w.required : this.need(value));
    this.error.textContent = wrong || '';
    this.error.hidden = !wrong;
    this.control.setAttribute('aria-invalid', wrong ? 'true' : 'false');
    return !wrong;
  }

  forget() {
    if (this.kept) sessionValue(this.kept, '');
  }
}

/** Nothing of what was typed into a form is left. */
export const forgetTyped = () => ['renzai:message', 'renzai:phone'].forEach((key) => sessionValue(key, ''));

/** What was typed in this page. */
const typed = new Map();

/** A half-filled form is still half filled after a reload. */
function sessionValue(key, value) {
  try {
    if (value === undefined) return typed.get(key) ?? owner.vault().opened(key, sessionStorage.getItem(key));
    typed.set(key, value);
    if (!value) sessionStorage.removeItem(key);
    else if (owner.stores()) sessionStorage.setItem(key, owner.vault().sealed(key, value));
  } catch {
    // A form that does not survive a reload is still a form.
  }
  return '';
}

/** A form of fields: `then` runs when all of them will do; else the first one that will not has the focus. */
export function form(w, list, submit, then) {
  const element = make(
    'form',
    { className: 'part-form', noValidate: true },
    ...list.map((field) => field.element || field),
    make('button', { type: 'submit', className: 'send' }, submit),
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const wrong = list.filter((field) => field.check && !field.check());
    if (wrong.length) wrong[0].control.focus();
    else then();
  });
  return element;
}
