//! The console's calls beside the conversations: tickets, proposals, a visitor's history, blocking and erasing.

use super::{NAME_CHARS, Reply, Shared, check_length, download, visitor::erase_visitor};
use crate::{
    app::App,
    auth::Agent,
    extract::{Body, Id, MaybeBody, Params},
    hub::Signal,
    refuse::Refuse,
    store::Act,
};
use axum::{
    Json, Router,
    extract::State,
    response::Response,
    routing::{delete, get, post},
};
use serde::Deserialize;
use std::sync::Arc;
use wire::{
    agent::{BlockRequest, History, Level, Notice, Proposal, Proposals},
    ticket::{Ticket, TicketDone, TicketState, Tickets},
    visitor::{Erased, Nothing},
};

/// Phrasings of one proposal.
const VARIANTS: usize = 20;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/agent/tickets", get(tickets))
        .route("/agent/tickets/{id}/claim", post(claim))
        .route("/agent/tickets/{id}/release", post(release))
        .route("/agent/tickets/{id}/done", post(done))
        .route("/agent/proposals", get(proposals).post(propose))
        .route("/agent/visitors/{id}", delete(erase))
        .route("/agent/visitors/{id}/history", get(history))
        .route("/agent/visitors/{id}/export", get(export))
        .route("/agent/visitors/{id}/block", post(block))
}

#[derive(Deserialize)]
struct Wanted {
    state: Option<TicketState>,
}

async fn tickets(State(app): Shared, _: Agent, Params(wanted): Params<Wanted>) -> Reply<Tickets> {
    app.read(move |store, _| store.tickets(wanted.state).map(Json)).await
}

enum Step {
    Claim,
    Release,
    Done(String),
}

async fn claim(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<Ticket> {
    step(app, agent, id, Step::Claim).await
}

async fn release(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<Ticket> {
    step(app, agent, id, Step::Release).await
}

async fn done(
    State(app): Shared,
    agent: Agent,
    Id(id): Id,
    MaybeBody(request): MaybeBody<TicketDone>,
) -> Reply<Ticket> {
    check_length("`outcome`", &request.outcome, app.limits.message_chars)?;
    step(app, agent, id, Step::Done(request.outcome)).await
}

async fn step(app: Arc<App>, agent: Agent, id: String, step: Step) -> Reply<Ticket> {
    let ticket = app.write(move |store, _, now| {
        let (ticket, word) = match step {
            Step::Claim => (store.claim_ticket(&id, &agent.me)?, "claim"),
            Step::Release => (store.release_ticket(&id, &agent.me)?, "release"),
            Step::Done(outcome) => (store.finish_ticket(&id, &agent.me, &outcome)?, "done"),
        };
        store.audit(&Act::of(&agent.me, "ticket", &id).with(word), now)?;
        Ok((Json(ticket), Vec::new()))
    });
    let ticket = ticket.await?;
    app.hub.tell_consoles(Signal::Notice { to: Vec::new(), notice: Notice::Tickets });
    Ok(ticket)
}

async fn proposals(State(app): Shared, _: Agent) -> Reply<Proposals> {
    app.read(|store, _| store.proposals().map(Json)).await
}

async fn propose(State(app): Shared, agent: Agent, Body(proposal): Body<Proposal>) -> Reply<Proposal> {
    for (what, text) in [("question", &proposal.question), ("answer", &proposal.answer)] {
        if text.trim().is_empty() {
            return Err(Refuse::unacceptable("empty", format!("`{what}` has no text. A proposal needs both.")));
        }
    }
    check_length("`question`", &proposal.question, NAME_CHARS)?;
    check_length("`answer`", &proposal.answer, app.limits.message_chars)?;
    check_length("`lang`", &proposal.lang, NAME_CHARS)?;
    if proposal.variants.len() > VARIANTS {
        return Err(Refuse::unacceptable(
            "too_long",
            format!("A proposal may have {VARIANTS} phrasings. Leave some out."),
        ));
    }
    for variant in &proposal.variants {
        check_length("A phrasing", variant, NAME_CHARS)?;
    }
    app.write(move |store, _, now| {
        let proposal = Proposal { by: agent.me.name.clone(), at: now, ..proposal };
        store.propose(&proposal)?;
        store.audit(&Act::of(&agent.me, "proposal", ""), now)?;
        Ok((Json(proposal), Vec::new()))
    })
    .await
}

async fn history(State(app): Shared, agent: Agent, Id(visitor): Id) -> Reply<History> {
    app.write(move |store, _, now| {
        let history = store.history(&visitor)?;
        store.audit(&Act::of(&agent.me, "history", &visitor), now)?;
        Ok((Json(history), Vec::new()))
    })
    .await
}

async fn export(State(app): Shared, agent: Agent, Id(visitor): Id) -> Result<Response, Refuse> {
    agent.at_least(Level::Lead)?;
    app.write(move |store, _, now| {
        let all = store.everything_of(&visitor)?;
        store.audit(&Act::of(&agent.me, "export", &visitor), now)?;
        let text = serde_json::to_string_pretty(&all)?;
        Ok((download("visitor.json", "application/json; charset=utf-8", text), Vec::new()))
    })
    .await
}

async fn block(State(app): Shared, agent: Agent, Id(visitor): Id, Body(request): Body<BlockRequest>) -> Reply<Nothing> {
    agent.at_least(Level::Lead)?;
    app.write(move |store, app, now| {
        store.block(&visitor, request.blocked)?;
        let word = if request.blocked { "block" } else { "unblock" };
        store.audit(&Act::of(&agent.me, word, &visitor), now)?;
        if request.blocked {
            app.hub.dismiss(&visitor);
        }
        Ok((Json(Nothing {}), Vec::new()))
    })
    .await
}

async fn erase(State(app): Shared, agent: Agent, Id(visitor): Id) -> Reply<Erased> {
    agent.at_least(Level::Admin)?;
    erase_visitor(&app, visitor, Some((agent.me.agent, agent.me.name))).await.map(Json)
}
