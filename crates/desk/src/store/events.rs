//! Durable events: numbered 1, 2, 3 … in each conversation, in the transaction of what they tell.

use super::{Answer, Store};
use rusqlite::{Connection, Row, params};
use wire::{
    Millis,
    event::{Event, What},
};

impl Store {
    /// Durable events with a number above `after`, oldest first.
    pub fn events_after(&self, conversation: &str, after: u64) -> Answer<Vec<Event>> {
        let mut query = self.db.prepare_cached(
            "SELECT seq, at, unseal(what) FROM events WHERE conversation = ?1 AND seq > ?2 ORDER BY seq",
        )?;
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let rows = query.query_map(params![conversation, after], columns)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter()
            .map(|(seq, at, what)| Ok(Event { seq: Some(seq), at, what: serde_json::from_str(&what)? }))
            .collect()
    }
}

fn columns(row: &Row<'_>) -> rusqlite::Result<(u64, Millis, String)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

/// Gives the next number to an event of a conversation that exists.
pub(super) fn append(tx: &Connection, conversation: &str, what: What, at: Millis) -> Answer<Event> {
    let seq: u64 = tx
        .prepare_cached("UPDATE conversations SET seq = seq + 1 WHERE id = ?1 RETURNING seq")?
        .query_row([conversation], |row| row.get(0))?;
    tx.prepare_cached("INSERT INTO events (conversation, seq, at, what) VALUES (?1, ?2, ?3, seal(?4))")?
        .execute(params![conversation, seq, at, serde_json::to_string(&what)?])?;
    Ok(Event { seq: Some(seq), at, what })
}
