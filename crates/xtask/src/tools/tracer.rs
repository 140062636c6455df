//! strace, which answers a program's calls to the system in the system's place: with errors, as a dying disk does.

use super::debian;
use anyhow::Result;

const NEEDED: [(&str, &str); 1] = [("strace", "strace")];

const WHAT: &str = "strace";

/// Installs it if it is missing.
///
/// # Errors
/// When it is missing and may not be installed, or apt fails.
pub fn ensure() -> Result<()> {
    debian::ensure(&NEEDED, WHAT, "seconds")
}

/// Why it cannot be used here; `None` when it can, or may be installed.
pub fn hindrance() -> Option<String> {
    debian::hindrance(&NEEDED, WHAT)
}
