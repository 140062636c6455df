// The cipher of what is kept on the device, held against OpenSSL's.
import { expect, test } from "@playwright/test";
import { createCipheriv, randomBytes } from "node:crypto";
import { open, seal } from "../../parts/seal.js";

const bytes = (length) => new Uint8Array(randomBytes(length));

/** What OpenSSL makes of it: the sealed bytes, then the tag. */
function byOpenSsl(key, nonce, text, about) {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  cipher.setAAD(about, { plaintextLength: text.length });
  return new Uint8Array(Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]));
}

test("it is ChaCha20-Poly1305, at every length around a block", () => {
  for (let length = 0; length < 140; length += 1) {
    for (const given of [0, 1, 15, 16, 17, 40]) {
      const [key, nonce, text, about] = [bytes(32), bytes(12), bytes(length), bytes(given)];
      const sealed = seal(key, nonce, text, about);
      expect(sealed).toEqual(byOpenSsl(key, nonce, text, about));
      expect(open(key, nonce, sealed, about)).toEqual(text);
    }
  }
});

test("it is so for a long conversation, too, and at the edges of the tag's numbers", () => {
  for (const text of [bytes(300_001), new Uint8Array(4096).fill(255)]) {
    const [key, nonce, about] = [bytes(32), bytes(12), bytes(14)];
    expect(Buffer.compare(seal(key, nonce, text, about), byOpenSsl(key, nonce, text, about))).toBe(0);
  }
});

test("what was changed, belongs elsewhere or has another key does not open", () => {
  const [key, nonce, text, about] = [bytes(32), bytes(12), bytes(50), bytes(14)];
  const sealed = seal(key, nonce, text, about);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = sealed.slice();
    changed[at] ^= 1 << at % 8;
    expect(open(key, nonce, changed, about)).toBeUndefined();
  }
  expect(open(bytes(32), nonce, sealed, about)).toBeUndefined();
  expect(open(key, bytes(12), sealed, about)).toBeUndefined();
  expect(open(key, nonce, sealed, about.slice(1))).toBeUndefined();
  for (const length of [0, 15, 16, 65]) expect(open(key, nonce, sealed.subarray(0, length), about)).toBeUndefined();
});
