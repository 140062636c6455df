//! `renzai report`: what the merchant can learn from questions without an answer and from verdicts on answers.

mod cluster;
mod together;

use std::collections::BTreeMap;

use answer::{Engine, Query};
use anyhow::Result;
use pack::Draft;
use serde_json::{Value, json};
use wire::visitor::Note;

use crate::cli::Report;
use crate::notes;
use crate::out::print;
use crate::sources::{build, count, draft, today};
use cluster::{Cluster, clusters};
use together::{Pair, together};

/// Confidence, in thousandths, from which a question is taken for another wording of an entry. Its first guess at every
/// question without an answer would be wrong more often than right.
const NEAR: u16 = 250;
/// Parts into which the merchant's phrasings are split to try each part on a knowledge of the rest.
const PARTS: usize = 5;
/// Proposals of each sort that are shown.
const SHOWN: usize = 20;

/// A question, and the entry that it is proposed for; `None` = a new one.
struct Proposal {
    asked: Cluster,
    entry: Option<u32>,
}

pub(crate) fn run(given: &Report) -> Result<()> {
    let draft = draft(&given.knowledge, None, today())?;
    let notes = notes::read(&given.notes, &draft.knowledge.site.phone)?;
    let engine = Engine::new(build(draft.clone()).0);
    let missed = notes.iter().filter(|note| matches!(note.kind.as_str(), "unanswered" | "down"));
    let proposals: Vec<Proposal> = clusters(missed.map(|note| note.text.as_str()))
        .into_iter()
        .map(|asked| {
            let reply = engine.ask(&Query { text: &asked.text, today: today(), ..Query::default() });
            let near = reply.candidates.first().filter(|first| first.confidence >= NEAR);
            Proposal { entry: near.map(|first| first.entry), asked }
        })
        .collect();
    let mut talks: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.kind == "answered") {
        if let Some(entry) = engine.lookup(&note.entry) {
            talks.entry(&note.talk).or_default().push(entry);
        }
    }
    let mut pairs = together(talks.values());
    pairs.retain(|pair| !draft.knowledge.entries[pair.first as usize].followups.contains(&pair.then));

    let after = with(&draft, &proposals);
    let tried = [("before", tried(&draft)), ("after", tried_on(&after, &draft))];
    print(&if given.json {
        format!("{}\n", as_json(&draft, &proposals, &pairs, &tried))
    } else {
        as_text(&draft, &notes, &proposals, &pairs, &tried)
    })
}

/// The draft with every proposed wording in it.
fn with(draft: &Draft, proposals: &[Proposal]) -> Draft {
    let mut after = draft.clone();
    after.phrasings.resize(after.knowledge.entries.len(), Vec::new());
    for proposal in proposals {
        if let Some(entry) = proposal.entry {
            after.phrasings[entry as usize].push(proposal.asked.text.clone());
        }
    }
    after
}

/// Phrasings asked, and how many found their entry first and among the first three.
#[derive(Clone, Copy, Default)]
struct Tried {
    asked: usize,
    first: usize,
    three: usize,
}

fn tried(draft: &Draft) -> Tried {
    tried_on(draft, draft)
}

/// Asks each of the merchant's own phrasings of a knowledge without a fifth of them, itself among that fifth.
fn tried_on(knowledge: &Draft, own: &Draft) -> Tried {
    let mut tried = Tried::default();
    for part in 0..PARTS {
        let mut rest = knowledge.clone();
        let mut held = Vec::new();
        let mut nth = 0;
        for (at, phrasings) in own.phrasings.iter().enumerate() {
            for phrasing in phrasings {
                if nth % PARTS == part {
                    rest.phrasings[at].retain(|other| other != phrasing);
                    held.push((phrasing, at));
                }
                nth += 1;
            }
        }
        let engine = Engine::new(build(rest).0);
        for (text, at) in held {
            let reply = engine.ask(&Query { text, today: today(), ..Query::default() });
            let place = reply.candidates.iter().position(|one| one.entry as usize == at);
            tried.asked += 1;
            tried.first += usize::from(place == Some(0));
            tried.three += usize::from(place.is_some_and(|place| place < 3));
        }
    }
    tried
}

