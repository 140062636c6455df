//! JSON by the browser's own parser: it is there already, and it is fast.

use js_sys::{Array, JSON, Number, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wire::lean::{Json, Read};

/// Reads a value from text; `None`: not JSON, or not of the protocol.
pub fn parse<T: Read>(text: &str) -> Option<T> {
    T::read(&Parsed(JSON::parse(text).ok()?))
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
