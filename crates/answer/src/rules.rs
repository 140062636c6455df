//! Keyword rules: whoever says these words means this.

use crate::phrases::contains;
use pack::{FoldedRule, Force, Rule};

/// The strongest matching rule of the merchant: highest priority, then the one with the most words matched.
pub fn decisive<'a>(
    rules: &'a [FoldedRule],
    written: &[Rule],
    full: &str,
    scene: &str,
) -> Option<(&'a FoldedRule, String)> {
    let mut best: Option<(i32, usize, &FoldedRule, String)> = None;
    for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.force == Force::Decides) {
        let Some(words) = matched(rule, full, scene) else { continue };
        let priority = written.get(at).map_or(0, |rule| rule.priority);
        if best.as_ref().is_none_or(|best| (best.0, best.1) < (priority, words.len())) {
            best = Some((priority, words.len(), rule, words));
        }
    }
    best.map(|(_, _, rule, words)| (rule, words))
}

/// The matching keywords of entries: entry and words.
pub fn favoured(rules: &[FoldedRule], full: &str, scene: &str) -> Vec<(u32, String)> {
    let keywords = rules.iter().filter(|rule| rule.force == Force::Favours);
    keywords.filter_map(|rule| Some((rule.entry?, matched(rule, full, scene)?))).collect()
}

/// The words by which a rule matches.
fn matched(rule: &FoldedRule, full: &str, scene: &str) -> Option<String> {
    let here = rule.scenes.is_empty() || rule.scenes.iter().any(|wanted| wanted == scene);
    let spoken = |word: &&String| contains(full, word);
    let conditions = !rule.any.is_empty() || !rule.all.is_empty();
    if !here
        || !conditions
        || !rule.all.iter().all(|word| contains(full, word))
        || rule.none.iter().any(|word| contains(full, word))
    {
        return None;
    }
    let mut words: Vec<&str> = rule.all.iter().map(String::as_str).collect();
    if !rule.any.is_empty() {
        words.push(rule.any.iter().filter(spoken).max_by_key(|word| word.len())?);
    }
    Some(words.join(" + "))
}
