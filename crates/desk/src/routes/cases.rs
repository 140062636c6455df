//! The console's calls about one conversation: taking, writing, handing on, handing up, sharing, ending.

use super::{Reply, Shared, check_length, check_message, download};
use crate::{
    app::App,
    auth::Agent,
    extract::{Body, Id, MaybeBody},
    refuse::Refuse,
    store::{Act, Happened, Row, Sender, Store, unknown_agent},
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
    agent::{Case, InviteRequest, Level, Me, NoteRequest, Target, TransferRequest},
    event::What,
    visitor::{CloseRequest, ConversationState, MessageAccepted, MessageRequest, Nothing, ReadRequest},
};

/// Characters of the reason of an end.
const WORD_CHARS: u32 = 40;

type Did = Reply<Nothing>;

pub fn routes() -> Router<Arc<App>> {
    let at = |what: &str| format!("/agent/conversations/{{id}}{what}");
    Router::new()
        .route(&at(""), get(case))
        .route(&at("/take"), post(take))
        .route(&at("/messages"), post(message))
        .route(&at("/typing"), post(typing))
        .route(&at("/read"), post(read))
        .route(&at("/note"), post(note))
        .route(&at("/transfer"), post(transfer))
        .route(&at("/assign"), post(assign))
        .route(&at("/escalate"), post(escalate))
        .route(&at("/invite"), post(invite))
        .route(&at("/leave"), post(leave))
        .route(&at("/ask-rating"), post(ask_rating))
        .route(&at("/close"), post(close))
        .route(&at("/export"), get(export))
}

