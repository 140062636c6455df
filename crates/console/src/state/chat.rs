//! One open conversation: the durable events in order, and the lines that are drawn from them.

use super::outbox::{Delivery, Outgoing};
use wire::{
    Millis, Person, Speaker,
    agent::{Card, Case, Note},
    event::{Event, Message, What},
    file::FileInfo,
    ticket::Ticket,
    visitor::{ConversationState, HandoverRequest, RatingRequest},
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
    /// What surrounds it.
    pub about: About,
    /// Number of the last event that the customer has read.
    pub read: u64,
    /// When the customer was last seen typing, if nothing came since.
    pub typing: Option<Millis>,
    events: Vec<Event>,
}

/// What surrounds a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Id of the visitor.
    pub visitor: String,
    /// Whether the visitor is shut out.
    pub blocked: bool,
    /// Who takes part now.
    pub people: Vec<Person>,
    /// What agents wrote for each other.
    pub notes: Vec<Note>,
    /// The customer's rating.
    pub rating: Option<RatingRequest>,
    /// The visitor's tickets.
    pub tickets: Vec<Ticket>,
    /// How many other conversations the visitor had.
    pub earlier: u32,
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
    /// The shown name of an agent or a helper; empty for the customer, and for what this page has just written.
    pub name: String,
    /// What.
    pub body: Body,
    /// The file that came with it.
    pub file: Option<FileInfo>,
    /// The beginning of what it answers.
    pub answers: Option<String>,
}

