//! Quick replies: the merchant's knowledge, asked by the same engine that answers customers. It suggests; the agent
//! reads, changes and sends.

use super::card::fenced;
use answer::{Engine, Query};
use pack::{Day, Entry};

/// An answer that may fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Id of the entry.
    pub entry: String,
    /// Its question.
    pub question: String,
    /// Its answer as plain text; a card in it stands between its two lines.
    pub answer: String,
    /// How sure the engine is, in percent; 0: it was found by its words alone.
    pub sure: u16,
}

/// At most so many are of use at one time.
const MOST: usize = 6;

/// What fits to a customer's line or to a few words of the agent, best first. First what the engine thinks, then
/// entries that contain the words, because an agent also looks for half a word.
pub fn suggest(engine: &Engine, text: &str, today: Day) -> Vec<Suggestion> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let entries = &engine.knowledge().entries;
    let reply = engine.ask(&Query { text, today, ..Query::default() });
    let thought = reply.candidates.iter().map(|it| (it.entry as usize, it.confidence / 10));
    let small = text.to_lowercase();
    let worded = entries.iter().enumerate().filter(|(_, entry)| {
        entry.valid_on(today)
            && (entry.question.to_lowercase().contains(&small) || entry.plain_answer().to_lowercase().contains(&small))
    });
    let mut found: Vec<Suggestion> = Vec::new();
    for (place, sure) in thought.chain(worded.map(|(place, _)| (place, 0))) {
        let Some(entry) = entries.get(place) else { continue };
        if found.len() < MOST && found.iter().all(|it| it.entry != entry.id) {
            found.push(Suggestion {
                entry: entry.id.clone(),
                question: entry.question.clone(),
                answer: as_reply(entry),
                sure,
            });
        }
    }
    found
}

fn as_reply(entry: &Entry) -> String {
    let block = |block: &pack::Block| Entry { answer: vec![block.clone()], ..Entry::default() }.plain_answer();
    let blocks: Vec<_> = entry.answer.iter().map(|it| fenced(&block(it))).collect();
    blocks.join("\n")
}

/// The place after `at` among `count`, going round.
pub fn step(at: usize, count: usize, way: Way) -> usize {
    match (count, way) {
        (0, _) => 0,
        (_, Way::Down) => (at + 1) % count,
        (_, Way::Up) => (at + count - 1) % count,
    }
}

/// Which way to go in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the next.
    Down,
    /// To the one before.
    Up,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::engine;

    #[test]
    fn the_engine_comes_first_and_half_a_word_is_found_too() {
        let engine = engine();
        let asked = suggest(&engine, "我想退货", 20_000);
        assert_eq!(asked[0].entry, "refund", "{asked:?}");
        assert!(asked[0].sure > 0 && asked[0].answer.contains("申请退款"));
        let looked = suggest(&engine, "RF-2", 20_000);
        assert!(looked.iter().any(|it| it.entry == "error" && it.answer.contains("RF-204")), "{looked:?}");
    }

    #[test]
    fn each_entry_is_there_once_and_nothing_is_asked_for_nothing() {
        let engine = engine();
        let mut ids: Vec<_> = suggest(&engine, "退款", 20_000).into_iter().map(|it| it.entry).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert!(count == ids.len() && count > 0 && count <= MOST);
        assert!(suggest(&engine, "  ", 20_000).is_empty());
    }

    #[test]
    fn the_list_goes_round() {
        assert_eq!((step(0, 3, Way::Up), step(2, 3, Way::Down), step(5, 0, Way::Down)), (2, 0, 0));
    }
}
