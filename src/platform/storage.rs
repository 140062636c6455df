//! What survives a reload. Where nothing can be stored the widget works all the same, in memory.
//!
//! Written when the call returns: what stands there before a message goes out is there after the tab was killed. A
//! database of the browser would have to be waited for. It is sealed: `parts/vault.js` says how.

use super::page::{Listener, window};
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::StorageEvent;
use wire::lean::Write;

#[wasm_bindgen]
extern "C" {
    /// What is kept on this device of this site.
    #[derive(Clone)]
    pub type Vault;

    /// What was written at `place`, if it is there and can be read.
    #[wasm_bindgen(method)]
    pub fn read(this: &Vault, place: &str) -> Option<String>;

    /// Writes at `place`; where nothing can be stored, for as long as the page is there.
    #[wasm_bindgen(method)]
    pub fn write(this: &Vault, place: &str, text: &str);

    /// Forgets what was written at `place`.
    #[wasm_bindgen(method)]
    pub fn remove(this: &Vault, place: &str);

    /// Another tab erased everything: nothing of this page is left, and the key is asked for anew.
    #[wasm_bindgen(method)]
    pub fn forget(this: &Vault);

    /// Erases everything, and the key.
    #[wasm_bindgen(method)]
    pub fn erase(this: &Vault);

    #[wasm_bindgen(method)]
    fn opened(this: &Vault, place: &str, stored: Option<String>) -> Option<String>;
}

/// As it is stored.
pub fn text_of<T: Write>(value: &T) -> String {
    value.to_json()
}

impl Vault {
    /// Calls `then` with what another tab has written at `place`; `None`: it is gone.
    pub fn on_change(&self, place: &str, then: impl Fn(Option<String>) + 'static) -> Listener {
        let (vault, place) = (self.clone(), place.to_owned());
        Listener::new(&window(), "storage", move |event| {
            let event: &StorageEvent = event.unchecked_ref();
            if event.key().is_none_or(|changed| changed == place) {
                then(vault.opened(&place, event.new_value()));
            }
        })
    }
}
