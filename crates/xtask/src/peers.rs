//! `cargo xtask bench-widget`: how soon one can write, beside other widgets, and what a long talk costs; written to
//! `docs/size.md`.

use crate::{
    bench::{load, today},
    browser,
    noise::put,
    run, site,
    tools::Toolbox,
    workspace::Workspace,
};
use anyhow::Result;
use std::process::ExitCode;

/// How much.
#[derive(clap::Args)]
pub struct Options {
    /// Visits of each kind; the table has their median.
    #[arg(long, default_value_t = 5)]
    runs: u32,
}

/// Measures and writes the tables. Nothing is asserted: a benchmark is read, not passed.
///
/// # Errors
/// When a tool is missing or fails.
pub fn bench(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let tools = Toolbox::set_up(workspace)?;
    site::build(workspace, &tools)?;
    let install = ["ci", "--ignore-scripts", "--legacy-peer-deps"];
    run::run(tools.command("npm").current_dir(workspace.path("tests/peers")).args(install))?;
    let before = load();
    let mut beside = browser::command(workspace, &tools, "node")?;
    beside.env("RUNS", options.runs.to_string()).arg("tests/peers/bench.mjs");
    let beside = run::capture(&mut beside)?;
    let long = run::capture(browser::command(workspace, &tools, "node")?.arg("tests/peers/long.mjs"))?;
    let machine = format!(
        "Chromium on {}, {} threads, {}; {} visits of each kind, their median; load average {before} when it began, {} when it was done.",
        std::env::consts::ARCH,
        std::thread::available_parallelism().map_or(0, usize::from),
        today()?,
        options.runs,
        load(),
    );
    let text = format!("{machine}\n\n{beside}\n{long}");
    print!("{text}");
    put(&workspace.path("docs/size.md"), "<!-- peers -->\n", "<!-- /peers -->", &text)?;
    Ok(ExitCode::SUCCESS)
}
