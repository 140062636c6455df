//! What survives a reload. In a private window without storage the widget works all the same, in memory.

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// Reads what was written under `key`; `None` if nothing was, or if it is no longer understood.
pub fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    let text = storage()?.get_item(key).ok()??;
    serde_wasm_bindgen::from_value(JSON::parse(&text).ok()?).ok()
}

/// Writes `value` under `key`. `false`: the storage is full or forbidden.
pub fn write<T: Serialize>(key: &str, value: &T) -> bool {
    let Some(storage) = storage() else { return false };
    let Some(text) = to_json(value) else { return false };
    storage.set_item(key, &text).is_ok()
}

/// JSON by the browser's own writer.
pub fn to_json<T: Serialize>(value: &T) -> Option<String> {
    let value = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).ok()?;
    JSON::stringify(&value).ok().map(String::from)
}

/// From a browser's value, for what came over the network.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_wasm_bindgen::from_value(JSON::parse(text).unwrap_or(JsValue::UNDEFINED)).ok()
}

fn storage() -> Option<Storage> {
    super::page::window().local_storage().ok().flatten()
}
