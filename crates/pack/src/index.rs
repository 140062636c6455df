//! What finds an entry: tables that were resolved when packing, so that the reader only looks up.

use crate::{Lists, Phrases, bytes};
use serde::{Deserialize, Serialize};

/// The tables of the engine. Feature ids are 24-bit hashes, made by `answer`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// Traditional characters that mean one of this knowledge's simplified ones, ascending.
    pub traditional: String,
    /// The simplified character of each.
    pub simplified: String,
    /// Phrases with a meaning of their own, ascending by text.
    pub phrases: Phrases,
    /// How characters sound.
    pub sounds: crate::Sounds,
    /// The knowledge's words in letters, ascending: what misspelt words are compared with.
    pub words: Vec<String>,
    /// Every feature of the knowledge, ascending, as differences to the one before.
    pub features: Vec<u32>,
    /// Weight of each feature: how much it tells. 1 = a sixteenth.
    #[serde(with = "bytes")]
    pub weights: Vec<u8>,
    /// Ways of saying the lexicon's concepts that this knowledge can use: 26-bit hashes, ascending, as differences.
    pub forms: Vec<u32>,
    /// Position of the feature of each form's concept.
    pub concepts: Vec<u32>,
    /// Number of phrasings of each entry; phrasings are numbered entry by entry.
    pub phrasings: Vec<u32>,
    /// Which phrasings have a feature.
    pub nearest: Lists,
    /// Which entries a feature speaks for, and how much.
    pub linear: Lists,
    /// Weight of each item in `linear`.
    #[serde(with = "bytes")]
    pub linear_weights: Vec<i8>,
    /// How much each feature tells that a message is about this knowledge. 1 = an eighth.
    #[serde(with = "bytes")]
    pub home: Vec<i8>,
    /// Part of the nearest phrasing in a score, in hundredths; the rest is the linear model's.
    pub nearest_share: u8,
    /// Keyword rules: those of `Knowledge::rules` in their order, then the keywords of entries.
    pub rules: Vec<FoldedRule>,
    /// Words that are not answered to: for each, the characters that may stand at each of its places.
    pub blocked: Vec<Vec<String>>,
    /// How scores become a confidence.
    pub calibration: Calibration,
}

/// A phrase with a meaning of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// As it stands in folded text.
    pub text: String,
    /// What it means.
    pub meaning: Meaning,
}

/// What a phrase means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// Politeness and filling: tells nothing about the question.
    Filler,
    /// Another way to write this.
    Same(String),
    /// One of a group of synonyms: the group's feature.
    Synonym(u32),
    /// Asks for a person, whatever stands around it.
    Human,
    /// A verb of reaching somebody ("转", "talk to").
    Reach,
    /// A person or the desk ("人工", "agent").
    Person,
    /// Words that make a question about people on duty or of a product out of it ("几点", "草坪").
    NotHuman,
    /// A complaint: asks for a person where no entry answers it ("投诉").
    Complaint,
    /// Tells how the customer feels, or that it only seems so.
    Cue(Cue, u8),
    /// Polite small talk, of this sort.
    Courtesy(Courtesy),
    /// What a turn of the conversation does, beside asking.
    Turn(Turn),
}

/// What a phrase tells of the customer's mood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cue {
    /// Disappointed.
    Unhappy,
    /// Angry.
    Angry,
    /// In danger of money, body or a child.
    Urgent,
    /// Shopping talk: a product or a possibility, not something that happened.
    Calm,
    /// Takes back the next cue ("不", "not").
    Not,
    /// Says nothing itself, and hides a cue that it contains ("生气的小鸟").
    Name,
}

/// A sort of small talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Courtesy {
    /// Hello.
    Hello,
    /// Thank you.
    Thanks,
    /// Good-bye.
    Bye,
    /// All right.
    Okay,
    /// Small talk with the machine itself.
    Chat,
}

/// What a turn of the conversation does, beside asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// Yes, that one.
    Yes,
    /// None of what was offered.
    No,
    /// Not what was answered.
    Wrong,
    /// What else is there.
    More,
    /// One of what was offered: from 1, or from the end.
    Nth(i8),
    /// Says nothing beside one of the others ("我要", "the").
    Glue,
}

/// A keyword rule, folded. Words may be patterns: `^` the beginning and `$` the end of the message, `*` a few characters,
/// `#` digits, `?` the character before it may be missing. None of these signs is ever part of a folded text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoldedRule {
    /// Position of the entry; `None` = a person.
    pub entry: Option<u32>,
    /// At least one of these; empty = no condition.
    pub any: Vec<String>,
    /// All of these.
    pub all: Vec<String>,
    /// None of these.
    pub none: Vec<String>,
    /// Only on these scenes; empty = everywhere.
    pub scenes: Vec<String>,
    /// What it does when it matches.
    pub force: Force,
    /// Higher wins.
    pub priority: i32,
    /// First day on which it holds.
    pub valid_from: Option<i32>,
    /// Last day on which it holds.
    pub valid_until: Option<i32>,
    /// Minutes since midnight between which it holds; from > until = over midnight.
    pub hours: Option<(u16, u16)>,
}

/// What a matching rule does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Force {
    /// Adds to the entry's confidence: an entry's own keyword.
    #[default]
    Favours,
    /// Decides: a rule of the merchant.
    Decides,
}

/// How scores become a confidence: learned when packing from the merchant's own phrasings, each asked of a knowledge
/// without it (and of one without its whole entry, which makes it out of scope).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Log-odds that the first candidate is right: a constant, then a weight for each signal of `answer::rank`.
    pub first: Vec<f32>,
    /// The same for one of the first three being right.
    pub three: Vec<f32>,
    /// Probability that the first is right from which it is given outright.
    pub answer: f32,
    /// Probability that one of the first three is right from which these are offered.
    pub choices: f32,
}

impl Calibration {
    /// Every number of it.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = f32> {
        self.first.iter().chain(&self.three).copied().chain([self.answer, self.choices])
    }
}
