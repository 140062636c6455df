//! The calls of the console, under `/v1/agent`. The log-in sets a cookie (`HttpOnly`, `SameSite=Strict`); every call
//! that changes something also carries the header `X-Renzai-Console: 1`, which a foreign page cannot send.

use crate::{
    Millis, Speaker,
    event::Event,
    visitor::{ConversationState, HandoverRequest},
};
use serde::{Deserialize, Serialize};

/// `POST /v1/agent/login`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LoginRequest {
    /// Log-in name.
    pub login: String,
    /// Password.
    pub password: String,
}

/// `GET /v1/agent/me`, and the answer to the log-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Id of the agent.
    pub agent: String,
    /// The name shown to customers.
    pub name: String,
    /// The role shown to customers.
    pub role: String,
    /// Whether the agent takes new conversations.
    pub on_duty: bool,
}

/// `POST /v1/agent/duty`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DutyRequest {
    /// Whether the agent takes new conversations.
    pub on_duty: bool,
}

/// `GET /v1/agent/board`: what waits and what is mine. `GET /v1/agent/events` is an SSE stream whose every
/// `data:` is a [`Notice`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Board {
    /// Waiting, longest first.
    pub waiting: Vec<Card>,
    /// Mine, newest message first.
    pub mine: Vec<Card>,
}

/// A conversation on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Id of the conversation.
    pub conversation: String,
    /// Where it stands.
    pub state: ConversationState,
    /// When the customer asked for a person.
    pub since: Millis,
    /// Language of the customer's interface.
    pub locale: String,
    /// The merchant's page.
    pub page: String,
    /// The newest line: who and what.
    pub last: Option<Line>,
    /// Customer's messages that no agent has read.
    pub unread: u32,
}

/// The newest line of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Who wrote.
    pub from: Speaker,
    /// Plain text, cut to 120 characters.
    pub text: String,
    /// When.
    pub at: Millis,
}

/// `GET /v1/agent/conversations/{id}`, and the answer to `POST …/take`. Reading it marks the messages as read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Case {
    /// The board's view of it.
    pub card: Card,
    /// What the widget handed over: page, intent, transcript with the bot.
    pub handover: HandoverRequest,
    /// All durable events, oldest first.
    pub events: Vec<Event>,
    /// Id of the agent who has it, or had it when it was closed; to compare with [`Me::agent`].
    pub agent: Option<String>,
}

/// `data:` of `GET /v1/agent/events`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// Something on the board changed: fetch it.
    Board,
    /// Something happened in a conversation.
    Conversation {
        /// Its id.
        conversation: String,
        /// What happened.
        event: Event,
    },
}
