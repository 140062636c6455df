//! What survives a reload. In a private window without storage the widget works all the same, in memory.

use super::json;
use wire::lean::{Read, Write};

/// Reads what was written under `key`; `None` if nothing was, or if it is no longer understood.
pub fn read<T: Read>(key: &str) -> Option<T> {
    json::parse(&storage()?.get_item(key).ok()??)
}

/// Writes `value` under `key`. `false`: the storage is full or forbidden.
pub fn write<T: Write>(key: &str, value: &T) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, &value.to_json()).is_ok())
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
    super::page::window().local_storage().ok().flatten()
}
