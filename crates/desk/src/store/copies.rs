//! Copies of the whole database, and whether one is whole.

use super::{
    Answer, Store, explain, schema,
    sealing::{SEALED, SECRET, functions},
};
use crate::{
    error::Error,
    keyfile::Place,
    seal::{Closed, Keyring},
};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

impl Store {
    /// Writes what is in the file now into a new file, without what was erased.
    pub fn copy_to(&self, path: &Path) -> Result<(), Error> {
        let known = schema::known();
        let found = schema::version(&self.db).map_err(|error| explain(&self.database(), &error))?;
        if found > known {
            return Err(Error::NewerSchema { path: self.database(), found, known });
        }
        let to = path.to_string_lossy();
        self.db.execute("VACUUM INTO ?1", [to]).map_err(|error| explain(&self.database(), &error))?;
        Ok(())
    }

    /// Reads every page and every index.
    pub fn check_whole(&self) -> Result<(), Error> {
        let check = |db: &Connection| db.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
        let said = check(&self.db).map_err(|error| explain(&self.database(), &error))?;
        if said == "ok" { Ok(()) } else { Err(Error::NotADatabase { path: self.database(), reason: said }) }
    }

    /// Opens every seal of the database.
    pub fn check_seals(&self, keys: Keyring, place: &Place) -> Result<(), Error> {
        let path = self.database();
        let all = || {
            functions(&self.db, &Arc::new(keys))?;
            SEALED.into_iter().chain([SECRET]).try_for_each(|(table, column)| {
                // A copy of an older desk has fewer of them.
                let there = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2)";
                if !self.db.query_row(there, [table, column], |row| row.get(0))? {
                    return Ok(());
                }
                let sql = format!("SELECT count(unseal({column})) FROM {table}");
                self.db.query_row(&sql, [], |_| Ok(()))
            })
        };
        all().map_err(|error| match error {
            rusqlite::Error::SqliteFailure(_, Some(said)) if said == Closed::OtherKey.to_string() => {
                Error::OtherKey { path, place: place.name() }
            }
            rusqlite::Error::SqliteFailure(_, Some(said)) if said == Closed::Changed.to_string() => {
                Error::NotADatabase { path, reason: said }
            }
            error => explain(&path, &error),
        })
    }

    pub fn conversation_count(&self) -> Answer<u64> {
        Ok(self.db.query_row("SELECT count(*) FROM conversations", [], |row| row.get(0))?)
    }

    /// The names under which the bytes of files are kept.
    pub fn file_hashes(&self) -> Answer<Vec<String>> {
        let mut query = self.db.prepare("SELECT DISTINCT hash FROM files ORDER BY hash")?;
        Ok(query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    pub fn has_file(&self, hash: &str) -> Answer<bool> {
        Ok(self.db.query_row("SELECT EXISTS (SELECT 1 FROM files WHERE hash = ?1)", [hash], |row| row.get(0))?)
    }

    fn database(&self) -> PathBuf {
        self.data.join("desk.db")
    }
}
