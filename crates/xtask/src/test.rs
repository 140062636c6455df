//! `cargo xtask test`: every proof there is, one after the other, all of them even when one fails.

use crate::{
    browser, engines, faults, fuzz, orca, package,
    run::{lasted, run, say},
    site, size, tidy,
    tools::{Toolbox, proxies, screen_reader, tracer},
    workspace::Workspace,
};
use anyhow::{Context, Result, bail};
use std::{
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

/// The two pages: they are checked for the browser, everything else for this machine.
const PAGES: [&str; 2] = ["ren-zai", "console"];

/// How much.
#[derive(clap::Args)]
pub struct Options {
    /// Also tells the main story in Firefox ESR and in `WebKitGTK`, which are installed on Debian if they are missing.
    #[arg(long)]
    all_engines: bool,
    /// Also feeds odd input to everything that reads what others wrote: nine targets, a minute each, by libFuzzer where it
    /// can be had.
    #[arg(long)]
    fuzz: bool,
}

/// Runs all steps and sums up.
///
/// # Errors
/// None of its own: a step that fails is in the summary and in the exit code.
#[allow(clippy::unnecessary_wraps)] // Every task answers the same type.
pub fn test(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let mut summary = Summary::default();
    let tools = summary.step("set-up", || Toolbox::set_up(workspace));
    let tools = || tools.as_ref().context("the set-up failed, see above");

    summary.step("format", || cargo(workspace, &["fmt", "--all", "--check"]));
    summary.step("clippy, native", || clippy_native(workspace));
    summary.step("clippy, browser", || tools().and_then(|_| clippy_browser(workspace)));
    summary.step("tests", || tests(workspace));
    summary.step("documentation's examples", || cargo(workspace, &["test", "--doc", "--workspace", "--quiet"]));
    summary.step("bad weather, clients", || faults::clients(workspace, &faults::Options::default()));
    match tracer::hindrance() {
        Some(why) => summary.skip("bad weather, disk", why),
        None => {
            summary.step("bad weather, disk", || faults::bad_disk(workspace, &faults::Options::default()));
        }
    }
    summary.step("architecture's rules", || succeeded(tidy::tidy(workspace, &tidy::Options::default())?));
    let site = summary.step("site", || site::build(workspace, tools()?));
    let site = || site.as_ref().context("the site was not built, see above");
    summary.step("package", || {
        let tools = tools()?;
        package::build(workspace, tools)?;
        // The bundler that the package is tried with.
        run(tools.command("npm").current_dir(workspace.path("tests/package")).args(["ci", "--ignore-scripts"]))
    });
    summary.step("browser", || {
        site()?;
        proxies::ensure()?;
        run(browser::command(workspace, tools()?, "playwright")?.args([
            "test",
            "-c",
            "tests/browser/playwright.config.mjs",
        ]))
    });
    match screen_reader::hindrance() {
        Some(why) => summary.skip("screen reader", why),
        None => {
            summary.step("screen reader", || {
                site()?;
                orca::journey(workspace, tools()?, &orca::Options::default())
            });
        }
    }
    if options.all_engines {
        summary.step("Firefox and WebKitGTK", || {
            site()?;
            engines::smoke(workspace, tools()?)
        });
    }
    summary.step("bad weather, pages", || {
        site()?;
        faults::pages(workspace, tools()?, &faults::Options::default())
    });
    if options.fuzz {
        summary.step("odd input", || fuzz::a_minute_each(workspace));
    }
    summary.step("size", || {
        site()?;
        succeeded(size::size(workspace, size::Options::default())?)
    });
    Ok(summary.close())
}

fn clippy_native(workspace: &Workspace) -> Result<()> {
    let mut arguments = vec!["clippy", "--quiet", "--workspace", "--all-targets"];
    for page in PAGES {
        arguments.extend(["--exclude", page]);
    }
    cargo(workspace, &[arguments.as_slice(), &["--", "-D", "warnings"]].concat())
}

fn clippy_browser(workspace: &Workspace) -> Result<()> {
    let mut arguments = vec!["clippy", "--quiet", "--target", "wasm32-unknown-unknown", "--all-targets"];
    for page in PAGES {
        arguments.extend(["-p", page]);
    }
    cargo(workspace, &[arguments.as_slice(), &["--", "-D", "warnings"]].concat())
}

/// The pages' own tests run here, too: what needs a browser is in `tests/browser`.
fn tests(workspace: &Workspace) -> Result<()> {
    if Command::new("cargo-nextest").arg("--version").output().is_ok_and(|it| it.status.success()) {
        return cargo(workspace, &["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests", "warn"]);
    }
    cargo(workspace, &["test", "--workspace", "--all-targets", "--no-fail-fast"])
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    run(Command::new("cargo").args(arguments).current_dir(&workspace.root))
}

fn succeeded(code: ExitCode) -> Result<()> {
    if code != ExitCode::SUCCESS {
        bail!("see above");
    }
    Ok(())
}

#[derive(Default)]
struct Summary(Vec<(&'static str, Duration, Outcome)>);

enum Outcome {
    Passed,
    /// Not possible on this machine, and why.
    Skipped(String),
    Failed(String),
}

impl Summary {
    fn step<T>(&mut self, name: &'static str, step: impl FnOnce() -> Result<T>) -> Option<T> {
        eprintln!();
        say(&format!("step {}: {name}", self.0.len() + 1));
        let started = Instant::now();
        let (value, outcome) = match step() {
            Ok(value) => (Some(value), Outcome::Passed),
            Err(error) => {
                eprintln!("FAILED: {name}: {error:#}");
                (None, Outcome::Failed(format!("{error:#}")))
            }
        };
        self.0.push((name, started.elapsed(), outcome));
        value
    }

    /// A step that this machine cannot take; the summary says so, and it counts neither as passed nor as failed.
    fn skip(&mut self, name: &'static str, why: String) {
        eprintln!("\nskipped: {name}: {why}");
        self.0.push((name, Duration::ZERO, Outcome::Skipped(why)));
    }

    /// Prints a line for each step, and `N passed, N failed` as the very last.
    fn close(&self) -> ExitCode {
        println!();
        for (name, took, outcome) in &self.0 {
            let outcome = match outcome {
                Outcome::Passed => "ok".to_owned(),
                Outcome::Skipped(why) => format!("skipped: {why}"),
                Outcome::Failed(error) => format!("FAILED: {error}"),
            };
            println!("{name:<26} {:>12}  {outcome}", lasted(*took));
        }
        let passed = self.0.iter().filter(|(_, _, outcome)| matches!(outcome, Outcome::Passed)).count();
        let failed = self.failed();
        println!("{passed} passed, {failed} failed");
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn failed(&self) -> usize {
        self.0.iter().filter(|(_, _, outcome)| matches!(outcome, Outcome::Failed(_))).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_whole_and_later_steps_still_run() {
        let mut summary = Summary::default();
        assert_eq!(summary.step("first", || Ok(1)), Some(1));
        assert_eq!(summary.step("second", || -> Result<()> { bail!("no") }), None);
        assert_eq!(summary.step("third", || Ok(3)), Some(3));
        assert_eq!((summary.0.len(), summary.failed()), (3, 1));
        assert_eq!(summary.close(), ExitCode::FAILURE);
    }

    #[test]
    fn a_step_that_cannot_be_taken_here_fails_nothing() {
        let mut summary = Summary::default();
        summary.skip("screen reader", "no Orca".to_owned());
        assert_eq!(summary.close(), ExitCode::SUCCESS);
    }
}
