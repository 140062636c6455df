//! Whether a message asks for a person.

use crate::{
    fold::{Folded, Kind},
    phrases::{Phrases, Sorts, whole},
};
use pack::Meaning;

/// Chinese characters that may stand between the verb and the person ("转 一下 人工").
const REACH: usize = 6;
/// Chinese characters that a word of letters counts for there ("get me a real person").
const WORD: usize = 3;
/// Characters of a message of which little but politeness is known.
const BARE: usize = 3;
/// Chinese characters or words besides the person's name that still leave it a call ("人工呢").
const LEFT: usize = 2;

/// How a message asks for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// It asks for one.
    Person,
    /// It complains: a person, unless an entry answers it.
    Complaint,
}

/// Whether the message asks for a person: by a phrase that says so, by a verb of reaching with a person after it, or
/// by naming a person and little else.
///
/// Looked for without politeness; where nearly all is politeness, with it: "人呢" is a call.
pub fn call(phrases: &Phrases, message: &Folded) -> Option<Call> {
    let bare = message.core.chars().nth(BARE).is_none();
    let with_all = || bare.then(|| in_text(phrases, &message.full)).flatten();
    in_text(phrases, &message.core).or_else(with_all)
}

fn in_text(phrases: &Phrases, text: &str) -> Option<Call> {
    let mut left = 0;
    let mut reached: Option<usize> = None;
    let mut named = false;
    let mut other = false;
    let mut complains = false;
    let mut at = 0;
    while let Some(char) = text[at..].chars().next() {
        let Some((end, meaning)) = phrases.longest(text, at, Sorts::CALL) else {
            let letter = Kind::of(char) == Some(Kind::Letter);
            let begins = Kind::of(char).is_some() && (!letter || whole(text, at, at));
            left += usize::from(begins);
            if begins {
                reached = reached.and_then(|room| room.checked_sub(if letter { WORD } else { 1 }));
            }
            at += char.len_utf8();
            continue;
        };
        match meaning {
            Meaning::Human => return Some(Call::Person),
            Meaning::Complaint => {
                complains = true;
                reached = Some(REACH);
            }
            Meaning::Reach => reached = Some(REACH),
            Meaning::Person => {
                let thing = phrases.longest(text, skip_blank(text, end), Sorts::NOT_HUMAN);
                if reached.is_some() && thing.is_none() {
                    return Some(Call::Person);
                }
                named = true;
            }
            _ => {
                other = true;
                reached = None;
            }
        }
        at = end;
    }
    if named && !other && left <= LEFT { Some(Call::Person) } else { (complains && !other).then_some(Call::Complaint) }
}

fn skip_blank(text: &str, at: usize) -> usize {
    at + usize::from(text[at..].starts_with(' '))
}
