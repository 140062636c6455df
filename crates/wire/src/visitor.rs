//! The calls of the widget. Every call but `POST /v1/session` carries `Authorization: Bearer {token}`.

use crate::{Millis, Person, Speaker, WaitRange, event::Event, file::FilePolicy};
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
    /// Whether the shop's hours say that somebody should be; true when the desk knows no hours.
    #[serde(default = "crate::event::yes")]
    pub in_hours: bool,
    /// When somebody will be, by the shop's hours and holidays; `None` while `open` or `in_hours`, or if the desk
    /// knows no hours.
    pub next_open: Option<Millis>,
    /// How many agents are logged in and on duty.
    pub agents_online: u32,
    /// What a customer who asks now would wait.
    pub wait_estimate: Option<WaitRange>,
    /// The other ways to a person, to be offered together with the wait.
    #[serde(default)]
    pub options: Options,
    /// What the desk accepts.
    pub limits: Limits,
    /// What files the desk takes.
    #[serde(default)]
    pub files: FilePolicy,
    /// The visitor's open conversation, or the newest one that may be reopened: coming back finds it.
    #[serde(default)]
    pub conversation: Option<Standing>,
}

/// The ways to a person beside waiting in the chat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// A message can be left: `POST /v1/messages`.
    pub message: bool,
    /// A call can be asked for: `POST /v1/callbacks`.
    pub callback: bool,
    /// Number to call; empty: none.
    #[serde(default)]
    pub phone: String,
    /// The shop's contact page; empty: none.
    #[serde(default)]
    pub contact: String,
    /// `WeChat` 客服 link, `https://work.weixin.qq.com/kf/…`; empty: none.
    #[serde(default)]
    pub wechat: String,
}

/// A conversation that a returning visitor finds again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Id of the conversation.
    pub conversation: String,
    /// Where it stands.
    pub state: ConversationState,
    /// Number of the newest durable event.
    pub seq: u64,
    /// Until when a closed one may be reopened.
    #[serde(default)]
    pub reopen_until: Option<Millis>,
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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
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
    /// What was collected on the way, such as `size` = `XL`, at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<Slot>,
    /// What the customer wants of the person.
    #[serde(default)]
    pub want: Want,
    /// The customer's id as the merchant's back end signed it. The desk says so, whatever the page sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved: Option<String>,
}

/// Something that the customer said or chose before the person came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// What it is.
    pub name: String,
    /// What was said.
    pub value: String,
}

/// What the engine understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Id of the entry.
    pub entry: String,
    /// The entry's question, for the agent to read.
    pub question: String,
    /// Thousandths.
    pub confidence: u32,
    /// Which words made the engine think so, for the agent to read; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
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
    /// For a line of the bot: the entry it is from, or why it asked back; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
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
    /// As [`Session::next_open`].
    #[serde(default)]
    pub next_open: Option<Millis>,
    /// The other ways to a person.
    #[serde(default)]
    pub options: Options,
    /// Until when it may be reopened, if it is closed.
    #[serde(default)]
    pub reopen_until: Option<Millis>,
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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MessageRequest {
    /// A `UUIDv7` made by the sender: the only thing by which a message is recognised.
    pub client_id: String,
    /// Plain text; may be empty when there is a file.
    pub body: String,
    /// Id of a file that was uploaded to this conversation before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// `client_id` of the message that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
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
    /// Where it stands, as the handover's answer.
    #[serde(flatten)]
    pub standing: Handover,
    /// Who takes part now: the visitor, agents, helpers.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Number of the last event that an agent has read.
    #[serde(default)]
    pub read_by_agent: u64,
    /// The rating, if one was given.
    #[serde(default)]
    pub rating: Option<RatingRequest>,
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

/// `POST /v1/conversations/{id}/read`, and the same of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRequest {
    /// Number of the last event read.
    pub upto: u64,
}

/// `POST /v1/conversations/{id}/close`; the body may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseRequest {
    /// A word such as `solved`; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// The answer to `DELETE /v1/visitor`: how much was erased at the desk. The token is dead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Conversations.
    pub conversations: u64,
    /// Messages in them.
    pub messages: u64,
    /// Other events, notes and hand-overs in them.
    pub records: u64,
    /// Files.
    pub files: u64,
    /// Bytes of these files.
    pub file_bytes: u64,
    /// Messages left and calls asked for.
    pub tickets: u64,
    /// Helpers, whose tokens are dead too.
    pub helpers: u64,
}

/// `POST /v1/conversations/{id}/rating`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingRequest {
    /// 1–5.
    pub stars: u8,
    /// The customer's words, may be empty.
    #[serde(default)]
    pub words: String,
    /// What was good or bad, in the widget's words, at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whether the matter is settled, if the customer said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved: Option<bool>,
}

/// `POST /v1/feedback`, without a token: what a merchant may learn from, where the merchant's page allows it. Nothing in
/// it says who asked. An `Idempotency-Key` makes a repetition harmless.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRequest {
    /// The merchant's name for the site.
    pub site: String,
    /// What was noted, at most 100.
    pub notes: Vec<Note>,
}

/// Something that the widget noted, as `renzai report` reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// `unanswered`, `answered`, `up` or `down`.
    pub kind: String,
    /// Id of the entry that was given; may be empty.
    #[serde(default)]
    pub entry: String,
    /// What was asked, masked on the customer's device; may be empty.
    #[serde(default)]
    pub text: String,
    /// The same for all notes of one conversation, and of no use for anything else.
    #[serde(default)]
    pub talk: String,
}
