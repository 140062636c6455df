//! What the merchant can learn from: questions without an answer, and what customers thought of the answers. It stays
//! on the device, masked, until the merchant's page fetches it; with the attribute `learn` it also goes to the desk,
//! without a word about who asked.

use super::Driver;
use crate::platform::{clock, json, masker};
use std::rc::Rc;
use talk::{Body, Verdict};

/// Notes that are kept; older ones go.
const MOST: usize = 100;

/// What happened to a question.
pub struct Note {
    kind: &'static str,
    entry: String,
    /// The customer's words, as they were written.
    text: String,
}

impl Driver {
    /// Notes a question that got no answer.
    pub(super) fn learn(self: &Rc<Self>, text: &str, verdict: &Verdict) {
        match verdict {
            Verdict::Unknown => self.note("unanswered", "", text),
            Verdict::Answer { entry, .. } => self.note("answered", entry, ""),
            _ => {}
        }
    }

    /// The customer says whether an answer helped: `kind` is `up` or `down`.
    pub fn judge(self: &Rc<Self>, kind: &'static str, entry: &str) {
        let lines = self.model.lines.peek();
        let said = lines.iter().rev().find_map(|line| match &line.body {
            Body::Visitor { text, .. } => Some(text.as_str()),
            _ => None,
        });
        self.note(kind, entry, said.unwrap_or_default());
    }

    /// Everything noted, as JSON lines: `{"kind", "entry", "text", "talk"}`, as `renzai report` reads it.
    pub fn notes(&self) -> String {
        self.vault.read(&self.notes_key()).unwrap_or_default()
    }

    /// One note after the other, in the order in which things happened: masking may have to be fetched first.
    fn note(self: &Rc<Self>, kind: &'static str, entry: &str, text: &str) {
        let note = Note { kind, entry: entry.into(), text: text.into() };
        self.notes_waiting.borrow_mut().push(note);
        if self.notes_waiting.borrow().len() > 1 {
            return;
        }
        let driver = Rc::clone(self);
        clock::spawn(async move {
            loop {
                let Some(text) = driver.notes_waiting.borrow().first().map(|note| note.text.clone()) else { return };
                let masked = if text.is_empty() {
                    Some(String::new())
                } else {
                    masker::masked(&driver.vault, &text, &driver.config.phone).await
                };
                // Everything may have been erased meanwhile. What cannot be masked is not kept.
                let still = driver.notes_waiting.borrow().first().is_some_and(|note| note.text == text);
                if still {
                    let note = driver.notes_waiting.borrow_mut().remove(0);
                    if let Some(text) = masked {
                        driver.keep(&Note { text, ..note });
                    }
                }
            }
        });
    }

    fn keep(&self, note: &Note) {
        let Note { kind, entry, text } = note;
        self.host.emit("feedback", &[("kind", (*kind).into()), ("entry", entry.into()), ("text", text.into())]);
        let mut line = String::new();
        let talk = self.talk();
        let fields = [("{\"kind\":", *kind), (",\"entry\":", entry), (",\"text\":", text), (",\"talk\":", &talk)];
        for (name, value) in fields {
            line.push_str(name);
            line.push_str(&json::quoted(value));
        }
        line.push('}');
        if self.config.learn && !self.config.desk.is_empty() {
            let site = json::quoted(&self.config.site);
            self.host.errand("v1/feedback", &["{\"site\":", &site, ",\"notes\":[", &line, "]}"].concat());
        }
        if !self.may_store() {
            return;
        }
        let notes = self.notes();
        let mut lines: Vec<&str> = notes.lines().collect();
        lines.push(&line);
        self.vault.write(&self.notes_key(), &lines[lines.len().saturating_sub(MOST)..].join("\n"));
    }

    /// Tells conversations apart, and nobody from anybody: when this one began.
    fn talk(&self) -> String {
        let lines = self.model.lines.peek();
        lines.first().map(|line| line.at.to_string()).unwrap_or_default()
    }

    fn notes_key(&self) -> String {
        [&self.key(), ":notes"].concat()
    }
}
