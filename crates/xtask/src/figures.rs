//! `cargo xtask figures`: how good the engine is on every set, as a table in `docs/answers.md`.

use crate::{
    bench::today,
    noise::{Options, put},
    run,
    site::brotli,
    workspace::Workspace,
};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{
    fmt::Write,
    fs,
    path::Path,
    process::{Command, ExitCode},
};

/// Ends of the names of a set's knowledge and of its queries.
type Ends = [(&'static str, &'static str)];

/// Set, its queries, and what is asked of which knowledge.
const ROWS: [(&str, &str, &Ends); 7] = [
    ("zhshop", "queries", &[("", "")]),
    ("banking77", "queries_dev", &[("_n1_s0", ""), ("_n3_s0", ""), ("_n5_s0", ""), ("", ""), ("_n3_s0", "_typo")]),
    (
        "massive_zh",
        "queries_dev",
        &[
            ("_n1_s0", ""),
            ("_n3_s0", ""),
            ("_n5_s0", ""),
            ("", ""),
            ("_n3_s0", "_drop"),
            ("_n3_s0", "_hant"),
            ("_n3_s0", "_homophone"),
        ],
    ),
    ("clinc150", "queries_dev", &[("_n1_s0", ""), ("_n3_s0", ""), ("_n5_s0", ""), ("", ""), ("_n3_s0", "_typo")]),
    ("hint3_curekart", "queries_dev", &[("_n3_s0", ""), ("", "")]),
    ("hint3_sofmattress", "queries_dev", &[("_n3_s0", ""), ("", "")]),
    ("banking77_oos", "queries_dev", &[("_n3_s0", ""), ("", "")]),
];

const HEAD: &str = "| set | knowledge | queries | phrasings | top-1 | top-3 | joint | answered | right | asked back | \
    out of scope refused | median µs | bytes, brotli | allowed |\n\
    |---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";

/// Measures, prints and writes the table.
///
/// # Errors
/// When a set is missing, `renzai` fails, or the document has no place for the table.
pub fn figures(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    run::say("renzai");
    run::run(Command::new("cargo").current_dir(&workspace.root).args(["build", "--release", "-p", "renzai"]))?;
    let mut table = format!("Measured on {}.\n\n{HEAD}", today()?);
    for (set, queries, rows) in ROWS {
        let folder = options.data.join(set);
        for (knowledge, spoiled) in rows {
            let asked = folder.join(format!("{queries}{spoiled}.jsonl"));
            let line = row(workspace, &folder.join(format!("kb{knowledge}.jsonl")), &asked)?;
            let kind = spoiled.strip_prefix('_').unwrap_or("clean");
            writeln!(table, "| {set} | kb{knowledge} | {kind} | {line}")?;
        }
        run::say(set);
    }
    print!("{table}");
    put(&workspace.path("docs/answers.md"), "<!-- figures -->\n", "<!-- /figures -->", &table)?;
    Ok(ExitCode::SUCCESS)
}

fn row(workspace: &Workspace, knowledge: &Path, queries: &Path) -> Result<String> {
    let kept = workspace.cargo_target.join("figures.pack");
    let mut command = Command::new(workspace.renzai());
    command.arg("eval").arg("--json").arg("--knowledge").arg(knowledge).arg("--queries").arg(queries);
    let scores: Value = serde_json::from_str(&run::capture(command.arg("--keep").arg(&kept))?)?;
    let bytes = brotli(&fs::read(&kept)?)?.len();
    let phrasings = phrasings(knowledge)?;
    let share = |name: &str| scores[name].as_f64().map_or_else(|| "–".to_owned(), |share| format!("{share:.3}"));
    let shares = ["top1", "top3", "joint", "answered", "answered_right", "choices", "oos_recall"].map(share);
    let median = scores["median_us"].as_f64().context("eval tells no median")?;
    let allowed = 40_000 + 60 * phrasings;
    Ok(format!("{phrasings} | {} | {median:.0} | {bytes} | {allowed} |", shares.join(" | ")))
}

/// Phrasings of a knowledge, each entry's question among them.
fn phrasings(knowledge: &Path) -> Result<usize> {
    let text = fs::read_to_string(knowledge).with_context(|| format!("cannot read {}", knowledge.display()))?;
    let mut count = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let entry: Value = serde_json::from_str(line)?;
        count += 1 + entry["variants"].as_array().map_or(0, Vec::len);
    }
    Ok(count)
}
