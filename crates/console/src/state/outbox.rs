//! What the agent wrote and the desk has not echoed yet, per conversation. A message leaves only when its
//! `client_id` is seen among the events; a reload gets it back from the browser's storage.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wire::{Millis, file::FileInfo, visitor::MessageRequest};

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Made here; the only thing by which the message is recognised.
    pub client_id: String,
    /// Plain text.
    pub body: String,
    /// The file that comes with it.
    pub file: Option<FileInfo>,
    /// When it was written, by this computer's clock.
    pub at: Millis,
    /// How far it got.
    pub delivery: Delivery,
}

/// How far a message got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Being sent, or next in line.
    Sending,
    /// The desk has it.
    Delivered,
    /// The customer has read it.
    Read,
    /// It did not get there.
    Failed(Why),
}

/// Why a message did not get there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The desk could not be reached: it goes out again by itself when the desk is back.
    Unreachable,
    /// The desk said no, in these words: the agent decides.
    Refused(String),
}

/// The outboxes of all conversations.
#[derive(Clone, Debug, Default)]
pub struct Outboxes(BTreeMap<String, Vec<Outgoing>>);

impl Outboxes {
    /// The messages of one conversation, oldest first.
    pub fn of(&self, conversation: &str) -> &[Outgoing] {
        self.0.get(conversation).map_or(&[], Vec::as_slice)
    }

    /// Adds a message that was just written.
    pub fn write(&mut self, conversation: &str, message: Outgoing) {
        self.0.entry(conversation.to_owned()).or_default().push(message);
    }

    /// Puts back what an earlier page could not deliver, in the order of writing, unless it is here already.
    pub fn restore(&mut self, kept: Vec<Kept>) {
        for Kept { conversation, message } in kept {
            let messages = self.0.entry(conversation).or_default();
            if messages.iter().all(|here| here.client_id != message.client_id) {
                messages.push(message);
                // Ids begin with the time.
                messages.sort_by(|one, other| one.client_id.cmp(&other.client_id));
            }
        }
    }

    /// The next one to send: in order, one in flight.
    pub fn next(&self, conversation: &str) -> Option<MessageRequest> {
        let next = self.of(conversation).iter().find(|message| message.delivery == Delivery::Sending)?;
        Some(MessageRequest {
            client_id: next.client_id.clone(),
            body: next.body.clone(),
            file: next.file.as_ref().map(|file| file.file.clone()),
            reply_to: None,
        })
    }

    /// Notes how far a message got.
    pub fn mark(&mut self, conversation: &str, client_id: &str, delivery: &Delivery) {
        for message in self.0.get_mut(conversation).into_iter().flatten() {
            if message.client_id == client_id {
                message.delivery = delivery.clone();
            }
        }
    }

    /// The desk is away: whatever was to be sent has failed for now.
    pub fn stall(&mut self, conversation: &str) {
        for message in self.0.get_mut(conversation).into_iter().flatten() {
            if message.delivery == Delivery::Sending {
                message.delivery = Delivery::Failed(Why::Unreachable);
            }
        }
    }

    /// The desk is back: sends again what it never saw. Answers the conversations that have something to send.
    pub fn resume(&mut self) -> Vec<String> {
        let mut waiting = Vec::new();
        for (conversation, messages) in &mut self.0 {
            let stalled = |message: &&mut Outgoing| message.delivery == Delivery::Failed(Why::Unreachable);
            for message in messages.iter_mut().filter(stalled) {
                message.delivery = Delivery::Sending;
            }
            if messages.iter().any(|message| message.delivery == Delivery::Sending) {
                waiting.push(conversation.clone());
            }
        }
        waiting
    }

    /// Forgets the messages for which `gone` holds, because the desk's events have them or the agent takes them back.
    /// Answers their ids.
    pub fn settle(&mut self, conversation: &str, gone: impl Fn(&str) -> bool) -> Vec<String> {
        let Some(messages) = self.0.get_mut(conversation) else { return Vec::new() };
        let (settled, left) = std::mem::take(messages).into_iter().partition(|message| gone(&message.client_id));
        *messages = left;
        let settled: Vec<Outgoing> = settled;
        settled.into_iter().map(|message| message.client_id).collect()
    }
}

