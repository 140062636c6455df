//! Orca, a screen reader, and the desktop that it needs: a display that nobody sees, a bus, windows, and fingers.

use super::debian::{install, may_install, on_path};
use anyhow::{Result, bail};

/// Programs, and Debian's packages that have them.
const NEEDED: [(&str, &str); 5] =
    [("orca", "orca"), ("Xvfb", "xvfb"), ("dbus-daemon", "dbus"), ("openbox", "openbox"), ("xdotool", "xdotool")];

/// Why there is no Orca here and none may be installed; `None` where it runs.
pub fn hindrance() -> Option<String> {
    let missing = missing();
    if missing.is_empty() || may_install() {
        return None;
    }
    let packages: Vec<_> = missing.into_iter().map(|(_, package)| package).collect();
    Some(format!("{} missing: install by `apt-get install {}` (Debian)", packages.join(", "), packages.join(" ")))
}

/// Installs what is missing.
///
/// # Errors
/// When something is missing that may not be installed, or apt fails.
pub fn ensure() -> Result<()> {
    if let Some(why) = hindrance() {
        bail!("the screen reader cannot run: {why}");
    }
    let packages: Vec<_> = missing().into_iter().map(|(_, package)| package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    install(&packages, "Orca and a desktop without a screen", "about 1 minute, 250 MB")
}

fn missing() -> Vec<(&'static str, &'static str)> {
    NEEDED.into_iter().filter(|(program, _)| !on_path(program)).collect()
}
