//! Where the key of the seals is: in the environment, in a file that it names, or in `desk.key` of the data folder.

use crate::{
    auth::unhex,
    error::Error,
    seal::{KEY, Keyring, fresh},
};
use std::{
    env,
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The file of a data folder that has no other key.
pub const FILE: &str = "desk.key";

const KEYS: &str = "RENZAI_KEY";
const KEY_FILE: &str = "RENZAI_KEY_FILE";

/// Where the key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the variable `RENZAI_KEY`.
    Environment(String),
    /// In a file.
    File(PathBuf),
}

impl Place {
    /// Where the key of a data folder is looked for.
    pub fn of(data: &Path) -> Self {
        let set = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
        match (set(KEYS), set(KEY_FILE)) {
            (Some(keys), _) => Self::Environment(keys),
            (None, Some(path)) => Self::File(path.into()),
            (None, None) => Self::File(data.join(FILE)),
        }
    }

    /// The keys; `None`: the file is not there.
    pub fn keys(&self) -> Result<Option<Keyring>, Error> {
        Ok(self.text()?.map(|text| self.read(&text)).transpose()?.map(|keys| Keyring::new(&keys)))
    }

    /// The keys, and a new one in a new file if there are none.
    pub fn keys_or_new(&self) -> Result<Keyring, Error> {
        if let (Self::File(path), None) = (self, self.text()?) {
            let made = new_file(path, &format!("{HEAD}{}\n", fresh()));
            match made {
                // Another process was quicker: its key is the key.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                other => other.map_err(|error| self.unusable(&error.to_string()))?,
            }
        }
        self.keys()?.ok_or_else(|| self.unusable("it is not there"))
    }

    /// A new key before the old one, and the keys that there are then. What a rotation that was broken off put there
    /// is used again.
    pub fn add_new(&self) -> Result<Keyring, Error> {
        let text = self.text()?.unwrap_or_default();
        let several = self.read(&text)?.len() > 1;
        match self {
            Self::Environment(_) if !several => {
                return Err(self.unusable(
                    "it has one key only. To change it write the new key, a blank, and the old key; once this command \
                     is done the old one can go",
                ));
            }
            Self::File(path) if !several => {
                let keys = text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
                replace(path, &format!("{HEAD}{}\n{keys}\n", fresh()))
                    .map_err(|error| self.unusable(&error.to_string()))?;
            }
            _ => {}
        }
        self.keys()?.ok_or_else(|| self.unusable("it is not there"))
    }

    /// Only the newest key stays in the file.
    pub fn drop_old(&self) -> Result<(), Error> {
        if let (Self::File(path), Some(text)) = (self, self.text()?)
            && let Some(newest) = words(&text).next()
        {
            replace(path, &format!("{HEAD}{newest}\n")).map_err(|error| self.unusable(&error.to_string()))?;
        }
        Ok(())
    }

    /// For messages.
    pub fn name(&self) -> String {
        match self {
            Self::Environment(_) => KEYS.into(),
            Self::File(path) => path.display().to_string(),
        }
    }

    fn text(&self) -> Result<Option<String>, Error> {
        match self {
            Self::Environment(keys) => Ok(Some(keys.clone())),
            Self::File(path) => match fs::read_to_string(path) {
                Ok(text) => Ok(Some(text)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(self.unusable(&error.to_string())),
            },
        }
    }

    fn read(&self, text: &str) -> Result<Vec<[u8; KEY]>, Error> {
        let key = |word: &str| {
            let found = unhex(word).and_then(|bytes| <[u8; KEY]>::try_from(bytes).ok());
            found.ok_or_else(|| {
                self.unusable(&format!(
                    "a key has 64 hexadecimal digits, and one of {} letters stands there",
                    word.chars().count()
                ))
            })
        };
        let keys = words(text).map(key).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(self.unusable("no key stands there")) } else { Ok(keys) }
    }

    fn unusable(&self, reason: &str) -> Error {
        Error::Key { place: self.name(), reason: reason.to_owned() }
    }
}

const HEAD: &str = "# The key of this desk's conversations. Keep a copy where the data is not: without it nobody reads \
                    them, and neither do you.\n";

fn words(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.flat_map(|line| line.split([' ', '\t', ',', ';'])).filter(|word| !word.is_empty())
}

/// Whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    new_file(&beside, text)?;
    fs::rename(&beside, path)
}

/// A file that only its owner may read.
fn new_file(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_made_once_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join(FILE));
        assert!(place.keys().unwrap().is_none());
        let sealed = place.keys_or_new().unwrap().seal(b"x").unwrap();
        assert_eq!(place.keys_or_new().unwrap().open(&sealed).unwrap(), b"x");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_new_key_comes_before_the_old_one_until_the_old_one_goes() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join(FILE));
        let old = place.keys_or_new().unwrap();
        let both = place.add_new().unwrap();
        let (by_old, by_new) = (old.seal(b"x").unwrap(), both.seal(b"y").unwrap());
        assert_eq!(both.open(&by_old).unwrap(), b"x");
        assert!(old.open(&by_new).is_err());
        assert_eq!(place.add_new().unwrap().open(&by_new).unwrap(), b"y", "a broken-off change goes on with its key");
        place.drop_old().unwrap();
        let newest = place.keys().unwrap().unwrap();
        assert_eq!(newest.open(&by_new).unwrap(), b"y");
        assert!(newest.open(&by_old).is_err());
    }

    #[test]
    fn what_is_no_key_is_said_without_showing_it() {
        for text in ["", "# only words\n", "abc", "zz".repeat(32).as_str()] {
            let error = Place::Environment(text.into()).keys().err().unwrap().to_string();
            assert!(error.contains("RENZAI_KEY") && !error.contains("zzzz"), "{error}");
        }
    }
}
