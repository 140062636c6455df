//! The calls of the widget. Every call but `POST /v1/session` carries `Authorization: Bearer {token}`.

use crate::{Millis, Speaker, WaitRange, event::Event};
use serde::{Deserialize, Serialize};

/// `POST /v1/session`. With an `Authorization` header of an earlier session the same visitor comes back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SessionRequest {
    /// The merchant's name for the site, as in `<ren-zai site="…">`.
    pub site: String,
    /// A random name for this browser, made on the first interaction. Not a secret, not a fingerprint.
    pub device: String,
}

/// The answer to [`SessionRequest`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// The visitor's id.
    pub visitor: String,
    /// The secret that opens this visitor's conversations, and nothing else.
    pub token: String,
    /// Whether somebody is on duty now.
    pub open: bool,
    /// When somebody will be, if nobody is and the desk knows.
    pub next_open: Option<Millis>,
    /// How many agents are logged in and on duty.
    pub agents_online: u32,
    /// What a customer who asks now would wait.
    pub wait_estimate: Option<WaitRange>,
    /// What the desk accepts.
    pub limits: Limits,
}

/// What the desk accepts from one visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Characters (code points) in one message.
    pub message_chars: u32,
    /// Turns of the transcript in a handover.
    pub transcript_turns: u32,
}

/// `POST /v1/handover`, with an `Idempotency-Key` header. A visitor has at most one open conversation:
/// a second handover while it is open answers with the same one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HandoverRequest {
    /// What was pressed or said: `launcher`, `panel`, `typed`, `offer`, `choices`, `page`, `link`, `api`.
    pub entry_point: String,
    /// Path of the merchant's page, without query and fragment.
    pub page: String,
    /// Language of the interface, BCP 47.
    pub locale: String,
    /// What the engine last understood, if anything.
    #[serde(default)]
    pub intent: Option<Intent>,
    /// `neutral`, `unhappy`, `angry` or `urgent`.
    #[serde(default)]
    pub mood: Option<String>,
    /// The merchant's word for this customer's rank.
    #[serde(default)]
    pub tier: Option<String>,
    /// The last turns with the bot, oldest first, at most [`Limits::transcript_turns`].
    #[serde(default)]
    pub transcript: Vec<Turn>,
    /// The order that the page or the customer named.
    #[serde(default)]
    pub order: Option<String>,
    /// What the customer wants of the person.
    #[serde(default)]
    pub want: Want,
}

/// What the engine understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Id of the entry.
    pub entry: String,
    /// The entry's question, for the agent to read.
    pub question: String,
    /// Thousandths.
    pub confidence: u32,
}

/// One line with the bot, handed over so that the customer need not say it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who said it.
    pub from: Speaker,
    /// Plain text.
    pub text: String,
    /// When.
    pub at: Millis,
}

/// What the customer wants of the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// Write with somebody now.
    #[default]
    Chat,
    /// Leave a message.
    Message,
    /// Be called back.
    Callback,
}

/// The answer to [`HandoverRequest`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Handover {
    /// Id of the conversation.
    pub conversation: String,
    /// Where it stands.
    pub state: ConversationState,
    /// Whether anybody is on duty. `false`: the conversation waits all the same and is read first thing.
    pub open: bool,
    /// 1 = next. `None` unless queued.
    pub position: Option<u32>,
    /// `None` when the desk cannot honestly say.
    pub wait_estimate: Option<WaitRange>,
    /// Number of the newest durable event.
    pub seq: u64,
}

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    /// Waiting for a person.
    Queued,
    /// With a person.
    Assigned,
    /// Ended, by either side, on purpose.
    Closed,
}

/// `POST /v1/conversations/{id}/messages`. A replay of the same `client_id` gets the same answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MessageRequest {
    /// A `UUIDv7` made by the sender: the only thing by which a message is recognised.
    pub client_id: String,
    /// Plain text.
    pub body: String,
}

/// The answer to [`MessageRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAccepted {
    /// Number of the `message` event.
    pub seq: u64,
    /// Id of the message.
    pub message: String,
    /// When the desk took it.
    pub at: Millis,
}

/// `GET /v1/conversations/{id}`: everything, for a widget that lost its cursor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Id of the conversation.
    pub conversation: String,
    /// Where it stands.
    pub state: ConversationState,
    /// Whether anybody is on duty.
    pub open: bool,
    /// 1 = next. `None` unless queued.
    pub position: Option<u32>,
    /// `None` when the desk cannot honestly say, or unless queued.
    pub wait_estimate: Option<WaitRange>,
    /// Number of the newest durable event.
    pub seq: u64,
    /// All durable events, oldest first.
    pub events: Vec<Event>,
}

/// `GET /v1/conversations/{id}/events?after={seq}&wait={seconds}`: the long poll, for networks that hold streams back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Polled {
    /// Durable events after the cursor, oldest first, then the volatile ones of now (`queue`).
    pub events: Vec<Event>,
}

/// `POST /v1/stream-tickets`: `EventSource` can send no header, so a stream opens with `&ticket=…`: one use, 60 s.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StreamTicket {
    /// The ticket.
    pub ticket: String,
}

/// `POST /v1/conversations/{id}/typing` (an empty object).
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Nothing {}

/// `POST /v1/conversations/{id}/rating`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingRequest {
    /// 1–5.
    pub stars: u8,
    /// The customer's words, may be empty.
    #[serde(default)]
    pub words: String,
}
