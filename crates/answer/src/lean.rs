//! Questions that lean on what was said before: "那运费呢" after a question about an exchange is about its freight.
//!
//! A short message is also ranked together with what was asked before, and with the question that was answered; entries
//! of that answer's category, and those that the merchant named as its follow-ups, come nearer. Where the last reply was a
//! choice that the customer passes over, its first stands for the answer. The shorter the message, the more it leans.

use crate::{
    Context,
    index::{Hidden, Tables},
    rank::{Scored, rank},
};
use kernel::best_first;
use pack::Knowledge;

/// Characters from which a message stands on its own. At twice as many long questions are drawn to the old topic.
const LONG: f32 = 24.0;
/// Weight of the ranking together with what was asked before, for the shortest message. 0: "那运费呢" forgets the rest.
const SAID: f32 = 0.5;
/// Weight of the ranking together with the question that was answered. Twice as much repeats the same topic.
const TOPIC: f32 = 0.3;
/// Added to the entries of the answer's category.
const CATEGORY: f32 = 0.25;
/// Added to the entries that the merchant named as what is asked next.
const FOLLOWUP: f32 = 0.15;
/// Added to what was just offered: its words name one of them. At twice as much a new question is taken for a pick.
const OFFERED: f32 = 0.08;
/// Part of an entry's own score that being offered adds at most: what the message does not speak for stays behind.
const AT_MOST: f32 = 0.5;

/// Cosine from which a message is in the merchant's own words.
const AS_WRITTEN: f32 = 0.9;

/// Ranks anew in the light of what was said before.
pub fn lean(tables: &Tables, knowledge: &Knowledge, ranked: &mut Vec<Scored>, core: &str, context: &Context) {
    if context.said.is_empty() && context.offered.is_empty() && context.answered.is_empty() {
        return;
    }
    for scored in ranked.iter_mut().filter(|scored| context.offered.contains(&scored.entry)) {
        scored.score += OFFERED.min(AT_MOST * scored.score.max(0.0));
    }
    let length = u16::try_from(core.chars().filter(|char| *char != ' ').count()).unwrap_or(u16::MAX);
    // The question that was answered last, in the merchant's own words: it is asked again, and about itself.
    let again = ranked
        .first()
        .is_some_and(|first| first.nearest >= AS_WRITTEN && context.answered.last() == Some(&first.entry));
    let share = if again { 0.0 } else { 1.0 - f32::from(length) / LONG };
    if share > 0.0 && length > 0 {
        if !context.said.is_empty() {
            blend(tables, knowledge, ranked, &[&context.said, " ", core].concat(), share * SAID, context);
        }
        if let Some(last) = context.topic().and_then(|last| knowledge.entries.get(last as usize)) {
            blend(tables, knowledge, ranked, &[&last.question, " ", core].concat(), share * TOPIC, context);
            for scored in ranked.iter_mut() {
                let category = &knowledge.entries[scored.entry as usize].category;
                if !category.is_empty() && *category == last.category {
                    scored.score += CATEGORY * share;
                }
                if last.followups.contains(&scored.entry) {
                    scored.score += FOLLOWUP * share;
                }
            }
        }
    }
    best_first(ranked, |one| one.score);
}

/// Mixes in how a text ranks, but for what was answered last or offered first: it is seldom asked twice, and picked
/// sooner than asked for once more.
fn blend(tables: &Tables, knowledge: &Knowledge, ranked: &mut Vec<Scored>, text: &str, share: f32, context: &Context) {
    for more in search(tables, knowledge, text) {
        if [context.answered.last(), context.offered.first()].contains(&Some(&more.entry)) {
            continue;
        }
        match ranked.iter_mut().find(|scored| scored.entry == more.entry) {
            Some(known) => known.score += share * more.score,
            None => ranked.push(Scored { score: share * more.score, nearest: 0.0, ..more }),
        }
    }
    for one in ranked.iter_mut() {
        one.score /= 1.0 + share;
    }
}

/// What else a text may mean than what was answered or rejected: the merchant's follow-ups, then what ranks next.
pub fn others(tables: &Tables, knowledge: &Knowledge, text: &str, context: &Context) -> Vec<u32> {
    let last = context.answered.last().and_then(|last| knowledge.entries.get(*last as usize));
    let mut others: Vec<u32> = last.map(|last| last.followups.clone()).unwrap_or_default();
    for scored in search(tables, knowledge, text) {
        if !others.contains(&scored.entry) {
            others.push(scored.entry);
        }
    }
    others.retain(|other| !context.answered.contains(other) && !context.rejected.contains(other));
    others
}

fn search(tables: &Tables, knowledge: &Knowledge, text: &str) -> Vec<Scored> {
    let core = tables.fold(text).core;
    let vector = tables.vector(&core);
    rank(tables, &vector, knowledge.entries.len(), &Hidden::default()).entries
}
