//! Knowing that nothing changed: a fingerprint of everything that goes into a product, kept beside the product.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// SHA-256 of texts and files, in the order in which they were added.
#[derive(Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds a text, such as a tool's version.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
        self
    }

    /// Adds files and folders, names and contents. One that is missing counts as missing: that is a state, too.
    ///
    /// # Errors
    /// When a file is there and cannot be read.
    pub fn paths(mut self, paths: &[PathBuf]) -> Result<Self> {
        for path in paths {
            for file in files_below(path)? {
                let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                self = self.text(&file.to_string_lossy()).text(&hash(&bytes));
            }
        }
        Ok(self)
    }

    /// 64 hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:x}", self.0.finalize())
    }
}

/// The first 8 hexadecimal digits of the SHA-256 of `bytes`: what a file name carries.
pub fn hash(bytes: &[u8]) -> String {
    let mut hex = format!("{:x}", Sha256::digest(bytes));
    hex.truncate(8);
    hex
}

/// Makes `product` by `make`, unless it is there and was made from the same `fingerprint`. The stamp goes first and
/// comes last: an interrupted step is done again.
///
/// # Errors
/// When `make` fails or the stamp cannot be written.
pub fn unless_current(product: &Path, fingerprint: &str, make: impl FnOnce() -> Result<()>) -> Result<()> {
    let stamp = product.with_added_extension("stamp");
    if product.exists() && fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == fingerprint) {
        return Ok(());
    }
    if stamp.exists() {
        fs::remove_file(&stamp).with_context(|| format!("cannot remove {}", stamp.display()))?;
    }
    make()?;
    fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))
}

/// The files at or below `path`, sorted; none if there is nothing.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(if path.exists() { vec![path.to_path_buf()] } else { Vec::new() });
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        files.extend(files_below(&entry?.path())?);
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;
    use std::cell::Cell;

    #[test]
    fn a_changed_moved_or_missing_file_changes_the_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        let now = || Fingerprint::default().paths(&[folder.path().to_path_buf()]).unwrap().hex();
        fs::write(&a, "one").unwrap();
        let first = now();
        assert_eq!(first, now());
        fs::write(&a, "two").unwrap();
        assert_ne!(first, now());
        fs::rename(&a, &b).unwrap();
        fs::write(&b, "one").unwrap();
        assert_ne!(first, now());
        fs::remove_file(&b).unwrap();
        assert_ne!(first, now());
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        let of = |a, b| Fingerprint::default().text(a).text(b).hex();
        assert_ne!(of("ab", "c"), of("a", "bc"));
    }

    #[test]
    fn a_step_runs_again_after_a_change_a_failure_or_a_lost_product() {
        let folder = tempfile::tempdir().unwrap();
        let product = folder.path().join("site");
        let runs = Cell::new(0);
        let make = |fingerprint| {
            unless_current(&product, fingerprint, || {
                runs.set(runs.get() + 1);
                Ok(fs::write(&product, "made")?)
            })
            .unwrap();
            runs.get()
        };
        assert_eq!(make("one"), 1);
        assert_eq!(make("one"), 1);
        assert_eq!(make("two"), 2);
        assert!(unless_current(&product, "three", || bail!("interrupted")).is_err());
        assert_eq!(make("two"), 3);
        fs::remove_file(&product).unwrap();
        assert_eq!(make("two"), 4);
    }
}
