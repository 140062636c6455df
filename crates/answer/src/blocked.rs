//! Words that the merchant does not answer to, however they are written: with signs or blanks between the characters, in
//! full width, or with others that sound the same. What may stand at each place was worked out when packing.

use crate::{fold::Kind, phrases::whole};

/// Whether folded text has one of the words. A word in letters must be whole: "ass" is not in "class".
pub fn has_blocked(blocked: &[Vec<String>], full: &str) -> bool {
    let letters: Vec<(usize, char)> = full.char_indices().filter(|(_, char)| Kind::of(*char).is_some()).collect();
    let begins_at = |place: usize, word: &Vec<String>| {
        let fits = word.iter().zip(letters.get(place..).unwrap_or_default());
        let within = letters.len() - place >= word.len() && fits.clone().all(|(may, (_, char))| may.contains(*char));
        let (from, last) = (letters[place].0, letters.get(place + word.len() - 1));
        within && last.is_some_and(|(at, char)| whole(full, from, at + char.len_utf8()))
    };
    blocked.iter().any(|word| !word.is_empty() && (0..letters.len()).any(|place| begins_at(place, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn through_blanks_and_sounds_but_not_within_a_word() {
        let word = |places: &[&str]| places.iter().map(|may| (*may).to_string()).collect::<Vec<_>>();
        let blocked = [word(&["赌堵睹", "博伯泊"]), word(&["a", "s", "s"])];
        for (text, found) in [
            ("网上赌博", true),
            ("堵 伯", true),
            ("睹博吗", true),
            ("赌一把博", false),
            ("you a s s", true),
            ("first class", false),
            ("赌", false),
            ("", false),
        ] {
            assert_eq!(has_blocked(&blocked, text), found, "{text}");
        }
    }
}
