//! Features: what a folded text is compared by.
//!
//! A unit is a Chinese character or a word in letters (lightly stemmed). Features are units, pairs of neighbouring
//! units, pieces of words, groups of synonyms, and concepts of the service lexicon, each as a 24-bit hash.

use crate::{
    concepts::Forms,
    fold::{Folder, Kind},
    phrases::Sorts,
};
use kernel::{Key, hash};
use pack::Meaning;

/// What a feature is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// One character of a script without spaces.
    Sign,
    /// One word in letters.
    Word,
    /// Three letters of a word, its ends counted as letters.
    Piece,
    /// Two neighbouring characters.
    SignPair,
    /// Two neighbouring words, or a word and a character.
    WordPair,
    /// A synonym of a group of the merchant's.
    Synonym,
    /// A concept of the lexicon.
    Concept,
}

/// A feature of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature<'a> {
    /// Hash.
    pub id: u32,
    /// What it is made of.
    pub sort: Sort,
    /// Where it stands, as it stands there.
    pub text: &'a str,
}

/// Units that a form of a concept may have.
pub const LONGEST_FORM: usize = 8;

/// The features of a folded text, each once, in the order of the text.
pub fn features<'a>(folder: &Folder, forms: &Forms, text: &'a str) -> Vec<Feature<'a>> {
    let units = units(text);
    let mut out: Vec<Feature> = Vec::with_capacity(units.len() * 4);
    for (at, unit) in units.iter().enumerate() {
        let Some(kind) = unit.kind else { continue };
        let sort = if kind == Kind::Sign { Sort::Sign } else { Sort::Word };
        out.push(Feature { id: hash(&[unit.stem]), sort, text: unit.stem });
        if kind == Kind::Letter {
            pieces(unit.stem, &mut out);
        }
        let run = units[at..].iter().take(LONGEST_FORM).take_while(|unit| unit.kind.is_some());
        let mut key = Key::default();
        for (length, last) in run.enumerate() {
            key.push(last.stem);
            let text = &text[unit.at..last.end];
            if length == 1 {
                let signs = kind == Kind::Sign && last.kind == Some(Kind::Sign);
                let sort = if signs { Sort::SignPair } else { Sort::WordPair };
                out.push(Feature { id: key.feature(), sort, text });
            }
            out.extend(forms.of(key.form()).map(|id| Feature { id, sort: Sort::Concept, text }));
        }
    }
    let mut at = 0;
    while let Some(char) = text[at..].chars().next() {
        match folder.phrases.longest(text, at, Sorts::SYNONYM) {
            Some((end, Meaning::Synonym(id))) => {
                out.push(Feature { id: *id, sort: Sort::Synonym, text: &text[at..end] });
                at = end;
            }
            _ => at += char.len_utf8(),
        }
    }
    once(out)
}

/// Tells the features of a phrase that has no concepts: its characters, or the one word that it is, and its neighbours.
pub fn parts(phrase: &str, mut found: impl FnMut(u32)) {
    let units = units(phrase);
    for (at, unit) in units.iter().enumerate() {
        let Some(kind) = unit.kind else { continue };
        if kind == Kind::Sign || units.len() == 1 {
            found(hash(&[unit.stem]));
        }
        if let Some(next) = units.get(at + 1).filter(|next| next.kind.is_some()) {
            found(hash(&[unit.stem, next.stem]));
        }
    }
}

/// Each feature where it stands first.
fn once(mut features: Vec<Feature>) -> Vec<Feature> {
    // A table twice as long as there are features; no id is as large as what marks a free place.
    let bits = usize::BITS - features.len().leading_zeros() + 1;
    let mut seen = vec![u32::MAX; 1 << bits];
    features.retain(|feature| {
        let mut place = (feature.id.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize;
        while seen[place] != u32::MAX && seen[place] != feature.id {
            place = (place + 1) % seen.len();
        }
        core::mem::replace(&mut seen[place], feature.id) != feature.id
    });
    features
}

fn pieces<'a>(word: &'a str, out: &mut Vec<Feature<'a>>) {
    let letters: Vec<char> = core::iter::once('^').chain(word.chars().take(24)).chain(core::iter::once('$')).collect();
    if letters.len() < 5 {
        return;
    }
    for length in PIECES {
        for piece in letters.windows(length) {
            let mut key = Key::default();
            for letter in piece {
                key.byte(u32::from(*letter));
            }
            key.byte(0xFE);
            out.push(Feature { id: key.feature(), sort: Sort::Piece, text: word });
        }
    }
}

/// Lengths of pieces, in letters.
const PIECES: [usize; 1] = [4];

/// A character of a script without spaces, a word in letters, or a pause.
struct Unit<'a> {
    kind: Option<Kind>,
    at: usize,
    end: usize,
    stem: &'a str,
}

/// Cuts folded text.
fn units(text: &str) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, first)) = chars.next() {
        let kind = Kind::of(first);
        let mut end = at + first.len_utf8();
        if kind == Some(Kind::Letter) {
            while let Some((_, next)) = chars.next_if(|(_, next)| Kind::of(*next) == Some(Kind::Letter)) {
                end += next.len_utf8();
            }
            // One blank between words only separates them.
            let _ = chars.next_if(|(_, next)| *next == ' ');
            units.push(Unit { kind, at, end, stem: stem(&text[at..end]) });
        } else {
            units.push(Unit { kind, at, end, stem: &text[at..end] });
        }
    }
    units
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

/// The key of a form in folded text; `None` if it has a pause or too many units.
#[cfg(feature = "build")]
pub fn form_key(text: &str) -> Option<u32> {
    let units = units(text);
    let mut key = Key::default();
    for unit in &units {
        unit.kind?;
        key.push(unit.stem);
    }
    (1..=LONGEST_FORM).contains(&units.len()).then(|| key.form())
}
