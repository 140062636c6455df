//! `renzai serve`: the shop, the chat page, the console and the desk on one address.

use std::io::Write;
use std::net::SocketAddr;

use anyhow::{Context, Result, anyhow};
use desk::{Config, Desk, Error};

use crate::cli::Serve;
use crate::desk_settings;

pub(crate) fn run(given: &Serve) -> Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    tokio::runtime::Runtime::new().context("the system gave no threads to serve with")?.block_on(serve(given))
}

async fn serve(given: &Serve) -> Result<()> {
    let (limits, settings) = desk_settings::read(&given.settings)?;
    let config = Config {
        addr: SocketAddr::new(given.addr, given.port),
        data: given.data.clone(),
        site: given.site.clone(),
        origins: given.origins.clone(),
        limits,
        settings,
    };
    // Before the address is told: whoever reads `ready` may already ask to stop.
    let stop = stop()?;
    let desk = desk::open(config).await.map_err(|why| in_words(&why))?;
    announce(&desk).context("the addresses could not be printed")?;
    if given.open {
        open(&address(&desk));
    }
    desk.run(stop).await.map_err(|why| in_words(&why))
}

fn in_words(why: &Error) -> anyhow::Error {
    match why {
        Error::PortInUse { addr } => anyhow!(
            "port {} on {} is in use\n  hint: stop the program that has it, or choose another with --port N (--port 0 \
             picks a free one)",
            addr.port(),
            addr.ip()
        ),
        other => anyhow!("{other}"),
    }
}

/// The last line is for scripts, so nothing may follow it.
fn announce(desk: &Desk) -> std::io::Result<()> {
    let address = address(desk);
    let mut out = std::io::stdout().lock();
    writeln!(out, "shop          {address}")?;
    writeln!(out, "English shop  {address}en/")?;
    writeln!(out, "chat page     {address}chat")?;
    writeln!(out, "console       {address}console")?;
    if let Some(first) = desk.first_login() {
        writeln!(out, "log-in        {}", first.login)?;
        writeln!(out, "password      {}   (shown only this once: note it down)", first.password)?;
    }
    writeln!(out, "ready {address}")?;
    out.flush()
}

fn address(desk: &Desk) -> String {
    format!("{}://{}/", desk.scheme(), desk.local_addr())
}

/// Ready when somebody presses Ctrl-C or the system asks the program to end.
#[cfg(unix)]
fn stop() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop() -> Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn open(address: &str) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    if let Err(why) = std::process::Command::new(program).arg(address).spawn() {
        eprintln!("no browser could be opened ({program}: {why}): open {address} yourself");
    }
}
