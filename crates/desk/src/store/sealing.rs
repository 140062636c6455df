//! Which columns are sealed, and how an older file and an older key go.
//!
//! SQL sees the seals: `seal(text)` and `unseal(text)` are functions of each connection. Ids, times, states and counts
//! stay open, for they are what is searched and sorted by.

use super::{Answer, Store, explain};
use crate::{
    auth::hex,
    error::Error,
    keyfile::Place,
    seal::{Closed, Keyring},
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use hmac::{Hmac, Mac};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, functions::FunctionFlags};
use sha2::Sha256;
use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// All that customers and agents wrote, who they are, and where they were.
pub(super) const SEALED: [(&str, &str); 14] = [
    ("agents", "totp"),
    ("conversations", "handover"),
    ("conversations", "rating"),
    ("events", "what"),
    ("feedback", "text"),
    ("files", "name"),
    ("helpers", "name"),
    ("notes", "text"),
    ("outgoing", "body"),
    ("proposals", "what"),
    ("tickets", "body"),
    ("tickets", "contact"),
    ("tickets", "outcome"),
    ("tickets", "page"),
];

/// What names the files.
pub(super) const SECRET: (&str, &str) = ("seal", "secret");

/// The bytes of a file, still sealed.
pub struct Kept {
    path: PathBuf,
    keys: Arc<Keyring>,
}

impl Kept {
    /// Reads and opens it; waits for the disk.
    ///
    /// # Errors
    /// The file is gone or was changed.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        self.keys.open(&fs::read(&self.path)?).map_err(io::Error::other)
    }
}

impl Store {
    /// Seals everything anew with the first of these keys: how many values, how many files.
    pub fn seal_anew(&mut self, keys: Keyring) -> Result<(u64, u64), Error> {
        self.keys = Arc::new(keys);
        let database = self.data.join("desk.db");
        let anew = |db: &mut Connection| {
            functions(db, &self.keys)?;
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut values = 0;
            for (table, column) in SEALED.into_iter().chain([SECRET]) {
                let sql = format!("UPDATE {table} SET {column} = seal(unseal({column})) WHERE {column} IS NOT NULL");
                values += u64::try_from(tx.execute(&sql, [])?).unwrap_or(0);
            }
            tx.commit()?;
            emptied(db)?;
            Ok(values)
        };
        let values = anew(&mut self.db).map_err(|error| explain(&database, &error))?;
        let mut files = 0;
        for name in self.file_hashes()? {
            let path = self.path(&name);
            let sealed = Kept { path: path.clone(), keys: Arc::clone(&self.keys) };
            let written = sealed.read().and_then(|plain| write_sealed(&self.keys, &path, &plain));
            written.map_err(|source| Error::Folder { path, source })?;
            files += 1;
        }
        Ok((values, files))
    }

    /// Deletes what no conversation has: left by a change that was broken off. A database that has no file at all may be
    /// a new one in the place of one that was lost: then nothing is deleted.
    pub(super) fn sweep(&self) -> Answer<()> {
        let known: HashSet<String> = self.file_hashes()?.into_iter().collect();
        let strange = |name: &str| !known.is_empty() && !known.contains(name);
        for found in fs::read_dir(self.data.join("files"))?.flatten() {
            if found.file_name().to_str().is_some_and(strange)
                && let Err(error) = fs::remove_file(found.path())
            {
                tracing::warn!(%error, "what no conversation has could not be deleted");
            }
        }
        Ok(())
    }

    /// The name under which bytes with this SHA-256 are kept: the same for the same bytes, and of no use to somebody
    /// who has the file but not the key.
    pub(super) fn name_of(&self, hash: &str) -> String {
        named(&self.secret, hash)
    }

    pub(super) fn kept(&self, name: &str) -> Kept {
        Kept { path: self.path(name), keys: Arc::clone(&self.keys) }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.data.join("files").join(name)
    }
}

/// What makes a connection read and write seals.
pub(super) fn functions(db: &Connection, keys: &Arc<Keyring>) -> rusqlite::Result<()> {
    let failed = |closed: Closed| rusqlite::Error::UserFunctionError(Box::new(closed));
    let sealing = Arc::clone(keys);
    db.create_scalar_function("seal", 1, FunctionFlags::SQLITE_UTF8, move |call| {
        let plain: Option<String> = call.get(0)?;
        plain.map(|plain| sealed_text(&sealing, &plain).map_err(failed)).transpose()
    })?;
    let keys = Arc::clone(keys);
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("unseal", 1, flags, move |call| {
        let sealed: Option<String> = call.get(0)?;
        sealed.map(|sealed| opened_text(&keys, &sealed).map_err(failed)).transpose()
    })
}

