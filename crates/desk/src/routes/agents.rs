//! The calls of leads and admins: the log, and the agents themselves.

use super::{NAME_CHARS, Reply, Shared, check_length, download};
use crate::{
    app::App,
    auth::{Agent, hash_password, new_password},
    extract::{Body, Id, Params},
    refuse::Refuse,
    store::{Act, NewAgent, Store, level_word, unknown_agent},
};
use axum::{
    Json, Router,
    extract::State,
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;
use wire::{
    agent::{AddAgent, ChangeAgent, Colleague, Level, NewLogin},
    audit::AuditPage,
};

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/agent/audit", get(audit))
        .route("/agent/audit/export", get(export))
        .route("/agent/agents", post(add))
        .route("/agent/agents/{id}", post(change))
        .route("/agent/agents/{id}/password", post(password))
}

#[derive(Deserialize)]
struct Lines {
    before: Option<u64>,
    #[serde(default)]
    act: String,
    #[serde(default)]
    agent: String,
}

async fn audit(State(app): Shared, agent: Agent, Params(lines): Params<Lines>) -> Reply<AuditPage> {
    agent.at_least(Level::Lead)?;
    app.write(move |store, _, now| {
        let page = store.audit_page(lines.before, &lines.act, &lines.agent)?;
        store.audit(&Act::of(&agent.me, "audit", ""), now)?;
        Ok((Json(page), Vec::new()))
    })
    .await
}

async fn export(State(app): Shared, agent: Agent) -> Result<Response, Refuse> {
    agent.at_least(Level::Lead)?;
    app.write(move |store, _, now| {
        store.audit(&Act::of(&agent.me, "export", "audit"), now)?;
        Ok((download("audit.csv", "text/csv; charset=utf-8", store.audit_csv()?), Vec::new()))
    })
    .await
}

async fn add(State(app): Shared, agent: Agent, Body(request): Body<AddAgent>) -> Reply<NewLogin> {
    agent.at_least(Level::Admin)?;
    let AddAgent { login, name, role, level, team, capacity } = request;
    for (what, text) in [("login", &login), ("name", &name)] {
        if text.trim().is_empty() {
            return Err(Refuse::unacceptable("empty", format!("`{what}` has no text. An agent needs both.")));
        }
    }
    for (what, text) in [("`login`", &login), ("`name`", &name), ("`role`", &role), ("`team`", &team)] {
        check_length(what, text, NAME_CHARS)?;
    }
    let (password, kept) = fresh_password(&app).await?;
    app.write(move |store, _, now| {
        let id = Uuid::now_v7().to_string();
        let new = NewAgent { login: &login, password: &kept, name: &name, role: &role, level, team: &team, capacity };
        if !store.add_agent(&id, &new, now)? {
            let words = format!("There is already an agent with the log-in {login:?}. Choose another name.");
            return Err(Refuse::conflict("login_taken", words));
        }
        store.audit(&Act::of(&agent.me, "agent", &id).with(format!("added as {}", level_word(level))), now)?;
        Ok((Json(NewLogin { agent: id, login, password }), Vec::new()))
    })
    .await
}

async fn change(State(app): Shared, agent: Agent, Id(id): Id, Body(request): Body<ChangeAgent>) -> Reply<Colleague> {
    agent.at_least(Level::Admin)?;
    for text in [&request.name, &request.role, &request.team].into_iter().flatten() {
        check_length("A name", text, NAME_CHARS)?;
    }
    let changed = app.write(move |store, app, now| {
        if request.level.is_some_and(|level| level < Level::Admin) && !store.has_other_admin(&id)? {
            return Err(Refuse::conflict("last_admin", "This is the only admin. Make another one first."));
        }
        store.change_agent(&id, &request)?;
        let detail = request.level.map(|level| format!("level {}", level_word(level))).unwrap_or_default();
        store.audit(&Act::of(&agent.me, "agent", &id).with(detail), now)?;
        Ok((Json(one(store, app, &id)?), Vec::new()))
    });
    let changed = changed.await?;
    app.queue_moved();
    Ok(changed)
}

fn one(store: &Store, app: &App, id: &str) -> Result<Colleague, Refuse> {
    let all = store.colleagues(app.settings.capacity)?.into_iter();
    let found = all.into_iter().find(|colleague| colleague.agent == id).ok_or_else(unknown_agent)?;
    let present = found.on_duty && app.presence.is_here(id, std::time::Instant::now());
    Ok(Colleague { present, ..found })
}

async fn password(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<NewLogin> {
    agent.at_least(Level::Admin)?;
    let (password, kept) = fresh_password(&app).await?;
    app.write(move |store, _, now| {
        store.set_password(&id, &kept)?;
        let login = store.agent_login(&id)?;
        store.audit(&Act::of(&agent.me, "agent", &id).with("new password"), now)?;
        Ok((Json(NewLogin { agent: id, login, password }), Vec::new()))
    })
    .await
}

/// A new password and what is kept of it.
async fn fresh_password(app: &Arc<App>) -> Result<(String, String), Refuse> {
    let _turn = app.hashers.acquire().await;
    tokio::task::spawn_blocking(|| {
        let password = new_password();
        let kept = hash_password(&password)?;
        Ok((password, kept))
    })
    .await?
}
