//! Masking: a WebAssembly module of its own (`crates/masker`), which `parts/vault.js` fetches when it is first needed: it
//! stores nothing unmasked that was said to the machine.

use super::storage::Vault;
use wasm_bindgen::{JsValue, prelude::*};

#[wasm_bindgen]
extern "C" {
    /// Begins to fetch the module, for somebody who will need it in a moment.
    #[wasm_bindgen(method, js_name = masker)]
    pub fn prepare_masker(this: &Vault);
    #[wasm_bindgen(method, catch)]
    async fn masked(this: &Vault, text: &str, hotline: &str) -> Result<JsValue, JsValue>;
    /// Whether there may be something in a text that has to be masked.
    #[wasm_bindgen(method)]
    pub fn hides(this: &Vault, text: &str) -> bool;
}

/// A text with what tells who somebody is covered; `None` where the module cannot be had.
pub async fn masked(vault: &Vault, text: &str, hotline: &str) -> Option<String> {
    vault.masked(text, hotline).await.ok()?.as_string()
}
