//! `cargo xtask reproduce`: the same sources, built from nothing in another folder, give the same bytes. So whoever has
//! the sources can tell that a shop's files are made of them and of nothing else.

use crate::{
    run::{capture, say},
    site,
    stamp::files_below,
    tools::Toolbox,
    workspace::Workspace,
};
use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// Builds what runs in a browser here and in a copy of the sources, and prints each file with its SHA-256.
///
/// # Errors
/// When a build fails, or a file is not the same.
pub fn reproduce(workspace: &Workspace) -> Result<ExitCode> {
    let tools = Toolbox::set_up(workspace)?;
    say("the first build: here");
    let first = products(&site::modules(workspace, &tools)?)?;
    let copy = workspace.path("target/reproduce/another folder");
    if copy.exists() {
        fs::remove_dir_all(&copy).with_context(|| format!("cannot remove {}", copy.display()))?;
    }
    copy_sources(workspace, &copy)?;
    say(&format!("the second build: from nothing, in {} (5 minutes on 2 cores)", copy.display()));
    let second = products(&site::modules(&Workspace::load_from(&copy)?, &tools)?)?;
    ensure!(!first.is_empty() && first.keys().eq(second.keys()), "not the same files: {first:?} and {second:?}");
    let mut different = Vec::new();
    for (name, sum) in &first {
        println!("{sum}  {name}");
        if second.get(name) != Some(sum) {
            different.push(name.as_str());
        }
    }
    if !different.is_empty() {
        bail!("not the same bytes in both builds: {}", different.join(", "));
    }
    say(&format!("{} files, the same in both builds", first.len()));
    Ok(ExitCode::SUCCESS)
}

/// What git knows, as it is now.
fn copy_sources(workspace: &Workspace, copy: &Path) -> Result<()> {
    let listed = capture(Command::new("git").args(["ls-files", "-z"]).current_dir(&workspace.root))?;
    for name in listed.split_terminator('\0') {
        let (from, to) = (workspace.path(name), copy.join(name));
        fs::create_dir_all(to.parent().unwrap_or(copy)).with_context(|| format!("cannot make room for {name}"))?;
        fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

/// SHA-256 of each file of these folders, hexadecimal, by the folder's name and its own.
fn products(folders: &[(PathBuf, String)]) -> Result<BTreeMap<String, String>> {
    let mut sums = BTreeMap::new();
    for (folder, _) in folders {
        let above = folder.parent().unwrap_or(folder);
        for file in files_below(folder)? {
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let name = file.strip_prefix(above).unwrap_or(&file).to_string_lossy().into_owned();
            sums.insert(name, format!("{:x}", Sha256::digest(&bytes)));
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_stands_for_each_file_by_its_folder() {
        let above = tempfile::tempdir().unwrap();
        for name in ["one", "two"] {
            fs::create_dir(above.path().join(name)).unwrap();
            fs::write(above.path().join(name).join("a.js"), name).unwrap();
        }
        let folders = ["one", "two"].map(|name| (above.path().join(name), String::new()));
        let sums = products(&folders).unwrap();
        assert_eq!(sums.keys().collect::<Vec<_>>(), ["one/a.js", "two/a.js"]);
        assert_ne!(sums["one/a.js"], sums["two/a.js"]);
        assert_eq!(sums["one/a.js"].len(), 64);
    }
}
