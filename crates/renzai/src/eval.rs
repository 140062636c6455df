//! `renzai eval`: how good the answers are, on questions whose entry is known.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use answer::{Engine, Noisy, Query};
use anyhow::{Context, Result, bail};
use pack::{Block, Draft, Entry, Pack, Span};

use crate::cli::Eval;
use crate::dialogs::dialogs;
use crate::jsonl;
use crate::out::print;
use crate::people;
use crate::score::{Asked, Scores};
use crate::sources::{build, today};

/// Where the mistakes of `--noise` begin: any number, as long as it stays the same.
const SEED: u64 = 20_261_121;

pub(crate) fn run(given: &Eval) -> Result<()> {
    let draft = knowledge(&given.knowledge)?;
    let ids: HashMap<String, u32> = draft.knowledge.entries.iter().map(|entry| entry.id.clone()).zip(0..).collect();
    let mut queries = queries(&given.queries, &ids)?;
    if let Some(noise) = given.noise {
        let mut noisy = Noisy::new(noise, SEED);
        for query in &mut queries {
            query.text = noisy.spoil(&query.text);
        }
    }
    let (pack, took) = build(draft);
    let bytes = pack.write();
    if let Some(path) = &given.keep {
        std::fs::write(path, &bytes).with_context(|| format!("cannot write the pack to {}", path.display()))?;
    }
    // What is measured is what a widget has: the pack as read from its bytes.
    let engine = match Pack::read(&bytes) {
        Ok(pack) => Engine::new(pack),
        Err(why) => bail!("{}: the pack cannot be read back: {why}", given.knowledge.display()),
    };
    let query = Query { today: today(), ..Query::default() };
    let mut wrong = Vec::new();
    let mut others = Vec::new();
    if let Some(path) = &given.human {
        others.extend(people::human(path, &engine, &query, &mut wrong)?);
    }
    if let Some(path) = &given.mood {
        others.extend(people::mood(path, &engine, &query, &mut wrong)?);
    }
    if let Some(path) = &given.dialogs {
        others.extend(dialogs(path, &engine, &ids, &query, &mut wrong)?);
    }
    if given.wrong {
        for line in &wrong {
            eprintln!("{line}");
        }
    }
    let asked = ask(&engine, &queries, &query);
    let scores = Scores { asked, others, pack_bytes: bytes.len(), build_ms: took.as_millis() };
    print(&if given.json { format!("{}\n", scores.json()) } else { scores.table() })
}

/// A question and the entry that is meant; `None` = out of scope.
struct Question {
    text: String,
    expect: Option<u32>,
}

fn ask(engine: &Engine, queries: &[Question], query: &Query) -> Vec<Asked> {
    let ask = |text| engine.ask(&Query { text, ..*query });
    // The first questions find cold caches, which a person who types never notices.
    for query in queries.iter().take(50) {
        let _ = ask(&query.text);
    }
    let mut asked = Vec::with_capacity(queries.len());
    for Question { text, expect } in queries {
        let started = Instant::now();
        let reply = ask(text);
        let took = started.elapsed();
        let rank = reply.candidates.iter().position(|candidate| Some(candidate.entry) == *expect);
        asked.push(Asked { in_scope: expect.is_some(), rank, outcome: reply.outcome, took });
    }
    asked
}

fn knowledge(path: &Path) -> Result<Draft> {
    const HINT: &str = r#"write {"id": 1, "question": "…", "variants": ["…"], "answer": "…", "lang": "en"}"#;
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut locale = String::new();
    let entries = jsonl::read(path, |line| {
        let id = line
            .id("id", HINT)?
            .ok_or_else(|| ("`id`: a text or a number was expected, found null".to_owned(), HINT))?;
        if lines.insert(id.clone(), lines.len()).is_some() {
            return Err((format!("the id `{id}` stands already above"), "give each entry its own id"));
        }
        let answer = line.maybe("answer", HINT)?;
        let category = line.maybe("category", HINT)?;
        let lang = line.maybe("lang", HINT)?;
        if locale.is_empty() {
            locale = lang;
        }
        let answer = if answer.is_empty() { Vec::new() } else { vec![Block::Paragraph(vec![Span::Text(answer)])] };
        let entry = Entry { id, question: line.text("question", HINT)?, answer, category, ..Entry::default() };
        Ok((entry, line.texts("variants", HINT)?))
    })?;
    let mut draft = Draft::default();
    draft.knowledge.site.locale = locale;
    (draft.knowledge.entries, draft.phrasings) = entries.into_iter().unzip();
    Ok(draft)
}

fn queries(path: &Path, ids: &HashMap<String, u32>) -> Result<Vec<Question>> {
    const HINT: &str = r#"write {"text": "…", "expect": an id of the knowledge, or null when nothing fits}"#;
    jsonl::read(path, |line| {
        let text = line.text("text", HINT)?;
        let expect = match line.id("expect", HINT)? {
            Some(id) => Some(*ids.get(&id).ok_or_else(|| (format!("`expect`: the knowledge has no id `{id}`"), HINT))?),
            None => None,
        };
        Ok(Question { text, expect })
    })
}
