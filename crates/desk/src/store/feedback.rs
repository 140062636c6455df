//! What the merchant may learn from. It belongs to nobody: no visitor, no conversation, no moment is kept with it.

use super::{Answer, Store};
use rusqlite::params;
use wire::{Millis, visitor::Note};

/// Notes that are kept; the oldest go.
const MOST: u32 = 100_000;
const DAY: Millis = 86_400_000;

impl Store {
    /// Keeps a note, once under each key.
    pub fn keep_feedback(&mut self, key: &str, site: &str, note: &Note, now: Millis) -> Answer<()> {
        self.db.execute(
            "INSERT OR IGNORE INTO feedback (key, day, site, kind, entry, text, talk) VALUES (?1, ?2, ?3, ?4, ?5, seal(?6), ?7)",
            params![key, now / DAY, site, note.kind, note.entry, note.text, note.talk],
        )?;
        self.db.execute("DELETE FROM feedback WHERE id <= (SELECT max(id) FROM feedback) - ?1", [MOST])?;
        Ok(())
    }

    /// The notes of a site, or of all, the oldest first.
    pub fn feedback(&self, site: Option<&str>) -> Answer<Vec<Note>> {
        let mut query = self.db.prepare_cached(
            "SELECT kind, entry, unseal(text), talk FROM feedback WHERE ?1 IS NULL OR site = ?1 ORDER BY id",
        )?;
        let note = |row: &rusqlite::Row<'_>| {
            Ok(Note { kind: row.get(0)?, entry: row.get(1)?, text: row.get(2)?, talk: row.get(3)? })
        };
        Ok(query.query_map([site], note)?.collect::<Result<_, _>>()?)
    }
}
