//! Messages left and calls asked for.

use super::{Answer, Happened, Store, events::append, people};
use crate::refuse::Refuse;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;
use wire::{
    Millis,
    agent::Me,
    event::What,
    ticket::{Ticket, TicketKind, TicketReceipt, TicketState, Tickets},
};

/// Tickets that one list shows.
const MOST: u32 = 200;

const COLUMNS: &str = "t.id, t.kind, t.state, t.at, t.due, t.visitor, t.conversation, unseal(t.body), \
                       unseal(t.contact), t.from_at, t.until_at, t.locale, unseal(t.page), t.agent, \
                       (SELECT name FROM agents WHERE id = t.agent), unseal(t.outcome) FROM tickets t";

/// A ticket that is to be kept.
#[derive(Debug)]
pub struct NewTicket {
    pub kind: TicketKind,
    pub body: String,
    pub contact: String,
    pub from: Option<Millis>,
    pub until: Option<Millis>,
    pub locale: String,
    pub page: String,
    pub conversation: Option<String>,
    pub due: Millis,
}

impl Store {
    /// Keeps a ticket; with a conversation it is told there.
    pub fn add_ticket(
        &mut self,
        visitor: &str,
        ticket: &NewTicket,
        now: Millis,
    ) -> Answer<(TicketReceipt, Option<Happened>)> {
        if let Some(conversation) = &ticket.conversation {
            self.of_visitor(conversation, visitor)?;
        }
        let id = Uuid::now_v7().to_string();
        let NewTicket { kind, body, contact, from, until, locale, page, conversation, due } = ticket;
        let tx = self.write()?;
        tx.execute(
            "INSERT INTO tickets (id, visitor, conversation, kind, at, due, body, contact, from_at, until_at, locale, \
             page, outcome) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, seal(?7), seal(?8), ?9, ?10, ?11, seal(?12), seal(''))",
            params![id, visitor, conversation, word(*kind), now, due, body, contact, from, until, locale, page],
        )?;
        let happened = match conversation {
            None => None,
            Some(conversation) => {
                let left = What::MessageLeft { ticket: id.clone(), kind: *kind, due: *due };
                let event = append(&tx, conversation, left, now)?;
                let agents = people::agents(&tx, conversation)?;
                Some(Happened { conversation: conversation.clone(), agents, event })
            }
        };
        tx.commit()?;
        Ok((TicketReceipt { ticket: id, due: *due }, happened))
    }

    /// Tickets of a state, the earliest due first; without one, all that are not done.
    pub fn tickets(&self, state: Option<TicketState>) -> Answer<Tickets> {
        let wanted = match state {
            Some(TicketState::Open) => "t.state = 'open'",
            Some(TicketState::Claimed) => "t.state = 'claimed'",
            Some(TicketState::Done) => "t.state = 'done'",
            None => "t.state <> 'done'",
        };
        let sql = format!("SELECT {COLUMNS} WHERE {wanted} ORDER BY t.due, t.id LIMIT {MOST}");
        let tickets = self.db.prepare_cached(&sql)?.query_map([], ticket)?.collect::<Result<_, _>>()?;
        Ok(Tickets { tickets })
    }

    pub fn tickets_of(&self, visitor: &str) -> Answer<Vec<Ticket>> {
        let sql = format!("SELECT {COLUMNS} WHERE t.visitor = ?1 ORDER BY t.at DESC, t.id LIMIT {MOST}");
        Ok(self.db.prepare_cached(&sql)?.query_map([visitor], ticket)?.collect::<Result<_, _>>()?)
    }

    /// An agent takes a ticket that nobody has.
    pub fn claim_ticket(&mut self, id: &str, agent: &Me) -> Answer<Ticket> {
        let ticket = self.ticket(id)?;
        match ticket.state {
            TicketState::Claimed if ticket.agent.as_deref() == Some(&agent.agent) => return Ok(ticket),
            TicketState::Claimed => return Err(has(&ticket)),
            TicketState::Done => return Err(is_done()),
            TicketState::Open => {}
        }
        self.db.execute("UPDATE tickets SET state = 'claimed', agent = ?2 WHERE id = ?1", [id, &agent.agent])?;
        self.ticket(id)
    }

    /// The agent who has a ticket gives it back.
    pub fn release_ticket(&mut self, id: &str, agent: &Me) -> Answer<Ticket> {
        self.own_ticket(id, agent)?;
        self.db.execute("UPDATE tickets SET state = 'open', agent = NULL WHERE id = ?1", [id])?;
        self.ticket(id)
    }

    /// The agent who has a ticket has answered it; the same again changes nothing but the words.
    pub fn finish_ticket(&mut self, id: &str, agent: &Me, outcome: &str) -> Answer<Ticket> {
        let ticket = self.ticket(id)?;
        if ticket.state != TicketState::Done || ticket.agent.as_deref() != Some(&agent.agent) {
            self.own_ticket(id, agent)?;
        }
        self.db.execute("UPDATE tickets SET state = 'done', outcome = seal(?2) WHERE id = ?1", [id, outcome])?;
        self.ticket(id)
    }

    fn own_ticket(&self, id: &str, agent: &Me) -> Answer<()> {
        let ticket = self.ticket(id)?;
        match ticket.state {
            TicketState::Claimed if ticket.agent.as_deref() == Some(&agent.agent) => Ok(()),
            TicketState::Claimed => Err(has(&ticket)),
            TicketState::Done => Err(is_done()),
            TicketState::Open => Err(Refuse::conflict(
                "not_taken",
                "Nobody has this ticket. Claim it first with POST /v1/agent/tickets/{id}/claim.",
            )),
        }
    }

    fn ticket(&self, id: &str) -> Answer<Ticket> {
        let sql = format!("SELECT {COLUMNS} WHERE t.id = ?1");
        let found = self.db.prepare_cached(&sql)?.query_row([id], ticket).optional()?;
        found.ok_or_else(|| Refuse::unknown("unknown_ticket", "ticket"))
    }
}

fn ticket(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    let (kind, state): (String, String) = (row.get(1)?, row.get(2)?);
    Ok(Ticket {
        ticket: row.get(0)?,
        kind: if kind == "callback" { TicketKind::Callback } else { TicketKind::Message },
        state: match state.as_str() {
            "claimed" => TicketState::Claimed,
            "done" => TicketState::Done,
            _ => TicketState::Open,
        },
        at: row.get(3)?,
        due: row.get(4)?,
        visitor: row.get(5)?,
        conversation: row.get(6)?,
        body: row.get(7)?,
        contact: row.get(8)?,
        from: row.get(9)?,
        until: row.get(10)?,
        locale: row.get(11)?,
        page: row.get(12)?,
        agent: row.get(13)?,
        agent_name: row.get(14)?,
        outcome: row.get(15)?,
    })
}

const fn word(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::Message => "message",
        TicketKind::Callback => "callback",
    }
}

fn has(ticket: &Ticket) -> Refuse {
    let name = ticket.agent_name.as_deref().unwrap_or_default();
    Refuse::conflict("taken", format!("{name} has this ticket. Choose another one, or ask {name}."))
}

fn is_done() -> Refuse {
    Refuse::conflict("closed", "This ticket is done.")
}
