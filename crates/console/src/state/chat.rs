//! One open conversation: the durable events in order, and the lines that are drawn from them.

use super::outbox::{Delivery, Outgoing};
use wire::{
    Millis, Speaker,
    agent::{Card, Case},
    event::{Event, What},
    visitor::{ConversationState, HandoverRequest},
};

/// An open conversation.
#[derive(Clone, Debug)]
pub struct Chat {
    /// The board's view of it.
    pub card: Card,
    /// What the widget handed over.
    pub handover: HandoverRequest,
    /// Id of the agent who has it, or had it.
    pub agent: Option<String>,
    /// When the customer was last seen typing, if nothing came since.
    pub typing: Option<Millis>,
    events: Vec<Event>,
}

/// What hearing an event came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The chat shows it.
    Applied,
    /// It was there already, or it changes nothing here.
    Known,
    /// Something before it is missing: fetch the conversation.
    Gap,
}

/// A line of the chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Stays the same from the moment of writing until the desk's echo: the `client_id`, or the event's number.
    pub key: String,
    /// When, by the desk's clock once it knows.
    pub at: Millis,
    /// The agent's shown name; empty for others, and for what this page has just written.
    pub name: String,
    /// What.
    pub body: Body,
}

/// What a line shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The customer wrote.
    Customer(String),
    /// An agent wrote.
    Agent(String, Delivery),
    /// Something happened.
    Notice(What),
}

impl Chat {
    /// The last number that is known without a gap.
    pub fn seq(&self) -> u64 {
        self.events.last().and_then(|event| event.seq).unwrap_or(0)
    }

    /// This chat after it was fetched: an answer that the stream has overtaken changes nothing.
    pub fn renew(&mut self, newer: Self) {
        if newer.card.conversation != self.card.conversation {
            *self = newer;
        } else if newer.seq() >= self.seq() {
            let typing = self.typing.filter(|_| newer.seq() == self.seq());
            *self = Self { typing, ..newer };
        }
    }

    /// Takes in one event of the stream.
    pub fn hear(&mut self, event: &Event, now: Millis) -> Heard {
        let Some(seq) = event.seq else {
            return match event.what {
                What::Typing { from: Speaker::Visitor, .. } => {
                    self.typing = Some(now);
                    Heard::Applied
                }
                What::Reset => Heard::Gap,
                _ => Heard::Known,
            };
        };
        if seq <= self.seq() {
            return Heard::Known;
        }
        if seq > self.seq() + 1 {
            return Heard::Gap;
        }
        match &event.what {
            What::Queued | What::AgentLeft { .. } | What::Escalated { .. } | What::Reopened { .. } => {
                self.card.state = ConversationState::Queued;
            }
            What::AgentJoined { .. } => self.card.state = ConversationState::Assigned,
            What::Closed { .. } => self.card.state = ConversationState::Closed,
            What::Message(message) if message.from == Speaker::Visitor => self.typing = None,
            _ => {}
        }
        self.events.push(event.clone());
        Heard::Applied
    }

    /// The lines, oldest first: what the desk knows, then what is still on its way to it.
    pub fn lines(&self, outbox: &[Outgoing]) -> Vec<Line> {
        let known = self.events.iter().filter_map(|event| {
            let number = || event.seq.unwrap_or(0).to_string();
            let (key, body) = match &event.what {
                What::Message(message) => (
                    message.client_id.clone(),
                    match message.from {
                        Speaker::Visitor | Speaker::Helper => Body::Customer(message.body.clone()),
                        Speaker::Bot | Speaker::Agent => Body::Agent(message.body.clone(), Delivery::Delivered),
                    },
                ),
                What::Queue { .. }
                | What::Typing { .. }
                | What::Read { .. }
                | What::Presence { .. }
                | What::Reset
                | What::Unknown => return None,
                what => (number(), Body::Notice(what.clone())),
            };
            let name = match &event.what {
                What::Message(message) => message.name.clone(),
                _ => String::new(),
            };
            Some(Line { key, at: event.at, name, body })
        });
        let underway = outbox.iter().filter(|message| !self.has(&message.client_id)).map(|message| Line {
            key: message.client_id.clone(),
            at: message.at,
            name: String::new(),
            body: Body::Agent(message.body.clone(), message.delivery.clone()),
        });
        known.chain(underway).collect()
    }

