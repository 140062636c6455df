//! Phrases with a meaning of their own, found in folded text.

use crate::fold::Kind;
use pack::{Meaning, Turn};

/// A sorted table of phrases. Reading it costs a binary search per character and length, where a phrase of a wanted sort
/// begins with the next two characters at all.
pub struct Phrases {
    sorted: pack::Phrases,
    /// For each two first characters, by the rest of a division: the sorts of phrases that begin with them.
    firsts: Box<[Sorts; FIRSTS]>,
}

const FIRSTS: usize = 4096;

/// Sorts of meaning, as a set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sorts(u16);

impl Sorts {
    /// Politeness and filling.
    pub const FILLER: Self = Self(1);
    /// What is written in another way.
    pub const SAME: Self = Self(1 << 1);
    /// Synonyms of the merchant's.
    pub const SYNONYM: Self = Self(1 << 2);
    /// What makes a call for a person, or makes it none.
    pub const CALL: Self = Self(1 << 3 | Self::NOT_HUMAN.0);
    /// What makes a question about people none for a person.
    pub const NOT_HUMAN: Self = Self(1 << 4);
    /// Mood.
    pub const CUE: Self = Self(1 << 5);
    /// Small talk.
    pub const COURTESY: Self = Self(1 << 6);
    /// Turns of the conversation.
    pub const TURN: Self = Self(1 << 7);
    /// What says nothing beside a turn.
    pub const GLUE: Self = Self(1 << 8 | Self::FILLER.0 | Self::COURTESY.0);

    fn of(meaning: &Meaning) -> Self {
        match meaning {
            Meaning::Filler => Self::FILLER,
            Meaning::Same(_) => Self::SAME,
            Meaning::Synonym(_) => Self::SYNONYM,
            Meaning::Human | Meaning::Reach | Meaning::Person | Meaning::Complaint => Self(1 << 3),
            Meaning::NotHuman => Self::NOT_HUMAN,
            Meaning::Cue(..) => Self::CUE,
            Meaning::Courtesy(_) => Self::COURTESY,
            Meaning::Turn(Turn::Glue) => Self(1 << 8),
            Meaning::Turn(_) => Self::TURN,
        }
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Default for Phrases {
    fn default() -> Self {
        Self::new(pack::Phrases::default())
    }
}

impl Phrases {
    /// Takes phrases that ascend by text.
    pub fn new(sorted: pack::Phrases) -> Self {
        let mut firsts = Box::new([Sorts(0); FIRSTS]);
        for (text, meaning) in sorted.texts().zip(sorted.meanings()) {
            let mut chars = text.chars();
            firsts[first(chars.next(), chars.next())].0 |= Sorts::of(meaning).0;
        }
        Self { sorted, firsts }
    }

    /// The phrases, ascending.
    pub fn list(&self) -> &pack::Phrases {
        &self.sorted
    }

    /// The longest phrase of the wanted sorts that begins at byte `at`: where it ends, and its meaning. A phrase in
    /// letters begins and ends with whole words.
    pub fn longest(&self, text: &str, at: usize, wanted: Sorts) -> Option<(usize, &Meaning)> {
        let rest = text.get(at..)?;
        let mut chars = rest.chars();
        let begin = chars.next();
        let longer = self.firsts[first(begin, chars.next())].has(wanted);
        if !(longer || self.firsts[first(begin, None)].has(wanted)) || cuts(text, at) {
            return None;
        }
        let mut found = None;
        let (mut from, mut to) = (0, self.sorted.count());
        for (offset, char) in rest.char_indices() {
            let end = at + offset + char.len_utf8();
            let piece = &text[at..end];
            // They all begin as the text does up to here: only the next character is compared.
            let next = &piece.as_bytes()[offset..];
            let ends = |at: usize| self.sorted.text(at).as_bytes().get(offset..).unwrap_or_default();
            from = first_of(from, to, |at| ends(at) >= next);
            to = first_of(from, to, |at| !ends(at).starts_with(next));
            if from == to {
                break;
            }
            let same = (from..to).take_while(|at| self.sorted.text(*at).len() == piece.len());
            let mut meanings = same.filter_map(|at| self.sorted.meanings().get(at));
            if let Some(meaning) = meanings.find(|meaning| Sorts::of(meaning).has(wanted) && !cuts(text, end)) {
                found = Some((end, meaning));
            }
        }
        found
    }
}

/// The first place from which on something holds.
fn first_of(mut from: usize, mut to: usize, holds: impl Fn(usize) -> bool) -> usize {
    while from < to {
        let middle = usize::midpoint(from, to);
        if holds(middle) { to = middle } else { from = middle + 1 }
    }
    from
}

/// Where the sorts of phrases that begin with two characters stand, or of those that are one character.
fn first(one: Option<char>, two: Option<char>) -> usize {
    let code = |char: char| char as usize;
    (one.map_or(0, code) * 97 + two.map_or(0, code)) % FIRSTS
}

/// Whether the piece does not cut a word of letters.
pub fn whole(text: &str, at: usize, end: usize) -> bool {
    !cuts(text, at) && !cuts(text, end)
}

/// Whether a place lies within a word of letters.
fn cuts(text: &str, place: usize) -> bool {
    let letter = |char: Option<char>| char.and_then(Kind::of) == Some(Kind::Letter);
    letter(text[place..].chars().next()) && letter(text[..place].chars().next_back())
}

/// Whether folded words stand in folded text, as whole words if in letters.
pub fn contains(text: &str, words: &str) -> bool {
    // By hand: `str::match_indices` brings the standard library's two-way search, 1.5 KB of the widget's download.
    let mut starts = text.char_indices().map(|(at, _)| at);
    !words.is_empty() && starts.any(|at| text[at..].starts_with(words) && whole(text, at, at + words.len()))
}
