//! The tables that come with the engine, as data that people can read and correct.

use crate::{features::stem, fold::Folder};
use pack::{Meaning, Phrase};
use std::collections::BTreeMap;

const TRADITIONAL: &str = include_str!("../../data/traditional.txt");
const HUMAN: &str = include_str!("../../data/human.txt");
const FILLERS: &str = include_str!("../../data/fillers.txt");
const WORDS: &str = include_str!("../../data/words.txt");
const BACKGROUND: &str = include_str!("../../data/background.txt");
const COMMON: &str = include_str!("../../data/common.txt");

/// The lines that say something.
fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Every traditional character with its simplified form, ascending.
pub fn simplify() -> Vec<(char, char)> {
    let mut pairs = Vec::new();
    for line in lines(TRADITIONAL) {
        if let Some((simplified, traditional)) = line.split_once(' ') {
            pairs.extend(simplified.chars().flat_map(|one| traditional.chars().map(move |other| (other, one))));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The phrases that every pack knows. `plain` folds characters only.
pub fn phrases(plain: &Folder) -> Vec<Phrase> {
    let phrase = |text: &str, meaning: Meaning| Phrase { text: plain.fold(text).full, meaning };
    let mut all: Vec<Phrase> = lines(FILLERS).map(|text| phrase(text, Meaning::Filler)).collect();
    let mut meaning = Meaning::Human;
    for line in lines(HUMAN) {
        match line {
            "[human]" => meaning = Meaning::Human,
            "[reach]" => meaning = Meaning::Reach,
            "[person]" => meaning = Meaning::Person,
            "[other]" => meaning = Meaning::NotHuman,
            text => all.push(phrase(text, meaning.clone())),
        }
    }
    for line in lines(WORDS) {
        let Some((others, one)) = line.split_once('=') else { continue };
        let one = plain.fold(one).full;
        let others = others.split_whitespace().map(|other| phrase(other, Meaning::Same(one.clone())));
        all.extend(others.filter(|other| other.text != one));
    }
    all
}

/// Share of messages that have a unit, by its text.
pub fn background() -> BTreeMap<&'static str, f32> {
    let mut shares = BTreeMap::new();
    for line in lines(BACKGROUND) {
        let mut parts = line.split_whitespace();
        let share = parts.next().and_then(|share| share.parse::<f32>().ok()).unwrap_or(0.0) / 1000.0;
        for unit in parts {
            shares.entry(stem(unit)).or_insert(share);
        }
    }
    shares
}

/// Characters that people type, whatever the knowledge is about.
pub fn common() -> impl Iterator<Item = char> {
    lines(COMMON).flat_map(str::chars)
}
