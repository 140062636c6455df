//! Latency and memory with many streams open, and where it bends as the load doubles.

use crate::{
    clients::{Agent, Visitor},
    desk::Desk,
};
use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;
use std::{
    collections::HashMap,
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{sync::Semaphore, task::JoinSet, time::interval};
use uuid::Uuid;
use wire::{
    agent::Notice,
    event::{Event, What},
};

/// Agents with a console.
const AGENTS: usize = 4;

/// Calls of the generator that are open at one time at the most.
const OPEN_CALLS: usize = 512;

/// How much load.
#[derive(Args)]
pub struct Options {
    /// The program `renzai`
    #[arg(long)]
    renzai: PathBuf,
    /// Conversations with an open stream
    #[arg(long, default_value_t = 2_000)]
    conversations: usize,
    /// Streams that only listen, opened at the end
    #[arg(long, default_value_t = 10_000)]
    idle: usize,
    /// Messages a second; doubled until it bends
    #[arg(long, default_value_t = 200)]
    rate: usize,
    /// Seconds of each step
    #[arg(long, default_value_t = 15)]
    seconds: u64,
}

/// When each message was sent, until it is heard.
type Underway = Arc<Mutex<HashMap<String, Instant>>>;

/// From sending to hearing, in microseconds.
type Heard = Arc<Mutex<Vec<u64>>>;

/// Runs all steps and prints a table in Markdown.
///
/// # Errors
/// The desk does not start, or the conversations cannot be opened.
pub async fn run(options: &Options) -> Result<ExitCode> {
    let desk = Desk::start(&options.renzai).await?;
    println!("start to ready: {} ms, {} MB", desk.took.as_millis(), desk.memory().unwrap_or(0));
    let first = Agent::log_in(desk.addr, desk.addr, "agent", &desk.password).await?;
    let mut agents = Vec::new();
    for login in first.colleagues(desk.addr, AGENTS).await? {
        agents.push(Arc::new(Agent::log_in(desk.addr, desk.addr, &login.login, &login.password).await?));
    }
    let (underway, heard): (Underway, Heard) = (Arc::default(), Arc::default());
    let mut listening = JoinSet::new();
    for agent in &agents {
        let mut stream = agent.stream().await?;
        let (underway, heard) = (Arc::clone(&underway), Arc::clone(&heard));
        listening.spawn(async move {
            while let Ok(data) = stream.next().await {
                if let Ok(Notice::Conversation { event, .. }) = serde_json::from_str(&data) {
                    // Agents hear the customers; their own messages come back to them too.
                    note(&underway, &heard, &event, wire::Speaker::Visitor);
                }
            }
        });
    }
    let rooms = Arc::new(open(&desk, &agents, options.conversations, &mut listening, &underway, &heard).await?);
    println!("{} conversations with streams: {} MB\n", rooms.len(), desk.memory().unwrap_or(0));

    println!("| messages/s wanted | sent/s | p50 ms | p99 ms | max ms | desk's processor | memory MB |");
    println!("|---|---|---|---|---|---|---|");
    let mut rate = options.rate;
    loop {
        let (sent, [p50, p99, max], busy) = step(options, &desk, &rooms, rate, &underway, &heard).await?;
        let memory = desk.memory().unwrap_or(0);
        println!("| {rate} | {sent} | {p50:.1} | {p99:.1} | {max:.1} | {busy:.0} % | {memory} |");
        if sent * 10 < rate * 9 || p99 > 1_000.0 {
            break;
        }
        rate *= 2;
    }

    let before = desk.memory().unwrap_or(0);
    let idle = open(&desk, &agents, options.idle, &mut listening, &underway, &heard).await?;
    println!(
        "\n{} more idle streams: {} MB before, {} MB with them; {} streams open",
        idle.len(),
        before,
        desk.memory().unwrap_or(0),
        listening.len()
    );
    Ok(ExitCode::SUCCESS)
}

/// A conversation with its two senders' paths.
struct Room {
    visitor: Visitor,
    agent: Arc<Agent>,
}

async fn open(
    desk: &Desk,
    agents: &[Arc<Agent>],
    count: usize,
    listening: &mut JoinSet<()>,
    underway: &Underway,
    heard: &Heard,
) -> Result<Vec<Room>> {
    let mut rooms = Vec::new();
    let addr = desk.addr;
    let mut opening = JoinSet::new();
    let places = Arc::new(Semaphore::new(32));
    for at in 0..count {
        let (agent, places) = (Arc::clone(&agents[at % agents.len()]), Arc::clone(&places));
        opening.spawn(async move {
            let _place = places.acquire().await?;
            let visitor = Visitor::ask(addr).await?;
            let path = Agent::path(&visitor.conversation, "/take");
            agent.client().post(&path, "{}").await?.json::<serde_json::Value>()?;
            let stream = visitor.stream().await?;
            Ok::<_, anyhow::Error>((Room { visitor, agent }, stream))
        });
    }
    while let Some(opened) = opening.join_next().await {
        let (room, mut stream) = opened??;
        let (underway, heard) = (Arc::clone(underway), Arc::clone(heard));
        listening.spawn(async move {
            while let Ok(data) = stream.next().await {
                if let Ok(event) = serde_json::from_str::<Event>(&data) {
                    note(&underway, &heard, &event, wire::Speaker::Agent);
                }
            }
        });
        rooms.push(room);
    }
    Ok(rooms)
}

fn note(underway: &Underway, heard: &Heard, event: &Event, from: wire::Speaker) {
    let What::Message(message) = &event.what else { return };
    if message.from != from {
        return;
    }
    let sent = underway.lock().unwrap_or_else(PoisonError::into_inner).remove(&message.client_id);
    if let Some(sent) = sent {
        let micros = u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX);
        heard.lock().unwrap_or_else(PoisonError::into_inner).push(micros);
    }
}

