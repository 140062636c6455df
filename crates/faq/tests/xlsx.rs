//! Workbooks say the same as the table they were typed from.
#![allow(clippy::unwrap_used)]

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const SHOP: &str = "[site]\nname = \"Shop\"\nlocale = \"zh-CN\"\nphone = \"95100\"\ntimezone = \"Asia/Shanghai\"\n\
                    [hours]\ndaily = \"09:00-21:00\"\n";

fn read(fill: impl Fn(&mut Workbook)) -> (Option<pack::Draft>, String) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("shop.toml"), SHOP).unwrap();
    let mut book = Workbook::new();
    fill(&mut book);
    book.save(dir.path().join("faq.xlsx")).unwrap();
    let outcome = faq::read(dir.path(), 20_778, None);
    (outcome.draft, outcome.diagnostics.iter().map(|found| format!("{found}\n")).collect())
}

#[test]
fn reads_texts_numbers_and_dates() {
    let (draft, said) = read(|book| {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let sheet = book.add_worksheet();
        for (column, name) in (0..).zip(["编号", "问题", "问法", "答案", "valid_from", "valid_until"]) {
            sheet.write(0, column, name).unwrap();
        }
        sheet.write(1, 0, 12).unwrap();
        sheet.write(1, 1, "双十二几点开始？").unwrap();
        sheet.write(1, 2, "双12什么时候\n12.12开始没").unwrap();
        sheet.write(1, 3, "**12 月 12 日**零点。").unwrap();
        sheet.write_with_format(1, 4, ExcelDateTime::from_ymd(2026, 12, 1).unwrap(), &date).unwrap();
        sheet.write(1, 5, "2026-12-12").unwrap();
    });
    assert_eq!(said, "");
    let draft = draft.unwrap();
    let entry = &draft.knowledge.entries[0];
    assert_eq!((entry.id.as_str(), entry.valid_from, entry.valid_until), ("12", Some(20_788), Some(20_799)));
    assert_eq!(draft.phrasings[0], ["双12什么时候", "12.12开始没"]);
}

#[test]
fn names_the_row() {
    let (_, said) = read(|book| {
        let sheet = book.add_worksheet();
        for (column, name) in (0..).zip(["id", "question", "answer"]) {
            sheet.write(0, column, name).unwrap();
        }
        sheet.write(4, 0, "a").unwrap();
        sheet.write(4, 1, "b?").unwrap();
        sheet.write(4, 2, "one\n\n# two").unwrap();
        sheet.write(1_000_000, 16_000, "stray").unwrap();
        book.add_worksheet().set_name("old").unwrap();
    });
    assert_eq!(
        said,
        "faq.xlsx: warning: only the first sheet, `Sheet1`, is read; not old\n  \
         hint: move the questions to the first sheet, or the other sheets to another file\n\
         faq.xlsx:5: error: answer: a heading cannot be shown in an answer\n  hint: use a paragraph in **bold**\n"
    );
}

#[test]
fn half_written_and_empty_workbooks() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("shop.toml"), SHOP).unwrap();
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "id").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    for cut in [1, 100, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(dir.path().join("faq.xlsx"), &bytes[..cut]).unwrap();
        let said = faq::read(dir.path(), 20_778, None).diagnostics[0].to_string();
        assert!(said.starts_with("faq.xlsx: error: cannot be opened as an Excel workbook:"), "{said}");
    }
    let (_, said) = read(|book| {
        book.add_worksheet();
    });
    assert!(said.starts_with("faq.xlsx: error: the sheet `Sheet1` is empty"), "{said}");
}
