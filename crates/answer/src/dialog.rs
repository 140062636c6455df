//! Turns of a conversation: yes and no, "the second one", "not that", "what else".

use crate::{
    fold::PARTICLES,
    phrases::{Phrases, Sorts},
};
use pack::{Meaning, Turn};

/// A message, with what it does to the conversation taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What it does; `None` = it only asks.
    pub turn: Option<Turn>,
    /// What it asks beside that; empty = nothing.
    pub rest: String,
}

/// Reads a folded message. It does something only as a whole ("是第二个吧"), or, taking something back, at its beginning
/// ("不是 我要换货").
pub fn read(phrases: &Phrases, full: &str) -> Said {
    let mut turn = None;
    let mut at = 0;
    // Where the question begins that follows on "not that".
    let mut begins = None;
    while let Some(char) = full[at..].chars().next() {
        let found = phrases.longest(full, at, Sorts::TURN);
        let glue = phrases.longest(full, at, Sorts::GLUE);
        match (found, glue) {
            (Some((end, Meaning::Turn(now))), glue) if glue.is_none_or(|glue| glue.0 <= end) => {
                if turn.is_none_or(|before| strength(before) <= strength(*now)) {
                    turn = Some(*now);
                }
                at = end;
                let pause = full[at..].starts_with(' ');
                if *now == Turn::Wrong || *now == Turn::No && pause {
                    begins = Some(at);
                }
            }
            (_, Some((end, _))) => at = end,
            _ if char == ' ' || PARTICLES.contains(&char) => at += char.len_utf8(),
            _ => {
                let rest = begins.map_or(full, |begins| full[begins..].trim_start());
                return Said { turn: begins.map(|_| Turn::Wrong), rest: rest.into() };
            }
        }
    }
    Said { turn, rest: if turn.is_some() { String::new() } else { full.into() } }
}

/// Of two turns in one message the stronger one is meant: "对，第二个" picks.
fn strength(turn: Turn) -> u8 {
    match turn {
        Turn::Glue => 0,
        Turn::Yes => 1,
        Turn::More => 2,
        Turn::No => 3,
        Turn::Wrong => 4,
        Turn::Nth(_) => 5,
    }
}

/// The one of a list that is meant by its place: 1 = the first, -1 = the last.
pub fn nth(offered: &[u32], place: i8) -> Option<u32> {
    let back = usize::from(place.unsigned_abs());
    let at = if place < 0 { offered.len().checked_sub(back)? } else { back.checked_sub(1)? };
    offered.get(at).copied()
}
