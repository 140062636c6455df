// The large mode's simple way: a home with at most four buttons, then one thing at a time. It only shows and hides what
// the widget draws, and speaks its answers; the widget itself knows nothing of it.

import { EASY } from './easy-style.js';
import { layer } from './layer.js';
import { make, wear } from './sheet.js';
import { canHear, canSpeak, hush, pace, say } from './voice.js';
import { fill, load, words } from './words.js';

/** Sizes of text, as multiples of the reader's own; 16 px become 24 to 56. */
const SIZES = [1.5, 1.875, 2.25, 2.75, 3.5];

export async function easy(host) {
  await load(host);
  const root = host.shadowRoot.querySelector('.rz');
  if (root && !root.easy) {
    wear(host.shadowRoot, EASY);
    root.easy = new Easy(host, root);
  }
}

class Easy {
  constructor(host, root) {
    Object.assign(this, { host, root, w: words(), lang: root.lang, trail: [], step: 0, size: host.kept('size') || 0 });
    this.panel = root.querySelector('.panel');
    this.log = root.querySelector('.log');
    this.lines = [...this.log.querySelectorAll(':scope > .lines')].pop();
    this.place = make('div', { className: 'easy' });
    this.foot = make('div', { className: 'easy-foot', role: 'group', 'aria-label': this.w.easy_tools });
    this.log.before(this.place);
    this.panel.append(this.foot);
    this.status = make('p', { className: 'vh', role: 'status' });
    this.panel.append(this.status);
    this.seen = this.lines.childElementCount;
    new MutationObserver(() => this.heard()).observe(this.lines, { childList: true, subtree: true });
    new MutationObserver(() => this.sync()).observe(this.panel, { childList: true, subtree: true });
    new MutationObserver(() => this.sync()).observe(root, { attributes: true, attributeFilter: ['class'] });
    this.panel.addEventListener('click', (event) => this.guard(event), true);
    this.panel.addEventListener('keydown', (event) => this.escape(event), true);
    host.addEventListener('ren-zai-command', ({ detail }) => this.command(detail));
    host.addEventListener('ren-zai-close', hush);
    host.addEventListener('ren-zai-open', () => setTimeout(() => this.arrive('.launcher')));
    this.go(this.withPerson() ? 'person' : 'home', 'stay');
    this.arrive('.panel, .launcher');
    // What was asked before this came is what somebody waits for.
    if (host.asked()) {
      this.seen = 0;
      this.heard();
    }
  }

  /** The focus that opened the panel comes along; one that is elsewhere is the reader's own. */
  arrive(from) {
    const focused = this.host.shadowRoot.activeElement?.closest(from);
    if (focused && this.on() && this.view !== 'person') this.focus();
  }

  on() {
    return this.root.classList.contains('elder');
  }

  withPerson() {
    return Boolean(this.panel.querySelector('.status.waiting, .status.person'));
  }

  /** Shows a view; `how` is `stay` where the focus is nobody's business, `back` on the way back. */
  go(view, how) {
    if (how !== 'back' && this.view && this.view !== view) this.trail.push(this.view);
    this.view = view;
    if (view === 'home') this.trail = [];
    this.draw();
    this.follow();
    if (how !== 'stay') this.focus();
  }

  /** The back button of a full page leads back through the views, too. */
  follow() {
    const inner = this.on() && this.trail.length > 0;
    if (inner && !this.gone) {
      this.gone = layer(this.host, () => {
        this.gone = undefined;
        this.back();
      });
    } else if (!inner && this.gone) {
      this.gone();
      this.gone = undefined;
    }
  }

  focus() {
    const first = this.view === 'type' ? this.root.querySelector('#composer') : this.place.querySelector('h3, button');
    if (first) first.focus();
    // The row below is always in sight; to scroll there would take the beginning of the answer out of it.
    else this.foot.querySelector('button')?.focus({ preventScroll: true });
  }

  draw() {
    const views = { home: () => this.home(), questions: () => this.questions(), leave: () => this.leaving() };
    this.place.replaceChildren(...(views[this.view]?.() || []));
    this.mark();
    this.tools();
    this.sync();
  }

  /** Widget and mode meet here: what stands on the root decides what the style sheet shows. */
  sync() {
    const person = this.withPerson();
    if (person !== this.person) {
      this.person = person;
      if (person) {
        this.go('person', 'stay');
        this.panel.scrollTop = 0;
      } else if (this.view === 'person') this.go('answer', 'stay');
    }
    if (this.view === 'home' && !this.asked && this.host.running().home().includes('\n')) this.complete();
    const view = this.on() ? this.view : '';
    if (this.root.dataset.easy !== view) this.root.dataset.easy = view;
    const size = this.on() ? SIZES[this.size] || SIZES[0] : 1;
    if (this.root.style.getPropertyValue('--easy') !== String(size)) this.root.style.setProperty('--easy', size);
    this.root.dataset.colours = this.colours();
    if (!this.on()) hush();
  }

