//! `cargo xtask fuzz`: odd input for everything that reads what others wrote.

use crate::{run, tools, workspace::Workspace};
use anyhow::{Context, Result};
use std::{
    env,
    process::{Command, ExitCode},
    time::Duration,
};

/// Every target.
const TARGETS: [&str; 9] = ["fold", "engine", "pack", "csv", "toml", "xlsx", "markdown", "mask", "protocol"];

/// Who chooses the input.
#[derive(Clone, Copy, clap::ValueEnum)]
enum With {
    /// Our own runner on the stable compiler: seeds are spoiled, the same way in every run.
    Dice,
    /// libFuzzer, which sees what the code does. Needs a nightly compiler: `rustup toolchain install nightly`.
    Libfuzzer,
}

/// How long, and what.
#[derive(clap::Args)]
pub struct Options {
    /// Seconds, for all targets together.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Who chooses the input. cargo-fuzz is installed when libFuzzer is wanted and it is missing.
    #[arg(long, value_enum, default_value_t = With::Dice)]
    with: With,
    /// Only this target.
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
}

/// Feeds the targets until the time is over.
///
/// # Errors
/// When a target panics; the input is kept in `fuzz/artifacts`.
pub fn fuzz(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    run::say(&format!("fuzzing for {}", run::lasted(Duration::from_secs(options.seconds))));
    match options.with {
        With::Dice => {
            let mut command = Command::new("cargo");
            command.args([
                "run",
                "--quiet",
                "--release",
                "--no-default-features",
                "--bin",
                "mutate",
                "--manifest-path",
            ]);
            command.arg(workspace.path("fuzz/Cargo.toml")).arg("--").arg(options.seconds.to_string());
            run::run(command.args(&options.target))?;
        }
        With::Libfuzzer => {
            let only = options.target.as_deref();
            let chosen: Vec<&str> = TARGETS.into_iter().filter(|name| only.is_none_or(|only| only == *name)).collect();
            let known = env::var_os("PATH").unwrap_or_default();
            let folders = tools::cargo_fuzz()?.into_iter().chain(env::split_paths(&known));
            let path = env::join_paths(folders).context("a folder on PATH has a name that PATH cannot hold")?;
            let seconds = options.seconds / u64::try_from(chosen.len()).unwrap_or(1).max(1);
            for target in chosen {
                let mut command = Command::new("cargo");
                command.current_dir(workspace.path("fuzz")).env("PATH", &path);
                command.args(["+nightly", "fuzz", "run", target, "--", "-print_final_stats=1"]);
                run::run(command.arg(format!("-max_total_time={seconds}")))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
