//! The console's calls, under `/v1/agent`.

use super::check_message;
use crate::{
    app::App,
    auth::{Agent, COOKIE, FromConsole, SESSION_IDLE, hash, new_token, oldest_session, verify_password},
    extract::{Body, Caller, Id},
    hub::Signal,
    presence,
    refuse::Refuse,
    store::Sender,
    stream::respond,
};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, header},
    response::{AppendHeaders, IntoResponse, Response},
    routing::{get, post},
};
use futures_util::stream;
use std::{sync::Arc, time::Instant};
use tokio::sync::{broadcast, broadcast::error::RecvError, watch};
use wire::{
    Speaker,
    agent::{Board, Case, DutyRequest, LoginRequest, Me, Notice},
    event::{Event, What},
    visitor::{ConversationState, MessageAccepted, MessageRequest, Nothing},
};

type Shared = State<Arc<App>>;
type Reply<T> = Result<Json<T>, Refuse>;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/agent/login", post(login))
        .route("/agent/logout", post(logout))
        .route("/agent/me", get(me))
        .route("/agent/duty", post(duty))
        .route("/agent/board", get(board))
        .route("/agent/events", get(events))
        .route("/agent/conversations/{id}", get(case))
        .route("/agent/conversations/{id}/take", post(take))
        .route("/agent/conversations/{id}/messages", post(message))
        .route("/agent/conversations/{id}/typing", post(typing))
        .route("/agent/conversations/{id}/close", post(close))
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
    let me = check_password(&app, request).await?;
    // Only failures count.
    for key in &keys {
        app.gates.logins.give_back(key);
    }

    let token = new_token();
    let session = hash(&token);
    app.presence.seen(&me.agent, Instant::now());
    let me = Me { on_duty: true, ..me };
    let answer = me.clone();
    app.write(move |store, app, now| {
        store.log_in(&me.agent, &session, now)?;
        app.announce_queue(store)?;
        Ok(((), Vec::new()))
    })
    .await?;
    let cookie = cookie(&token, SESSION_IDLE.as_secs(), &headers);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(answer)).into_response())
}

async fn check_password(app: &Arc<App>, request: LoginRequest) -> Result<Me, Refuse> {
    let LoginRequest { login, password } = request;
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

async fn logout(State(app): Shared, agent: Agent, headers: HeaderMap) -> Result<Response, Refuse> {
    let Agent { me, session } = agent;
    app.write(move |store, app, now| {
        let released = store.log_out(&me, &session, oldest_session(now), now)?;
        app.hub.tell_consoles(Signal::LoggedOut(session));
        app.announce_queue(store)?;
        Ok(((), released))
    })
    .await?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie("", 0, &headers))]), Json(Nothing {})).into_response())
}

async fn me(agent: Agent) -> Json<Me> {
    Json(agent.me)
}

async fn duty(State(app): Shared, agent: Agent, Body(request): Body<DutyRequest>) -> Reply<Me> {
    let me = Me { on_duty: request.on_duty, ..agent.me };
    app.write(move |store, app, _| {
        store.set_duty(&me.agent, me.on_duty)?;
        app.announce_queue(store)?;
        Ok((Json(me), Vec::new()))
    })
    .await
}

async fn board(State(app): Shared, agent: Agent) -> Reply<Board> {
    app.read(move |store, _| store.board(&agent.me.agent).map(Json)).await
}

async fn case(State(app): Shared, _: Agent, Id(id): Id) -> Reply<Case> {
    app.write(move |store, _, _| Ok((Json(store.case(&id)?), Vec::new()))).await
}

async fn take(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<Case> {
    app.write(move |store, _, now| {
        let happened = store.take(&id, &agent.me, now)?;
        Ok((Json(store.case(&id)?), happened.into_iter().collect()))
    })
    .await
}

async fn message(
    State(app): Shared,
    agent: Agent,
    Id(id): Id,
    Body(request): Body<MessageRequest>,
) -> Reply<MessageAccepted> {
    check_message(&app.limits, &request)?;
    app.write(move |store, _, now| {
        let conversation = store.of_agent(&id, &agent.me)?;
        let sender = Sender::Agent { id: agent.me.agent, name: agent.me.name };
        if let Some(before) = store.said(&id, &sender, &request.client_id)? {
            return Ok((Json(before), Vec::new()));
        }
        let (accepted, happened) = store.say(&conversation, &sender, &request, now)?;
        Ok((Json(accepted), vec![happened]))
    })
    .await
}

async fn typing(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<Nothing> {
    let agent_name = agent.me.name.clone();
    let conversation = app.read(move |store, _| store.of_agent(&id, &agent.me)).await?;
    if conversation.state == ConversationState::Assigned {
        let event =
            Event { seq: None, at: crate::app::now(), what: What::Typing { from: Speaker::Agent, name: agent_name } };
        app.hub.tell(&conversation.id, event);
    }
    Ok(Json(Nothing {}))
}

async fn close(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<Nothing> {
    app.write(move |store, _, now| {
        let conversation = store.of_agent(&id, &agent.me)?;
        let sender = Sender::Agent { id: agent.me.agent, name: agent.me.name };
        let happened = store.close(&conversation, &sender, now)?;
        Ok((Json(Nothing {}), happened.into_iter().collect()))
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
    app.read(|store, app| app.announce_queue(store)).await?;
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
    live: broadcast::Receiver<Signal>,
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
            match heard {
                Ok(Signal::Notice { to, notice }) => {
                    if to.is_none_or(|agent| agent == self.agent.me.agent) {
                        return Some(notice);
                    }
                }
                Ok(Signal::LoggedOut(session)) if session == self.agent.session => return None,
                Ok(Signal::LoggedOut(_)) => {}
                // What was missed is in the store: fetch it.
                Err(RecvError::Lagged(_)) => return Some(Notice::Board),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}
