//! JSON as the widget sees it: for the tests here and for the fuzzing of the protocol.

use serde_json::Value;
use wire::lean::Json;

/// A value that `serde_json` has parsed.
pub struct Parsed(pub Value);

impl Json for Parsed {
    fn field(&self, name: &str) -> Option<Self> {
        self.0.get(name).filter(|value| !value.is_null()).cloned().map(Self)
    }
    fn string(&self) -> Option<String> {
        self.0.as_str().map(String::from)
    }
    fn number(&self) -> Option<u64> {
        self.0.as_u64()
    }
    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }
    fn items(&self) -> Vec<Self> {
        self.0.as_array().cloned().unwrap_or_default().into_iter().map(Self).collect()
    }
}
