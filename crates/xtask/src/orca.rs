//! `cargo xtask orca`: the whole story with a real screen reader; what it speaks is compared with what it must.

use crate::{
    browser,
    run::{run, say},
    site,
    tools::{Toolbox, screen_reader},
    workspace::Workspace,
};
use anyhow::Result;
use std::process::ExitCode;

/// Which, and how often.
#[derive(clap::Args)]
pub struct Options {
    /// Runs each journey so many times: a voice that says it right by chance is found out.
    #[arg(long, default_value_t = 1)]
    times: u32,
}

/// Builds the site and makes the journey.
///
/// # Errors
/// When Orca is missing and may not be installed, or says something else than it must.
pub fn orca(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let tools = Toolbox::set_up(workspace)?;
    screen_reader::ensure()?;
    site::build(workspace, &tools)?;
    journey(workspace, &tools, options)?;
    Ok(ExitCode::SUCCESS)
}

/// The journey as one of the tests, on a site that is built. Where Orca is missing and cannot be installed it says so,
/// and that is all: a machine without it is no fault of the widget's.
///
/// # Errors
/// When Orca says something else than it must.
pub fn step(workspace: &Workspace, tools: &Toolbox) -> Result<()> {
    if let Err(error) = screen_reader::ensure() {
        say(&format!("not run: {error:#}"));
        return Ok(());
    }
    journey(workspace, tools, &Options { times: 1 })
}

fn journey(workspace: &Workspace, tools: &Toolbox, options: &Options) -> Result<()> {
    run(browser::command(workspace, tools, "playwright")?
        .args(["test", "-c", "tests/orca/playwright.config.mjs", "--repeat-each"])
        .arg(options.times.to_string()))
}
