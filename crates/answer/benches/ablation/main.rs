//! `cargo bench -p answer --features build --bench ablation -- DATA [SETS]`: what each weight and part does, as tables
//! in Markdown. `cargo xtask ablation` writes them into `docs/answers.md`.
//!
//! DATA has a folder for each set, with `kb.jsonl`, `kb_n3_s0.jsonl` and so on and queries beside them. SETS such as
//! `zhshop,banking77`: only these. The same sources give the same tables.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod rows;
mod sets;

use answer::{Engine, Outcome, Query, Weights};
use rows::Row;
use sets::Set;
use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

/// Workers, each with a pack of its own.
const WORKERS: usize = 2;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let only = words.get(1).map(|sets| sets.split(',').collect::<Vec<_>>());
    let sets = sets::sets(Path::new(&words[0]), only.as_deref());
    let rows = rows::rows();
    let started = Instant::now();
    let scores = measure(&rows, &sets);
    let took = started.elapsed();
    println!("{}", table("Top-1, in scope", &rows, &sets, &scores, |score| Some(score.top1)));
    println!("{}", means(&rows, &sets, &scores));
    print!("{}", usual(&sets, &scores[0]));
    eprintln!("{} packs in {:.0} s", rows.len() * sets.len(), took.as_secs_f32());
}

/// How one pack did.
#[derive(Clone, Copy, Default)]
struct Score {
    top1: f64,
    top3: f64,
    /// In scope right first and not refused, or out of scope refused.
    joint: f64,
    answered: f64,
    /// Share of the answered that is right, where anything was answered.
    right: Option<f64>,
}

/// Scores row by row, in each of them set by set.
fn measure(rows: &[Row], sets: &[Set]) -> Vec<Vec<Score>> {
    let jobs: Vec<(usize, usize)> =
        (0..rows.len()).flat_map(|row| (0..sets.len()).map(move |set| (row, set))).collect();
    let scores = Mutex::new(vec![vec![Score::default(); sets.len()]; rows.len()]);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(&(row, set)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let score = score(&sets[set], &rows[row].weights);
                    eprintln!("{} · {}: {:.3}", rows[row].name, sets[set].name, score.top1);
                    scores.lock().expect("no worker panics")[row][set] = score;
                }
            });
        }
    });
    scores.into_inner().expect("no worker panics")
}

fn score(set: &Set, weights: &Weights) -> Score {
    let engine = Engine::new(answer::build_with(set.draft.clone(), weights, &mut |_, _| {}));
    let (mut first, mut three, mut joint, mut answered, mut right) = (0, 0, 0, 0, 0);
    for (text, expect) in &set.asked {
        let reply = engine.ask(&Query { text, today: 20_000, ..Query::default() });
        let rank = reply.candidates.iter().position(|one| Some(one.entry) == *expect);
        let outright = matches!(reply.outcome, Outcome::Answer(_));
        let refused = !outright && !matches!(reply.outcome, Outcome::Choices(_));
        first += usize::from(rank == Some(0));
        three += usize::from(rank.is_some_and(|rank| rank < 3));
        joint += usize::from(if expect.is_some() { rank == Some(0) && !refused } else { refused });
        answered += usize::from(outright);
        right += usize::from(outright && rank == Some(0));
    }
    let known = set.asked.iter().filter(|one| one.1.is_some()).count();
    Score {
        top1: share(first, known),
        top3: share(three, known),
        joint: share(joint, set.asked.len()),
        answered: share(answered, set.asked.len()),
        right: (answered > 0).then(|| share(right, answered)),
    }
}

/// One figure of every set, and its mean.
fn table(head: &str, rows: &[Row], sets: &[Set], scores: &[Vec<Score>], figure: fn(&Score) -> Option<f64>) -> String {
    let names: Vec<&str> = sets.iter().map(|set| set.name.as_str()).collect();
    let mut text = format!("| {head} | {} | mean |\n|---|{}---:|\n", names.join(" | "), "---:|".repeat(sets.len()));
    for (row, scores) in rows.iter().zip(scores).filter(|(row, _)| row.ranks) {
        let cells: Vec<String> = scores.iter().map(|score| shown(figure(score))).collect();
        let line = format!("| {} | {} | {} |\n", row.name, cells.join(" | "), shown(mean(sets, scores, figure)));
        text.push_str(&line);
    }
    text
}

/// Every figure of every set, as the engine is.
fn usual(sets: &[Set], scores: &[Score]) -> String {
    let mut text =
        format!("| As it is | questions | top-1 | top-3 | joint | answered | right |\n|---|{}\n", "---:|".repeat(6));
    for (set, score) in sets.iter().zip(scores) {
        let cells = FIGURES.map(|figure| shown(figure(score))).join(" | ");
        let line = format!("| {} | {} | {cells} |\n", set.name, set.asked.len());
        text.push_str(&line);
    }
    text
}

const FIGURES: [fn(&Score) -> Option<f64>; 5] = [
    |score| Some(score.top1),
    |score| Some(score.top3),
    |score| Some(score.joint),
    |score| Some(score.answered),
    |score| score.right,
];

/// The mean of every figure.
fn means(rows: &[Row], sets: &[Set], scores: &[Vec<Score>]) -> String {
    let head = format!("Means of {} sets", sets.iter().filter(|set| set.counts).count());
    let mut text = format!("| {head} | top-1 | top-3 | joint | answered | right |\n|---|{}\n", "---:|".repeat(5));
    for (row, scores) in rows.iter().zip(scores) {
        let cells = FIGURES.map(|figure| shown(mean(sets, scores, figure))).join(" | ");
        let line = format!("| {} | {cells} |\n", row.name);
        text.push_str(&line);
    }
    text
}

fn mean(sets: &[Set], scores: &[Score], figure: fn(&Score) -> Option<f64>) -> Option<f64> {
    let counting = sets.iter().zip(scores).filter(|(set, _)| set.counts);
    let known: Vec<f64> = counting.filter_map(|(_, score)| figure(score)).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / f64::from(u32::try_from(known.len()).unwrap_or(u32::MAX)))
}

fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.3}").trim_start_matches('0').to_owned())
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole.max(1))
}
