//! What the page knows, as plain structs, and how an event changes it. Nothing here knows the browser.

mod board;
mod chat;
mod link;
mod outbox;

pub use board::{Reading, attention, hear, mark_read};
pub use chat::{Body, Chat, Heard, Line};
pub use link::{Link, back_off, conversation_of, hash_of, uuid_v7};
pub use outbox::{Delivery, Outboxes, Why};

#[cfg(test)]
mod samples;
