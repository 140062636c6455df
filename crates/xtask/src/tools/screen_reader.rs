//! Orca, a screen reader, and the desktop that it needs: a display that nobody sees, a bus, windows, and fingers.

use super::debian;
use anyhow::Result;

/// Programs, and Debian's packages that have them.
const NEEDED: [(&str, &str); 5] =
    [("orca", "orca"), ("Xvfb", "xvfb"), ("dbus-daemon", "dbus"), ("openbox", "openbox"), ("xdotool", "xdotool")];

/// Installs what is missing.
///
/// # Errors
/// When something is missing that may not be installed, or apt fails.
pub fn ensure() -> Result<()> {
    debian::ensure(&NEEDED, "Orca and a desktop without a screen", "about 1 minute, 250 MB")
}
