// Written by `cargo xtask api` from `api.toml`: change that.

/** `<ren-zai>`: a shop's helper, and a person one click away. */
export interface RenZaiElement extends HTMLElement {
  /** Address of the knowledge pack. */
  pack: string;
  /** Address of the desk, such as `https://desk.example/`. */
  desk: string;
  /** The site's name at the desk; also separates what is stored in the browser. `default` if it is missing. */
  site: string;
  /** Hotline: shown even when nothing else works. */
  phone: string;
  /** Address of a contact page: shown even when nothing else works. */
  contact: string;
  /** Kind of page, such as `product`, `order` or `help`: entries of that scene are preferred. */
  scene: string;
  /** `light` or `dark`; `auto`, or nothing, is the reader's own choice. May change at any time. */
  theme: string;
  /** `off`: nothing is kept on the device. For a consent tool: write the tag with `off`, and remove the attribute once the customer agrees; what is there then is kept. Meanwhile everything works, until the page is left. What was kept before stays; `reset()` removes it. May change at any time. */
  storage: string;
  /** How many days a conversation is kept on the device after its last line; `30` without it. What is older goes when the panel is next opened. It is encrypted as long as it lies there (`docs/security.md`). */
  keep: string;
  /** Address of your privacy page. A sentence with this link stands in the panel before a person was first asked for: what is said here goes to the shop's staff. It asks for no press of its own. */
  privacy: string;
  /** When to greet by itself, words with spaces between: `20s` after so long on the page, `exit` when the pointer leaves the page upwards, `scene=order,pay` only where `scene` is one of these, `once` to remember on the device that it was seen, for customers who agreed to that. Once a page; never again on this device once the customer has pressed it, closed it or opened the panel; never in the large mode; never over text, pictures or buttons of the page. Without `once` nothing is stored before the customer presses something. A page with it fetches the rarely used parts when it loads. */
  greet: string;
  /** The greeting's words; without it, the interface's own. */
  greeting: string;
  /** Starts in the large mode: a home with at most four large buttons, then one thing at a time. The customer's own switch, on the launcher and in the panel, adds and removes the attribute and is kept. `?elder=1` in the address turns it on, too, and so does `?fontSizeScaleFactor=` above 1.2, which a WeChat mini program can hand to its web-view. */
  elder: boolean;
  /** Fills the page, for a page that is nothing but the chat. Opens by itself, and has no button that closes it. */
  full: boolean;
  /** Sends what the merchant may learn from to the desk: questions without an answer, verdicts, which entries were given; masked, and with nobody's name. Without it they stay on the device. */
  learn: boolean;
  /** Functions for live answers (`docs/knowledge.md`, `shop.toml`), by name. They run only after the customer asked. What they answer is text, and may be a [card](knowledge.md#cards). */
  lookups?: Record<string, (slots: Record<string, string>, signal: AbortSignal) => Promise<string> | string>;
  /** Opens the panel and takes the focus into it. */
  open(): void;
  /** Closes the panel. It ends nothing: a conversation goes on. */
  close(): void;
  /** Closes the panel if it is open, and opens it if not. */
  toggle(): void;
  /** Opens the panel and asks: an entry's id, or words. */
  ask(question: string): void;
  /** Opens the panel and asks for a person. `details` goes with it, such as `{ order: '20261121-7', reason: 'refund failed' }`: `order` is shown as the order, everything else by its name. */
  transferToHuman(details?: Record<string, string>): void;
  /** Who the customer is, such as `{ id: '42', name: '王女士' }`. Stays on the device until a person is asked for; then it goes to the person, as what your page says. Only an `id` with a `signature` of your back end is verified ([how to sign](embedding.md#who-the-customer-is-signed)). Replaces what was set before. */
  setUser(user: Record<string, string | number>): void;
  /** What the page knows of the customer, such as `{ member: 'gold', refund: 'failed' }`. The first questions follow it, and it goes to the person as `setUser` does. Adds to what was set before. */
  setAttributes(attributes: Record<string, string | number | boolean>): void;
  /** Where the customer is: kind of page, error code, its words, recent steps, attributes by name. The first questions follow it; nothing is sent. Replaces what was set before. */
  setScene(situation: { scene?: string; code?: string; title?: string; steps?: string[]; attributes?: Record<string, string | number | boolean> }): void;
  /** Something the customer did on the page: a step for the first questions, the newest 20. Nothing is sent. */
  track(event: string, data?: Record<string, unknown>): void;
  /** Shows the person a product, or with `order` an order: as a message while one is asked for or here, else along with the next hand-over. Without a title, `text` is a whole [card](knowledge.md#cards). Plain text; no markup is read. */
  sendCard(card: { title: string; text?: string; price?: string; order?: string; image?: string; url?: string } | { text: string }): void;
  /** Sets the attribute `lang`. The customer's own choice in the menu stays above it. */
  setLocale(tag: string): void;
  /** Sets the attribute `theme`. */
  setTheme(theme: 'light' | 'dark' | 'auto'): void;
  /** Turns the large mode on or off, unless the customer has chosen for themselves. */
  setAccessibility(wishes: { elder: boolean }): void;
  /** For when the customer logs out of your shop: forgets on this device who they are, what was said, and their choices, and begins anew. Resolved once files that waited are gone, too. What the desk has stays there: “Erase my data” in the menu removes that. */
  reset(): Promise<void>;
  /** Hears an event by its name without `ren-zai-`; answers the function that stops hearing it. Goes on when a framework makes the element anew. */
  on(event: string, then: (detail: any, event: CustomEvent) => void): () => void;
  /** What the merchant may learn from, masked, as JSON lines for `renzai report`. */
  notes(): string;
  addEventListener<K extends keyof RenZaiEventMap>(name: K, then: (event: RenZaiEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(name: string, then: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** The element's events and their details. */
export interface RenZaiEventMap extends HTMLElementEventMap {
  /** The panel is there and takes part. */
  'ren-zai-ready': CustomEvent<{}>;
  /** The panel opens. Cancelable. */
  'ren-zai-open': CustomEvent<{}>;
  /** The panel closes. Cancelable. */
  'ren-zai-close': CustomEvent<{}>;
  /** The customer sends a message, or a question is picked in the panel or on the page. Who cancels it keeps it from the bot; what was typed stays in the field. What is said to a person, and a call for one, goes its way. Cancelable. */
  'ren-zai-ask': CustomEvent<{ text: string }>;
  /** An entry was given as the answer; `confidence` in thousandths. */
  'ren-zai-answer': CustomEvent<{ confidence: number; entry: string }>;
  /** Something the merchant may learn from; `text` is masked. */
  'ren-zai-feedback': CustomEvent<{ entry: string; kind: 'unanswered' | 'up' | 'down' | 'answered'; text: string }>;
  /** A person was asked for, by a press or in words. Nobody can keep a person away: the panel opens even where `open` was cancelled. */
  'ren-zai-human': CustomEvent<{ from: 'launcher' | 'panel' | 'offer' | 'page' | 'typed' | 'link' | 'api' }>;
  /** The place in the queue is known or changed; 1 is next. */
  'ren-zai-queue': CustomEvent<{ position: number }>;
  /** A person wrote. */
  'ren-zai-message': CustomEvent<{ from: 'agent'; name: string; text: string }>;
  /** What came while the panel was closed, and how the launcher says it; 0 when it opens. */
  'ren-zai-unread': CustomEvent<{ count: number; label: string }>;
  /** The customer rated the talk, 1 to 5. */
  'ren-zai-rating': CustomEvent<{ stars: number }>;
  /** Something does not work. `code` is `start` (the widget's files), `pack` (the knowledge), `handover`, `events` or `message` (the desk); `message` is for engineers. */
  'ren-zai-error': CustomEvent<{ code: string; message: string }>;
}

type Name = 'open' | 'close' | 'toggle' | 'ask' | 'transferToHuman' | 'setUser' | 'setAttributes' | 'setScene' | 'track' | 'sendCard' | 'setLocale' | 'setTheme' | 'setAccessibility' | 'reset' | 'on' | 'notes';

declare global {
  /** Calls a method of the element on the page, now or as soon as there is one. */
  function renzai<K extends Name>(name: K, ...args: Parameters<RenZaiElement[K]>): ReturnType<RenZaiElement[K]> | undefined;
  interface HTMLElementTagNameMap {
    'ren-zai': RenZaiElement;
  }
}
