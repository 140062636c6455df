//! Whose conversation it is: taken, given, handed on, handed up, shared, given back.

use super::{Answer, Happened, Row, Store, events::append, people};
use crate::{queue::Crew, refuse::Refuse};
use rusqlite::{Connection, OptionalExtension, params};
use wire::{
    Millis, Speaker,
    agent::{Level, Me, Note},
    event::What,
    visitor::ConversationState,
};

impl Store {
    /// Gives a waiting conversation to an agent. `None` if the agent has it already.
    pub fn take(&mut self, conversation: &str, agent: &Me, now: Millis) -> Answer<Option<Happened>> {
        let row = self.conversation(conversation)?.ok_or_else(unknown)?;
        match row.state {
            ConversationState::Closed => return Err(closed()),
            ConversationState::Assigned if row.agent.as_deref() == Some(&agent.agent) => return Ok(None),
            ConversationState::Assigned => return Err(taken(&self.holder(&row)?)),
            ConversationState::Queued => {}
        }
        if row.senior && agent.level < Level::Senior {
            return Err(Refuse::not_allowed("senior"));
        }
        self.give(&row, agent, now).map(Some)
    }

    /// Gives an open conversation to an agent, whoever had it.
    pub fn give(&mut self, row: &Row, agent: &Me, now: Millis) -> Answer<Happened> {
        let tx = self.write()?;
        tx.execute(
            "UPDATE conversations SET state = 'assigned', agent = ?2, taken_at = coalesce(taken_at, ?3) WHERE id = ?1",
            params![row.id, agent.agent, now],
        )?;
        tx.execute("DELETE FROM invited WHERE conversation = ?1 AND agent = ?2", params![row.id, agent.agent])?;
        let event = append(&tx, &row.id, joined(agent), now)?;
        let agents = people::agents(&tx, &row.id)?;
        tx.commit()?;
        Ok(Happened { conversation: row.id.clone(), agents, event })
    }

    /// Gives the waiting conversations to agents who have room and want them given; who got which.
    pub fn give_out(&mut self, crew: &Crew, now: Millis) -> Answer<Vec<(String, Happened)>> {
        let mut crew = crew.clone();
        let mut given = Vec::new();
        for (conversation, pool) in self.waiting()? {
            let Some(agent) = crew.least_loaded(&pool).map(|hand| hand.agent.clone()) else { continue };
            let (Some(row), Some(me)) = (self.conversation(&conversation)?, self.agent(&agent)?) else { continue };
            given.push((agent.clone(), self.give(&row, &me, now)?));
            for hand in crew.0.iter_mut().filter(|hand| hand.agent == agent) {
                hand.talking += 1;
            }
        }
        Ok(given)
    }

    /// Hands a conversation on to an agent: both names are told.
    pub fn hand_on(&mut self, row: &Row, from: &Me, to: &Me, now: Millis) -> Answer<Vec<Happened>> {
        let what = What::Transferred { from: from.name.clone(), to: to.name.clone() };
        let mut told = self.note_event(&row.id, what, now)?;
        told.agents.push(to.agent.clone());
        Ok(vec![told, self.give(row, to, now)?])
    }

    /// Puts a conversation back into the queue, in the place that it had, for those whom `senior` and `team` name.
    pub fn send_back(&mut self, row: &Row, (senior, team): (bool, &str), what: What, now: Millis) -> Answer<Happened> {
        let tx = self.write()?;
        tx.execute(
            "UPDATE conversations SET state = 'queued', agent = NULL, taken_at = NULL, senior = ?2, team = ?3 \
             WHERE id = ?1",
            params![row.id, senior, team],
        )?;
        tx.execute("DELETE FROM invited WHERE conversation = ?1", [&row.id])?;
        let event = append(&tx, &row.id, what, now)?;
        tx.commit()?;
        Ok(Happened { conversation: row.id.clone(), agents: Vec::new(), event })
    }

    /// Hands a conversation up. `None` if it waits for somebody senior already.
    pub fn escalate(&mut self, row: &Row, by: Speaker, now: Millis) -> Answer<Option<Happened>> {
        match row.state {
            ConversationState::Closed => return Err(Refuse::closed()),
            ConversationState::Queued if row.senior => return Ok(None),
            _ => {}
        }
        self.send_back(row, (true, ""), What::Escalated { by }, now).map(Some)
    }

    /// A colleague joins beside the one who has it. `None` if the colleague is in it.
    pub fn share(&mut self, row: &Row, colleague: &Me, now: Millis) -> Answer<Option<Happened>> {
        if people::agents(&self.db, &row.id)?.contains(&colleague.agent) {
            return Ok(None);
        }
        let tx = self.write()?;
        tx.execute("INSERT INTO invited (conversation, agent) VALUES (?1, ?2)", params![row.id, colleague.agent])?;
        let event = append(&tx, &row.id, joined(colleague), now)?;
        let agents = people::agents(&tx, &row.id)?;
        tx.commit()?;
        Ok(Some(Happened { conversation: row.id.clone(), agents, event }))
    }

    /// An agent goes: an invited colleague just leaves; after the one who had it a colleague has it, or it waits.
    pub fn walk_out(&mut self, row: &Row, agent: &Me, now: Millis) -> Answer<Happened> {
        let tx = self.write()?;
        let happened = walk_out(&tx, row, agent, now)?;
        tx.commit()?;
        Ok(happened)
    }

