//! What the merchant can learn from: questions without an answer, and what customers thought of the answers. It stays
//! on the device, masked, until the merchant's page fetches it; nothing of it is sent from here.

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
        if *outcome == Outcome::Unknown {
            self.note("unanswered", "", text);
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

    /// Everything noted, as JSON lines: `{"kind", "entry", "text"}`, as `renzai report` reads it.
    pub fn notes(&self) -> String {
        storage::read_text(&self.notes_key())
    }

    fn note(&self, kind: &str, entry: &str, text: &str) {
        let text = masked(text);
        self.host.emit("feedback", &[("kind", kind.into()), ("entry", entry.into()), ("text", text.as_str().into())]);
        let mut line = String::new();
        for (name, value) in [("{\"kind\":", kind), (",\"entry\":", entry), (",\"text\":", &text)] {
            line.push_str(name);
            line.push_str(&json::quoted(value));
        }
        line.push('}');
        let notes = self.notes();
        let mut lines: Vec<&str> = notes.lines().collect();
        lines.push(&line);
        storage::write_text(&self.notes_key(), &lines[lines.len().saturating_sub(MOST)..].join("\n"));
    }

    fn notes_key(&self) -> String {
        ["renzai:", &self.config.site, ":notes"].concat()
    }
}

/// Without what could name somebody: numbers of five digits and more, and what has an `@`.
fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if word.contains('@') {
            out.push_str("*@* ");
        } else {
            mask_numbers(word, &mut out);
        }
    }
    out
}

/// Digits from which a number may be a phone, an order, a card.
const LONG: usize = 5;

fn mask_numbers(text: &str, out: &mut String) {
    let digit = |char: char| char.is_ascii_digit() || ('０'..='９').contains(&char);
    let mut number = String::new();
    for char in text.chars().chain(['\0']) {
        if digit(char) || char == '-' && !number.is_empty() {
            number.push(char);
            continue;
        }
        if number.chars().filter(|char| digit(*char)).count() < LONG {
            out.push_str(&number);
        } else {
            out.push('*');
        }
        number.clear();
        if char != '\0' {
            out.push(char);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn numbers_and_addresses_are_masked() {
        for (text, kept) in [
            ("我的手机号13812345678打不通", "我的手机号*打不通"),
            ("订单QH20261108-0423到哪了", "订单QH*到哪了"),
            ("７天退货，２３４５６７", "７天退货，*"),
            ("mail me at a.b@example.com please", "mail me at *@* please"),
            ("满200减30", "满200减30"),
        ] {
            assert_eq!(masked(text), kept);
        }
    }
}