/// Seals a file that never was, once, and sees that the key is the one of this file. Gives the secret of the names.
pub(super) fn secret(db: &mut Connection, data: &Path) -> Result<(Arc<Keyring>, String), Error> {
    let path = data.join("desk.db");
    let wrong = |error: &rusqlite::Error| explain(&path, error);
    let place = Place::of(data);
    let stored = |db: &Connection| db.query_row("SELECT secret FROM seal", [], |row| row.get(0)).optional();
    let mut found: Option<String> = stored(db).map_err(|error| wrong(&error))?;
    let keys = match found {
        None => place.keys_or_new()?,
        Some(_) => place.keys()?.ok_or_else(|| Error::NoKey { path: path.clone(), place: place.name() })?,
    };
    let keys = Arc::new(keys);
    functions(db, &keys).map_err(|error| wrong(&error))?;
    if found.is_none() {
        let old = seal_all(db, data, &keys)?;
        for name in old {
            let _ = fs::remove_file(data.join("files").join(name));
        }
        found = stored(db).map_err(|error| wrong(&error))?;
    }
    let secret = opened_text(&keys, &found.unwrap_or_default());
    let secret = secret.map_err(|_| Error::OtherKey { path: path.clone(), place: place.name() })?;
    Ok((keys, secret))
}

/// Gives the names of the files that lie there sealed under other names now.
fn seal_all(db: &mut Connection, data: &Path, keys: &Keyring) -> Result<Vec<String>, Error> {
    let path = data.join("desk.db");
    let wrong = |error: rusqlite::Error| explain(&path, &error);
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(wrong)?;
    if tx.query_row("SELECT EXISTS (SELECT 1 FROM seal)", [], |row| row.get(0)).map_err(wrong)? {
        // Another process did it meanwhile.
        return Ok(Vec::new());
    }
    let secret = hex(&rand::random::<[u8; 32]>());
    tx.execute("INSERT INTO seal (id, secret) VALUES (1, seal(?1))", [&secret]).map_err(wrong)?;
    for (table, column) in SEALED {
        let sql = format!("UPDATE {table} SET {column} = seal({column}) WHERE {column} IS NOT NULL");
        tx.execute(&sql, []).map_err(wrong)?;
    }
    let old = names(&tx).map_err(wrong)?;
    for hash in &old {
        let (plain, name) = (data.join("files").join(hash), named(&secret, hash));
        let sealed = data.join("files").join(&name);
        let written = fs::read(&plain).and_then(|bytes| write_sealed(keys, &sealed, &bytes));
        written.map_err(|source| Error::Folder { path: plain, source })?;
        tx.execute("UPDATE files SET hash = ?2 WHERE hash = ?1", [hash, &name]).map_err(wrong)?;
    }
    tx.commit().map_err(wrong)?;
    emptied(db).map_err(wrong)?;
    Ok(old)
}

fn names(db: &Connection) -> rusqlite::Result<Vec<String>> {
    db.prepare("SELECT DISTINCT hash FROM files")?.query_map([], |row| row.get(0))?.collect()
}

