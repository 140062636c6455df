//! A disk whose reads, writes and syncs fail at random points, under a desk that is killed at random points, round after
//! round. `strace` answers the desk's own calls to the system with EIO, as a dying disk does. What was acknowledged must be
//! there, once and in order; the desk must go on once the disk is well again, and start each time.

use crate::{Trials, desk::Desk, scribe::Scribe, storm::Tally};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use rand::{Rng, SeedableRng, rngs::StdRng};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    process::{Child, Command},
    time::{sleep, timeout},
};

/// Rounds of one conversation.
const ROUNDS_EACH: u64 = 25;
/// One start in so many is tried on a bad disk first.
const BAD_START_EVERY: u64 = 8;
/// A desk that is not back by then does not come back.
const PATIENCE: Duration = Duration::from_mins(1);

/// Which calls fail, of those by which SQLite and the files reach the disk.
const KINDS: [&str; 5] = [
    "fsync,fdatasync",
    "pwrite64",
    "pread64",
    "ftruncate,unlink,rename",
    "pread64,pwrite64,fsync,fdatasync,ftruncate,unlink,rename",
];

/// What, how often, and by what.
#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    trials: Trials,
    /// The program `strace`, 5.0 or newer
    #[arg(long, default_value = "strace")]
    strace: PathBuf,
}

/// Runs the rounds and prints one line for programs: `acknowledged N lost N doubled N out_of_order N`.
///
/// # Errors
/// The desk does not recover or start, its file is damaged, or no call failed at all.
pub async fn run(Options { trials, strace }: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let mut chance = StdRng::seed_from_u64(trials.seed);
    let mut desk = Desk::start(&trials.renzai).await?;
    let trouble = BadDisk { strace, notes: TempDir::new()? };
    let (mut tally, mut done, mut killed, mut starts, mut slowest) = (Tally::default(), 0, 0, 0, Duration::ZERO);
    while done < trials.rounds {
        let scribe = Scribe::begin(desk.addr).await?;
        for _ in 0..ROUNDS_EACH.min(trials.rounds - done) {
            sleep(Duration::from_millis(chance.random_range(0..60))).await;
            let bad = trouble.under(&desk, &Fault::any(&mut chance))?;
            sleep(Duration::from_millis(chance.random_range(40..240))).await;
            if done % 2 == 0 {
                desk.kill().await?;
                bad.gone().await?;
                if killed % BAD_START_EVERY == 0 {
                    starts += u64::from(bad_start(&mut desk, &trouble, &Fault::any(&mut chance)).await?);
                }
                desk.again().await.with_context(|| format!("round {done}: the desk does not start again"))?;
                killed += 1;
                slowest = slowest.max(desk.took);
            } else {
                bad.well_again().await?;
                recovered(&scribe).await.with_context(|| format!("round {done}"))?;
            }
            done += 1;
        }
        tally += scribe.end().await?;
        eprint!("\r{done} of {} rounds ", trials.rounds);
    }
    eprintln!();
    desk.check_whole().await?;
    let failed = trouble.failed()?;
    println!(
        "seed {}, {done} times a bad disk, {failed} calls failed, {killed} times killed, slowest start {slowest:.0?}, {} s",
        trials.seed,
        started.elapsed().as_secs()
    );
    println!("{starts} starts succeeded on a bad disk");
    ensure!(!desk.said()?.contains("panicked"), "the desk panicked: {}", desk.said()?);
    ensure!(failed > 0, "no call failed: there was nothing to bear");
    tally.verdict()
}

/// Whether the desk starts all the same; if not it has ended by itself. Either way it is gone afterwards.
async fn bad_start(desk: &mut Desk, trouble: &BadDisk<'_>, fault: &Fault) -> Result<bool> {
    let (program, arguments) = trouble.tracer(fault);
    let mut wrapper = vec![program.as_os_str().to_owned()];
    wrapper.extend(arguments.into_iter().chain(["-D".to_owned()]).map(Into::into));
    let Ok(start) = timeout(PATIENCE, desk.again_inside(&wrapper)).await else {
        bail!("the desk neither starts on a bad disk nor ends");
    };
    if start.is_ok() {
        desk.kill().await?;
    }
    Ok(start.is_ok())
}

/// One more message is acknowledged, without a restart.
async fn recovered(scribe: &Scribe) -> Result<()> {
    let before = scribe.count();
    let more = async {
        while scribe.count() == before {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, more).await.context("the disk is well again, and the desk takes nothing")
}

/// Which calls fail: the first so many go well, then each so many-th fails.
struct Fault {
    calls: &'static str,
    first: u32,
    step: u32,
}

impl Fault {
    fn any(chance: &mut StdRng) -> Self {
        let calls = KINDS[chance.random_range(0..KINDS.len())];
        Self { calls, first: chance.random_range(1..6), step: chance.random_range(1..5) }
    }
}

struct BadDisk<'a> {
    strace: &'a Path,
    notes: TempDir,
}

impl BadDisk<'_> {
    /// From now on calls of the desk fail.
    fn under(&self, desk: &Desk, fault: &Fault) -> Result<Spell> {
        let pid = desk.pid().context("the desk is not there")?.to_string();
        let (program, arguments) = self.tracer(fault);
        let mut strace = Command::new(program);
        strace.args(arguments).args(["-p", &pid]).stderr(Stdio::null()).kill_on_drop(true);
        let child = strace.spawn().with_context(|| format!("cannot start {}; install strace", program.display()))?;
        Ok(Spell { child })
    }

    fn tracer(&self, Fault { calls, first, step }: &Fault) -> (&Path, Vec<String>) {
        let note = self.notes.path().join(uuid::Uuid::now_v7().to_string());
        let fault = format!("inject={calls}:error=EIO:when={first}+{step}");
        let words = ["-f", "-qq", "-o", &note.to_string_lossy(), "-e", &format!("trace={calls}"), "-e", &fault];
        (self.strace, words.map(str::to_owned).to_vec())
    }

    /// Calls that failed so far.
    fn failed(&self) -> Result<usize> {
        let mut failed = 0;
        for note in fs::read_dir(self.notes.path())? {
            failed += fs::read_to_string(note?.path())?.matches("(INJECTED)").count();
        }
        Ok(failed)
    }
}

/// A time in which calls fail.
struct Spell {
    child: Child,
}

impl Spell {
    /// No call fails any more.
    async fn well_again(self) -> Result<()> {
        // Not killed: it has calls in its hands that it must give back first.
        let pid = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(pid) = pid {
            let _ = kill_process(pid, Signal::TERM);
        }
        self.gone().await
    }

    /// It ends with the desk.
    async fn gone(mut self) -> Result<()> {
        timeout(PATIENCE, self.child.wait()).await.context("strace does not end")??;
        Ok(())
    }
}
