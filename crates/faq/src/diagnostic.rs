//! What is wrong, where, and what to do about it.

use std::fmt::{self, Write};
use std::sync::Arc;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether a pack can still be made.
    pub severity: Severity,
    /// Where to look.
    pub place: Place,
    /// What was found, and what was expected.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No pack is made until this is mended.
    Error,
    /// A pack is made; somebody should look.
    Warning,
}

/// A place in the merchant's files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the folder that was read.
    pub file: Arc<str>,
    /// Line of a text file or row of a sheet, from 1; `None` = the file as a whole.
    pub line: Option<u32>,
    /// Column of a table or key of a TOML file, where that is known.
    pub column: Option<Arc<str>>,
}

impl Place {
    /// The file as a whole.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self { file: file.into(), line: None, column: None }
    }

    /// The same file at a line.
    #[must_use]
    pub fn line(&self, line: u32) -> Self {
        Self { line: Some(line), ..self.clone() }
    }

    /// The same line at a column or key.
    #[must_use]
    pub fn column(&self, column: &str) -> Self {
        Self { column: Some(column.into()), ..self.clone() }
    }

    /// How another finding refers to this place: `line 12`, or `b.csv line 12` from within another file.
    pub(crate) fn seen_from(&self, other: &Self) -> String {
        let line = self.line.map_or_else(String::new, |line| format!("line {line}"));
        if self.file == other.file { line } else { format!("{} {line}", self.file) }
    }
}

/// `faq.csv:12: error: answer: …` and the hint indented below.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.place.file)?;
        if let Some(line) = self.place.line {
            write!(f, "{line}:")?;
        }
        f.write_str(match self.severity {
            Severity::Error => " error: ",
            Severity::Warning => " warning: ",
        })?;
        if let Some(column) = &self.place.column {
            write!(f, "{column}: ")?;
        }
        // A damaged file is quoted in the message, and must not steer the terminal.
        for c in self.message.chars() {
            f.write_char(if c.is_control() { '\u{FFFD}' } else { c })?;
        }
        write!(f, "\n  hint: {}", self.hint)
    }
}

/// Words with the place where the merchant wrote them.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub text: String,
    pub place: Place,
}

/// Collects findings.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub found: Vec<Diagnostic>,
}

impl Report {
    pub fn error(&mut self, place: &Place, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Error, place, message.into(), hint.into());
    }

    pub fn warning(&mut self, place: &Place, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Warning, place, message.into(), hint.into());
    }

    fn add(&mut self, severity: Severity, place: &Place, message: String, hint: String) {
        let found = Diagnostic { severity, place: place.clone(), message, hint };
        // `<b>` and its `</b>` on one line are one mistake.
        if self.found.last() != Some(&found) {
            self.found.push(found);
        }
    }

    /// In the order in which a person walks through the files.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| (&a.place.file, a.place.line).cmp(&(&b.place.file, b.place.line)));
        self.found
    }
}
