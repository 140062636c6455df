//! A table of questions, wherever it came from: rows of cells under named columns.

use crate::Place;
use crate::diagnostic::{Report, Said};

/// One cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub text: String,
    pub line: Line,
}

impl Cell {
    fn trimmed(self) -> Self {
        let blank = self.text.len() - self.text.trim_start().len();
        Self { line: self.line.after(&self.text[..blank]), text: self.text.trim().to_owned() }
    }
}

/// Where a cell begins. A line break inside a cell is a new line of a text file, but the same row of a sheet.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line {
    InText(u32),
    InSheet(u32),
}

impl Line {
    fn after(self, before: &str) -> Self {
        match self {
            Self::InText(_) => Self::InText(self.plus_breaks(before)),
            Self::InSheet(_) => self,
        }
    }

    /// The line after the breaks in `before`, which is how the cell begins.
    pub fn plus_breaks(self, before: &str) -> u32 {
        match self {
            Self::InText(line) => {
                let breaks = before.bytes().filter(|byte| *byte == b'\n').count();
                line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))
            }
            Self::InSheet(row) => row,
        }
    }
}

/// The columns, each with the Chinese name that is understood too, and the most characters in one of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: &'static str,
    also: &'static str,
    pub most: usize,
}

pub(crate) const ID: Column = Column { name: "id", also: "编号", most: 64 };
pub(crate) const QUESTION: Column = Column { name: "question", also: "问题", most: 200 };
pub(crate) const PHRASINGS: Column = Column { name: "phrasings", also: "问法", most: 20_000 };
pub(crate) const ANSWER: Column = Column { name: "answer", also: "答案", most: 5_000 };
pub(crate) const CATEGORY: Column = Column { name: "category", also: "分类", most: 100 };
pub(crate) const KEYWORDS: Column = Column { name: "keywords", also: "关键词", most: 2_000 };
pub(crate) const SCENE: Column = Column { name: "scene", also: "场景", most: 1_000 };
pub(crate) const VALID_FROM: Column = Column { name: "valid_from", also: "生效日期", most: 40 };
pub(crate) const VALID_UNTIL: Column = Column { name: "valid_until", also: "失效日期", most: 40 };
pub(crate) const FOLLOWUPS: Column = Column { name: "followups", also: "追问", most: 1_000 };
pub(crate) const ACTIONS: Column = Column { name: "actions", also: "按钮", most: 2_000 };
pub(crate) const NEEDS: Column = Column { name: "needs", also: "需要", most: 1_000 };
pub(crate) const LOOKUP: Column = Column { name: "lookup", also: "查询", most: 64 };

const COLUMNS: [Column; 13] = [
    ID,
    QUESTION,
    PHRASINGS,
    ANSWER,
    CATEGORY,
    KEYWORDS,
    SCENE,
    VALID_FROM,
    VALID_UNTIL,
    FOLLOWUPS,
    ACTIONS,
    NEEDS,
    LOOKUP,
];

/// A row of a table.
#[derive(Debug)]
pub(crate) struct Row {
    pub place: Place,
    cells: Vec<(Column, Cell)>,
}

impl Row {
    /// The cell under a column, without blanks around; `None` when it is missing or blank.
    pub fn get(&self, column: Column) -> Option<Said> {
        let (_, cell) = self.cells.iter().find(|(at, _)| *at == column)?;
        Some(Said { text: cell.text.clone(), place: self.place_in(column, 0) })
    }

    /// The parts of a cell between `|`, `｜` and line breaks, each with its own line, empty ones left out.
    pub fn list(&self, column: Column) -> Vec<Said> {
        let Some((_, cell)) = self.cells.iter().find(|(at, _)| *at == column) else { return Vec::new() };
        let mut parts = Vec::new();
        let mut offset = 0;
        for part in cell.text.split_inclusive(['|', '｜', '\n']) {
            let text = part.trim_end_matches(['|', '｜', '\n']).trim();
            if !text.is_empty() {
                parts.push(Said { text: text.to_owned(), place: self.place_in(column, offset) });
            }
            offset += part.len();
        }
        parts
    }

