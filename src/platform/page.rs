//! The page around the widget.

use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{
    AddEventListenerOptions, Document, Element, Event, EventTarget, HtmlElement, HtmlTextAreaElement, KeyboardEvent,
    Window,
};

/// The page's window. The widget runs nowhere else.
#[allow(clippy::expect_used)]
pub fn window() -> Window {
    web_sys::window().expect("the widget runs in a page")
}

/// The page's document.
#[allow(clippy::expect_used)]
pub fn document() -> Document {
    window().document().expect("the widget runs in a page")
}

/// Path of the page without query and fragment: those may carry what is nobody's business.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// In small letters. By the browser: the tables of `str::to_lowercase` weigh 11 KB.
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Whether the pointer is a finger: then a focused composer would throw the soft keyboard over the panel.
pub fn coarse_pointer() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|m| m.matches())
}

/// Whether somebody may be looking at this tab.
pub fn in_sight() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// An address as the page understands it; the text itself if it makes no sense.
pub fn absolute(address: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(address, &base).map_or_else(|_| address.to_owned(), |url| url.href())
}

/// The host of an address on another origin; `None` for this site's own pages, phones and letters.
pub fn foreign_host(address: &str) -> Option<String> {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let url = web_sys::Url::new_with_base(address, &base).ok()?;
    let own = window().location().host().unwrap_or_default();
    Some(url.host()).filter(|host| !host.is_empty() && *host != own)
}

/// Whether an address leads to a page, a phone or a letter; some would run a script instead.
pub fn leads(address: &str) -> bool {
    let understood = absolute(address);
    ["https:", "http:", "tel:", "mailto:"].iter().any(|scheme| understood.starts_with(scheme))
}

/// For the merchant's engineer, never for the customer.
pub fn log_problem(text: &str) {
    web_sys::console::warn_1(&JsValue::from_str(text));
}

/// Listens until dropped.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `then` on each `name` event of `target`.
    pub fn new(target: &EventTarget, name: &'static str, then: impl FnMut(Event) + 'static) -> Self {
        Self::listen(target, name, Box::new(then))
    }

    fn listen(target: &EventTarget, name: &'static str, then: Box<dyn FnMut(Event)>) -> Self {
        let call = Closure::wrap(then);
        let options = AddEventListenerOptions::new();
        options.set_passive(true);
        // Only a name that is no string could fail here.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            name,
            call.as_ref().unchecked_ref(),
            &options,
        );
        Self { target: target.clone(), name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.name, self.call.as_ref().unchecked_ref());
    }
}

/// Calls `then` whenever the page may have slept or lost the network and is back.
pub fn on_wake(then: impl Fn() + Clone + 'static) -> Vec<Listener> {
    let window: EventTarget = window().into();
    let document: EventTarget = document().into();
    [(&window, "online"), (&window, "pageshow"), (&window, "focus"), (&document, "visibilitychange")]
        .into_iter()
        .map(|(target, name)| {
            let then = then.clone();
            Listener::new(target, name, move |_| then())
        })
        .collect()
}

/// Calls `then` whenever the page may be about to go: a phone that puts it away may never come back to it.
pub fn on_leave(then: impl Fn() + Clone + 'static) -> [Listener; 2] {
    let again = then.clone();
    [
        Listener::new(&window(), "pagehide", move |_| then()),
        Listener::new(&document(), "visibilitychange", move |_| again()),
    ]
}

/// CSS pixels left above a line that is scrolled to.
const LINE_OF_SIGHT: i32 = 12;

/// The key code of a key that the input method has taken. Safari ends the composition before it reports the Enter
/// that ended it, with this code and `isComposing` already false.
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// A key press.
pub struct Key {
    /// As `KeyboardEvent.key`.
    pub name: String,
    /// With Shift.
    pub shift: bool,
    /// It belongs to the input method.
    pub composing: bool,
}

/// What was pressed.
pub fn key(event: Event) -> Key {
    let event: KeyboardEvent = event.unchecked_into();
    let composing = event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD;
    Key { name: event.key(), shift: event.shift_key(), composing }
}

/// What stands in the text area that fired the event.
pub fn value_of(event: &Event) -> String {
    event.target().map(|t| t.unchecked_into::<HtmlTextAreaElement>().value()).unwrap_or_default()
}

/// Writes into a text area, unless it stands there already: that would break a composition under way.
pub fn write_value(area: &HtmlElement, text: &str) {
    let area: &HtmlTextAreaElement = area.unchecked_ref();
    if area.value() != text {
        area.set_value(text);
    }
}

/// How far a scroller has been scrolled, in CSS pixels.
pub fn place(scroller: &HtmlElement) -> i32 {
    scroller.scroll_top()
}

/// Scrolls to the end, but never so far that the beginning of `line` would be out of sight.
pub fn scroll_to(scroller: &HtmlElement, line: Option<&HtmlElement>) {
    let end = scroller.scroll_height() - scroller.client_height();
    let beginning = line.map_or(end, |line| {
        let above = line.get_bounding_client_rect().top() - scroller.get_bounding_client_rect().top();
        scroller.scroll_top() + above as i32 - LINE_OF_SIGHT
    });
    scroller.set_scroll_top(end.min(beginning));
}

/// Whether a scroller stands at its end, give or take a line.
pub fn at_end(element: &Element) -> bool {
    element.scroll_height() - element.scroll_top() - element.client_height() < 48
}
