//! The calls of the console, under `/v1/agent`. The log-in sets a cookie (`HttpOnly`, `SameSite=Strict`); every call
//! that changes something also carries the header `X-Renzai-Console: 1`, which a foreign page cannot send.

use crate::{
    Millis, Person, Speaker,
    event::Event,
    ticket::Ticket,
    visitor::{ConversationState, HandoverRequest, RatingRequest, Want},
};
use serde::{Deserialize, Serialize};

/// `POST /v1/agent/login`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LoginRequest {
    /// Log-in name.
    pub login: String,
    /// Password.
    pub password: String,
    /// The second step, for agents who want one: six digits of an app, or a recovery code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
}

/// `GET /v1/agent/second-step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStep {
    /// A code is asked for at the log-in.
    pub on: bool,
    /// Recovery codes that were not used.
    pub recovery: u32,
}

/// The answer to `POST /v1/agent/second-step`, which asks for nothing yet: first a code must be shown, to
/// `POST /v1/agent/second-step/confirm`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStepSecret {
    /// To be typed into an authenticator app: base32.
    pub secret: String,
    /// The same as an `otpauth:` address.
    pub address: String,
    /// The address as a QR code, `1` is dark.
    pub rows: Vec<String>,
}

/// `POST /v1/agent/second-step/confirm`, and `…/end`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRequest {
    /// Six digits of the app; for the end a recovery code, too.
    pub code: String,
}

/// The answer to the first code: for when the phone is gone, each for one use. The desk cannot show them again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// Ten letters and digits each.
    pub codes: Vec<String>,
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
    /// What the agent may do.
    #[serde(default)]
    pub level: Level,
    /// Whether the desk gives the agent waiting conversations by itself, while there is room.
    #[serde(default)]
    pub auto: bool,
    /// How many conversations the agent has room for at one time.
    #[serde(default)]
    pub capacity: u32,
    /// The agent's team; may be empty.
    #[serde(default)]
    pub team: String,
}

/// What an agent may do. Each level may do all that the ones before it may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Takes, writes, transfers, escalates, closes; tickets, proposals, a visitor's history.
    #[default]
    Agent,
    /// Also takes what was escalated.
    Senior,
    /// Also assigns and transfers conversations of others, blocks visitors, reads and exports the audit log, exports
    /// conversations.
    Lead,
    /// Also adds agents, changes their levels and passwords, and erases a visitor on request.
    Admin,
}

/// `POST /v1/agent/duty`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DutyRequest {
    /// Whether the agent takes new conversations.
    pub on_duty: bool,
    /// Whether the desk gives conversations by itself; `None`: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto: Option<bool>,
}

/// `GET /v1/agent/board`: what waits and what is mine. `GET /v1/agent/events` is an SSE stream whose every
/// `data:` is a [`Notice`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Board {
    /// Waiting, the next to be taken first.
    pub waiting: Vec<Card>,
    /// Mine, and those that I was invited to, newest message first.
    pub mine: Vec<Card>,
    /// With others; for leads and admins only.
    #[serde(default)]
    pub others: Vec<Card>,
    /// Tickets that nobody has.
    #[serde(default)]
    pub open_tickets: u32,
    /// How the queue is sorted.
    #[serde(default)]
    pub weights: Weights,
}

/// What moves a waiting customer forward, in seconds of waiting. Whoever waits longer than the largest sum of them is
/// overtaken by nobody who comes later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    /// Mood `unhappy`.
    pub unhappy: u32,
    /// Mood `angry`.
    pub angry: u32,
    /// Mood `urgent`.
    pub urgent: u32,
    /// The highest that a customer's tier may count; which tier counts what is the operator's.
    pub tier: u32,
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
    /// `neutral`, `unhappy`, `angry` or `urgent`.
    #[serde(default)]
    pub mood: Option<String>,
    /// The merchant's word for this customer's rank.
    #[serde(default)]
    pub tier: Option<String>,
    /// What the customer wants.
    #[serde(default)]
    pub want: Want,
    /// Seconds that mood and tier move it forward.
    #[serde(default)]
    pub ahead: u32,
    /// Waits for somebody senior.
    #[serde(default)]
    pub senior: bool,
    /// Waits for this team; empty: for anybody.
    #[serde(default)]
    pub team: String,
    /// Shown name of the agent who has it.
    #[serde(default)]
    pub agent_name: String,
    /// Whether a page of the customer is open now.
    #[serde(default)]
    pub customer_here: bool,
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
    /// Id of the visitor.
    #[serde(default)]
    pub visitor: String,
    /// Whether the visitor is blocked.
    #[serde(default)]
    pub blocked: bool,
    /// Who takes part now.
    #[serde(default)]
    pub people: Vec<Person>,
    /// What agents wrote for each other, oldest first; the customer never sees it.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// The customer's rating.
    #[serde(default)]
    pub rating: Option<RatingRequest>,
    /// The visitor's tickets.
    #[serde(default)]
    pub tickets: Vec<Ticket>,
    /// How many other conversations this visitor had: `GET /v1/agent/visitors/{visitor}/history`.
    #[serde(default)]
    pub earlier: u32,
    /// Number of the last event that the customer has read.
    #[serde(default)]
    pub read_by_visitor: u64,
}

/// A line of one agent for the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub at: Millis,
    /// Shown name of who wrote it.
    pub name: String,
    /// Plain text.
    pub text: String,
}

