//! Orca, a screen reader, and the desktop that it needs: a display that nobody sees, a bus, windows, and fingers.

use super::debian::{install, may_install, on_path};
use anyhow::{Result, bail};

/// Programs, and Debian's packages that have them.
const NEEDED: [(&str, &str); 5] =
    [("orca", "orca"), ("Xvfb", "xvfb"), ("dbus-daemon", "dbus"), ("openbox", "openbox"), ("xdotool", "xdotool")];

/// Installs what is missing.
///
/// # Errors
/// When something is missing that may not be installed, or apt fails.
pub fn ensure() -> Result<()> {
    if let Some(why) = hindrance() {
        bail!(why);
    }
    match missing() {
        packages if packages.is_empty() => Ok(()),
        packages => install(&packages, "Orca and a desktop without a screen", "about 1 minute, 250 MB"),
    }
}

/// Why it cannot run here, and what to do; `None` when it can, or may be installed.
pub fn hindrance() -> Option<String> {
    let packages = missing().join(" ");
    (!packages.is_empty() && !may_install())
        .then(|| format!("the screen reader cannot run: {packages} missing. On Debian: `apt-get install {packages}`"))
}

fn missing() -> Vec<&'static str> {
    NEEDED.into_iter().filter(|(program, _)| !on_path(program)).map(|(_, it)| it).collect()
}