    /// Whether the desk's events hold the message with this `client_id`.
    pub fn has(&self, client_id: &str) -> bool {
        self.events.iter().any(|event| matches!(&event.what, What::Message(message) if message.client_id == client_id))
    }

    /// The customer's rating, 1–5.
    pub fn stars(&self) -> Option<u8> {
        self.events.iter().rev().find_map(|event| match event.what {
            What::Rated { stars } => Some(stars),
            _ => None,
        })
    }
}

impl From<Case> for Chat {
    fn from(case: Case) -> Self {
        Self { card: case.card, handover: case.handover, agent: case.agent, typing: None, events: case.events }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::{case, event, said};

    fn chat() -> Chat {
        Chat::from(case("a", vec![event(1, What::Queued), said(2, Speaker::Visitor, "v1", "好的")]))
    }

    fn outgoing(client_id: &str, body: &str) -> Outgoing {
        Outgoing { client_id: client_id.into(), body: body.into(), at: 9, delivery: Delivery::Sending }
    }

    #[test]
    fn an_event_is_taken_in_once_and_in_order() {
        let mut chat = chat();
        assert_eq!(chat.hear(&said(2, Speaker::Visitor, "v1", "好的"), 0), Heard::Known);
        assert_eq!(chat.hear(&said(4, Speaker::Visitor, "v3", "喂"), 0), Heard::Gap);
        assert_eq!(chat.hear(&said(3, Speaker::Visitor, "v2", "好的"), 0), Heard::Applied);
        assert_eq!((chat.seq(), chat.lines(&[]).len()), (3, 3), "equal words are two messages");
    }

    #[test]
    fn a_written_line_keeps_its_key_and_is_never_doubled() {
        let mut chat = chat();
        let outbox = [outgoing("mine", "您好"), outgoing("next", "您好")];
        let before = chat.lines(&outbox);
        assert_eq!(before[2].body, Body::Agent("您好".into(), Delivery::Sending));
        chat.hear(&said(3, Speaker::Agent, "mine", "您好"), 0);
        let after = chat.lines(&outbox);
        assert_eq!(after.len(), before.len());
        assert_eq!((&after[2].key, &after[3].key), (&before[2].key, &before[3].key));
        assert_eq!(after[2].body, Body::Agent("您好".into(), Delivery::Delivered));
    }

    #[test]
    fn typing_ends_with_the_message() {
        let mut chat = chat();
        chat.hear(&Event { seq: None, at: 0, what: What::Typing { from: Speaker::Visitor, name: String::new() } }, 77);
        assert_eq!(chat.typing, Some(77));
        chat.hear(&said(3, Speaker::Visitor, "v2", "在吗"), 0);
        assert_eq!(chat.typing, None);
    }

    #[test]
    fn an_overtaken_answer_changes_nothing() {
        let mut chat = chat();
        let stale = chat.clone();
        chat.hear(&said(3, Speaker::Visitor, "v2", "喂"), 0);
        chat.renew(stale);
        assert_eq!(chat.seq(), 3);
        chat.typing = Some(1);
        chat.renew(chat.clone());
        assert_eq!(chat.typing, Some(1), "the same news keep the sign of typing");
        chat.renew(Chat::from(case("b", Vec::new())));
        assert_eq!(chat.card.conversation, "b");
    }

    #[test]
    fn the_state_follows_the_events() {
        let mut chat = chat();
        chat.hear(&event(3, What::AgentJoined { name: "小陈".into(), role: String::new() }), 0);
        chat.hear(&event(4, What::Closed { by: Speaker::Visitor, reason: String::new() }), 0);
        assert_eq!(chat.card.state, ConversationState::Closed);
        assert_eq!(chat.stars(), None);
        chat.hear(&event(5, What::Rated { stars: 4 }), 0);
        assert_eq!(chat.stars(), Some(4));
        assert_eq!(chat.hear(&Event { seq: None, at: 0, what: What::Reset }, 0), Heard::Gap);
    }
}
