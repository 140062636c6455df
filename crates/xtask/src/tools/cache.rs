//! Where our tools live.

use anyhow::{Context, Result};
use std::{env, path::PathBuf};

/// `$XDG_CACHE_HOME/renzai/tools`, else the system's own cache folder.
///
/// # Errors
/// When the environment names no home folder.
pub fn folder() -> Result<PathBuf> {
    base(&|name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute()))
        .map(|base| base.join("renzai").join("tools"))
        .context("no folder for the tools: set HOME, or XDG_CACHE_HOME, to an absolute path")
}

fn base(variable: &dyn Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let home = || variable("HOME");
    variable("XDG_CACHE_HOME").or_else(|| match env::consts::OS {
        "macos" => home().map(|home| home.join("Library").join("Caches")),
        "windows" => variable("LOCALAPPDATA"),
        _ => home().map(|home| home.join(".cache")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xdg_comes_before_home() {
        let both = |name: &str| match name {
            "XDG_CACHE_HOME" => Some(PathBuf::from("/x")),
            _ => Some(PathBuf::from("/h")),
        };
        assert_eq!(base(&both), Some(PathBuf::from("/x")));
        assert_eq!(base(&|_| None), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn without_xdg_it_is_the_homes_cache() {
        assert_eq!(base(&|name| (name == "HOME").then(|| "/h".into())), Some(PathBuf::from("/h/.cache")));
    }
}
