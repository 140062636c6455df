//! Family help: codes that open a conversation once, and who came by them.

use super::{Answer, Happened, Row, Store, events::append, people};
use crate::{auth::TokenHash, refuse::Refuse};
use axum::http::StatusCode;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use wire::{Millis, Speaker, event::What, help::Joined};

/// Helpers that a conversation may have at one time.
const MOST: u32 = 5;

/// A member of the family, in one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    pub id: String,
    pub name: String,
    pub conversation: String,
    pub blocked: bool,
}

impl Store {
    /// A new code; an earlier unused one of the conversation is dead.
    pub fn invite(&mut self, conversation: &str, code: &TokenHash, expires_at: Millis) -> Answer<()> {
        self.db.execute(
            "INSERT INTO invitations (conversation, code, expires_at) VALUES (?1, ?2, ?3) \
             ON CONFLICT (conversation) DO UPDATE SET code = excluded.code, expires_at = excluded.expires_at",
            params![conversation, code, expires_at],
        )?;
        Ok(())
    }

    /// Opens an invitation, once.
    pub fn join(
        &mut self,
        code: &TokenHash,
        name: &str,
        token: (&str, &TokenHash),
        now: Millis,
    ) -> Answer<(Joined, Happened)> {
        let tx = self.write()?;
        let conversation: String = tx
            .query_row(
                "DELETE FROM invitations WHERE code = ?1 AND expires_at > ?2 RETURNING conversation",
                params![code, now],
                |row| row.get(0),
            )
            .optional()?
            .ok_or_else(unknown_code)?;
        let there: u32 = tx.query_row(
            "SELECT count(*) FROM helpers WHERE conversation = ?1 AND token IS NOT NULL",
            [&conversation],
            |row| row.get(0),
        )?;
        if there >= MOST {
            return Err(Refuse::conflict(
                "too_many_helpers",
                format!("{MOST} helpers are in this conversation, which is the most. The customer can remove one."),
            ));
        }
        let helper = Uuid::now_v7().to_string();
        tx.execute(
            "INSERT INTO helpers (id, conversation, name, token, joined_at) VALUES (?1, ?2, seal(?3), ?4, ?5)",
            params![helper, conversation, name, token.1, now],
        )?;
        let joined = What::HelperJoined { helper: helper.clone(), name: name.into() };
        let event = append(&tx, &conversation, joined, now)?;
        let agents = people::agents(&tx, &conversation)?;
        tx.commit()?;
        let answer = Joined {
            conversation: conversation.clone(),
            helper,
            token: token.0.into(),
            name: name.into(),
            seq: event.seq.unwrap_or_default(),
        };
        Ok((answer, Happened { conversation, agents, event }))
    }

    pub fn helper_by_token(&self, token: &TokenHash) -> Answer<Option<Helper>> {
        let mut query = self.db.prepare_cached(
            "SELECT h.id, unseal(h.name), h.conversation, v.blocked FROM helpers h \
             JOIN conversations c ON c.id = h.conversation JOIN visitors v ON v.id = c.visitor WHERE h.token = ?1",
        )?;
        let columns = |row: &rusqlite::Row<'_>| {
            Ok(Helper { id: row.get(0)?, name: row.get(1)?, conversation: row.get(2)?, blocked: row.get(3)? })
        };
        Ok(query.query_row([token], columns).optional()?)
    }

    /// Kills a helper's token; one that is dead stays so.
    pub fn part(&mut self, conversation: &Row, helper: &str, by: Speaker, now: Millis) -> Answer<Option<Happened>> {
        let tx = self.write()?;
        let found: Option<(String, bool)> = tx
            .query_row(
                "SELECT unseal(name), token IS NOT NULL FROM helpers WHERE id = ?1 AND conversation = ?2",
                [helper, &conversation.id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (name, alive) = found.ok_or_else(|| Refuse::unknown("unknown_helper", "helper"))?;
        if !alive {
            return Ok(None);
        }
        tx.execute("UPDATE helpers SET token = NULL WHERE id = ?1", [helper])?;
        let left = What::HelperLeft { helper: helper.into(), name, by };
        let event = append(&tx, &conversation.id, left, now)?;
        let agents = people::agents(&tx, &conversation.id)?;
        tx.commit()?;
        Ok(Some(Happened { conversation: conversation.id.clone(), agents, event }))
    }
}

fn unknown_code() -> Refuse {
    Refuse::new(
        StatusCode::NOT_FOUND,
        "unknown_code",
        "This code was used, is too old, or never was. Ask for a new one, and type it as it is shown.",
    )
}
