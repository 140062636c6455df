//! What happened in a conversation. Durable events carry a number without gaps; volatile ones carry none.

use crate::{Millis, Speaker, WaitRange};
use serde::{Deserialize, Serialize};

/// One event, as the `data:` of a server-sent event or an item of a long poll.
///
/// ```
/// use wire::event::{Event, What};
/// let e: Event = serde_json::from_str(r#"{"seq":7,"at":1795200000000,"type":"closed","by":"visitor"}"#).unwrap();
/// assert_eq!((e.seq, e.what), (Some(7), What::Closed { by: wire::Speaker::Visitor }));
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
    /// Durable. The person left; the conversation is queued again.
    AgentLeft {
        /// The name shown to the customer.
        name: String,
    },
    /// Durable. Ended on purpose.
    Closed {
        /// By whom: `visitor` or `agent`.
        by: Speaker,
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
    },
    /// Volatile. The cursor is too old or unknown: fetch the snapshot.
    Reset,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Id of the message.
    pub id: String,
    /// Made by the sender.
    pub client_id: String,
    /// Who wrote: `visitor` or `agent`.
    pub from: Speaker,
    /// The agent's shown name; empty for the visitor.
    #[serde(default)]
    pub name: String,
    /// Plain text.
    pub body: String,
}

fn yes() -> bool {
    true
}