    /// The conversation, if this agent has it: only then may the agent close it or hand it on.
    pub fn of_agent(&self, conversation: &str, agent: &Me) -> Answer<Row> {
        let row = self.conversation(conversation)?.ok_or_else(unknown)?;
        if row.agent.as_deref() == Some(&agent.agent) {
            return Ok(row);
        }
        Err(self.not_yours(&row)?)
    }

    /// The conversation, if this agent has it or was invited: only then may the agent write in it.
    pub fn with_agent(&self, conversation: &str, agent: &Me) -> Answer<Row> {
        let row = self.conversation(conversation)?.ok_or_else(unknown)?;
        if row.agent.as_deref() == Some(&agent.agent) || self.agents_of(conversation)?.contains(&agent.agent) {
            return Ok(row);
        }
        Err(self.not_yours(&row)?)
    }

    /// An open conversation, for a lead.
    pub fn any_open(&self, conversation: &str) -> Answer<Row> {
        let row = self.conversation(conversation)?.ok_or_else(unknown)?;
        if row.state == ConversationState::Closed { Err(closed()) } else { Ok(row) }
    }

    /// Whatever its state, for reading.
    pub fn any(&self, conversation: &str) -> Answer<Row> {
        self.conversation(conversation)?.ok_or_else(unknown)
    }

    pub fn add_note(&mut self, conversation: &str, agent: &Me, text: &str, now: Millis) -> Answer<()> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.db.execute(
            "INSERT INTO notes (conversation, at, name, text) VALUES (?1, ?2, ?3, seal(?4))",
            params![conversation, now, agent.name, text],
        )?;
        Ok(())
    }

    pub fn notes(&self, conversation: &str) -> Answer<Vec<Note>> {
        let mut query =
            self.db.prepare_cached("SELECT at, name, unseal(text) FROM notes WHERE conversation = ?1 ORDER BY id")?;
        let note = |row: &rusqlite::Row<'_>| Ok(Note { at: row.get(0)?, name: row.get(1)?, text: row.get(2)? });
        Ok(query.query_map([conversation], note)?.collect::<Result<_, _>>()?)
    }

    fn not_yours(&self, row: &Row) -> Answer<Refuse> {
        Ok(match row.state {
            ConversationState::Queued => Refuse::conflict(
                "not_taken",
                "This conversation is waiting. Take it first with POST /v1/agent/conversations/{id}/take.",
            ),
            ConversationState::Assigned => taken(&self.holder(row)?),
            ConversationState::Closed => closed(),
        })
    }

    fn holder(&self, row: &Row) -> Answer<String> {
        row.agent.as_deref().map_or_else(|| Ok(String::new()), |id| self.agent_name(id))
    }
}

/// Everything that an agent had is given back, when the agent goes home.
pub(super) fn release(db: &Connection, agent: &Me, now: Millis) -> Answer<Vec<Happened>> {
    let mut query = db.prepare(
        "SELECT id FROM conversations WHERE state = 'assigned' AND agent = ?1 \
         UNION SELECT conversation FROM invited WHERE agent = ?1",
    )?;
    let ids = query.query_map([&agent.agent], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let rows = ids.iter().filter_map(|id| super::conversations::find(db, id).transpose());
    rows.map(|row| walk_out(db, &row?, agent, now)).collect()
}

fn walk_out(db: &Connection, row: &Row, agent: &Me, now: Millis) -> Answer<Happened> {
    let left = |stays| What::AgentLeft { name: agent.name.clone(), stays };
    db.execute("DELETE FROM invited WHERE conversation = ?1 AND agent = ?2", params![row.id, agent.agent])?;
    let had_it = row.agent.as_deref() == Some(&agent.agent);
    let heir: Option<String> = db
        .query_row("SELECT agent FROM invited WHERE conversation = ?1 LIMIT 1", [&row.id], |row| row.get(0))
        .optional()?;
    let (event, agents) = match (had_it, heir) {
        (false, _) => {
            let event = append(db, &row.id, left(true), now)?;
            let mut agents = people::agents(db, &row.id)?;
            agents.push(agent.agent.clone());
            (event, agents)
        }
        (true, Some(heir)) => {
            db.execute("DELETE FROM invited WHERE conversation = ?1 AND agent = ?2", params![row.id, heir])?;
            db.execute("UPDATE conversations SET agent = ?2 WHERE id = ?1", params![row.id, heir])?;
            (append(db, &row.id, left(true), now)?, vec![heir, agent.agent.clone()])
        }
        (true, None) => {
            db.execute(
                "UPDATE conversations SET state = 'queued', agent = NULL, taken_at = NULL WHERE id = ?1",
                [&row.id],
            )?;
            (append(db, &row.id, left(false), now)?, Vec::new())
        }
    };
    Ok(Happened { conversation: row.id.clone(), agents, event })
}

fn joined(agent: &Me) -> What {
    What::AgentJoined { name: agent.name.clone(), role: agent.role.clone() }
}

pub(super) fn unknown() -> Refuse {
    Refuse::new(
        axum::http::StatusCode::NOT_FOUND,
        "unknown_conversation",
        "There is no such conversation. GET /v1/agent/board lists those that wait and those that are yours.",
    )
}

fn closed() -> Refuse {
    Refuse::conflict("closed", "This conversation is closed. The customer can open it again, or ask for a person.")
}

fn taken(name: &str) -> Refuse {
    Refuse::conflict("taken", format!("{name} has this conversation. Choose another one, or ask {name}."))
}
