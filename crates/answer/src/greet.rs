//! Whether a message is nothing but small talk.

use crate::{
    fold::PARTICLES,
    phrases::{Phrases, Sorts},
};
use pack::{Courtesy, Meaning};

/// The small talk that the whole message is, if any: "好的谢谢" is thanks. Filling alone ("你好我想问一下") waits for
/// the question, so it is a hello.
pub fn courtesy(phrases: &Phrases, full: &str) -> Option<Courtesy> {
    let mut said = None;
    let mut at = 0;
    while let Some(char) = full[at..].chars().next() {
        let talk = phrases.longest(full, at, Sorts::COURTESY);
        let filling = phrases.longest(full, at, Sorts::FILLER);
        match (talk, filling) {
            (Some((end, Meaning::Courtesy(talk))), filling) if filling.is_none_or(|filling| filling.0 <= end) => {
                let stronger = |now: &Courtesy| strength(*now) >= strength(*talk);
                said = said.filter(stronger).or(Some(*talk));
                at = end;
            }
            (_, Some((end, _))) => {
                said = said.or(Some(Courtesy::Hello));
                at = end;
            }
            _ if char == ' ' || PARTICLES.contains(&char) => at += char.len_utf8(),
            _ => return None,
        }
    }
    said
}

/// Of two courtesies in one message the reply is to the stronger one.
fn strength(courtesy: Courtesy) -> u8 {
    match courtesy {
        Courtesy::Okay => 0,
        Courtesy::Hello => 1,
        Courtesy::Chat => 2,
        Courtesy::Thanks => 3,
        Courtesy::Bye => 4,
    }
}
