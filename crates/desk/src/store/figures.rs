//! Counts for whoever watches over the desk. Numbers only, of nobody in particular.

use super::{Answer, Store};
use wire::Millis;

/// What stands in the store.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    pub queued: u64,
    pub assigned: u64,
    pub closed: u64,
    /// When the customer who waits longest asked.
    pub longest_since: Option<Millis>,
    pub open_tickets: u64,
    /// What webhooks have not taken yet.
    pub outgoing: u64,
    /// Size of the database file, without its write-ahead log.
    pub bytes: u64,
}

impl Store {
    /// One row of anything: that the file can be read.
    pub fn pulse(&self) -> Answer<()> {
        Ok(self.db.query_row("SELECT EXISTS (SELECT 1 FROM agents)", [], |_| Ok(()))?)
    }

    pub fn figures(&self) -> Answer<Figures> {
        let mut figures = Figures::default();
        let mut states = self.db.prepare_cached("SELECT state, count(*) FROM conversations GROUP BY state")?;
        let mut rows = states.query([])?;
        while let Some(row) = rows.next()? {
            let count = row.get(1)?;
            match row.get::<_, String>(0)?.as_str() {
                "queued" => figures.queued = count,
                "assigned" => figures.assigned = count,
                _ => figures.closed = count,
            }
        }
        let one = |sql: &str| self.db.query_row(sql, [], |row| row.get(0));
        figures.longest_since =
            self.db
                .query_row("SELECT min(asked_at) FROM conversations WHERE state = 'queued'", [], |row| row.get(0))?;
        figures.open_tickets = one("SELECT count(*) FROM tickets WHERE state != 'done'")?;
        figures.outgoing = one("SELECT count(*) FROM outgoing")?;
        figures.bytes = one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?;
        Ok(figures)
    }
}
