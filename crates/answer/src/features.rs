//! Features: what a folded text is compared by.
//!
//! A unit is a Chinese character or a word in letters (lightly stemmed). Features are units, pairs of neighbouring
//! units, and groups of synonyms, each as a 24-bit hash.

use crate::fold::{Folder, Kind};
use pack::Meaning;

/// What a feature is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// One character of a script without spaces.
    Sign,
    /// One word in letters.
    Word,
    /// Two neighbouring units.
    Pair,
    /// A synonym of a group.
    Synonym,
}

/// A feature of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Hash.
    pub id: u32,
    /// What it is made of.
    pub sort: Sort,
    /// The unit or units, as they stand in evidence and in the list of words.
    pub text: String,
}

/// The features of a folded text, each once, in the order of the text.
pub fn features(folder: &Folder, text: &str) -> Vec<Feature> {
    let mut out: Vec<Feature> = Vec::new();
    let mut before: Option<&str> = None;
    for unit in units(text) {
        let Some(kind) = unit.chars().next().and_then(Kind::of) else {
            before = None;
            continue;
        };
        let (sort, unit) = match kind {
            Kind::Sign => (Sort::Sign, unit),
            Kind::Letter => (Sort::Word, stem(unit)),
        };
        add(&mut out, hash(&[unit]), sort, || unit.into());
        if let Some(before) = before {
            add(&mut out, hash(&[before, unit]), Sort::Pair, || [before, unit].join(" "));
        }
        before = Some(unit);
    }
    let mut at = 0;
    while let Some(char) = text[at..].chars().next() {
        match folder.phrases.longest(text, at, |meaning| matches!(meaning, Meaning::Synonym(_))) {
            Some((end, Meaning::Synonym(id))) => {
                add(&mut out, *id, Sort::Synonym, || text[at..end].into());
                at = end;
            }
            _ => at += char.len_utf8(),
        }
    }
    out
}

fn add(out: &mut Vec<Feature>, id: u32, sort: Sort, text: impl FnOnce() -> String) {
    if !out.iter().any(|feature| feature.id == id) {
        out.push(Feature { id, sort, text: text() });
    }
}

/// Cuts folded text: a character of a script without spaces, a word in letters, or a pause (" ") between characters.
fn units(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, first) = chars.next()?;
        let end = if Kind::of(first) == Some(Kind::Letter) {
            chars.find(|(_, char)| Kind::of(*char) != Some(Kind::Letter)).map_or(rest.len(), |(at, _)| at)
        } else {
            first.len_utf8()
        };
        let (unit, tail) = rest.split_at(end);
        // One blank between words only separates them.
        let blank = Kind::of(first) == Some(Kind::Letter) && tail.starts_with(' ');
        rest = if blank { &tail[1..] } else { tail };
        Some(unit)
    })
}

/// The word without the commonest English endings.
pub fn stem(word: &str) -> &str {
    let long = word.len();
    let without = |end: &str, least: usize| word.strip_suffix(end).filter(|rest| rest.len() >= least);
    if long < 4 || !word.is_ascii() || word.ends_with("ss") {
        return word;
    }
    without("ing", 4)
        .or_else(|| without("ed", 4))
        .or_else(|| without("es", 4))
        .or_else(|| without("s", 3))
        .unwrap_or(word)
}

/// 24 bits of FNV-1a: short differences in the pack, and one collision in ten thousand look-ups.
pub fn hash(parts: &[&str]) -> u32 {
    let mut hash = 0x811C_9DC5u32;
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            hash = (hash ^ 0xFF).wrapping_mul(0x0100_0193);
        }
        for &byte in part.as_bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    (hash ^ (hash >> 24)) & 0x00FF_FFFF
}
