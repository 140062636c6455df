//! What customers' devices noted: read for a report, printed out of a desk's data. It was masked where it was written; it
//! is masked again wherever it comes in or goes out, for a page may have been older than the mask.

use std::path::Path;

use anyhow::{Result, anyhow};
use wire::visitor::Note;

use crate::jsonl;
use crate::out;

/// Reads notes, JSON lines. The shop's own number stays.
pub(crate) fn read(path: &Path, phone: &str) -> Result<Vec<Note>> {
    const HINT: &str =
        r#"write {"kind": "unanswered", "up", "down" or "answered", "entry": "…", "text": "…", "talk": "…"}"#;
    jsonl::read(path, |line| {
        Ok(Note {
            kind: line.text("kind", HINT)?,
            entry: line.maybe("entry", HINT)?,
            text: mask::mask(&line.maybe("text", HINT)?, &[phone]).text,
            talk: line.maybe("talk", HINT)?,
        })
    })
}

/// `renzai desk notes`.
pub(crate) fn print(data: &Path, site: Option<&str>) -> Result<()> {
    let notes = desk::feedback(data, site).map_err(|why| anyhow!("{why}"))?;
    let mut lines = String::new();
    for note in notes {
        let masked = Note { text: mask::mask(&note.text, &[]).text, ..note };
        lines += &serde_json::to_string(&masked)?;
        lines.push('\n');
    }
    out::print(&lines)
}
