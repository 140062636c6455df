//! What the page knows, as plain structs, and how an event changes it. Nothing here knows the browser.

mod board;
mod card;
mod chat;
mod keys;
mod link;
mod news;
mod outbox;
mod quick;
mod rights;
mod room;
mod standing;
mod tickets;
mod turns;

pub use board::{Reading, attention, beside, hear, mark_read, next_for};
pub use card::{Card, Part, fenced, messages, read as card};
pub use chat::{About, Body, Chat, Heard, Line};
pub use keys::{DEFAULTS, Deed, Focus, Keys, Press};
pub use link::{Link, back_off, conversation_of, hash_of, uuid_v7};
pub use news::News;
pub use outbox::{Delivery, Kept, Outboxes, Outgoing, Why, Words as KeptWords, kept, key as outbox_key, prefix};
pub use quick::{Suggestion, Way, step, suggest};
pub use rights::{Right, may, may_take};
pub use room::Room;
pub use standing::Standing;
pub use tickets::{Due, Shown, due};
pub use turns::Turns;

#[cfg(test)]
mod samples;
