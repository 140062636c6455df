//! The browser: clock, chance, JSON; below, storage, page, files, bell and stream. No other file knows `web_sys` or
//! `js_sys`.

mod bell;
mod files;
mod page;
mod storage;
mod stream;

pub use bell::{Permission, ask_permission, notice, permission, ring};
pub use files::{Chosen, chosen_files, encoded, pasted_files};
pub use page::{
    close_dialog, focus, focus_is_in_field, hash, is_at_end, is_visible, is_wide, label_page, on_key, on_visibility,
    on_window, pack_url, press, press_button, scroll_to_end, scroll_to_option, sends, set_hash, show_dialog,
};
pub use storage::{
    Prefs, draft, forget_message, keep_draft, keep_lang, keep_message, keep_prefs, lang, messages, prefs,
};
pub use stream::{Stream, Told};

use crate::words::Lang;
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;
use wasm_bindgen::JsValue;
use wire::Millis;

/// This computer's clock.
pub fn now() -> Millis {
    // A clock before 1970 or after 287396 is set wrong: zero is as good as anything.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = js_sys::Date::now() as Millis;
    now
}

/// A moment as people write it: the time, with the day in front if it is not today.
pub fn clock(at: Millis, lang: Lang) -> String {
    #[allow(clippy::cast_precision_loss)]
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64));
    let today = js_sys::Date::new_0();
    let options = js_sys::Object::new();
    let ask = |key: &str, value: &str| {
        let _ = js_sys::Reflect::set(&options, &key.into(), &value.into());
    };
    ask("hour", "2-digit");
    ask("minute", "2-digit");
    ask("hourCycle", "h23");
    if date.to_date_string() != today.to_date_string() {
        ask("month", "short");
        ask("day", "numeric");
    }
    date.to_locale_string(lang.tag(), &options).into()
}

/// Today in the agent's time zone, which is taken for the shop's, in days since 1970-01-01.
pub fn today() -> i32 {
    const DAY: f64 = 86_400_000.0;
    let zone = js_sys::Date::new_0().get_timezone_offset() * 60_000.0;
    #[allow(clippy::cast_possible_truncation)]
    let today = ((js_sys::Date::now() - zone) / DAY).floor() as i32;
    today
}

/// Bytes that nobody can foresee.
pub fn chance() -> [u8; 10] {
    let mut bytes = [0; 10];
    if let Ok(crypto) = leptos::prelude::window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// Chance between 0 and 1000.
pub fn luck() -> u32 {
    let [high, low, ..] = chance();
    u32::from(u16::from_be_bytes([high, low])) * 1_000 / u32::from(u16::MAX)
}

/// Runs `then` after so many milliseconds.
pub fn after(millis: u32, then: impl FnOnce() + 'static) {
    leptos::prelude::set_timeout(then, Duration::from_millis(millis.into()));
}

/// Runs `then` again and again.
pub fn every(millis: u32, then: impl Fn() + 'static) {
    let _ = leptos::prelude::set_interval_with_handle(then, Duration::from_millis(millis.into()));
}

/// A signal that ends a call which takes too long.
pub fn deadline(millis: u32) -> web_sys::AbortSignal {
    web_sys::AbortSignal::timeout_with_u32(millis)
}

// ---- JSON, by the browser's own parser

/// Writes a request. `None` if it has no JSON, which no type of `wire` comes to.
pub fn to_json<T: Serialize>(value: &T) -> Option<String> {
    // Plain objects: the default writes maps, and so flattened structs, as `Map`, which JSON shows as `{}`.
    let value = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).ok()?;
    js_sys::JSON::stringify(&value).ok()?.as_string()
}

/// Reads an answer; the error says what was expected.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = js_sys::JSON::parse(text).map_err(|_| format!("this is no JSON: {text:.80}"))?;
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}
