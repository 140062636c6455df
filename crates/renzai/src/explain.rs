//! `renzai explain`: why a message gets the reply it gets.

use answer::{Engine, Outcome, Query};
use anyhow::Result;

use crate::cli::Ask;
use crate::out::print;
use crate::sources::{engine, today};

/// More reasons than this do not change a mind.
const REASONS: usize = 6;
/// Candidates that are shown.
const CANDIDATES: usize = 5;

pub(crate) fn run(given: &Ask) -> Result<()> {
    let today = given.today.unwrap_or_else(today);
    let engine = engine(&given.knowledge, today)?;
    let query = Query { text: &given.text, today, scene: &given.scene, ..Query::default() };
    let reply = engine.ask(&query);
    let scene = if given.scene.is_empty() { "any" } else { &given.scene };
    let mut lines = vec![
        format!("message   {}\n", given.text.escape_debug()),
        format!("read as   {}\n", reply.folded),
        format!("asked     {}, scene {scene}\n", faq::show_day(today)),
        format!("outcome   {}\n", outcome(&engine, &reply.outcome)),
    ];
    if reply.candidates.is_empty() {
        lines.push("no entry comes near\n".to_owned());
    }
    for (candidate, place) in reply.candidates.iter().zip(1..).take(CANDIDATES) {
        let Some(entry) = engine.knowledge().entries.get(candidate.entry as usize) else { continue };
        lines.push(format!("{place}. {:>7}  {}  {}\n", percent(candidate.confidence), entry.id, entry.question));
        for evidence in engine.why(&query, candidate.entry).iter().take(REASONS) {
            lines.push(format!("   {:>+6.1} %  {}\n", f64::from(evidence.weight) / 10.0, evidence.what));
        }
    }
    print(&lines.concat())
}

fn outcome(engine: &Engine, outcome: &Outcome) -> String {
    let id = |at: &u32| engine.knowledge().entries.get(*at as usize).map_or("", |entry| entry.id.as_str());
    match outcome {
        Outcome::Answer(at) => format!("answer {}", id(at)),
        Outcome::Choices(choices) => format!("ask back: {}", choices.iter().map(id).collect::<Vec<_>>().join(", ")),
        Outcome::Unknown => "nothing fits well enough: the person is offered".to_owned(),
        Outcome::Human => "the shopper asks for a person".to_owned(),
        Outcome::Greeting(greeting) => format!("small talk: {greeting:?}"),
        Outcome::Refused => "a word that the merchant does not answer to".to_owned(),
    }
}

fn percent(thousandths: u16) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}
