//! Many conversations at once through a broken network to a desk that is killed again and again. At the end each message
//! must be there once, in its sender's order, at both ends and at the desk.

use crate::{
    clients::{Agent, Ledger, Visitor, await_all, insist, send_all},
    desk::Desk,
    http::Client,
    proxy,
};
use anyhow::{Context, Result, ensure};
use clap::Args;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    collections::HashSet,
    net::SocketAddr,
    ops::AddAssign,
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, task::JoinSet, time::sleep};
use wire::{Speaker, visitor::Snapshot};

/// Conversations at one time.
const AT_ONCE: usize = 32;

/// Messages of each side in one conversation.
const PER_SIDE: usize = 125;

/// Agents.
const AGENTS: usize = 4;

/// How large a storm.
#[derive(Args)]
pub struct Options {
    /// The program `renzai`
    #[arg(long)]
    renzai: PathBuf,
    /// What befalls which connection, and when the desk is killed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Messages, both ways together
    #[arg(long, default_value_t = 200_000)]
    messages: usize,
}

/// What became of the messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub sent: usize,
    pub lost: usize,
    pub doubled: usize,
    pub out_of_order: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.out_of_order += other.out_of_order;
    }
}

impl Tally {
    /// What one end saw of what one side sent.
    pub fn of(sent: &[String], seen: &[String]) -> Self {
        let known: HashSet<&String> = seen.iter().collect();
        let mut places = seen.iter().filter_map(|id| sent.iter().position(|it| it == id));
        let mut furthest = places.next().unwrap_or(0);
        let mut out_of_order = 0;
        for place in places {
            out_of_order += usize::from(place < furthest);
            furthest = furthest.max(place);
        }
        let lost = sent.iter().filter(|id| !known.contains(id)).count();
        Self { sent: 0, lost, doubled: seen.len() - known.len(), out_of_order }
    }

