// What the parts may ask of the shell, of the element and of the running widget, as far as it runs.

import { miniProgram } from './app.js';
import { vaultOf } from './vault.js';

const hosts = new WeakMap();

/** The host of a shell: one each. */
export function hostOf(shell) {
  if (!hosts.has(shell)) hosts.set(shell, new Host(shell));
  return hosts.get(shell);
}

class Host {
  constructor(shell) {
    this.shell = shell;
  }

  // The element.
  get shadowRoot() {
    return this.shell.root;
  }
  getAttribute(name) {
    return this.shell.host.getAttribute(name);
  }
  hasAttribute(name) {
    return this.shell.host.hasAttribute(name);
  }
  addEventListener(name, then) {
    this.shell.host.addEventListener(name, then);
  }
  dispatchEvent(event) {
    return this.shell.host.dispatchEvent(event);
  }

  // The shell.
  /** The panel; a page that is nothing else is left, where a mini program has opened it. */
  close() {
    if (this.hasAttribute('full')) miniProgram().then((program) => program?.leave());
    else this.shell.close();
  }
  ask(question) {
    this.shell.ask(question);
  }
  transferToHuman(details) {
    this.shell.transferToHuman(details);
  }
  part(spec, ...more) {
    this.shell.part(spec, ...more);
  }
  /** What was written before there was a panel. */
  early() {
    return this.shell.early.trim();
  }
  /** It went another way. */
  earlyTold() {
    this.shell.early = '';
  }
  key() {
    return this.shell.key();
  }
  kept(name, value) {
    return this.shell.kept(name, value);
  }
  tag() {
    return this.shell.tag;
  }
  /** The customer's own choice of a language. */
  speak(tag) {
    this.kept('lang', tag);
    this.shell.anew();
    this.shell.open();
  }
  refocus() {
    const { handle, boxed } = this.shell;
    if (handle) handle.focus();
    else boxed?.querySelector('button').focus();
  }

  /** Whether the merchant's consent tool allows anything to be kept on the device. */
  stores() {
    return this.getAttribute('storage') !== 'off';
  }

  /** What is kept there, once it can be read and written. */
  vault() {
    return vaultOf(this.shell);
  }
  async ready() {
    if (this.stores()) await this.vault().ready();
  }

  /** Whether something was asked since the page was opened. */
  asked() {
    return this.shell.asked;
  }

  // The widget.
  told() {
    return this.shell.handle?.access();
  }
  running() {
    return this.shell.handle;
  }
  say(text) {
    this.shell.handle?.say(text);
  }
  /** A message to the person who is there or was asked for. */
  write(text) {
    this.shell.handle?.sendCard(text);
  }
  rated(stars) {
    this.shell.handle?.rated(stars);
  }
  attach(...file) {
    return this.shell.start('', 'attach', ...file);
  }
  photographed(name) {
    this.shell.handle?.photographed(name);
  }
  help(...joined) {
    this.shell.handle?.help(...joined);
  }
  helpEnded() {
    this.shell.handle?.helpEnded();
  }
  forget() {
    this.shell.handle?.forget();
  }
}
