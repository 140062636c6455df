//! Browsers with other engines than Chromium's, and what drives them.

use super::{cache, cargo_tool::CargoTool, debian};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Programs, and Debian's packages that have them.
const NEEDED: [(&str, &str); 3] =
    [("firefox-esr", "firefox-esr"), ("WebKitWebDriver", "webkit2gtk-driver"), ("xvfb-run", "xvfb")];

/// What is there now.
pub struct Engines {
    /// Folder with geckodriver; `None` if it is on PATH.
    pub geckodriver: Option<PathBuf>,
    /// `WebKitGTK`: its small browser, which has no place on PATH.
    pub mini_browser: PathBuf,
}

/// Installs what is missing.
///
/// # Errors
/// When something is missing that may not be installed, or an installer fails.
pub fn ensure() -> Result<Engines> {
    debian::ensure(&NEEDED, "Firefox ESR, WebKitGTK and their screen", "about 1 minute, 400 MB")?;
    let driver = CargoTool {
        package: "geckodriver",
        program: "geckodriver",
        version: "0.37.1",
        options: &["--locked"],
        takes: "about 4 minutes on 2 cores",
    };
    let geckodriver = driver.ensure(&cache::folder()?)?;
    let mini_browser = mini_browser(Path::new("/usr/lib"))
        .context("no MiniBrowser of WebKitGTK below /usr/lib: is Debian's webkit2gtk-driver complete?")?;
    Ok(Engines { geckodriver, mini_browser })
}

/// `/usr/lib/<machine>/webkit2gtk-<version>/MiniBrowser`.
fn mini_browser(lib: &Path) -> Option<PathBuf> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).map(|all| all.flatten().map(|entry| entry.path()).collect()).unwrap_or_default()
    };
    let machines = below(lib).into_iter().filter(|path| path.to_string_lossy().ends_with("-linux-gnu"));
    let folders = machines.flat_map(|machine| below(&machine));
    folders.map(|folder| folder.join("MiniBrowser")).find(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_browser_is_found_where_debian_puts_it() {
        let lib = std::env::temp_dir().join(format!("renzai-engines-{}", std::process::id()));
        let folder = lib.join("x86_64-linux-gnu/webkit2gtk-4.1");
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(mini_browser(&lib), None);
        fs::write(folder.join("MiniBrowser"), "").unwrap();
        assert_eq!(mini_browser(&lib), Some(folder.join("MiniBrowser")));
        fs::remove_dir_all(&lib).unwrap();
    }
}
