//! `cargo xtask tidy`: the rules of `docs/architecture.md`, as code.
//!
//! A rule looks at the tree and answers what it found wrong. Each has a test that it finds a violation.

mod arrows;
mod borrowed;
mod documents;
mod pure;
mod readable;
mod sources;
mod style;

use crate::{stamp::files_below, workspace::Workspace};
use anyhow::{Context, Result};
use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Folders that are not ours to check: made by tools, or a desk's data.
const NOT_OURS: [&str; 4] = ["target", "node_modules", ".git", "data"];

/// What there is to hold against.
#[derive(Default, clap::Args)]
pub struct Options {
    /// Folder of the evaluation sets: also check that nothing of them stands in the scenes or the lexicon.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Checks every rule and prints what it finds.
///
/// # Errors
/// When a file cannot be read.
pub fn tidy(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let tree = Tree::read(&workspace.root)?;
    let mut findings = arrows::check(&workspace.crates);
    findings.extend(pure::check(&tree));
    findings.extend(sources::check(&tree));
    findings.extend(style::check(&tree));
    findings.extend(documents::check(&tree));
    findings.extend(readable::check(&tree));
    if let Some(data) = &options.data {
        findings.extend(borrowed::check(&tree, &borrowed::asked(data)?));
    }
    for finding in &findings {
        eprintln!("{finding}");
    }
    eprintln!("tidy: {} files, {} findings", tree.0.len(), findings.len());
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One violation: where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// From 1; 0 when the whole file is meant.
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.what),
            line => write!(f, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// The files of the project.
struct Tree(Vec<File>);

/// One file. Its path is relative to the top, with `/`.
struct File {
    path: String,
    /// `None` when it is not UTF-8: an image, a spreadsheet.
    text: Option<String>,
}

impl Tree {
    fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for entry in fs::read_dir(root).with_context(|| format!("cannot list {}", root.display()))? {
            let entry = entry?;
            if NOT_OURS.iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            for path in files_below(&entry.path())? {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
                // `fuzz` is built apart from the rest, and the bench has packages of its own.
                if parts.iter().any(|part| part == "target" || part == "node_modules") {
                    continue;
                }
                let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                files.push(File { path: parts.join("/"), text: String::from_utf8(bytes).ok() });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self(files))
    }

    /// Path and text of each text file.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.texts().find_map(|(it, text)| (it == path).then_some(text))
    }

    fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.0.iter().any(|file| file.path == path || file.path.starts_with(&folder))
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).into(), text: Some((*text).into()) };
        Self(files.iter().map(file).collect())
    }
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_tree_is_read_and_what_tools_made_is_not() {
        let tree = Tree::read(&Workspace::load().unwrap().root).unwrap();
        assert!(tree.has("crates/xtask/src/tidy/mod.rs") && tree.has("crates/xtask"));
        assert!(!tree.has("target") && !tree.has("crates/xta"));
    }

    #[test]
    fn a_finding_leads_to_the_line() {
        assert_eq!(Finding::new("src/a.rs", 3, "no").to_string(), "src/a.rs:3: no");
        assert_eq!(Finding::new("src/a.rs", 0, "no").to_string(), "src/a.rs: no");
    }
}
