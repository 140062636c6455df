//! What stands in the log.

use crate::Millis;

/// Names a line for as long as the conversation lives. Only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId(pub u32);

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name.
    pub id: LineId,
    /// When it was said.
    pub at: Millis,
    /// What was said, and by whom.
    pub body: Body,
}

/// What was said, and by whom. The machine's lines and a person's lines are different variants,
/// so that no view can mix them up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The customer wrote.
    Visitor {
        /// Plain text.
        text: String,
        /// Whether it must reach a person, and how far it got.
        delivery: Delivery,
    },
    /// The machine answered with an entry.
    Answer {
        /// Id of the entry.
        entry: String,
        /// The entry's question.
        question: String,
        /// The answer as plain text, for the transcript, for reading aloud, and for a pack that lost the entry.
        text: String,
        /// Thousandths.
        confidence: u16,
    },
    /// The machine asks back.
    Choices(Vec<Choice>),
    /// The machine is polite.
    Courtesy(String),
    /// The machine does not know. `nth` counts from 1 and starts again after an answer:
    /// the same "I did not understand" is never said twice.
    Unknown {
        /// How many in a row.
        nth: u32,
    },
    /// The customer is angry: the machine says that it is sorry and offers the person before anything else.
    Sorry,
    /// The customer's line has a word that the merchant does not answer to. Neither line is handed over.
    Refused,
    /// The machine asks for something that a lookup or a person will need; it may be skipped.
    Form {
        /// How it is asked for.
        question: String,
    },
    /// A live answer, or why there is none.
    Live(Live),
    /// A person wrote.
    Person {
        /// The name shown.
        name: String,
        /// Plain text.
        text: String,
        /// The sender's name for the message.
        client_id: String,
    },
    /// The widget says what happened.
    Notice(Notice),
}

/// A live answer, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Live {
    /// Under way.
    Looking,
    /// Plain text, a line a paragraph.
    Found(String),
    /// The merchant's system knows nothing of it.
    Empty,
    /// The merchant's system does not answer in time.
    Late,
    /// The merchant's system does not work.
    Broken,
    /// Without what was asked for nothing can be looked up.
    Skipped,
}

/// One of the questions offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Id of the entry.
    pub entry: String,
    /// Its question.
    pub question: String,
}

/// How far a line has got that must reach a person. A type, not a flag: a line to the machine has no delivery at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It was for the machine on this device.
    Local,
    /// In the outbox.
    Queued {
        /// A `UUIDv7`: the only thing by which the desk's echo is recognised.
        client_id: String,
    },
    /// Handed to the network; the desk has not echoed it yet.
    Sending {
        /// As above.
        client_id: String,
    },
    /// The desk echoed it.
    Delivered {
        /// As above.
        client_id: String,
    },
    /// The desk will not take it; the customer may try again.
    Refused {
        /// As above.
        client_id: String,
    },
}

impl Delivery {
    /// The message's name at the desk; `None` for a line to the machine.
    #[must_use]
    pub fn client_id(&self) -> Option<&str> {
        match self {
            Self::Local => None,
            Self::Queued { client_id }
            | Self::Sending { client_id }
            | Self::Delivered { client_id }
            | Self::Refused { client_id } => Some(client_id),
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A person was asked for.
    Asked,
    /// A person is here.
    Joined {
        /// The name shown.
        name: String,
        /// The role shown, may be empty.
        role: String,
    },
    /// The person left; the customer waits for the next one and keeps the place.
    Left {
        /// The name shown.
        name: String,
    },
    /// The person ended the talk.
    ClosedByPerson,
    /// The customer ended the talk.
    ClosedByVisitor,
    /// The knowledge could not be read: only a person can help.
    NoKnowledge,
}
