//! Folders of sources with something wrong, and what must be said about it.
//!
//! Each folder below `tests/cases` holds sources and `expected.txt`; with a folder `site` in it, links are checked.
//! `BLESS=1 cargo test -p faq` writes what is said now: read the difference before it is committed.
#![allow(clippy::unwrap_used)]

use std::path::Path;

/// 2026-11-21.
const TODAY: pack::Day = 20_778;

fn said(dir: &Path, site: Option<&Path>) -> String {
    let outcome = faq::read(dir, TODAY, site);
    let (errors, _) = outcome.count();
    assert_eq!(outcome.draft.is_none(), errors > 0, "a draft exactly when there is no error");
    let lines: String = outcome.diagnostics.iter().map(|found| format!("{found}\n")).collect();
    lines.replace(&dir.display().to_string(), "DIR")
}

#[test]
fn every_case_says_what_it_should() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut seen = 0;
    for case in std::fs::read_dir(cases).unwrap() {
        let dir = case.unwrap().path();
        let site = dir.join("site");
        let said = said(&dir, site.is_dir().then_some(site.as_path()));
        let expected = dir.join("expected.txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &said).unwrap();
        }
        assert_eq!(said, std::fs::read_to_string(&expected).unwrap(), "{}", dir.display());
        seen += 1;
    }
    assert!(seen > 10, "the cases were not found");
}

const SHOP: &str = "[site]\nname = \"Shop\"\nlocale = \"en\"\nphone = \"400-000-1234\"\ntimezone = \"UTC\"\n\
                    [hours]\ndaily = \"09:00-21:00\"\n";

/// The first finding about `faq.csv` with these bytes.
fn of_table(bytes: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("shop.toml"), SHOP).unwrap();
    std::fs::write(dir.path().join("faq.csv"), bytes).unwrap();
    said(dir.path(), None)
}

#[test]
fn files_that_are_no_text() {
    let gbk = of_table(b"id,question,answer\na,\xCD\xCB\xBB\xF5,\xBF\xC9\xD2\xD4\n");
    assert!(gbk.starts_with("faq.csv:2: error: not UTF-8: byte 0xCD at offset 21; it looks like GBK"), "{gbk}");
    assert!(gbk.contains("hint: in Excel choose “Save as” → “CSV UTF-8"), "{gbk}");
    assert!(of_table(b"PK\x03\x04\x00\x00").contains("Excel workbook or a zip archive"));
    assert!(of_table(b"").starts_with("faq.csv: error: the file is empty"));
    assert!(of_table(b"\xEF\xBB\xBFid,question,answer\na,b?,c\n").is_empty(), "a byte order mark is fine");
}

#[test]
fn a_huge_file_is_refused_by_its_size() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("shop.toml"), SHOP).unwrap();
    // Sparse: the size is there, the bytes are not, so reading them first would be noticed as zero bytes.
    std::fs::File::create(dir.path().join("faq.csv")).unwrap().set_len(100_000_000).unwrap();
    assert!(said(dir.path(), None).starts_with("faq.csv: error: too large: 100.0 MB, the limit is 20.0 MB"));
}

#[test]
fn cells_of_a_sane_length() {
    let long = "x".repeat(6_000);
    let found = of_table(format!("id,question,answer\na,b?,{long}\n").as_bytes());
    assert!(found.starts_with("faq.csv:2: error: answer: 6000 characters, at most 5000 are sensible here"), "{found}");
}

#[test]
fn folders_that_are_none() {
    let dir = tempfile::tempdir().unwrap();
    assert!(said(&dir.path().join("gone"), None).starts_with("DIR: error: folder not found"));
    let file = dir.path().join("faq.csv");
    std::fs::write(&file, "id,question,answer\n").unwrap();
    assert!(said(&file, None).starts_with("DIR: error: this is a file, a folder was expected"));
}

#[test]
fn any_cut_of_a_file_is_told_or_harmless() {
    let table =
        "id,question,phrasings,answer\nsize,\"Which, size?\",\"a | b\",\"**M** is \"\"medium\"\".\n- [x](/y)\"\n";
    for cut in 0..table.len() {
        of_table(&table.as_bytes()[..cut]);
    }
}
