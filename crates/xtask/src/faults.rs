//! `cargo xtask faults` and `cargo xtask load`: the desk in bad weather, and with many at the door.

use crate::{
    browser,
    run::{run, say, shown},
    site,
    tools::{Toolbox, tracer},
    workspace::Workspace,
};
use anyhow::{Context, Result, bail};
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
    /// Messages of native clients, both ways together; 0 leaves them out.
    #[arg(long, value_name = "N", default_value_t = MESSAGES)]
    messages: usize,
    /// Messages of real pages in Chromium, both ways together; 0 leaves them out.
    #[arg(long, value_name = "N", default_value_t = IN_PAGES)]
    in_pages: usize,
    /// How often the desk's disk turns bad; 0 leaves it well.
    #[arg(long, value_name = "N", default_value_t = BAD_DISKS)]
    bad_disks: u64,
}

const MESSAGES: usize = 200_000;
const IN_PAGES: usize = 4_000;
const BAD_DISKS: u64 = 100;

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

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, messages: MESSAGES, in_pages: IN_PAGES, bad_disks: BAD_DISKS }
    }
}

/// The storms and the bad disk, one after the other.
///
/// # Errors
/// When a build fails, or a message was lost, doubled or out of order; the figures are above.
pub fn faults(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    if options.messages > 0 {
        say("native clients");
        clients(workspace, options)?;
    }
    if options.bad_disks > 0 {
        say("a disk that fails");
        bad_disk(workspace, options)?;
    }
    if options.in_pages > 0 {
        let tools = Toolbox::set_up(workspace)?;
        site::build(workspace, &tools)?;
        say("pages in Chromium");
        pages(workspace, &tools, options)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Native clients through a proxy that breaks connections, to a desk that is killed again and again.
///
/// # Errors
/// As [`faults`].
pub fn clients(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut storm = Command::new(tool(workspace)?);
    storm.arg("storm").arg("--renzai").arg(workspace.renzai());
    storm.args(["--seed", &options.seed.to_string(), "--messages", &options.messages.to_string()]);
    survive(&mut storm)
}

/// The built site in Chromium through the same proxy; its tabs are reloaded and killed, too.
///
/// # Errors
/// As [`faults`].
pub fn pages(workspace: &Workspace, tools: &Toolbox, options: &Options) -> Result<()> {
    let faults = tool(workspace)?;
    let mut storm = browser::command(workspace, tools, "node")?;
    storm.arg("tests/browser/faults/storm.mjs").arg("--faults").arg(faults);
    storm.args(["--seed", &options.seed.to_string(), "--messages", &options.in_pages.to_string()]);
    survive(&mut storm)
}

/// A native client, while reads, writes and syncs of the desk's disk fail at random points.
///
/// # Errors
/// As [`faults`], or when there is no strace and it may not be installed.
pub fn bad_disk(workspace: &Workspace, options: &Options) -> Result<()> {
    tracer::ensure()?;
    let mut errors = Command::new(tool(workspace)?);
    errors.arg("errors").arg("--renzai").arg(workspace.renzai());
    errors.args(["--seed", &options.seed.to_string(), "--rounds", &options.bad_disks.to_string()]);
    survive(&mut errors)
}

fn survive(storm: &mut Command) -> Result<()> {
    if perform(storm)? != ExitCode::SUCCESS {
        bail!("a message was lost, doubled or out of order, see above");
    }
    Ok(())
}

/// The desk and the generator on this machine.
///
/// # Errors
/// When a build fails, or the desk does not carry the first step.
pub fn load(workspace: &Workspace, options: &LoadOptions) -> Result<ExitCode> {
    let mut load = Command::new(tool(workspace)?);
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
fn tool(workspace: &Workspace) -> Result<PathBuf> {
    let build = ["build", "--quiet", "--release", "-p", "renzai", "-p", "faults"];
    run(Command::new("cargo").args(build).current_dir(&workspace.root))?;
    Ok(workspace.renzai().with_file_name(format!("faults{}", std::env::consts::EXE_SUFFIX)))
}
