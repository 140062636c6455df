//! Comma separated values, read with the line of every cell.
//!
//! The usual readers take a file whose last quote is missing for one very long cell. A merchant whose file was cut off
//! while saving needs the line where that quote opened, so this reader is our own.

use crate::Place;
use crate::diagnostic::Report;
use crate::table::{Cell, Line};

/// The rows of a file, blank lines left out. After a quote that never closes nothing more can be told apart: the rows
/// before it are still returned, for checking.
pub(crate) fn rows(text: &str, file: &Place, report: &mut Report) -> Vec<Vec<Cell>> {
    let mut reader = Reader { rest: text, line: 1 };
    let mut rows = Vec::new();
    while !reader.rest.is_empty() {
        let first = reader.line;
        match reader.row() {
            Ok(row) => rows.push(row),
            Err(Broken::Unclosed(line)) => report.error(
                &file.line(line),
                "a quote opens here and never closes",
                "the file may be cut off, or a \" is missing at the end of this cell; inside a cell write \"\" for \"",
            ),
            Err(Broken::AfterQuote(line)) => report.error(
                &file.line(line),
                format!("text after a closing quote, in the row that begins at line {first}"),
                "inside a quoted cell write \"\" for \"; between two cells write a comma",
            ),
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.text.trim().is_empty()));
    rows
}

struct Reader<'a> {
    rest: &'a str,
    line: u32,
}

enum Broken {
    Unclosed(u32),
    AfterQuote(u32),
}

impl Reader<'_> {
    /// One row with the line break behind it.
    fn row(&mut self) -> Result<Vec<Cell>, Broken> {
        let mut cells = Vec::new();
        loop {
            cells.push(if self.take('"') { self.quoted()? } else { self.plain() });
            if !self.take(',') {
                self.line_break();
                return Ok(cells);
            }
        }
    }

    fn plain(&mut self) -> Cell {
        let end = self.rest.find([',', '\n', '\r']).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Cell { text: text.to_owned(), line: Line::InText(self.line) }
    }

    fn quoted(&mut self) -> Result<Cell, Broken> {
        let opened = self.line;
        let mut text = String::new();
        loop {
            let Some(end) = self.rest.find('"') else {
                self.rest = "";
                return Err(Broken::Unclosed(opened));
            };
            text.push_str(&self.rest[..end]);
            self.rest = &self.rest[end + 1..];
            if !self.take('"') {
                break;
            }
            text.push('"');
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        self.line = Line::InText(opened).plus_breaks(&text);
        if !(self.rest.is_empty() || self.rest.starts_with([',', '\n', '\r'])) {
            let line = self.line;
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.rest = &self.rest[end..];
            self.line_break();
            return Err(Broken::AfterQuote(line));
        }
        Ok(Cell { text, line: Line::InText(opened) })
    }

    fn line_break(&mut self) {
        let carriage_return = self.take('\r');
        if self.take('\n') || carriage_return {
            self.line = self.line.saturating_add(1);
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest.strip_prefix(wanted);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mut report = Report::default();
        let rows = rows(text, &Place::file("f.csv"), &mut report);
        let show = |cell: &Cell| format!("{}@{}", cell.text, cell.line.plus_breaks(""));
        let rows = rows.iter().map(|row| row.iter().map(show).collect()).collect();
        (rows, report.found.iter().map(|d| format!("{}: {}", d.place.line.unwrap(), d.message)).collect())
    }

    #[test]
    fn knows_the_line_of_every_cell() {
        let (rows, wrong) = read("a,b\r\n\"x, \"\"y\"\"\nz\",2\n\n3,\n");
        assert_eq!(rows, [vec!["a@1", "b@1"], vec!["x, \"y\"\nz@2", "2@3"], vec!["3@5", "@5"]]);
        assert!(wrong.is_empty());
    }

    #[test]
    fn says_where_an_unclosed_quote_opened() {
        let (rows, wrong) = read("a,b\n1,\"cut\noff here");
        assert_eq!(rows.len(), 1);
        assert_eq!(wrong, ["2: a quote opens here and never closes"]);
    }

    #[test]
    fn goes_on_after_a_stray_quote() {
        let (rows, wrong) = read("a,b\n\"one\"two,3\n4,5");
        assert_eq!(rows.last().unwrap(), &["4@3", "5@3"]);
        assert_eq!(wrong, ["2: text after a closing quote, in the row that begins at line 2"]);
    }
}
