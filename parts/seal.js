// ChaCha20-Poly1305 (RFC 8439). The stream is a library's; the tag is computed here, by the browser's own large integers: the
// library's is fast and unrolled, and would cost every shopper 1.2 KB.

import { stream, streamXOR } from '@stablelib/chacha';

/** Seals bytes, and ties them to what they are `about`: as many bytes and 16 more. A nonce of 12 bytes, never used again. */
export function seal(key, nonce, bytes, about) {
  const [once, sealed] = cipher(key, nonce, bytes);
  const whole = new Uint8Array(sealed.length + 16);
  whole.set(sealed);
  whole.set(tag(once, about, sealed), sealed.length);
  return whole;
}

/** And back; `undefined`: another key's, about something else, or changed. */
export function open(key, nonce, whole, about) {
  const sealed = whole.subarray(0, -16);
  const [once, bytes] = cipher(key, nonce, sealed);
  return `${tag(once, about, sealed)}` === `${whole.subarray(-16)}` ? bytes : undefined;
}

/** The first block of the stream is the key of the tag. */
function cipher(key, nonce, bytes) {
  const counter = new Uint8Array(16);
  counter.set(nonce, 4);
  const once = stream(key, counter, new Uint8Array(64), 4);
  return [once, streamXOR(key, counter, bytes, new Uint8Array(bytes.length), 4)];
}

/** Poly1305 over both, each filled up to blocks of 16 bytes, and their lengths. */
function tag(once, about, sealed) {
  const upTo = (length) => Math.ceil(length / 16) * 16;
  const all = new Uint8Array(upTo(about.length) + upTo(sealed.length) + 16);
  all.set(about);
  all.set(sealed, upTo(about.length));
  const view = new DataView(all.buffer);
  view.setUint32(all.length - 16, about.length, true);
  view.setUint32(all.length - 8, sealed.length, true);
  const number = (of, at) => of.getBigUint64(at, true) + (of.getBigUint64(at + 8, true) << BigInt(64));
  const key = new DataView(once.buffer);
  // Made when they are needed: a browser without large integers can still read this file.
  const factor = number(key, 0) & BigInt('0x0ffffffc0ffffffc0ffffffc0fffffff');
  const prime = BigInt('0x3fffffffffffffffffffffffffffffffb');
  const beyond = BigInt(1) << BigInt(128);
  let sum = BigInt(0);
  for (let at = 0; at < all.length; at += 16) sum = ((sum + number(view, at) + beyond) * factor) % prime;
  sum += number(key, 16);
  view.setBigUint64(0, BigInt.asUintN(64, sum), true);
  view.setBigUint64(8, BigInt.asUintN(64, sum >> BigInt(64)), true);
  return all.subarray(0, 16);
}
