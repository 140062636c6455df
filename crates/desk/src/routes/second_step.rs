//! The second step of a log-in, which an agent may want: enrolment, the end of it, and the check.

use super::{Reply, Shared, qr::rows};
use crate::{
    app::App,
    auth::{Agent, hash, new_code},
    extract::Body,
    refuse::Refuse,
    store::Act,
    totp,
};
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use std::{sync::Arc, time::Instant};
use wire::{
    agent::{CodeRequest, Me, RecoveryCodes, SecondStep, SecondStepSecret},
    visitor::Nothing,
};

/// Recovery codes of an agent.
const RECOVERY: usize = 10;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/agent/second-step", get(standing).post(begin))
        .route("/agent/second-step/confirm", post(confirm))
        .route("/agent/second-step/end", post(end))
}

/// Refuses a log-in whose second step is missing or wrong. Each wrong code counts, however right the password was.
pub async fn check(app: &Arc<App>, me: &Me, code: String) -> Result<(), Refuse> {
    let agent = me.agent.clone();
    let SecondStep { on, .. } = app.read(move |store, _| store.second_step(&agent)).await?;
    if !on {
        return Ok(());
    }
    if code.trim().is_empty() {
        let words = "This log-in has a second step. Send `code` along: six digits of the app, or a recovery code.";
        return Err(Refuse::new(StatusCode::FORBIDDEN, "code_needed", words));
    }
    let agent = me.agent.clone();
    spent(app, me, move |store, now| store.spend_code(&agent, &code, now)).await
}

async fn standing(State(app): Shared, agent: Agent) -> Reply<SecondStep> {
    app.read(move |store, _| Ok(Json(store.second_step(&agent.me.agent)?))).await
}

async fn begin(State(app): Shared, agent: Agent) -> Reply<SecondStepSecret> {
    app.write(move |store, _, _| {
        let me = &agent.me.agent;
        if store.second_step(me)?.on {
            return Err(Refuse::conflict("second_step_on", "The second step is on. End it first, with a code of it."));
        }
        let secret = totp::new_secret();
        store.begin_second_step(me, &secret)?;
        let address = totp::address(&store.agent_login(me)?, &secret);
        let rows = rows(&address)?;
        Ok((Json(SecondStepSecret { secret, address, rows }), Vec::new()))
    })
    .await
}

async fn confirm(State(app): Shared, agent: Agent, Body(request): Body<CodeRequest>) -> Reply<RecoveryCodes> {
    let codes: Vec<String> = (0..RECOVERY).map(|_| new_code()).collect();
    let hashes: Vec<_> = codes.iter().map(|code| hash(code)).collect();
    let me = agent.me.clone();
    spent(&app, &agent.me, move |store, now| {
        let done = store.confirm_second_step(&me.agent, &request.code, &hashes, now)?;
        if done {
            store.audit(&Act::of(&me, "agent", &me.agent).with("second step on"), now)?;
        }
        Ok(done)
    })
    .await?;
    Ok(Json(RecoveryCodes { codes }))
}

async fn end(State(app): Shared, agent: Agent, Body(request): Body<CodeRequest>) -> Reply<Nothing> {
    let me = agent.me.clone();
    spent(&app, &agent.me, move |store, now| {
        let right = store.spend_code(&me.agent, &request.code, now)?;
        if right {
            store.end_second_step(&me.agent)?;
            store.audit(&Act::of(&me, "agent", &me.agent).with("second step off"), now)?;
        }
        Ok(right)
    })
    .await?;
    Ok(Json(Nothing {}))
}

/// Does what takes a right code: so many tries, then one more every some minutes.
async fn spent(
    app: &Arc<App>,
    me: &Me,
    spend: impl FnOnce(&mut crate::store::Store, wire::Millis) -> Result<bool, Refuse> + Send + 'static,
) -> Result<(), Refuse> {
    let gate = &app.gates.codes;
    gate.take(&me.agent, Instant::now()).map_err(|wait| Refuse::too_often("codes", wait))?;
    if app.write(move |store, _, now| Ok((spend(store, now)?, Vec::new()))).await? {
        gate.give_back(&me.agent);
        return Ok(());
    }
    let words =
        "This is no code of now, or it was used. Type the six digits that the app shows next, or a recovery code.";
    Err(Refuse::new(StatusCode::FORBIDDEN, "wrong_code", words))
}
