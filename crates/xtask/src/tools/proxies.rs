//! The proxies that merchants put before the desk; the browser tests run the files of `examples/` with them.

use super::debian;
use anyhow::Result;

/// Programs, and Debian's packages that have them.
const NEEDED: [(&str, &str); 2] = [("nginx", "nginx-light"), ("caddy", "caddy")];

/// Installs what is missing.
///
/// # Errors
/// When something is missing that may not be installed, or apt fails.
pub fn ensure() -> Result<()> {
    debian::ensure(&NEEDED, "nginx and Caddy", "seconds, 45 MB")
}
