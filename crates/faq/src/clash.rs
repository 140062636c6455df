//! What two entries cannot both have: an id, a wording, a keyword; and a word that stands in two groups.

use std::collections::HashMap;

use crate::diagnostic::{Report, Said};
use crate::entry::Source;
use crate::fold::fold;

/// Reports ids that stand twice.
pub(crate) fn ids(entries: &[Source], report: &mut Report) {
    let mut first: HashMap<&str, &Said> = HashMap::new();
    for Source { id, .. } in entries {
        if let Some(before) = first.get(id.text.as_str()) {
            let message = format!("the id `{}` stands already at {}", id.text, before.place.seen_from(&id.place));
            report.error(&id.place, message, "give one of them another id, or make the two rows one");
        } else {
            first.insert(&id.text, id);
        }
    }
}

/// Reports wordings that two entries share while both are shown: neither could be told from the other.
pub(crate) fn wordings(entries: &[Source], report: &mut Report) {
    let wordings = |entry: &'_ Source| std::iter::once(&entry.question).chain(&entry.phrasings).cloned().collect();
    for (said, entry, before, other) in shared(entries, wordings) {
        let message =
            format!("`{}` is a wording of `{}` too, {}", said.text, other.id.text, before.place.seen_from(&said.place));
        let hint = format!("keep it at `{}` or at `{}`, or make the two entries one", entry.id.text, other.id.text);
        report.error(&said.place, message, hint);
    }
}

/// Reports keywords that point to two entries.
pub(crate) fn keywords(entries: &[Source], report: &mut Report) {
    for (said, entry, before, other) in shared(entries, |entry| entry.keywords.clone()) {
        let message = format!(
            "keyword `{}` also points to `{}`, {}",
            said.text,
            other.id.text,
            before.place.seen_from(&said.place)
        );
        let hint = format!(
            "a keyword should decide: keep it at `{}` or at `{}`, or use a longer word at each",
            entry.id.text, other.id.text
        );
        report.warning(&said.place, message, hint);
    }
}

/// Reports words that stand in two groups of synonyms.
pub(crate) fn synonyms(groups: &[Vec<Said>], report: &mut Report) {
    let mut first: HashMap<String, (usize, &Said)> = HashMap::new();
    for (at, group) in groups.iter().enumerate() {
        for word in group {
            match first.get(&fold(&word.text)) {
                Some((other, before)) if *other != at => {
                    let message =
                        format!("`{}` stands in the group at {} too", word.text, before.place.seen_from(&word.place));
                    report.warning(
                        &word.place,
                        message,
                        "make the two groups one, or take the word out of one of them",
                    );
                }
                Some(_) => {}
                None => {
                    first.insert(fold(&word.text), (at, word));
                }
            }
        }
    }
}

/// Words that a later entry shares with an earlier one, each once a pair, when both are shown on some day.
fn shared<'a>(
    entries: &'a [Source],
    words: impl Fn(&'a Source) -> Vec<Said>,
) -> Vec<(Said, &'a Source, Said, &'a Source)> {
    let mut holders: HashMap<String, Vec<(Said, &'a Source)>> = HashMap::new();
    let mut found = Vec::new();
    for entry in entries {
        for said in words(entry) {
            let holders = holders.entry(fold(&said.text)).or_default();
            if holders.iter().any(|(_, holder)| std::ptr::eq(*holder, entry)) {
                continue;
            }
            // Entries with one id are one finding already, not one for each of their words.
            let other = holders.iter().find(|(_, other)| other.meets(entry) && other.id.text != entry.id.text);
            if let Some((before, other)) = other {
                found.push((said.clone(), entry, before.clone(), *other));
            }
            holders.push((said, entry));
        }
    }
    found
}
