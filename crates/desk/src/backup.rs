//! A copy of everything that a desk keeps, taken while it runs, and put back in the place of what was lost.

use crate::{
    error::Error,
    keyfile::{self, Place},
    store::Store,
};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// What a copy holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copied {
    /// Conversations.
    pub conversations: u64,
    /// Customers' and agents' files.
    pub files: u64,
    /// Bytes, of database and files.
    pub bytes: u64,
    /// The key was there, and every seal of the database was opened.
    pub opened: bool,
}

/// Copies a desk's data into a new folder, also while the desk runs: everything that was answered before this call is
/// in it. The folder `to` appears only once the copy is whole.
///
/// # Errors
/// There is no desk in `data`, `to` is there already, the disk is full: see [`Error`].
pub fn back_up(data: &Path, to: &Path) -> Result<Copied, Error> {
    if to.exists() {
        return Err(Error::InTheWay { path: to.to_owned() });
    }
    copy(data, &beside(to), &Place::of(data)).and_then(|copied| {
        fs::rename(beside(to), to).map_err(|source| folder(to, source))?;
        Ok(copied)
    })
}

/// Puts a copy into a data folder that holds no desk, once it was seen to be whole. The copy stays as it is.
///
/// # Errors
/// `from` is no copy of a desk or is damaged, `data` holds a desk already, the disk is full: see [`Error`].
pub fn restore(from: &Path, data: &Path) -> Result<Copied, Error> {
    if data.join("desk.db").exists() {
        return Err(Error::InTheWay { path: data.join("desk.db") });
    }
    let copied = copy(from, &beside(data), &Place::of(data))?;
    // What a desk that lost its database left there is no use without it, but for its key.
    let (key, moved) = (data.join(keyfile::FILE), beside(data).join(keyfile::FILE));
    if key.exists() {
        fs::rename(&key, &moved).map_err(|source| folder(data, source))?;
    }
    if data.exists()
        && let Err(source) = fs::remove_dir(data)
    {
        let _ = fs::rename(&moved, &key);
        return Err(folder(data, source));
    }
    fs::rename(beside(data), data).map_err(|source| folder(data, source))?;
    Ok(copied)
}

fn copy(from: &Path, to: &Path, place: &Place) -> Result<Copied, Error> {
    let copied = copy_into(from, to, place);
    if copied.is_err() {
        let _ = fs::remove_dir_all(to);
    }
    copied
}

fn copy_into(from: &Path, to: &Path, place: &Place) -> Result<Copied, Error> {
    let store = Store::reader(from)?;
    if to.exists() {
        // Of a copy that was broken off.
        fs::remove_dir_all(to).map_err(|source| folder(to, source))?;
    }
    fs::create_dir_all(to.join("files")).map_err(|source| folder(to, source))?;
    let path = to.join("desk.db");
    store.copy_to(&path)?;
    let copy = Store::reader(to)?;
    copy.check_whole()?;
    let mut copied = Copied { conversations: copy.conversation_count()?, bytes: size(&path), ..Copied::default() };
    // Without the key, which may be kept elsewhere, words cannot be looked at.
    if let Some(keys) = place.keys()? {
        copy.check_seals(keys, place)?;
        copied.opened = true;
    }
    for hash in copy.file_hashes()? {
        match fs::copy(from.join("files").join(&hash), to.join("files").join(&hash)) {
            Ok(bytes) => {
                copied.files += 1;
                copied.bytes += bytes;
            }
            // Erased since the database was copied.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !store.has_file(&hash)? => {}
            Err(source) => return Err(Error::Copy { path: from.join("files").join(hash), source }),
        }
    }
    for written in [path, to.to_owned()] {
        File::open(&written).and_then(|file| file.sync_all()).map_err(|source| folder(&written, source))?;
    }
    Ok(copied)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}

fn folder(path: &Path, source: io::Error) -> Error {
    Error::Folder { path: path.to_owned(), source }
}