/// One rate for so many seconds: what was sent a second, the latencies, the share of one processor that the desk took.
async fn step(
    options: &Options,
    desk: &Desk,
    rooms: &Arc<Vec<Room>>,
    rate: usize,
    underway: &Underway,
    heard: &Heard,
) -> Result<(usize, [f64; 3], f64)> {
    heard.lock().unwrap_or_else(PoisonError::into_inner).clear();
    underway.lock().unwrap_or_else(PoisonError::into_inner).clear();
    let total = rate * usize::try_from(options.seconds)?;
    let (next, sent) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (started, processor) = (Instant::now(), desk.processor().unwrap_or(0.0));
    let due = Arc::new(Semaphore::new(0));
    let mut senders = JoinSet::new();
    for _ in 0..OPEN_CALLS.min(rate) {
        let (rooms, due, next, sent) = (Arc::clone(rooms), Arc::clone(&due), Arc::clone(&next), Arc::clone(&sent));
        let underway = Arc::clone(underway);
        senders.spawn(async move {
            while let Ok(turn) = due.acquire().await {
                turn.forget();
                let at = next.fetch_add(1, Ordering::Relaxed);
                let room = &rooms[(at / 2) % rooms.len()];
                if send(room, at, &underway).await.is_ok() {
                    sent.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
    }
    let mut ticks = interval(Duration::from_millis(10));
    let mut released = 0;
    while started.elapsed().as_secs() < options.seconds {
        ticks.tick().await;
        let millis = usize::try_from(started.elapsed().as_millis())?;
        let wanted = (rate * millis / 1000).min(total);
        due.add_permits(wanted - released);
        released = wanted;
    }
    let arrived = sent.load(Ordering::Relaxed);
    let busy = (desk.processor().unwrap_or(0.0) - processor) / started.elapsed().as_secs_f64() * 100.0;
    let sent = usize::try_from((arrived as u128 * 1000) / started.elapsed().as_millis())?;
    due.close();
    while senders.join_next().await.is_some() {}
    let mut times = std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner));
    times.sort_unstable();
    let part = |thousandths: usize| times.get((times.len() * thousandths / 1000).min(times.len().saturating_sub(1)));
    let ms = |thousandths| part(thousandths).map(|micros| Duration::from_micros(*micros).as_secs_f64() * 1000.0);
    let latencies = [ms(500), ms(990), ms(1000)].map(|it| it.unwrap_or(f64::INFINITY));
    Ok((sent, latencies, busy))
}

/// One message: of the customer, and the next one of the agent. The clock starts before the call.
async fn send(room: &Room, at: usize, underway: &Underway) -> Result<()> {
    let id = Uuid::now_v7().to_string();
    let body = json!({"client_id": id, "body": "A sentence of an ordinary length, as people write it."}).to_string();
    underway.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Instant::now());
    let reply = if at.is_multiple_of(2) {
        room.visitor.client().post(&room.visitor.path("messages"), &body).await
    } else {
        room.agent.client().post(&Agent::path(&room.visitor.conversation, "/messages"), &body).await
    };
    reply?.json::<serde_json::Value>().map(|_| ()).context("a message was refused")
}
