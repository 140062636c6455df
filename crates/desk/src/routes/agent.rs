//! The console's calls about the agent: log-in, duty, board, colleagues, the stream. All under `/v1/agent`.

use super::{Reply, Shared, second_step};
use crate::{
    app::App,
    auth::{Agent, COOKIE, FromConsole, SESSION_IDLE, hash, new_token, oldest_session, verify_password},
    extract::{Body, Caller, Id},
    hub::Signal,
    presence, queue,
    refuse::Refuse,
    store::Act,
    stream::respond,
};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, header},
    response::{AppendHeaders, IntoResponse, Response},
    routing::{delete, get, post},
};
use futures_util::stream;
use std::{sync::Arc, time::Instant};
use tokio::sync::{broadcast, broadcast::error::RecvError, watch};
use wire::{
    agent::{Board, Colleagues, DutyRequest, LoginRequest, Me, Notice, Sessions},
    visitor::Nothing,
};

/// Of what a browser calls itself, so much is kept.
const BROWSER_CHARS: usize = 200;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/agent/login", post(login))
        .route("/agent/logout", post(logout))
        .route("/agent/sessions", get(sessions))
        .route("/agent/sessions/{id}", delete(end_session))
        .route("/agent/me", get(me))
        .route("/agent/duty", post(duty))
        .route("/agent/board", get(board))
        .route("/agent/colleagues", get(colleagues))
        .route("/agent/events", get(events))
}

async fn login(
    State(app): Shared,
    _: FromConsole,
    Caller(address): Caller,
    headers: HeaderMap,
    Body(request): Body<LoginRequest>,
) -> Result<Response, Refuse> {
    let keys = [format!("login {}", request.login.to_lowercase()), format!("address {address}")];
    for key in &keys {
        app.gates.logins.take(key, Instant::now()).map_err(|wait| Refuse::too_often("log-ins", wait))?;
    }
    let code = request.code.clone();
    let me = check_password(&app, request).await?;
    second_step::check(&app, &me, code).await.inspect_err(|no| {
        // Who knows the password and has not said a code yet did nothing wrong.
        if no.error == "code_needed" {
            for key in &keys {
                app.gates.logins.give_back(key);
            }
        }
    })?;
    for key in &keys {
        app.gates.logins.give_back(key);
    }
    let token = new_token();
    let session = hash(&token);
    app.presence.seen(&me.agent, Instant::now());
    let capacity = if me.capacity == 0 { app.settings.capacity } else { me.capacity };
    let answer = Me { on_duty: true, capacity, ..me };
    let agent = answer.clone();
    let browser = browser(&headers);
    app.write(move |store, app, now| {
        store.log_in(&agent.agent, &session, &browser, now)?;
        store.audit(&Act::of(&agent, "log_in", &agent.agent), now)?;
        app.queue_moved();
        Ok(((), Vec::new()))
    })
    .await?;
    app.queue_moved();
    let cookie = cookie(&token, SESSION_IDLE.as_secs(), &headers);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(answer)).into_response())
}

async fn check_password(app: &Arc<App>, request: LoginRequest) -> Result<Me, Refuse> {
    let LoginRequest { login, password, .. } = request;
    let found = app.read(move |store, _| store.agent_by_login(&login)).await?;
    let _turn = app.hashers.acquire().await;
    let right = tokio::task::spawn_blocking(move || {
        let kept = found.as_ref().map(|agent| agent.password.as_str());
        verify_password(&password, kept).then_some(found).flatten()
    });
    right.await?.map(|agent| agent.me).ok_or_else(|| {
        Refuse::unauthorized("wrong_login", "This log-in and this password do not belong together. Check both.")
    })
}

/// `Secure` where the browser came over TLS, as the proxy in front says; on plain loopback it could not be sent back.
fn cookie(token: &str, seconds: u64, headers: &HeaderMap) -> String {
    let tls = headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https");
    let secure = if tls { "; Secure" } else { "" };
    format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/v1/agent; Max-Age={seconds}{secure}")
}

