//! Names that nobody can guess.

use super::{clock, page};
use wasm_bindgen::{JsCast, JsValue, prelude::*};

#[wasm_bindgen]
extern "C" {
    type Crypto;
    #[wasm_bindgen(method, catch, js_name = getRandomValues)]
    fn fill(this: &Crypto, bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// A `UUIDv7` (RFC 9562): 48 bits of time, so that the desk's index grows at its end, the rest random.
pub fn uuid7() -> String {
    let mut bytes = [0u8; 16];
    bytes[6..].copy_from_slice(&random::<10>());
    bytes[..6].copy_from_slice(&clock::now().to_be_bytes()[2..]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut text = String::with_capacity(36);
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    text
}

/// A number below `limit`, for spreading retries; not for secrets.
pub fn below(limit: u32) -> u32 {
    u32::from_le_bytes(random::<4>()) % limit.max(1)
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    let crypto = js_sys::Reflect::get(&page::window(), &"crypto".into()).unwrap_or(JsValue::UNDEFINED);
    let filled = !crypto.is_falsy() && crypto.unchecked_ref::<Crypto>().fill(&mut bytes).is_ok();
    if !filled {
        // Ancient web-views: Math.random is enough for a name that the desk checks against a token.
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}
