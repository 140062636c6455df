//! How the knowledge's characters sound, and which others sound like them.

use super::{
    language::{concepts, scenes},
    tables,
};
use pack::Sounds;
use pinyin::ToPinyin;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

#[derive(Default)]
struct Group {
    /// How it may be spelled, and which of the knowledge's characters are spelled so.
    spellings: BTreeMap<String, BTreeSet<char>>,
    others: BTreeSet<char>,
}

/// The sounds of a knowledge with these characters. Groups in which it has none are left out: nothing could be heard.
pub fn sounds(known: &BTreeSet<char>) -> Sounds {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for &char in known {
        for spelling in readings(char) {
            let group = groups.entry(confused(&spelling)).or_default();
            group.spellings.entry(spelling).or_default().insert(char);
        }
    }
    let usual = usual();
    for char in tables::common().filter(|char| !known.contains(char) && usual.contains(char)) {
        if let Some(group) = readings(char).into_iter().next().and_then(|spelling| groups.get_mut(&confused(&spelling)))
        {
            group.others.insert(char);
        }
    }
    for spelling in known.iter().copied().chain(tables::common()).flat_map(readings) {
        if let Some(group) = groups.get_mut(&confused(&spelling)) {
            group.spellings.entry(spelling).or_default();
        }
    }
    let mut sounds = Sounds::default();
    for group in groups.into_values() {
        let (spellings, known): (Vec<_>, Vec<String>) =
            group.spellings.into_iter().map(|(spelling, known)| (spelling, known.into_iter().collect())).unzip();
        sounds.spellings.push(spellings.join(" "));
        sounds.known.push(known.join(" "));
        sounds.others.push(group.others.into_iter().collect());
    }
    sounds
}

/// Characters that the scenes and the lexicon are written with: of the common ones those that people type to a service.
/// The rest would be as much again, and hardly ever stands for another.
fn usual() -> BTreeSet<char> {
    let scenes = scenes().iter().flat_map(|scene| &scene.zh);
    let forms = concepts().iter().flat_map(|concept| &concept.forms);
    scenes.chain(forms).flat_map(|text| text.chars()).collect()
}

/// What may stand at each place of a word by its sound: the characters that are spelled alike. In a word of one
/// character, or in letters, only what is written.
pub fn alike(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().filter(|char| *char != ' ').collect();
    let spelled: Vec<Option<String>> = chars.iter().map(|char| reading(*char)).collect();
    let several = spelled.iter().flatten().count() > 1;
    let place = |(char, spelling): (&char, &Option<String>)| {
        let mut may: BTreeSet<char> = BTreeSet::from([*char]);
        if let Some(spelling) = spelling.as_ref().filter(|_| several) {
            may.extend(tables::common().filter(|other| reading(*other).as_ref() == Some(spelling)));
        }
        may.into_iter().collect()
    };
    chars.iter().zip(&spelled).map(place).collect()
}

/// The usual spelling of a character.
pub fn reading(char: char) -> Option<String> {
    char.to_pinyin().map(|reading| reading.plain().replace('ü', "v"))
}

/// The spellings of a character that count: its rare ones would only confuse.
fn readings(char: char) -> Vec<String> {
    static SEVERAL: LazyLock<BTreeMap<char, &str>> = LazyLock::new(|| tables::readings().collect());
    match SEVERAL.get(&char) {
        Some(several) => several.split_whitespace().map(str::to_owned).collect(),
        None => reading(char).into_iter().filter(|spelling| spelling.contains(VOWELS)).collect(),
    }
}

/// A reading without one, such as "ng", is a sound of surprise.
const VOWELS: [char; 6] = ['a', 'e', 'i', 'o', 'u', 'v'];

/// One spelling for those that many speakers cannot tell apart: zh and z, ch and c, sh and s, n and l, -ng and -n.
fn confused(spelling: &str) -> String {
    let soft = match spelling.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => [&spelling[..1], &spelling[2..]].concat(),
        [b'n', _, ..] => ["l", &spelling[1..]].concat(),
        _ => spelling.to_owned(),
    };
    match soft.strip_suffix('g') {
        Some(nasal) if nasal.ends_with("in") || nasal.ends_with("en") || nasal.ends_with("an") => nasal.to_owned(),
        _ => soft,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_stands_together() {
        let sounds = sounds(&"退货还长".chars().collect());
        let group = |spelling: &str| {
            let at = sounds.spellings.iter().position(|all| all.split(' ').any(|one| one == spelling));
            at.map(|at| (sounds.known[at].as_str(), sounds.others[at].as_str()))
        };
        assert!(group("huo").is_some_and(|(known, others)| known == "货" && others.contains('获')));
        assert_eq!(group("huan").map(|group| group.0), Some("还 "), "huan, and huang, of which there is none");
        let at = |group: &str| sounds.known[sounds.spellings.iter().position(|all| all == group).unwrap()].as_str();
        assert_eq!(at("can cang chan chang"), "   长", "chang and can are one, and it is known which of them it is");
        assert_eq!(group("piao"), None, "nothing of the knowledge sounds so");
    }

    #[test]
    fn a_group_has_no_more_spellings_than_a_reader_expects() {
        let all = sounds(&tables::common().collect());
        assert!(all.spellings.iter().all(|group| group.split(' ').count() <= 4), "{:?}", all.spellings);
    }
}
