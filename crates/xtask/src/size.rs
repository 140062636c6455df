//! `cargo xtask size`: the bytes that really cross the wire, as the browser counts them.
//!
//! `tests/browser/size.mjs` starts the desk, drives the browser and answers with the list of transfers; the budget
//! and the judgement are here.

use crate::{
    browser,
    run::{capture, say},
    site,
    tools::Toolbox,
    workspace::Workspace,
};
use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;
use std::{fmt::Write as _, process::ExitCode};

/// In bytes, brotli: the shell on a shop's page, before anyone touches it.
const PAGE_LOAD: u64 = 4 * 1024;
/// In bytes, brotli: the widget opened, without the knowledge. Who adds something takes something away, or makes it a part that is
/// fetched when wanted.
const OPENED: u64 = 95 * 1024;
/// In bytes, brotli: the same with the engine and the whole pack of the sample shop; just above what it is. The aim is 170 KB.
const ANSWERING: u64 = 255 * 1024;

/// How to print.
#[derive(Args, Clone, Copy, Default)]
pub struct Options {
    /// Print the table for docs/size.md, with date and versions.
    #[arg(long)]
    markdown: bool,
}

#[derive(Deserialize)]
struct Measured {
    date: String,
    browser: String,
    page_load: Vec<Transfer>,
    opened: Vec<Transfer>,
    knowledge: Vec<Transfer>,
}

#[derive(Deserialize)]
struct Transfer {
    path: String,
    bytes: u64,
    encoding: String,
}

impl Transfer {
    /// Files are compressed beforehand, unless they are tiny; the desk's answers are not.
    fn is_compressible(&self) -> bool {
        !self.path.starts_with("/v1/") && self.bytes > site::WORTH_COMPRESSING
    }
}

