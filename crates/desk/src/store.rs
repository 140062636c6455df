//! All that is kept, and the only place with SQL in it, so that another database can take SQLite's place.
//!
//! One connection, used by one caller at a time (see [`crate::app::App::write`]). Every change is one transaction that
//! writes the effect and its numbered event together: a number that was given out is in the file.

mod agents;
mod board;
mod conversations;
mod events;
mod schema;
mod visitors;

pub use agents::NewAgent;
pub use conversations::{Row, Sender};

use crate::{error::Error, refuse::Refuse};
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};
use wire::event::Event;

/// The database of one desk.
pub struct Store {
    db: Connection,
    /// Held as long as the store lives: the live streams are in memory, so two desks on one file would each know
    /// half of what happens.
    _lock: File,
}

/// A durable event that was just written.
#[derive(Debug, Clone)]
pub struct Happened {
    pub conversation: String,
    /// The agent who has the conversation.
    pub agent: Option<String>,
    pub event: Event,
}

impl Store {
    /// Opens `desk.db` in the folder, makes it if needed, and brings it to the newest schema.
    pub fn open(data: &Path) -> Result<Self, Error> {
        let folder = |source| Error::Folder { path: data.to_owned(), source };
        fs::create_dir_all(data).map_err(folder)?;
        let lock = File::create(data.join("desk.lock")).map_err(folder)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Error::InUse { path: data.to_owned() },
            TryLockError::Error(source) => folder(source),
        })?;
        let path = data.join("desk.db");
        let known = schema::known();
        let found = newest(&path).map_err(|error| explain(&path, &error))?;
        if found > known {
            return Err(Error::NewerSchema { path, found, known });
        }
        let db = prepare(&path).map_err(|error| explain(&path, &error))?;
        Ok(Self { db, _lock: lock })
    }

    fn write(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.db.transaction_with_behavior(TransactionBehavior::Immediate)
    }
}

/// Reads the version before anything is written, so that a file that is not ours stays as it is.
fn newest(path: &Path) -> rusqlite::Result<i64> {
    if !path.exists() {
        return Ok(0);
    }
    let db = Connection::open(path)?;
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    schema::version(&db)
}

fn prepare(path: &Path) -> rusqlite::Result<Connection> {
    let mut db = Connection::open(path)?;
    db.busy_timeout(Duration::from_secs(5))?;
    db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    // FULL: a message that was answered with 200 survives a power cut.
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", true)?;
    schema::migrate(&mut db)?;
    Ok(db)
}

fn explain(path: &Path, error: &rusqlite::Error) -> Error {
    let path = PathBuf::from(path);
    let reason = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Error::NotADatabase { path, reason },
        // A table of ours that somebody else made: the file has version 0 and is not empty.
        _ if reason.contains("already exists") => Error::NotADatabase { path, reason },
        _ => Error::Database { path, reason },
    }
}

/// The store answers in the words of the protocol; what SQLite says stays in the log.
type Answer<T> = Result<T, Refuse>;
