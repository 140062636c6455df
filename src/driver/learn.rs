//! What the merchant can learn from: questions without an answer, and what customers thought of the answers. It stays
//! on the device, masked, until the merchant's page fetches it; with the attribute `learn` it also goes to the desk,
//! without a word about who asked.

use super::Driver;
use crate::platform::{json, storage};
use answer::Outcome;
use std::rc::Rc;
use talk::Body;

/// Notes that are kept; older ones go.
const MOST: usize = 100;

impl Driver {
    /// Notes a question that got no answer.
    pub(super) fn learn(&self, text: &str, outcome: &Outcome) {
        match outcome {
            Outcome::Unknown => self.note("unanswered", "", text),
            Outcome::Answer(place) => {
                let entry = self.choice_at(*place).map(|choice| choice.entry).unwrap_or_default();
                self.note("answered", &entry, "");
            }
            _ => {}
        }
    }

    /// The customer says whether an answer helped: `kind` is `up` or `down`.
    pub fn judge(self: &Rc<Self>, kind: &str, entry: &str) {
        let lines = self.model.lines.peek();
        let said = lines.iter().rev().find_map(|line| match &line.body {
            Body::Visitor { text, .. } => Some(text.as_str()),
            _ => None,
        });
        self.note(kind, entry, said.unwrap_or_default());
    }

    /// Everything noted, as JSON lines: `{"kind", "entry", "text", "talk"}`, as `renzai report` reads it.
    pub fn notes(&self) -> String {
        storage::read_text(&self.notes_key())
    }

    fn note(&self, kind: &str, entry: &str, text: &str) {
        let text = mask::mask(text, &[&self.config.phone]).text;
        self.host.emit("feedback", &[("kind", kind.into()), ("entry", entry.into()), ("text", text.as_str().into())]);
        let mut line = String::new();
        let talk = self.talk();
        let fields = [("{\"kind\":", kind), (",\"entry\":", entry), (",\"text\":", &text), (",\"talk\":", &talk)];
        for (name, value) in fields {
            line.push_str(name);
            line.push_str(&json::quoted(value));
        }
        line.push('}');
        if self.config.learn && !self.config.desk.is_empty() {
            let site = json::quoted(&self.config.site);
            self.host.errand("v1/feedback", &["{\"site\":", &site, ",\"notes\":[", &line, "]}"].concat());
        }
        let notes = self.notes();
        let mut lines: Vec<&str> = notes.lines().collect();
        lines.push(&line);
        storage::write_text(&self.notes_key(), &lines[lines.len().saturating_sub(MOST)..].join("\n"));
    }

    /// Tells conversations apart, and nobody from anybody: when this one began.
    fn talk(&self) -> String {
        let lines = self.model.lines.peek();
        lines.first().map(|line| line.at.to_string()).unwrap_or_default()
    }

    pub(super) fn notes_key(&self) -> String {
        ["renzai:", &self.config.site, ":notes"].concat()
    }
}
