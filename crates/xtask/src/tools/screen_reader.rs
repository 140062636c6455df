//! Orca, a screen reader, and the desktop that it needs: a display that nobody sees, a bus, windows, and fingers.

use super::debian;
use anyhow::Result;

/// Programs, and Debian's packages that have them.
const NEEDED: [(&str, &str); 5] =
    [("orca", "orca"), ("Xvfb", "xvfb"), ("dbus-daemon", "dbus"), ("openbox", "openbox"), ("xdotool", "xdotool")];

const WHAT: &str = "Orca and a desktop without a screen";

/// Installs what is missing.
///
/// # Errors
/// When something is missing that may not be installed, or apt fails.
pub fn ensure() -> Result<()> {
    debian::ensure(&NEEDED, WHAT, "about 1 minute, 250 MB")
}

/// Why it cannot run here; `None` when it can, or may be installed.
pub fn hindrance() -> Option<String> {
    debian::hindrance(&NEEDED, WHAT)
}
