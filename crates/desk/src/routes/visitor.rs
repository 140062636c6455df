//! The widget's calls about the visitor and where a conversation stands: session, handover, snapshot, events, erasing.

use super::{NAME_CHARS, Reply, Shared, bare_page, check_length, cut, idempotency_key};
use crate::{
    app::App,
    auth::{Guest, Visitor, bearer, guest_of, hash, new_token},
    extract::{Body, Caller, Id, Params},
    hub::{Seat, Signal},
    identity, outgoing, queue,
    refuse::Refuse,
    store::Act,
    stream::{Feed, sse},
};
use axum::{
    Json, Router,
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
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
    visitor::{Erased, Handover, HandoverRequest, Limits, Polled, Session, SessionRequest, Snapshot, StreamTicket},
};

/// Slots that a handover keeps.
const SLOTS: usize = 20;

/// A long poll answers after this at the latest: proxies cut at 60 s.
const LONGEST_WAIT: u64 = 30;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/session", post(session))
        .route("/handover", post(handover))
        .route("/stream-tickets", post(stream_ticket))
        .route("/visitor", delete(erase))
        .route("/conversations/{id}", get(snapshot))
        .route("/conversations/{id}/events", get(events))
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
        Some(token) => guest_of(&app, token).await?.map(|guest| (guest, token.to_owned())),
        None => None,
    };
    let (visitor, token) = match known {
        Some((Guest::Visitor(visitor), token)) => (visitor, token),
        _ => new_visitor(&app, &address, request).await?,
    };
    app.read(move |store, app| {
        let view = app.view(store)?;
        let now = crate::app::now();
        Ok(Json(Session {
            conversation: store.found_again(&visitor, now)?,
            visitor,
            token,
            open: !view.crew.is_empty(),
            in_hours: app.hours.includes(now),
            next_open: view.next_open,
            agents_online: view.crew.count(),
            wait_estimate: store.next_place(&view.crew)?.wait_estimate,
            options: view.options,
            limits: Limits { message_chars: app.limits.message_chars, transcript_turns: app.limits.transcript_turns },
            files: FilePolicy {
                most: app.limits.files,
                bytes: app.limits.file_bytes,
                kinds: super::files::KINDS.iter().map(|kind| (*kind).to_owned()).collect(),
            },
        }))
    })
    .await
}

async fn new_visitor(app: &Arc<App>, address: &str, request: SessionRequest) -> Result<(String, String), Refuse> {
    app.gates.sessions.take(address, Instant::now()).map_err(|wait| Refuse::too_often("sessions", wait))?;
    let (visitor, token) = (Uuid::now_v7().to_string(), new_token());
    let added = app.write(move |store, _, now| {
        store.add_visitor(&visitor, &hash(&token), &request, now)?;
        Ok(((visitor, token), Vec::new()))
    });
    app.gates.sessions.unless_lost(address, added.await)
}

async fn handover(
    State(app): Shared,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
    Body(request): Body<HandoverRequest>,
) -> Reply<Handover> {
    let key = idempotency_key(&headers, "")?;
    let who = visitor.clone();
    let asked = app.write(move |store, app, now| {
        if let Some(before) = store.remembered(&visitor, key.as_deref())? {
            return Ok((Json(before), Vec::new()));
        }
        let (conversation, happened) = if let Some(open) = store.open_of(&visitor)? {
            (open, Vec::new())
        } else {
            let gate = &app.gates.handovers;
            gate.take(&visitor, Instant::now()).map_err(|wait| Refuse::too_often("new conversations", wait))?;
            let mut request = request;
            let secret = app.settings.identity.get(&store.site_of(&visitor)?);
            request.proved = identity::proved(&mut request.slots, secret.map(String::as_str), now);
            let request = trimmed(request, &app.limits);
            let ahead = queue::ahead(&app.settings.priority, request.mood.as_deref(), request.tier.as_deref());
            let (conversation, happened) = store.handover(&visitor, &request, ahead, now)?;
            outgoing::tell_handover(store, app, &conversation, &request, now)?;
            (conversation, vec![happened])
        };
        let answer = store.standing(&conversation, &app.view(store)?)?;
        store.remember(&visitor, key.as_deref(), &answer)?;
        Ok((Json(answer), happened))
    });
    app.gates.handovers.unless_lost(&who, asked.await)
}

/// A person is never refused because the luggage is too heavy: what is too long is cut, the newest turns stay.
fn trimmed(mut request: HandoverRequest, limits: &crate::config::Limits) -> HandoverRequest {
    let turns = usize::try_from(limits.transcript_turns).unwrap_or(usize::MAX);
    request.transcript.drain(..request.transcript.len().saturating_sub(turns));
    request.slots.truncate(SLOTS);
    for turn in &mut request.transcript {
        cut(&mut turn.text, limits.message_chars);
        cut(&mut turn.evidence, NAME_CHARS);
    }
    bare_page(&mut request.page);
    let optional = [&mut request.mood, &mut request.tier, &mut request.order].into_iter().flatten();
    let intent = request.intent.iter_mut();
    let intent = intent.flat_map(|intent| [&mut intent.entry, &mut intent.question, &mut intent.evidence]);
    let slots = request.slots.iter_mut().flat_map(|slot| [&mut slot.name, &mut slot.value]);
    for text in [&mut request.entry_point, &mut request.locale].into_iter().chain(optional).chain(intent).chain(slots) {
        cut(text, NAME_CHARS);
    }
    request
}

