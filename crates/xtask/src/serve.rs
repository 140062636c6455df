//! `cargo xtask serve`: the sample shop, its desk and the console on this machine.

use crate::{run::say, site, tools::Toolbox, workspace::Workspace};
use anyhow::Result;
use clap::Args;
use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// Where to listen, and where to keep the data.
#[derive(Args)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, value_name = "N", default_value_t = 8787)]
    port: u16,
    /// Folder of the SQLite file; created if it is not there.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// Open the shop in the browser when it answers.
    #[arg(long)]
    open: bool,
}

/// Builds, then becomes the desk.
///
/// # Errors
/// When the set-up or a build fails, or the desk cannot start.
pub fn serve(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let tools = Toolbox::set_up(workspace)?;
    let site = site::build(workspace, &tools)?;
    say("starting the desk; Ctrl-C stops it");
    become_process(&mut desk(workspace, &site, options))
}

fn desk(workspace: &Workspace, site: &Path, options: &Options) -> Command {
    let mut command = Command::new(workspace.renzai());
    command.arg("serve").arg("--site").arg(site).arg("--data").arg(&options.data);
    command.args(["--port", &options.port.to_string()]);
    command.arg("--shop").arg(workspace.path("knowledge/zh/shop.toml"));
    if options.open {
        command.arg("--open");
    }
    command
}

/// The desk takes over this process: Ctrl-C and every other signal reach it directly, its status is ours.
#[cfg(unix)]
fn become_process(command: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(anyhow::Error::new(error).context(format!("cannot start {}", crate::run::shown(command))))
}

/// Ctrl-C reaches every process of the console; we wait for the desk to finish.
#[cfg(not(unix))]
fn become_process(command: &mut Command) -> Result<ExitCode> {
    let status = command.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
