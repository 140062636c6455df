//! A desk in a process of its own: started, killed, started again on the same data and port.

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    ffi::OsString,
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Limits that measure the desk and not its manners.
const SETTINGS: &str = "capacity = 100000
[limits]
sessions = { burst = 1000000, every_ms = 1 }
handovers = { burst = 1000000, every_ms = 1 }
messages = { burst = 1000000, every_ms = 1 }
stream_tickets = { burst = 1000000, every_ms = 1 }
calls = { burst = 1000000000, every_ms = 1 }
streams = 100
connections = 100000
";

/// What the desk says beside the address, in its folder.
const LOG: &str = "desk.log";

/// A running desk.
pub struct Desk {
    program: PathBuf,
    folder: TempDir,
    child: Child,
    pub addr: SocketAddr,
    /// The first agent's.
    pub password: String,
    /// From the start to `ready`.
    pub took: Duration,
}

impl Desk {
    pub async fn start(program: &Path) -> Result<Self> {
        Self::start_in(program, &std::env::temp_dir()).await
    }

    /// With its folder in this one.
    pub async fn start_in(program: &Path, place: &Path) -> Result<Self> {
        let folder = TempDir::new_in(place)?;
        std::fs::create_dir(folder.path().join("site"))?;
        std::fs::write(folder.path().join("desk.toml"), SETTINGS)?;
        // The desk runs in its own folder.
        let program = std::path::absolute(program)?;
        let (child, addr, password, took) = spawn(&[program.clone().into()], folder.path(), 0).await?;
        let password = password.context("a new desk shows a password")?;
        Ok(Self { program, folder, child, addr, password, took })
    }

    /// Kills the desk without a word, and starts it again.
    pub async fn crash(&mut self) -> Result<()> {
        self.kill().await?;
        self.again().await
    }

    /// Kills the desk without a word.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Starts it again after it was killed.
    pub async fn again(&mut self) -> Result<()> {
        self.again_inside(&[]).await
    }

    /// The same, started by another program with its arguments, as whose child it goes on.
    pub async fn again_inside(&mut self, wrapper: &[OsString]) -> Result<()> {
        let line: Vec<OsString> = wrapper.iter().cloned().chain([self.program.clone().into()]).collect();
        let (child, _, _, took) = spawn(&line, self.folder.path(), self.addr.port()).await?;
        self.child = child;
        self.took = took;
        Ok(())
    }

    /// Kills the desk and has its file read from end to end, every seal opened.
    pub async fn check_whole(&mut self) -> Result<()> {
        self.kill().await?;
        let copy = TempDir::new()?;
        let mut backup = Command::new(&self.program);
        backup.args(["desk", "backup", "--data", "data"]).arg(copy.path().join("copy")).current_dir(self.folder.path());
        let status = backup.stdout(Stdio::null()).status().await?;
        ensure!(status.success(), "the database is damaged, see above");
        Ok(())
    }

    /// What it has said in all its lives.
    pub fn said(&self) -> Result<String> {
        Ok(fs::read_to_string(self.folder.path().join(LOG))?)
    }

    /// Its process.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Memory in use, in MB (10^6 bytes).
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024 / 1_000_000)
    }

    /// Processor time used, in seconds.
    pub fn processor(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()?)).ok()?;
        let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
        let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
        Some(ticks / 100.0)
    }
}

async fn spawn(line: &[OsString], folder: &Path, port: u16) -> Result<(Child, SocketAddr, Option<String>, Duration)> {
    let started = Instant::now();
    let (program, before) = line.split_first().context("no program")?;
    let mut child = Command::new(program)
        .args(before)
        .args(["serve", "--site", "site", "--data", "data", "--config", "desk.toml", "--port", &port.to_string()])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(File::options().create(true).append(true).open(folder.join(LOG))?)
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot start {}", program.to_string_lossy()))?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let mut password = None;
    while let Some(line) = lines.next_line().await? {
        if let Some(rest) = line.strip_prefix("password ") {
            password = rest.split_whitespace().next().map(str::to_owned);
        }
        if let Some(address) = line.strip_prefix("ready http://") {
            let addr = address.trim_end_matches('/').parse()?;
            return Ok((child, addr, password, started.elapsed()));
        }
    }
    bail!("the desk ended before it was ready; its last words: {}", last_words(folder))
}

fn last_words(folder: &Path) -> String {
    let said = fs::read_to_string(folder.join(LOG)).unwrap_or_default();
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(3)..].join("\n")
}

/// As many sockets as the system allows, for this process and the desk that it starts.
pub fn more_sockets() {
    let most = getrlimit(Resource::Nofile).maximum;
    // If it is refused, the measurement says how far it came.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most });
}
