//! Phrases with a meaning of their own, found in folded text.

use crate::fold::Kind;
use pack::{Meaning, Phrase};

/// A sorted table of phrases. Reading it costs a binary search per character and length.
#[derive(Default)]
pub struct Phrases {
    sorted: Vec<Phrase>,
    longest: usize,
    /// A bit for each first character, by the rest of its division: with most characters no phrase begins.
    firsts: [u64; 32],
}

impl Phrases {
    /// Takes phrases that ascend by text.
    pub fn new(sorted: Vec<Phrase>) -> Self {
        let longest = sorted.iter().map(|phrase| phrase.text.chars().count()).max().unwrap_or(0);
        let mut firsts = [0; 32];
        for char in sorted.iter().filter_map(|phrase| phrase.text.chars().next()) {
            let (word, bit) = first(char);
            firsts[word] |= bit;
        }
        Self { sorted, longest, firsts }
    }

    /// The phrases, ascending.
    pub fn list(&self) -> &[Phrase] {
        &self.sorted
    }

    /// The longest phrase of a wanted meaning that begins at byte `at`: where it ends, and its meaning. A phrase in
    /// letters begins and ends with whole words.
    pub fn longest<'a>(
        &'a self,
        text: &str,
        at: usize,
        wanted: impl Fn(&Meaning) -> bool,
    ) -> Option<(usize, &'a Meaning)> {
        let rest = text.get(at..)?;
        let (word, bit) = first(rest.chars().next()?);
        if self.firsts[word] & bit == 0 || cuts(text, at) {
            return None;
        }
        let mut found = None;
        let mut among = self.sorted.as_slice();
        for (offset, char) in rest.char_indices().take(self.longest) {
            let end = at + offset + char.len_utf8();
            let piece = &text[at..end];
            // They all begin as the text does up to here: only the next character is compared.
            let next = &piece.as_bytes()[offset..];
            among = &among[among.partition_point(|phrase| from(phrase, offset) < next)..];
            among = &among[..among.partition_point(|phrase| from(phrase, offset).starts_with(next))];
            if among.is_empty() {
                break;
            }
            let mut same = among.iter().take_while(|phrase| phrase.text == piece);
            if let Some(phrase) = same.find(|phrase| wanted(&phrase.meaning) && !cuts(text, end)) {
                found = Some((end, &phrase.meaning));
            }
        }
        found
    }
}

/// The bytes of a phrase from one on.
fn from(phrase: &Phrase, byte: usize) -> &[u8] {
    phrase.text.as_bytes().get(byte..).unwrap_or_default()
}

/// Where the bit of a first character stands.
fn first(char: char) -> (usize, u64) {
    let at = char as usize % 2048;
    (at / 64, 1 << (at % 64))
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
