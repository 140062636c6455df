//! The widget's calls.

use super::{check_length, check_message};
use crate::{
    app::App,
    auth::{Visitor, bearer, hash, new_token, visitor_of},
    extract::{Body, Caller, Id, Params},
    hub::{Seat, Signal},
    queue,
    refuse::Refuse,
    store::Sender,
    stream::{Feed, sse},
};
use axum::{
    Json, Router,
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use uuid::Uuid;
use wire::{
    Speaker,
    agent::Notice,
    event::{Event, What},
    file::FilePolicy,
    visitor::{
        ConversationState, Handover, HandoverRequest, Limits, MessageAccepted, MessageRequest, Nothing, Options,
        Polled, RatingRequest, Session, SessionRequest, Snapshot, StreamTicket,
    },
};

/// Longest names, pages and keys, in characters.
const NAME_CHARS: u32 = 200;

/// A long poll answers after this at the latest: proxies cut at 60 s.
const LONGEST_WAIT: u64 = 30;

type Shared = State<Arc<App>>;
type Reply<T> = Result<Json<T>, Refuse>;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/session", post(session))
        .route("/handover", post(handover))
        .route("/stream-tickets", post(stream_ticket))
        .route("/conversations/{id}", get(snapshot))
        .route("/conversations/{id}/events", get(events))
        .route("/conversations/{id}/messages", post(message))
        .route("/conversations/{id}/typing", post(typing))
        .route("/conversations/{id}/close", post(close))
        .route("/conversations/{id}/rating", post(rating))
}

async fn session(
    State(app): Shared,
    Caller(address): Caller,
    headers: HeaderMap,
    Body(request): Body<SessionRequest>,
) -> Reply<Session> {
    check_length("`site`", &request.site, NAME_CHARS)?;
    check_length("`device`", &request.device, NAME_CHARS)?;
    let known = match bearer(&headers) {
        Some(token) => visitor_of(&app, token).await?.map(|visitor| (visitor, token.to_owned())),
        None => None,
    };
    let (visitor, token) = match known {
        Some(known) => known,
        None => new_visitor(&app, &address, request).await?,
    };
    app.read(move |store, app| {
        let agents_online = app.present(store)?;
        let (waiting, pace) = store.queue()?;
        let position = u32::try_from(waiting.len()).unwrap_or(u32::MAX).saturating_add(1);
        let limits = Limits { message_chars: app.limits.message_chars, transcript_turns: app.limits.transcript_turns };
        Ok(Json(Session {
            visitor,
            token,
            open: agents_online > 0,
            in_hours: true,
            next_open: None,
            agents_online,
            wait_estimate: queue::estimate(position, agents_online, &pace),
            options: Options::default(),
            limits,
            files: FilePolicy::default(),
            conversation: None,
        }))
    })
    .await
}

async fn new_visitor(app: &Arc<App>, address: &str, request: SessionRequest) -> Result<(String, String), Refuse> {
    app.gates.sessions.take(address, Instant::now()).map_err(|wait| Refuse::too_often("sessions", wait))?;
    let (visitor, token) = (Uuid::now_v7().to_string(), new_token());
    app.write(move |store, _, now| {
        store.add_visitor(&visitor, &hash(&token), &request, now)?;
        Ok(((visitor, token), Vec::new()))
    })
    .await
}

async fn handover(
    State(app): Shared,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
    Body(request): Body<HandoverRequest>,
) -> Reply<Handover> {
    let key = idempotency_key(&headers)?;
    app.write(move |store, app, now| {
        let present = app.present(store)?;
        if let Some(before) = store.handover_before(&visitor, key.as_deref(), present)? {
            return Ok((Json(before), Vec::new()));
        }
        let gate = &app.gates.handovers;
        gate.take(&visitor, Instant::now()).map_err(|wait| Refuse::too_often("new conversations", wait))?;
        let request = trimmed(request, &app.limits);
        let (answer, happened) = store.handover(&visitor, key.as_deref(), &request, present, now)?;
        Ok((Json(answer), vec![happened]))
    })
    .await
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refuse> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=200).contains(&key.len()));
    let key = key.ok_or_else(|| {
        Refuse::malformed("`Idempotency-Key` must be 1 to 200 visible ASCII characters, such as a UUID.")
    })?;
    Ok(Some(key.to_owned()))
}

/// A person is never refused because the luggage is too heavy: what is too long is cut, the newest turns stay.
fn trimmed(mut request: HandoverRequest, limits: &crate::config::Limits) -> HandoverRequest {
    let turns = usize::try_from(limits.transcript_turns).unwrap_or(usize::MAX);
    request.transcript.drain(..request.transcript.len().saturating_sub(turns));
    for turn in &mut request.transcript {
        cut(&mut turn.text, limits.message_chars);
    }
    // Query and fragment of a merchant's page may carry names and tokens.
    if let Some(end) = request.page.find(['?', '#']) {
        request.page.truncate(end);
    }
    let optional = [&mut request.mood, &mut request.tier, &mut request.order].into_iter().flatten();
    let intent = request.intent.iter_mut().flat_map(|intent| [&mut intent.entry, &mut intent.question]);
    for text in
        [&mut request.entry_point, &mut request.page, &mut request.locale].into_iter().chain(optional).chain(intent)
    {
        cut(text, NAME_CHARS);
    }
    request
}

