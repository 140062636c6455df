//! The calls about tickets, knowledge, log and team.

use super::{Answer, delete, get, post};
use crate::platform;
use wire::{
    agent::{
        AddAgent, ChangeAgent, CodeRequest, Colleague, Colleagues, NewLogin, Proposal, Proposals, RecoveryCodes,
        SecondStep, SecondStepSecret, Sessions,
    },
    audit::AuditPage,
    ticket::{Ticket, TicketDone, TicketState, Tickets},
    visitor::Nothing,
};

/// Tickets in a state; `None`: all but the answered ones.
pub async fn tickets(state: Option<TicketState>) -> Answer<Tickets> {
    let state = match state {
        None => "",
        Some(TicketState::Open) => "?state=open",
        Some(TicketState::Claimed) => "?state=claimed",
        Some(TicketState::Done) => "?state=done",
    };
    get(&format!("/v1/agent/tickets{state}")).await
}

/// Takes a ticket.
pub async fn claim(id: &str) -> Answer<Ticket> {
    post(&format!("/v1/agent/tickets/{id}/claim"), &Nothing {}).await
}

/// Puts it back.
pub async fn release(id: &str) -> Answer<Ticket> {
    post(&format!("/v1/agent/tickets/{id}/release"), &Nothing {}).await
}

/// Closes it.
pub async fn finish(id: &str, outcome: String) -> Answer<Ticket> {
    post(&format!("/v1/agent/tickets/{id}/done"), &TicketDone { outcome }).await
}

/// What agents propose for the knowledge.
pub async fn proposals() -> Answer<Proposals> {
    get("/v1/agent/proposals").await
}

/// Proposes.
pub async fn propose(proposal: &Proposal) -> Answer<Proposal> {
    post("/v1/agent/proposals", proposal).await
}

/// Which lines of the log are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Only older ones than this.
    pub before: Option<u64>,
    /// Only this act; empty: all.
    pub act: String,
    /// Only this agent, by id; empty: all.
    pub agent: String,
}

/// A page of the log.
pub async fn audit(log: &Log) -> Answer<AuditPage> {
    let asked = [
        ("before", log.before.map(|id| id.to_string()).unwrap_or_default()),
        ("act", log.act.clone()),
        ("agent", log.agent.clone()),
    ];
    let asked: Vec<_> = asked
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", platform::encoded(&value)))
        .collect();
    let mark = if asked.is_empty() { "" } else { "?" };
    get(&format!("/v1/agent/audit{mark}{}", asked.join("&"))).await
}

/// Everybody at the desk.
pub async fn colleagues() -> Answer<Colleagues> {
    get("/v1/agent/colleagues").await
}

/// Adds an agent; the answer has the password, this once.
pub async fn add_agent(agent: &AddAgent) -> Answer<NewLogin> {
    post("/v1/agent/agents", agent).await
}

/// Changes an agent.
pub async fn change_agent(id: &str, change: &ChangeAgent) -> Answer<Colleague> {
    post(&format!("/v1/agent/agents/{id}"), change).await
}

/// Where this agent is logged in.
pub async fn sessions() -> Answer<Sessions> {
    get("/v1/agent/sessions").await
}

/// Ends another session.
pub async fn end_session(id: &str) -> Answer<Nothing> {
    delete(&format!("/v1/agent/sessions/{id}")).await
}

/// A new password for an agent.
pub async fn new_password(id: &str) -> Answer<NewLogin> {
    post(&format!("/v1/agent/agents/{id}/password"), &Nothing {}).await
}

/// Whether this agent logs in by two steps.
pub async fn second_step() -> Answer<SecondStep> {
    get("/v1/agent/second-step").await
}

/// Makes a secret for an authenticator app; nothing is asked for before one of its codes was shown.
pub async fn begin_second_step() -> Answer<SecondStepSecret> {
    post("/v1/agent/second-step", &Nothing {}).await
}

/// Shows the first code; the answer has the recovery codes, this once.
pub async fn confirm_second_step(code: String) -> Answer<RecoveryCodes> {
    post("/v1/agent/second-step/confirm", &CodeRequest { code }).await
}

/// One step again.
pub async fn end_second_step(code: String) -> Answer<Nothing> {
    post("/v1/agent/second-step/end", &CodeRequest { code }).await
}
