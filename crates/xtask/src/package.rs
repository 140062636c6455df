//! `cargo xtask package`: what a merchant installs from npm or puts on a content network, in `target/package`.
//!
//! The files are the site's own, so that a bundler, a plain script and the desk serve the same widget.

use crate::{run::say, site, stamp::files_below, tools::Toolbox, workspace::Workspace};
use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha384};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What lies in the package beside the widget's files.
const BESIDE: [&str; 6] =
    ["npm/README.md", "npm/renzai.d.ts", "npm/custom-elements.json", "LICENSE-APACHE", "LICENSE-MIT", "NOTICE"];

/// Builds the package and prints its files with their hashes for `integrity="…"`.
///
/// # Errors
/// When the site cannot be built, or a file not copied.
pub fn package(workspace: &Workspace) -> Result<ExitCode> {
    let folder = build(workspace, &Toolbox::set_up(workspace)?)?;
    let integrity = fs::read_to_string(folder.join("integrity.json")).context("cannot read what was just written")?;
    print!("{integrity}");
    say(&format!("the package is in {}: `npm pack {0}` makes the file", folder.display()));
    Ok(ExitCode::SUCCESS)
}

/// Builds the package; answers its folder.
///
/// # Errors
/// When the site cannot be built, or a file not copied.
pub fn build(workspace: &Workspace, tools: &Toolbox) -> Result<PathBuf> {
    let site = site::build(workspace, tools)?;
    let folder = workspace.path("target/package");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    let mut integrity = BTreeMap::new();
    for file in files_below(&site)? {
        let name = file.strip_prefix(&site).context("a folder lists a file that is not in it")?;
        let name = name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if is_of_the_widget(&name) {
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            write(&folder.join(&name), &bytes)?;
            integrity.insert(name, format!("sha384-{}", base64(&Sha384::digest(&bytes))));
        }
    }
    for beside in BESIDE {
        let from = workspace.path(beside);
        let bytes = fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
        write(&folder.join(from.file_name().unwrap_or_default()), &bytes)?;
    }
    let template = workspace.path("npm/package.json");
    let text = fs::read_to_string(&template).with_context(|| format!("cannot read {}", template.display()))?;
    let mut manifest: Value = serde_json::from_str(&text).context("npm/package.json is no JSON")?;
    manifest["version"] = env!("CARGO_PKG_VERSION").into();
    write(&folder.join("package.json"), pretty(&manifest)?.as_bytes())?;
    write(&folder.join("integrity.json"), pretty(&integrity)?.as_bytes())?;
    Ok(folder)
}

/// A host compresses by itself; the shop, the console and the packs are not the widget.
fn is_of_the_widget(name: &str) -> bool {
    let compressed = name.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "br" | "gz"));
    !compressed && (name.starts_with("assets/") || name == "renzai.js" || name == "renzai.classic.js")
}

fn pretty(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Base 64 of bytes whose number is a multiple of three, as a SHA-384's is: there is nothing to pad.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = bytes.chunks_exact(3).flat_map(|three| {
        let bits = three.iter().fold(0_usize, |bits, &byte| bits << 8 | usize::from(byte));
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[bits >> shift & 63]))
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_as_browsers_want_them() {
        // As `printf abc | openssl dgst -sha384 -binary | openssl base64 -A` says.
        let hash = base64(&Sha384::digest(b"abc"));
        assert_eq!(hash, "ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn");
    }

    #[test]
    fn only_the_widgets_own_files_are_packed() {
        for name in ["renzai.js", "renzai.classic.js", "assets/ren-zai-1.js", "assets/words-en-1.txt"] {
            assert!(is_of_the_widget(name), "{name}");
        }
        for name in ["renzai.js.br", "assets/a.wasm.gz", "index.html", "console/boot-1.js", "packs/shop.zh.pack"] {
            assert!(!is_of_the_widget(name), "{name}");
        }
    }
}
