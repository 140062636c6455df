//! Programs that drive a browser against the real desk: they get both by the environment.

use crate::{
    tools::{Chromium, Toolbox},
    workspace::Workspace,
};
use anyhow::Result;
use std::process::Command;

/// `program` with `CHROMIUM`, and `RENZAI_BIN` and `RENZAI_SITE` for the desk (see `tests/browser/harness.mjs`).
///
/// # Errors
/// When there is no Chromium and it may not be installed.
pub fn command(workspace: &Workspace, tools: &Toolbox, program: &str) -> Result<Command> {
    let chromium = Chromium::set_up()?;
    let mut command = tools.command(program);
    command
        .current_dir(&workspace.root)
        .env("CHROMIUM", chromium.path())
        .env("RENZAI_BIN", workspace.renzai())
        .env("RENZAI_SITE", workspace.path("target/site"));
    Ok(command)
}
