//! What the agent wrote and the desk has not echoed yet, per conversation. A message leaves only when its
//! `client_id` is seen among the events; a reload gets it back from the browser's storage.

use std::collections::BTreeMap;
use wire::{Millis, visitor::MessageRequest};

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Made here; the only thing by which the message is recognised.
    pub client_id: String,
    /// Plain text.
    pub body: String,
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
    pub fn write(&mut self, conversation: &str, message: MessageRequest, at: Millis) {
        let MessageRequest { client_id, body, .. } = message;
        self.0.entry(conversation.to_owned()).or_default().push(Outgoing {
            client_id,
            body,
            at,
            delivery: Delivery::Sending,
        });
    }

    /// Puts back what an earlier page could not deliver, unless it is here already.
    pub fn restore(&mut self, conversation: &str, messages: Vec<MessageRequest>, at: Millis) {
        let known = self.of(conversation);
        let lost: Vec<_> = messages
            .into_iter()
            .filter(|message| known.iter().all(|here| here.client_id != message.client_id))
            .collect();
        for message in lost {
            let client_id = message.client_id.clone();
            self.write(conversation, message, at);
            self.mark(conversation, &client_id, &Delivery::Failed(Why::Unreachable));
        }
    }

    /// The next one to send: in order, one in flight.
    pub fn next(&self, conversation: &str) -> Option<MessageRequest> {
        let next = self.of(conversation).iter().find(|message| message.delivery == Delivery::Sending)?;
        Some(MessageRequest { client_id: next.client_id.clone(), body: next.body.clone(), ..MessageRequest::default() })
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

    /// Forgets the messages for which `echoed` holds: the desk's events have them.
    pub fn settle(&mut self, conversation: &str, echoed: impl Fn(&str) -> bool) {
        if let Some(messages) = self.0.get_mut(conversation) {
            messages.retain(|message| !echoed(&message.client_id));
        }
    }

    /// What is worth keeping over a reload.
    pub fn to_keep(&self, conversation: &str) -> Vec<MessageRequest> {
        self.of(conversation)
            .iter()
            .map(|message| MessageRequest {
                client_id: message.client_id.clone(),
                body: message.body.clone(),
                ..MessageRequest::default()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &[&str]) -> Outboxes {
        let mut outboxes = Outboxes::default();
        for word in words {
            outboxes.write(
                "a",
                MessageRequest { client_id: format!("id-{word}"), body: (*word).into(), ..MessageRequest::default() },
                1,
            );
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
        outboxes.settle("a", |id| id == "id-一");
        assert_eq!(outboxes.of("a").len(), 1);
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
    fn a_reload_keeps_what_was_not_echoed_and_doubles_nothing() {
        let kept = written(&["一"]).to_keep("a");
        let mut outboxes = Outboxes::default();
        outboxes.restore("a", kept.clone(), 5);
        outboxes.restore("a", kept, 6);
        assert_eq!(outboxes.of("a").len(), 1);
        assert_eq!(outboxes.of("a")[0].delivery, Delivery::Failed(Why::Unreachable));
        outboxes.resume();
        assert_eq!(next(&outboxes).as_deref(), Some("一"));
    }
}
