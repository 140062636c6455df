//! What the customer's side tells the desk. Messages are the conversation's own outbox; the end and the rating must
//! arrive too, so they go through the shell's list of errands, which outlives the page.

use super::retry::{describe, for_good};
use crate::{
    driver::Driver,
    platform::{clock, net::Call, page},
};
use std::rc::Rc;
use talk::{Body, Event, Failure};
use wire::{
    lean::Write,
    visitor::{MessageAccepted, MessageRequest, Nothing, RatingRequest, ReadRequest},
};

/// The customer's typing is told at most this often.
const TYPING_EVERY_MS: u64 = 3_000;
/// So long, at the most, a new wait holds back for the end of the last one.
const CLOSING_MS: u32 = 5_000;

impl Driver {
    pub(in crate::driver) fn deliver(self: &Rc<Self>, client_id: String, body: String, file: Option<String>) {
        let Some(url) = self.conversation_url("/messages") else { return };
        let driver = Rc::clone(self);
        clock::spawn(async move {
            let token = driver.token();
            let message = MessageRequest { client_id: client_id.clone(), body, file, ..Default::default() };
            let sent: Result<MessageAccepted, _> = Call::post(&url, token.as_deref()).send(&message).await;
            match sent {
                Ok(_) => driver.send(Event::Accepted { client_id }),
                Err(error) if for_good(&error) => {
                    driver.report("message", &describe(&error));
                    driver.send(Event::SendFailed { client_id, failure: Failure::ForGood });
                }
                Err(error) => {
                    driver.send(Event::SendFailed { client_id, failure: Failure::ForNow });
                    driver.trouble("message", &error);
                }
            }
        });
    }

    pub(in crate::driver) fn tell_typing(self: &Rc<Self>) {
        let now = clock::now();
        if now < self.desk.typing_told.get() + TYPING_EVERY_MS {
            return;
        }
        self.desk.typing_told.set(now);
        if let Some(url) = self.conversation_url("/typing") {
            self.post_quietly(url, Nothing {}.to_json());
        }
    }

    /// The customer sees the log: the person may know how far.
    pub(in crate::driver) fn tell_read(self: &Rc<Self>) {
        let upto = {
            let state = self.state.borrow();
            let heard = state.lines.iter().any(|l| matches!(l.body, Body::Person { .. }));
            if heard && state.for_person() { state.seq } else { 0 }
        };
        if upto <= self.desk.read_told.get() || !*self.model.open.peek() || !page::in_sight() {
            return;
        }
        self.desk.read_told.set(upto);
        if let Some(url) = self.conversation_url("/read") {
            self.post_quietly(url, ReadRequest { upto }.to_json());
        }
    }

    /// A person who is asked for right after the end waits for it to be told: told later, it would end the new wait.
    pub(in crate::driver) fn tell_closed(self: &Rc<Self>) {
        let Some(path) = self.conversation_path("/close") else { return };
        self.desk.closing.set(true);
        let driver = Rc::clone(self);
        self.host.errand_then(&path, &Nothing {}.to_json(), move || driver.closed_at_desk());
        let driver = Rc::clone(self);
        // Another tab may run the errand, or the desk be out of reach: then whoever asks anew must learn that.
        clock::after(CLOSING_MS, move || driver.closed_at_desk());
    }

    fn closed_at_desk(self: &Rc<Self>) {
        if self.desk.closing.take() {
            self.try_again();
        }
    }

    pub(in crate::driver) fn tell_rating(&self, stars: u8) {
        if let Some(path) = self.conversation_path("/rating") {
            self.host.errand(&path, &RatingRequest { stars, ..Default::default() }.to_json());
        }
    }

    /// For what is worth one try.
    fn post_quietly(self: &Rc<Self>, url: String, body: String) {
        let driver = Rc::clone(self);
        clock::spawn(async move {
            let token = driver.token();
            let _ = Call::post(&url, token.as_deref()).post_text(body).await;
        });
    }
}
