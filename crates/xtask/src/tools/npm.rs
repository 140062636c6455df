//! esbuild, wasm-opt, Playwright and axe, at the versions of `package-lock.json`.

use super::{announce, version_of};
use crate::{run::run, stamp, workspace::Workspace};
use anyhow::{Context, Result, bail};
use std::{fs, process::Command};

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

/// Runs `npm ci` if the lock file is not the one that was installed. No browser is downloaded, no script runs.
///
/// # Errors
/// When npm is missing or fails.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    let path = workspace.path("package-lock.json");
    let lock = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    // npm removes node_modules first: an interrupted run leaves no stamp.
    let stamp = workspace.path("node_modules/.renzai-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == stamp::hash(&lock)) {
        return Ok(());
    }
    announce("esbuild, wasm-opt, Playwright and axe into node_modules", "under a minute, 150 MB");
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-fund", "--no-audit"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(&workspace.root))
    .with_context(|| format!("cannot install the tools of package-lock.json; is npm there? If not, {HOW}"))?;
    fs::write(&stamp, stamp::hash(&lock)).with_context(|| format!("cannot write {}", stamp.display()))
}
