//! Visitors: a random id, and the hash of the token that opens their conversations.

use super::{Answer, Store};
use crate::auth::TokenHash;
use rusqlite::{OptionalExtension, params};
use wire::{Millis, visitor::SessionRequest};

impl Store {
    pub fn visitor_by_token(&self, token: &TokenHash) -> Answer<Option<String>> {
        let mut query = self.db.prepare_cached("SELECT id FROM visitors WHERE token = ?1")?;
        Ok(query.query_row([token], |row| row.get(0)).optional()?)
    }

    pub fn add_visitor(&mut self, id: &str, token: &TokenHash, session: &SessionRequest, now: Millis) -> Answer<()> {
        self.db.execute(
            "INSERT INTO visitors (id, token, site, device, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, token, session.site, session.device, now],
        )?;
        Ok(())
    }
}
