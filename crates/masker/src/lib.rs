//! [`mask`](mask::mask) for the browser, as a WebAssembly module of its own. Few shoppers need it: it is fetched when
//! somebody asks for a person, when a question without an answer is noted, or before words are stored in which something
//! could be. `parts/vault.js` fetches it.
#![warn(clippy::pedantic)]
// What `#[wasm_bindgen]` writes for an exported function.
#![allow(clippy::must_use_candidate)]

use mask::{Kind, Span};
use wasm_bindgen::prelude::*;

/// A customer's words with what tells who they are covered; the merchant's own number `hotline` stays.
#[wasm_bindgen]
pub fn masked(text: &str, hotline: &str) -> String {
    mask::mask(text, &[hotline]).text
}

/// What [`masked`] covers, two texts for each: what stands in its place, and the thing itself. The second is empty for
/// passwords and codes, which nobody should be told.
#[wasm_bindgen]
pub fn covered(text: &str, hotline: &str) -> Vec<String> {
    let spans = mask::mask(text, &[hotline]).spans;
    let pair = |span: &Span| {
        // Covered where it stands: the name of what it is goes by the language around it.
        let shown = mask::cover(text, &[*span]);
        let after = text.len() - span.end;
        let itself = match span.kind {
            Kind::Password | Kind::Otp => "",
            _ => &text[span.start..span.end],
        };
        [shown[span.start..shown.len() - after].to_owned(), itself.to_owned()]
    };
    spans.iter().flat_map(pair).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_of_people_are_covered_and_the_shops_own_stays() {
        assert_eq!(super::masked("打13812345678", ""), "打[手机 ***78]");
        assert_eq!(super::masked("打400-000-1234没人接", "400-000-1234"), "打400-000-1234没人接");
    }

    #[test]
    fn what_is_covered_is_named_and_secrets_are_not_handed_out() {
        let found = super::covered("打13812345678或400-000-1234，密码是abc123", "400-000-1234");
        assert_eq!(found[..2], ["[手机 ***78]", "13812345678"]);
        assert_eq!(found[3..], [""]);
        assert!(found[2].starts_with("[密码"), "{found:?}");
    }
}
