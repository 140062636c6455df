//! `cargo xtask ablation`: what each weight and part of the engine does, as tables in `docs/answers.md`.

use crate::{bench::today, noise::put, run, workspace::Workspace};
use anyhow::{Context, Result};
use std::{
    path::PathBuf,
    process::{Command, ExitCode},
    time::Instant,
};

/// Where the sets are.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with a folder for each set: kb*.jsonl, queries*.jsonl.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Only these sets, such as zhshop,banking77; shop is the sample shop across languages. Printed, not written.
    #[arg(long, value_name = "SETS")]
    sets: Option<String>,
}

/// Measures, prints and writes the tables.
///
/// # Errors
/// When a set is missing, the build fails, or the document has no place for the tables.
pub fn ablation(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let data = options.data.canonicalize().with_context(|| format!("no folder {}", options.data.display()))?;
    let started = Instant::now();
    let mut command = Command::new("cargo");
    command.current_dir(&workspace.root);
    command.args(["bench", "-p", "answer", "--features", "build", "--bench", "ablation", "--"]);
    let tables = run::capture(command.arg(data).args(&options.sets))?;
    print!("{tables}");
    if options.sets.is_none() {
        let text = format!("{}, in {}.\n\n{tables}", today()?, run::lasted(started.elapsed()));
        put(&workspace.path("docs/answers.md"), "<!-- ablation -->\n", "<!-- /ablation -->", &text)?;
    }
    Ok(ExitCode::SUCCESS)
}
