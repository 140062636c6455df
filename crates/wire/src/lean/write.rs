//! From the protocol's types to JSON text.

use super::Word;
use crate::{
    help::JoinRequest,
    saved::{Saved, SavedLine, Stage},
    ticket::{CallbackRequest, LeaveMessage},
    visitor::{
        CloseRequest, HandoverRequest, Intent, MessageRequest, Nothing, RatingRequest, ReadRequest, SessionRequest,
        Slot, Turn,
    },
};

/// What can be written as JSON.
pub trait Write {
    /// Adds its members.
    fn members(&self, object: &mut Object);

    /// As JSON text.
    fn to_json(&self) -> String {
        let mut object = Object(String::from("{"));
        self.members(&mut object);
        object.0.push('}');
        object.0
    }
}

/// A JSON object under construction.
pub struct Object(String);

impl Object {
    fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        quote(&mut self.0, value);
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn number(&mut self, name: &str, value: u64) {
        self.raw(name, &value.to_string());
    }

    fn word<T: Word + PartialEq>(&mut self, name: &str, value: T) {
        let word = T::WORDS.iter().find(|(v, _)| *v == value).map_or("", |(_, word)| word);
        self.text(name, word);
    }

    fn flag(&mut self, name: &str, value: bool) {
        self.raw(name, if value { "true" } else { "false" });
    }

    fn texts(&mut self, name: &str, values: &[String]) {
        self.name(name);
        self.0.push('[');
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            quote(&mut self.0, value);
        }
        self.0.push(']');
    }

    fn list<T: Write>(&mut self, name: &str, items: &[T]) {
        let items: Vec<String> = items.iter().map(Write::to_json).collect();
        self.raw(name, &["[", &items.join(","), "]"].concat());
    }

    fn raw(&mut self, name: &str, json: &str) {
        self.name(name);
        self.0.push_str(json);
    }

    fn name(&mut self, name: &str) {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        quote(&mut self.0, name);
        self.0.push(':');
    }
}

impl Write for SessionRequest {
    fn members(&self, object: &mut Object) {
        object.text("site", &self.site);
        object.text("device", &self.device);
    }
}

impl Write for HandoverRequest {
    fn members(&self, object: &mut Object) {
        object.text("entry_point", &self.entry_point);
        object.text("page", &self.page);
        object.text("locale", &self.locale);
        if let Some(intent) = &self.intent {
            object.raw("intent", &intent.to_json());
        }
        object.optional("mood", self.mood.as_deref());
        object.optional("tier", self.tier.as_deref());
        object.list("transcript", &self.transcript);
        object.optional("order", self.order.as_deref());
        object.list("slots", &self.slots);
        object.word("want", self.want);
    }
}

impl Write for Slot {
    fn members(&self, object: &mut Object) {
        object.text("name", &self.name);
        object.text("value", &self.value);
    }
}

impl Write for Intent {
    fn members(&self, object: &mut Object) {
        object.text("entry", &self.entry);
        object.text("question", &self.question);
        object.number("confidence", self.confidence.into());
        object.text("evidence", &self.evidence);
    }
}

impl Write for Turn {
    fn members(&self, object: &mut Object) {
        object.word("from", self.from);
        object.text("text", &self.text);
        object.number("at", self.at);
        object.text("evidence", &self.evidence);
    }
}

impl Write for MessageRequest {
    fn members(&self, object: &mut Object) {
        object.text("client_id", &self.client_id);
        object.text("body", &self.body);
        object.optional("file", self.file.as_deref());
        object.optional("reply_to", self.reply_to.as_deref());
    }
}

impl Write for ReadRequest {
    fn members(&self, object: &mut Object) {
        object.number("upto", self.upto);
    }
}

impl Write for CloseRequest {
    fn members(&self, object: &mut Object) {
        object.text("reason", &self.reason);
    }
}

impl Write for JoinRequest {
    fn members(&self, object: &mut Object) {
        object.text("code", &self.code);
        object.text("name", &self.name);
    }
}

impl Write for LeaveMessage {
    fn members(&self, object: &mut Object) {
        object.text("body", &self.body);
        object.text("contact", &self.contact);
        object.text("locale", &self.locale);
        object.text("page", &self.page);
        object.optional("conversation", self.conversation.as_deref());
    }
}

impl Write for CallbackRequest {
    fn members(&self, object: &mut Object) {
        object.text("phone", &self.phone);
        for (name, at) in [("from", self.from), ("until", self.until)] {
            if let Some(at) = at {
                object.number(name, at);
            }
        }
        object.flag("consent", self.consent);
        object.text("note", &self.note);
        object.text("locale", &self.locale);
        object.text("page", &self.page);
        object.optional("conversation", self.conversation.as_deref());
    }
}

impl Write for RatingRequest {
    fn members(&self, object: &mut Object) {
        object.number("stars", self.stars.into());
        object.text("words", &self.words);
        object.texts("tags", &self.tags);
        if let Some(solved) = self.solved {
            object.flag("solved", solved);
        }
    }
}

impl Write for Nothing {
    fn members(&self, _: &mut Object) {}
}

impl Write for Saved {
    fn members(&self, object: &mut Object) {
        object.number("version", self.version.into());
        object.text("device", &self.device);
        object.optional("token", self.token.as_deref());
        object.optional("conversation", self.conversation.as_deref());
        object.number("seq", self.seq);
        object.raw("stage", &self.stage.to_json());
        object.list("lines", &self.lines);
        object.flag("open", self.open);
        object.text("draft", &self.draft);
        object.number("rev", self.rev);
    }
}

impl Write for Stage {
    fn members(&self, object: &mut Object) {
        let word = match self {
            Self::Bot => "bot",
            Self::Waiting => "waiting",
            Self::Person { .. } => "person",
            Self::Closed { .. } => "closed",
        };
        object.text("stage", word);
        if let Self::Person { name, role } = self {
            object.text("name", name);
            object.text("role", role);
        }
        if let Self::Closed { at, rated } = self {
            object.number("at", *at);
            object.flag("rated", *rated);
        }
    }
}

impl Write for SavedLine {
    fn members(&self, object: &mut Object) {
        if let Some(from) = self.from {
            object.word("from", from);
        }
        object.text("name", &self.name);
        object.text("kind", &self.kind);
        object.text("text", &self.text);
        object.number("at", self.at);
        object.text("client_id", &self.client_id);
        object.text("delivery", &self.delivery);
        object.number("seq", self.seq);
    }
}

/// RFC 8259: quotation mark, backslash and controls are escaped, everything else stands for itself.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\u{0}'..='\u{1f}' => {
                out.push_str("\\u00");
                for half in [c as u32 >> 4, c as u32 & 15] {
                    out.push(char::from_digit(half, 16).unwrap_or('0'));
                }
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
