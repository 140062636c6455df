//! What cannot be undone with a click: shutting a visitor out, erasing their data.

use super::dialog::{Kind, field, form};
use crate::{platform, store::Store};
use leptos::prelude::*;

/// Really shut the visitor out?
pub fn block(store: Store, visitor: String) -> impl IntoView {
    let words = store.words();
    form(store, words.block_ask, (), words.block, move || store.block(visitor.clone(), true))
}

/// Really erase the visitor's data? A word is to be typed, so that no slip of the hand does it.
pub fn erase(store: Store, visitor: String) -> impl IntoView {
    let words = store.words();
    let (typed, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let fields = field("erase", words.erase_type, typed, Kind::Line, error);
    form(store, words.erase_ask, fields, words.erase, move || {
        if typed.get_untracked().trim() == words.erase_word {
            return store.erase(visitor.clone());
        }
        error.set(Some(words.erase_mistyped));
        platform::focus(&["#erase"]);
    })
}