/// Measures and judges: fails above the budget.
///
/// # Errors
/// When the site cannot be built, there is no browser, or the widget does not open.
pub fn size(workspace: &Workspace, options: Options) -> Result<ExitCode> {
    let tools = Toolbox::set_up(workspace)?;
    site::build(workspace, &tools)?;
    let measured = measure(workspace, &tools)?;
    let lines = measured.lines();
    if options.markdown {
        print!("{}", measured.markdown(&lines, tools.versions()));
    } else {
        print!("{}", measured.table(&lines));
    }
    let complaints = measured.complaints(&lines);
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    Ok(if complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn measure(workspace: &Workspace, tools: &Toolbox) -> Result<Measured> {
    let mut command = browser::command(workspace, tools, "node")?;
    say("counting bytes in the browser");
    let json = capture(command.arg("tests/browser/size.mjs"))?;
    serde_json::from_str(&json).context("tests/browser/size.mjs answered something else than its measurements")
}

/// One row of the table.
struct Line {
    what: &'static str,
    bytes: u64,
    budget: u64,
}

impl Measured {
    fn lines(&self) -> [Line; 3] {
        let sum = |transfers: &[Transfer]| transfers.iter().map(|it| it.bytes).sum::<u64>();
        let load = sum(&self.page_load);
        let opened = load + sum(&self.opened);
        [
            Line { what: "page load", bytes: load, budget: PAGE_LOAD },
            Line { what: "opened, without knowledge", bytes: opened, budget: OPENED },
            Line { what: "opened, with the sample shop's", bytes: opened + sum(&self.knowledge), budget: ANSWERING },
        ]
    }

    fn all(&self) -> impl Iterator<Item = (&'static str, &Transfer)> {
        [("page load", &self.page_load), ("opening", &self.opened), ("knowledge", &self.knowledge)]
            .into_iter()
            .flat_map(|(when, transfers)| transfers.iter().map(move |transfer| (when, transfer)))
    }

    fn table(&self, lines: &[Line]) -> String {
        let mut text = String::new();
        for (when, transfer) in self.all() {
            let _ = writeln!(text, "{when:<10} {:>9} {:<9} {}", transfer.bytes, transfer.encoding, transfer.path);
        }
        for line in lines {
            let _ = writeln!(text, "{:<30} {:>9} bytes of {}", line.what, line.bytes, line.budget);
        }
        text
    }

    fn markdown(&self, lines: &[Line], versions: &str) -> String {
        let mut text = String::from("| what | bytes | budget |\n|---|--:|--:|\n");
        for line in lines {
            let _ = writeln!(text, "| {} | {} | {} |", line.what, line.bytes, line.budget);
        }
        text.push_str("\n| when | file | bytes | encoding |\n|---|---|--:|---|\n");
        for (when, transfer) in self.all() {
            let _ = writeln!(text, "| {when} | `{}` | {} | {} |", transfer.path, transfer.bytes, transfer.encoding);
        }
        let _ = writeln!(text, "\nMeasured {} with {}, {versions}.", self.date, self.browser);
        text
    }

    /// What is wrong: too large, not compressed, or nothing counted at all.
    fn complaints(&self, lines: &[Line]) -> Vec<String> {
        let mut complaints = Vec::new();
        for Line { what, bytes, budget } in lines {
            if bytes > budget {
                complaints.push(format!("{what}: {bytes} bytes, {} above the budget", bytes - budget));
            }
        }
        for (what, transfers) in
            [("page load", &self.page_load), ("opening", &self.opened), ("knowledge", &self.knowledge)]
        {
            if transfers.iter().all(|it| it.bytes == 0) {
                complaints.push(format!("{what}: nothing was transferred, so nothing was measured"));
            }
        }
        for (_, transfer) in self.all().filter(|(_, it)| it.is_compressible() && it.encoding != "br") {
            let found = if transfer.encoding.is_empty() { "nothing" } else { &transfer.encoding };
            complaints.push(format!("{}: expected content-encoding br, found {found}", transfer.path));
        }
        complaints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(load: u64, opened: u64, encoding: &str) -> Measured {
        let transfer = |path: &str, bytes| vec![Transfer { path: path.into(), bytes, encoding: encoding.into() }];
        Measured {
            date: "2026-01-01".into(),
            browser: "Chromium 1".into(),
            page_load: transfer("/renzai.js", load),
            opened: transfer("/assets/ren-zai.wasm", opened),
            knowledge: transfer("/packs/shop.zh.pack", 9),
        }
    }

    fn complaints(measured: &Measured) -> Vec<String> {
        measured.complaints(&measured.lines())
    }

    #[test]
    fn the_budget_itself_is_still_good_and_one_byte_more_is_not() {
        assert!(complaints(&measured(PAGE_LOAD, OPENED - PAGE_LOAD, "br")).is_empty());
        assert_eq!(complaints(&measured(PAGE_LOAD + 1, 1, "br")), ["page load: 4097 bytes, 1 above the budget"]);
        assert_eq!(
            complaints(&measured(1, OPENED, "br")),
            [format!("opened, without knowledge: {} bytes, 1 above the budget", OPENED + 1)]
        );
        let mut large = measured(1, 1, "br");
        large.knowledge[0].bytes = ANSWERING;
        assert_eq!(
            complaints(&large),
            [format!("opened, with the sample shop's: {} bytes, 2 above the budget", ANSWERING + 2)]
        );
    }

    #[test]
    fn what_is_not_compressed_or_not_loaded_is_no_success() {
        let found = complaints(&measured(300, 300, ""));
        assert_eq!(found.len(), 2, "page load and opening; the pack has 9 bytes: {found:?}");
        let mut nothing = measured(0, 0, "br");
        nothing.knowledge.clear();
        let none = |what: &str| format!("{what}: nothing was transferred, so nothing was measured");
        assert_eq!(complaints(&nothing), ["page load", "opening", "knowledge"].map(none));
    }

    #[test]
    fn the_table_for_the_documentation_has_budget_date_and_versions() {
        let measured = measured(10, 20, "br");
        let text = measured.markdown(&measured.lines(), "trunk 0");
        assert!(text.contains(&format!("| opened, without knowledge | 30 | {OPENED} |")), "{text}");
        assert!(text.ends_with("Measured 2026-01-01 with Chromium 1, trunk 0.\n"), "{text}");
    }
}
