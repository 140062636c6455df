//! Conversations as the visitor sees them: asked for, written in, closed, rated.

use super::{Answer, Happened, Store, events::append};
use crate::{
    queue::{self, Pace},
    refuse::Refuse,
};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;
use wire::{
    Millis, Speaker, WaitRange,
    event::{Message, What},
    visitor::{ConversationState, Handover, HandoverRequest, MessageAccepted, MessageRequest, Options, RatingRequest},
};

/// Where a conversation stands.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub visitor: String,
    pub state: ConversationState,
    pub agent: Option<String>,
    pub seq: u64,
    pub asked_at: Millis,
}

/// Who writes a message or closes.
#[derive(Debug, Clone)]
pub enum Sender {
    Visitor,
    Agent { id: String, name: String },
}

impl Sender {
    fn key(&self) -> &str {
        match self {
            Self::Visitor => "visitor",
            Self::Agent { id, .. } => id,
        }
    }

    fn speaker(&self) -> Speaker {
        match self {
            Self::Visitor => Speaker::Visitor,
            Self::Agent { .. } => Speaker::Agent,
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

    /// The answer that was given to this key before, or the visitor's open conversation: neither is a new one.
    pub fn handover_before(&mut self, visitor: &str, key: Option<&str>, present: u32) -> Answer<Option<Handover>> {
        if let Some(key) = key
            && let Some(answer) = remembered(&self.db, visitor, key)?
        {
            return Ok(Some(serde_json::from_str(&answer)?));
        }
        let open: Option<String> = self
            .db
            .prepare_cached("SELECT id FROM conversations WHERE visitor = ?1 AND state <> 'closed'")?
            .query_row([visitor], |row| row.get(0))
            .optional()?;
        let Some(open) = open else { return Ok(None) };
        let tx = self.write()?;
        let answer = standing(&tx, &open, present)?;
        remember(&tx, visitor, key, &answer)?;
        tx.commit()?;
        Ok(Some(answer))
    }

    /// A new conversation at the end of the queue.
    pub fn handover(
        &mut self,
        visitor: &str,
        key: Option<&str>,
        request: &HandoverRequest,
        present: u32,
        now: Millis,
    ) -> Answer<(Handover, Happened)> {
        let id = Uuid::now_v7().to_string();
        let tx = self.write()?;
        tx.execute(
            "INSERT INTO conversations (id, visitor, state, handover, seq, asked_at) \
             VALUES (?1, ?2, 'queued', ?3, 0, ?4)",
            params![id, visitor, serde_json::to_string(request)?, now],
        )?;
        let event = append(&tx, &id, What::Queued, now)?;
        let answer = standing(&tx, &id, present)?;
        remember(&tx, visitor, key, &answer)?;
        tx.commit()?;
        Ok((answer, Happened { conversation: id, agent: None, event }))
    }

    /// Where a conversation stands now, with its place in the queue.
    pub fn standing(&self, conversation: &str, present: u32) -> Answer<Handover> {
        standing(&self.db, conversation, present)
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
        let id = Uuid::now_v7().to_string();
        let name = match sender {
            Sender::Visitor => String::new(),
            Sender::Agent { name, .. } => name.clone(),
        };
        let what = What::Message(Message {
            id: id.clone(),
            client_id: request.client_id.clone(),
            from: sender.speaker(),
            name,
            body: request.body.clone(),
            file: None,
            reply_to: request.reply_to.clone(),
        });
        let tx = self.write()?;
        let event = append(&tx, &conversation.id, what, now)?;
        let seq = event.seq.unwrap_or_default();
        tx.execute(
            "INSERT INTO messages (id, conversation, seq, sender, client_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, conversation.id, seq, sender.key(), request.client_id],
        )?;
        if let Sender::Agent { .. } = sender {
            // Who answers has read what was there.
            tx.execute("UPDATE conversations SET read_seq = seq WHERE id = ?1", [&conversation.id])?;
        }
        tx.commit()?;
        let accepted = MessageAccepted { seq, message: id, at: now };
        Ok((accepted, Happened { conversation: conversation.id.clone(), agent: conversation.agent.clone(), event }))
    }

    /// Ends a conversation; one that has ended stays as it is.
    pub fn close(&mut self, conversation: &Row, by: &Sender, now: Millis) -> Answer<Option<Happened>> {
        if conversation.state == ConversationState::Closed {
            return Ok(None);
        }
        let tx = self.write()?;
        tx.execute(
            "UPDATE conversations SET state = 'closed', closed_at = ?2 WHERE id = ?1",
            params![conversation.id, now],
        )?;
        let event = append(&tx, &conversation.id, What::Closed { by: by.speaker(), reason: String::new() }, now)?;
        tx.commit()?;
        Ok(Some(Happened { conversation: conversation.id.clone(), agent: conversation.agent.clone(), event }))
    }

    /// Records the customer's rating; the same rating again changes nothing.
    pub fn rate(&mut self, conversation: &Row, rating: &RatingRequest, now: Millis) -> Answer<Option<Happened>> {
        let tx = self.write()?;
        let changed = tx.execute(
            "UPDATE conversations SET stars = ?2, words = ?3 \
             WHERE id = ?1 AND (stars IS NOT ?2 OR words IS NOT ?3)",
            params![conversation.id, rating.stars, rating.words],
        )?;
        if changed == 0 {
            return Ok(None);
        }
        let event = append(&tx, &conversation.id, What::Rated { stars: rating.stars }, now)?;
        tx.commit()?;
        Ok(Some(Happened { conversation: conversation.id.clone(), agent: conversation.agent.clone(), event }))
    }

    /// Ids of the waiting conversations, longest first, and what the desk sees of its own pace.
    pub fn queue(&self) -> Answer<(Vec<String>, Pace)> {
        let mut query =
            self.db.prepare_cached("SELECT id FROM conversations WHERE state = 'queued' ORDER BY asked_at, id")?;
        let waiting = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok((waiting, pace(&self.db)?))
    }
}

pub(super) fn find(db: &Connection, id: &str) -> Answer<Option<Row>> {
    let mut query =
        db.prepare_cached("SELECT id, visitor, state, agent, seq, asked_at FROM conversations WHERE id = ?1")?;
    Ok(query
        .query_row([id], |row| {
            Ok(Row {
                id: row.get(0)?,
                visitor: row.get(1)?,
                state: state(&row.get::<_, String>(2)?),
                agent: row.get(3)?,
                seq: row.get(4)?,
                asked_at: row.get(5)?,
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

fn standing(db: &Connection, id: &str, present: u32) -> Answer<Handover> {
    let row = find(db, id)?.ok_or_else(Refuse::unknown_conversation)?;
    let place = if row.state == ConversationState::Queued { Some(place(db, &row, present)?) } else { None };
    Ok(Handover {
        conversation: row.id,
        state: row.state,
        open: present > 0,
        position: place.map(|(position, _)| position),
        wait_estimate: place.and_then(|(_, wait)| wait),
        next_open: None,
        options: Options::default(),
        reopen_until: None,
        seq: row.seq,
    })
}

fn place(db: &Connection, row: &Row, present: u32) -> Answer<(u32, Option<WaitRange>)> {
    let position = db
        .prepare_cached("SELECT 1 + count(*) FROM conversations WHERE state = 'queued' AND (asked_at, id) < (?1, ?2)")?
        .query_row(params![row.asked_at, row.id], |row| row.get(0))?;
    Ok((position, queue::estimate(position, present, &pace(db)?)))
}

/// The last twenty conversations that a person ended or saw ended, of the last seven days.
fn pace(db: &Connection) -> Answer<Pace> {
    let talking = db
        .prepare_cached("SELECT count(*) FROM conversations WHERE state = 'assigned'")?
        .query_row([], |row| row.get(0))?;
    let mut query = db.prepare_cached(
        "SELECT max(0, taken_at - asked_at) / 1000, max(0, closed_at - taken_at) / 1000 FROM conversations \
         WHERE state = 'closed' AND taken_at IS NOT NULL \
           AND closed_at > (SELECT max(closed_at) FROM conversations WHERE state = 'closed') - 604800000 \
         ORDER BY closed_at DESC LIMIT 20",
    )?;
    let times = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(u32, u32)>, _>>()?;
    let (pickups, services) = times.into_iter().unzip();
    Ok(Pace { talking, pickups, services })
}

fn remembered(db: &Connection, visitor: &str, key: &str) -> Answer<Option<String>> {
    let mut query = db.prepare_cached("SELECT answer FROM handovers WHERE visitor = ?1 AND key = ?2")?;
    Ok(query.query_row([visitor, key], |row| row.get(0)).optional()?)
}

fn remember(tx: &Transaction<'_>, visitor: &str, key: Option<&str>, answer: &Handover) -> Answer<()> {
    if let Some(key) = key {
        tx.execute(
            "INSERT INTO handovers (visitor, key, answer) VALUES (?1, ?2, ?3)",
            params![visitor, key, serde_json::to_string(answer)?],
        )?;
    }
    Ok(())
}