async fn case(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<Case> {
    let seen = app.write(move |store, app, now| {
        let seen = seen(store, app, &id)?;
        store.audit_view(&agent.me, &id, now)?;
        Ok((seen, Vec::new()))
    });
    let (case, upto) = seen.await?;
    tell_read(&app, &case.card.conversation, upto);
    Ok(Json(case))
}

/// Everything about a conversation; its messages count as read from here on, which may be news for the customer.
fn seen(store: &mut Store, app: &App, id: &str) -> Result<(Case, Option<u64>), Refuse> {
    let row = store.any(id)?;
    let upto = store.mark_read(id)?;
    let mut case = store.case(id)?;
    case.people = app.people(store, &row)?;
    case.card.customer_here = app.hub.is_heard(id);
    Ok((case, upto))
}

fn tell_read(app: &App, conversation: &str, upto: Option<u64>) {
    if let Some(upto) = upto {
        app.murmur(conversation, What::Read { by: Speaker::Agent, upto });
    }
}

async fn take(State(app): Shared, agent: Agent, Id(id): Id) -> Reply<Case> {
    let taken = app.write(move |store, app, now| {
        let happened = store.take(&id, &agent.me, now)?;
        store.audit(&Act::of(&agent.me, "take", &id), now)?;
        Ok((seen(store, app, &id)?, happened.into_iter().collect()))
    });
    let (case, upto) = taken.await?;
    tell_read(&app, &case.card.conversation, upto);
    Ok(Json(case))
}

async fn message(
    State(app): Shared,
    agent: Agent,
    Id(id): Id,
    Body(request): Body<MessageRequest>,
) -> Reply<MessageAccepted> {
    check_message(&app.limits, &request)?;
    app.write(move |store, _, now| {
        let sender = Sender::Agent { id: agent.me.agent.clone(), name: agent.me.name.clone() };
        // A replay gets its answer whoever has the conversation by now.
        if let Some(before) = store.said(&id, &sender, &request.client_id)? {
            return Ok((Json(before), Vec::new()));
        }
        let conversation = store.with_agent(&id, &agent.me)?;
        let (accepted, happened) = store.say(&conversation, &sender, &request, now)?;
        Ok((Json(accepted), vec![happened]))
    })
    .await
}

async fn typing(State(app): Shared, agent: Agent, Id(id): Id) -> Did {
    app.read(move |store, app| {
        let conversation = store.with_agent(&id, &agent.me)?;
        if conversation.state == ConversationState::Assigned {
            let what = What::Typing { from: Speaker::Agent, name: agent.me.name };
            let mut colleagues = store.agents_of(&id)?;
            colleagues.retain(|other| *other != agent.me.agent);
            if colleagues.is_empty() { app.murmur(&id, what) } else { app.whisper(&id, colleagues, what) }
        }
        Ok(Json(Nothing {}))
    })
    .await
}

async fn read(State(app): Shared, agent: Agent, Id(id): Id, Body(request): Body<ReadRequest>) -> Did {
    let read = app.write(move |store, _, _| {
        let conversation = store.with_agent(&id, &agent.me)?;
        let news = store.read_up_to(&conversation, Speaker::Agent, request.upto)?;
        Ok(((id, news.then_some(request.upto.min(conversation.seq))), Vec::new()))
    });
    let (conversation, upto) = read.await?;
    tell_read(&app, &conversation, upto);
    Ok(Json(Nothing {}))
}

async fn note(State(app): Shared, agent: Agent, Id(id): Id, Body(request): Body<NoteRequest>) -> Did {
    check_note(&app, &request.note)?;
    act(app, agent, id, "note", move |store, me, id, now| {
        store.any(id)?;
        store.add_note(id, me, &request.note, now)?;
        Ok((String::new(), Vec::new(), None))
    })
    .await
}

async fn transfer(State(app): Shared, agent: Agent, Id(id): Id, Body(request): Body<TransferRequest>) -> Did {
    check_note(&app, &request.note)?;
    let there = there(&app, &request.to);
    act(app, agent, id, "transfer", move |store, me, id, now| {
        let row = own_or_led(store, me, id)?;
        store.add_note(id, me, &request.note, now)?;
        hand_over(store, me, &row, &request.to, there, now)
    })
    .await
}

async fn assign(State(app): Shared, agent: Agent, Id(id): Id, Body(request): Body<TransferRequest>) -> Did {
    agent.at_least(Level::Lead)?;
    check_note(&app, &request.note)?;
    let there = there(&app, &request.to);
    act(app, agent, id, "assign", move |store, me, id, now| {
        let row = store.any_open(id)?;
        if !matches!(request.to, Target::Agent { .. }) {
            return Err(Refuse::malformed("`assign` takes an agent: {\"to\": {\"kind\": \"agent\", \"agent\": id}}."));
        }
        store.add_note(id, me, &request.note, now)?;
        hand_over(store, me, &row, &request.to, there, now)
    })
    .await
}

/// What was done: a word for the log, the news, and which agent got a conversation by it.
type Deed = (String, Vec<Happened>, Option<String>);

fn hand_over(store: &mut Store, me: &Me, row: &Row, to: &Target, there: bool, now: u64) -> Result<Deed, Refuse> {
    if row.state == ConversationState::Closed {
        return Err(Refuse::closed());
    }
    let back = |to: &str| What::Transferred { from: me.name.clone(), to: to.to_owned() };
    match to {
        Target::Agent { agent } => {
            let next = store.agent(agent)?.ok_or_else(unknown_agent)?;
            if row.state == ConversationState::Assigned && row.agent.as_deref() == Some(agent) {
                return Ok((agent.clone(), Vec::new(), None));
            }
            if !there || !next.on_duty {
                return Err(Refuse::conflict("away", format!("{} is not there. Choose somebody who is.", next.name)));
            }
            if row.senior && next.level < Level::Senior {
                return Err(Refuse::not_allowed("senior"));
            }
            let news = if row.state == ConversationState::Queued {
                vec![store.give(row, &next, now)?]
            } else {
                store.hand_on(row, me, &next, now)?
            };
            Ok((agent.clone(), news, Some(agent.clone())))
        }
        Target::Team { team } => Ok((team.clone(), vec![store.send_back(row, (false, team), back(team), now)?], None)),
        Target::Queue => Ok((String::new(), vec![store.send_back(row, (false, ""), back(""), now)?], None)),
        Target::Senior => Ok(("senior".into(), store.escalate(row, Speaker::Agent, now)?.into_iter().collect(), None)),
    }
}

fn there(app: &App, to: &Target) -> bool {
    matches!(to, Target::Agent { agent } if app.presence.is_here(agent, Instant::now()))
}

async fn escalate(State(app): Shared, agent: Agent, Id(id): Id, MaybeBody(request): MaybeBody<NoteRequest>) -> Did {
    check_note(&app, &request.note)?;
    act(app, agent, id, "escalate", move |store, me, id, now| {
        let row = own_or_led(store, me, id)?;
        store.add_note(id, me, &request.note, now)?;
        Ok((String::new(), store.escalate(&row, Speaker::Agent, now)?.into_iter().collect(), None))
    })
    .await
}

async fn invite(State(app): Shared, agent: Agent, Id(id): Id, Body(request): Body<InviteRequest>) -> Did {
    check_note(&app, &request.note)?;
    let there = app.presence.is_here(&request.agent, Instant::now());
    act(app, agent, id, "invite", move |store, me, id, now| {
        let row = store.of_agent(id, me)?;
        if row.state == ConversationState::Closed {
            return Err(Refuse::closed());
        }
        let colleague = store.agent(&request.agent)?.ok_or_else(unknown_agent)?;
        if !there || !colleague.on_duty {
            return Err(Refuse::conflict("away", format!("{} is not there. Choose somebody who is.", colleague.name)));
        }
        store.add_note(id, me, &request.note, now)?;
        let happened = store.share(&row, &colleague, now)?;
        let given = happened.is_some().then(|| request.agent.clone());
        Ok((request.agent, happened.into_iter().collect(), given))
    })
    .await
}

async fn leave(State(app): Shared, agent: Agent, Id(id): Id) -> Did {
    act(app, agent, id, "leave", |store, me, id, now| {
        let row = store.with_agent(id, me)?;
        if row.state == ConversationState::Closed {
            return Err(Refuse::closed());
        }
        Ok((String::new(), vec![store.walk_out(&row, me, now)?], None))
    })
    .await
}

async fn ask_rating(State(app): Shared, agent: Agent, Id(id): Id) -> Did {
    app.write(move |store, _, now| {
        store.of_agent(&id, &agent.me)?;
        Ok((Json(Nothing {}), vec![store.note_event(&id, What::RatingAsked, now)?]))
    })
    .await
}

async fn close(State(app): Shared, agent: Agent, Id(id): Id, MaybeBody(request): MaybeBody<CloseRequest>) -> Did {
    check_length("`reason`", &request.reason, WORD_CHARS)?;
    act(app, agent, id, "close", move |store, me, id, now| {
        let conversation = store.of_agent(id, me)?;
        let sender = Sender::Agent { id: me.agent.clone(), name: me.name.clone() };
        let happened = store.close(&conversation, &sender, &request.reason, now)?;
        Ok((String::new(), happened.into_iter().collect(), None))
    })
    .await
}

async fn export(State(app): Shared, agent: Agent, Id(id): Id) -> Result<Response, Refuse> {
    agent.at_least(Level::Lead)?;
    app.write(move |store, app, now| {
        store.any(&id)?;
        let (_, handover) = store.handed_over(&id)?;
        let said = transcript::text(&handover, &store.events_after(&id, 0)?, &app.hours);
        let notes = transcript::notes(&store.notes(&id)?, &app.hours);
        store.audit(&Act::of(&agent.me, "export", &id), now)?;
        Ok((download("conversation.txt", "text/plain; charset=utf-8", format!("{said}\n{notes}")), Vec::new()))
    })
    .await
}

/// Does something to a conversation, writes it into the log, and tells the agent who got it by that.
async fn act<F>(app: Arc<App>, agent: Agent, id: String, act: &'static str, work: F) -> Did
where
    F: FnOnce(&mut Store, &Me, &str, u64) -> Result<Deed, Refuse> + Send + 'static,
{
    let (name, conversation) = (agent.me.name.clone(), id.clone());
    let given = app
        .write(move |store, _, now| {
            let (detail, news, given) = work(store, &agent.me, &id, now)?;
            store.audit(&Act::of(&agent.me, act, &id).with(detail), now)?;
            Ok((given, news))
        })
        .await?;
    if let Some(given) = given {
        app.tell_given(given, conversation, name);
    }
    Ok(Json(Nothing {}))
}

/// A lead may do it to anybody's conversation, others to their own.
fn own_or_led(store: &Store, me: &Me, id: &str) -> Result<Row, Refuse> {
    if me.level >= Level::Lead { store.any_open(id) } else { store.of_agent(id, me) }
}

fn check_note(app: &App, note: &str) -> Result<(), Refuse> {
    check_length("`note`", note, app.limits.message_chars)
}
