//! Messages as people really type them, made from clean ones: to measure what mistakes cost.

use super::{sounds, tables};
use crate::fold::Kind;
use std::{collections::BTreeMap, str::FromStr};

/// A kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// A slip of the keyboard in every eighth letter: another key, a letter too many or too few, two swapped.
    Typo,
    /// One Chinese character becomes another that sounds the same.
    Homophone,
    /// One Chinese character is left out.
    Drop,
    /// Simplified characters become traditional ones.
    Hant,
    /// Chinese characters become pinyin letters; every second syllable is followed by a blank.
    Pinyin,
}

impl FromStr for Noise {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "typo" => Ok(Self::Typo),
            "homophone" => Ok(Self::Homophone),
            "drop" => Ok(Self::Drop),
            "hant" => Ok(Self::Hant),
            "pinyin" => Ok(Self::Pinyin),
            _ => Err(format!("`{text}` is no noise; write typo, homophone, drop, hant or pinyin")),
        }
    }
}

/// Makes mistakes. The same seed makes the same ones.
pub struct Noisy {
    noise: Noise,
    dice: Dice,
    alike: BTreeMap<String, Vec<char>>,
    traditional: BTreeMap<char, char>,
}

impl Noisy {
    /// A source of one kind of mistake.
    #[must_use]
    pub fn new(noise: Noise, seed: u64) -> Self {
        let mut alike: BTreeMap<String, Vec<char>> = BTreeMap::new();
        for char in tables::common() {
            alike.entry(sounds::reading(char).unwrap_or_default()).or_default().push(char);
        }
        let traditional =
            tables::simplify().into_iter().rev().map(|(traditional, simple)| (simple, traditional)).collect();
        Self { noise, dice: Dice(seed), alike, traditional }
    }

    /// The message with mistakes.
    pub fn spoil(&mut self, text: &str) -> String {
        match self.noise {
            Noise::Typo => self.slips(text),
            Noise::Homophone => self.one_sign(text, |noisy, char| {
                let same = noisy.alike.get(&sounds::reading(char)?);
                let others: Vec<char> = same.into_iter().flatten().copied().filter(|other| *other != char).collect();
                Some(others.get(noisy.dice.below(others.len())).copied().unwrap_or(char))
            }),
            Noise::Drop => self.one_sign(text, |_, _| None),
            Noise::Hant => text.chars().map(|char| self.traditional.get(&char).copied().unwrap_or(char)).collect(),
            Noise::Pinyin => {
                let mut out = String::new();
                for char in text.chars() {
                    match sounds::reading(char) {
                        Some(reading) => {
                            out.push_str(&reading);
                            if self.dice.below(2) == 0 {
                                out.push(' ');
                            }
                        }
                        None => out.push(char),
                    }
                }
                out
            }
        }
    }

    /// Does something to one Chinese character; `None` leaves it out. Shorter messages than three characters stay.
    fn one_sign(&mut self, text: &str, change: impl Fn(&mut Self, char) -> Option<char>) -> String {
        let signs: Vec<usize> =
            text.char_indices().filter(|(_, char)| Kind::of(*char) == Some(Kind::Sign)).map(|(at, _)| at).collect();
        if signs.len() < 3 {
            return text.to_owned();
        }
        let at = signs[self.dice.below(signs.len())];
        let char = text[at..].chars().next().unwrap_or(' ');
        let other = change(self, char).map(String::from).unwrap_or_default();
        [&text[..at], &other, &text[at + char.len_utf8()..]].concat()
    }

    fn slips(&mut self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for at in (0..chars.len()).rev() {
            if !chars[at].is_ascii_alphabetic() || self.dice.below(8) > 0 {
                continue;
            }
            match self.dice.below(4) {
                0 => chars[at] = self.neighbour(chars[at]),
                1 => {
                    chars.remove(at);
                }
                2 => chars.insert(at, self.neighbour(chars[at])),
                _ if at + 1 < chars.len() => chars.swap(at, at + 1),
                _ => {}
            }
        }
        chars.into_iter().collect()
    }

    /// A key beside this one.
    fn neighbour(&mut self, key: char) -> char {
        let row = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].into_iter().find(|row| row.contains(key.to_ascii_lowercase()));
        let Some((row, place)) = row.and_then(|row| Some((row, row.find(key.to_ascii_lowercase())?))) else {
            return key;
        };
        let place = if place == 0 || self.dice.below(2) == 0 && place + 1 < row.len() { place + 1 } else { place - 1 };
        row[place..].chars().next().unwrap_or(key)
    }
}

/// Numbers that look random and are the same everywhere (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}
