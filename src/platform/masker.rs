//! Masking: a WebAssembly module of its own (`crates/masker`), which `parts/vault.js` fetches when it is first needed: it
//! stores nothing unmasked that was said to the machine.

use super::storage::Vault;
use js_sys::Array;
use wasm_bindgen::{JsValue, prelude::*};

#[wasm_bindgen]
extern "C" {
    /// Begins to fetch the module, for somebody who will need it in a moment.
    #[wasm_bindgen(method, js_name = masker)]
    pub fn prepare_masker(this: &Vault);
    #[wasm_bindgen(method, catch)]
    async fn masked(this: &Vault, texts: &Array, hotline: &str) -> Result<JsValue, JsValue>;
    /// Whether there may be something in a text that has to be masked.
    #[wasm_bindgen(method)]
    pub fn hides(this: &Vault, text: &str) -> bool;
}

/// The texts with what tells who somebody is covered, one for one; `None` where the module cannot be had.
pub async fn masked(vault: &Vault, texts: &[&str], hotline: &str) -> Option<Vec<String>> {
    let given: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
    let masked = vault.masked(&given, hotline).await.ok()?;
    let masked: Vec<String> = masked.dyn_into::<Array>().ok()?.iter().filter_map(|text| text.as_string()).collect();
    (masked.len() == texts.len()).then_some(masked)
}
