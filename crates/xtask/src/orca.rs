//! `cargo xtask orca`: the whole story with a real screen reader; what it speaks is compared with what it must.

use crate::{
    browser,
    run::run,
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

impl Default for Options {
    fn default() -> Self {
        Self { times: 1 }
    }
}

/// Builds the site and makes the journey.
///
/// # Errors
/// When Orca is missing and may not be installed, or says something else than it must.
pub fn orca(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let tools = Toolbox::set_up(workspace)?;
    site::build(workspace, &tools)?;
    journey(workspace, &tools, options)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the journey on the site as it is.
///
/// # Errors
/// As [`orca`].
pub fn journey(workspace: &Workspace, tools: &Toolbox, options: &Options) -> Result<()> {
    screen_reader::ensure()?;
    run(browser::command(workspace, tools, "playwright")?
        .args(["test", "-c", "tests/orca/playwright.config.mjs", "--repeat-each"])
        .arg(options.times.to_string()))
}
