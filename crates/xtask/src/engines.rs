//! The main story in Firefox ESR and in `WebKitGTK`: `cargo xtask test --all-engines`.

use crate::{
    browser,
    run::run,
    tools::{Toolbox, engines},
    workspace::Workspace,
};
use anyhow::{Context, Result};
use std::{env, process::Command};

/// Tells it in both. The site must have been built.
///
/// # Errors
/// When an engine is missing and may not be installed, or the story breaks off in one.
pub fn smoke(workspace: &Workspace, tools: &Toolbox) -> Result<()> {
    let engines = engines::ensure()?;
    for name in ["firefox", "webkit"] {
        // WebKitGTK's browser has no mode without a screen.
        let mut command = browser::command(workspace, tools, "xvfb-run")?;
        command.args(["--auto-servernum", "node", "tests/engines/smoke.mjs", name]);
        command.env("MINIBROWSER", &engines.mini_browser);
        if let Some(folder) = &engines.geckodriver {
            command.env("PATH", with_folder(&command, folder)?);
        }
        run(&mut command).with_context(|| format!("the story broke off in {name}"))?;
    }
    Ok(())
}

/// The command's own PATH, and this folder before it.
fn with_folder(command: &Command, folder: &std::path::Path) -> Result<std::ffi::OsString> {
    let own = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value);
    let path = own.map(ToOwned::to_owned).or_else(|| env::var_os("PATH")).unwrap_or_default();
    env::join_paths(std::iter::once(folder.to_owned()).chain(env::split_paths(&path)))
        .context("a folder on PATH has a name that PATH cannot hold")
}
