//! Keyword rules that cannot work, or not together.

use std::collections::BTreeSet;

use crate::diagnostic::{Report, Said};
use crate::fold::fold;
use crate::shop::SourceRule;

/// Signs with a meaning of their own in a pattern, as `answer` reads them.
const SIGNS: [char; 3] = ['*', '#', '?'];

/// Reports rules that match everything, rules that never match, rules that lead from the same words to two places, and
/// rules that another one always wins over.
pub(crate) fn check(rules: &[SourceRule], report: &mut Report) {
    for rule in rules {
        if alternatives(rule).next().is_none() && rule.all.is_empty() {
            let hint = "write any = [\"…\"] (one of these) or all = [\"…\"] (all of these)";
            report.error(&rule.place, "a rule without words answers everything", hint);
        }
        let words = rule.any.iter().chain(&rule.exact).chain(&rule.prefix).chain(&rule.all).chain(&rule.none);
        for word in words.filter(|word| word.text.is_empty()) {
            report.error(&word.place, "an empty word", "write a word, or take it away");
        }
        for pattern in rule.pattern.iter().filter(|pattern| pattern.text.chars().all(|char| SIGNS.contains(&char))) {
            let hint = "write words around the signs, such as \"order # *arrive\"";
            report.error(&pattern.place, format!("a pattern without words: `{}`", pattern.text), hint);
        }
        never(rule, report);
    }
    for (at, rule) in rules.iter().enumerate() {
        let same = rules[..at].iter().find(|before| conditions(before) == conditions(rule));
        if let Some(before) = same {
            twice(before, rule, report);
        } else if let Some(stronger) = rules.iter().find(|other| always_wins(other, rule)) {
            let leads = |rule: &SourceRule| rule.entry.as_ref().map_or("", |entry| &entry.text).to_owned();
            let message = format!(
                "can never win: whenever it matches, the rule at {} does too, with priority {} against {}, and leads to `{}` instead of `{}`",
                stronger.place.seen_from(&rule.place),
                stronger.priority,
                rule.priority,
                leads(stronger),
                leads(rule),
            );
            let hint = "give this rule the higher priority, or shut its words out of the other one by `none`";
            report.warning(&rule.place, message, hint);
        }
    }
}

/// Two rules with the same conditions.
fn twice(before: &SourceRule, rule: &SourceRule, report: &mut Report) {
    let (Some(here), Some(there)) = (&rule.entry, &before.entry) else { return };
    let line = before.place.seen_from(&rule.place);
    if here.text == there.text {
        report.warning(&rule.place, format!("says the same as the rule at {line}"), "keep one of the two");
    } else {
        let message = format!("leads to `{}`, and the same words at {line} to `{}`", here.text, there.text);
        report.error(&rule.place, message, "keep one of the two, or tell them apart by `all`, `none` or `scene`");
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

/// Whether a rule matches whenever a weaker one for something else does.
fn always_wins(strong: &SourceRule, weak: &SourceRule) -> bool {
    let elsewhere = strong.entry.as_ref().map(|entry| &entry.text) != weak.entry.as_ref().map(|entry| &entry.text);
    let first = |rule: &SourceRule| rule.valid_from.unwrap_or(i32::MIN);
    let last = |rule: &SourceRule| rule.valid_until.unwrap_or(i32::MAX);
    let wider = (strong.scenes.is_empty() || !weak.scenes.is_empty() && subset(&weak.scenes, &strong.scenes))
        && first(strong) <= first(weak)
        && last(weak) <= last(strong)
        && (strong.hours.is_none() || strong.hours == weak.hours);
    let weak_all: Vec<Test> = weak.all.iter().map(Test::word).collect();
    let weak_any: Vec<Test> = alternatives(weak).collect();
    // What is known of a message that the weak rule matches: all of `all`, and one of the others.
    let sure = |wanted: &[Test]| {
        let implied = |given: &Test| wanted.iter().any(|test| given.implies(test));
        weak_all.iter().any(implied) || !weak_any.is_empty() && weak_any.iter().all(implied)
    };
    let any: Vec<Test> = alternatives(strong).collect();
    let shut_out =
        strong.none.iter().all(|none| weak.none.iter().any(|other| fold(&none.text).contains(&fold(&other.text))));
    elsewhere
        && strong.priority > weak.priority
        && wider
        && shut_out
        && (any.is_empty() || sure(&any))
        && strong.all.iter().all(|word| sure(&[Test::word(word)]))
}

fn subset(part: &[String], whole: &[String]) -> bool {
    part.iter().all(|one| whole.contains(one))
}

/// What one item of a rule asks of a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Test {
    Has(String),
    Is(String),
    Begins(String),
    Fits(String),
}

impl Test {
    fn word(said: &Said) -> Self {
        Self::Has(fold(&said.text))
    }

    /// Whether a message that passes this one passes the other too, as far as words tell.
    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Has(a) | Self::Is(a) | Self::Begins(a), Self::Has(b)) => a.contains(b.as_str()),
            (Self::Is(a) | Self::Begins(a), Self::Begins(b)) => a.starts_with(b.as_str()),
            (Self::Fits(a), Self::Has(b)) if !a.contains('?') => {
                a.split(SIGNS).any(|piece| fold(piece).contains(b.as_str()))
            }
            _ => self == other,
        }
    }
}

/// The items of a rule of which one is enough.
fn alternatives(rule: &SourceRule) -> impl Iterator<Item = Test> {
    let any = rule.any.iter().map(Test::word);
    let exact = rule.exact.iter().map(|said| Test::Is(fold(&said.text)));
    let prefix = rule.prefix.iter().map(|said| Test::Begins(fold(&said.text)));
    any.chain(exact).chain(prefix).chain(rule.pattern.iter().map(|said| Test::Fits(said.text.clone())))
}

type Conditions<'a> =
    (BTreeSet<Test>, BTreeSet<String>, BTreeSet<String>, BTreeSet<&'a str>, [Option<i32>; 2], Option<(u16, u16)>);

fn conditions(rule: &SourceRule) -> Conditions<'_> {
    (
        alternatives(rule).collect(),
        words(&rule.all),
        words(&rule.none),
        rule.scenes.iter().map(String::as_str).collect(),
        [rule.valid_from, rule.valid_until],
        rule.hours,
    )
}

fn words(said: &[Said]) -> BTreeSet<String> {
    said.iter().filter(|said| !said.text.is_empty()).map(|said| fold(&said.text)).collect()
}
