//! The tools of the build, at pinned versions: what is missing is installed, nothing of the user's is replaced.
//!
//! Why a cache of our own and not `~/.cargo/bin`: `docs/decisions/0003-tools.md`.

mod cache;
mod cargo_tool;
mod chromium;
pub mod debian;
pub mod engines;
mod npm;
pub mod proxies;
pub mod screen_reader;
pub mod tracer;
mod wasm_target;

pub use chromium::Chromium;

use crate::{run::say, workspace::Workspace};
use anyhow::{Context, Result};
use cargo_tool::CargoTool;
use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::PathBuf,
    process::Command,
};

/// 0.22 asks for a newer compiler than ours.
const TRUNK: &str = "0.21.14";

/// The folder of cargo-fuzz to put on PATH; `None` if PATH has it already.
///
/// # Errors
/// When it cannot be built: cargo's own words are above.
pub fn cargo_fuzz() -> Result<Option<PathBuf>> {
    let tool = CargoTool {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        version: "0.13.2",
        options: &["--locked"],
        takes: "about 2 minutes on 2 cores",
    };
    tool.ensure(&cache::folder()?)
}

/// The folder of cargo-deny to put on PATH; `None` if PATH has it already.
///
/// # Errors
/// When it cannot be built: cargo's own words are above.
pub fn cargo_deny() -> Result<Option<PathBuf>> {
    let tool = CargoTool {
        package: "cargo-deny",
        program: "cargo-deny",
        version: "0.20.2",
        options: &["--locked"],
        takes: "about 6 minutes on 2 cores",
    };
    tool.ensure(&cache::folder()?)
}

/// The tools, ready to use.
pub struct Toolbox {
    path: OsString,
    versions: String,
}

impl Toolbox {
    /// Installs what is missing, says so, and streams the installers' own output. Milliseconds when all is there.
    ///
    /// # Errors
    /// When something can neither be found nor installed: the message says what to install by hand.
    pub fn set_up(workspace: &Workspace) -> Result<Self> {
        let wasm_bindgen = locked_version(workspace, "wasm-bindgen")?;
        let node = npm::node_version()?;
        wasm_target::ensure()?;
        let tools = [
            CargoTool {
                package: "trunk",
                program: "trunk",
                version: TRUNK,
                options: &["--locked", "--no-default-features", "--features", "rustls"],
                takes: "about 10 minutes on 2 cores",
            },
            CargoTool {
                package: "wasm-bindgen-cli",
                program: "wasm-bindgen",
                version: &wasm_bindgen,
                // Not --locked: its own lock file names a version that was withdrawn.
                options: &[],
                takes: "about 5 minutes on 2 cores",
            },
        ];
        let mut folders: Vec<PathBuf> = Vec::new();
        for tool in &tools {
            folders.extend(tool.ensure(&cache::folder()?)?);
        }
        npm::ensure(workspace)?;
        folders.push(workspace.path("node_modules/.bin"));
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        Ok(Self {
            path: env::join_paths(folders).context("a folder on PATH has a name that PATH cannot hold")?,
            versions: format!("trunk {TRUNK}, wasm-bindgen {wasm_bindgen}, node {node}"),
        })
    }

    /// A command that finds our tools first.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", &self.path);
        command
    }

    /// The versions in one line.
    pub fn versions(&self) -> &str {
        &self.versions
    }
}

/// The version of `package` in Cargo.lock.
fn locked_version(workspace: &Workspace, package: &str) -> Result<String> {
    let path = workspace.path("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock names no `{package}`: run `cargo fetch`"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split_once('"').map(|(version, _)| version.to_owned())
}

/// Says what is about to be installed and how long that takes.
fn announce(what: &str, takes: &str) {
    say(&format!("installing {what} ({takes})"));
}

/// The word after the name in what `program --version` prints; `None` if there is no such program.
fn version_of(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok().filter(|it| it.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.split_whitespace()
        .find(|word| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit()))
        .map(|word| word.trim_start_matches('v').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_decides_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }

    #[test]
    fn versions_are_read_from_what_programs_say() {
        assert!(version_of("cargo").is_some_and(|version| version.starts_with("1.")));
        assert_eq!(version_of("no-such-program-here"), None);
    }
}
