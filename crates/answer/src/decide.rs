//! Deciding: an answer, a choice, or an honest no.

use crate::{
    index::{Tables, Vector},
    rank::Scored,
};
use pack::Calibration;

/// Cosine from which a message is one of the merchant's phrasings, but for a filler or a slip.
const VERBATIM: f32 = 0.9;
/// Probability that a phrasing in the merchant's own words is meant as its entry. Calibration cannot learn it: there
/// each phrasing is asked of a knowledge without it.
const AS_WRITTEN: f32 = 0.95;

/// Probability that nothing but a phrasing as written is beyond.
const AT_MOST: f32 = 0.94;

/// Share of a message, by weight, from which a phrasing has all of it.
const HELD: f32 = 0.98;

/// Cosine from which a message is most of the phrasing that has all of it. At 0.5 single words are taken for questions.
const MOST_OF_IT: f32 = 0.7;

/// What the ranking of a query tells about how sure it is.
pub type Signals = [f32; 5];

/// What the ranking tells.
pub fn signals(vector: &Vector, ranked: &[Scored], home: f32) -> Signals {
    let score = |at: usize| ranked.get(at).map_or(0.0, |scored| scored.score);
    let nearest = ranked.first().map_or(0.0, |scored| scored.nearest);
    [score(0), score(0) - score(1), vector.covered, nearest, home]
}

/// Probabilities that the first, and that one of the first three is right.
pub fn probabilities(calibration: &Calibration, signals: &Signals) -> (f32, f32) {
    let [_, margin, _, nearest, ..] = *signals;
    let learned = logistic(odds(&calibration.first, signals)).min(AT_MOST);
    let first = if nearest >= VERBATIM && margin > 0.0 { learned.max(AS_WRITTEN) } else { learned };
    let three = logistic(odds(&calibration.three, signals));
    (first, three.max(first))
}

/// A constant and a weight a signal.
pub fn odds(weights: &[f32], signals: &[f32]) -> f32 {
    let Some((constant, weights)) = weights.split_first() else { return 0.0 };
    constant + weights.iter().zip(signals).map(|(weight, signal)| weight * signal).sum::<f32>()
}

/// 1 / (1 + e^-x) from squares and a division, within 0.002: `exp` would bring its tables into the widget.
pub fn logistic(odds: f32) -> f32 {
    let odds = odds.clamp(-12.0, 12.0);
    let mut power = 1.0 - odds / 1024.0;
    for _ in 0..10 {
        power *= power;
    }
    1.0 / (1.0 + power)
}

/// What asking back is worth: the first of the choices is picked sooner than the others.
pub fn promise((first, three): (f32, f32)) -> f32 {
    f32::midpoint(first, three)
}

/// What follows from the probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first is the answer.
    Answer,
    /// One of the first three is.
    Choices,
    /// None is.
    Unknown,
}

/// Who has a phrasing that has all of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The first alone, and the message is most of that phrasing: "七天无理由".
    Alone,
    /// Several of the first three, which makes it a word too open to answer, such as "运费" where one entry says who pays
    /// it and another how much it is.
    Shared,
    /// None, or one that says nothing.
    Else,
}

/// Sees who has all of the message.
pub fn held(tables: &Tables, vector: &Vector, ranked: &[Scored]) -> Held {
    let has = |scored: &&Scored| {
        let length = tables.lengths.get(scored.phrasing as usize).copied().unwrap_or(0.0);
        scored.nearest * length >= HELD * vector.length
    };
    // A word that is read as a slip may be another word.
    let sure = vector.covered >= HELD;
    let most = sure && ranked.first().filter(has).is_some_and(|first| first.nearest >= MOST_OF_IT);
    match ranked.iter().take(3).filter(has).count() {
        2.. => Held::Shared,
        1 if most && ranked.iter().skip(3).all(|scored| !has(&scored)) => Held::Alone,
        _ => Held::Else,
    }
}

/// What to do.
pub fn decide(calibration: &Calibration, chances: (f32, f32), held: Held, candidates: usize) -> Verdict {
    let first = chances.0;
    let sure = match held {
        Held::Alone => true,
        Held::Shared => first >= AS_WRITTEN,
        Held::Else => first >= AS_WRITTEN.min(calibration.answer),
    };
    match candidates {
        0 => Verdict::Unknown,
        _ if sure => Verdict::Answer,
        1 => Verdict::Unknown,
        _ if promise(chances) >= calibration.choices => Verdict::Choices,
        _ => Verdict::Unknown,
    }
}
