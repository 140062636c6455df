// The voice that Orca speaks with, without a sound: a server of speech-dispatcher's protocol (SSIP) on the loopback
// that takes as long for an utterance as its length, tells Orca about it as a real one does, and remembers what was heard.
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Milliseconds a character takes. A real voice is slower; what cuts off a sentence here would cut it off there, too. */
const PER_CHARACTER = 25;

/** What was sent to the voice: `{text, whole}`; `whole` is false while it is spoken, and stays so when it was cut off. */
export class Voice {
  said = [];
  #server;
  #speaking = 0;
  #changed = Date.now();

  static async start() {
    const voice = new Voice();
    voice.#server = createServer((socket) => new Client(voice, socket));
    await new Promise((resolve) => voice.#server.listen(0, "127.0.0.1", resolve));
    return voice;
  }

  /** What `SPEECHD_ADDRESS` must be. */
  get address() {
    return `inet_socket:127.0.0.1:${this.#server.address().port}`;
  }

  /** The texts from the `from`th on. */
  texts(from = 0) {
    return this.said.slice(from).map(({ text }) => text);
  }

  /** Whether everything was spoken to its end and nothing came since, for that many milliseconds. */
  silentFor(milliseconds) {
    return this.#speaking === 0 && Date.now() - this.#changed >= milliseconds;
  }

  begin(text) {
    const utterance = { text, whole: false };
    this.said.push(utterance);
    this.#speaking++;
    this.#changed = Date.now();
    return utterance;
  }

  end(utterance, whole) {
    utterance.whole = whole;
    this.#speaking--;
    this.#changed = Date.now();
  }

  stop() {
    this.#server.close();
  }
}

/** One connection: Orca keeps a few. */
class Client {
  #waiting = [];
  #timer;
  #spelled;
  static #number = 0;
  static #message = 0;

  constructor(voice, socket) {
    Object.assign(this, { voice, socket, number: ++Client.#number });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#hush());
    createInterface({ input: socket, crlfDelay: Infinity }).on("line", (line) => this.#hear(line));
  }

  #reply(...lines) {
    if (!this.socket.destroyed) this.socket.write(lines.map((line) => `${line}\r\n`).join(""));
  }

  #hear(line) {
    if (this.#spelled) return this.#collect(line);
    const [command, ...words] = line.split(" ");
    const replies = {
      SPEAK: () => {
        this.#spelled = [];
        this.#reply("230 OK RECEIVING DATA");
      },
      CHAR: () => this.#queue(words.join(" ")),
      KEY: () => this.#queue(words.join(" ")),
      CANCEL: () => this.#cancel(),
      STOP: () => this.#cancel(),
      LIST: () => this.#reply(...(words[0] === "OUTPUT_MODULES" ? ["250-quiet", "250 OK"] : ["249-quiet\ten\tnone", "249 OK"])),
      GET: () => this.#reply(`251-${words[0] === "OUTPUT_MODULE" ? "quiet" : "0"}`, "251 OK GET RETURNED"),
      HISTORY: () => this.#reply(`245-${this.number}`, "245 OK CLIENT ID SENT"),
      QUIT: () => this.socket.end("231 HAPPY HACKING\r\n"),
    };
    const reply = replies[command.toUpperCase()] ?? (() => this.#reply("200 OK"));
    return reply();
  }

  #collect(line) {
    if (line !== ".") return this.#spelled.push(line.replace(/^\.\./, "."));
    const text = this.#spelled.join(" ");
    this.#spelled = undefined;
    return this.#queue(text);
  }

  #queue(marked) {
    const text = plain(marked);
    const message = { id: ++Client.#message, utterance: this.voice.begin(text), lasts: text.length * PER_CHARACTER };
    this.#reply(`225-${message.id}`, "225 OK MESSAGE QUEUED");
    this.#waiting.push(message);
    if (this.#waiting.length === 1) this.#speak();
  }

  #speak() {
    const [message] = this.#waiting;
    if (!message) return;
    this.#tell(message, "701", "BEGIN");
    this.#timer = setTimeout(() => {
      this.#waiting.shift();
      this.voice.end(message.utterance, true);
      this.#tell(message, "702", "END");
      this.#speak();
    }, message.lasts);
  }

  #cancel() {
    for (const message of this.#hush()) this.#tell(message, "703", "CANCELED");
    this.#reply("210 OK STOPPED");
  }

  #hush() {
    clearTimeout(this.#timer);
    const cut = this.#waiting.splice(0);
    for (const { utterance } of cut) this.voice.end(utterance, false);
    return cut;
  }

  #tell({ id }, code, what) {
    this.#reply(`${code}-${id}`, `${code}-${this.number}`, `${code} ${what}`);
  }
}

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

/** Without the marks of SSML. */
const plain = (marked) =>
  marked
    .replace(/<[^>]*>/g, "")
    .replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
