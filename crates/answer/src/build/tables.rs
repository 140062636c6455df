//! The tables that come with the engine, as data that people can read and correct.

use crate::{features::stem, fold::Folder};
use pack::{Courtesy, Cue, Meaning, Phrase, Turn};
use std::collections::BTreeMap;

const TRADITIONAL: &str = include_str!("../../data/traditional.txt");
const MOOD: &str = include_str!("../../data/mood.txt");
const TALK: &str = include_str!("../../data/talk.txt");
const HUMAN: &str = include_str!("../../data/human.txt");
const FILLERS: &str = include_str!("../../data/fillers.txt");
const WORDS: &str = include_str!("../../data/words.txt");
const BACKGROUND: &str = include_str!("../../data/background.txt");
const READINGS: &str = include_str!("../../data/readings.txt");
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

/// Words that are written as others, ascending. `plain` folds characters only.
pub fn same(plain: &Folder) -> Vec<Phrase> {
    let mut all = Vec::new();
    for line in lines(WORDS) {
        let Some((others, one)) = line.split_once('=') else { continue };
        let one = plain.fold(one).full;
        let others = others.split_whitespace().map(|other| plain.fold(other).full).filter(|other| *other != one);
        all.extend(others.map(|text| Phrase { text, meaning: Meaning::Same(one.clone()) }));
    }
    all.sort_by(|a, b| a.text.cmp(&b.text));
    all
}

/// The phrases that every pack knows, folded as messages are.
pub fn phrases(folder: &Folder) -> Vec<Phrase> {
    let phrase = |text: &str, meaning: Meaning| Phrase { text: folder.fold(text).full, meaning };
    let mut all: Vec<Phrase> = lines(FILLERS).map(|text| phrase(text, Meaning::Filler)).collect();
    let mut meaning = Meaning::Human;
    for line in lines(HUMAN) {
        match line {
            "[human]" => meaning = Meaning::Human,
            "[reach]" => meaning = Meaning::Reach,
            "[person]" => meaning = Meaning::Person,
            "[other]" => meaning = Meaning::NotHuman,
            "[complaint]" => meaning = Meaning::Complaint,
            text => all.push(phrase(text, meaning.clone())),
        }
    }
    all.extend(sections(MOOD, cue).map(|(text, meaning)| phrase(text, meaning)));
    all.extend(sections(TALK, turn).map(|(text, meaning)| phrase(text, meaning)));
    all
}

/// The phrases of a table with the meaning of their section's heading; those below a heading without one are left out.
fn sections(
    data: &'static str,
    meaning: impl Fn(&str) -> Option<Meaning>,
) -> impl Iterator<Item = (&'static str, Meaning)> {
    let mut now = None;
    lines(data).filter_map(move |line| match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
        Some(heading) => {
            now = meaning(heading);
            None
        }
        None => Some((line, now.clone()?)),
    })
}

/// `urgent 3`: what it tells, and how many points.
fn cue(heading: &str) -> Option<Meaning> {
    let (mood, points) = heading.split_once(' ')?;
    let cue = match mood {
        "unhappy" => Cue::Unhappy,
        "angry" => Cue::Angry,
        "urgent" => Cue::Urgent,
        "calm" => Cue::Calm,
        "not" => Cue::Not,
        "name" => Cue::Name,
        _ => return None,
    };
    Some(Meaning::Cue(cue, points.parse().ok()?))
}

fn turn(heading: &str) -> Option<Meaning> {
    Some(match heading {
        "hello" => Meaning::Courtesy(Courtesy::Hello),
        "thanks" => Meaning::Courtesy(Courtesy::Thanks),
        "bye" => Meaning::Courtesy(Courtesy::Bye),
        "okay" => Meaning::Courtesy(Courtesy::Okay),
        "chat" => Meaning::Courtesy(Courtesy::Chat),
        "yes" => Meaning::Turn(Turn::Yes),
        "no" => Meaning::Turn(Turn::No),
        "wrong" => Meaning::Turn(Turn::Wrong),
        "more" => Meaning::Turn(Turn::More),
        "glue" => Meaning::Turn(Turn::Glue),
        place => Meaning::Turn(Turn::Nth(place.parse().ok()?)),
    })
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

/// Characters with more than one reading, and their readings separated by blanks.
pub fn readings() -> impl Iterator<Item = (char, &'static str)> {
    lines(READINGS).filter_map(|line| Some((line.chars().next()?, line.split_once(' ')?.1)))
}
