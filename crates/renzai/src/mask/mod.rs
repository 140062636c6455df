//! `renzai mask`: covers what tells who somebody is, measures how well, and makes cases to measure with.

mod chance;
mod corpus;
mod frames;
mod held_out;
mod measure;
mod places;
mod values;

use std::io::{BufRead, Write, stdin, stdout};
use std::path::Path;

use anyhow::{Context, Result};
use mask::Kind;

use crate::cli::Mask;
use crate::jsonl::{self, Line, Wrong};
use crate::out;
use corpus::{Case, Marked, Shapes};

/// Runs the command.
pub(crate) fn run(given: &Mask) -> Result<()> {
    match (&given.eval, given.generate) {
        (Some(file), _) => evaluate(file, given),
        (None, Some(count)) => {
            let shapes = if given.held_out { Shapes::HeldOut } else { Shapes::Known };
            let cases = corpus::generate(count, given.seed, shapes);
            out::print(&cases.iter().map(json).collect::<String>())
        }
        (None, None) => filter(given),
    }
}

/// Masks standard input line by line, so that it can stand in a pipe that never ends.
fn filter(given: &Mask) -> Result<()> {
    let keep: Vec<&str> = given.keep.iter().map(String::as_str).collect();
    let mut input = stdin().lock();
    let mut bytes = Vec::new();
    while input.read_until(b'\n', &mut bytes).context("standard input")? > 0 {
        let masked = mask::mask(&String::from_utf8_lossy(&bytes), &keep).text;
        if let Err(why) = stdout().lock().write_all(masked.as_bytes()) {
            return if why.kind() == std::io::ErrorKind::BrokenPipe { Ok(()) } else { Err(why.into()) };
        }
        bytes.clear();
    }
    stdout().flush().context("standard output")
}

fn evaluate(file: &Path, given: &Mask) -> Result<()> {
    let cases = jsonl::read(file, case)?;
    let report = measure::measure(&cases);
    if given.wrong {
        for wrong in &report.wrong {
            eprintln!("{wrong}");
        }
    }
    out::print(&if given.json { report.json() } else { report.table() })
}

fn case(line: &Line) -> Result<Case, Wrong> {
    const HINT: &str =
        r#"write {"text": "…", "spans": [{"start": 0, "end": 11, "kind": "mobile"}]}, places in code points"#;
    let text = line.text("text", HINT)?;
    let length = text.chars().count();
    let mut spans = Vec::new();
    for span in line.objects("spans", HINT)? {
        let (start, end) = (span.count("start", HINT)?, span.count("end", HINT)?);
        let name = span.text("kind", HINT)?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == name);
        let kind = kind.ok_or_else(|| (format!("`kind`: `{name}` is none of {}", names()), HINT))?;
        if start >= end || end > length {
            return Err((format!("a span from {start} to {end} is none of a text of {length} code points"), HINT));
        }
        spans.push(Marked { start, end, kind });
    }
    Ok(Case { text, spans })
}

fn names() -> String {
    Kind::ALL.map(Kind::as_str).join(", ")
}

fn json(case: &Case) -> String {
    let spans: Vec<_> = case
        .spans
        .iter()
        .map(|span| serde_json::json!({"start": span.start, "end": span.end, "kind": span.kind.as_str()}))
        .collect();
    format!("{}\n", serde_json::json!({"text": case.text, "spans": spans}))
}
