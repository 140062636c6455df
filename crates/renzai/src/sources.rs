//! Knowledge from a pack or from a folder of sources, whichever was named.

use std::path::Path;
use std::time::{Duration, Instant};

use answer::Engine;
use anyhow::{Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use pack::{Day, Draft, Pack};

/// No pack of ours comes near it; a larger file is something else.
const MAX_PACK: u64 = 64_000_000;

/// An engine on a pack, or on a folder of sources packed in memory.
pub(crate) fn engine(path: &Path, today: Day) -> Result<Engine> {
    if path.is_dir() {
        let draft = draft(path, None, today)?;
        return Ok(Engine::new(build(draft).0));
    }
    let name = path.display().to_string();
    let bytes = faq::read_bytes(path, &name, MAX_PACK).map_err(|found| anyhow!("{found}"))?;
    match Pack::read(&bytes) {
        Ok(pack) => Ok(Engine::new(pack)),
        Err(pack::Error::NotAPack) => {
            bail!("{name}: error: not a knowledge pack\n  hint: name a pack, or the folder that holds the sources")
        }
        Err(why) => bail!("{name}: error: {why}"),
    }
}

/// The sources of a folder without errors; warnings go to standard error.
pub(crate) fn draft(dir: &Path, site: Option<&Path>, today: Day) -> Result<Draft> {
    let outcome = faq::read(dir, today, site);
    for found in &outcome.diagnostics {
        eprintln!("{found}");
    }
    let (errors, _) = outcome.count();
    outcome.draft.ok_or_else(|| anyhow!("{}: {}", dir.display(), count(errors, "error")))
}

/// The pack of a draft and how long it took. A large one shows a bar where somebody watches.
pub(crate) fn build(draft: Draft) -> (Pack, Duration) {
    const LARGE: usize = 500;
    let bar = if draft.knowledge.entries.len() < LARGE { ProgressBar::hidden() } else { ProgressBar::new(0) };
    if let Ok(style) = ProgressStyle::with_template("packing {bar:30} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    let started = Instant::now();
    let pack = answer::build(draft, &mut |done, of| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    (pack, started.elapsed())
}

/// The day on this machine.
pub(crate) fn today() -> Day {
    faq::parse_day(&chrono::Local::now().date_naive().to_string()).unwrap_or_default()
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, of: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    match of.strip_suffix('y') {
        Some(stem) if number != 1 => format!("{number} {stem}ies"),
        _ => format!("{number} {of}{ending}"),
    }
}
