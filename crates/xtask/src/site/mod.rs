//! The site: what the desk serves, in `target/site`.
//!
//! | where | what | from |
//! |---|---|---|
//! | `/`, `/en/` | the sample shop | `public/` |
//! | `/renzai.js` | the shell, minified, with the names of the files below | `public/renzai.js` |
//! | `/renzai.classic.js` | the same for pages that can only paste a script | `public/renzai.classic.js` |
//! | `/assets/ren-zai-<hash>.js`, `…_bg.wasm` | the widget, and what the shell needs once it is open | trunk, `parts/inside.js` |
//! | `/assets/masker-<hash>.js`, `answerer-<hash>.js`, their `…_bg.wasm` | modules that are fetched when wanted | `crates/masker`, `crates/answerer` |
//! | `/assets/parts-<hash>.js` | parts of the panel that are fetched when wanted | `parts/` |
//! | `/assets/words-<language>-<hash>.txt`, `.json` | the texts of the panel and of its parts | `locales/` |
//! | `/assets/widget-<hash>.css` | its style | `style/widget.css` |
//! | `/chat/` | the full chat page | `index.html` |
//! | `/console/` | the agents' page and its files | `crates/console/`, `style/console.css` |
//! | `/packs/shop.zh.pack`, `shop.en.pack` | the sample shop's knowledge | `knowledge/` |
//!
//! Beside each file that shrinks lie a `.br` and a `.gz`. A name with a hash never changes its content.

pub mod api;
mod assemble;
mod compress;
mod locales;
mod parts;
mod shake;

use crate::{
    run::{lasted, say},
    stamp::{Fingerprint, unless_current},
    tools::Toolbox,
    workspace::Workspace,
};
use anyhow::{Context, Result};
pub use compress::brotli;
use parts::Parts;
pub use parts::modules;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// In bytes. Below it the headers outweigh what compressing saves.
pub const WORTH_COMPRESSING: u64 = 256;

/// Builds what changed, and returns the folder. A build that fails leaves the earlier site as it was.
///
/// # Errors
/// When a build fails; the tool's own words are above.
pub fn build(workspace: &Workspace, tools: &Toolbox) -> Result<PathBuf> {
    let started = Instant::now();
    // Two builds at a time would take each other's half-written files for their own.
    // Not there yet where cargo was told of another target folder.
    let target = workspace.path("target");
    fs::create_dir_all(&target).with_context(|| format!("cannot create {}", target.display()))?;
    let lock = target.join("site.lock");
    let lock = fs::File::create(&lock).with_context(|| format!("cannot create {}", lock.display()))?;
    lock.lock().context("cannot wait for another build of the site")?;
    let parts = Parts::build(workspace, tools)?;
    let site = workspace.path("target/site");
    let everything = [
        workspace.path("crates/xtask/src/site"),
        workspace.path("index.html"),
        workspace.path("public"),
        workspace.path("style"),
        workspace.path("parts"),
        workspace.path("locales"),
        workspace.path("api.toml"),
        workspace.path("crates/console/boot.js"),
        workspace.path("package-lock.json"),
    ];
    let fingerprint = Fingerprint::default().text(&parts.fingerprint).paths(&everything)?.hex();
    unless_current(&site, &fingerprint, || {
        say("assembling the site and compressing it");
        let new = workspace.path("target/site.new");
        remove(&new)?;
        assemble::assemble(workspace, tools, &parts, &new)?;
        compress::compress(&new)?;
        replace(&site, &new)
    })?;
    say(&format!("the site is in {} ({})", site.display(), lasted(started.elapsed())));
    Ok(site)
}

fn replace(site: &Path, new: &Path) -> Result<()> {
    let old = site.with_added_extension("old");
    remove(&old)?;
    if site.exists() {
        fs::rename(site, &old).with_context(|| format!("cannot move {} away", site.display()))?;
    }
    fs::rename(new, site).with_context(|| format!("cannot move the new site to {}", site.display()))?;
    remove(&old)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_site_takes_the_place_of_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let (site, new) = (folder.path().join("site"), folder.path().join("site.new"));
        for content in ["first", "second"] {
            fs::create_dir(&new).unwrap();
            fs::write(new.join("index.html"), content).unwrap();
            replace(&site, &new).unwrap();
            assert_eq!(fs::read_to_string(site.join("index.html")).unwrap(), content);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the site");
    }
}
