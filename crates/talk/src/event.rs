//! What can happen.

use crate::{Attached, By, Choice, Field, LineId, Live, Millis, Mood, Notice, State, Then, Wait};

/// What can happen to a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The customer wrote.
    Sent {
        /// As typed.
        text: String,
        /// A fresh `UUIDv7`.
        client_id: String,
        /// Now.
        at: Millis,
    },
    /// The engine answered to [`crate::Effect::Ask`].
    Answered {
        /// The line that asked.
        line: LineId,
        /// What it found.
        verdict: Verdict,
        /// Now.
        at: Millis,
    },
    /// The engine saw how the customer feels; stands before the answer to the same line.
    Felt(Mood),
    /// The entry that was answered needs something of the customer; what follows then, see [`Then`].
    Needs {
        /// What, in the order in which it is asked.
        fields: Vec<Field>,
        /// What follows.
        then: Then,
        /// Now.
        at: Millis,
    },
    /// Something that a lookup or a person will need was in the customer's words.
    Filled {
        /// The merchant's name for it.
        slot: String,
        /// What it is.
        value: String,
        /// Now.
        at: Millis,
    },
    /// The customer will not say what is asked for.
    Skipped {
        /// Now.
        at: Millis,
    },
    /// The lookup answered to [`crate::Effect::Look`].
    LookedUp {
        /// What, or why not.
        live: Live,
        /// Now.
        at: Millis,
    },
    /// The customer pressed a chip, a choice, or an element of the page that names an entry.
    Picked {
        /// The entry's question: becomes the customer's line.
        question: String,
        /// What the entry says.
        verdict: Verdict,
        /// A fresh `UUIDv7`, used if a person is here already.
        client_id: String,
        /// Now.
        at: Millis,
    },
    /// The customer asked for a person. From any state, with or without a message before.
    HumanAsked {
        /// What was pressed or said.
        from: EntryPoint,
        /// Now.
        at: Millis,
    },
    /// The pack could not be had or read.
    KnowledgeFailed {
        /// Now.
        at: Millis,
    },
    /// The desk took the handover.
    HandedOver {
        /// Id of the conversation.
        conversation: String,
        /// Place and estimate.
        wait: Wait,
    },
    /// The desk took a message; its echo will follow in the stream.
    Accepted {
        /// Which message.
        client_id: String,
    },
    /// A message did not get through.
    SendFailed {
        /// Which message.
        client_id: String,
        /// Whether trying again can help.
        failure: Failure,
    },
    /// The desk could not be reached.
    DeskLost,
    /// The desk can be reached again.
    DeskBack,
    /// The desk does not know the conversation any more: a new handover is due.
    ConversationGone,
    /// The desk says something.
    Desk {
        /// Number of a durable event.
        seq: Option<u64>,
        /// When the desk recorded it.
        at: Millis,
        /// What.
        event: DeskEvent,
    },
    /// Nothing was heard of the person's typing for a while.
    TypingStopped,
    /// The customer pressed "try again" on a refused message.
    Retry {
        /// Which line.
        line: LineId,
    },
    /// The customer ends the talk with the person.
    CloseAsked {
        /// Now.
        at: Millis,
    },
    /// The customer rates the talk.
    Rated {
        /// 1–5.
        stars: u8,
    },
    /// The customer opens the ended talk again.
    ReopenAsked,
    /// The customer asks for somebody senior.
    EscalateAsked,
    /// A file is at the desk: now the message that names it.
    Attached {
        /// What.
        file: Attached,
        /// A fresh id; the same file twice has the same.
        client_id: String,
        /// Now.
        at: Millis,
    },
    /// A member of the family opened an invitation here: this window follows the customer's conversation.
    HelpJoined {
        /// Id of the conversation.
        conversation: String,
    },
    /// In the family's window: the customer has ended the help, or it was left.
    HelpEnded {
        /// Now.
        at: Millis,
    },
    /// The desk says where the conversation stands, after a while without it.
    Glanced {
        /// Place and estimate, if it waits.
        wait: Wait,
        /// Number of the last event that a person has read.
        read_upto: u64,
    },
    /// Another tab of this browser has stored this.
    OtherTab(Box<State>),
    /// From now on this tab holds the stream: what another tab left on its way goes out from here.
    Leads,
    /// Everything was erased.
    Erased,
}

/// What the engine found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This entry.
    Answer {
        /// Its id.
        entry: String,
        /// Its question.
        question: String,
        /// Its answer as plain text.
        text: String,
        /// Thousandths.
        confidence: u16,
    },
    /// One of these.
    Choices(Vec<Choice>),
    /// A polite word back.
    Courtesy(String),
    /// A word that the merchant does not answer to.
    Refused,
    /// Nothing.
    Unknown,
    /// The customer asks for a person.
    Human,
}

/// How the person was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPoint {
    /// The launcher's second button.
    Launcher,
    /// The panel's button.
    Panel,
    /// By saying so.
    Typed,
    /// The offer below an answer or an honest no.
    Offer,
    /// An element of the merchant's page.
    Page,
    /// A plain link, `?human=1`.
    Link,
    /// A script of the merchant's page.
    Api,
}

impl EntryPoint {
    /// The word for it at the desk.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Launcher => "launcher",
            Self::Panel => "panel",
            Self::Typed => "typed",
            Self::Offer => "offer",
            Self::Page => "page",
            Self::Link => "link",
            Self::Api => "api",
        }
    }
}

/// Why a message did not get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No network, a busy desk: it stays in the outbox.
    ForNow,
    /// The desk will not have it: the customer must see that.
    ForGood,
}

/// What the desk says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskEvent {
    /// The echo of a customer's message, from this tab or another.
    Echo {
        /// Its name.
        client_id: String,
        /// Its text, for a tab that does not know it.
        text: String,
    },
    /// A person wrote.
    Message {
        /// Its name.
        client_id: String,
        /// The name shown.
        name: String,
        /// Plain text.
        text: String,
    },
    /// In the queue.
    Queued,
    /// The place in the queue changed.
    Queue(Wait),
    /// Something happened that stands in the log.
    Told(Notice),
    /// The person is writing.
    Typing,
    /// The rating arrived.
    Rated,
    /// A member of the family wrote.
    Helper {
        /// Its name.
        client_id: String,
        /// The name shown.
        name: String,
        /// Plain text.
        text: String,
    },
    /// A picture or file came.
    File {
        /// The name of the message that brought it.
        client_id: String,
        /// Who sent it.
        by: By,
        /// What.
        file: Attached,
    },
    /// A person has read so far.
    Read {
        /// Number of the last event read.
        upto: u64,
    },
}
