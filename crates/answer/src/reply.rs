//! What is asked and what comes back.

/// A shopper's message and where it was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'a> {
    /// What the shopper wrote, as written.
    pub text: &'a str,
    /// Today in the merchant's time zone.
    pub today: pack::Day,
    /// Scene that the merchant's page states; may be empty.
    pub scene: &'a str,
}

/// The engine's reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What to do.
    pub outcome: Outcome,
    /// Entries in question, best first, at most ten, only those valid today.
    pub candidates: Vec<Candidate>,
    /// The message as the engine read it.
    pub folded: String,
}

/// What to do with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Give this entry's answer.
    Answer(u32),
    /// Ask which of these two or three is meant.
    Choices(Vec<u32>),
    /// Say that nothing fits, and offer the person.
    Unknown,
    /// The shopper asks for a person.
    Human,
    /// The message is a greeting and nothing else.
    Greeting(Greeting),
}

/// Which greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greeting {
    /// Hello.
    Hello,
    /// Thank you.
    Thanks,
    /// Good-bye.
    Bye,
}

/// An entry in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Position in the knowledge.
    pub entry: u32,
    /// Probability of being what is meant, in thousandths.
    pub confidence: u16,
    /// Why, heaviest first.
    pub evidence: Vec<Evidence>,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The words that matched, or the rule.
    pub what: String,
    /// Thousandths of the entry's score that came from it.
    pub weight: i32,
}
