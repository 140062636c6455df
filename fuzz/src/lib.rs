//! What is fuzzed. Each target takes any bytes; a panic, or memory without bound, is a finding.

mod protocol;

pub use protocol::protocol;

use answer::{Engine, Query};
use pack::{Draft, Entry, Pack};
use std::{fs, path::Path, sync::LazyLock};

/// Every target with its name.
pub const TARGETS: [(&str, fn(&[u8])); 9] = [
    ("fold", fold),
    ("engine", engine),
    ("pack", pack),
    ("csv", csv),
    ("toml", toml),
    ("xlsx", xlsx),
    ("markdown", markdown),
    ("mask", mask),
    ("protocol", protocol),
];

/// Digits that one Chinese numeral becomes at most: 亿 is 100000000.
const MOST_DIGITS: usize = 9;

/// Folds a text twice: what was folded may become numerals (百 天, 100天), and nothing else that is longer. So it may grow
/// by what a numeral's digits are more than its characters.
pub fn fold(input: &[u8]) {
    static EMPTY: LazyLock<Engine> = LazyLock::new(|| Engine::new(Pack::default()));
    let once = ask(&EMPTY, &String::from_utf8_lossy(input));
    let twice = ask(&EMPTY, &once);
    assert!(twice.chars().count() <= MOST_DIGITS * once.chars().count(), "{once:?} became {twice:?}");
}

/// Asks a small shop.
pub fn engine(input: &[u8]) {
    static SHOP: LazyLock<Engine> = LazyLock::new(|| Engine::new(shop()));
    ask(&SHOP, &String::from_utf8_lossy(input));
}

/// Reads a pack, as it is and with its checksum put right: one that is wrong is refused before anything else is read. A pack
/// that is taken must be safe to ask.
pub fn pack(input: &[u8]) {
    for bytes in [input, &with_checksum(input)] {
        if let Ok(pack) = Pack::read(bytes) {
            let engine = Engine::new(pack);
            for text in ["怎么退获", "trakc my order", "zhuan rengong", ""] {
                ask(&engine, text);
            }
        }
    }
}

/// The same bytes, with the length and the CRC-32 in front that a pack has (docs/pack-format.md).
fn with_checksum(input: &[u8]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    if bytes.len() > 14 {
        let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        let crc = !bytes[14..].iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)));
        let length = u32::try_from(bytes.len() - 14).unwrap_or(0);
        bytes[6..10].copy_from_slice(&crc.to_le_bytes());
        bytes[10..14].copy_from_slice(&length.to_le_bytes());
    }
    bytes
}

/// Reads a table of questions.
pub fn csv(input: &[u8]) {
    sources(&[("faq.csv", input), ("shop.toml", b"name = \"Shop\"\nlocale = \"en\"\n")]);
}

/// Reads a shop's settings.
pub fn toml(input: &[u8]) {
    sources(&[("faq.csv", b"id,question,answer\na,How?,So.\n"), ("shop.toml", input)]);
}

/// Reads a spreadsheet.
pub fn xlsx(input: &[u8]) {
    sources(&[("faq.xlsx", input), ("shop.toml", b"name = \"Shop\"\nlocale = \"en\"\n")]);
}

/// Reads an answer.
pub fn markdown(input: &[u8]) {
    let answer = String::from_utf8_lossy(input).replace('"', "\"\"");
    let table = format!("id,question,answer\na,How?,\"{answer}\"\n");
    sources(&[("faq.csv", table.as_bytes()), ("shop.toml", b"name = \"Shop\"\nlocale = \"en\"\n")]);
}

/// Covers what tells who somebody is: each find lies in the text, in order, and what is covered stays as it is.
pub fn mask(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let masked = mask::mask(&text, &["400-000-1234"]);
    let mut done = 0;
    for span in &masked.spans {
        assert!(span.start >= done && span.start < span.end, "{span:?} after {done}");
        assert!(text.get(span.start..span.end).is_some(), "{span:?} cuts a character");
        done = span.end;
    }
    assert_eq!(mask::mask(&masked.text, &[]).text, masked.text, "masked twice");
}

/// A pack to ask, made by the project itself.
fn shop() -> Pack {
    let entries = [
        ("return", "怎么申请退货？", "退货流程"),
        ("invoice", "怎么开发票？", "发票在哪里申请"),
        ("track", "How do I track my order?", "Where is my parcel"),
    ];
    let mut draft = Draft::default();
    for (id, question, other) in entries {
        draft.knowledge.entries.push(Entry { id: id.into(), question: question.into(), ..Entry::default() });
        draft.phrasings.push(vec![other.into()]);
    }
    answer::build(draft, &mut |_, _| {})
}

fn ask(engine: &Engine, text: &str) -> String {
    let reply = engine.ask(&Query { text, today: 20_000, scene: "order", ..Query::default() });
    assert!(reply.candidates.len() <= 10);
    reply.folded
}

/// Reads a folder of sources as `renzai check` does.
fn sources(files: &[(&str, &[u8])]) {
    let Ok(dir) = tempfile::tempdir() else { return };
    let write = |(name, bytes): &(&str, &[u8])| fs::write(dir.path().join(name), bytes).is_ok();
    if files.iter().all(write) {
        let _ = faq::read(Path::new(dir.path()), 20_000, None);
    }
}
