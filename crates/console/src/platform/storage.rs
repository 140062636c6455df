//! What the browser keeps. One that forbids it forgets, and nothing breaks.

use super::{from_json, to_json};
use crate::{
    state::{Kept, KeptWords, Keys, Outgoing, kept, outbox_key, prefix},
    words::Lang,
};
use leptos::prelude::window;
use serde::{Deserialize, Serialize};

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

/// What was being written in a conversation.
pub fn draft(conversation: &str) -> String {
    in_session(&draft_key(conversation)).unwrap_or_default()
}

/// Keeps what is being written.
pub fn keep_draft(conversation: &str, text: &str) {
    keep(&draft_key(conversation), text);
}

/// What an agent wrote and the desk has not echoed, from all tabs.
pub fn messages(agent: &str) -> Vec<Kept> {
    let Some(storage) = window().local_storage().ok().flatten() else { return Vec::new() };
    let keys: Vec<_> = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten()).collect();
    let prefix = prefix(agent);
    keys.iter()
        .filter(|key| key.starts_with(&prefix))
        .filter_map(|key| kept(agent, key, from_json(&storage.get_item(key).ok()??).ok()?))
        .collect()
}

/// Keeps a message until the desk has echoed it.
pub fn keep_message(agent: &str, conversation: &str, message: &Outgoing) {
    let words = to_json(&KeptWords::from(message));
    if let (Ok(Some(storage)), Some(words)) = (window().local_storage(), words) {
        let _ = storage.set_item(&outbox_key(agent, conversation, &message.client_id), &words);
    }
}

/// Forgets a message that the desk has echoed.
pub fn forget_message(agent: &str, conversation: &str, client_id: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(&outbox_key(agent, conversation, client_id));
    }
}

/// How this browser's agent likes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefs {
    /// A tone for new customers and messages.
    pub sound: bool,
    /// Notices on the desktop, if the browser allows them too.
    pub notices: bool,
    /// The shortcuts.
    pub keys: Keys,
}

const PREFS: &str = "renzai.console.settings";

/// What was chosen; the defaults if nothing was, or if it cannot be read any more.
pub fn prefs() -> Prefs {
    let kept = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(PREFS).ok().flatten());
    kept.and_then(|text| from_json(&text).ok()).unwrap_or_default()
}

/// Keeps it.
pub fn keep_prefs(prefs: &Prefs) {
    if let (Ok(Some(storage)), Some(text)) = (window().local_storage(), to_json(prefs)) {
        let _ = storage.set_item(PREFS, &text);
    }
}

fn draft_key(conversation: &str) -> String {
    format!("renzai.console.draft.{conversation}")
}

fn in_session(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(key).ok().flatten()
}

fn keep(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
    }
}