fn as_text(draft: &Draft, notes: &[Note], proposals: &[Proposal], pairs: &[Pair], tried: &[(&str, Tried)]) -> String {
    let entry = |at: u32| &draft.knowledge.entries[at as usize];
    let mut out = vec![format!("{}\n", count(notes.len(), "note"))];
    let mut verdicts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for note in notes {
        let (up, down) = verdicts.entry(&note.entry).or_default();
        *up += usize::from(note.kind == "up");
        *down += usize::from(note.kind == "down");
    }
    let mut disliked: Vec<_> = verdicts.into_iter().filter(|(_, (up, down))| down > up).collect();
    disliked.sort_by_key(|(_, (up, down))| std::cmp::Reverse(down - up));
    let known = proposals.iter().filter(|one| one.entry.is_some()).take(SHOWN);
    out.push("\nwordings for entries that are there\n".to_owned());
    for Proposal { asked, entry: at } in known {
        let Some(at) = at else { continue };
        out.push(format!("  {:>4} ×  {}  → {}\n", asked.times, asked.text, entry(*at).id));
    }
    out.push("\nquestions that need an entry\n".to_owned());
    for Proposal { asked, .. } in proposals.iter().filter(|one| one.entry.is_none()).take(SHOWN) {
        out.push(format!("  {:>4} ×  {}\n", asked.times, asked.text));
        out.extend(asked.others.iter().map(|other| format!("          {other}\n")));
    }
    out.push("\nanswers that did not help\n".to_owned());
    for (id, (up, down)) in disliked.into_iter().take(SHOWN) {
        out.push(format!("  {id}: {down} no, {up} yes\n"));
    }
    out.push("\nasked together: a follow-up to propose\n".to_owned());
    for pair in pairs.iter().take(SHOWN) {
        out.push(format!(
            "  {} → {}  {:.0} % of {} conversations, {:.1} times as often as by chance\n",
            entry(pair.first).id,
            entry(pair.then).id,
            pair.confidence * 100.0,
            pair.asked,
            pair.lift
        ));
    }
    out.push(
        "\nyour own wordings, each asked of a knowledge without it\n          asked   first   first three\n".to_owned(),
    );
    for (when, Tried { asked, first, three }) in tried {
        out.push(format!(
            "  {when:<7} {asked:>5}  {:>5.1} %  {:>5.1} %\n",
            share(*first, *asked),
            share(*three, *asked)
        ));
    }
    out.push("\nNothing was changed: put what is right into the tables, then run renzai check.\n".to_owned());
    out.concat()
}

fn as_json(draft: &Draft, proposals: &[Proposal], pairs: &[Pair], tried: &[(&str, Tried)]) -> Value {
    let id = |at: u32| draft.knowledge.entries[at as usize].id.clone();
    let wordings: Vec<Value> = proposals
        .iter()
        .map(|one| json!({"text": one.asked.text, "times": one.asked.times, "others": one.asked.others, "entry": one.entry.map(id)}))
        .collect();
    let pairs: Vec<Value> = pairs
        .iter()
        .map(|pair| {
            json!({"first": id(pair.first), "then": id(pair.then), "support": pair.support, "confidence": pair.confidence, "lift": pair.lift})
        })
        .collect();
    let tried: serde_json::Map<String, Value> = tried
        .iter()
        .map(|(when, one)| {
            let shares = json!({"asked": one.asked, "top1": share(one.first, one.asked) / 100.0, "top3": share(one.three, one.asked) / 100.0});
            ((*when).to_owned(), shares)
        })
        .collect();
    json!({"proposals": wordings, "together": pairs, "accuracy": tried})
}

/// In percent; 0 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| u32::try_from(count).map_or(0.0, f64::from);
    if whole == 0 { 0.0 } else { number(part) * 100.0 / number(whole) }
}
