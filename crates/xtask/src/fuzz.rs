//! `cargo xtask fuzz`: odd input for everything that reads what others wrote.

use crate::{
    run::{lasted, run, say},
    tools::{self, debian},
    workspace::Workspace,
};
use anyhow::{Context, Result, anyhow};
use std::{
    env, fs,
    path::PathBuf,
    process::{Command, ExitCode},
    time::Duration,
};

/// Every target.
const TARGETS: [&str; 9] = ["fold", "engine", "pack", "csv", "toml", "xlsx", "markdown", "mask", "protocol"];

/// Seconds for a target in the stage of `cargo xtask test --fuzz`.
const A_MINUTE: u64 = 60;

/// What counts as a finding beside a panic: ten seconds for one input, two gigabytes. Inputs as long as an answer or a table is.
const LIMITS: [&str; 4] = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=16384", "-print_final_stats=1"];

/// libFuzzer comes as C++, which cargo has compiled.
const COMPILER: &str = "c++";

/// Who chooses the input.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum With {
    /// Our own runner: seeds are spoiled, the same way in every run. It needs nothing but cargo.
    Dice,
    /// libFuzzer, which sees what the code does. Needs a C++ compiler, and cargo-fuzz, which is installed where it is missing.
    Libfuzzer,
}

/// How long, and what.
#[derive(clap::Args)]
pub struct Options {
    /// Seconds, for all targets together.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Who chooses the input.
    #[arg(long, value_enum, default_value_t = With::Dice)]
    with: With,
    /// Only this target.
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
}

/// Feeds the targets until the time is over.
///
/// # Errors
/// When a target panics, or takes memory or time without bound; the input is kept in `fuzz/artifacts`.
pub fn fuzz(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    say(&format!("odd input for {}", lasted(Duration::from_secs(options.seconds))));
    match options.with {
        With::Dice => dice(workspace, options)?,
        With::Libfuzzer => libfuzzer(workspace, options, tools::cargo_fuzz()?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A minute for each target: by libFuzzer, or by our own runner where it cannot be had, which is said.
///
/// # Errors
/// As [`fuzz`].
pub fn a_minute_each(workspace: &Workspace) -> Result<()> {
    let options = |with| Options { seconds: A_MINUTE * TARGETS.len() as u64, with, target: None };
    let had = if debian::on_path(COMPILER) {
        tools::cargo_fuzz()
    } else {
        Err(anyhow!("there is no C++ compiler, no `{COMPILER}`, on PATH"))
    };
    match had {
        Ok(folder) => libfuzzer(workspace, &options(With::Libfuzzer), folder),
        Err(why) => {
            say(&format!("libFuzzer cannot be had here, so our own runner does it: {why:#}"));
            dice(workspace, &options(With::Dice))
        }
    }
}

fn dice(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--release", "--no-default-features", "--bin", "mutate", "--manifest-path"]);
    command.arg(workspace.path("fuzz/Cargo.toml")).arg("--").arg(options.seconds.to_string());
    run(command.args(&options.target))
}

/// What it finds worth keeping goes into `target/fuzz/corpus`, from where the next run goes on. What is to stay for everybody
/// is taken into `fuzz/corpus` by hand.
fn libfuzzer(workspace: &Workspace, options: &Options, cargo_fuzz: Option<PathBuf>) -> Result<()> {
    let known = env::var_os("PATH").unwrap_or_default();
    let folders = cargo_fuzz.into_iter().chain(env::split_paths(&known));
    let path = env::join_paths(folders).context("a folder on PATH has a name that PATH cannot hold")?;
    let only = options.target.as_deref();
    let chosen: Vec<&str> = TARGETS.into_iter().filter(|name| only.is_none_or(|only| only == *name)).collect();
    let seconds = options.seconds / chosen.len() as u64;
    for target in chosen {
        let found = workspace.path("target/fuzz/corpus").join(target);
        fs::create_dir_all(&found).with_context(|| format!("cannot create {}", found.display()))?;
        let mut command = Command::new("cargo");
        command.current_dir(workspace.path("fuzz")).env("PATH", &path);
        // The compiler of everything else: the address sanitizer asks it for what is not promised to stay as it is.
        command.env("RUSTC_BOOTSTRAP", "1").args(["fuzz", "run", target]);
        command.arg(found).arg(workspace.path("fuzz/corpus").join(target)).arg("--");
        run(command.args(LIMITS).arg(format!("-max_total_time={seconds}")))?;
    }
    Ok(())
}
