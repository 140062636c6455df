//! The widget's calls within a conversation: writing, reading, ending, going on, rating.

use super::{Reply, Shared, check_length, check_message, download};
use crate::{
    app::App,
    auth::{Guest, Visitor},
    extract::{Body, Id, MaybeBody},
    refuse::Refuse,
    transcript,
};
use axum::{
    Json, Router,
    extract::State,
    response::Response,
    routing::{get, post},
};
use std::{sync::Arc, time::Instant};
use wire::{
    Speaker,
    event::What,
    visitor::{
        CloseRequest, ConversationState, Handover, MessageAccepted, MessageRequest, Nothing, RatingRequest, ReadRequest,
    },
};

/// Tags of one rating.
const TAGS: usize = 10;

/// Characters of a tag, and of the reason of an end.
const WORD_CHARS: u32 = 40;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/conversations/{id}/messages", post(message))
        .route("/conversations/{id}/typing", post(typing))
        .route("/conversations/{id}/read", post(read))
        .route("/conversations/{id}/close", post(close))
        .route("/conversations/{id}/reopen", post(reopen))
        .route("/conversations/{id}/escalate", post(escalate))
        .route("/conversations/{id}/rating", post(rating))
        .route("/conversations/{id}/transcript", get(transcript))
}

async fn message(
    State(app): Shared,
    guest: Guest,
    Id(id): Id,
    Body(request): Body<MessageRequest>,
) -> Reply<MessageAccepted> {
    check_message(&app.limits, &request)?;
    let who = guest.id().to_owned();
    let said = app.write(move |store, app, now| {
        let conversation = guest.conversation(store, &id)?;
        let sender = guest.sender();
        if let Some(before) = store.said(&id, &sender, &request.client_id)? {
            return Ok((Json(before), Vec::new()));
        }
        let gate = &app.gates.messages;
        gate.take(guest.id(), Instant::now()).map_err(|wait| Refuse::too_often("messages", wait))?;
        let (accepted, happened) = store.say(&conversation, &sender, &request, now)?;
        Ok((Json(accepted), vec![happened]))
    });
    app.gates.messages.unless_lost(&who, said.await)
}

async fn typing(State(app): Shared, guest: Guest, Id(id): Id) -> Reply<Nothing> {
    app.read(move |store, app| {
        let conversation = guest.conversation(store, &id)?;
        if conversation.state == ConversationState::Assigned {
            let sender = guest.sender();
            let what = What::Typing { from: sender.speaker(), name: sender.name().to_owned() };
            app.whisper(&id, store.agents_of(&id)?, what);
        }
        Ok(Json(Nothing {}))
    })
    .await
}

async fn read(State(app): Shared, guest: Guest, Id(id): Id, Body(request): Body<ReadRequest>) -> Reply<Nothing> {
    app.write(move |store, app, _| {
        let conversation = guest.conversation(store, &id)?;
        // What a helper has seen the customer has not.
        if matches!(guest, Guest::Visitor(_)) && store.read_up_to(&conversation, Speaker::Visitor, request.upto)? {
            let upto = request.upto.min(conversation.seq);
            app.whisper(&id, store.agents_of(&id)?, What::Read { by: Speaker::Visitor, upto });
        }
        Ok((Json(Nothing {}), Vec::new()))
    })
    .await
}

async fn close(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Id(id): Id,
    MaybeBody(request): MaybeBody<CloseRequest>,
) -> Reply<Nothing> {
    check_length("`reason`", &request.reason, WORD_CHARS)?;
    app.write(move |store, _, now| {
        let conversation = store.of_visitor(&id, &visitor)?;
        let happened = store.close(&conversation, &crate::store::Sender::Visitor, &request.reason, now)?;
        Ok((Json(Nothing {}), happened.into_iter().collect()))
    })
    .await
}

async fn reopen(State(app): Shared, Visitor(visitor): Visitor, Id(id): Id) -> Reply<Handover> {
    let who = visitor.clone();
    let reopened = app.write(move |store, app, now| {
        let conversation = store.of_visitor(&id, &visitor)?;
        if conversation.state == ConversationState::Closed {
            let gate = &app.gates.handovers;
            gate.take(&visitor, Instant::now()).map_err(|wait| Refuse::too_often("new conversations", wait))?;
        }
        let happened = store.reopen(&conversation, now)?;
        Ok((Json(store.standing(&id, &app.view(store)?)?), happened.into_iter().collect()))
    });
    app.gates.handovers.unless_lost(&who, reopened.await)
}

async fn escalate(State(app): Shared, Visitor(visitor): Visitor, Id(id): Id) -> Reply<Handover> {
    app.write(move |store, app, now| {
        let conversation = store.of_visitor(&id, &visitor)?;
        if !store.is_answered(&id)? {
            return Err(Refuse::conflict(
                "nobody_answered",
                "No person has answered yet. Somebody senior can be asked for once one has.",
            ));
        }
        let happened = store.escalate(&conversation, Speaker::Visitor, now)?;
        Ok((Json(store.standing(&id, &app.view(store)?)?), happened.into_iter().collect()))
    })
    .await
}

async fn rating(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Id(id): Id,
    Body(rating): Body<RatingRequest>,
) -> Reply<Nothing> {
    if !(1..=5).contains(&rating.stars) {
        return Err(Refuse::unacceptable("bad_stars", format!("`stars` must be 1 to 5; found {}.", rating.stars)));
    }
    check_length("`words`", &rating.words, app.limits.message_chars)?;
    if rating.tags.len() > TAGS {
        return Err(Refuse::unacceptable(
            "too_long",
            format!("A rating may have {TAGS} tags; this one has {}. Leave some out.", rating.tags.len()),
        ));
    }
    for tag in &rating.tags {
        check_length("A tag", tag, WORD_CHARS)?;
    }
    app.write(move |store, _, now| {
        let conversation = store.of_visitor(&id, &visitor)?;
        let happened = store.rate(&conversation, &rating, now)?;
        Ok((Json(Nothing {}), happened.into_iter().collect()))
    })
    .await
}

/// The conversation as text, for the customer to keep.
async fn transcript(State(app): Shared, guest: Guest, Id(id): Id) -> Result<Response, Refuse> {
    app.read(move |store, app| {
        guest.conversation(store, &id)?;
        let (_, handover) = store.handed_over(&id)?;
        let text = transcript::text(&handover, &store.events_after(&id, 0)?, &app.hours);
        Ok(download("conversation.txt", "text/plain; charset=utf-8", text))
    })
    .await
}
