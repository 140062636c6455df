//! `cargo xtask faults` and `cargo xtask load`: the desk in bad weather, and with many at the door.

use crate::{
    run::{run, shown},
    workspace::Workspace,
};
use anyhow::{Context, Result};
use clap::Args;
use std::{
    path::PathBuf,
    process::{Command, ExitCode},
};

/// How bad the weather is.
#[derive(Args)]
pub struct Options {
    /// What befalls which connection; the same seed, the same weather.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Messages, both ways together.
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    messages: usize,
}

/// How many are at the door.
#[derive(Args)]
pub struct LoadOptions {
    /// Conversations with an open stream.
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    conversations: usize,
    /// Streams that only listen.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    idle: usize,
}

impl Options {
    /// A shower, for every test run.
    pub fn small() -> Self {
        Self { seed: 1, messages: 5_000 }
    }
}

/// Native clients through a proxy that breaks connections, to a desk that is killed again and again.
///
/// # Errors
/// When a build fails.
pub fn faults(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let mut storm = tool(workspace)?;
    storm.arg("storm").arg("--renzai").arg(workspace.renzai());
    storm.args(["--seed", &options.seed.to_string(), "--messages", &options.messages.to_string()]);
    perform(&mut storm)
}

/// The desk and the generator on this machine.
///
/// # Errors
/// When a build fails, or the desk does not carry the first step.
pub fn load(workspace: &Workspace, options: &LoadOptions) -> Result<ExitCode> {
    let mut load = tool(workspace)?;
    load.arg("load").arg("--renzai").arg(workspace.renzai());
    load.args(["--conversations", &options.conversations.to_string(), "--idle", &options.idle.to_string()]);
    perform(&mut load)
}

/// Its output is the result, so it goes where ours goes.
fn perform(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().with_context(|| format!("cannot start {}", shown(command)))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The built tool, beside the built desk.
fn tool(workspace: &Workspace) -> Result<Command> {
    let build = ["build", "--quiet", "--release", "-p", "renzai", "-p", "faults"];
    run(Command::new("cargo").args(build).current_dir(&workspace.root))?;
    let name: PathBuf = format!("faults{}", std::env::consts::EXE_SUFFIX).into();
    Ok(Command::new(workspace.renzai().with_file_name(name)))
}
