//! JSON by the browser's own parser: it is there already, and it is fast.

use js_sys::{Array, JSON, Number, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wire::lean::{Json, Read};

/// Reads a value from text; `None`: not JSON, or not of the protocol.
pub fn parse<T: Read>(text: &str) -> Option<T> {
    T::read(&Parsed(JSON::parse(text).ok()?))
}

/// A text as JSON writes it.
pub fn quoted(text: &str) -> String {
    JSON::stringify(&JsValue::from_str(text)).map(String::from).unwrap_or_default()
}

/// The text that a live answer has to say; `None`: this is not JSON.
pub fn text(answer: &str) -> Option<String> {
    Some(said(&JSON::parse(answer).ok()?))
}

/// The text of a value: itself, or what it has as `text`; nothing else is shown to a customer.
pub fn said(value: &JsValue) -> String {
    let inner = || Reflect::get(value, &JsValue::from_str("text")).ok().and_then(|text| text.as_string());
    value.as_string().or_else(inner).unwrap_or_default()
}

struct Parsed(JsValue);

impl Json for Parsed {
    fn field(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(&self.0, &JsValue::from_str(name)).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(Self(value))
    }

    fn string(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<u64> {
        let number = self.0.as_f64()?;
        (number >= 0.0 && Number::is_safe_integer(&self.0)).then_some(number as u64)
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn items(&self) -> Vec<Self> {
        self.0.dyn_ref::<Array>().map(|array| array.iter().map(Self).collect()).unwrap_or_default()
    }
}
