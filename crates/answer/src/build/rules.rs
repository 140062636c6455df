//! The merchant's rules and keywords, folded.

use super::sounds;
use crate::fold::Folder;
use pack::{Draft, FoldedRule, Force, Rule};

/// The merchant's rules, then each entry's keywords as a rule.
pub fn rules(draft: &Draft, folder: &Folder) -> Vec<FoldedRule> {
    let fold = |words: &[String]| -> Vec<String> {
        words.iter().map(|word| folder.fold(word).full).filter(|word| !word.is_empty()).collect()
    };
    let alternatives = |rule: &Rule| -> Vec<String> {
        let mut any = fold(&rule.any);
        any.extend(fold(&rule.exact).iter().map(|words| ["^", words, "$"].concat()));
        any.extend(fold(&rule.prefix).iter().map(|words| ["^", words].concat()));
        any.extend(rule.pattern.iter().map(|words| pattern(folder, words)).filter(|words| !words.is_empty()));
        any
    };
    let written = |rule: &Rule| FoldedRule {
        entry: rule.entry,
        any: alternatives(rule),
        all: fold(&rule.all),
        none: fold(&rule.none),
        scenes: rule.scenes.clone(),
        force: Force::Decides,
        priority: rule.priority,
        valid_from: rule.valid_from,
        valid_until: rule.valid_until,
        hours: rule.hours,
    };
    let keyword =
        |(entry, words): (u32, &Vec<String>)| FoldedRule { entry: Some(entry), any: fold(words), ..Default::default() };
    let keywords = (0u32..).zip(draft.keywords.iter().take(draft.knowledge.entries.len())).map(keyword);
    draft.knowledge.rules.iter().map(written).chain(keywords.filter(|rule| !rule.any.is_empty())).collect()
}

/// Blocked words, each by what may stand at its places, and as it is spelled in letters.
pub fn blocked(draft: &Draft, folder: &Folder) -> Vec<Vec<String>> {
    let mut blocked = Vec::new();
    for word in draft.blocked.iter().map(|word| folder.fold(word).full).filter(|word| !word.is_empty()) {
        let spelled: Option<Vec<String>> = word.chars().map(sounds::reading).collect();
        let letters: Vec<String> = spelled.unwrap_or_default().concat().chars().map(String::from).collect();
        if letters.len() >= SPELLED {
            blocked.push(letters);
        }
        blocked.push(sounds::alike(&word));
    }
    blocked
}

/// Letters from which a blocked word is recognised as it is spelled; shorter ones are too often something else.
const SPELLED: usize = 5;

/// A merchant's pattern: the words between its signs are folded, the signs stay.
pub fn pattern(folder: &Folder, written: &str) -> String {
    let mut out = String::new();
    for piece in written.split_inclusive(crate::pattern::SIGNS) {
        let (words, sign) = match piece.char_indices().next_back() {
            Some((at, last)) if crate::pattern::SIGNS.contains(&last) => piece.split_at(at),
            _ => (piece, ""),
        };
        out.push_str(&folder.fold(words).full);
        out.push_str(sign);
    }
    // As messages are folded: 第三期 is 3th期 there.
    out.replace("第#", "#th")
}