    /// The place of a byte within a cell.
    pub fn place_in(&self, column: Column, offset: usize) -> Place {
        let place = self.place.column(column.name);
        let Some((_, cell)) = self.cells.iter().find(|(at, _)| *at == column) else { return place };
        place.line(cell.line.plus_breaks(cell.text.get(..offset).unwrap_or(&cell.text)))
    }
}

/// Takes the first row as the header and names the cells of the others.
pub(crate) fn rows(cells: Vec<Vec<Cell>>, file: &Place, report: &mut Report) -> Vec<Row> {
    let mut cells = cells.into_iter();
    let Some(header) = cells.next() else { return Vec::new() };
    let Some(columns) = columns(&header, file, report) else { return Vec::new() };
    let rows: Vec<Row> = cells.map(|cells| row(cells, &columns, file, report)).collect();
    if rows.is_empty() {
        report.error(file, "a header, but no questions below it", "write one question a row");
    }
    rows
}

/// What each column is; `None` for one that is not known. Nothing at all when a column is missing without which no row
/// makes sense: a finding for every row would hide the one that matters.
fn columns(header: &[Cell], file: &Place, report: &mut Report) -> Option<Vec<Option<Column>>> {
    let place = file.line(header.first()?.line.plus_breaks(""));
    let mut known: Vec<Option<Column>> = Vec::new();
    for cell in header {
        let name = cell.text.trim();
        let column = COLUMNS.into_iter().find(|column| column.name.eq_ignore_ascii_case(name) || column.also == name);
        if column.is_none() && !name.is_empty() {
            let names: Vec<_> = COLUMNS.iter().map(|column| column.name).collect();
            let hint = format!("the columns are {}", names.join(", "));
            report.warning(&place, format!("column `{name}` is not known and not read"), hint);
        }
        if let Some(column) = column.filter(|column| known.contains(&Some(*column))) {
            let message = format!("column `{}` stands here twice", column.name);
            report.error(&place, message, "keep one of the two");
        }
        known.push(column);
    }
    let mut complete = true;
    for column in [ID, QUESTION, ANSWER].into_iter().filter(|column| !known.contains(&Some(*column))) {
        complete = false;
        let Column { name, also, .. } = column;
        let hint = match header {
            [only] if only.text.contains(';') => "separate the cells with commas, not with semicolons".to_owned(),
            [only] if only.text.contains('\t') => "separate the cells with commas, not with tabs".to_owned(),
            _ => format!("the first row names the columns: write `{name}` (or `{also}`) above the right one"),
        };
        report.error(&place, format!("column `{name}` is missing"), hint);
    }
    complete.then_some(known)
}

fn row(cells: Vec<Cell>, columns: &[Option<Column>], file: &Place, report: &mut Report) -> Row {
    let place = file.line(cells.first().map_or(0, |cell| cell.line.plus_breaks("")));
    let written = cells.iter().rposition(|cell| !cell.text.trim().is_empty()).map_or(0, |last| last + 1);
    if written > columns.len() {
        let message = format!("{written} cells under {} columns", columns.len());
        report.error(&place, message, "put a text that has commas between quotes: \"one, two\"");
    }
    let mut named: Vec<(Column, Cell)> = Vec::new();
    for (column, cell) in columns.iter().zip(cells) {
        let Some(column) = column else { continue };
        let long = cell.text.chars().count();
        if long > column.most {
            let message = format!("{long} characters, at most {} are sensible here", column.most);
            report.error(&place.column(column.name), message, "shorten it, or look for a quote that closes too late");
        }
        let cell = cell.trimmed();
        if !cell.text.is_empty() {
            named.push((*column, cell));
        }
    }
    Row { place, cells: named }
}
