//! The browser of the browser tests: never downloaded behind the user's back.

use super::debian::{folders_on_path, install, may_install};
use crate::run::say;
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MACOS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const HOW: &str = "no Chromium found. Install it (Debian: `apt-get install chromium`; Ubuntu: Google's \
                   `google-chrome-stable` package, because the snap cannot be driven; macOS: `brew install --cask \
                   chromium`), or set CHROMIUM to the path of a Chromium or Chrome";

/// A Chromium on this machine.
pub struct Chromium(PathBuf);

impl Chromium {
    /// `$CHROMIUM`, else one on PATH, else macOS' applications, else Debian's package if we may install it.
    ///
    /// # Errors
    /// When there is none: the message says how to install one.
    pub fn set_up() -> Result<Self> {
        let found = match named()?.or_else(find) {
            Some(path) => path,
            None if may_install() => {
                install(&["chromium"], "Debian's chromium", "about 2 minutes, 350 MB")?;
                find().context(HOW)?
            }
            None => bail!(HOW),
        };
        ensure_chinese_font()?;
        Ok(Self(found))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

fn named() -> Result<Option<PathBuf>> {
    match env::var_os("CHROMIUM").map(PathBuf::from) {
        Some(path) if !path.is_file() => bail!("CHROMIUM is set to {}, where there is no file", path.display()),
        named => Ok(named),
    }
}

fn find() -> Option<PathBuf> {
    let folders = folders_on_path();
    let on_path = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    on_path.chain(MACOS.iter().map(PathBuf::from)).find(|candidate| candidate.is_file() && !is_snap_stub(candidate))
}

/// Ubuntu's package `chromium-browser` is a script that asks to install the snap.
fn is_snap_stub(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"#!") && bytes.windows(9).any(|it| it == b"snap inst"))
}

/// Without one, screenshots show boxes and the layout is not the shopper's.
fn ensure_chinese_font() -> Result<()> {
    if !cfg!(target_os = "linux")
        || Command::new("fc-list").arg(":lang=zh").output().is_ok_and(|it| !it.stdout.is_empty())
    {
        return Ok(());
    }
    if may_install() {
        return install(&["fonts-noto-cjk"], "a Chinese font, fonts-noto-cjk", "a few seconds, 90 MB");
    }
    say("no Chinese font found (Debian and Ubuntu: fonts-noto-cjk): the browser will show boxes");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snap_stub_is_not_a_browser() {
        let folder = tempfile::tempdir().unwrap();
        let stub = folder.path().join("chromium-browser");
        fs::write(&stub, "#!/bin/sh\necho 'requires the chromium snap: snap install chromium'\n").unwrap();
        assert!(is_snap_stub(&stub));
        fs::write(&stub, "#!/bin/sh\nexec /usr/lib/chromium/chromium \"$@\"\n").unwrap();
        assert!(!is_snap_stub(&stub));
    }
}
