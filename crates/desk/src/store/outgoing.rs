//! What webhooks have not taken yet. It is written in the transaction of what it tells, and goes when it was taken.

use super::{Answer, Store};
use rusqlite::params;
use wire::Millis;

/// One piece of news for one webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The same for every try: who hears it twice can tell.
    pub id: String,
    /// Address of the webhook.
    pub hook: String,
    /// The news as JSON.
    pub body: String,
    /// Tries so far.
    pub tries: u32,
}

impl Store {
    pub fn post(&mut self, id: &str, hook: &str, body: &str, now: Millis) -> Answer<()> {
        self.db.execute(
            "INSERT INTO outgoing (id, hook, body, next_at) VALUES (?1, ?2, seal(?3), ?4)",
            params![id, hook, body, now],
        )?;
        Ok(())
    }

    /// What is due, the oldest first, and when the next one will be.
    pub fn due_parcels(&self, now: Millis) -> Answer<(Vec<Parcel>, Option<Millis>)> {
        let mut query = self.db.prepare_cached(
            "SELECT id, hook, unseal(body), tries FROM outgoing WHERE next_at <= ?1 ORDER BY next_at LIMIT 32",
        )?;
        let parcel = |row: &rusqlite::Row<'_>| {
            Ok(Parcel { id: row.get(0)?, hook: row.get(1)?, body: row.get(2)?, tries: row.get(3)? })
        };
        let due = query.query_map([now], parcel)?.collect::<Result<_, _>>()?;
        let next =
            self.db.query_row("SELECT min(next_at) FROM outgoing WHERE next_at > ?1", [now], |row| row.get(0))?;
        Ok((due, next))
    }

    pub fn delivered(&mut self, parcel: &Parcel) -> Answer<()> {
        self.db.execute("DELETE FROM outgoing WHERE id = ?1 AND hook = ?2", [&parcel.id, &parcel.hook])?;
        Ok(())
    }

    pub fn not_delivered(&mut self, parcel: &Parcel, next_at: Millis) -> Answer<()> {
        self.db.execute(
            "UPDATE outgoing SET tries = tries + 1, next_at = ?3 WHERE id = ?1 AND hook = ?2",
            params![parcel.id, parcel.hook, next_at],
        )?;
        Ok(())
    }
}
