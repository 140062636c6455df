//! Excel workbooks: the cells of the first sheet, as text.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use crate::Place;
use crate::diagnostic::Report;
use crate::table::{Cell, Line};

/// More columns than any table of ours has; a stray mark far to the right must not cost memory.
const MAX_COLUMNS: u32 = 64;
/// More rows than 20 MB of questions have.
const MAX_ROWS: u32 = 200_000;

/// The rows of the first sheet, blank rows left out.
pub(crate) fn rows(bytes: Vec<u8>, file: &Place, report: &mut Report) -> Vec<Vec<Cell>> {
    match read(bytes, file, report) {
        Ok(rows) => rows,
        Err(why) => {
            let message = format!("cannot be opened as an Excel workbook: {why}");
            report.error(file, message, "it may be half written or of another kind: open it, save it again as .xlsx");
            Vec::new()
        }
    }
}

fn read(bytes: Vec<u8>, file: &Place, report: &mut Report) -> Result<Vec<Vec<Cell>>, calamine::XlsxError> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let mut names = book.sheet_names().into_iter();
    let Some(first) = names.next() else {
        report.error(file, "the workbook has no sheet", "put the questions on its first sheet");
        return Ok(Vec::new());
    };
    let rest: Vec<_> = names.collect();
    if !rest.is_empty() {
        let message = format!("only the first sheet, `{first}`, is read; not {}", rest.join(", "));
        report.warning(file, message, "move the questions to the first sheet, or the other sheets to another file");
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut current = None;
    let mut cells = book.worksheet_cells_reader(&first)?;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) || column >= MAX_COLUMNS {
            continue;
        }
        if row >= MAX_ROWS {
            let message = format!("more than {MAX_ROWS} rows");
            report.error(&file.line(row + 1), message, "look for stray cells far below the table, or split the file");
            break;
        }
        if current != Some(row) {
            current = Some(row);
            rows.push(Vec::new());
        }
        let text = text(cell.get_value(), &file.line(row + 1), report);
        if let Some(cells) = rows.last_mut() {
            let blank = Cell { text: String::new(), line: Line::InSheet(row + 1) };
            cells.resize(column as usize, blank);
            cells.push(Cell { text, line: Line::InSheet(row + 1) });
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.text.trim().is_empty()));
    if rows.is_empty() {
        report.error(file, format!("the sheet `{first}` is empty"), "put the questions on the first sheet");
    }
    Ok(rows)
}

fn text(value: &DataRef<'_>, place: &Place, report: &mut Report) -> String {
    match value {
        DataRef::String(text) => text.replace("\r\n", "\n"),
        DataRef::SharedString(text) => text.replace("\r\n", "\n"),
        DataRef::Int(number) => number.to_string(),
        // `f64` shows whole numbers without a fraction, which is how an id such as 12 was typed.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        DataRef::Error(error) => {
            report.error(place, format!("a formula failed: {error}"), "replace the formula by its value");
            String::new()
        }
        DataRef::Empty => String::new(),
    }
}
