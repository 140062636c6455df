//! The workspace as cargo sees it.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

/// Where things are, and who depends on whom.
pub struct Workspace {
    /// The top folder.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub cargo_target: PathBuf,
    /// Every crate, the widget included.
    pub crates: Vec<Crate>,
}

/// One crate of the workspace.
#[derive(Deserialize)]
pub struct Crate {
    /// Name of the package.
    pub name: String,
    manifest_path: PathBuf,
    /// What its manifest asks for.
    pub dependencies: Vec<Dependency>,
}

/// One line of a manifest's dependencies.
#[derive(Deserialize)]
pub struct Dependency {
    /// Name of the package.
    pub name: String,
    /// `None` for an ordinary dependency, else `dev` or `build`.
    pub kind: Option<String>,
    /// The folder, if the dependency is one of ours.
    pub path: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Crate>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Workspace {
    /// Asks cargo; tens of milliseconds, no network.
    ///
    /// # Errors
    /// When a manifest is wrong: cargo's own words are shown above the error.
    pub fn load() -> Result<Self> {
        Self::load_from(Path::new(env!("CARGO_MANIFEST_DIR")))
    }

    /// The workspace that a crate's folder belongs to.
    ///
    /// # Errors
    /// As [`Workspace::load`].
    pub fn load_from(folder: &Path) -> Result<Self> {
        let json = crate::run::capture(
            Command::new("cargo")
                .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
                .arg(folder.join("Cargo.toml")),
        )?;
        let metadata: Metadata = serde_json::from_str(&json).context("cargo metadata is not what it was")?;
        Ok(Self { root: metadata.workspace_root, cargo_target: metadata.target_directory, crates: metadata.packages })
    }

    /// A path below the top folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The command `renzai`, once it is built in release.
    pub fn renzai(&self) -> PathBuf {
        self.cargo_target.join("release").join(format!("renzai{}", std::env::consts::EXE_SUFFIX))
    }

    /// Every file or folder that decides how the crate `name` is compiled: its own, and those of the crates of ours
    /// that it needs, directly or not.
    pub fn sources(&self, name: &str) -> Vec<PathBuf> {
        let mut needed = BTreeSet::from([name]);
        loop {
            let more: Vec<&str> =
                self.crates.iter().filter(|it| needed.contains(it.name.as_str())).flat_map(Crate::ours).collect();
            let before = needed.len();
            needed.extend(more);
            if needed.len() == before {
                break;
            }
        }
        let mut sources = vec![self.path("Cargo.toml"), self.path("Cargo.lock")];
        for folder in self.crates.iter().filter(|it| needed.contains(it.name.as_str())).map(Crate::folder) {
            if folder == self.root {
                sources.extend(["src", "index.html", "Trunk.toml"].map(|part| folder.join(part)));
            } else {
                sources.push(folder.to_path_buf());
            }
        }
        sources
    }
}

impl Crate {
    /// The crates of ours that it needs to be compiled.
    pub fn ours(&self) -> impl Iterator<Item = &str> {
        self.dependencies.iter().filter(|it| it.path.is_some() && it.is_compiled()).map(|it| it.name.as_str())
    }

    fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(&self.manifest_path)
    }
}

impl Dependency {
    /// Whether it takes part in the build, not only in the tests.
    pub fn is_compiled(&self) -> bool {
        self.kind.as_deref() != Some("dev")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widgets_sources_include_those_of_the_crates_below_it() {
        let workspace = Workspace::load().unwrap();
        let sources = workspace.sources("ren-zai");
        for part in ["src", "Cargo.lock", "crates/pack", "crates/talk", "crates/wire"] {
            assert!(sources.contains(&workspace.path(part)), "{part} is missing in {sources:?}");
        }
        assert!(!sources.contains(&workspace.path("crates/desk")), "{sources:?}");
    }
}
