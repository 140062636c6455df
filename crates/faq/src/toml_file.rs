//! TOML, walked key by key, so that every unknown key and every wrong type is reported, not just the first.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::Place;
use crate::diagnostic::{Report, Said};

/// A table of the file. Keys are taken out one by one; what is left at [`Section::finish`] is unknown.
pub(crate) struct Section<'a> {
    lines: &'a Lines,
    path: String,
    place: Place,
    table: DeTable<'a>,
    known: Vec<&'static str>,
}

/// Turns byte offsets into lines.
pub(crate) struct Lines {
    file: Place,
    starts: Vec<usize>,
}

impl Lines {
    pub fn new(text: &str, file: &Place) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { file: file.clone(), starts: breaks.collect() }
    }

    fn place(&self, offset: usize) -> Place {
        let before = self.starts.partition_point(|start| *start <= offset);
        self.file.line(u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1))
    }
}

/// Parses a file. Syntax errors are reported, all of them; what could be read is walked on.
pub(crate) fn parse<'a>(text: &'a str, lines: &'a Lines, report: &mut Report) -> Section<'a> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let place = error.span().map_or_else(|| lines.file.clone(), |span| lines.place(span.start));
        let message = format!("not valid TOML: {}", error.message());
        report.error(&place, message, "look at this line and the one before: quotes, brackets and = must be complete");
    }
    let table = document.into_inner();
    Section { lines, path: String::new(), place: lines.file.clone(), table, known: Vec::new() }
}

impl<'a> Section<'a> {
    /// Where the table begins.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// A text; reported when it is of another type.
    pub fn text(&mut self, key: &'static str, report: &mut Report) -> Option<Said> {
        let (place, value) = self.take(key)?;
        said(&value, place, report)
    }

    /// A text that must be there.
    pub fn required(&mut self, key: &'static str, hint: &str, report: &mut Report) -> String {
        let missing = !self.table.contains_key(key);
        let said = self.text(key, report);
        if missing || said.as_ref().is_some_and(|said| said.text.is_empty()) {
            let place = said.as_ref().map_or(&self.place, |said| &said.place);
            report.error(place, format!("`{}` is missing", self.name(key)), hint);
        }
        said.map(|said| said.text).unwrap_or_default()
    }

    /// A list of texts; a single text is a list of one.
    pub fn list(&mut self, key: &'static str, report: &mut Report) -> Vec<Said> {
        let Some((place, value)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(values) = value.get_ref() else {
            return said(&value, place, report).into_iter().collect();
        };
        let mut texts = Vec::new();
        for value in values {
            let place = self.lines.place(value.span().start).column(&self.name(key));
            texts.extend(said(value, place, report));
        }
        texts
    }

    /// A whole number.
    pub fn number(&mut self, key: &'static str, report: &mut Report) -> Option<i32> {
        let (place, value) = self.take(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|digits| i32::from_str_radix(&digits.as_str().replace('_', ""), digits.radix()).ok());
        if number.is_none() {
            let found = value.get_ref().type_str();
            report.error(&place, format!("a whole number was expected, found {found}"), "write it without quotes: 10");
        }
        number
    }

    /// A table such as `[site]`; an empty one when it is missing.
    pub fn table(&mut self, key: &'static str, report: &mut Report) -> Self {
        let path = self.name(key);
        let Some((place, value)) = self.take(key) else {
            return Self {
                lines: self.lines,
                path,
                place: self.place.clone(),
                table: DeTable::new(),
                known: Vec::new(),
            };
        };
        let found = value.get_ref().type_str();
        let table = if let DeValue::Table(table) = value.into_inner() {
            table
        } else {
            report.error(&place, format!("a section was expected, found {found}"), format!("write [{path}] on a line"));
            DeTable::new()
        };
        Self { lines: self.lines, path, place: self.lines.file.line(place.line.unwrap_or(1)), table, known: Vec::new() }
    }

    /// Tables such as `[[rules]]`.
    pub fn tables(&mut self, key: &'static str, report: &mut Report) -> Vec<Self> {
        let path = self.name(key);
        let Some((place, value)) = self.take(key) else { return Vec::new() };
        let hint = format!("write [[{path}]] on a line, once for each");
        let DeValue::Array(values) = value.into_inner() else {
            report.error(&place, "sections between [[ and ]] were expected", hint);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for value in values {
            let place = self.lines.place(value.span().start);
            if let DeValue::Table(table) = value.into_inner() {
                sections.push(Self { lines: self.lines, path: path.clone(), place, table, known: Vec::new() });
            } else {
                report.error(&place, "sections between [[ and ]] were expected", hint.clone());
            }
        }
        sections
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self, report: &mut Report) {
        for (key, _) in self.table {
            let place = self.lines.place(key.span().start);
            let known = self.known.join(", ");
            let within = if self.path.is_empty() { String::new() } else { format!(" in [{}]", self.path) };
            let message = format!("`{}` is not known{within}", key.get_ref());
            report.error(&place, message, format!("correct the spelling; known are {known}"));
        }
    }

    fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn take(&mut self, key: &'static str) -> Option<(Place, Spanned<DeValue<'a>>)> {
        self.known.push(key);
        let (at, value) = self.table.remove_entry(key)?;
        Some((self.lines.place(at.span().start).column(&self.name(key)), value))
    }
}

/// A text, or a date without quotes, which is meant as one.
fn said(value: &Spanned<DeValue<'_>>, place: Place, report: &mut Report) -> Option<Said> {
    let text = match value.get_ref() {
        DeValue::String(text) => text.trim().to_owned(),
        DeValue::Datetime(date) => date.to_string(),
        other => {
            let message = format!("a text was expected, found {}", other.type_str());
            report.error(&place, message, "put it between quotes");
            return None;
        }
    };
    Some(Said { text, place })
}
