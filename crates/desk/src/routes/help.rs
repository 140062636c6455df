//! Family help: the customer invites, a son or daughter joins, the customer shows them out.

use super::{Reply, Shared, check_length};
use crate::{
    app::App,
    auth::{Guest, Visitor, hash, new_code, new_token, plain_code},
    extract::{Body, Caller, Id, TwoIds},
    refuse::Refuse,
};
use axum::{
    Json, Router,
    extract::State,
    routing::{delete, post},
};
use std::{sync::Arc, time::Instant};
use wire::{
    Millis, Speaker,
    help::{Invite, JoinRequest, Joined},
    visitor::{ConversationState, Nothing},
};

/// A code lives so long, in milliseconds: 15 minutes.
const CODE_LIFE: Millis = 15 * 60_000;

/// Characters of a helper's name.
const NAME_CHARS: u32 = 40;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/join", post(join))
        .route("/conversations/{id}/invite", post(invite))
        .route("/conversations/{id}/leave", post(leave))
        .route("/conversations/{id}/helpers/{helper}", delete(remove))
}

async fn invite(State(app): Shared, Visitor(visitor): Visitor, Id(id): Id) -> Reply<Invite> {
    let gate = &app.gates.tickets;
    gate.take(&visitor, Instant::now()).map_err(|wait| Refuse::too_often("invitations", wait))?;
    app.write(move |store, _, now| {
        let conversation = store.of_visitor(&id, &visitor)?;
        if conversation.state == ConversationState::Closed {
            return Err(Refuse::closed());
        }
        let (code, expires_at) = (new_code(), now + CODE_LIFE);
        store.invite(&id, &hash(&code), expires_at)?;
        Ok((Json(Invite { path: format!("/chat/?join={code}"), code, expires_at }), Vec::new()))
    })
    .await
}

async fn join(State(app): Shared, Caller(address): Caller, Body(request): Body<JoinRequest>) -> Reply<Joined> {
    app.gates.joins.take(&address, Instant::now()).map_err(|wait| Refuse::too_often("codes", wait))?;
    let name = request.name.trim().to_owned();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Refuse::unacceptable("empty", "`name` has no text. Say who joins, such as a first name."));
    }
    check_length("`name`", &name, NAME_CHARS)?;
    app.write(move |store, _, now| {
        let token = new_token();
        let code = hash(&plain_code(&request.code));
        let (joined, happened) = store.join(&code, &name, (&token, &hash(&token)), now)?;
        Ok((Json(joined), vec![happened]))
    })
    .await
}

async fn leave(State(app): Shared, guest: Guest, Id(id): Id) -> Reply<Nothing> {
    let Guest::Helper(helper) = &guest else {
        return Err(Refuse::conflict(
            "not_a_helper",
            "Only a helper leaves. The customer closes the conversation, or just goes: the place is kept.",
        ));
    };
    part(app, guest.clone(), id, helper.id.clone(), Speaker::Helper).await
}

async fn remove(State(app): Shared, Visitor(visitor): Visitor, TwoIds(id, helper): TwoIds) -> Reply<Nothing> {
    part(app, Guest::Visitor(visitor), id, helper, Speaker::Visitor).await
}

/// The helper's token is dead, and the helper's streams end at once: the event that tells it is not for them.
async fn part(app: Arc<App>, by: Guest, id: String, helper: String, speaker: Speaker) -> Reply<Nothing> {
    app.write(move |store, app, now| {
        let row = by.conversation(store, &id)?;
        let happened = store.part(&row, &helper, speaker, now)?;
        app.hub.dismiss(&helper);
        Ok((Json(Nothing {}), happened.into_iter().collect()))
    })
    .await
}
