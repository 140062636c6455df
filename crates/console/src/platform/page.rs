//! The page: address bar, focus, scrolling, keys, dialogs.

use crate::{
    state::{Focus, Press},
    words::Lang,
};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};

/// Says the page's language and title.
pub fn label_page(lang: Lang, title: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", lang.tag());
    }
    document().set_title(title);
}

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

/// Presses a button of the page, as a click would.
pub fn press_button(selector: &str) {
    if let Some(button) = find(selector).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
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
    leptos::prelude::request_animation_frame(move || super::after(0, then));
}

/// Whether this key press sends: Enter alone, and not the Enter that chooses a word in an input method.
/// Safari ends the composition before it tells of the key; code 229 gives it away.
pub fn sends(event: &web_sys::KeyboardEvent) -> bool {
    const INPUT_METHOD: u32 = 229;
    let alone = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
    event.key() == "Enter" && alone && !event.is_composing() && event.key_code() != INPUT_METHOD
}

/// A key press as the shortcuts know it. `None` while an input method chooses a word.
pub fn press(event: &web_sys::KeyboardEvent) -> Option<Press> {
    (!event.is_composing()).then(|| Press {
        code: event.code(),
        key: event.key(),
        alt: event.alt_key(),
        ctrl: event.ctrl_key(),
        shift: event.shift_key(),
        meta: event.meta_key(),
    })
}

/// Hears every key press of the page; `then` answers whether it was meant.
pub fn on_key(then: impl Fn(&web_sys::KeyboardEvent) -> bool + 'static) {
    let _ = leptos::prelude::window_event_listener(leptos::ev::keydown, move |event| {
        if !event.default_prevented() && then(&event) {
            event.prevent_default();
        }
    });
}

/// Whether somebody is writing.
pub fn focus_is_in_field() -> Focus {
    let field = document().active_element().is_some_and(|element| {
        ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str())
            && !["checkbox", "radio"].contains(&element.get_attribute("type").unwrap_or_default().as_str())
    });
    if field { Focus::Field } else { Focus::Page }
}

/// Where the knowledge of a language is: the page names it, `<meta name="renzai-pack" lang="zh" content="…">`.
pub fn pack_url(lang: Lang) -> String {
    let lang = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let named = find(&format!("meta[name=renzai-pack][lang={lang}]"));
    named.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// Shows a dialog above the page, once it is drawn: the browser keeps the focus in it.
pub fn show_dialog() {
    after_drawing(|| {
        let dialog = find("dialog").and_then(|it| it.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if let Some(dialog) = dialog.filter(|dialog| !dialog.open()) {
            let _ = dialog.show_modal();
        }
    });
}

/// Closes it; the browser gives the focus back to where it was.
pub fn close_dialog() {
    if let Some(dialog) = find("dialog[open]").and_then(|it| it.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// Brings the chosen option of a list into view.
pub fn scroll_to_option() {
    after_drawing(|| {
        if let Some(option) = find("[role=option][aria-selected=true]") {
            let (list, option) = (option.parent_element(), option.unchecked_into::<web_sys::HtmlElement>());
            if let Some(list) = list {
                let (top, bottom) = (option.offset_top(), option.offset_top() + option.offset_height());
                if top < list.scroll_top() {
                    list.set_scroll_top(top);
                } else if bottom > list.scroll_top() + list.client_height() {
                    list.set_scroll_top(bottom - list.client_height());
                }
            }
        }
    });
}
