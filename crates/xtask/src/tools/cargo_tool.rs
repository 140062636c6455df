//! A tool that cargo builds from source: used from PATH if the version is right, else kept in our cache.

use super::{announce, version_of};
use crate::run::{lasted, run, say};
use anyhow::{Context, Result};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// What to install, and at which version.
pub struct CargoTool<'a> {
    /// Name on crates.io.
    pub package: &'a str,
    /// Name of the program.
    pub program: &'a str,
    /// Exactly this version.
    pub version: &'a str,
    /// Further options of `cargo install`.
    pub options: &'a [&'a str],
    /// For people: how long it takes.
    pub takes: &'a str,
}

impl CargoTool<'_> {
    /// The folder to put on PATH; `None` if PATH has the right version already.
    ///
    /// # Errors
    /// When the build fails: cargo's own words are above.
    pub fn ensure(&self, cache: &Path) -> Result<Option<PathBuf>> {
        let home = cache.join(format!("{}-{}", self.package, self.version));
        let folder = home.join("bin");
        if folder.join(format!("{}{}", self.program, env::consts::EXE_SUFFIX)).is_file() {
            return Ok(Some(folder));
        }
        if version_of(self.program).is_some_and(|version| version == self.version) {
            return Ok(None);
        }
        self.install(&home)?;
        Ok(Some(folder))
    }

    /// Builds in a folder of its own and moves the result into place, so that an interrupted build is never taken
    /// for a finished one.
    fn install(&self, home: &Path) -> Result<()> {
        let name = format!("{} {}", self.package, self.version);
        announce(&format!("{name} into {}", home.display()), self.takes);
        let started = Instant::now();
        let building = home.with_added_extension(format!("building-{}", std::process::id()));
        fs::create_dir_all(&building).with_context(|| format!("cannot create {}", building.display()))?;
        let built = run(Command::new("cargo")
            .args(["install", self.package, "--version", self.version])
            .args(self.options)
            .arg("--root")
            .arg(building.join("root"))
            .arg("--target-dir")
            .arg(building.join("target"))
            // The result is not meant for the user's PATH: cargo need not advise to add it.
            .env("PATH", with_bin(&building.join("root"))?)
            .current_dir(&building));
        let moved = built.and_then(|()| {
            // What is in the way has no program in it, or we would not be here.
            if home.exists() {
                fs::remove_dir_all(home)?;
            }
            fs::rename(building.join("root"), home).with_context(|| format!("cannot move {name} into place"))
        });
        fs::remove_dir_all(&building).with_context(|| format!("cannot remove {}", building.display()))?;
        moved?;
        say(&format!("{name} is installed, in {}", lasted(started.elapsed())));
        Ok(())
    }
}

fn with_bin(root: &Path) -> Result<std::ffi::OsString> {
    let folders = env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .chain(std::iter::once(root.join("bin")))
        .collect::<Vec<_>>();
    env::join_paths(folders).context("a folder on PATH has a name that PATH cannot hold")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool<'a>(program: &'a str, version: &'a str) -> CargoTool<'a> {
        CargoTool { package: program, program, version, options: &["--offline"], takes: "no time" }
    }

    #[test]
    fn the_right_version_on_path_is_used_as_it_is() {
        let cache = tempfile::tempdir().unwrap();
        let version = version_of("cargo").unwrap();
        assert_eq!(tool("cargo", &version).ensure(cache.path()).unwrap(), None);
    }

    #[test]
    fn an_installed_tool_is_found_and_an_unfinished_one_is_not() {
        let cache = tempfile::tempdir().unwrap();
        let bin = cache.path().join("renzai-no-such-tool-1.0.0").join("bin");
        fs::create_dir_all(&bin).unwrap();
        let missing = tool("renzai-no-such-tool", "1.0.0");
        assert!(missing.ensure(cache.path()).is_err(), "an empty folder is not a tool");
        let left: Vec<_> = fs::read_dir(cache.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(left, ["renzai-no-such-tool-1.0.0"], "the failed build is removed");
        fs::write(bin.join(format!("renzai-no-such-tool{}", env::consts::EXE_SUFFIX)), "").unwrap();
        assert_eq!(missing.ensure(cache.path()).unwrap(), Some(bin));
    }
}
