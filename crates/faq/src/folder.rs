//! A folder of sources.

use std::path::{Path, PathBuf};

use pack::Day;

use crate::diagnostic::{Diagnostic, Place, Report, Severity};
use crate::entry::{self, Source};
use crate::shop::{self, Shop};
use crate::{MAX_BYTES, assemble, clash, csv, links, load, read_text, rules, table, xlsx};

/// What a folder of sources came to.
#[derive(Debug)]
pub struct Outcome {
    /// Everything the merchant wrote; `None` when there is an error.
    pub draft: Option<pack::Draft>,
    /// What was found, by file and line.
    pub diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// How many findings are errors, and how many are warnings.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let errors = self.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
        (errors, self.diagnostics.len() - errors)
    }
}

/// Reads the tables (`*.csv`, `*.xlsx`) and `shop.toml` of a folder and checks them together.
///
/// `today` decides which promotions are over. With `site`, the folder of the shop's pages, every path that an answer
/// links to must be there; the network is never asked.
///
/// ```
/// let outcome = faq::read(std::path::Path::new("no/such/folder"), 20_000, None);
/// assert!(outcome.draft.is_none());
/// assert_eq!(outcome.diagnostics[0].message, "folder not found");
/// ```
#[must_use]
pub fn read(dir: &Path, today: Day, site: Option<&Path>) -> Outcome {
    let mut report = Report::default();
    let mut shop = Shop::default();
    let mut entries = Vec::new();
    let mut whole = true;
    for (path, name) in files(dir, &mut report) {
        let file = Place::file(&name);
        if name == SHOP {
            match read_text(&path, &name, MAX_BYTES) {
                Ok(text) => shop = shop::read(&text, &file, &mut report),
                Err(found) => report.found.push(found),
            }
        } else {
            match table(&path, &file, today, &mut report) {
                Read::Whole(more) => entries.extend(more),
                Read::Part(more) => {
                    whole = false;
                    entries.extend(more);
                }
            }
        }
    }
    clash::ids(&entries, &mut report);
    clash::wordings(&entries, &mut report);
    clash::keywords(&entries, &mut report);
    clash::synonyms(&shop.synonyms, &mut report);
    rules::check(&shop.rules, &mut report);
    if let Some(site) = site {
        dead_links(&shop, &entries, site, &mut report);
    }
    // Of ids that seem to be missing nothing is said while rows are missing: the ids are in those rows.
    let mut missing = Report::default();
    let draft = assemble::draft(shop, entries, &mut missing);
    if whole {
        report.found.append(&mut missing.found);
    }
    let clean = report.found.iter().all(|found| found.severity != Severity::Error);
    Outcome { draft: clean.then_some(draft), diagnostics: report.sorted() }
}

/// What a desk needs to know of the shop.
#[derive(Debug, Default)]
pub struct ShopFile {
    /// Name, time zone, phone number, contact page.
    pub site: pack::Site,
    /// When people are on duty.
    pub hours: pack::Hours,
    /// `WeChat` service link; may be empty.
    pub wechat: String,
}

/// Reads `shop.toml` alone, for a desk.
///
/// # Errors
/// What is wrong with the file; warnings are no errors.
pub fn read_shop(path: &Path) -> Result<ShopFile, Vec<Diagnostic>> {
    let mut report = Report::default();
    let place = Place::file(&path.to_string_lossy());
    let text = read_text(path, &path.to_string_lossy(), MAX_BYTES).map_err(|found| vec![found])?;
    let shop = shop::read(&text, &place, &mut report);
    let diagnostics = report.sorted();
    if diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return Err(diagnostics);
    }
    Ok(ShopFile { site: shop.site, hours: shop.hours, wechat: shop.wechat })
}

const SHOP: &str = "shop.toml";

/// The files to read with their names, `shop.toml` last.
fn files(dir: &Path, report: &mut Report) -> Vec<(PathBuf, String)> {
    let folder = Place::file(&dir.to_string_lossy());
    let listing = match std::fs::read_dir(dir) {
        Ok(listing) => listing,
        Err(why) => {
            let (message, hint) = match why.kind() {
                std::io::ErrorKind::NotFound => {
                    ("folder not found".to_owned(), "check the spelling, and from which folder the command runs")
                }
                std::io::ErrorKind::NotADirectory => {
                    ("this is a file, a folder was expected".to_owned(), "name the folder that holds it")
                }
                _ => (format!("cannot be read: {why}"), "check the permissions of the folder"),
            };
            report.error(&folder, message, hint);
            return Vec::new();
        }
    };
    let mut tables = Vec::new();
    for path in listing.flatten().map(|found| found.path()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        // `~$faq.xlsx` is the mark that Excel leaves beside a workbook that is open.
        if name.starts_with(['.', '~']) {
            continue;
        }
        match ending.as_str() {
            "csv" | "xlsx" => tables.push((path, name)),
            "xls" | "xlsm" | "xlsb" | "ods" | "tsv" | "numbers" => {
                report.warning(
                    &Place::file(&name),
                    format!("a .{ending} file is not read"),
                    "save it as .xlsx or .csv",
                );
            }
            _ => {}
        }
    }
    tables.sort();
    if tables.is_empty() {
        let hint = "put faq.csv or faq.xlsx there, with the columns id, question, answer";
        report.error(&folder, "no table of questions in this folder", hint);
    }
    let shop = dir.join(SHOP);
    if shop.exists() {
        tables.push((shop, SHOP.to_owned()));
    } else {
        let hint = "write shop.toml with [site] name, locale, timezone, phone and contact, and [hours] daily";
        report.error(&folder, "no shop.toml in this folder", hint);
    }
    tables
}

/// The entries of a table, and whether that is all of them.
enum Read {
    Whole(Vec<Source>),
    Part(Vec<Source>),
}

fn table(path: &Path, file: &Place, today: Day, report: &mut Report) -> Read {
    let before = report.found.len();
    let workbook = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let cells = if workbook {
        load::read_bytes(path, &file.file, MAX_BYTES).map(|bytes| xlsx::rows(bytes, file, report))
    } else {
        read_text(path, &file.file, MAX_BYTES).map(|text| csv::rows(&text, file, report))
    };
    let cells = cells.unwrap_or_else(|found| {
        report.found.push(found);
        Vec::new()
    });
    let broken = report.found[before..].iter().any(|found| found.severity == Severity::Error);
    let rows = table::rows(cells, file, report);
    let entries: Vec<_> = rows.iter().filter_map(|row| entry::read(row, today, report)).collect();
    if broken || entries.len() < rows.len() || rows.is_empty() { Read::Part(entries) } else { Read::Whole(entries) }
}

fn dead_links(shop: &Shop, entries: &[Source], site: &Path, report: &mut Report) {
    if !site.is_dir() {
        let place = Place::file(&site.to_string_lossy());
        report.error(&place, "the site's folder was not found", "name the folder that holds the shop's index.html");
        return;
    }
    links::check(&shop.links, site, report);
    for entry in entries {
        links::check(&entry.answer.links, site, report);
    }
}
