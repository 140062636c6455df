//! `renzai check`: what is wrong, where, and what to do.

use anyhow::{Result, bail};

use crate::cli::Check;
use crate::out::print;
use crate::sources::{count, today};

pub(crate) fn run(given: &Check) -> Result<()> {
    let outcome = faq::read(&given.dir, today(), given.site.as_deref());
    let lines: Vec<String> = outcome.diagnostics.iter().map(|found| format!("{found}\n")).collect();
    print(&lines.concat())?;
    let (errors, warnings) = outcome.count();
    let found = format!("{}, {}", count(errors, "error"), count(warnings, "warning"));
    let Some(draft) = outcome.draft else {
        bail!("{}: {found}", given.dir.display());
    };
    let entries = count(draft.knowledge.entries.len(), "entry");
    let rules = count(draft.knowledge.rules.len(), "rule");
    print(&format!("{}: {found} in {entries}, {rules}\n", given.dir.display()))
}
