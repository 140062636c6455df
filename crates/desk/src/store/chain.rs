//! The log's chain: whoever changes a line, takes one out or puts one in breaks it from there on.
//!
//! The hash of a line is SHA-256 over the hash of the line before (32 zero bytes before the first) and the line as a
//! JSON array `[id, at, agent, name, act, subject, detail]`. Whoever can write the file can also compute a whole new
//! chain, or cut its end off: that shows only against a head that somebody noted elsewhere.

use super::{Answer, Store, audit};
use crate::auth::hex;
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};
use wire::audit::AuditLine;

/// A hash of the chain.
pub(super) type Link = [u8; 32];

const BEFORE_THE_FIRST: Link = [0; 32];

/// What a look at the whole log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// Every line is as it was written.
    Whole {
        /// How many lines there are.
        lines: u64,
        /// The hash of the last one, in hexadecimal digits.
        head: String,
        /// The line at which the hash that was asked for stands, if it stands anywhere.
        noted: Option<u64>,
    },
    /// The first line that is not as it was written, or before which lines are missing.
    Broken {
        /// Its number.
        line: u64,
    },
}

impl Store {
    /// Looks at the log from its first line to the last; `noted` is a head from earlier, or empty.
    pub fn chain(&self, noted: &str) -> Answer<Chain> {
        let (mut head, mut lines, mut found, mut begun) = (BEFORE_THE_FIRST, 0, None, false);
        let mut query = self.db.prepare(ALL)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (line, kept) = (audit::line(row)?, row.get::<_, Vec<u8>>("hash")?);
            head = link(&head, &line);
            // No line without a hash follows one that has it, and no number is left out.
            let as_written = if kept.is_empty() { !begun } else { kept == head };
            if !as_written || line.id != lines + 1 {
                return Ok(Chain::Broken { line: line.id });
            }
            begun |= !kept.is_empty();
            lines += 1;
            if hex(&head) == noted {
                found = Some(line.id);
            }
        }
        Ok(Chain::Whole { lines, head: hex(&head), noted: found })
    }
}

/// The hash of the last line in the log.
pub(super) fn head(db: &Connection) -> rusqlite::Result<Link> {
    let kept: Option<Vec<u8>> = db
        .prepare_cached("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    match kept {
        None => Ok(BEFORE_THE_FIRST),
        Some(kept) => kept.try_into().or_else(|_| over_all(db)),
    }
}

pub(super) fn link(before: &Link, line: &AuditLine) -> Link {
    let AuditLine { id, at, agent, name, act, subject, detail } = line;
    let line = serde_json::json!([id, at, agent, name, act, subject, detail]).to_string();
    Sha256::new().chain_update(before).chain_update(line).finalize().into()
}

/// For a log that was begun before there was a chain.
fn over_all(db: &Connection) -> rusqlite::Result<Link> {
    let mut query = db.prepare(ALL)?;
    let mut rows = query.query([])?;
    let mut head = BEFORE_THE_FIRST;
    while let Some(row) = rows.next()? {
        head = link(&head, &audit::line(row)?);
    }
    Ok(head)
}

const ALL: &str = "SELECT id, at, agent, name, act, subject, detail, hash FROM audit ORDER BY id";

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::store::Act;

    fn log_of(lines: u64) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        for at in 0..lines {
            let act = Act { by: ("a", "小美"), what: "view", subject: "c", detail: at.to_string() };
            store.audit(&act, at).unwrap();
        }
        (folder, store)
    }

    fn spoil(store: &Store, how: &str) {
        // As somebody would who may write to the file.
        store.db.execute_batch(&format!("DROP TRIGGER audit_stays; DROP TRIGGER audit_is_kept; {how}")).unwrap();
    }

    #[test]
    fn an_untouched_log_is_whole_and_knows_an_earlier_head() {
        let (_folder, mut store) = log_of(3);
        let Chain::Whole { lines: 3, head, noted: None } = store.chain("").unwrap() else { panic!() };
        assert_eq!(head.len(), 64);
        store.audit(&Act { by: ("", "desk"), what: "assign", subject: "c", detail: String::new() }, 9).unwrap();
        assert!(matches!(store.chain(&head).unwrap(), Chain::Whole { lines: 4, noted: Some(3), .. }));
        let empty = log_of(0);
        assert!(matches!(empty.1.chain("").unwrap(), Chain::Whole { lines: 0, .. }));
    }

    #[test]
    fn a_changed_a_missing_and_an_added_line_are_found() {
        for (how, line) in [
            ("UPDATE audit SET detail = 'x' WHERE id = 2", 2),
            ("UPDATE audit SET at = 77 WHERE id = 1", 1),
            ("UPDATE audit SET hash = x'' WHERE id = 3", 3),
            ("DELETE FROM audit WHERE id = 2", 3),
            ("DELETE FROM audit WHERE id = 1", 2),
            ("DELETE FROM audit WHERE id = 1; UPDATE audit SET hash = x''", 2),
            ("INSERT INTO audit (id, at, agent, name, act, subject, detail) VALUES (9, 9, '', '', 'view', '', '')", 9),
        ] {
            let (_folder, store) = log_of(5);
            spoil(&store, how);
            assert_eq!(store.chain("").unwrap(), Chain::Broken { line }, "{how}");
        }
    }

    #[test]
    fn an_end_that_was_cut_off_shows_against_the_noted_head_and_in_the_numbers() {
        let (_folder, mut store) = log_of(5);
        let Chain::Whole { head, .. } = store.chain("").unwrap() else { panic!() };
        spoil(&store, "DELETE FROM audit WHERE id = 5");
        assert!(matches!(store.chain(&head).unwrap(), Chain::Whole { lines: 4, noted: None, .. }));
        store.audit(&Act { by: ("", "desk"), what: "assign", subject: "c", detail: String::new() }, 9).unwrap();
        assert_eq!(store.chain("").unwrap(), Chain::Broken { line: 6 });
    }

    #[test]
    fn lines_from_before_the_chain_are_covered_by_it() {
        let (_folder, mut store) = log_of(2);
        spoil(&store, "UPDATE audit SET hash = x''");
        store.audit(&Act { by: ("", "desk"), what: "assign", subject: "c", detail: String::new() }, 9).unwrap();
        assert!(matches!(store.chain("").unwrap(), Chain::Whole { lines: 3, .. }));
        store.db.execute_batch("UPDATE audit SET name = 'x' WHERE id = 1").unwrap();
        assert_eq!(store.chain("").unwrap(), Chain::Broken { line: 3 }, "named where the chain begins");
    }
}
