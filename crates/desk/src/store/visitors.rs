//! Visitors: a random id, and the hash of the token that opens their conversations. And how they are forgotten.

use super::{Answer, Store, files};
use crate::{auth::TokenHash, refuse::Refuse};
use rusqlite::{OptionalExtension, params};
use wire::{
    Millis,
    visitor::{Erased, SessionRequest},
};

/// A visitor, as a call needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorRow {
    pub id: String,
    pub blocked: bool,
}

impl Store {
    pub fn visitor_by_token(&self, token: &TokenHash) -> Answer<Option<VisitorRow>> {
        let mut query = self.db.prepare_cached("SELECT id, blocked FROM visitors WHERE token = ?1")?;
        Ok(query.query_row([token], |row| Ok(VisitorRow { id: row.get(0)?, blocked: row.get(1)? })).optional()?)
    }

    /// The site that the visitor came from.
    pub fn site_of(&self, visitor: &str) -> Answer<String> {
        let mut query = self.db.prepare_cached("SELECT site FROM visitors WHERE id = ?1")?;
        query.query_row([visitor], |row| row.get(0)).optional()?.ok_or_else(unknown_visitor)
    }

    pub fn add_visitor(&mut self, id: &str, token: &TokenHash, session: &SessionRequest, now: Millis) -> Answer<()> {
        self.db
            .prepare_cached("INSERT INTO visitors (id, token, site, device, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![id, token, session.site, session.device, now])?;
        Ok(())
    }

    /// Whether the visitor may call.
    pub fn block(&mut self, visitor: &str, blocked: bool) -> Answer<()> {
        let changed = self.db.execute("UPDATE visitors SET blocked = ?2 WHERE id = ?1", params![visitor, blocked])?;
        if changed == 1 { Ok(()) } else { Err(unknown_visitor()) }
    }

    pub fn is_blocked(&self, visitor: &str) -> Answer<bool> {
        let mut query = self.db.prepare_cached("SELECT blocked FROM visitors WHERE id = ?1")?;
        query.query_row([visitor], |row| row.get(0)).optional()?.ok_or_else(unknown_visitor)
    }

    /// Erases everything of a visitor from the database, and says how much that was and which files nobody else has:
    /// they are deleted once this is in the file. Conversations that were open are told to the consoles.
    pub fn erase(&mut self, visitor: &str) -> Answer<(Erased, Vec<String>)> {
        let tx = self.write()?;
        let of = "IN (SELECT id FROM conversations WHERE visitor = ?1)";
        let count = |sql: &str| tx.query_row(sql, [visitor], |row| row.get::<_, u64>(0));
        let messages = count(&format!("SELECT count(*) FROM messages WHERE conversation {of}"))?;
        let events = count(&format!("SELECT count(*) FROM events WHERE conversation {of}"))?;
        let notes = count(&format!("SELECT count(*) FROM notes WHERE conversation {of}"))?;
        let conversations = count("SELECT count(*) FROM conversations WHERE visitor = ?1")?;
        let erased = Erased {
            conversations,
            messages,
            records: events - messages + notes + conversations,
            files: count(&format!("SELECT count(*) FROM files WHERE conversation {of}"))?,
            file_bytes: count(&format!("SELECT coalesce(sum(bytes), 0) FROM files WHERE conversation {of}"))?,
            tickets: count("SELECT count(*) FROM tickets WHERE visitor = ?1")?,
            helpers: count(&format!("SELECT count(*) FROM helpers WHERE conversation {of}"))?,
        };
        let hashes = files::hashes_of(&tx, visitor)?;
        // What is on its way to a webhook names the conversation or the ticket.
        tx.execute(
            "DELETE FROM outgoing WHERE id IN (SELECT id FROM conversations WHERE visitor = ?1 \
             UNION SELECT id FROM tickets WHERE visitor = ?1)",
            [visitor],
        )?;
        if tx.execute("DELETE FROM visitors WHERE id = ?1", [visitor])? == 0 {
            return Err(unknown_visitor());
        }
        let orphans = files::orphans(&tx, hashes)?;
        tx.commit()?;
        self.erased = true;
        Ok((erased, orphans))
    }
}

fn unknown_visitor() -> Refuse {
    Refuse::unknown("unknown_visitor", "visitor")
}
