//! esbuild, terser, wasm-opt, Playwright and axe, at the versions of `package-lock.json`.

use super::{announce, version_of};
use crate::{run::run, stamp, workspace::Workspace};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path, process::Command};

const OLDEST_NODE: u32 = 20;
const HOW: &str = "install Node 20 or newer with npm: https://nodejs.org, or your system's packages `nodejs` and `npm`";

/// The version of Node.
///
/// # Errors
/// When there is none, or an old one.
pub fn node_version() -> Result<String> {
    let Some(version) = version_of("node") else { bail!("no `node` on PATH: {HOW}") };
    let major: u32 = version.split('.').next().and_then(|it| it.parse().ok()).unwrap_or(0);
    if major < OLDEST_NODE {
        bail!("`node` is version {version}: {HOW}");
    }
    Ok(version)
}

/// Runs `npm ci` where the lock file is not the one that was installed: for the tools, and for what the scripts in `parts/`
/// take from others. No browser is downloaded, no script runs.
///
/// # Errors
/// When npm is missing or fails.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    install(
        &workspace.root,
        "esbuild, terser, wasm-opt, Playwright and axe into node_modules",
        "under a minute, 150 MB",
    )?;
    install(&workspace.path("parts"), "a cipher into parts/node_modules", "seconds, 1 MB")
}

fn install(folder: &Path, what: &str, takes: &str) -> Result<()> {
    let path = folder.join("package-lock.json");
    let lock = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    // npm removes node_modules first: an interrupted run leaves no stamp.
    let stamp = folder.join("node_modules/.renzai-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == stamp::hash(&lock)) {
        return Ok(());
    }
    announce(what, takes);
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-fund", "--no-audit"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(folder))
    .with_context(|| format!("cannot install what {} names; is npm there? If not, {HOW}", path.display()))?;
    fs::write(&stamp, stamp::hash(&lock)).with_context(|| format!("cannot write {}", stamp.display()))
}
