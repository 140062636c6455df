//! How much of what must be masked is masked, and how much of what is masked had to be.

use std::fmt::Write;

use mask::Kind;

use super::corpus::{Case, Marked};
use crate::score::share;

/// Counts of one kind, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Spans that must be masked.
    pub wanted: usize,
    /// Of these, masked to the last letter and digit, as their own kind.
    pub covered: usize,
    /// Of these, with the very same ends.
    pub exact: usize,
    /// Spans that are masked.
    pub found: usize,
    /// Of these, of the kind of a wanted span that takes up at least half of it.
    pub right: usize,
}

/// What was measured.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub cases: usize,
    pub all: Tally,
    pub kinds: [Tally; 10],
    /// Cases that went wrong, to be looked at.
    pub wrong: Vec<String>,
}

/// Masks every case and compares.
pub(crate) fn measure(cases: &[Case]) -> Report {
    let mut report = Report { cases: cases.len(), ..Report::default() };
    for case in cases {
        let text: Vec<char> = case.text.chars().collect();
        let found = found(&case.text);
        for want in &case.spans {
            let covered = (want.start..want.end).filter(|at| text[*at].is_alphanumeric());
            let covered = covered
                .clone()
                .all(|at| found.iter().any(|span| span.kind == want.kind && (span.start..span.end).contains(&at)));
            let exact = found.contains(want);
            for tally in [&mut report.all, &mut report.kinds[want.kind as usize]] {
                tally.wanted += 1;
                tally.covered += usize::from(covered);
                tally.exact += usize::from(exact);
            }
            if !covered {
                report.wrong.push(line("missed", want, &text));
            }
        }
        for span in &found {
            let shared = |want: &Marked| want.end.min(span.end).saturating_sub(want.start.max(span.start));
            let half = |want: &&Marked| want.kind == span.kind && shared(want) * 2 >= span.end - span.start;
            let right = case.spans.iter().find(half).is_some();
            for tally in [&mut report.all, &mut report.kinds[span.kind as usize]] {
                tally.found += 1;
                tally.right += usize::from(right);
            }
            if !right {
                report.wrong.push(line("not one", span, &text));
            }
        }
    }
    report
}

/// What the masking finds, in code points.
pub(crate) fn found(text: &str) -> Vec<Marked> {
    let count = |end: usize| text[..end].chars().count();
    let spans = mask::find(text).into_iter();
    spans.map(|span| Marked { start: count(span.start), end: count(span.end), kind: span.kind }).collect()
}

fn line(what: &str, span: &Marked, text: &[char]) -> String {
    let part: String = text[span.start..span.end].iter().collect();
    let text: String = text.iter().collect();
    format!("{what}: {} `{part}` in `{text}`", span.kind.as_str())
}

impl Report {
    /// As one JSON object.
    pub fn json(&self) -> String {
        let figures = |tally: &Tally| {
            serde_json::json!({
                "recall": share(tally.covered, tally.wanted),
                "precision": share(tally.right, tally.found),
                "exact": share(tally.exact, tally.wanted),
                "wanted": tally.wanted,
                "found": tally.found,
            })
        };
        let mut object = figures(&self.all);
        object["cases"] = self.cases.into();
        object["kinds"] = Kind::ALL.iter().map(|kind| (kind.as_str(), figures(&self.kinds[*kind as usize]))).collect();
        format!("{object}\n")
    }

    /// As a table.
    pub fn table(&self) -> String {
        let mut table = format!("{} cases\n{:<10}  recall  precision  exact  spans\n", self.cases, "");
        let kinds = Kind::ALL.iter().map(|kind| (kind.as_str(), &self.kinds[*kind as usize]));
        for (name, tally) in kinds.chain([("all", &self.all)]) {
            let figure = |part, whole| share(part, whole).map_or_else(|| "–".to_owned(), |share| format!("{share:.4}"));
            let (recall, precision) = (figure(tally.covered, tally.wanted), figure(tally.right, tally.found));
            let exact = figure(tally.exact, tally.wanted);
            let _ = writeln!(table, "{name:<10}  {recall:<6}  {precision:<9}  {exact:<6} {}", tally.wanted);
        }
        table
    }
}
