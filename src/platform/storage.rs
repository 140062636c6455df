//! What survives a reload. In a private window without storage the widget works all the same, in memory.
//!
//! `localStorage`, because it is written when the call returns: what stands there before a message goes out is there
//! after the tab was killed. A database of the browser would have to be waited for.

use super::page::{Listener, window};
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;
use wire::lean::Write;

/// As it is stored.
pub fn text_of<T: Write>(value: &T) -> String {
    value.to_json()
}

/// Reads what was written under `key`.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Writes under `key`. `false`: the storage is full or forbidden.
pub fn write(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Forgets what was written under `key`.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Calls `then` with what another tab has written under `key`; `None`: it is gone.
pub fn on_change(key: &str, then: impl Fn(Option<String>) + 'static) -> Listener {
    let key = key.to_owned();
    Listener::new(&window(), "storage", move |event| {
        let event: &StorageEvent = event.unchecked_ref();
        if event.key().is_none_or(|changed| changed == key) {
            then(event.new_value());
        }
    })
}

/// Reads plain text; empty if there is none.
pub fn read_text(key: &str) -> String {
    storage().and_then(|storage| storage.get_item(key).ok()?).unwrap_or_default()
}

/// Writes plain text, if there is a storage.
pub fn write_text(key: &str, text: &str) {
    let _ = storage().map(|storage| storage.set_item(key, text));
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
