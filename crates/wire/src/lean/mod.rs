//! The protocol without serde, for the widget: serde with a JSON reader would weigh as much as the answer engine
//! (measured: 30 KB of brotli). Reading goes through the browser's own parser by way of [`Json`]; writing is a string.
//! Tests hold both against what serde reads and writes, so that there is still one protocol.
//!
//! ```
//! use wire::{lean::Write, visitor::MessageRequest};
//! let message = MessageRequest { client_id: "7".into(), body: "他说\"好\"".into(), ..Default::default() };
//! assert_eq!(message.to_json(), r#"{"client_id":"7","body":"他说\"好\""}"#);
//! ```

mod read;
mod write;

pub use read::{Json, Read, SessionToken};
pub use write::{Object, Write};

use crate::{
    Speaker,
    ticket::TicketKind,
    visitor::{ConversationState, Want},
};

/// Words of the protocol that stand for an enumeration.
trait Word: Copy + 'static {
    /// Every value with its word.
    const WORDS: &'static [(Self, &'static str)];
}

impl Word for Speaker {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Visitor, "visitor"), (Self::Bot, "bot"), (Self::Agent, "agent"), (Self::Helper, "helper")];
}

impl Word for ConversationState {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Queued, "queued"), (Self::Assigned, "assigned"), (Self::Closed, "closed")];
}

impl Word for Want {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Chat, "chat"), (Self::Message, "message"), (Self::Callback, "callback")];
}

impl Word for TicketKind {
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Message, "message"), (Self::Callback, "callback")];
}