  /** The knowledge has come, and what it offers is put in; nothing is drawn anew, for somebody may be reading here. */
  complete() {
    let at = this.place.firstElementChild;
    for (const it of this.home()) {
      if (at?.textContent === it.textContent) at = at.nextElementSibling;
      else this.place.insertBefore(it, at);
    }
  }

  home() {
    const { w } = this;
    const [phone, ...questions] = this.host.running().home().split('\n');
    if (questions.length) this.asked = questions;
    const buttons = [button(w.easy_human, () => this.human(), 'human')];
    const dialled = phone.replace(/[^\d+]/g, '');
    if (dialled) buttons.push(make('a', { className: 'button', href: `tel:${dialled}` }, fill(w.easy_phone, { phone: whole(phone) })));
    buttons.push(canHear() ? button(w.voice_title, () => this.host.part('voice')) : button(w.easy_type, () => this.go('type')));
    if (this.asked) buttons.push(button(w.easy_questions, () => this.go('questions')));
    return [make('h3', { tabIndex: -1 }, w.easy_hello), ...buttons];
  }

  /** Asks for one, or goes to the one who is there. */
  human() {
    if (this.withPerson()) this.go('person');
    else this.panel.querySelector('.bar .human').click();
  }

  questions() {
    const tongue = this.log.querySelector('[lang]')?.lang || this.lang;
    const buttons = (this.asked || []).map((question) => button(question, () => this.host.ask(question), '', tongue));
    return [make('h3', { tabIndex: -1 }, this.w.easy_pick), ...buttons, button(this.w.easy_type, () => this.go('type'))];
  }

  /** Nothing closes and nothing leads away without being asked about. */
  leaving() {
    const { w } = this;
    const text = this.link ? fill(w.easy_leave_to, { host: new URL(this.link.href).host }) : w.easy_leave;
    const stay = button(w.easy_stay, () => this.back());
    return [make('h3', { tabIndex: -1 }, text), stay, button(w.easy_go, () => this.leave())];
  }

  leave() {
    const { link } = this;
    this.back();
    this.sure = true;
    if (link) link.click();
    else this.host.close();
    this.sure = false;
  }

