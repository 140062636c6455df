//! The way to the person: a session, a handover, a stream of events, and an outbox that gives nothing up.
//!
//! | file | idea |
//! |---|---|
//! | [`handover`] | asking for a person, again, or for somebody senior; where it stands after a while away |
//! | [`stream`] | hearing: a stream, or long polls where streams are held back |
//! | [`hear`] | from the desk's events to the conversation's |
//! | [`sending`] | messages, typing, read, the end, the rating |
//! | [`retry`] | what happens when a call fails, and when to try again |

mod handover;
mod hear;
mod retry;
mod sending;
mod stream;

use super::Driver;
use crate::platform::net::Stream;
use std::cell::{Cell, RefCell};

/// What the link remembers.
#[derive(Default)]
pub struct Link {
    stream: RefCell<Option<Stream>>,
    /// Grows with every new stream or poll; an older one that still talks is not listened to.
    generation: Cell<u32>,
    failures: Cell<u32>,
    silent_streams: Cell<u32>,
    retry: Cell<Option<i32>>,
    /// Runs out when the stream has said nothing for too long.
    silence: Cell<Option<i32>>,
    heard_at: Cell<u64>,
    handover_key: RefCell<String>,
    /// The call that opens an ended conversation again is still to be answered.
    reopening: Cell<bool>,
    /// The customer ended the talk, and the desk has yet to hear it.
    closing: Cell<bool>,
    typing_told: Cell<u64>,
    typing_fades: Cell<Option<i32>>,
    read_told: Cell<u64>,
}

impl Driver {
    fn token(&self) -> Option<String> {
        self.aside.borrow().token.clone()
    }

    fn url(&self, path: &str) -> String {
        [&self.config.desk, path].concat()
    }

    fn conversation_url(&self, path: &str) -> Option<String> {
        Some(self.url(&self.conversation_path(path)?))
    }

    /// The address of a call about this conversation, below the desk's.
    fn conversation_path(&self, path: &str) -> Option<String> {
        let state = self.state.borrow();
        Some(["v1/conversations/", state.conversation.as_ref()?, path].concat())
    }
}
