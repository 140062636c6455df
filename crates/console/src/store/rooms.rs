//! The rooms around the conversations: tickets, proposals, the log, the team.

use super::{Dialog, Problem, Store};
use crate::{
    api::{self, Log, Trouble},
    platform,
    state::{Room, Shown, Turns},
};
use leptos::{prelude::*, task::spawn_local};
use wire::{
    agent::{AddAgent, Card, ChangeAgent, Colleague, Proposal, Session},
    audit::AuditPage,
    ticket::Ticket,
};

/// What the rooms show; `None`: it was not read yet.
#[derive(Clone, Copy)]
pub struct Rooms {
    /// Which tickets are listed.
    pub shown: RwSignal<Shown>,
    /// The tickets that the desk sent for that.
    pub tickets: RwSignal<Option<Vec<Ticket>>>,
    /// What agents propose.
    pub proposals: RwSignal<Option<Vec<Proposal>>>,
    /// Which lines of the log are asked for.
    pub asked: RwSignal<Log>,
    /// The log so far.
    pub log: RwSignal<Option<AuditPage>>,
    /// Everybody at the desk.
    pub colleagues: RwSignal<Vec<Colleague>>,
    /// The open customer's conversations.
    pub history: RwSignal<Option<Vec<Card>>>,
    /// Where this agent is logged in.
    pub sessions: RwSignal<Option<Vec<Session>>>,
    /// The order of the lists of tickets that were asked for.
    ticket_turns: StoredValue<Turns>,
    /// The order of the lists of colleagues that were asked for.
    pub(super) colleague_turns: StoredValue<Turns>,
}

impl Rooms {
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(Shown::default()),
            tickets: RwSignal::new(None),
            proposals: RwSignal::new(None),
            asked: RwSignal::new(Log::default()),
            log: RwSignal::new(None),
            colleagues: RwSignal::new(Vec::new()),
            history: RwSignal::new(None),
            sessions: RwSignal::new(None),
            ticket_turns: StoredValue::new(Turns::default()),
            colleague_turns: StoredValue::new(Turns::default()),
        }
    }

    /// Nobody is there who may see it.
    pub(super) fn clear(self) {
        self.tickets.set(None);
        self.proposals.set(None);
        self.log.set(None);
        self.colleagues.set(Vec::new());
        self.history.set(None);
        self.sessions.set(None);
    }
}

impl Store {
    /// Fetches what a room shows.
    pub(super) fn furnish(self, room: Room) {
        if self.me_now().is_none() {
            return;
        }
        match room {
            Room::Desk => {}
            Room::Tickets => self.read_tickets(),
            Room::Proposals => self.read_proposals(),
            Room::Audit => {
                self.read_colleagues();
                self.read_log(Log::default());
            }
            Room::Team => self.read_colleagues(),
        }
    }

    /// Lists other tickets.
    pub fn show_tickets(self, shown: Shown) {
        self.rooms.shown.set(shown);
        self.read_tickets();
    }

    pub(super) fn read_tickets(self) {
        let shown = self.rooms.shown.get_untracked();
        let turn = Self::turn(self.rooms.ticket_turns);
        spawn_local(async move {
            match api::tickets(shown.state()).await {
                Ok(tickets)
                    if Self::is_newer(self.rooms.ticket_turns, turn) && self.rooms.shown.get_untracked() == shown =>
                {
                    self.rooms.tickets.set(Some(tickets.tickets));
                }
                Ok(_) => {}
                Err(trouble) => self.complain(trouble),
            }
        });
    }

    /// Takes a ticket.
    pub fn claim(self, id: String) {
        self.act_on_ticket(async move { api::claim(&id).await });
    }

    /// Puts it back.
    pub fn release(self, id: String) {
        self.act_on_ticket(async move { api::release(&id).await });
    }

    /// Closes it.
    pub fn finish(self, id: String, outcome: String) {
        self.act_on_ticket(async move { api::finish(&id, outcome).await });
    }

    fn act_on_ticket(self, call: impl Future<Output = Result<Ticket, Trouble>> + 'static) {
        self.problem.set(None);
        spawn_local(async move {
            let answer = call.await;
            platform::close_dialog();
            match answer {
                // The focus stays on the ticket's button, which has another name now; or the ticket is gone.
                Ok(_) => platform::focus(&[".ticket button:focus", "#room-title"]),
                Err(Trouble::Refused { status: 409, .. }) => self.problem.set(Some(Problem::TicketTaken)),
                Err(trouble) => self.complain(trouble),
            }
            self.read_tickets();
            self.refresh_board();
        });
    }

    fn read_proposals(self) {
        spawn_local(async move {
            match api::proposals().await {
                Ok(proposals) => self.rooms.proposals.set(Some(proposals.proposals)),
                Err(trouble) => self.complain(trouble),
            }
        });
    }

    /// Proposes a question and its answer for the knowledge.
    pub fn propose(self, proposal: Proposal) {
        self.act(async move { api::propose(&proposal).await }, move |_| {
            self.report(self.lang.get_untracked().office().proposed);
            self.read_proposals();
        });
    }

    /// Reads the log: from the newest line, or on from `before`.
    pub fn read_log(self, asked: Log) {
        self.rooms.asked.set(asked.clone());
        spawn_local(async move {
            match api::audit(&asked).await {
                Ok(page) if self.rooms.asked.with_untracked(|it| *it == asked) => {
                    self.rooms.log.update(|log| match log {
                        Some(log) if asked.before.is_some() => {
                            log.lines.extend(page.lines);
                            log.more = page.more;
                        }
                        _ => *log = Some(page),
                    });
                }
                Ok(_) => {}
                Err(trouble) => self.complain(trouble),
            }
        });
    }

    /// Adds an agent; the password is shown.
    pub fn add_agent(self, agent: AddAgent) {
        self.act(async move { api::add_agent(&agent).await }, move |login| {
            self.dialog.set(Some(Dialog::NewLogin(login)));
            self.read_colleagues();
        });
    }

    /// Changes an agent.
    pub fn change_agent(self, id: String, change: ChangeAgent) {
        self.act(async move { api::change_agent(&id, &change).await }, move |_| {
            self.report(self.lang.get_untracked().office().saved);
            self.read_colleagues();
            self.connect();
        });
    }

    /// Makes a new password for an agent, and shows it.
    pub fn new_password(self, id: String) {
        self.act(async move { api::new_password(&id).await }, move |login| {
            self.dialog.set(Some(Dialog::NewLogin(login)));
        });
    }
}
