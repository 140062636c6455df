//! `cargo bench -p answer --features build`: how time and bytes grow with the knowledge.
//!
//! After `--`: sizes such as `1000,10000`, and a folder into which the packs and questions are written for the browser.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::cast_precision_loss, clippy::disallowed_macros)]

mod synthetic;

use answer::{Engine, Query};
use pack::Pack;
use std::{
    fmt::Write,
    fs, io,
    path::Path,
    time::{Duration, Instant},
};

/// Questions asked of each size.
const QUESTIONS: usize = 2000;

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let sizes = words.first().map_or("1000,10000,100000", String::as_str);
    println!("| entries | phrasings | build s | pack bytes | load ms | ask p50 µs | ask p99 µs | top-1 |");
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|");
    for size in sizes.split(',').filter_map(|size| size.parse().ok()) {
        println!("{}", row(size, words.get(1).map(Path::new))?);
    }
    Ok(())
}

fn row(size: usize, folder: Option<&Path>) -> io::Result<String> {
    let (draft, asked) = synthetic::knowledge(size);
    let step = (asked.len() / QUESTIONS).max(1);
    let asked: Vec<_> = asked.into_iter().step_by(step).take(QUESTIONS).collect();
    let phrasings = draft.phrasings.iter().map(|others| others.len() + 1).sum::<usize>();
    let texts: Vec<Vec<String>> = draft
        .knowledge
        .entries
        .iter()
        .zip(&draft.phrasings)
        .map(|(entry, others)| std::iter::once(&entry.question).chain(others).cloned().collect())
        .collect();
    let started = Instant::now();
    let bytes = answer::build(draft, &mut |_, _| {}).write();
    let built = started.elapsed();
    if let Some(folder) = folder {
        write(folder, size, &bytes, &texts, &asked)?;
    }
    drop(texts);

    let started = Instant::now();
    let Ok(pack) = Pack::read(&bytes) else { return Ok(format!("| {size} | the pack cannot be read back |")) };
    let engine = Engine::new(pack);
    let loaded = started.elapsed();

    let (mut times, mut right) = (Vec::with_capacity(asked.len()), 0usize);
    for one in &asked {
        let started = Instant::now();
        let reply = engine.ask(&Query { text: &one.text, today: 20_000, ..Query::default() });
        times.push(started.elapsed());
        right += usize::from(reply.candidates.first().is_some_and(|first| first.entry as usize == one.entry));
    }
    times.sort_unstable();
    let micros = |at: usize| times.get(at).map_or(0.0, Duration::as_secs_f64) * 1e6;
    Ok(format!(
        "| {size} | {phrasings} | {:.1} | {} | {:.1} | {:.0} | {:.0} | {:.3} |",
        built.as_secs_f64(),
        bytes.len(),
        loaded.as_secs_f64() * 1e3,
        micros(times.len() / 2),
        micros(times.len() * 99 / 100),
        right as f64 / asked.len().max(1) as f64,
    ))
}

/// What the browser compares engines on.
fn write(folder: &Path, size: usize, pack: &[u8], texts: &[Vec<String>], asked: &[synthetic::Asked]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join(format!("{size}.pack")), pack)?;
    let mut json = String::from("{\"entries\":[");
    let list = |texts: &[String]| texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(",");
    let entries: Vec<String> = texts.iter().map(|texts| format!("[{}]", list(texts))).collect();
    let _ = write!(json, "{}],\"asked\":[", entries.join(","));
    let asked: Vec<String> = asked.iter().map(|one| format!("[{:?},{}]", one.text, one.entry)).collect();
    let _ = write!(json, "{}]}}", asked.join(","));
    fs::write(folder.join(format!("{size}.json")), json)
}
