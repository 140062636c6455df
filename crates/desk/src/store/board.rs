//! Conversations as the agents see them: the board, a case, and who has it.

use super::{Answer, Happened, Row, Store, conversations::state, events::append};
use crate::refuse::Refuse;
use rusqlite::{OptionalExtension, Transaction, params};
use wire::{
    Millis, Speaker,
    agent::{Board, Card, Case, Line, Me},
    event::What,
    visitor::{ConversationState, HandoverRequest},
};

/// Characters of a line that the board shows.
const LINE_CHARS: usize = 120;

impl Store {
    pub fn board(&self, agent: &str) -> Answer<Board> {
        let waiting = self.ids("SELECT id FROM conversations WHERE state = 'queued' ORDER BY asked_at, id", [])?;
        let mine = self.ids(
            "SELECT c.id FROM conversations c WHERE c.state = 'assigned' AND c.agent = ?1 \
             ORDER BY coalesce((SELECT e.at FROM messages m JOIN events e USING (conversation, seq) \
              WHERE m.conversation = c.id ORDER BY m.seq DESC LIMIT 1), c.asked_at) DESC, c.id DESC",
            [agent],
        )?;
        let cards = |ids: Vec<String>| ids.iter().map(|id| self.card(id)).collect::<Answer<Vec<Card>>>();
        Ok(Board { waiting: cards(waiting)?, mine: cards(mine)?, ..Board::default() })
    }

    /// Everything about one conversation; from here on its messages count as read.
    pub fn case(&mut self, conversation: &str) -> Answer<Case> {
        self.db.execute("UPDATE conversations SET read_seq = seq WHERE id = ?1 AND read_seq < seq", [conversation])?;
        let card = self.card(conversation)?;
        let (handover, agent): (String, Option<String>) =
            self.db.query_row("SELECT handover, agent FROM conversations WHERE id = ?1", [conversation], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let events = self.events_after(conversation, 0)?;
        Ok(Case {
            card,
            handover: serde_json::from_str(&handover)?,
            events,
            agent,
            visitor: String::new(),
            blocked: false,
            people: Vec::new(),
            notes: Vec::new(),
            rating: None,
            tickets: Vec::new(),
            earlier: 0,
            read_by_visitor: 0,
        })
    }

    /// Gives a waiting conversation to an agent. `None` if the agent has it already.
    pub fn take(&mut self, conversation: &str, agent: &Me, now: Millis) -> Answer<Option<Happened>> {
        let row = self.conversation(conversation)?.ok_or_else(unknown)?;
        match row.state {
            ConversationState::Closed => return Err(closed()),
            ConversationState::Assigned if row.agent.as_deref() == Some(&agent.agent) => return Ok(None),
            ConversationState::Assigned => return Err(taken(&self.holder(&row)?)),
            ConversationState::Queued => {}
        }
        let tx = self.write()?;
        tx.execute(
            "UPDATE conversations SET state = 'assigned', agent = ?2, taken_at = ?3 WHERE id = ?1",
            params![conversation, agent.agent, now],
        )?;
        let joined = What::AgentJoined { name: agent.name.clone(), role: agent.role.clone() };
        let event = append(&tx, conversation, joined, now)?;
        tx.commit()?;
        Ok(Some(Happened { conversation: conversation.into(), agent: Some(agent.agent.clone()), event }))
    }

    /// The conversation, if this agent has it: only then may the agent write in it or close it.
    pub fn of_agent(&self, conversation: &str, agent: &Me) -> Answer<Row> {
        let row = self.conversation(conversation)?.ok_or_else(unknown)?;
        if row.agent.as_deref() == Some(&agent.agent) {
            return Ok(row);
        }
        Err(match row.state {
            ConversationState::Queued => Refuse::conflict(
                "not_taken",
                "This conversation is waiting. Take it first with POST /v1/agent/conversations/{id}/take.",
            ),
            ConversationState::Assigned => taken(&self.holder(&row)?),
            ConversationState::Closed => closed(),
        })
    }

    fn holder(&self, row: &Row) -> Answer<String> {
        row.agent.as_deref().map_or_else(|| Ok(String::new()), |id| self.agent_name(id))
    }

    fn ids(&self, sql: &str, params: impl rusqlite::Params) -> Answer<Vec<String>> {
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query.query_map(params, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn card(&self, conversation: &str) -> Answer<Card> {
        let (word, since, handover, unread): (String, Millis, String, u32) = self
            .db
            .prepare_cached(
                "SELECT state, asked_at, handover, (SELECT count(*) FROM messages m \
                 WHERE m.conversation = c.id AND m.sender = 'visitor' AND m.seq > c.read_seq) \
                 FROM conversations c WHERE id = ?1",
            )?
            .query_row([conversation], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?
            .ok_or_else(unknown)?;
        let handover: HandoverRequest = serde_json::from_str(&handover)?;
        let last = match self.last_message(conversation)? {
            Some(line) => Some(line),
            None => handover.transcript.last().map(|turn| line(turn.from, &turn.text, turn.at)),
        };
        Ok(Card {
            conversation: conversation.into(),
            state: state(&word),
            since,
            locale: handover.locale,
            page: handover.page,
            last,
            unread,
            mood: handover.mood,
            tier: handover.tier,
            want: handover.want,
            ahead: 0,
            senior: false,
            team: String::new(),
            agent_name: String::new(),
            customer_here: false,
        })
    }

    fn last_message(&self, conversation: &str) -> Answer<Option<Line>> {
        let newest: Option<(Millis, String)> = self
            .db
            .prepare_cached(
                "SELECT e.at, e.what FROM messages m JOIN events e USING (conversation, seq) \
                 WHERE m.conversation = ?1 ORDER BY m.seq DESC LIMIT 1",
            )?
            .query_row([conversation], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((at, what)) = newest else { return Ok(None) };
        Ok(match serde_json::from_str(&what)? {
            What::Message(message) => Some(line(message.from, &message.body, at)),
            _ => None,
        })
    }
}

/// Gives the agent's conversations back to the queue, each in the place that it had.
pub(super) fn release(tx: &Transaction<'_>, agent: &Me, now: Millis) -> Answer<Vec<Happened>> {
    let mut query = tx.prepare("SELECT id FROM conversations WHERE state = 'assigned' AND agent = ?1")?;
    let ids = query.query_map([&agent.agent], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    ids.into_iter()
        .map(|id| {
            tx.execute(
                "UPDATE conversations SET state = 'queued', agent = NULL, taken_at = NULL WHERE id = ?1",
                [&id],
            )?;
            let event = append(tx, &id, What::AgentLeft { name: agent.name.clone() }, now)?;
            Ok(Happened { conversation: id, agent: None, event })
        })
        .collect()
}

fn line(from: Speaker, text: &str, at: Millis) -> Line {
    Line { from, text: text.chars().take(LINE_CHARS).collect(), at }
}

fn unknown() -> Refuse {
    Refuse::new(
        axum::http::StatusCode::NOT_FOUND,
        "unknown_conversation",
        "There is no such conversation. GET /v1/agent/board lists those that wait and those that are yours.",
    )
}

fn closed() -> Refuse {
    Refuse::conflict("closed", "This conversation is closed. The customer can ask for a person again.")
}

fn taken(name: &str) -> Refuse {
    Refuse::conflict("taken", format!("{name} has this conversation. Choose another one, or ask {name}."))
}
