//! What happens when a call fails, and when to try again: after a random time below a bound that doubles from 1 s to
//! 30 s, never sooner than the desk's `Retry-After`; a page that wakes up or finds its network again tries at once.

use crate::{
    driver::Driver,
    platform::{clock, net::NetError, random},
};
use std::rc::Rc;
use talk::Event;

const FIRST_RETRY_MS: u32 = 1_000;
const LAST_RETRY_MS: u32 = 30_000;

impl Driver {
    /// The page woke up or found its network: whatever waits for its turn has waited enough.
    pub(in crate::driver) fn desk_wake(self: &Rc<Self>) {
        if let Some(timer) = self.desk.retry.take() {
            clock::cancel(timer);
            self.try_again();
        } else if self.stream_is_stale() {
            self.follow();
        }
        self.tell_read();
    }

    pub(super) fn reached(self: &Rc<Self>) {
        self.desk.failures.set(0);
        self.send(Event::DeskBack);
    }

    /// A call failed. What the desk no longer knows is handed over anew; everything else is tried again.
    pub(super) fn trouble(self: &Rc<Self>, what: &str, error: &NetError) {
        self.report(what, &describe(error));
        match error {
            // A helper who was removed has nobody to be handed over to.
            NetError::Status { code: 401 | 404, .. } if self.config.helper => self.help_ended(),
            NetError::Status { code: 401, .. } => {
                self.aside.borrow_mut().token = None;
                self.send(Event::ConversationGone);
            }
            NetError::Status { code: 404, .. } if what != "handover" => self.send(Event::ConversationGone),
            NetError::Status { code: 409, .. } if what == "escalate" => {}
            NetError::Status { retry_after, .. } => {
                self.send(Event::DeskLost);
                self.retry_later(retry_after.unwrap_or(0));
            }
            NetError::Lost | NetError::Garbled => {
                self.send(Event::DeskLost);
                self.retry_later(0);
            }
        }
    }

    pub(super) fn retry_later(self: &Rc<Self>, at_least: u32) {
        if let Some(timer) = self.desk.retry.take() {
            clock::cancel(timer);
        }
        let failures = self.desk.failures.get();
        self.desk.failures.set(failures.saturating_add(1));
        let bound = FIRST_RETRY_MS.saturating_mul(1 << failures.min(5)).min(LAST_RETRY_MS);
        let driver = Rc::clone(self);
        let timer = clock::after(at_least + random::below(bound), move || {
            driver.desk.retry.set(None);
            driver.try_again();
        });
        self.desk.retry.set(Some(timer));
    }

    pub(super) fn try_again(self: &Rc<Self>) {
        if self.retired.get() || !self.state.borrow().for_person() {
            return;
        }
        let placed = self.state.borrow().conversation.is_some();
        match (placed, self.desk.reopening.get()) {
            (true, true) => self.reopen(),
            (true, false) if self.leads() => self.follow(),
            // Another tab holds the stream; this one only has messages to send.
            (true, false) => self.send(Event::DeskBack),
            (false, _) => self.hand_over(),
        }
    }
}

pub(super) fn for_good(error: &NetError) -> bool {
    matches!(error, NetError::Status { code: 400 | 403 | 405..=428, .. })
}

pub(super) fn describe(error: &NetError) -> String {
    match error {
        NetError::Lost => "no answer from the desk; trying again".into(),
        NetError::Garbled => "the desk's answer is not of this protocol; trying again".into(),
        NetError::Status { code, .. } => ["the desk answered ", &code.to_string()].concat(),
    }
}
