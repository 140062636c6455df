//! [`mask`](mask::mask) for the browser, as a WebAssembly module of its own. Few shoppers need it: it is fetched when
//! somebody asks for a person, or when a question without an answer is noted. `src/platform/masker.rs` calls it.
#![warn(clippy::pedantic)]
// What `#[wasm_bindgen]` writes for an exported function.
#![allow(clippy::must_use_candidate)]

use wasm_bindgen::prelude::*;

/// A customer's words with what tells who they are covered; the merchant's own number `hotline` stays.
#[wasm_bindgen]
pub fn masked(text: &str, hotline: &str) -> String {
    mask::mask(text, &[hotline]).text
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_of_people_are_covered_and_the_shops_own_stays() {
        assert_eq!(super::masked("打13812345678", ""), "打[手机 ***78]");
        assert_eq!(super::masked("打400-000-1234没人接", "400-000-1234"), "打400-000-1234没人接");
    }
}