    /// Prints one line for programs: `acknowledged N lost N doubled N out_of_order N`.
    pub fn verdict(self) -> Result<ExitCode> {
        let Self { sent, lost, doubled, out_of_order } = self;
        println!("acknowledged {sent} lost {lost} doubled {doubled} out_of_order {out_of_order}");
        ensure!(sent > 0, "nothing was acknowledged: there was nothing to lose");
        Ok(if lost + doubled + out_of_order == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Runs the storm and prints one line for programs: `sent N lost N doubled N out_of_order N`.
///
/// # Errors
/// The desk does not start, or refuses what it must take.
pub async fn run(options: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let mut desk = Desk::start(&options.renzai).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let through = listener.local_addr()?;
    let proxy = tokio::spawn(proxy::serve(listener, desk.addr, options.seed));
    let (direct, agents) = (desk.addr, crew(&desk, through).await?);
    let mut listening = JoinSet::new();
    for agent in &agents {
        let agent = Arc::clone(agent);
        listening.spawn(async move { agent.follow().await });
    }

    let conversations = options.messages.div_ceil(2 * PER_SIDE);
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = JoinSet::new();
    for worker in 0..AT_ONCE.min(conversations) {
        let (next, agent) = (Arc::clone(&next), Arc::clone(&agents[worker % agents.len()]));
        workers.spawn(async move {
            let mut tally = Tally::default();
            while next.fetch_add(1, Ordering::Relaxed) < conversations {
                tally += converse(direct, through, &agent).await?;
            }
            Ok::<_, anyhow::Error>(tally)
        });
    }

    let mut chance = StdRng::seed_from_u64(options.seed);
    let (mut crashes, mut slowest, mut tally) = (0, Duration::ZERO, Tally::default());
    while !workers.is_empty() {
        let until = sleep(Duration::from_millis(chance.random_range(2_000..6_000)));
        tokio::pin!(until);
        loop {
            tokio::select! {
                done = workers.join_next() => match done {
                    Some(done) => tally += done??,
                    None => break,
                },
                () = &mut until => {
                    desk.crash().await.context("the desk does not start again")?;
                    crashes += 1;
                    slowest = slowest.max(desk.took);
                    break;
                }
            }
        }
        eprint!(
            "\r{} of {conversations} conversations, {crashes} crashes ",
            next.load(Ordering::Relaxed).min(conversations)
        );
    }
    proxy.abort();
    eprintln!();
    let Tally { sent, lost, doubled, out_of_order } = tally;
    let took = started.elapsed().as_secs();
    println!(
        "seed {}, {conversations} conversations, {crashes} times killed, slowest start {slowest:.0?}, {took} s",
        options.seed
    );
    println!("sent {sent} lost {lost} doubled {doubled} out_of_order {out_of_order}");
    let clean = lost + doubled + out_of_order == 0 && sent >= options.messages;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn crew(desk: &Desk, through: SocketAddr) -> Result<Vec<Arc<Agent>>> {
    let first = Agent::log_in(desk.addr, through, "agent", &desk.password).await?;
    let mut agents = Vec::new();
    for login in first.colleagues(desk.addr, AGENTS - 1).await? {
        agents.push(Arc::new(Agent::log_in(desk.addr, through, &login.login, &login.password).await?));
    }
    agents.push(Arc::new(first));
    Ok(agents)
}

/// One conversation from asking to the end.
async fn converse(direct: SocketAddr, through: SocketAddr, agent: &Arc<Agent>) -> Result<Tally> {
    let visitor = Arc::new(Visitor::ask(through).await?);
    let at_agent = agent.take(&visitor.conversation).await?;
    let mut following = JoinSet::new();
    let follower = Arc::clone(&visitor);
    following.spawn(async move { follower.follow().await });
    let (watched, seen_by, conversation) = (Arc::clone(agent), Arc::clone(&at_agent), visitor.conversation.clone());
    following.spawn(async move { fill_gaps(&watched, &seen_by, &conversation).await });

    let (mut of_visitor, mut of_agent) = (visitor.client(), agent.client());
    let (up, down) = (visitor.path("messages"), Agent::path(&visitor.conversation, "/messages"));
    let (asked, answered) = tokio::join!(
        send_all(&mut of_visitor, &up, PER_SIDE, &visitor.ledger, Speaker::Visitor),
        send_all(&mut of_agent, &down, PER_SIDE, &at_agent, Speaker::Agent),
    );
    let (asked, answered) = (asked?, answered?);
    let _ = tokio::join!(
        await_all(&visitor.ledger, Speaker::Agent, PER_SIDE),
        await_all(&at_agent, Speaker::Visitor, PER_SIDE),
    );
    let _: serde_json::Value = insist(&mut of_visitor, &visitor.path("close"), "{}").await?;
    following.shutdown().await;
    agent.forget(&visitor.conversation);

    let at_desk = at_desk(direct, &visitor).await?;
    let mut tally = Tally { sent: asked.len() + answered.len(), ..Tally::default() };
    for ledger in [&visitor.ledger, &at_agent, &at_desk] {
        tally += Tally::of(&asked, &ledger.of(Speaker::Visitor));
        tally += Tally::of(&answered, &ledger.of(Speaker::Agent));
    }
    Ok(tally)
}

/// What the console's stream did not bring is fetched: when nothing came for a while.
async fn fill_gaps(agent: &Agent, ledger: &Ledger, conversation: &str) {
    let mut client = agent.client();
    loop {
        if tokio::time::timeout(Duration::from_secs(1), ledger.changed.notified()).await.is_err() {
            // If it fails the next round tries again.
            let _ = agent.fetch(&mut client, conversation).await;
        }
    }
}

/// What the desk itself has, past the proxy.
pub async fn at_desk(direct: SocketAddr, visitor: &Visitor) -> Result<Arc<Ledger>> {
    let mut client = Client::new(direct, visitor.headers());
    let path = format!("/v1/conversations/{}", visitor.conversation);
    let snapshot: Snapshot = insist(&mut client, &path, "").await?;
    let ledger = Arc::new(Ledger::default());
    for event in &snapshot.events {
        ledger.take(event);
    }
    Ok(ledger)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(sent: &[&str], seen: &[&str]) -> (usize, usize, usize) {
        let own = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let Tally { lost, doubled, out_of_order, .. } = Tally::of(&own(sent), &own(seen));
        (lost, doubled, out_of_order)
    }

    #[test]
    fn losses_doubles_and_swaps_are_counted() {
        assert_eq!(tally(&["a", "b", "c"], &["a", "b", "c"]), (0, 0, 0));
        assert_eq!(tally(&["a", "b", "c"], &["a", "c"]), (1, 0, 0));
        assert_eq!(tally(&["a", "b"], &["a", "b", "b"]), (0, 1, 0));
        assert_eq!(tally(&["a", "b", "c"], &["b", "a", "c"]), (0, 0, 1));
        assert_eq!(tally(&["a"], &[]), (1, 0, 0));
    }
}