async fn stream_ticket(State(app): Shared, guest: Guest) -> Reply<StreamTicket> {
    let now = Instant::now();
    app.gates.tickets.take(guest.id(), now).map_err(|wait| Refuse::too_often("stream tickets", wait))?;
    Ok(Json(StreamTicket { ticket: app.tickets.issue(guest, now) }))
}

async fn snapshot(State(app): Shared, guest: Guest, Id(id): Id) -> Reply<Snapshot> {
    app.read(move |store, app| {
        let row = guest.conversation(store, &id)?;
        Ok(Json(Snapshot {
            standing: store.standing(&id, &app.view(store)?)?,
            people: app.people(store, &row)?,
            read_by_agent: store.read_marks(&id)?.0,
            rating: store.rating(&id)?,
            events: store.events_after(&id, 0)?,
        }))
    })
    .await
}

/// Erases everything of the visitor, and ends what listens to it.
async fn erase(State(app): Shared, Visitor(visitor): Visitor) -> Reply<Erased> {
    erase_visitor(&app, visitor, None).await.map(Json)
}

/// Erases a visitor, for the visitor or for an admin, whose id and name go into the log.
pub async fn erase_visitor(app: &Arc<App>, visitor: String, admin: Option<(String, String)>) -> Result<Erased, Refuse> {
    let erased = app.write(move |store, _, now| {
        let rooms: Vec<String> = store.rooms_of(&visitor)?.into_iter().map(|(id, ..)| id).collect();
        let mut guests = vec![visitor.clone()];
        for room in &rooms {
            let helpers = store.members(room)?.into_iter().filter(|member| member.person.from == Speaker::Helper);
            guests.extend(helpers.map(|member| member.id));
        }
        let (erased, orphans) = store.erase(&visitor)?;
        let by = admin.as_ref().map_or(("", "visitor"), |(id, name)| (id.as_str(), name.as_str()));
        let Erased { conversations, messages, files, tickets, .. } = erased;
        let detail = format!("{conversations} conversations, {messages} messages, {files} files, {tickets} tickets");
        store.audit(&Act { by, what: "erase", subject: &visitor, detail }, now)?;
        Ok(((erased, orphans, rooms, guests), Vec::new()))
    });
    let (erased, orphans, rooms, guests) = erased.await?;
    app.read(move |store, app| {
        store.delete_bytes(&orphans);
        for guest in guests {
            app.hub.dismiss(&guest);
        }
        for room in rooms {
            app.hub.tell(&room, Event { seq: None, at: crate::app::now(), what: What::Reset });
        }
        Ok(())
    })
    .await?;
    app.hub.tell_consoles(Signal::Notice { to: Vec::new(), notice: Notice::Board });
    app.hub.tell_consoles(Signal::Notice { to: Vec::new(), notice: Notice::Tickets });
    app.queue_moved();
    Ok(erased)
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
    let guest = match &query.ticket {
        Some(ticket) => app.tickets.redeem(ticket, Instant::now()).ok_or_else(|| {
            Refuse::unauthorized(
                "bad_ticket",
                "This ticket was used, is older than 60 s, or never was. Get one with POST /v1/stream-tickets.",
            )
        })?,
        None => Guest::from_request_parts(&mut parts, &app).await?,
    };
    let (conversation, asking) = (id.clone(), guest.clone());
    app.read(move |store, _| asking.conversation(store, &conversation)).await?;
    // A browser that reconnects repeats the old address, and says in this header how far it got since.
    let resumed = parts.headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let after = resumed.unwrap_or(query.after);
    let Some(wait) = query.wait else {
        let seat = seat(&app, guest.id())?;
        return Ok(sse(Feed::open(&app, id, after).await?, seat));
    };
    // A look that does not wait needs no seat: it must be possible however many tabs are open.
    let seat = if wait > 0 { Some(seat(&app, guest.id())?) } else { None };
    let feed = Feed::open(&app, id, after).await?;
    let mut events = feed.poll(Duration::from_secs(wait.min(LONGEST_WAIT))).await;
    if seat.is_some_and(|seat| seat.is_dismissed()) {
        events.clear();
    }
    Ok(Json(Polled { events }).into_response())
}

fn seat(app: &App, guest: &str) -> Result<Seat, Refuse> {
    let most = app.limits.streams;
    app.hub.seat(guest, most).ok_or_else(|| Refuse {
        retry_after: Some(Duration::from_secs(5)),
        ..Refuse::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_streams",
            format!("{most} streams of this visitor are open, which is the most. Close one."),
        )
    })
}
