//! Packages of the system: installed only where that is ours to do, as root on Debian.

use super::announce;
use crate::run::{capture, run};
use anyhow::{Result, bail};
use std::{env, fs, path::PathBuf, process::Command};

/// Root on a system whose `chromium` is a real package: Debian, not Ubuntu.
pub fn may_install() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=debian") && is_root()
}

/// Installs what is missing of `needed`: programs, and the packages that have them.
///
/// # Errors
/// When something is missing that may not be installed, or apt fails.
pub fn ensure(needed: &[(&str, &str)], what: &str, takes: &str) -> Result<()> {
    let packages: Vec<_> = needed.iter().filter(|(program, _)| !on_path(program)).map(|&(_, it)| it).collect();
    if packages.is_empty() {
        return Ok(());
    }
    if !may_install() {
        let packages = packages.join(" ");
        bail!("{what}: {packages} missing. On Debian: `apt-get install {packages}`");
    }
    install(&packages, what, takes)
}

/// Installs packages after saying `what` they are for and how long that `takes`.
///
/// # Errors
/// When apt fails; its own words are above.
pub fn install(packages: &[&str], what: &str, takes: &str) -> Result<()> {
    announce(what, takes);
    run(Command::new("apt-get").args(["update", "--quiet"]))?;
    run(Command::new("apt-get")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Whether there is such a program on PATH.
pub fn on_path(program: &str) -> bool {
    folders_on_path().iter().any(|folder| folder.join(program).is_file())
}

/// The folders on PATH.
pub fn folders_on_path() -> Vec<PathBuf> {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect()
}

fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_by_name() {
        assert!(on_path("cargo"));
        assert!(!on_path("no-such-program-here"));
    }
}
