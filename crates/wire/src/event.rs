//! What happened in a conversation. Durable events carry a number without gaps; volatile ones carry none.

use crate::{Millis, Speaker, WaitRange, file::FileInfo};
use serde::{Deserialize, Serialize};

/// One event, as the `data:` of a server-sent event or an item of a long poll.
///
/// ```
/// use wire::event::{Event, What};
/// let e: Event = serde_json::from_str(r#"{"seq":7,"at":1795200000000,"type":"reopened","by":"visitor"}"#).unwrap();
/// assert_eq!((e.seq, e.what), (Some(7), What::Reopened { by: wire::Speaker::Visitor }));
/// let q: Event = serde_json::from_str(r#"{"at":0,"type":"queue","position":2,"wait_estimate":{"low":60,"high":180}}"#).unwrap();
/// assert_eq!(q.seq, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// 1, 2, 3 … per conversation, without gaps; absent for volatile events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// When the desk recorded it.
    pub at: Millis,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum What {
    /// Durable. Somebody wrote.
    Message(Message),
    /// Durable. The conversation entered the queue.
    Queued,
    /// Durable. A person took the conversation.
    AgentJoined {
        /// The name shown to the customer.
        name: String,
        /// The role shown to the customer, such as 客服专员; may be empty.
        role: String,
    },
    /// Durable. The person left; unless another one stays, the conversation is queued again.
    AgentLeft {
        /// The name shown to the customer.
        name: String,
        /// Whether another person stays.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        stays: bool,
    },
    /// Durable. The person handed the conversation on; [`What::AgentJoined`] follows when the next one is there.
    Transferred {
        /// Shown name of who handed it on.
        from: String,
        /// Shown name of the next person or of the team; empty: back to the queue.
        to: String,
    },
    /// Durable. The conversation waits for somebody more senior.
    Escalated {
        /// Who asked for it: `visitor` or `agent`.
        by: Speaker,
    },
    /// Durable. A member of the family joined.
    HelperJoined {
        /// Id by which the customer removes them.
        helper: String,
        /// Their name, as they gave it.
        name: String,
    },
    /// Durable. A member of the family is out; their token is dead.
    HelperLeft {
        /// Their id.
        helper: String,
        /// Their name.
        name: String,
        /// `visitor` removed them, or `helper` left.
        by: Speaker,
    },
    /// Durable. Ended on purpose.
    Closed {
        /// By whom: `visitor` or `agent`.
        by: Speaker,
        /// A word of the console or the widget, such as `solved`; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// Durable. Open again, with the same history; it waits for a person.
    Reopened {
        /// By whom: `visitor`.
        by: Speaker,
    },
    /// Durable. The person asks for a rating.
    RatingAsked,
    /// Durable. A message was left or a call asked for, beside this conversation.
    MessageLeft {
        /// Id of the ticket.
        ticket: String,
        /// Which of the two.
        kind: crate::ticket::TicketKind,
        /// When it will have been answered.
        due: Millis,
    },
    /// Durable. The customer rated the conversation.
    Rated {
        /// 1–5.
        stars: u8,
    },
    /// Volatile. Where the conversation stands in the queue.
    Queue {
        /// 1 = next.
        position: u32,
        /// `None` when the desk cannot honestly say.
        wait_estimate: Option<WaitRange>,
        /// Whether anybody is on duty.
        #[serde(default = "yes")]
        open: bool,
    },
    /// Volatile. Somebody is writing.
    Typing {
        /// Who.
        from: Speaker,
        /// Shown name; empty for the visitor.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// Volatile. The other side has read so far.
    Read {
        /// Who read: `visitor` or `agent`.
        by: Speaker,
        /// Number of the last event read.
        upto: u64,
    },
    /// Volatile. Somebody of the conversation came or went away.
    Presence {
        /// Who.
        from: Speaker,
        /// Shown name; empty for the visitor.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
        /// Whether they are there now.
        online: bool,
    },
    /// Volatile. The cursor is too old or unknown: fetch the snapshot.
    Reset,
    /// An event of a newer desk: its number counts, there is nothing to show.
    #[serde(other)]
    Unknown,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Id of the message.
    pub id: String,
    /// Made by the sender.
    pub client_id: String,
    /// Who wrote: `visitor`, `agent` or `helper`.
    pub from: Speaker,
    /// Shown name of the agent or helper; empty for the visitor.
    #[serde(default)]
    pub name: String,
    /// Plain text; may be empty when there is a file.
    pub body: String,
    /// A picture or file that comes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileInfo>,
    /// `client_id` of the message that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
}

pub(crate) fn yes() -> bool {
    true
}