/// What the browser calls itself, as much of it as tells one from another.
fn browser(headers: &HeaderMap) -> String {
    let named = headers.get(header::USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default();
    named.chars().take(BROWSER_CHARS).collect()
}

async fn sessions(State(app): Shared, agent: Agent) -> Reply<Sessions> {
    app.read(move |store, _| {
        let sessions = store.sessions(&agent.me.agent, &agent.session, oldest_session(crate::app::now()))?;
        Ok(Json(Sessions { sessions }))
    })
    .await
}

/// Ends another session of the same agent: one's own ends by logging out.
async fn end_session(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<Nothing> {
    app.write(move |store, app, now| {
        let ended = store.end_session(&agent.me.agent, &id)?;
        if ended == agent.session {
            return Err(Refuse::conflict(
                "own_session",
                "This is the session that asks. End it with POST /v1/agent/logout.",
            ));
        }
        store.audit(&Act::of(&agent.me, "log_out", &agent.me.agent).with("another session"), now)?;
        app.hub.tell_consoles(Signal::LoggedOut(ended));
        Ok((Json(Nothing {}), Vec::new()))
    })
    .await
}

async fn logout(State(app): Shared, agent: Agent, headers: HeaderMap) -> Result<Response, Refuse> {
    let Agent { me, session } = agent;
    app.write(move |store, app, now| {
        let released = store.log_out(&me, &session, oldest_session(now), now)?;
        store.audit(&Act::of(&me, "log_out", &me.agent), now)?;
        app.hub.tell_consoles(Signal::LoggedOut(session));
        Ok(((), released))
    })
    .await?;
    app.queue_moved();
    Ok((AppendHeaders([(header::SET_COOKIE, cookie("", 0, &headers))]), Json(Nothing {})).into_response())
}

async fn me(agent: Agent) -> Json<Me> {
    Json(agent.me)
}

async fn duty(State(app): Shared, agent: Agent, Body(request): Body<DutyRequest>) -> Reply<Me> {
    let DutyRequest { on_duty, auto } = request;
    let me = Me { on_duty, auto: auto.unwrap_or(agent.me.auto), ..agent.me };
    let answer = app
        .write(move |store, _, _| {
            store.set_duty(&me.agent, on_duty, auto)?;
            Ok((Json(me), Vec::new()))
        })
        .await?;
    app.queue_moved();
    Ok(answer)
}

async fn board(State(app): Shared, agent: Agent) -> Reply<Board> {
    app.read(move |store, app| {
        let mut board = store.board(&agent.me)?;
        board.weights = queue::weights(&app.settings.priority);
        for card in board.waiting.iter_mut().chain(&mut board.mine).chain(&mut board.others) {
            card.customer_here = app.hub.is_heard(&card.conversation);
        }
        Ok(Json(board))
    })
    .await
}

async fn colleagues(State(app): Shared, _: Agent) -> Reply<Colleagues> {
    app.read(|store, app| {
        let mut agents = store.colleagues(app.settings.capacity)?;
        for agent in &mut agents {
            agent.present = agent.on_duty && app.presence.is_here(&agent.agent, Instant::now());
        }
        Ok(Json(Colleagues { agents }))
    })
    .await
}

/// The console's stream. It opens with `board`, so that a console that was away fetches what it missed.
async fn events(State(app): Shared, agent: Agent) -> Result<Response, Refuse> {
    let ear = Ear {
        live: app.hub.listen_as_console(),
        stop: app.stop.subscribe(),
        _presence: app.presence.stream(&agent.me.agent),
        agent,
    };
    app.queue_moved();
    let first = stream::iter([(None, Notice::Board)]);
    let rest = stream::unfold(ear, |mut ear| async {
        let notice = ear.next().await?;
        Some(((None, notice), ear))
    });
    Ok(respond(futures_util::StreamExt::chain(first, rest)))
}

/// What one console hears.
struct Ear {
    agent: Agent,
    live: broadcast::Receiver<Arc<Signal>>,
    stop: watch::Receiver<bool>,
    _presence: presence::Stream,
}

impl Ear {
    async fn next(&mut self) -> Option<Notice> {
        loop {
            let heard = tokio::select! {
                _ = self.stop.wait_for(|stop| *stop) => return None,
                heard = self.live.recv() => heard,
            };
            match heard.as_deref() {
                Ok(Signal::Notice { to, notice }) => {
                    if to.is_empty() || to.contains(&self.agent.me.agent) {
                        return Some(notice.clone());
                    }
                }
                Ok(Signal::LoggedOut(session)) if *session == self.agent.session => return None,
                Ok(Signal::LoggedOut(_)) => {}
                // What was missed is in the store: fetch it.
                Err(RecvError::Lagged(_)) => return Some(Notice::Board),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}
