//! Conversations as the agents see them: the board, a case, a visitor's history.

use super::{Answer, Store, conversations::state, transfer::unknown};
use rusqlite::{OptionalExtension, Row, params};
use wire::{
    Millis, Speaker,
    agent::{Board, Card, Case, History, Level, Line, Me},
    event::What,
    visitor::HandoverRequest,
};

/// Characters of a line that the board shows.
const LINE_CHARS: usize = 120;

/// Earlier conversations that are listed.
const HISTORY: u32 = 50;

/// Newest message first.
const BY_NEWEST: &str = "ORDER BY coalesce((SELECT e.at FROM messages m JOIN events e USING (conversation, seq) \
                         WHERE m.conversation = c.id ORDER BY m.seq DESC LIMIT 1), c.asked_at) DESC, c.id DESC";

impl Store {
    /// What waits, what is the agent's, and for leads what others have.
    pub fn board(&self, agent: &Me) -> Answer<Board> {
        let mine = "(c.agent = ?1 OR EXISTS (SELECT 1 FROM invited i WHERE i.conversation = c.id AND i.agent = ?1))";
        let assigned = "SELECT c.id FROM conversations c WHERE c.state = 'assigned' AND";
        let waiting: Vec<String> = self.waiting()?.into_iter().map(|(id, _)| id).collect();
        let own = self.ids(&format!("{assigned} {mine} {BY_NEWEST}"), [&agent.agent])?;
        let others = if agent.level >= Level::Lead {
            self.ids(&format!("{assigned} NOT {mine} {BY_NEWEST}"), [&agent.agent])?
        } else {
            Vec::new()
        };
        let open_tickets =
            self.db.query_row("SELECT count(*) FROM tickets WHERE state = 'open'", [], |row| row.get(0))?;
        Ok(Board {
            waiting: self.cards(&waiting)?,
            mine: self.cards(&own)?,
            others: self.cards(&others)?,
            open_tickets,
            ..Board::default()
        })
    }

    /// Everything about one conversation; who is there is for the caller to say.
    pub fn case(&self, conversation: &str) -> Answer<Case> {
        let row = self.any(conversation)?;
        let (_, read_by_visitor) = self.read_marks(conversation)?;
        let earlier: u32 = self.db.query_row(
            "SELECT count(*) FROM conversations WHERE visitor = ?1 AND id <> ?2",
            [&row.visitor, &row.id],
            |row| row.get(0),
        )?;
        Ok(Case {
            card: self.card(conversation)?,
            handover: self.handed_over(conversation)?.1,
            events: self.events_after(conversation, 0)?,
            agent: row.agent,
            blocked: self.is_blocked(&row.visitor)?,
            people: Vec::new(),
            notes: self.notes(conversation)?,
            rating: self.rating(conversation)?,
            tickets: self.tickets_of(&row.visitor)?,
            earlier,
            read_by_visitor,
            visitor: row.visitor,
        })
    }

    /// The agents have read all there is.
    pub fn mark_read(&mut self, conversation: &str) -> Answer<Option<u64>> {
        let mut query = self
            .db
            .prepare_cached("UPDATE conversations SET read_seq = seq WHERE id = ?1 AND read_seq < seq RETURNING seq")?;
        Ok(query.query_row([conversation], |row| row.get(0)).optional()?)
    }

    /// A visitor's conversations, newest first.
    pub fn history(&self, visitor: &str) -> Answer<History> {
        self.is_blocked(visitor)?;
        let sql = "SELECT id FROM conversations WHERE visitor = ?1 ORDER BY asked_at DESC, id DESC LIMIT ?2";
        let ids = self.ids(sql, params![visitor, HISTORY])?;
        Ok(History { conversations: self.cards(&ids)? })
    }

    fn cards(&self, ids: &[String]) -> Answer<Vec<Card>> {
        ids.iter().map(|id| self.card(id)).collect()
    }

    fn ids(&self, sql: &str, params: impl rusqlite::Params) -> Answer<Vec<String>> {
        let mut query = self.db.prepare_cached(sql)?;
        Ok(query.query_map(params, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn card(&self, conversation: &str) -> Answer<Card> {
        let columns = |row: &Row<'_>| {
            let (since, rank): (Millis, i64) = (row.get(1)?, row.get(4)?);
            let ahead = i64::try_from(since).unwrap_or(i64::MAX).saturating_sub(rank) / 1000;
            let handover: String = row.get(2)?;
            let card = Card {
                conversation: conversation.into(),
                state: state(&row.get::<_, String>(0)?),
                since,
                locale: String::new(),
                page: String::new(),
                last: None,
                unread: row.get(3)?,
                mood: None,
                tier: None,
                want: wire::visitor::Want::default(),
                ahead: u32::try_from(ahead).unwrap_or(0),
                senior: row.get(5)?,
                team: row.get(6)?,
                agent_name: row.get(7)?,
                customer_here: false,
            };
            Ok((card, handover))
        };
        let found = self
            .db
            .prepare_cached(
                "SELECT state, asked_at, unseal(handover), (SELECT count(*) FROM messages m \
                 WHERE m.conversation = c.id AND m.seq > c.read_seq \
                   AND (m.sender = 'visitor' OR m.sender IN (SELECT id FROM helpers h WHERE h.conversation = c.id))), \
                 rank, senior, team, coalesce((SELECT name FROM agents WHERE id = c.agent), '') \
                 FROM conversations c WHERE id = ?1",
            )?
            .query_row([conversation], columns)
            .optional()?;
        let (card, handover) = found.ok_or_else(unknown)?;
        let handover: HandoverRequest = serde_json::from_str(&handover)?;
        let last = match self.last_message(conversation)? {
            Some(line) => Some(line),
            None => handover.transcript.last().map(|turn| line(turn.from, &turn.text, turn.at)),
        };
        let HandoverRequest { locale, page, mood, tier, want, .. } = handover;
        Ok(Card { locale, page, last, mood, tier, want, ..card })
    }

    fn last_message(&self, conversation: &str) -> Answer<Option<Line>> {
        let newest: Option<(Millis, String)> = self
            .db
            .prepare_cached(
                "SELECT e.at, unseal(e.what) FROM messages m JOIN events e USING (conversation, seq) \
                 WHERE m.conversation = ?1 ORDER BY m.seq DESC LIMIT 1",
            )?
            .query_row([conversation], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((at, what)) = newest else { return Ok(None) };
        Ok(match serde_json::from_str(&what)? {
            What::Message(message) => {
                let name = message.file.map(|file| file.name).unwrap_or_default();
                Some(line(message.from, if message.body.is_empty() { &name } else { &message.body }, at))
            }
            _ => None,
        })
    }
}

fn line(from: Speaker, text: &str, at: Millis) -> Line {
    Line { from, text: text.chars().take(LINE_CHARS).collect(), at }
}
