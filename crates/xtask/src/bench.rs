//! `cargo xtask bench`: how fast answers come, natively and in Chromium beside other engines; written to `docs/bench.md`.

use crate::{browser, noise::put, run, tools::Toolbox, workspace::Workspace};
use anyhow::Result;
use std::{
    env::consts,
    process::{Command, ExitCode},
};

/// How much.
#[derive(clap::Args)]
pub struct Options {
    /// Entries of the knowledge, for the native curve.
    #[arg(long, default_value = "1000,10000,100000")]
    sizes: String,
    /// Entries of the knowledge, in the browser: sizes of the native curve.
    #[arg(long, default_value = "1000,10000")]
    browser_sizes: String,
}

/// Runs both and writes the tables. Nothing is asserted: a benchmark is read, not passed.
///
/// # Errors
/// When a tool is missing or fails.
pub fn bench(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let tools = Toolbox::set_up(workspace)?;
    let folder = workspace.cargo_target.join("bench");
    let before = load();
    run::say("natively");
    let mut native = Command::new("cargo");
    native.current_dir(&workspace.root).args([
        "bench",
        "-p",
        "answer",
        "--features",
        "build",
        "--bench",
        "curve",
        "--",
    ]);
    let curve = run::capture(native.arg(&options.sizes).arg(&folder))?;

    run::say("the engine as WebAssembly, and the other engines");
    let manifest = workspace.path("tests/bench/engine/Cargo.toml");
    let wasm = workspace.cargo_target.join("bench-wasm");
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--target", "wasm32-unknown-unknown", "--manifest-path"]).arg(manifest);
    run::run(build.arg("--target-dir").arg(&wasm))?;
    run::run(tools.command("npm").current_dir(workspace.path("tests/bench")).args(["ci", "--ignore-scripts"]))?;
    let mut page = browser::command(workspace, &tools, "node")?;
    page.env("RENZAI_BENCH_WASM", wasm.join("wasm32-unknown-unknown/release/renzai_bench_engine.wasm"));
    let beside = run::capture(page.arg("tests/bench/bench.mjs").arg(&folder).arg(&options.browser_sizes))?;

    let machine = format!(
        "{} on {}, {}; {}. Load average {before} when it began, {} when it was done.",
        consts::ARCH,
        consts::OS,
        cores(),
        today()?,
        load()
    );
    let text = format!("{machine}\n\n### Natively\n\n{curve}\n### In Chromium\n{beside}");
    print!("{text}");
    put(&workspace.path("docs/bench.md"), "<!-- bench -->\n", "<!-- /bench -->", &text)?;
    Ok(ExitCode::SUCCESS)
}

/// How busy the machine was in the last minute: 2 on two cores is fully.
pub fn load() -> String {
    let known = std::fs::read_to_string("/proc/loadavg").ok();
    known.and_then(|text| text.split_whitespace().next().map(str::to_owned)).unwrap_or_else(|| "unknown".to_owned())
}

fn cores() -> String {
    std::thread::available_parallelism().map_or_else(|_| "threads unknown".to_owned(), |it| format!("{it} threads"))
}

/// The day, for the head of a table.
pub fn today() -> Result<String> {
    Ok(run::capture(Command::new("date").args(["-u", "+%Y-%m-%d"]))?.trim().to_owned())
}
