//! The command `renzai`: checks a merchant's sources, packs them, asks them, measures them, and serves the shop.
//!
//! Exit codes: 0 fine, 1 something is wrong with what was given (said on standard error), 2 the command line itself.
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod agents;
mod ask;
mod check;
mod cli;
mod desk_settings;
mod dialogs;
mod eval;
mod explain;
mod jsonl;
mod keeping;
mod mask;
mod notes;
mod out;
mod pack;
mod people;
mod report;
mod score;
mod serve;
mod sources;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Check(given) => check::run(&given),
        Command::Pack(given) => pack::run(&given),
        Command::Ask(given) => ask::run(&given),
        Command::Explain(given) => explain::run(&given),
        Command::Eval(given) => eval::run(&given),
        Command::Report(given) => report::run(&given),
        Command::Mask(given) => mask::run(&given),
        Command::Serve(given) => serve::run(&given),
        Command::Agent(given) => agents::run(given),
        Command::Desk(cli::Desk::Check { settings }) => desk_settings::check(&settings),
        Command::Desk(cli::Desk::Notes { data, site }) => notes::print(&data.data, site.as_deref()),
        Command::Desk(cli::Desk::Forget { data, days }) => keeping::forget(&data.data, days),
        Command::Desk(cli::Desk::Rekey { data }) => keeping::rekey(&data.data),
        Command::Desk(cli::Desk::Backup { data, to }) => keeping::back_up(&data.data, &to),
        Command::Desk(cli::Desk::Restore { data, from }) => keeping::restore(&from, &data.data),
        Command::Audit(cli::Audit::Verify { data, head }) => keeping::verify(&data.data, head.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why:#}");
            ExitCode::FAILURE
        }
    }
}
