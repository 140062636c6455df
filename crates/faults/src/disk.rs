//! A disk that fills up at random points, under a desk that is killed at random points, round after round. What was
//! acknowledged must be there, once and in order; the desk must start each time; its file must be whole at the end.

use crate::{Trials, desk::Desk, scribe::Scribe, storm::Tally};
use anyhow::{Context, Result};
use clap::Args;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// Rounds of one conversation.
const ROUNDS_EACH: u64 = 50;
/// One round in so many meets a full disk.
const FULL_EVERY: u64 = 2;

/// What, how often, and where.
#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    trials: Trials,
    /// Folder of a small file system that nobody else uses, such as a tmpfs of 64 MB: it is filled to the last byte
    #[arg(long)]
    disk: PathBuf,
}

/// Runs the rounds and prints one line for programs: `acknowledged N lost N doubled N out_of_order N`.
///
/// # Errors
/// The desk does not start again, or its file is damaged.
pub async fn run(Options { trials, disk }: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let mut chance = StdRng::seed_from_u64(trials.seed);
    let mut desk = Desk::start_in(&trials.renzai, disk).await?;
    let (mut tally, mut full, mut slowest) = (Tally::default(), 0, Duration::ZERO);
    let mut done = 0;
    while done < trials.rounds {
        let scribe = Scribe::begin(desk.addr).await?;
        for _ in 0..ROUNDS_EACH.min(trials.rounds - done) {
            sleep(Duration::from_millis(chance.random_range(0..150))).await;
            let filled = done % FULL_EVERY == 0;
            if filled {
                fill(disk)?;
                full += 1;
                sleep(Duration::from_millis(chance.random_range(0..80))).await;
            }
            desk.kill().await?;
            if filled {
                fs::remove_file(ballast(disk))?;
            }
            desk.again().await.with_context(|| format!("round {done}: the desk does not start again"))?;
            slowest = slowest.max(desk.took);
            done += 1;
        }
        tally += scribe.end().await?;
        eprint!("\r{done} of {} rounds ", trials.rounds);
    }
    eprintln!();
    desk.check_whole().await?;
    let took = started.elapsed().as_secs();
    println!(
        "seed {}, {done} times killed, {full} of them on a full disk, slowest start {slowest:.0?}, {took} s",
        trials.seed
    );
    tally.verdict()
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