/// Written beside and renamed: a file that is there is whole.
pub(super) fn write_sealed(keys: &Keyring, path: &Path, plain: &[u8]) -> io::Result<()> {
    let sealed = keys.seal(plain).map_err(io::Error::other)?;
    let beside = path.with_extension("part");
    let written = fs::File::create(&beside).and_then(|mut open| {
        io::Write::write_all(&mut open, &sealed)?;
        open.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn sealed_text(keys: &Keyring, plain: &str) -> Result<String, Closed> {
    Ok(STANDARD_NO_PAD.encode(keys.seal(plain.as_bytes())?))
}

fn opened_text(keys: &Keyring, sealed: &str) -> Result<String, Closed> {
    let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| Closed::NotSealed)?;
    String::from_utf8(keys.open(&bytes)?).map_err(|_| Closed::Changed)
}

fn named(secret: &str, hash: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    mac.map_or_else(|_| hash.to_owned(), |mac| hex(&mac.chain_update(hash).finalize().into_bytes()))
}

/// Takes the old values out of the write-ahead log; in the file they were overwritten.
fn emptied(db: &Connection) -> rusqlite::Result<()> {
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{super::schema::MIGRATIONS, *};

    /// A data folder as the last version before the seals left it, with a word in every column that is sealed now.
    fn from_before(data: &Path) {
        fs::create_dir_all(data.join("files")).unwrap();
        fs::write(data.join("files/abc"), "the bytes of a picture").unwrap();
        let db = Connection::open(data.join("desk.db")).unwrap();
        for step in &MIGRATIONS[..4] {
            db.execute_batch(step).unwrap();
        }
        db.pragma_update(None, "user_version", 4).unwrap();
        db.execute_batch(
            "INSERT INTO visitors (id, token, site, device, created_at) VALUES ('v', x'00', 's', 'd', 1);
             INSERT INTO conversations (id, visitor, state, handover, seq, asked_at, rating)
               VALUES ('c', 'v', 'queued', 'PLAIN1', 1, 1, 'PLAIN2'), ('d', 'v', 'closed', 'PLAIN1', 1, 1, NULL);
             INSERT INTO events VALUES ('c', 1, 1, '{\"type\":\"rating_asked\",\"words\":\"PLAIN3\"}');
             INSERT INTO feedback (key, day, site, kind, entry, text, talk) VALUES ('k', 1, 's', 'up', 'e', 'PLAIN4', 't');
             INSERT INTO files VALUES ('f', 'c', 'abc', 'PLAIN5', 'image/png', 22, 0, 1);
             INSERT INTO helpers VALUES ('h', 'c', 'PLAIN6', NULL, 1);
             INSERT INTO notes VALUES (1, 'c', 1, 'n', 'PLAIN7');
             INSERT INTO outgoing VALUES ('o', 'http://x', 'PLAIN8', 0, 1);
             INSERT INTO proposals VALUES (1, 'PLAIN9');
             INSERT INTO tickets (id, visitor, kind, at, due, body, contact, locale, page, outcome)
               VALUES ('t', 'v', 'message', 1, 1, 'PLAINa', 'PLAINb', 'zh', 'PLAINc', 'PLAINd');",
        )
        .unwrap();
    }

    fn shows(folder: &Path, word: &str) -> bool {
        fs::read_dir(folder).unwrap().flatten().any(|file| {
            let path = file.path();
            if path.is_dir() {
                return shows(&path, word);
            }
            fs::read(path).unwrap().windows(word.len()).any(|window| window == word.as_bytes())
        })
    }

    #[test]
    fn what_an_older_desk_wrote_is_sealed_at_the_first_start_and_reads_as_before() {
        let folder = tempfile::tempdir().unwrap();
        from_before(folder.path());
        assert!(shows(folder.path(), "PLAIN1") && shows(folder.path(), "bytes of a picture"));
        let store = Store::open(folder.path()).unwrap();
        assert!(!shows(folder.path(), "PLAIN"));
        assert!(!shows(folder.path(), "bytes of a picture"));
        let mut seen = 0;
        for (table, column) in SEALED {
            let sql = format!("SELECT count(*) FROM {table} WHERE unseal({column}) LIKE '%PLAIN%'");
            seen += store.db.query_row(&sql, [], |row| row.get::<_, u32>(0)).unwrap();
        }
        assert_eq!(seen, 14, "a word in every column, and in two rows of the first");
        let (info, kept) = store.file("c", "f").unwrap();
        assert_eq!((info.name.as_str(), kept.read().unwrap().as_slice()), ("PLAIN5", &b"the bytes of a picture"[..]));
        drop(store);
        Store::open(folder.path()).unwrap().file("c", "f").unwrap().1.read().unwrap();
    }

    #[test]
    fn a_copy_of_an_older_desk_is_checked_by_the_columns_that_it_has() {
        let folder = tempfile::tempdir().unwrap();
        from_before(folder.path());
        let store = Store::open(folder.path()).unwrap();
        store.db.execute_batch("ALTER TABLE agents DROP COLUMN totp").unwrap();
        let place = Place::of(folder.path());
        store.check_seals(place.keys().unwrap().unwrap(), &place).unwrap();
    }

    #[test]
    fn a_file_that_was_changed_on_the_disk_is_not_given_out() {
        let folder = tempfile::tempdir().unwrap();
        from_before(folder.path());
        let store = Store::open(folder.path()).unwrap();
        let (_, kept) = store.file("c", "f").unwrap();
        let mut bytes = fs::read(&kept.path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&kept.path, bytes).unwrap();
        assert!(kept.read().unwrap_err().to_string().contains("changed"));
    }
}
