//! Keyword rules: whoever says these words means this.

use crate::{Query, pattern::found};
use pack::{FoldedRule, Force};

/// A folded message as it was written, and as it was heard: a merchant's words may be in either.
pub type Full<'a> = [&'a str; 2];

/// The strongest matching rule of the merchant: highest priority, then the one with most words matched, then the one
/// with more conditions of page, day and hour.
pub fn decisive<'a>(rules: &'a [FoldedRule], full: Full, query: &Query) -> Option<(&'a FoldedRule, String)> {
    let mut best: Option<((i32, usize, usize), &FoldedRule, String)> = None;
    for rule in rules.iter().filter(|rule| rule.force == Force::Decides) {
        let Some((length, words)) = matched(rule, full, query) else { continue };
        let conditions =
            [!rule.scenes.is_empty(), rule.valid_from.or(rule.valid_until).is_some(), rule.hours.is_some()];
        let strength = (rule.priority, length, conditions.into_iter().filter(|set| *set).count());
        if best.as_ref().is_none_or(|best| best.0 < strength) {
            best = Some((strength, rule, words));
        }
    }
    best.map(|(_, rule, words)| (rule, words))
}

/// The matching keywords of entries: entry and words.
pub fn favoured(rules: &[FoldedRule], full: Full, query: &Query) -> Vec<(u32, String)> {
    let keywords = rules.iter().filter(|rule| rule.force == Force::Favours);
    keywords.filter_map(|rule| Some((rule.entry?, matched(rule, full, query)?.1))).collect()
}

/// The words by which a rule matches, and how many bytes of the message they fix.
fn matched(rule: &FoldedRule, full: Full, query: &Query) -> Option<(usize, String)> {
    let found = |full: Full, word: &str| full.into_iter().filter_map(|text| found(text, word)).max();
    let somewhere = rule.any.is_empty() && rule.all.is_empty();
    if somewhere || !holds(rule, query) || rule.none.iter().any(|word| found(full, word).is_some()) {
        return None;
    }
    let mut length = 0;
    let mut words: Vec<&str> = Vec::new();
    for word in &rule.all {
        length += found(full, word)?;
        words.push(word);
    }
    if !rule.any.is_empty() {
        let fitting = rule.any.iter().filter_map(|word| Some((found(full, word)?, word)));
        let (most, word) = fitting.max_by_key(|fitting| fitting.0)?;
        length += most;
        words.push(word);
    }
    Some((length, words.join(" + ")))
}

/// Whether the rule holds on this page, day and hour.
fn holds(rule: &FoldedRule, query: &Query) -> bool {
    let hour = rule.hours.is_none_or(|(from, until)| {
        let (after, before) = (query.minute >= from, query.minute < until);
        if from <= until { after && before } else { after || before }
    });
    hour && (rule.scenes.is_empty() || rule.scenes.iter().any(|scene| scene == query.scene))
        && rule.valid_from.is_none_or(|from| from <= query.today)
        && rule.valid_until.is_none_or(|until| query.today <= until)
}
