//! A disk that fills up at random points, under a desk that is killed at random points, round after round. What was
//! acknowledged must be there, once and in order; the desk must start each time; its file must be whole at the end.

use crate::{
    clients::{Visitor, send},
    desk::Desk,
    storm::{Tally, at_desk},
};
use anyhow::{Context, Result, ensure};
use clap::Args;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::time::sleep;
use uuid::Uuid;
use wire::Speaker;

/// Rounds of one conversation.
const ROUNDS_EACH: u64 = 50;
/// One round in so many meets a full disk.
const FULL_EVERY: u64 = 2;

/// How often.
#[derive(Args)]
pub struct Options {
    /// The program `renzai`
    #[arg(long)]
    renzai: PathBuf,
    /// Folder of a small file system that nobody else uses, such as a tmpfs of 64 MB: it is filled to the last byte
    #[arg(long)]
    disk: PathBuf,
    /// How often the desk is killed and started again
    #[arg(long, default_value_t = 1_000)]
    rounds: u64,
    /// When what happens
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the rounds and prints one line for programs: `acknowledged N lost N doubled N out_of_order N`.
///
/// # Errors
/// The desk does not start again, or its file is damaged.
pub async fn run(options: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let mut chance = StdRng::seed_from_u64(options.seed);
    let mut desk = Desk::start_in(&options.renzai, &options.disk).await?;
    let (mut tally, mut full, mut slowest) = (Tally::default(), 0, Duration::ZERO);
    let mut done = 0;
    while done < options.rounds {
        let visitor = Arc::new(Visitor::ask(desk.addr).await?);
        let sent: Arc<Mutex<Vec<String>>> = Arc::default();
        let stop = Arc::new(AtomicBool::new(false));
        let writing = tokio::spawn(write(Arc::clone(&visitor), Arc::clone(&sent), Arc::clone(&stop)));
        for _ in 0..ROUNDS_EACH.min(options.rounds - done) {
            sleep(Duration::from_millis(chance.random_range(0..150))).await;
            let filled = done % FULL_EVERY == 0;
            if filled {
                fill(&options.disk)?;
                full += 1;
                sleep(Duration::from_millis(chance.random_range(0..80))).await;
            }
            desk.kill().await?;
            if filled {
                fs::remove_file(ballast(&options.disk))?;
            }
            desk.again().await.with_context(|| format!("round {done}: the desk does not start again"))?;
            slowest = slowest.max(desk.took);
            done += 1;
        }
        // The last message is tried until it was acknowledged.
        stop.store(true, Ordering::Relaxed);
        writing.await??;
        let sent = sent.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let kept = at_desk(desk.addr, &visitor).await?.of(Speaker::Visitor);
        tally += Tally { sent: sent.len(), ..Tally::default() };
        tally += Tally::of(&sent, &kept);
        eprint!("\r{done} of {} rounds ", options.rounds);
    }
    eprintln!();
    desk.check_whole().await?;
    let took = started.elapsed().as_secs();
    println!(
        "seed {}, {done} times killed, {full} of them on a full disk, slowest start {slowest:.0?}, {took} s",
        options.seed
    );
    let Tally { sent, lost, doubled, out_of_order } = tally;
    println!("acknowledged {sent} lost {lost} doubled {doubled} out_of_order {out_of_order}");
    ensure!(sent > 0, "nothing was acknowledged: there was nothing to lose");
    Ok(if lost + doubled + out_of_order == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes one message after the other, each tried until it is acknowledged.
async fn write(visitor: Arc<Visitor>, sent: Arc<Mutex<Vec<String>>>, stop: Arc<AtomicBool>) -> Result<()> {
    let (mut client, path) = (visitor.client(), visitor.path("messages"));
    for at in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let id = Uuid::now_v7().to_string();
        send(&mut client, &path, &id, at).await?;
        sent.lock().unwrap_or_else(PoisonError::into_inner).push(id);
    }
    Ok(())
}

fn ballast(disk: &Path) -> PathBuf {
    disk.join("ballast")
}

/// Takes all the room that is left.
fn fill(disk: &Path) -> Result<()> {
    let mut file = File::create(ballast(disk)).context("the ballast cannot be made")?;
    for size in [1 << 20, 1 << 12, 1] {
        let block = vec![0; size];
        while file.write_all(&block).is_ok() {}
    }
    Ok(())
}
