//! Conversations: written in, read, closed, opened again, rated.

use super::{Answer, Happened, Store, events::append, people};
use crate::refuse::Refuse;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;
use wire::{
    Millis, Speaker,
    event::{Message, What},
    visitor::{ConversationState, MessageAccepted, MessageRequest, RatingRequest},
};

/// A closed conversation may be opened again for so long, in milliseconds: 72 hours.
pub const REOPEN: Millis = 72 * 3_600_000;

/// Where a conversation stands.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub visitor: String,
    pub state: ConversationState,
    pub agent: Option<String>,
    pub seq: u64,
    pub asked_at: Millis,
    pub closed_at: Option<Millis>,
    pub rank: i64,
    pub senior: bool,
    pub team: String,
}

impl Row {
    /// Until when it may be opened again, if it is closed.
    pub fn reopen_until(&self) -> Option<Millis> {
        self.closed_at.map(|at| at.saturating_add(REOPEN))
    }
}

/// Who writes a message or closes.
#[derive(Debug, Clone)]
pub enum Sender {
    Visitor,
    Agent { id: String, name: String },
    Helper { id: String, name: String },
}

impl Sender {
    pub fn key(&self) -> &str {
        match self {
            Self::Visitor => "visitor",
            Self::Agent { id, .. } | Self::Helper { id, .. } => id,
        }
    }

    pub fn speaker(&self) -> Speaker {
        match self {
            Self::Visitor => Speaker::Visitor,
            Self::Agent { .. } => Speaker::Agent,
            Self::Helper { .. } => Speaker::Helper,
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Visitor => "",
            Self::Agent { name, .. } | Self::Helper { name, .. } => name,
        }
    }
}

impl Store {
    /// The visitor's own conversation; somebody else's is as unknown as one that never was.
    pub fn of_visitor(&self, conversation: &str, visitor: &str) -> Answer<Row> {
        self.conversation(conversation)?.filter(|row| row.visitor == visitor).ok_or_else(Refuse::unknown_conversation)
    }

    pub fn conversation(&self, id: &str) -> Answer<Option<Row>> {
        find(&self.db, id)
    }

    /// What was answered when this message came the first time.
    pub fn said(&self, conversation: &str, sender: &Sender, client_id: &str) -> Answer<Option<MessageAccepted>> {
        let mut query = self.db.prepare_cached(
            "SELECT m.seq, m.id, e.at FROM messages m JOIN events e USING (conversation, seq) \
             WHERE m.conversation = ?1 AND m.sender = ?2 AND m.client_id = ?3",
        )?;
        let columns =
            |row: &rusqlite::Row<'_>| Ok(MessageAccepted { seq: row.get(0)?, message: row.get(1)?, at: row.get(2)? });
        Ok(query.query_row(params![conversation, sender.key(), client_id], columns).optional()?)
    }

