//! What widget, console and desk say to each other: the `/v1` calls, the events, and what the widget stores.
//!
//! | module | who speaks |
//! |---|---|
//! | [`visitor`] | widget → desk: session, handover, messages, close, reopen, rating, erasing |
//! | [`file`] | widget and console → desk: pictures and files |
//! | [`help`] | a family member → desk: opening an invitation |
//! | [`ticket`] | widget → desk: a message left, a call asked for; and what the console does with them |
//! | [`event`] | desk → widget and console: what happened in a conversation |
//! | [`agent`] | console → desk: log-in, board, take, write, transfer, close |
//! | [`audit`] | desk → console: who saw, took, exported and erased what |
//! | [`saved`] | widget → its own storage: the conversation, so that a reload loses nothing |
//! | [`lean`] | all of that without serde, for the widget |
//!
//! All numbers are integers. Times are milliseconds since 1970-01-01 UTC, durations are seconds, confidences are
//! thousandths (0–1000). Field names are the JSON names. `docs/desk-protocol.md` is the description for other clients.
#![warn(clippy::pedantic)]

pub mod agent;
pub mod audit;
pub mod event;
pub mod file;
pub mod help;
pub mod lean;
pub mod saved;
pub mod ticket;
pub mod visitor;

/// Milliseconds since 1970-01-01 UTC. Fits a JavaScript number exactly until the year 287396.
pub type Millis = u64;

/// Name of the server-sent event that shows every [`HEARTBEAT_SECONDS`] that nobody holds the stream back.
pub const PING: &str = "ping";

/// A stream that says nothing for longer than twice this is dead or held back.
pub const HEARTBEAT_SECONDS: u32 = 15;

/// What the desk answers to a call that it refuses, with a 4xx or 5xx status.
///
/// ```
/// let e: wire::Refusal = serde_json::from_str(
///     r#"{"error":"too_long","message":"A message may have 4000 characters; this one has 5120."}"#).unwrap();
/// assert_eq!(e.error, "too_long");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Refusal {
    /// A stable word for programs, such as `too_long`, `unknown_conversation`, `rate_limited`.
    pub error: String,
    /// What was expected, what was found, what to do: for the person who reads the log.
    pub message: String,
}

/// Who a line of a conversation is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The customer.
    Visitor,
    /// The answer engine on the customer's device.
    Bot,
    /// A person at the desk.
    Agent,
    /// A member of the family whom the customer invited.
    Helper,
}

/// Somebody who takes part in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Person {
    /// `visitor`, `agent` or `helper`.
    pub from: Speaker,
    /// Shown name; empty for the visitor.
    #[serde(default)]
    pub name: String,
    /// An agent's shown role; may be empty.
    #[serde(default)]
    pub role: String,
    /// A helper's id, by which the customer removes them; empty for others.
    #[serde(default)]
    pub helper: String,
    /// Whether a stream or console of theirs is open now.
    #[serde(default)]
    pub online: bool,
}

/// A range for the wait, in seconds, computed from what the desk sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WaitRange {
    /// Probably not sooner than this, in seconds.
    pub low: u32,
    /// Probably not later than this, in seconds.
    pub high: u32,
}
