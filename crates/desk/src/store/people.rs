//! Who takes part in a conversation.

use super::{Answer, Store};
use rusqlite::Connection;
use wire::{Person, Speaker};

/// An agent or helper who takes part, with the id by which the desk knows whether they are there.
#[derive(Debug, Clone)]
pub struct Member {
    pub id: String,
    pub person: Person,
}

impl Store {
    /// Agents and helpers who take part now; whether they are there is for the caller to say.
    pub fn members(&self, conversation: &str) -> Answer<Vec<Member>> {
        let mut query = self.db.prepare_cached(
            "SELECT a.id, a.name, a.role, 1 FROM conversations c JOIN agents a ON a.id = c.agent \
              WHERE c.id = ?1 AND c.state = 'assigned' \
             UNION ALL SELECT a.id, a.name, a.role, 1 FROM invited i JOIN agents a ON a.id = i.agent \
              WHERE i.conversation = ?1 \
             UNION ALL SELECT id, unseal(name), '', 0 FROM helpers WHERE conversation = ?1 AND token IS NOT NULL",
        )?;
        let member = |row: &rusqlite::Row<'_>| {
            let (id, is_agent): (String, bool) = (row.get(0)?, row.get(3)?);
            let from = if is_agent { Speaker::Agent } else { Speaker::Helper };
            let helper = if is_agent { String::new() } else { id.clone() };
            let person = Person { from, name: row.get(1)?, role: row.get(2)?, helper, online: false };
            Ok(Member { id, person })
        };
        Ok(query.query_map([conversation], member)?.collect::<Result<_, _>>()?)
    }

    /// Ids of the agents who take part now; none while it waits.
    pub fn agents_of(&self, conversation: &str) -> Answer<Vec<String>> {
        agents(&self.db, conversation)
    }

    /// The open conversations of a visitor or helper, and the shown name.
    pub fn rooms_of(&self, guest: &str) -> Answer<Vec<(String, Speaker, String)>> {
        let mut query = self.db.prepare_cached(
            "SELECT id, 1, '' FROM conversations WHERE visitor = ?1 AND state <> 'closed' \
             UNION ALL SELECT h.conversation, 0, unseal(h.name) FROM helpers h JOIN conversations c ON c.id = h.conversation \
              WHERE h.id = ?1 AND c.state <> 'closed'",
        )?;
        let room = |row: &rusqlite::Row<'_>| {
            let from = if row.get(1)? { Speaker::Visitor } else { Speaker::Helper };
            Ok((row.get(0)?, from, row.get(2)?))
        };
        Ok(query.query_map([guest], room)?.collect::<Result<_, _>>()?)
    }

    /// The agents who have conversations, with the shown name and the conversations.
    pub fn in_hand(&self) -> Answer<Vec<(String, String, String)>> {
        let mut query = self.db.prepare_cached(
            "SELECT a.id, a.name, c.id FROM conversations c JOIN agents a ON a.id = c.agent WHERE c.state = 'assigned'",
        )?;
        let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok(query.query_map([], columns)?.collect::<Result<_, _>>()?)
    }
}

pub(super) fn agents(db: &Connection, conversation: &str) -> Answer<Vec<String>> {
    let mut query = db.prepare_cached(
        "SELECT agent FROM conversations WHERE id = ?1 AND state <> 'queued' AND agent IS NOT NULL \
         UNION SELECT agent FROM invited WHERE conversation = ?1",
    )?;
    Ok(query.query_map([conversation], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
