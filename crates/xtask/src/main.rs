//! `cargo xtask`: everything that stands between a fresh clone and a running shop, or a proof that it works.
//!
//! Each command first installs the tools that are missing (see [`tools`]); when nothing is missing that takes
//! milliseconds.
#![warn(clippy::pedantic)]

mod ablation;
mod bench;
mod engines;
mod faults;
mod figures;
mod fuzz;
mod noise;
mod orca;
mod package;
mod peers;
mod reproduce;
mod serve;
mod size;
mod supply;
mod test;
mod tidy;

mod browser;
mod site;
mod tools;

mod run;
mod stamp;
mod workspace;

use anyhow::Result;
use clap::Parser;
use std::process::ExitCode;
use workspace::Workspace;

/// Set-up, serve, test, size, tidy.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
enum Task {
    /// Install what is missing, build everything, and run the sample shop with its desk until Ctrl-C.
    Serve(serve::Options),
    /// Install what is missing, then prove that it works: format, lints, tests, rules, browser, size.
    Test(test::Options),
    /// Break the network and kill the desk: no message may be lost or doubled.
    Faults(faults::Options),
    /// Measure the desk under load, and print a table.
    Load(faults::LoadOptions),
    /// Check licences, forbidden crates and sources of what we build on.
    Supply(supply::Options),
    /// Build what runs in a browser a second time, in another folder, and see that the bytes are the same.
    Reproduce,
    /// Write a bill of materials for each product into target/sbom.
    Sbom,
    /// Check the architecture's rules.
    Tidy(tidy::Options),
    /// Count the bytes that a page load and an opened widget transfer, against the budget.
    Size(size::Options),
    /// Measure how good the answers are on every set, and write the table into docs/answers.md.
    Figures(noise::Options),
    /// Measure what mistakes cost, and write the table into docs/answers.md.
    Noise(noise::Options),
    /// Measure what each weight and part of the engine does, and write the tables into docs/answers.md.
    Ablation(ablation::Options),
    /// Spoil what the readers read and see that nothing panics.
    Fuzz(fuzz::Options),
    /// Measure how fast answers come, natively and in Chromium beside other engines, and write docs/bench.md.
    Bench(bench::Options),
    /// Measure how soon one can write, beside other widgets, and what a long talk costs, and write docs/size.md.
    BenchWidget(peers::Options),
    /// Make the whole story with a real screen reader, and compare what it speaks with what it must.
    Orca(orca::Options),
    /// Write what comes from `api.toml`: the reference, the types, the custom-elements manifest.
    Api,
    /// Build the npm package into target/package, and print the hashes of its files.
    Package,
    /// Build the site into target/site and stop.
    Site,
    /// Install the missing tools and stop.
    Setup,
}

fn main() -> ExitCode {
    match perform(Task::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<ExitCode> {
    let workspace = Workspace::load()?;
    match task {
        Task::Serve(options) => serve::serve(&workspace, &options),
        Task::Test(options) => test::test(&workspace, &options),
        Task::Faults(options) => faults::faults(&workspace, &options),
        Task::Load(options) => faults::load(&workspace, &options),
        Task::Supply(options) => supply::check(&workspace, options),
        Task::Reproduce => reproduce::reproduce(&workspace),
        Task::Sbom => supply::list(&workspace),
        Task::Tidy(options) => tidy::tidy(&workspace, &options),
        Task::Size(options) => size::size(&workspace, options),
        Task::Figures(options) => figures::figures(&workspace, &options),
        Task::Noise(options) => noise::noise(&workspace, &options),
        Task::Ablation(options) => ablation::ablation(&workspace, &options),
        Task::Fuzz(options) => fuzz::fuzz(&workspace, &options),
        Task::Bench(options) => bench::bench(&workspace, &options),
        Task::BenchWidget(options) => peers::bench(&workspace, &options),
        Task::Orca(options) => orca::orca(&workspace, &options),
        Task::Api => site::api::write(&workspace),
        Task::Package => package::package(&workspace),
        Task::Site => {
            let site = site::build(&workspace, &tools::Toolbox::set_up(&workspace)?)?;
            println!("{}", site.display());
            Ok(ExitCode::SUCCESS)
        }
        Task::Setup => tools::Toolbox::set_up(&workspace).map(|_| ExitCode::SUCCESS),
    }
}