/// What a line shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The customer wrote.
    Customer(String),
    /// A member of the family wrote.
    Helper(String),
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
        } else {
            // Somebody wrote while it was on its way: who is there, and whose it is, is news all the same.
            (self.agent, self.about) = (newer.agent, newer.about);
        }
    }

    /// Takes in one event of the stream.
    pub fn hear(&mut self, event: &Event, now: Millis) -> Heard {
        let Some(seq) = event.seq else {
            return match event.what {
                What::Typing { from: Speaker::Visitor | Speaker::Helper, .. } => {
                    self.typing = Some(now);
                    Heard::Applied
                }
                What::Read { by: Speaker::Visitor, upto } => {
                    self.read = self.read.max(upto);
                    Heard::Applied
                }
                What::Presence { from, ref name, online } => {
                    let known = |person: &&mut Person| person.from == from && person.name == *name;
                    if let Some(person) = self.about.people.iter_mut().find(known) {
                        person.online = online;
                    }
                    self.card.customer_here = if from == Speaker::Visitor { online } else { self.card.customer_here };
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
            What::Queued | What::AgentLeft { stays: false, .. } | What::Escalated { .. } | What::Reopened { .. } => {
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
        let known = self.events.iter().filter_map(|event| match &event.what {
            What::Message(message) => Some(self.said(event, message)),
            What::Queue { .. }
            | What::Typing { .. }
            | What::Read { .. }
            | What::Presence { .. }
            | What::Reset
            | What::Unknown => None,
            what => Some(Line {
                key: event.seq.unwrap_or(0).to_string(),
                at: event.at,
                name: String::new(),
                body: Body::Notice(what.clone()),
                file: None,
                answers: None,
            }),
        });
        let underway = outbox.iter().filter(|message| !self.has(&message.client_id)).map(|message| Line {
            key: message.client_id.clone(),
            at: message.at,
            name: String::new(),
            body: Body::Agent(message.body.clone(), message.delivery.clone()),
            file: message.file.clone(),
            answers: None,
        });
        known.chain(underway).collect()
    }

    fn said(&self, event: &Event, message: &Message) -> Line {
        let read = event.seq.is_some_and(|seq| seq <= self.read);
        let words = message.body.clone();
        Line {
            key: message.client_id.clone(),
            at: event.at,
            name: message.name.clone(),
            body: match message.from {
                Speaker::Visitor => Body::Customer(words),
                Speaker::Helper => Body::Helper(words),
                Speaker::Bot | Speaker::Agent => {
                    Body::Agent(words, if read { Delivery::Read } else { Delivery::Delivered })
                }
            },
            file: message.file.clone(),
            answers: message.reply_to.as_deref().and_then(|id| self.message(id)).map(beginning),
        }
    }

    /// What the customer's side wrote after an event, with its number.
    pub fn customers_since(&self, seq: u64) -> Vec<(u64, &Message)> {
        let newer = self.events.iter().filter_map(|event| Some((event.seq.filter(|it| *it > seq)?, &event.what)));
        newer
            .filter_map(|(seq, what)| match what {
                What::Message(message) if matches!(message.from, Speaker::Visitor | Speaker::Helper) => {
                    Some((seq, message))
                }
                _ => None,
            })
            .collect()
    }

    /// The customer's newest words: in this conversation, or else to the bot.
    pub fn last_words(&self) -> Option<&str> {
        let here = self.customers_since(0).into_iter().rev().map(|(_, message)| message.body.as_str());
        let before = self.handover.transcript.iter().rev();
        let before = before.filter(|turn| turn.from == Speaker::Visitor).map(|turn| turn.text.as_str());
        here.chain(before).find(|words| !words.trim().is_empty())
    }

    fn message(&self, client_id: &str) -> Option<&Message> {
        self.events.iter().find_map(|event| match &event.what {
            What::Message(message) if message.client_id == client_id => Some(message),
            _ => None,
        })
    }

    /// Whether the desk's events hold the message with this `client_id`.
    pub fn has(&self, client_id: &str) -> bool {
        self.message(client_id).is_some()
    }
}

impl From<Case> for Chat {
    fn from(case: Case) -> Self {
        Self {
            card: case.card,
            handover: case.handover,
            agent: case.agent,
            about: About {
                visitor: case.visitor,
                blocked: case.blocked,
                people: case.people,
                notes: case.notes,
                rating: case.rating,
                tickets: case.tickets,
                earlier: case.earlier,
            },
            read: case.read_by_visitor,
            typing: None,
            events: case.events,
        }
    }
}

/// As much of a message as a reply to it shows.
fn beginning(message: &Message) -> String {
    const CHARS: usize = 60;
    let words =
        if message.body.is_empty() { message.file.as_ref().map_or("", |file| &file.name) } else { &message.body };
    words.chars().take(CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::{case, event, said};
    use wire::visitor::Turn;

    fn chat() -> Chat {
        Chat::from(case("a", vec![event(1, What::Queued), said(2, Speaker::Visitor, "v1", "好的")]))
    }

    fn outgoing(client_id: &str, body: &str) -> Outgoing {
        Outgoing { client_id: client_id.into(), body: body.into(), file: None, at: 9, delivery: Delivery::Sending }
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
    fn an_answer_that_a_line_overtook_takes_back_no_line_and_still_tells_who_is_there() {
        let mut chat = chat();
        let mut overtaken = chat.clone();
        overtaken.about.earlier = 7;
        chat.hear(&said(3, Speaker::Visitor, "v2", "喂"), 0);
        chat.renew(overtaken);
        assert_eq!((chat.seq(), chat.about.earlier), (3, 7));
        chat.typing = Some(1);
        chat.renew(chat.clone());
        assert_eq!(chat.typing, Some(1), "the same news keep the sign of typing");
        chat.renew(Chat::from(case("b", Vec::new())));
        assert_eq!(chat.card.conversation, "b");
    }

    #[test]
    fn what_the_customer_has_read_is_marked_and_never_taken_back() {
        let mut chat = chat();
        chat.hear(&said(3, Speaker::Agent, "mine", "您好"), 0);
        let read = |upto| Event { seq: None, at: 0, what: What::Read { by: Speaker::Visitor, upto } };
        chat.hear(&read(3), 0);
        chat.hear(&read(1), 0);
        assert_eq!(chat.lines(&[])[2].body, Body::Agent("您好".into(), Delivery::Read));
    }

    #[test]
    fn the_last_words_are_the_customers_here_or_with_the_bot() {
        let mut chat = Chat::from(case("a", vec![event(1, What::Queued)]));
        assert_eq!(chat.last_words(), None);
        let turn = |from, text: &str| Turn { from, text: text.into(), at: 0, evidence: String::new() };
        chat.handover.transcript = vec![turn(Speaker::Visitor, "退款呢"), turn(Speaker::Bot, "请看订单页")];
        assert_eq!(chat.last_words(), Some("退款呢"));
        chat.hear(&said(2, Speaker::Helper, "h", "我替我妈问"), 0);
        chat.hear(&said(3, Speaker::Agent, "m", "好的"), 0);
        assert_eq!(chat.last_words(), Some("我替我妈问"));
        assert_eq!(chat.customers_since(2), []);
    }

    #[test]
    fn a_reply_shows_what_it_answers() {
        let mut chat = chat();
        let What::Message(message) = said(3, Speaker::Visitor, "v3", "是这个").what else { panic!() };
        let reply = Message { reply_to: Some("v1".into()), ..message };
        chat.hear(&event(3, What::Message(reply)), 0);
        assert_eq!(chat.lines(&[])[2].answers.as_deref(), Some("好的"));
    }

    #[test]
    fn the_state_follows_the_events() {
        let mut chat = chat();
        chat.hear(&event(3, What::AgentJoined { name: "小陈".into(), role: String::new() }), 0);
        chat.hear(&event(4, What::Closed { by: Speaker::Visitor, reason: String::new() }), 0);
        assert_eq!(chat.card.state, ConversationState::Closed);
        chat.hear(&event(5, What::Reopened { by: Speaker::Visitor }), 0);
        assert_eq!(chat.card.state, ConversationState::Queued);
        assert_eq!(chat.hear(&Event { seq: None, at: 0, what: What::Reset }, 0), Heard::Gap);
    }
}
