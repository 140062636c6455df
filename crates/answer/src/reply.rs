//! What is asked and what comes back.

use crate::Context;
use pack::{Courtesy, Turn};

/// A shopper's message and where it was written.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// What the shopper wrote, as written.
    pub text: &'a str,
    /// Today in the merchant's time zone.
    pub today: pack::Day,
    /// Minutes since midnight there.
    pub minute: u16,
    /// Scene that the merchant's page states; may be empty.
    pub scene: &'a str,
    /// What was said before.
    pub context: &'a Context,
}

impl Default for Query<'_> {
    fn default() -> Self {
        const NOTHING: &Context = &Context::NEW;
        Self { text: "", today: 0, minute: 0, scene: "", context: NOTHING }
    }
}

/// The engine's reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// What to do.
    pub outcome: Outcome,
    /// What the message did beside asking; `None` = it only asked.
    pub turn: Option<Turn>,
    /// How the customer feels.
    pub mood: Mood,
    /// Entries in question, best first, at most ten, only those valid today.
    pub candidates: Vec<Candidate>,
    /// The message as the engine read it.
    pub folded: String,
}

/// What to do with a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Give this entry's answer.
    Answer(u32),
    /// Ask which of these two or three is meant.
    Choices(Vec<u32>),
    /// Say that nothing fits, and offer the person.
    #[default]
    Unknown,
    /// The shopper asks for a person.
    Human,
    /// The message is a greeting and nothing else.
    Greeting(Courtesy),
    /// The message has a word that the merchant does not answer to: say so, and offer the person.
    Refused,
}

/// How the customer feels. What is worse is greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mood {
    /// Nothing to be seen.
    #[default]
    Neutral,
    /// Disappointed.
    Unhappy,
    /// Angry: the person is offered first.
    Angry,
    /// In danger of money, body or a child: a person is called at once.
    Urgent,
}

impl Mood {
    /// The word for it at the desk.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Unhappy => "unhappy",
            Self::Angry => "angry",
            Self::Urgent => "urgent",
        }
    }
}

/// An entry in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Position in the knowledge.
    pub entry: u32,
    /// Probability of being what is meant, in thousandths.
    pub confidence: u16,
}

/// A reason, as [`Engine::why`](crate::Engine::why) gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The words that matched, or the rule.
    pub what: String,
    /// Thousandths of the entry's score that came from it.
    pub weight: i32,
}
