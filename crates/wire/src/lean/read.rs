//! From a parsed JSON value to the protocol's types. `None`: not of this protocol.

use super::Word;
use crate::{
    Person, Speaker, WaitRange,
    event::{Event, Message, What},
    file::{FileInfo, FilePolicy},
    help::{Invite, Joined},
    saved::{Saved, SavedLine, Stage},
    ticket::TicketReceipt,
    visitor::{
        Erased, Handover, Limits, MessageAccepted, Options, Polled, RatingRequest, Session, Snapshot, Standing,
        StreamTicket,
    },
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
            next_open: number(json, "next_open"),
            options: options(json),
            reopen_until: number(json, "reopen_until"),
            seq: number(json, "seq")?,
        })
    }
}

impl Read for Session {
    fn read<J: Json>(json: &J) -> Option<Self> {
        let limits = json.field("limits")?;
        Some(Self {
            visitor: string(json, "visitor")?,
            token: string(json, "token")?,
            open: json.field("open")?.flag()?,
            in_hours: flag_or(json, "in_hours", true),
            next_open: number(json, "next_open"),
            agents_online: small(json, "agents_online")?,
            wait_estimate: range(json),
            options: options(json),
            limits: Limits {
                message_chars: small(&limits, "message_chars")?,
                transcript_turns: small(&limits, "transcript_turns")?,
            },
            files: json.field("files").as_ref().and_then(FilePolicy::read).unwrap_or_default(),
            conversation: json.field("conversation").as_ref().and_then(Standing::read),
        })
    }
}

impl Read for FilePolicy {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self { most: small(json, "most")?, bytes: number(json, "bytes")?, kinds: strings(json, "kinds") })
    }
}

impl Read for Standing {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            conversation: string(json, "conversation")?,
            state: word(json, "state")?,
            seq: number(json, "seq")?,
            reopen_until: number(json, "reopen_until"),
        })
    }
}

impl Read for Snapshot {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            standing: Handover::read(json)?,
            people: list(json, "people").unwrap_or_default(),
            read_by_agent: number(json, "read_by_agent").unwrap_or_default(),
            rating: json.field("rating").as_ref().and_then(RatingRequest::read),
            events: list(json, "events")?,
        })
    }
}

impl Read for Person {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            from: word(json, "from")?,
            name: string_or_empty(json, "name"),
            role: string_or_empty(json, "role"),
            helper: string_or_empty(json, "helper"),
            online: flag_or(json, "online", false),
        })
    }
}

impl Read for RatingRequest {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            stars: number(json, "stars")?.try_into().ok()?,
            words: string_or_empty(json, "words"),
            tags: strings(json, "tags"),
            solved: json.field("solved").and_then(|it| it.flag()),
        })
    }
}

impl Read for FileInfo {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            file: string(json, "file")?,
            name: string(json, "name")?,
            kind: string(json, "kind")?,
            bytes: number(json, "bytes")?,
        })
    }
}

impl Read for Invite {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self { code: string(json, "code")?, path: string(json, "path")?, expires_at: number(json, "expires_at")? })
    }
}

impl Read for Joined {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            conversation: string(json, "conversation")?,
            helper: string(json, "helper")?,
            token: string(json, "token")?,
            name: string(json, "name")?,
            seq: number(json, "seq")?,
        })
    }
}

impl Read for TicketReceipt {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self { ticket: string(json, "ticket")?, due: number(json, "due")? })
    }
}

impl Read for Erased {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            conversations: number(json, "conversations")?,
            messages: number(json, "messages")?,
            records: number(json, "records")?,
            files: number(json, "files")?,
            file_bytes: number(json, "file_bytes")?,
            tickets: number(json, "tickets")?,
            helpers: number(json, "helpers")?,
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
                "closed" => Stage::Closed {
                    at: number(&stage, "at").unwrap_or_default(),
                    rated: flag_or(&stage, "rated", false),
                },
                _ => return None,
            },
            lines: list(json, "lines")?,
            open: json.field("open").and_then(|f| f.flag()).unwrap_or_default(),
            draft: string(json, "draft").unwrap_or_default(),
            rev: number(json, "rev").unwrap_or_default(),
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
            seq: number(json, "seq").unwrap_or_default(),
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
            file: json.field("file").as_ref().and_then(FileInfo::read),
            reply_to: string(json, "reply_to"),
        }),
        "queued" => What::Queued,
        "agent_joined" => What::AgentJoined { name: string(json, "name")?, role: string(json, "role")? },
        "agent_left" => What::AgentLeft { name: string(json, "name")?, stays: flag_or(json, "stays", false) },
        "transferred" => What::Transferred { from: string(json, "from")?, to: string(json, "to")? },
        "escalated" => What::Escalated { by: word(json, "by")? },
        "helper_joined" => What::HelperJoined { helper: string(json, "helper")?, name: string(json, "name")? },
        "helper_left" => {
            What::HelperLeft { helper: string(json, "helper")?, name: string(json, "name")?, by: word(json, "by")? }
        }
        "closed" => What::Closed { by: word(json, "by")?, reason: string_or_empty(json, "reason") },
        "reopened" => What::Reopened { by: word(json, "by")? },
        "rating_asked" => What::RatingAsked,
        "message_left" => {
            What::MessageLeft { ticket: string(json, "ticket")?, kind: word(json, "kind")?, due: number(json, "due")? }
        }
        "rated" => What::Rated { stars: number(json, "stars")?.try_into().ok()? },
        "queue" => What::Queue {
            position: small(json, "position")?,
            wait_estimate: range(json),
            open: json.field("open").is_none_or(|f| f.flag() == Some(true)),
        },
        "typing" => What::Typing { from: word::<J, Speaker>(json, "from")?, name: string_or_empty(json, "name") },
        "read" => What::Read { by: word(json, "by")?, upto: number(json, "upto")? },
        "presence" => What::Presence {
            from: word(json, "from")?,
            name: string_or_empty(json, "name"),
            online: json.field("online")?.flag()?,
        },
        "reset" => What::Reset,
        _ => What::Unknown,
    })
}

fn string<J: Json>(json: &J, name: &str) -> Option<String> {
    json.field(name)?.string()
}

fn string_or_empty<J: Json>(json: &J, name: &str) -> String {
    string(json, name).unwrap_or_default()
}

fn strings<J: Json>(json: &J, name: &str) -> Vec<String> {
    json.field(name).map(|it| it.items().iter().filter_map(Json::string).collect()).unwrap_or_default()
}

fn flag_or<J: Json>(json: &J, name: &str, otherwise: bool) -> bool {
    json.field(name).and_then(|it| it.flag()).unwrap_or(otherwise)
}

fn options<J: Json>(json: &J) -> Options {
    let Some(json) = json.field("options") else { return Options::default() };
    Options {
        message: flag_or(&json, "message", false),
        callback: flag_or(&json, "callback", false),
        phone: string_or_empty(&json, "phone"),
        contact: string_or_empty(&json, "contact"),
        wechat: string_or_empty(&json, "wechat"),
    }
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
