//! `cargo xtask fuzz`: odd input for everything that reads what others wrote, on the stable compiler.

use crate::{run, workspace::Workspace};
use anyhow::Result;
use std::{
    process::{Command, ExitCode},
    time::Duration,
};

/// How long, and what.
#[derive(clap::Args)]
pub struct Options {
    /// Seconds, for all targets together.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Only this target: fold, engine, pack, csv, toml or xlsx.
    target: Option<String>,
}

/// Spoils the seeds in `fuzz/corpus`, the same way in every run, until the time is over. With a nightly compiler and
/// cargo-fuzz the same targets run under libFuzzer, which sees what the code does:
/// `cargo +nightly fuzz run engine`.
///
/// # Errors
/// When a target panics; the input is kept in `fuzz/artifacts`.
pub fn fuzz(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    run::say(&format!("fuzzing for {}", run::lasted(Duration::from_secs(options.seconds))));
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--release", "--no-default-features", "--bin", "mutate", "--manifest-path"]);
    command.arg(workspace.path("fuzz/Cargo.toml")).arg("--").arg(options.seconds.to_string());
    command.args(&options.target);
    run::run(&mut command)?;
    Ok(ExitCode::SUCCESS)
}
