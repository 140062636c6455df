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
    /// A member of the family wrote; in the family's own window, the customer.
    Helper {
        /// The name shown.
        name: String,
        /// Plain text.
        text: String,
        /// The sender's name for the message.
        client_id: String,
    },
    /// Somebody sent a picture or file.
    File {
        /// Who.
        by: By,
        /// What.
        file: Attached,
        /// How far it got; that of somebody else is there already.
        delivery: Delivery,
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

impl Body {
    /// The name of a message to or from a person; `None` for what is of this device alone.
    #[must_use]
    pub fn client_id(&self) -> Option<&str> {
        match self {
            Self::Visitor { delivery, .. } | Self::File { delivery, .. } => delivery.client_id(),
            Self::Person { client_id, .. } | Self::Helper { client_id, .. } => Some(client_id),
            _ => None,
        }
    }

    /// How far a line of the customer's own has got.
    #[must_use]
    pub fn delivery(&self) -> Option<&Delivery> {
        match self {
            Self::Visitor { delivery, .. } | Self::File { by: By::Visitor, delivery, .. } => Some(delivery),
            _ => None,
        }
    }

    pub(crate) fn delivery_mut(&mut self) -> Option<&mut Delivery> {
        match self {
            Self::Visitor { delivery, .. } | Self::File { by: By::Visitor, delivery, .. } => Some(delivery),
            _ => None,
        }
    }
}

/// Who sent a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The customer.
    Visitor,
    /// A person, by the name shown.
    Person(String),
    /// A member of the family, by the name shown.
    Helper(String),
}

/// A picture or file that is at the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attached {
    /// Id at the desk.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its type, such as `image/jpeg`.
    pub kind: String,
    /// Its size.
    pub bytes: u64,
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
    /// Another tab wrote it and has it under way.
    Elsewhere {
        /// As above.
        client_id: String,
    },
    /// The desk echoed it.
    Delivered {
        /// As above.
        client_id: String,
        /// Number of its event.
        seq: u64,
    },
    /// A person has read it.
    Read {
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
            | Self::Elsewhere { client_id }
            | Self::Delivered { client_id, .. }
            | Self::Read { client_id }
            | Self::Refused { client_id } => Some(client_id),
        }
    }

    /// Whether the desk has it.
    #[must_use]
    pub fn arrived(&self) -> bool {
        matches!(self, Self::Delivered { .. } | Self::Read { .. })
    }

    /// Whether it is still on its way.
    #[must_use]
    pub fn under_way(&self) -> bool {
        matches!(self, Self::Queued { .. } | Self::Sending { .. } | Self::Elsewhere { .. })
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
    /// The person handed the talk on.
    HandedOn {
        /// Name of who handed it on.
        from: String,
        /// Name of the next person or team; empty: whoever is next.
        to: String,
    },
    /// Somebody senior was asked for.
    Escalated,
    /// A member of the family joined.
    HelperJoined {
        /// By which the customer removes them.
        id: String,
        /// The name shown.
        name: String,
    },
    /// A member of the family is out.
    HelperLeft {
        /// As above.
        id: String,
        /// The name shown.
        name: String,
    },
    /// In the family's window: the help is over.
    HelpEnded,
    /// The talk is open again, with the same history.
    Reopened,
    /// The person asks for a rating.
    RatingAsked,
    /// A message was left or a call asked for.
    Ticket {
        /// Its id at the desk.
        id: String,
        /// Which of the two.
        kind: TicketKind,
        /// When it will have been answered.
        due: Millis,
    },
    /// The person ended the talk.
    ClosedByPerson,
    /// The customer ended the talk.
    ClosedByVisitor,
    /// The knowledge could not be read: only a person can help.
    NoKnowledge,
}

/// What was left at the desk beside the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketKind {
    /// A message.
    Message,
    /// The wish to be called.
    Callback,
}