  guard(event) {
    if (this.on() && event.target.closest('.bar .human') && this.withPerson()) this.go('person');
    const target = event.target.closest('a[href], .close');
    if (!this.on() || this.sure || !target || /^(tel|sms|mailto|blob):/.test(target.href)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.link = target.href ? target : undefined;
    this.go('leave');
  }

  escape(event) {
    if (!this.on() || event.key !== 'Escape' || event.isComposing || event.target.closest('.sheet, .menu')) return;
    event.preventDefault();
    event.stopPropagation();
    this.link = undefined;
    if (this.view === 'home') this.go('leave');
    else this.back();
  }

  back() {
    hush();
    this.go(this.trail.pop() || (this.withPerson() ? 'person' : 'home'), 'back');
  }

  /** A line was added: it is the one thing to see. */
  heard() {
    const count = this.lines.childElementCount;
    if (count === this.seen) return this.mark();
    const more = count > this.seen;
    this.seen = count;
    this.step = 0;
    if (!more || !this.on()) return this.mark();
    const newest = this.lines.lastElementChild;
    if (this.withPerson()) {
      this.go('person', 'stay');
      return newest.matches('.notice') ? undefined : newest.scrollIntoView({ block: 'nearest' });
    }
    // The machine asks for a word, such as an order number: then there is something to write.
    this.go(newest.querySelector('.bubble > .button.fresh:not(.human)') ? 'type' : 'answer', 'stay');
    if (newest.matches('.bot')) {
      this.panel.scrollTop = 0;
      this.focus();
      if (this.host.kept('aloud')) this.read();
    }
    return undefined;
  }

  /** Marks what belongs to now: the last question and what came after it, one step of it at a time. */
  mark() {
    const all = [...this.lines.children];
    const own = all.map((line) => line.matches('.me')).lastIndexOf(true);
    const machine = all.map((line) => line.matches('.bot')).lastIndexOf(true);
    const since = this.withPerson() ? Math.max(machine + 1, all.length - 4) : Math.max(own, all.length - 3);
    all.forEach((line, at) => line.toggleAttribute('data-now', at >= since));
    this.steps = [...(all[all.length - 1]?.querySelectorAll('.steps > li') || [])];
    this.steps.forEach((step, at) => step.toggleAttribute('data-later', at !== this.step));
    return undefined;
  }

  /** The row below: back, listen, step, size. The same buttons at the same places. */
  tools() {
    const { w } = this;
    const tools = [];
    const answer = this.view === 'answer' && this.lines.querySelector('.msg.bot');
    if (answer && this.steps.length > 1) {
      const text = fill(w.easy_step, { n: this.step + 1, total: this.steps.length });
      tools.push(make('p', { className: 'easy-step' }, text));
      if (this.step > 0) tools.push(button(w.easy_previous, () => this.turn(-1)));
      if (this.step < this.steps.length - 1) tools.push(button(w.easy_next, () => this.turn(1), 'send'));
    }
    if (this.view !== 'home') tools.push(button(w.easy_back, () => this.back()));
    if (answer && canSpeak()) {
      tools.push(button(w.easy_read, () => this.read()));
      // Who has heard it knows whether it was too fast.
      if (this.reads) tools.push(button(w.easy_slower, () => this.pace(-1)), button(w.easy_faster, () => this.pace(1)));
    }
    tools.push(button(w.easy_smaller, () => this.scale(-1)), button(w.easy_bigger, () => this.scale(1)));
    if (this.view === 'home') tools.push(button(w.easy_colours, () => this.recolour()));
    if (this.view === 'home' && canSpeak()) {
      const aloud = button(w.easy_auto, () => this.aloud(aloud));
      aloud.setAttribute('aria-pressed', Boolean(this.host.kept('aloud')));
      tools.push(aloud);
    }
    // Who stands on one of them stays there.
    const stands = this.foot.contains(this.host.shadowRoot.activeElement) && this.host.shadowRoot.activeElement.textContent;
    this.foot.replaceChildren(...tools);
    tools.find((it) => it.textContent === stands)?.focus({ preventScroll: true });
  }

  turn(by) {
    hush();
    this.step += by;
    this.mark();
    this.tools();
    this.status.textContent = this.steps[this.step].textContent;
    const again = [...this.foot.querySelectorAll('button')].find((it) => it.textContent === this.w[by > 0 ? 'easy_next' : 'easy_previous']);
    (again || this.foot.querySelector('button')).focus();
  }

  scale(by) {
    this.size = Math.min(SIZES.length - 1, Math.max(0, +this.size + by));
    this.host.kept('size', this.size);
    this.sync();
    this.status.textContent = `${Math.round(SIZES[this.size] * 100)} %`;
  }

  /** The next pair of colours, and round again to those of the device (WCAG 1.4.8). */
  recolour() {
    const names = this.w.easy_colour_names;
    const now = (this.colours() + 1) % names.length;
    this.host.kept('colours', now);
    this.sync();
    this.status.textContent = names[now];
  }

  colours() {
    return +this.host.kept('colours') || 0;
  }

  aloud(button) {
    const now = this.host.kept('aloud') ? '' : '1';
    this.host.kept('aloud', now);
    button.setAttribute('aria-pressed', Boolean(now));
  }

  /** Reads what is in sight; while it is read, stops. */
  read() {
    if (speechSynthesis.speaking) return hush();
    const bubbles = [...this.lines.querySelectorAll('[data-now] .bubble')];
    const seen = bubbles.pop();
    if (!seen) return undefined;
    const parts = [...seen.querySelectorAll('p, li, dt, dd, button.choice')].filter((it) => it.offsetParent);
    const tongue = seen.querySelector('[lang]')?.lang || this.lang;
    if (!this.reads) {
      this.reads = true;
      this.tools();
    }
    say(this.host, parts.map((it) => it.textContent).join('\n'), tongue);
    return undefined;
  }

  /** The same again, slower or faster. */
  pace(by) {
    pace(this.host, by);
    hush();
    this.read();
  }

  /** Said, not pressed: the places in the list of commands. */
  command(place) {
    const deeds = [, () => this.read(), () => this.turnIf(-1), () => this.turnIf(1), () => this.scale(1), () => this.back()];
    if (this.on()) deeds[place]?.();
  }

  turnIf(by) {
    if (this.steps[this.step + by]) this.turn(by);
    else if (by < 0) this.back();
  }
}

/** A number that is neither broken nor turned around in a text from right to left. */
const whole = (phone) => `\u2066${phone.replace(/-/g, '\u2011').replace(/ /g, '\u00a0')}\u2069`;

function button(text, press, kind = '', lang = '') {
  const made = make('button', { type: 'button', className: `button ${kind}`, onclick: press }, text);
  if (lang) made.lang = lang;
  return made;
}