/// A message in the browser's storage. Each has a place of its own there, so that two tabs never overwrite each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where it belongs.
    pub conversation: String,
    /// The message.
    pub message: Outgoing,
}

/// Where a message is kept.
pub fn key(agent: &str, conversation: &str, client_id: &str) -> String {
    format!("{}{conversation}.{client_id}", prefix(agent))
}

/// What the places of an agent's messages begin with: nobody sends what somebody else wrote.
pub fn prefix(agent: &str) -> String {
    format!("renzai.console.out.{agent}.")
}

/// What is kept there: the text of the message, and its file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Words {
    body: String,
    file: Option<FileInfo>,
    at: Millis,
}

impl From<&Outgoing> for Words {
    fn from(message: &Outgoing) -> Self {
        Self { body: message.body.clone(), file: message.file.clone(), at: message.at }
    }
}

/// Reads it again. `None` if the place is not one of ours.
pub fn kept(agent: &str, key: &str, words: Words) -> Option<Kept> {
    let (conversation, client_id) = key.strip_prefix(&prefix(agent))?.rsplit_once('.')?;
    let Words { body, file, at } = words;
    let delivery = Delivery::Failed(Why::Unreachable);
    let message = Outgoing { client_id: client_id.to_owned(), body, file, at, delivery };
    Some(Kept { conversation: conversation.to_owned(), message })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(word: &str) -> Outgoing {
        Outgoing { client_id: format!("id-{word}"), body: word.into(), file: None, at: 1, delivery: Delivery::Sending }
    }

    fn written(words: &[&str]) -> Outboxes {
        let mut outboxes = Outboxes::default();
        for word in words {
            outboxes.write("a", outgoing(word));
        }
        outboxes
    }

    fn next(outboxes: &Outboxes) -> Option<String> {
        outboxes.next("a").map(|message| message.body)
    }

    #[test]
    fn messages_go_out_in_order_and_stay_until_they_are_echoed() {
        let mut outboxes = written(&["一", "二"]);
        assert_eq!(next(&outboxes).as_deref(), Some("一"));
        outboxes.mark("a", "id-一", &Delivery::Delivered);
        assert_eq!(next(&outboxes).as_deref(), Some("二"));
        assert_eq!(outboxes.of("a").len(), 2, "an answer of the desk is no echo");
        assert_eq!(outboxes.settle("a", |id| id == "id-一"), ["id-一"]);
        assert_eq!(outboxes.of("a").len(), 1);
        assert!(outboxes.settle("elsewhere", |_| true).is_empty());
    }

    #[test]
    fn a_lost_desk_stalls_and_its_return_resumes_but_a_refusal_waits_for_the_agent() {
        let mut outboxes = written(&["一", "二", "三"]);
        outboxes.mark("a", "id-一", &Delivery::Failed(Why::Refused("too long".into())));
        outboxes.stall("a");
        assert_eq!(next(&outboxes), None);
        assert_eq!(outboxes.resume(), ["a"]);
        assert_eq!(next(&outboxes).as_deref(), Some("二"));
        outboxes.mark("a", "id-一", &Delivery::Sending);
        assert_eq!(next(&outboxes).as_deref(), Some("一"));
        assert!(written(&[]).resume().is_empty());
    }

    #[test]
    fn a_reload_keeps_what_was_not_echoed_in_its_order_and_doubles_nothing() {
        let back = |word: &str| {
            let message = outgoing(word);
            kept("me", &key("me", "a", &message.client_id), Words::from(&message)).unwrap()
        };
        let mut outboxes = Outboxes::default();
        outboxes.restore(vec![back("2"), back("1"), back("2")]);
        outboxes.restore(vec![back("1")]);
        let bodies: Vec<_> = outboxes.of("a").iter().map(|message| message.body.as_str()).collect();
        assert_eq!(bodies, ["1", "2"]);
        assert_eq!(outboxes.of("a")[0].delivery, Delivery::Failed(Why::Unreachable));
        outboxes.resume();
        assert_eq!(next(&outboxes).as_deref(), Some("1"));
    }

    #[test]
    fn nobody_finds_what_somebody_else_wrote() {
        let message = outgoing("一");
        let place = key("me", "a", &message.client_id);
        assert_eq!(kept("you", &place, Words::from(&message)), None);
        assert_eq!(kept("me", "renzai.console.lang", Words::from(&message)), None);
    }
}