/// `POST /v1/agent/conversations/{id}/note`, `…/escalate`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRequest {
    /// For agents only; may be empty for an escalation.
    #[serde(default)]
    pub note: String,
}

/// `POST /v1/agent/conversations/{id}/transfer`, and `…/assign` of a lead (to an agent only).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferRequest {
    /// To whom.
    pub to: Target,
    /// For agents only, may be empty.
    #[serde(default)]
    pub note: String,
}

/// To whom a conversation goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Target {
    /// One agent, who has it from now on.
    Agent {
        /// Id of the agent.
        agent: String,
    },
    /// A team: it waits for one of them, in the place that it had.
    Team {
        /// Name of the team.
        team: String,
    },
    /// Whoever is senior.
    Senior,
    /// Anybody.
    Queue,
}

/// `POST /v1/agent/conversations/{id}/invite`: the colleague joins at once and may write; `…/leave` ends that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRequest {
    /// Id of the agent.
    pub agent: String,
    /// For agents only, may be empty.
    #[serde(default)]
    pub note: String,
}

/// `GET /v1/agent/colleagues`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleagues {
    /// All agents, by name.
    pub agents: Vec<Colleague>,
}

/// `GET /v1/agent/sessions`: where the agent is logged in, the latest used first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessions {
    /// The sessions.
    pub sessions: Vec<Session>,
}

/// A browser in which an agent is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Name of the session, for `DELETE /v1/agent/sessions/{session}`.
    pub session: String,
    /// What the browser calls itself; may be empty.
    pub browser: String,
    /// When the agent logged in; 0: not known.
    pub since: Millis,
    /// When it was used last, to some minutes.
    pub seen_at: Millis,
    /// It is the one that asks.
    pub own: bool,
}

/// An agent, as colleagues see each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Id of the agent.
    pub agent: String,
    /// Shown name.
    pub name: String,
    /// Shown role.
    pub role: String,
    /// What they may do.
    pub level: Level,
    /// Their team; may be empty.
    pub team: String,
    /// On duty.
    pub on_duty: bool,
    /// On duty and there.
    pub present: bool,
    /// Conversations that they have now.
    pub talking: u32,
    /// Conversations that they have room for.
    pub capacity: u32,
}

/// `GET /v1/agent/visitors/{visitor}/history`: earlier conversations, newest first, at most 50.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The list.
    pub conversations: Vec<Card>,
}

/// `POST /v1/agent/visitors/{visitor}/block`, for leads; `DELETE /v1/agent/visitors/{visitor}` erases, for admins,
/// and answers with [`crate::visitor::Erased`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRequest {
    /// `false` lets the visitor in again.
    pub blocked: bool,
}

/// `POST /v1/agent/proposals`: "put this answer into the knowledge". It is kept in a file that `renzai check` reads;
/// the merchant decides. `GET` lists [`Proposals`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The question as the knowledge should have it.
    pub question: String,
    /// How customers ask it; may be empty.
    #[serde(default)]
    pub variants: Vec<String>,
    /// The answer.
    pub answer: String,
    /// `zh` or `en`.
    #[serde(default)]
    pub lang: String,
    /// Shown name of who proposed it; filled in by the desk.
    #[serde(default)]
    pub by: String,
    /// When; filled in by the desk.
    #[serde(default)]
    pub at: Millis,
}

/// Proposals, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposals {
    /// The list.
    pub proposals: Vec<Proposal>,
}

/// `POST /v1/agent/agents`, for admins; answers with [`NewLogin`]. `POST /v1/agent/agents/{id}/password` makes a new
/// password and answers with the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddAgent {
    /// Log-in name.
    pub login: String,
    /// Shown name.
    pub name: String,
    /// Shown role; may be empty.
    #[serde(default)]
    pub role: String,
    /// What the agent may do.
    #[serde(default)]
    pub level: Level,
    /// Team; may be empty.
    #[serde(default)]
    pub team: String,
    /// Room for so many conversations; `None`: the desk's default.
    #[serde(default)]
    pub capacity: Option<u32>,
}

/// A log-in with its password, shown only this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLogin {
    /// Id of the agent.
    pub agent: String,
    /// Log-in name.
    pub login: String,
    /// Password.
    pub password: String,
}

/// `POST /v1/agent/agents/{id}`, for admins: changes what is given and answers with the [`Colleague`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAgent {
    /// Shown name.
    #[serde(default)]
    pub name: Option<String>,
    /// Shown role.
    #[serde(default)]
    pub role: Option<String>,
    /// What the agent may do.
    #[serde(default)]
    pub level: Option<Level>,
    /// Team.
    #[serde(default)]
    pub team: Option<String>,
    /// Room for so many conversations.
    #[serde(default)]
    pub capacity: Option<u32>,
}

/// `data:` of `GET /v1/agent/events`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)] // A notice lives for one line of a stream, alone.
pub enum Notice {
    /// Something on the board changed: fetch it.
    Board,
    /// A ticket came, or changed: fetch them.
    Tickets,
    /// A conversation is yours now without your doing: given by the desk, handed over, or an invitation.
    Given {
        /// Its id.
        conversation: String,
        /// Shown name of the colleague who gave it; empty: the desk.
        by: String,
    },
    /// Something happened in a conversation.
    Conversation {
        /// Its id.
        conversation: String,
        /// What happened.
        event: Event,
    },
    /// A notice of a newer desk.
    #[serde(other)]
    Unknown,
}
