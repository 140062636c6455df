//! All that is kept, and the only place with SQL in it, so that another database can take SQLite's place.
//!
//! One connection writes, from one thread (see [`crate::writer`]); others read what is in the file. Every change writes
//! the effect and its numbered event in one transaction: a number that was given out is in the file.

mod agents;
mod audit;
mod board;
mod chain;
mod conversations;
mod copies;
mod events;
mod feedback;
mod figures;
mod files;
mod handovers;
mod helpers;
mod outgoing;
mod people;
mod proposals;
mod retention;
mod schema;
mod sealing;
mod second_step;
mod sessions;
mod tickets;
mod transfer;
mod visitors;

pub use agents::{NewAgent, unknown_agent, word as level_word};
pub use audit::Act;
pub use chain::Chain;
pub use conversations::{Row, Sender};
pub use figures::Figures;
pub use files::NewFile;
pub use handovers::View;
pub use helpers::Helper;
pub use outgoing::Parcel;
pub use people::Member;
pub use retention::Forgotten;
pub use sealing::Kept;
pub use tickets::NewTicket;

use crate::{error::Error, keyfile::Place, refuse::Refuse, seal::Keyring};
use rusqlite::{Connection, ErrorCode, OpenFlags, Savepoint};
use std::{
    any::Any,
    fs::{self, File, TryLockError},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use wire::event::Event;

/// The database of one desk.
pub struct Store {
    db: Connection,
    /// The data folder; files of conversations lie below it.
    data: PathBuf,
    keys: Arc<Keyring>,
    /// Names files on the disk. A connection that only reads has none.
    secret: String,
    /// Held as long as the store lives: the live streams are in memory, so two desks on one file would each know
    /// half of what happens.
    _lock: Option<File>,
    /// Something was erased: the write-ahead log is to be emptied of it too.
    erased: bool,
}

/// A durable event that was just written.
#[derive(Debug, Clone)]
pub struct Happened {
    pub conversation: String,
    /// The agents who take part; none: it concerns all.
    pub agents: Vec<String>,
    pub event: Event,
}

impl Store {
    /// Opens `desk.db` in the folder, makes it if needed, and brings it to the newest schema.
    pub fn open(data: &Path) -> Result<Self, Error> {
        let folder = |source| Error::Folder { path: data.to_owned(), source };
        fs::create_dir_all(data.join("files")).map_err(folder)?;
        let lock = File::create(data.join("desk.lock")).map_err(folder)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Error::InUse { path: data.to_owned() },
            TryLockError::Error(source) => folder(source),
        })?;
        let store = Self { _lock: Some(lock), ..Self::beside(data)? };
        store.sweep()?;
        Ok(store)
    }

    /// The same beside a desk that may be running: for the command line, which changes agents only.
    pub fn beside(data: &Path) -> Result<Self, Error> {
        fs::create_dir_all(data).map_err(|source| Error::Folder { path: data.to_owned(), source })?;
        let path = data.join("desk.db");
        let known = schema::known();
        let found = newest(&path).map_err(|error| explain(&path, &error))?;
        if found > known {
            return Err(Error::NewerSchema { path, found, known });
        }
        let mut db = prepare(&path).map_err(|error| explain(&path, &error))?;
        let (keys, secret) = sealing::secret(&mut db, data)?;
        Ok(Self { db, data: data.to_owned(), keys, secret, _lock: None, erased: false })
    }

    /// Another connection to an open desk's file, which only reads. Without a key, as beside a copy, it counts and copies
    /// but opens no words.
    pub fn reader(data: &Path) -> Result<Self, Error> {
        let path = data.join("desk.db");
        let keys = Arc::new(Place::of(data).keys()?.unwrap_or_else(Keyring::empty));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let db = Connection::open_with_flags(&path, flags)?;
            db.busy_timeout(BUSY)?;
            db.set_prepared_statement_cache_capacity(64);
            sealing::functions(&db, &keys)?;
            Ok(db)
        };
        let db = open().map_err(|error| explain(&path, &error))?;
        let secret = String::new();
        Ok(Self { db, data: data.to_owned(), keys: Arc::clone(&keys), secret, _lock: None, erased: false })
    }

    /// Lets the file grow no further than so many pages; 0: as the disk allows.
    pub fn limit_pages(&self, pages: u32) -> Answer<()> {
        if pages > 0 {
            self.db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        }
        Ok(())
    }

    /// Begins the transaction of a batch.
    pub fn begin(&mut self) -> Answer<()> {
        Ok(self.db.execute_batch("BEGIN IMMEDIATE")?)
    }

    /// Puts the batch into the file, or undoes all of it.
    pub fn commit(&mut self) -> Answer<()> {
        if self.db.is_autocommit() {
            return Err(Refuse::no_room("the transaction was undone"));
        }
        self.db.execute_batch("COMMIT").map_err(|error| {
            // If this fails too there is nothing left to undo.
            let _ = self.db.execute_batch("ROLLBACK");
            Refuse::from(error)
        })?;
        if std::mem::take(&mut self.erased) {
            // Somebody who reads may keep the log in use; then the next checkpoint empties it.
            let _ = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
        Ok(())
    }

    /// Runs work of a batch, whole or not at all, even if it panics.
    pub fn whole<R>(&mut self, work: impl FnOnce(&mut Self) -> Answer<R>) -> Answer<R> {
        if self.db.is_autocommit() {
            // SQLite undid the batch: what would be written now would be written alone.
            return Err(Refuse::no_room("the transaction was undone"));
        }
        self.db.execute_batch("SAVEPOINT whole")?;
        let worked = catch_unwind(AssertUnwindSafe(|| work(self)))
            .unwrap_or_else(|panic| Err(Refuse::internal(&said(panic.as_ref()))));
        if self.db.is_autocommit() {
            return worked.and(Err(Refuse::no_room("the transaction was undone")));
        }
        let end = if worked.is_ok() { "RELEASE whole" } else { "ROLLBACK TO whole; RELEASE whole" };
        self.db.execute_batch(end)?;
        worked
    }

    fn write(&mut self) -> rusqlite::Result<Savepoint<'_>> {
        self.db.savepoint()
    }
}

fn said(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied().map(str::to_owned);
    words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// How long a connection waits for another one's lock.
const BUSY: Duration = Duration::from_secs(5);

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
    db.busy_timeout(BUSY)?;
    db.set_prepared_statement_cache_capacity(128);
    db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    // FULL: a message that was answered with 200 survives a power cut.
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", true)?;
    // What is erased is overwritten.
    db.pragma_update(None, "secure_delete", true)?;
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
