//! Entries and shop put together: the merchant's ids become positions.

use std::collections::{BTreeMap, HashMap};

use pack::{Action, Draft, Entry, Forecast, Knowledge, Lookup, Rule, Slot, Target};

use crate::diagnostic::{Report, Said};
use crate::entry::{Leads, Source};
use crate::fold::fold;
use crate::shop::{Shop, SourceForecast, SourceRule, SourceSlot};

/// The draft; ids that no entry has are reported and left out.
pub(crate) fn draft(shop: Shop, sources: Vec<Source>, report: &mut Report) -> Draft {
    let ids = Ids::new(&sources);
    let start = ids.find_all(&shop.start, report);
    let forecast = |one: SourceForecast, report: &mut Report| Forecast {
        entries: ids.find_all(&one.entries, report),
        scenes: one.scenes,
        codes: one.codes,
        steps: one.steps,
        attributes: one.attributes,
    };
    let forecasts = shop.forecasts.into_iter().map(|one| forecast(one, report)).collect();
    let slots: Vec<Said> = shop.slots.iter().map(|slot| slot.name.clone()).collect();
    let lookups: Vec<Said> = shop.lookups.iter().map(|lookup| lookup.name.clone()).collect();
    let mut rules: Vec<Rule> = shop.rules.into_iter().map(|rule| self::rule(rule, &ids, report)).collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.priority));
    let mut draft = Draft {
        knowledge: Knowledge {
            site: shop.site,
            hours: shop.hours,
            greetings: shop.greetings,
            start,
            rules,
            slots: shop.slots.into_iter().map(slot).collect(),
            lookups: shop.lookups.into_iter().map(|one| Lookup { name: one.name.text, url: one.url }).collect(),
            forecasts,
            ..Knowledge::default()
        },
        blocked: shop.blocked,
        synonyms: shop.synonyms.into_iter().map(texts).collect(),
        ..Draft::default()
    };
    for source in sources {
        // Ids in a card stay words; whether they are there is said all the same.
        ids.find_all(&source.answer.asks, report);
        draft.knowledge.entries.push(Entry {
            followups: ids.find_all(&source.followups, report),
            actions: source
                .actions
                .into_iter()
                .filter_map(|button| {
                    let target = match button.leads {
                        Leads::To(target) => target,
                        Leads::Ask(id) => Target::Ask(ids.find(&id, report)?),
                    };
                    Some(Action { label: button.label, target })
                })
                .collect(),
            id: source.id.text,
            question: source.question.text,
            answer: source.answer.blocks,
            category: source.category,
            scenes: source.scenes,
            valid_from: source.valid_from,
            valid_until: source.valid_until,
            needs: source.needs.iter().filter_map(|name| named(&slots, name, "slot", report)).collect(),
            lookup: source.lookup.and_then(|name| named(&lookups, &name, "lookup", report)),
        });
        draft.phrasings.push(texts(source.phrasings));
        draft.keywords.push(texts(source.keywords));
    }
    draft
}

/// Where a merchant's id stands.
struct Ids {
    at: HashMap<String, u32>,
    /// By what is left of them without case, - and _.
    folded: BTreeMap<String, String>,
}

impl Ids {
    fn new(sources: &[Source]) -> Self {
        let ids = sources.iter().map(|source| &source.id.text);
        Self { at: ids.clone().cloned().zip(0..).collect(), folded: ids.map(|id| (fold(id), id.clone())).collect() }
    }

    fn find(&self, id: &Said, report: &mut Report) -> Option<u32> {
        let found = self.at.get(&id.text).copied();
        if found.is_none() {
            let hint = self.nearest(&id.text).map_or_else(
                || "use an id from the table, or take it away".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            report.error(&id.place, format!("no entry has the id `{}`", id.text), hint);
        }
        found
    }

    fn find_all(&self, ids: &[Said], report: &mut Report) -> Vec<u32> {
        ids.iter().filter_map(|id| self.find(id, report)).collect()
    }

    /// An id with the same letters but for case, - and _, or one that begins with the wrong id or the wrong id with it.
    fn nearest(&self, wrong: &str) -> Option<&str> {
        let wrong = fold(wrong);
        let longer =
            self.folded.range(wrong.clone()..).next().filter(|(id, _)| !wrong.is_empty() && id.starts_with(&wrong));
        let shorter = || {
            let mut begins = (1..wrong.len()).rev().filter_map(|end| wrong.get(..end));
            begins.find_map(|begin| self.folded.get_key_value(begin))
        };
        longer.or_else(shorter).map(|(_, id)| id.as_str())
    }
}

fn rule(rule: SourceRule, ids: &Ids, report: &mut Report) -> Rule {
    Rule {
        entry: rule.entry.filter(|entry| entry.text != "human").and_then(|entry| ids.find(&entry, report)),
        any: texts(rule.any),
        exact: texts(rule.exact),
        prefix: texts(rule.prefix),
        pattern: texts(rule.pattern),
        all: texts(rule.all),
        none: texts(rule.none),
        priority: rule.priority,
        scenes: rule.scenes,
        valid_from: rule.valid_from,
        valid_until: rule.valid_until,
        hours: rule.hours,
    }
}

fn slot(slot: SourceSlot) -> Slot {
    Slot { name: slot.name.text, ask: slot.ask, pattern: slot.pattern, digits: slot.digits }
}

/// Where the slot or lookup of this name stands in `shop.toml`.
fn named(known: &[Said], wanted: &Said, what: &str, report: &mut Report) -> Option<u32> {
    let at = known.iter().position(|said| said.text == wanted.text);
    if at.is_none() {
        let names: Vec<&str> = known.iter().map(|said| said.text.as_str()).collect();
        let hint = match names.as_slice() {
            [] => format!("write [[{what}s]] with name = \"{}\" in shop.toml", wanted.text),
            names => format!("shop.toml has {}", names.join(", ")),
        };
        report.error(&wanted.place, format!("no {what} is called `{}`", wanted.text), hint);
    }
    at.and_then(|at| u32::try_from(at).ok())
}

fn texts(said: Vec<Said>) -> Vec<String> {
    said.into_iter().map(|said| said.text).collect()
}
