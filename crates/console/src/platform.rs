//! The browser: clock, chance, storage, address bar, focus, stream. No other file knows `web_sys` or `js_sys`.

use crate::words::Lang;
use leptos::prelude::{document, window};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wire::{Millis, visitor::MessageRequest};

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

/// Bytes that nobody can foresee.
pub fn chance() -> [u8; 10] {
    let mut bytes = [0; 10];
    if let Ok(crypto) = window().crypto() {
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

// ---- storage: a browser that forbids it forgets, and nothing breaks

const LANG: &str = "renzai.console.lang";

/// The language that was chosen, or else the browser's.
pub fn lang() -> Lang {
    let chosen = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(LANG).ok().flatten());
    Lang::of(&chosen.or_else(|| window().navigator().language()).unwrap_or_default())
}

/// Keeps the language and tells it to the page.
pub fn keep_lang(lang: Lang) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(LANG, lang.tag());
    }
}

/// Says the page's language and title.
pub fn label_page(lang: Lang, title: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", lang.tag());
    }
    document().set_title(title);
}

/// What was being written in a conversation.
pub fn draft(conversation: &str) -> String {
    kept(&draft_key(conversation)).unwrap_or_default()
}

/// Keeps what is being written.
pub fn keep_draft(conversation: &str, text: &str) {
    keep(&draft_key(conversation), text);
}

/// What was written and not delivered in a conversation.
pub fn outbox(conversation: &str) -> Vec<MessageRequest> {
    kept(&outbox_key(conversation)).and_then(|text| from_json(&text).ok()).unwrap_or_default()
}

/// Keeps what is not delivered.
pub fn keep_outbox(conversation: &str, messages: &[MessageRequest]) {
    let text = if messages.is_empty() { None } else { to_json(&messages) };
    keep(&outbox_key(conversation), &text.unwrap_or_default());
}

fn draft_key(conversation: &str) -> String {
    format!("renzai.console.draft.{conversation}")
}

fn outbox_key(conversation: &str) -> String {
    format!("renzai.console.outbox.{conversation}")
}

fn kept(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(key).ok().flatten()
}

fn keep(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
    }
}

// ---- the page

/// The part of the address after `#`, with it.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Changes it, which the browser's back button can undo.
pub fn set_hash(hash: &str) {
    if self::hash() != hash.trim_end_matches('#') {
        let _ = window().location().set_hash(hash);
    }
}

/// Whether the page is before somebody's eyes.
pub fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Whether board and chat stand side by side.
pub fn is_wide() -> bool {
    window().match_media("(min-width: 44rem)").ok().flatten().is_some_and(|query| query.matches())
}

/// Listens on the window for as long as the page lives.
pub fn on_window(event: &'static str, then: impl Fn() + 'static) {
    let _ = leptos::prelude::window_event_listener_untyped(event, move |_| then());
}

/// Listens for the page being shown or hidden.
pub fn on_visibility(then: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(then);
    let _ = document().add_event_listener_with_callback("visibilitychange", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Focuses the first of the elements that is there, once the page is drawn.
pub fn focus(selectors: &'static [&'static str]) {
    after_drawing(move || {
        let element = selectors.iter().find_map(|selector| find(selector)?.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = element {
            let _ = element.focus();
        }
    });
}

/// Scrolls an element to its end, once the page is drawn.
pub fn scroll_to_end(selector: &'static str) {
    after_drawing(move || {
        if let Some(element) = find(selector) {
            element.set_scroll_top(element.scroll_height());
        }
    });
}

/// Whether an element is scrolled to its end, or nearly.
pub fn is_at_end(selector: &str) -> bool {
    find(selector).is_none_or(|element| element.scroll_height() - element.scroll_top() - element.client_height() < 80)
}

fn find(selector: &str) -> Option<web_sys::Element> {
    document().query_selector(selector).ok().flatten()
}

fn after_drawing(then: impl FnOnce() + 'static) {
    leptos::prelude::request_animation_frame(move || after(0, then));
}

/// Whether this key press sends: Enter alone, and not the Enter that chooses a word in an input method.
/// Safari ends the composition before it tells of the key; code 229 gives it away.
pub fn sends(event: &web_sys::KeyboardEvent) -> bool {
    const INPUT_METHOD: u32 = 229;
    let alone = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
    event.key() == "Enter" && alone && !event.is_composing() && event.key_code() != INPUT_METHOD
}

// ---- the stream

/// An open `EventSource`; dropping it closes it.
pub struct Stream {
    source: web_sys::EventSource,
    _open: Closure<dyn Fn()>,
    _message: Closure<dyn Fn(web_sys::MessageEvent)>,
    _error: Closure<dyn Fn()>,
}

/// What a stream tells.
pub enum Told {
    /// It is open.
    Open,
    /// The `data:` of an event.
    Data(String),
    /// It broke.
    Broken,
}

impl Stream {
    /// Opens a stream. `None` if the browser has no such thing.
    pub fn open(url: &str, hear: impl Fn(Told) + Clone + 'static) -> Option<Self> {
        let source = web_sys::EventSource::new(url).ok()?;
        let (on_open, on_error) = (hear.clone(), hear.clone());
        let open = Closure::<dyn Fn()>::new(move || on_open(Told::Open));
        let message = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            hear(Told::Data(event.data().as_string().unwrap_or_default()));
        });
        // The browser would try again by itself, but not after a refusal, and never tells how long it waits.
        let closing = source.clone();
        let error = Closure::<dyn Fn()>::new(move || {
            closing.close();
            on_error(Told::Broken);
        });
        source.set_onopen(Some(open.as_ref().unchecked_ref()));
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self { source, _open: open, _message: message, _error: error })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
