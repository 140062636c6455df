//! Messages left and calls asked for: each becomes a ticket, with a state and a time by which it is answered.

use crate::Millis;
use serde::{Deserialize, Serialize};

/// `POST /v1/messages`, with an `Idempotency-Key` header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveMessage {
    /// What the customer says.
    pub body: String,
    /// How to answer: a phone number, an e-mail address, a `WeChat` name; may be empty when the chat is enough.
    #[serde(default)]
    pub contact: String,
    /// Language of the interface, BCP 47.
    #[serde(default)]
    pub locale: String,
    /// Path of the merchant's page.
    #[serde(default)]
    pub page: String,
    /// The conversation that it belongs to, if any.
    #[serde(default)]
    pub conversation: Option<String>,
}

/// `POST /v1/callbacks`, with an `Idempotency-Key` header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackRequest {
    /// The number to call: 5–20 digits, with `+`, spaces, hyphens and brackets as people write them.
    pub phone: String,
    /// Not before this; `None`: at any time.
    #[serde(default)]
    pub from: Option<Millis>,
    /// Not after this.
    #[serde(default)]
    pub until: Option<Millis>,
    /// The customer agreed that the number is kept and called for this. Without it the desk refuses.
    pub consent: bool,
    /// What it is about, may be empty.
    #[serde(default)]
    pub note: String,
    /// Language of the interface, BCP 47.
    #[serde(default)]
    pub locale: String,
    /// Path of the merchant's page.
    #[serde(default)]
    pub page: String,
    /// The conversation that it belongs to, if any.
    #[serde(default)]
    pub conversation: Option<String>,
}

/// The answer to both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketReceipt {
    /// Id of the ticket.
    pub ticket: String,
    /// By when it will have been answered.
    pub due: Millis,
}

/// A message or a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// A message was left.
    Message,
    /// A call was asked for.
    Callback,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Nobody has it.
    Open,
    /// An agent has it.
    Claimed,
    /// Answered.
    Done,
}

/// A ticket as agents see it. `GET /v1/agent/tickets?state=open|claimed|done` (none: all but done) lists [`Tickets`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its id.
    pub ticket: String,
    /// A message or a callback.
    pub kind: TicketKind,
    /// What became of it.
    pub state: TicketState,
    /// When it came.
    pub at: Millis,
    /// By when it is to be answered.
    pub due: Millis,
    /// Id of the visitor.
    pub visitor: String,
    /// The conversation that it belongs to, if any.
    pub conversation: Option<String>,
    /// The message, or the note of the callback.
    pub body: String,
    /// The phone number of a callback, or how a message wants to be answered.
    pub contact: String,
    /// Not before this.
    pub from: Option<Millis>,
    /// Not after this.
    pub until: Option<Millis>,
    /// Language of the customer's interface.
    pub locale: String,
    /// The merchant's page.
    pub page: String,
    /// Id of the agent who has it or had it.
    pub agent: Option<String>,
    /// Shown name of that agent.
    pub agent_name: Option<String>,
    /// What the agent noted on [`TicketState::Done`].
    pub outcome: String,
}

/// Tickets, the earliest due first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tickets {
    /// The list, at most 200.
    pub tickets: Vec<Ticket>,
}

/// `POST /v1/agent/tickets/{id}/done`. `…/claim` and `…/release` have no body. All three answer with the [`Ticket`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketDone {
    /// What was done, may be empty.
    #[serde(default)]
    pub outcome: String,
}
