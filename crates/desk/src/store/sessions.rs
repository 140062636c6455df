//! Where agents are logged in, and how a session ends that nobody is at any more.

use super::{Answer, Store};
use crate::{auth::TokenHash, refuse::Refuse};
use rusqlite::{OptionalExtension, Row, params};
use wire::{Millis, agent::Session};

/// A session is known by the first bytes of its token's hash: enough to tell it from others, and nothing to log in with.
const NAME: &str = "lower(hex(substr(token, 1, 8)))";

impl Store {
    /// The sessions of an agent that were used since `oldest`, the latest used first. `own` is the one that asks.
    pub fn sessions(&self, agent: &str, own: &TokenHash, oldest: Millis) -> Answer<Vec<Session>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {NAME}, browser, since, seen_at, token = ?2 FROM agent_sessions \
             WHERE agent = ?1 AND seen_at >= ?3 ORDER BY seen_at DESC, since DESC"
        ))?;
        let session = |row: &Row<'_>| {
            Ok(Session {
                session: row.get(0)?,
                browser: row.get(1)?,
                since: row.get(2)?,
                seen_at: row.get(3)?,
                own: row.get(4)?,
            })
        };
        Ok(query.query_map(params![agent, own, oldest], session)?.collect::<Result<_, _>>()?)
    }

    /// Ends a session of an agent, and gives its token's hash.
    pub fn end_session(&mut self, agent: &str, session: &str) -> Answer<TokenHash> {
        let sql = format!("DELETE FROM agent_sessions WHERE agent = ?1 AND {NAME} = ?2 RETURNING token");
        let ended = self.db.query_row(&sql, [agent, session], |row| row.get(0)).optional()?;
        ended.ok_or_else(|| Refuse::unknown("unknown_session", "session"))
    }
}
