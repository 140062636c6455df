//! Keyword rules that cannot work, or not together.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Report, Said};
use crate::fold::fold;
use crate::shop::SourceRule;

/// Reports rules that match everything, rules that never match, and rules that lead from the same words to two places.
pub(crate) fn check(rules: &[SourceRule], report: &mut Report) {
    for rule in rules {
        if rule.any.is_empty() && rule.all.is_empty() {
            let hint = "write any = [\"…\"] (one of these) or all = [\"…\"] (all of these)";
            report.error(&rule.place, "a rule without words answers everything", hint);
        }
        for word in rule.any.iter().chain(&rule.all).chain(&rule.none).filter(|word| word.text.is_empty()) {
            report.error(&word.place, "an empty word", "write a word, or take it away");
        }
        never(rule, report);
    }
    let mut first: HashMap<Conditions, &SourceRule> = HashMap::new();
    for rule in rules {
        let before = *first.entry(conditions(rule)).or_insert(rule);
        let (Some(here), Some(there)) = (&rule.entry, &before.entry) else { continue };
        let line = before.place.seen_from(&rule.place);
        if std::ptr::eq(before, rule) {
        } else if here.text == there.text {
            let message = format!("says the same as the rule at {line}");
            report.warning(&rule.place, message, "keep one of the two");
        } else {
            let message = format!("leads to `{}`, and the same words at {line} to `{}`", here.text, there.text);
            report.error(&rule.place, message, "keep one of the two, or tell them apart by `all`, `none` or `scene`");
        }
    }
}

/// A word that must be there and must not be there.
fn never(rule: &SourceRule, report: &mut Report) {
    let forbidden = words(&rule.none);
    let is_forbidden = |word: &&Said| forbidden.iter().any(|none| fold(&word.text).contains(none.as_str()));
    let clashing: Vec<_> = rule.all.iter().chain(&rule.any).filter(is_forbidden).collect();
    for word in clashing {
        let message = format!("`{}` is asked for and forbidden by `none`: the rule cannot match on it", word.text);
        report.error(&word.place, message, "take it away from one of the two");
    }
}

type Conditions = (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>, BTreeSet<String>);

fn conditions(rule: &SourceRule) -> Conditions {
    (words(&rule.any), words(&rule.all), words(&rule.none), rule.scenes.iter().cloned().collect())
}

fn words(said: &[Said]) -> BTreeSet<String> {
    said.iter().filter(|said| !said.text.is_empty()).map(|said| fold(&said.text)).collect()
}
