//! `cargo xtask noise`: what mistakes cost, as a table in `docs/answers.md`.

use crate::{run, workspace::Workspace};
use anyhow::{Context, Result, bail};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// Where the sets are.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with a folder for each set: kb*.jsonl, queries*.jsonl.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
}

/// Set, its knowledge and queries, and kinds of mistakes. A file `queries_dev_KIND.jsonl` is taken where the set has one;
/// else `renzai eval --noise KIND` makes the mistakes.
const ROWS: [(&str, &str, &str, &[&str]); 9] = [
    ("zhshop", "kb", "queries", &["homophone", "drop", "hant", "pinyin"]),
    ("massive_zh", "kb_n3_s0", "queries_dev", &["homophone", "drop", "hant"]),
    ("massive_zh", "kb_n5_s0", "queries_dev", &["homophone", "drop", "hant"]),
    ("banking77", "kb_n3_s0", "queries_dev", &["typo"]),
    ("banking77", "kb_n5_s0", "queries_dev", &["typo"]),
    ("banking77_oos", "kb_n5_s0", "queries_dev", &["typo"]),
    ("clinc150", "kb_n5_s0", "queries_dev", &["typo"]),
    ("hint3_curekart", "kb", "queries_dev", &["typo"]),
    ("hint3_sofmattress", "kb", "queries_dev", &["typo"]),
];

const DOCUMENT: &str = "docs/answers.md";
const BEGIN: &str = "<!-- noise -->\n";
const END: &str = "<!-- /noise -->";

/// Measures, prints and writes the table.
///
/// # Errors
/// When a set is missing, `renzai` fails, or the document has no place for the table.
pub fn noise(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    run::say("renzai");
    run::run(Command::new("cargo").current_dir(&workspace.root).args(["build", "--release", "-p", "renzai"]))?;
    let mut table = String::from("| set | knowledge | mistakes | made by | top-1 clean | top-1 | cost, points |\n");
    table.push_str("|---|---|---|---|---:|---:|---:|\n");
    for (set, knowledge, queries, kinds) in ROWS {
        let folder = options.data.join(set);
        let knowledge_file = folder.join(format!("{knowledge}.jsonl"));
        let queries_file = folder.join(format!("{queries}.jsonl"));
        run::say(&format!("{set}, {knowledge}"));
        let clean = top1(workspace, &knowledge_file, &queries_file, None)?;
        for kind in kinds {
            let given = folder.join(format!("{queries}_{kind}.jsonl"));
            let (spoiled, made_by) = if given.exists() {
                (top1(workspace, &knowledge_file, &given, None)?, "the set")
            } else {
                (top1(workspace, &knowledge_file, &queries_file, Some(kind))?, "`--noise`")
            };
            let cost = (clean - spoiled) * 100.0;
            writeln!(table, "| {set} | {knowledge} | {kind} | {made_by} | {clean:.3} | {spoiled:.3} | {cost:.1} |")?;
        }
    }
    print!("{table}");
    put(&workspace.path(DOCUMENT), BEGIN, END, &table)?;
    Ok(ExitCode::SUCCESS)
}

fn top1(workspace: &Workspace, knowledge: &Path, queries: &Path, noise: Option<&str>) -> Result<f64> {
    let mut command = Command::new(workspace.renzai());
    command.arg("eval").arg("--json").arg("--knowledge").arg(knowledge).arg("--queries").arg(queries);
    if let Some(noise) = noise {
        command.args(["--noise", noise]);
    }
    let scores: serde_json::Value = serde_json::from_str(&run::capture(&mut command)?)?;
    scores["top1"].as_f64().with_context(|| format!("no query of {} is in scope", queries.display()))
}

/// Writes a text between two markers of a document.
///
/// # Errors
/// When the document cannot be read or written, or lacks a marker.
pub fn put(path: &Path, begin: &str, end: &str, text: &str) -> Result<()> {
    let whole = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let Some((before, rest)) = whole.split_once(begin) else {
        bail!("{} has no line {}", path.display(), begin.trim())
    };
    let Some((_, after)) = rest.split_once(end) else { bail!("{} has no line {end}", path.display()) };
    fs::write(path, [before, begin, text, end, after].concat())
        .with_context(|| format!("cannot write {}", path.display()))
}
