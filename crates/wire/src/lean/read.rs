//! From a parsed JSON value to the protocol's types. `None`: not of this protocol.

use super::Word;
use crate::{
    Speaker, WaitRange,
    event::{Event, Message, What},
    saved::{Saved, SavedLine, Stage},
    visitor::{Handover, MessageAccepted, Polled, StreamTicket},
};

/// A parsed JSON value, whoever parsed it.
pub trait Json: Sized {
    /// A member of an object; `None` if it is absent or `null`.
    fn field(&self, name: &str) -> Option<Self>;
    /// A string.
    fn string(&self) -> Option<String>;
    /// A whole number from 0 to 2^53.
    fn number(&self) -> Option<u64>;
    /// A truth value.
    fn flag(&self) -> Option<bool>;
    /// The items of an array; empty for anything else.
    fn items(&self) -> Vec<Self>;
}

/// What the widget needs of [`crate::visitor::Session`]; the rest is for clients with more room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionToken {
    /// [`crate::visitor::Session::token`].
    pub token: String,
}

/// What can be read from JSON.
pub trait Read: Sized {
    /// `None`: not of this protocol.
    fn read<J: Json>(json: &J) -> Option<Self>;
}

impl Read for Event {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self { seq: number(json, "seq"), at: number(json, "at")?, what: what(json)? })
    }
}

impl Read for Polled {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self { events: list(json, "events")? })
    }
}

impl Read for SessionToken {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self { token: string(json, "token")? })
    }
}

impl Read for Handover {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            conversation: string(json, "conversation")?,
            state: word(json, "state")?,
            open: json.field("open")?.flag()?,
            position: small(json, "position"),
            wait_estimate: range(json),
            seq: number(json, "seq")?,
        })
    }
}

impl Read for MessageAccepted {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self { seq: number(json, "seq")?, message: string(json, "message")?, at: number(json, "at")? })
    }
}

impl Read for StreamTicket {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self { ticket: string(json, "ticket")? })
    }
}

impl Read for Saved {
    fn read<J: Json>(json: &J) -> Option<Self> {
        let stage = json.field("stage")?;
        Some(Self {
            version: small(json, "version")?,
            device: string(json, "device")?,
            token: string(json, "token"),
            conversation: string(json, "conversation"),
            seq: number(json, "seq").unwrap_or_default(),
            stage: match string(&stage, "stage")?.as_str() {
                "bot" => Stage::Bot,
                "waiting" => Stage::Waiting,
                "person" => Stage::Person { name: string(&stage, "name")?, role: string(&stage, "role")? },
                "closed" => Stage::Closed,
                _ => return None,
            },
            lines: list(json, "lines")?,
            open: json.field("open").and_then(|f| f.flag()).unwrap_or_default(),
            draft: string(json, "draft").unwrap_or_default(),
        })
    }
}

impl Read for SavedLine {
    fn read<J: Json>(json: &J) -> Option<Self> {
        let or_empty = |name| string(json, name).unwrap_or_default();
        Some(Self {
            from: word(json, "from"),
            name: or_empty("name"),
            kind: string(json, "kind")?,
            text: string(json, "text")?,
            at: number(json, "at")?,
            client_id: or_empty("client_id"),
            delivery: or_empty("delivery"),
        })
    }
}

fn what<J: Json>(json: &J) -> Option<What> {
    Some(match string(json, "type")?.as_str() {
        "message" => What::Message(Message {
            id: string(json, "id")?,
            client_id: string(json, "client_id")?,
            from: word(json, "from")?,
            name: string(json, "name").unwrap_or_default(),
            body: string(json, "body")?,
        }),
        "queued" => What::Queued,
        "agent_joined" => What::AgentJoined { name: string(json, "name")?, role: string(json, "role")? },
        "agent_left" => What::AgentLeft { name: string(json, "name")? },
        "closed" => What::Closed { by: word(json, "by")? },
        "rated" => What::Rated { stars: number(json, "stars")?.try_into().ok()? },
        "queue" => What::Queue {
            position: small(json, "position")?,
            wait_estimate: range(json),
            open: json.field("open").is_none_or(|f| f.flag() == Some(true)),
        },
        "typing" => What::Typing { from: word::<J, Speaker>(json, "from")? },
        "reset" => What::Reset,
        _ => return None,
    })
}

fn string<J: Json>(json: &J, name: &str) -> Option<String> {
    json.field(name)?.string()
}

fn number<J: Json>(json: &J, name: &str) -> Option<u64> {
    json.field(name)?.number()
}

fn small<J: Json>(json: &J, name: &str) -> Option<u32> {
    number(json, name)?.try_into().ok()
}

fn range<J: Json>(json: &J) -> Option<WaitRange> {
    let range = json.field("wait_estimate")?;
    Some(WaitRange { low: small(&range, "low")?, high: small(&range, "high")? })
}

/// All items, or `None` when the array is absent or one of them is not of this protocol.
fn list<J: Json, T: Read>(json: &J, name: &str) -> Option<Vec<T>> {
    json.field(name)?.items().iter().map(T::read).collect()
}

fn word<J: Json, T: Word>(json: &J, name: &str) -> Option<T> {
    let given = string(json, name)?;
    T::WORDS.iter().find(|(_, word)| *word == given).map(|(value, _)| *value)
}
