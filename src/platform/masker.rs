//! Masking: a WebAssembly module of its own (`crates/masker`), fetched when it is first needed.

use js_sys::Array;
use wasm_bindgen::{JsValue, prelude::*};

// MASKER_URL is put in by the build. A module that does not come must not keep anybody from a person: after 3 s it
// counts as missing. One that failed is asked for again when it is next needed.
#[wasm_bindgen(inline_js = "
let module;
export const prepare = () => {
  module ||= import(MASKER_URL).then((it) => it.default().then(() => it.masked));
  module.catch(() => (module = 0));
};
export const masker = async (texts, hotline) => {
  prepare();
  const masked = await Promise.race([module, new Promise((_, late) => setTimeout(late, 3000))]);
  return texts.map((text) => masked(text, hotline));
};
")]
extern "C" {
    /// Begins to fetch the module, for somebody who will need it in a moment.
    pub fn prepare();
    #[wasm_bindgen(catch)]
    async fn masker(texts: &Array, hotline: &str) -> Result<JsValue, JsValue>;
}

/// The texts with what tells who somebody is covered, one for one; `None` where the module cannot be had.
pub async fn masked(texts: &[&str], hotline: &str) -> Option<Vec<String>> {
    let given: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
    let masked = masker(&given, hotline).await.ok()?;
    let masked: Vec<String> = masked.dyn_into::<Array>().ok()?.iter().filter_map(|text| text.as_string()).collect();
    (masked.len() == texts.len()).then_some(masked)
}