fn cut(text: &mut String, most: u32) {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
    }
}

async fn stream_ticket(State(app): Shared, Visitor(visitor): Visitor) -> Reply<StreamTicket> {
    let now = Instant::now();
    app.gates.tickets.take(&visitor, now).map_err(|wait| Refuse::too_often("stream tickets", wait))?;
    Ok(Json(StreamTicket { ticket: app.tickets.issue(&visitor, now) }))
}

async fn snapshot(State(app): Shared, Visitor(visitor): Visitor, Id(id): Id) -> Reply<Snapshot> {
    app.read(move |store, app| {
        store.of_visitor(&id, &visitor)?;
        let standing = store.standing(&id, app.present(store)?)?;
        Ok(Json(Snapshot {
            events: store.events_after(&id, 0)?,
            conversation: standing.conversation,
            state: standing.state,
            open: standing.open,
            position: standing.position,
            wait_estimate: standing.wait_estimate,
            next_open: standing.next_open,
            options: standing.options,
            reopen_until: standing.reopen_until,
            people: Vec::new(),
            read_by_agent: 0,
            rating: None,
            seq: standing.seq,
        }))
    })
    .await
}

#[derive(Deserialize)]
struct EventsQuery {
    #[serde(default)]
    after: u64,
    ticket: Option<String>,
    wait: Option<u64>,
}

async fn events(
    State(app): Shared,
    Id(id): Id,
    Params(query): Params<EventsQuery>,
    request: Request,
) -> Result<Response, Refuse> {
    let (mut parts, _) = request.into_parts();
    let visitor = match &query.ticket {
        Some(ticket) => app.tickets.redeem(ticket, Instant::now()).ok_or_else(|| {
            Refuse::unauthorized(
                "bad_ticket",
                "This ticket was used, is older than 60 s, or never was. Get one with POST /v1/stream-tickets.",
            )
        })?,
        None => Visitor::from_request_parts(&mut parts, &app).await?.0,
    };
    let (conversation, owner) = (id.clone(), visitor.clone());
    app.read(move |store, _| store.of_visitor(&conversation, &owner)).await?;
    // A browser that reconnects repeats the old address, and says in this header how far it got since.
    let resumed = parts.headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let after = resumed.unwrap_or(query.after);
    let Some(wait) = query.wait else {
        let seat = seat(&app, &visitor)?;
        return Ok(sse(Feed::open(&app, id, after).await?, seat));
    };
    // A look that does not wait needs no seat: it must be possible however many tabs are open.
    let _seat = if wait > 0 { Some(seat(&app, &visitor)?) } else { None };
    let feed = Feed::open(&app, id, after).await?;
    let events = feed.poll(Duration::from_secs(wait.min(LONGEST_WAIT))).await;
    Ok(Json(Polled { events }).into_response())
}

fn seat(app: &App, visitor: &str) -> Result<Seat, Refuse> {
    let most = app.limits.streams;
    app.hub.seat(visitor, most).ok_or_else(|| Refuse {
        retry_after: Some(Duration::from_secs(5)),
        ..Refuse::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_streams",
            format!("{most} streams of this visitor are open, which is the most. Close one."),
        )
    })
}

async fn message(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Id(id): Id,
    Body(request): Body<MessageRequest>,
) -> Reply<MessageAccepted> {
    check_message(&app.limits, &request)?;
    app.write(move |store, app, now| {
        let conversation = store.of_visitor(&id, &visitor)?;
        if let Some(before) = store.said(&id, &Sender::Visitor, &request.client_id)? {
            return Ok((Json(before), Vec::new()));
        }
        let gate = &app.gates.messages;
        gate.take(&visitor, Instant::now()).map_err(|wait| Refuse::too_often("messages", wait))?;
        let (accepted, happened) = store.say(&conversation, &Sender::Visitor, &request, now)?;
        Ok((Json(accepted), vec![happened]))
    })
    .await
}

async fn typing(State(app): Shared, Visitor(visitor): Visitor, Id(id): Id) -> Reply<Nothing> {
    let conversation = app.read(move |store, _| store.of_visitor(&id, &visitor)).await?;
    if conversation.state == ConversationState::Assigned {
        let event = Event {
            seq: None,
            at: crate::app::now(),
            what: What::Typing { from: Speaker::Visitor, name: String::new() },
        };
        let notice = Notice::Conversation { conversation: conversation.id, event };
        app.hub.tell_consoles(Signal::Notice { to: conversation.agent, notice });
    }
    Ok(Json(Nothing {}))
}

async fn close(State(app): Shared, Visitor(visitor): Visitor, Id(id): Id) -> Reply<Nothing> {
    app.write(move |store, _, now| {
        let conversation = store.of_visitor(&id, &visitor)?;
        let happened = store.close(&conversation, &Sender::Visitor, now)?;
        Ok((Json(Nothing {}), happened.into_iter().collect()))
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
    app.write(move |store, _, now| {
        let conversation = store.of_visitor(&id, &visitor)?;
        let happened = store.rate(&conversation, &rating, now)?;
        Ok((Json(Nothing {}), happened.into_iter().collect()))
    })
    .await
}
