//! `faults`: proves that a desk loses and doubles nothing, and measures what it carries.
//!
//! | command | what |
//! |---|---|
//! | `proxy` | a proxy that delays, cuts, refuses and repeats connections, by a seed |
//! | `storm` | native clients through that proxy, while the desk is killed and started again |
//! | `disk` | a native client, while the disk fills up and the desk is killed, a thousand times |
//! | `errors` | the same while reads, writes and syncs of the disk fail |
//! | `load` | latency and memory with many streams, and where it bends |
#![warn(clippy::pedantic)]

mod clients;
mod desk;
mod disk;
mod errors;
mod http;
mod load;
mod proxy;
mod scribe;
mod storm;

use anyhow::Result;
use clap::{Args, Parser};
use std::{path::PathBuf, process::ExitCode};

#[derive(Parser)]
#[command(version, about = "Storms and load for a real desk")]
enum Command {
    /// Stand between clients and a desk, and break what passes
    Proxy(proxy::Options),
    /// Send messages both ways through the proxy while the desk is killed; exits 1 unless none is lost or doubled
    Storm(storm::Options),
    /// Send messages while the disk fills up and the desk is killed, again and again; exits 1 unless none is lost or doubled
    Disk(disk::Options),
    /// Send messages while the disk's reads, writes and syncs fail (EIO, by strace); exits 1 unless none is lost or doubled
    Errors(errors::Options),
    /// Measure latency and memory under load, and print a table
    Load(load::Options),
}

/// How often the disk of which desk turns bad.
#[derive(Args)]
struct Trials {
    /// The program `renzai`
    #[arg(long)]
    renzai: PathBuf,
    /// How many rounds, in each of which the disk may turn bad and the desk may be killed
    #[arg(long, default_value_t = 1_000)]
    rounds: u64,
    /// When what happens
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    match perform(Command::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> Result<ExitCode> {
    desk::more_sockets();
    tokio::runtime::Runtime::new()?.block_on(async {
        match command {
            Command::Proxy(options) => proxy::run(&options).await,
            Command::Storm(options) => storm::run(&options).await,
            Command::Disk(options) => disk::run(&options).await,
            Command::Errors(options) => errors::run(&options).await,
            Command::Load(options) => load::run(&options).await,
        }
    })
}
