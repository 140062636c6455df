//! How the customer feels, by words that tell it and words that only seem to.

use crate::{
    Context, Mood,
    phrases::{Phrases, Sorts},
};
use pack::{Cue, Meaning};

/// Points from which a mood counts.
const ENOUGH: i32 = 2;
/// Characters within which a "not" takes back a cue.
const NEAR: usize = 3;
/// Messages in a row without joy after which one more is anger.
const PATIENCE: u8 = 2;

/// Faces and shouting, which folding takes away.
const RAGE: &str = "😡🤬😠👿💢🖕";
const TEARS: &str = "😢😭😞😔😟😩😫😤☹🙁👎💔";

/// The mood of a message: `text` as written, `full` as folded.
pub fn mood(phrases: &Phrases, text: &str, full: &str, context: &Context) -> Mood {
    let [mut unhappy, mut angry, mut urgent, mut calm] = [0; 4];
    let mut denied = 0;
    let mut at = 0;
    while let Some(char) = full[at..].chars().next() {
        let Some((end, Meaning::Cue(cue, weight))) = phrases.longest(full, at, Sorts::CUE) else {
            at += char.len_utf8();
            denied = denied.max(1) - 1;
            continue;
        };
        let weight = if denied > 0 { 0 } else { i32::from(*weight) };
        denied = 0;
        match cue {
            Cue::Unhappy => unhappy += weight,
            Cue::Angry => angry += weight,
            Cue::Urgent => urgent += weight,
            Cue::Calm => calm += weight,
            Cue::Not => denied = NEAR,
            Cue::Name => {}
        }
        at = end;
    }
    for char in text.chars().take(LOOKED_AT) {
        angry += ENOUGH * i32::from(RAGE.contains(char));
        unhappy += ENOUGH * i32::from(TEARS.contains(char));
    }
    let shouts = text.chars().take(LOOKED_AT).filter(|char| matches!(char, '!' | '！')).count();
    if shouts > 2 && unhappy + angry > 0 {
        angry += 1;
    }
    let repeated = i32::from(context.unhappy >= PATIENCE) * ENOUGH;
    if urgent - calm >= ENOUGH {
        Mood::Urgent
    } else if angry - calm >= ENOUGH || angry + unhappy - calm >= ENOUGH && (angry + repeated) > 1 {
        Mood::Angry
    } else if angry + unhappy - calm >= ENOUGH {
        Mood::Unhappy
    } else {
        Mood::Neutral
    }
}

/// Characters of a message in which faces are looked for.
const LOOKED_AT: usize = 600;
