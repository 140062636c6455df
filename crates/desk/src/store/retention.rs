//! What ended long ago is forgotten, and what is kept of somebody can be handed out.

use super::{Act, Answer, Store, files};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::time::Duration;
use wire::{Millis, visitor::ConversationState};

const DAY: Millis = 86_400_000;

/// Conversations that ended before ?1, and whose tickets did too.
const OLD: &str = "SELECT id FROM conversations c WHERE state = 'closed' AND closed_at < ?1 AND NOT EXISTS \
                   (SELECT 1 FROM tickets t WHERE t.conversation = c.id AND (t.state <> 'done' OR t.at >= ?1))";

/// How much was forgotten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Conversations, with all that was said and noted in them.
    pub conversations: u64,
    /// Messages left and calls asked for.
    pub tickets: u64,
    /// Notes of customers' devices.
    pub notes: u64,
    /// Visitors of whom nothing else is kept.
    pub visitors: u64,
    /// Files that nobody else has.
    pub files: u64,
}

impl Store {
    /// Forgets what ended longer ago than is kept, and writes into the log how much that was. Gives the files that are
    /// to be deleted once this is on the disk.
    pub fn forget_older(&mut self, keep: Duration, by: &str, now: Millis) -> Answer<(Forgotten, Vec<String>)> {
        let keep = Millis::try_from(keep.as_millis()).unwrap_or(now);
        let (forgotten, orphans) = self.forget(now.saturating_sub(keep))?;
        let Forgotten { conversations, tickets, notes, visitors, files } = forgotten;
        if forgotten != Forgotten::default() {
            let detail = format!(
                "{conversations} conversations, {tickets} tickets, {notes} notes, {visitors} visitors, {files} files"
            );
            self.audit(&Act { by: ("", by), what: "forget", subject: "", detail }, now)?;
        }
        Ok((forgotten, orphans))
    }

    /// Erases what ended before a moment: conversations, finished tickets, notes of devices, and visitors who were first
    /// seen before it and have nothing here any more. Whoever is blocked stays blocked.
    fn forget(&mut self, before: Millis) -> Answer<(Forgotten, Vec<String>)> {
        let tx = self.write()?;
        let delete = |sql: &str| tx.execute(sql, [before]).map(count);
        let hashes = hashes(&tx, before)?;
        delete(&format!("DELETE FROM outgoing WHERE id IN ({OLD})"))?;
        let in_conversations = count(tx.query_row(
            &format!("SELECT count(*) FROM tickets WHERE conversation IN ({OLD})"),
            [before],
            |row| row.get(0),
        )?);
        let mut forgotten = Forgotten {
            conversations: delete(&format!("DELETE FROM conversations WHERE id IN ({OLD})"))?,
            tickets: delete("DELETE FROM tickets WHERE state = 'done' AND at < ?1")? + in_conversations,
            visitors: delete(
                "DELETE FROM visitors WHERE created_at < ?1 AND blocked = 0 \
                 AND NOT EXISTS (SELECT 1 FROM conversations WHERE visitor = visitors.id) \
                 AND NOT EXISTS (SELECT 1 FROM tickets WHERE visitor = visitors.id)",
            )?,
            ..Forgotten::default()
        };
        forgotten.notes = count(tx.execute("DELETE FROM feedback WHERE day < ?1", [before / DAY])?);
        let orphans = files::orphans(&tx, hashes)?;
        forgotten.files = count(orphans.len());
        tx.commit()?;
        self.erased = true;
        Ok((forgotten, orphans))
    }

    /// Everything that is kept of a visitor, as JSON: for a request under PIPL or GDPR. The bytes of files are fetched
    /// one by one.
    pub fn everything_of(&self, visitor: &str) -> Answer<Value> {
        let blocked = self.is_blocked(visitor)?;
        let (site, device, first_seen): (String, String, Millis) =
            self.db.query_row("SELECT site, device, created_at FROM visitors WHERE id = ?1", [visitor], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let mut query =
            self.db.prepare_cached("SELECT id FROM conversations WHERE visitor = ?1 ORDER BY asked_at, id")?;
        let ids = query.query_map([visitor], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let conversations = ids.iter().map(|id| self.all_of_conversation(id)).collect::<Answer<Vec<_>>>()?;
        Ok(json!({
            "visitor": visitor, "site": site, "device": device, "first_seen": first_seen, "blocked": blocked,
            "conversations": conversations, "tickets": self.tickets_of(visitor)?,
        }))
    }

    fn all_of_conversation(&self, id: &str) -> Answer<Value> {
        let (state, handed_over) = self.handed_over(id)?;
        let mut query = self.db.prepare_cached(
            "SELECT id, unseal(name), kind, bytes, at FROM files WHERE conversation = ?1 ORDER BY at, id",
        )?;
        let file = |row: &rusqlite::Row<'_>| {
            let (file, name, kind): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(
                json!({"file": file, "name": name, "kind": kind, "bytes": row.get::<_, u64>(3)?, "at": row.get::<_, Millis>(4)?}),
            )
        };
        let files = query.query_map(params![id], file)?.collect::<Result<Vec<_>, _>>()?;
        Ok(json!({
            "conversation": id, "ended": state == ConversationState::Closed, "handed_over": handed_over,
            "events": self.events_after(id, 0)?, "notes": self.notes(id)?, "rating": self.rating(id)?, "files": files,
        }))
    }
}

fn hashes(db: &Connection, before: Millis) -> Answer<Vec<String>> {
    let sql = format!("SELECT DISTINCT hash FROM files WHERE conversation IN ({OLD})");
    Ok(db.prepare(&sql)?.query_map([before], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}