    /// Records a message that was not [`said`](Self::said) before, in a conversation that is open.
    pub fn say(
        &mut self,
        conversation: &Row,
        sender: &Sender,
        request: &MessageRequest,
        now: Millis,
    ) -> Answer<(MessageAccepted, Happened)> {
        if conversation.state == ConversationState::Closed {
            return Err(Refuse::closed());
        }
        let file = match &request.file {
            Some(file) => Some(self.file(&conversation.id, file)?.0),
            None => None,
        };
        let id = Uuid::now_v7().to_string();
        let what = What::Message(Message {
            id: id.clone(),
            client_id: request.client_id.clone(),
            from: sender.speaker(),
            name: sender.name().to_owned(),
            body: request.body.clone(),
            file,
            reply_to: request.reply_to.clone(),
        });
        let tx = self.write()?;
        let event = append(&tx, &conversation.id, what, now)?;
        let seq = event.seq.unwrap_or_default();
        tx.prepare_cached(
            "INSERT INTO messages (id, conversation, seq, sender, client_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![id, conversation.id, seq, sender.key(), request.client_id])?;
        // Who answers has read what was there.
        match sender {
            Sender::Agent { .. } => {
                tx.prepare_cached("UPDATE conversations SET read_seq = seq WHERE id = ?1")?
                    .execute([&conversation.id])?;
            }
            Sender::Visitor => {
                tx.prepare_cached("UPDATE conversations SET seen_seq = seq WHERE id = ?1")?
                    .execute([&conversation.id])?;
            }
            Sender::Helper { .. } => {}
        }
        let agents = people::agents(&tx, &conversation.id)?;
        tx.commit()?;
        let accepted = MessageAccepted { seq, message: id, at: now };
        Ok((accepted, Happened { conversation: conversation.id.clone(), agents, event }))
    }

    /// Notes how far one side has read; whether that is news.
    pub fn read_up_to(&mut self, conversation: &Row, by: Speaker, upto: u64) -> Answer<bool> {
        let column = if by == Speaker::Agent { "read_seq" } else { "seen_seq" };
        let sql = format!("UPDATE conversations SET {column} = min(?2, seq) WHERE id = ?1 AND {column} < min(?2, seq)");
        let upto = i64::try_from(upto).unwrap_or(i64::MAX);
        Ok(self.db.prepare_cached(&sql)?.execute(params![conversation.id, upto])? == 1)
    }

    /// How far the agents and the customer have read.
    pub fn read_marks(&self, conversation: &str) -> Answer<(u64, u64)> {
        let mut query = self.db.prepare_cached("SELECT read_seq, seen_seq FROM conversations WHERE id = ?1")?;
        Ok(query.query_row([conversation], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Ends a conversation; one that has ended stays as it is.
    pub fn close(&mut self, conversation: &Row, by: &Sender, reason: &str, now: Millis) -> Answer<Option<Happened>> {
        if conversation.state == ConversationState::Closed {
            return Ok(None);
        }
        let tx = self.write()?;
        tx.execute(
            "UPDATE conversations SET state = 'closed', closed_at = ?2 WHERE id = ?1",
            params![conversation.id, now],
        )?;
        let event = append(&tx, &conversation.id, What::Closed { by: by.speaker(), reason: reason.into() }, now)?;
        let agents = people::agents(&tx, &conversation.id)?;
        tx.execute("DELETE FROM invited WHERE conversation = ?1", [&conversation.id])?;
        tx.execute("DELETE FROM invitations WHERE conversation = ?1", [&conversation.id])?;
        tx.commit()?;
        Ok(Some(Happened { conversation: conversation.id.clone(), agents, event }))
    }

    /// Opens a closed conversation again: it waits, at its place from now on. One that is open stays as it is.
    pub fn reopen(&mut self, conversation: &Row, now: Millis) -> Answer<Option<Happened>> {
        if conversation.state != ConversationState::Closed {
            return Ok(None);
        }
        if conversation.reopen_until().is_some_and(|until| until < now) {
            return Err(Refuse::conflict(
                "too_late",
                "This conversation ended more than 72 hours ago. Ask for a person again with POST /v1/handover.",
            ));
        }
        let other: bool = self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM conversations WHERE visitor = ?1 AND state <> 'closed')",
            [&conversation.visitor],
            |row| row.get(0),
        )?;
        if other {
            return Err(Refuse::conflict(
                "another_open",
                "Another conversation of this visitor is open. Go on there, or close it first.",
            ));
        }
        let forward = i64::try_from(conversation.asked_at).unwrap_or(i64::MAX).saturating_sub(conversation.rank);
        let rank = i64::try_from(now).unwrap_or(i64::MAX).saturating_sub(forward);
        let tx = self.write()?;
        tx.execute(
            "UPDATE conversations SET state = 'queued', agent = NULL, taken_at = NULL, closed_at = NULL, asked_at = ?2, \
             rank = ?3, senior = 0, team = '' WHERE id = ?1",
            params![conversation.id, now, rank],
        )?;
        let event = append(&tx, &conversation.id, What::Reopened { by: Speaker::Visitor }, now)?;
        tx.commit()?;
        Ok(Some(Happened { conversation: conversation.id.clone(), agents: Vec::new(), event }))
    }

    /// Records the customer's rating; the same rating again changes nothing.
    pub fn rate(&mut self, conversation: &Row, rating: &RatingRequest, now: Millis) -> Answer<Option<Happened>> {
        let tx = self.write()?;
        let changed = tx.execute(
            "UPDATE conversations SET rating = seal(?2) WHERE id = ?1 AND unseal(rating) IS NOT ?2",
            params![conversation.id, serde_json::to_string(rating)?],
        )?;
        if changed == 0 {
            return Ok(None);
        }
        let event = append(&tx, &conversation.id, What::Rated { stars: rating.stars }, now)?;
        let agents = people::agents(&tx, &conversation.id)?;
        tx.commit()?;
        Ok(Some(Happened { conversation: conversation.id.clone(), agents, event }))
    }

    /// Adds an event that changes nothing else.
    pub fn note_event(&mut self, conversation: &str, what: What, now: Millis) -> Answer<Happened> {
        let tx = self.write()?;
        let event = append(&tx, conversation, what, now)?;
        let agents = people::agents(&tx, conversation)?;
        tx.commit()?;
        Ok(Happened { conversation: conversation.into(), agents, event })
    }

    pub fn rating(&self, conversation: &str) -> Answer<Option<RatingRequest>> {
        let mut query = self.db.prepare_cached("SELECT unseal(rating) FROM conversations WHERE id = ?1")?;
        let rating: Option<String> = query.query_row([conversation], |row| row.get(0))?;
        Ok(rating.map(|rating| serde_json::from_str(&rating)).transpose()?)
    }
}

pub(super) fn find(db: &Connection, id: &str) -> Answer<Option<Row>> {
    let mut query = db.prepare_cached(
        "SELECT id, visitor, state, agent, seq, asked_at, closed_at, rank, senior, team FROM conversations WHERE id = ?1",
    )?;
    Ok(query
        .query_row([id], |row| {
            Ok(Row {
                id: row.get(0)?,
                visitor: row.get(1)?,
                state: state(&row.get::<_, String>(2)?),
                agent: row.get(3)?,
                seq: row.get(4)?,
                asked_at: row.get(5)?,
                closed_at: row.get(6)?,
                rank: row.get(7)?,
                senior: row.get(8)?,
                team: row.get(9)?,
            })
        })
        .optional()?)
}

/// The table admits these three words only.
pub(super) fn state(word: &str) -> ConversationState {
    match word {
        "queued" => ConversationState::Queued,
        "assigned" => ConversationState::Assigned,
        _ => ConversationState::Closed,
    }
}
