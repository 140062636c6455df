//! How a conversation begins, and where it stands: its place, its wait.

use super::{
    Answer, Happened, Row, Store,
    conversations::{find, state},
    events::append,
};
use crate::{
    queue::{Crew, Pace, Place, Pool, Wait, places, rank},
    refuse::Refuse,
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;
use wire::{
    Millis,
    event::What,
    visitor::{ConversationState, Handover, HandoverRequest, Options, Standing},
};

/// What the desk looks like from outside at one moment.
#[derive(Debug, Clone)]
pub struct View {
    pub crew: Crew,
    pub next_open: Option<Millis>,
    pub options: Options,
}

impl Store {
    /// The answer that was given to this key before.
    pub fn remembered<T: serde::de::DeserializeOwned>(&self, visitor: &str, key: Option<&str>) -> Answer<Option<T>> {
        let Some(key) = key else { return Ok(None) };
        let mut query = self.db.prepare_cached("SELECT answer FROM handovers WHERE visitor = ?1 AND key = ?2")?;
        let answer: Option<String> = query.query_row([visitor, key], |row| row.get(0)).optional()?;
        Ok(answer.map(|answer| serde_json::from_str(&answer)).transpose()?)
    }

    /// Keeps the answer for the next time that the key comes.
    pub fn remember<T: serde::Serialize>(&mut self, visitor: &str, key: Option<&str>, answer: &T) -> Answer<()> {
        if let Some(key) = key {
            self.db.execute(
                "INSERT INTO handovers (visitor, key, answer) VALUES (?1, ?2, ?3)",
                params![visitor, key, serde_json::to_string(answer)?],
            )?;
        }
        Ok(())
    }

    /// The visitor's open conversation.
    pub fn open_of(&self, visitor: &str) -> Answer<Option<String>> {
        let mut query =
            self.db.prepare_cached("SELECT id FROM conversations WHERE visitor = ?1 AND state <> 'closed'")?;
        Ok(query.query_row([visitor], |row| row.get(0)).optional()?)
    }

    /// The open conversation of a visitor who comes back, else the newest that may be opened again.
    pub fn found_again(&self, visitor: &str, now: Millis) -> Answer<Option<Standing>> {
        let mut query = self.db.prepare_cached(
            "SELECT id FROM conversations WHERE visitor = ?1 ORDER BY state = 'closed', asked_at DESC LIMIT 1",
        )?;
        let id: Option<String> = query.query_row([visitor], |row| row.get(0)).optional()?;
        let Some(row) = id.map(|id| self.conversation(&id)).transpose()?.flatten() else { return Ok(None) };
        let reopen_until = row.reopen_until();
        if reopen_until.is_some_and(|until| until < now) {
            return Ok(None);
        }
        Ok(Some(Standing { conversation: row.id, state: row.state, seq: row.seq, reopen_until }))
    }

    /// A new conversation, in its place in the queue.
    pub fn handover(
        &mut self,
        visitor: &str,
        request: &HandoverRequest,
        ahead: u32,
        now: Millis,
    ) -> Answer<(String, Happened)> {
        let id = Uuid::now_v7().to_string();
        let tx = self.write()?;
        tx.execute(
            "INSERT INTO conversations (id, visitor, state, handover, seq, asked_at, rank) \
             VALUES (?1, ?2, 'queued', seal(?3), 0, ?4, ?5)",
            params![id, visitor, serde_json::to_string(request)?, now, rank(now, ahead)],
        )?;
        let event = append(&tx, &id, What::Queued, now)?;
        tx.commit()?;
        Ok((id.clone(), Happened { conversation: id, agents: Vec::new(), event }))
    }

    /// Where a conversation stands now, with its place in the queue.
    pub fn standing(&self, conversation: &str, view: &View) -> Answer<Handover> {
        let row = find(&self.db, conversation)?.ok_or_else(Refuse::unknown_conversation)?;
        let place = self.place(&row, &view.crew)?;
        Ok(Handover {
            reopen_until: row.reopen_until(),
            conversation: row.id,
            state: row.state,
            open: !view.crew.is_empty(),
            position: place.map(|place| place.position),
            wait_estimate: place.and_then(|place| place.wait_estimate),
            next_open: view.next_open,
            options: view.options.clone(),
            seq: row.seq,
        })
    }

    /// The place of a waiting conversation.
    pub fn place(&self, row: &Row, crew: &Crew) -> Answer<Option<Place>> {
        if row.state != ConversationState::Queued {
            return Ok(None);
        }
        let position = self
            .db
            .prepare_cached(
                "SELECT 1 + count(*) FROM conversations \
                 WHERE state = 'queued' AND (rank, id) < (?1, ?2) AND senior = ?3 AND team = ?4",
            )?
            .query_row(params![row.rank, row.id, row.senior, row.team], |row| row.get(0))?;
        let pool = Pool { senior: row.senior, team: row.team.clone() };
        let wait_estimate = Wait::new(crew, &pool, &pace(&self.db)?).at(position);
        Ok(Some(Place { position, wait_estimate }))
    }

    /// The place that a customer would have who asks now, without being moved forward.
    pub fn next_place(&self, crew: &Crew) -> Answer<Place> {
        let position = self
            .db
            .prepare_cached(
                "SELECT 1 + count(*) FROM conversations WHERE state = 'queued' AND senior = 0 AND team = ''",
            )?
            .query_row([], |row| row.get(0))?;
        let wait_estimate = Wait::new(crew, &Pool::default(), &pace(&self.db)?).at(position);
        Ok(Place { position, wait_estimate })
    }

    /// The waiting conversations in their order, with whom they wait for.
    pub fn waiting(&self) -> Answer<Vec<(String, Pool)>> {
        let mut query = self
            .db
            .prepare_cached("SELECT id, senior, team FROM conversations WHERE state = 'queued' ORDER BY rank, id")?;
        let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, Pool { senior: row.get(1)?, team: row.get(2)? }));
        Ok(query.query_map([], columns)?.collect::<Result<_, _>>()?)
    }

    /// The places of all who wait.
    pub fn queue(&self, crew: &Crew) -> Answer<Vec<(String, Place)>> {
        let waiting = self.waiting()?;
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        Ok(places(waiting, crew, &pace(&self.db)?))
    }

    /// Whether a person has written in the conversation.
    pub fn is_answered(&self, conversation: &str) -> Answer<bool> {
        let mut query = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM messages m JOIN agents a ON a.id = m.sender WHERE m.conversation = ?1)",
        )?;
        Ok(query.query_row([conversation], |row| row.get(0))?)
    }

    /// The state of a conversation and what was handed over.
    pub fn handed_over(&self, conversation: &str) -> Answer<(ConversationState, HandoverRequest)> {
        let mut query = self.db.prepare_cached("SELECT state, unseal(handover) FROM conversations WHERE id = ?1")?;
        let found: Option<(String, String)> =
            query.query_row([conversation], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (word, handover) = found.ok_or_else(Refuse::unknown_conversation)?;
        Ok((state(&word), serde_json::from_str(&handover)?))
    }
}

/// The last twenty conversations that a person ended or saw ended, of the last seven days.
fn pace(db: &Connection) -> Answer<Pace> {
    let mut query = db.prepare_cached(
        "SELECT max(0, taken_at - asked_at) / 1000, max(0, closed_at - taken_at) / 1000 FROM conversations \
         WHERE state = 'closed' AND taken_at IS NOT NULL \
           AND closed_at > (SELECT max(closed_at) FROM conversations WHERE state = 'closed') - 604800000 \
         ORDER BY closed_at DESC LIMIT 20",
    )?;
    let times = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(u32, u32)>, _>>()?;
    let (pickups, services) = times.into_iter().unzip();
    Ok(Pace { pickups, services })
}
