//! A conversation as text, to be saved, printed or sent on.

use crate::hours::Hours;
use std::fmt::Write;
use wire::{
    Millis, Speaker,
    agent::Note,
    event::{Event, What},
    visitor::HandoverRequest,
};

/// What was said, line by line, with the shop's own time; English or Chinese as the customer's interface was.
pub fn text(handover: &HandoverRequest, events: &[Event], hours: &Hours) -> String {
    let words = Words::of(&handover.locale);
    let mut text = String::new();
    for turn in &handover.transcript {
        line(&mut text, hours, turn.at, words.speaker(turn.from), &turn.text);
    }
    for event in events {
        let (who, said) = match &event.what {
            What::Message(message) => {
                let who = match message.name.as_str() {
                    "" => words.speaker(message.from).to_owned(),
                    name => format!("{name} ({})", words.speaker(message.from)),
                };
                let file = message.file.as_ref().map(|file| format!("[{}] ", file.name)).unwrap_or_default();
                (who, format!("{file}{}", message.body))
            }
            What::AgentJoined { name, .. } | What::HelperJoined { name, .. } => (name.clone(), words.joined.to_owned()),
            What::AgentLeft { name, .. } | What::HelperLeft { name, .. } => (name.clone(), words.left.to_owned()),
            What::Transferred { from, to } => (from.clone(), format!("→ {to}")),
            What::Closed { by, .. } => (words.speaker(*by).to_owned(), words.closed.to_owned()),
            What::Reopened { by } => (words.speaker(*by).to_owned(), words.reopened.to_owned()),
            What::Rated { stars } => (words.speaker(Speaker::Visitor).to_owned(), "★".repeat(usize::from(*stars))),
            _ => continue,
        };
        line(&mut text, hours, event.at, &who, &said);
    }
    text
}

/// The agents' notes, for an export.
pub fn notes(notes: &[Note], hours: &Hours) -> String {
    let mut text = String::new();
    for note in notes {
        line(&mut text, hours, note.at, &note.name, &note.text);
    }
    text
}

fn line(text: &mut String, hours: &Hours, at: Millis, who: &str, said: &str) {
    let said = said.replace('\n', "\n    ");
    let _ = writeln!(text, "{}  {who}: {said}", hours.show(at));
}

struct Words {
    visitor: &'static str,
    bot: &'static str,
    agent: &'static str,
    helper: &'static str,
    joined: &'static str,
    left: &'static str,
    closed: &'static str,
    reopened: &'static str,
}

impl Words {
    fn of(locale: &str) -> Self {
        if locale.starts_with("zh") {
            Self {
                visitor: "我",
                bot: "智能助手",
                agent: "真人",
                helper: "家人",
                joined: "加入",
                left: "离开",
                closed: "结束对话",
                reopened: "重新打开对话",
            }
        } else {
            Self {
                visitor: "Me",
                bot: "Assistant",
                agent: "person",
                helper: "family",
                joined: "joined",
                left: "left",
                closed: "ended the conversation",
                reopened: "opened the conversation again",
            }
        }
    }

    fn speaker(&self, from: Speaker) -> &'static str {
        match from {
            Speaker::Visitor => self.visitor,
            Speaker::Bot => self.bot,
            Speaker::Agent => self.agent,
            Speaker::Helper => self.helper,
        }
    }
}
