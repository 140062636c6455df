//! Bytes from disk, and text from bytes: with a size limit before reading and words for every way it fails.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::{Diagnostic, Place, Severity};

/// No source file may be larger: 20 MB is about 100,000 entries, and far more than a person can look after.
pub const MAX_BYTES: u64 = 20_000_000;

/// Reads a UTF-8 text file of at most `limit` bytes; `name` is what the diagnostic calls it. A byte order mark is
/// taken off, an empty file is an error.
///
/// # Errors
/// Missing, not a plain file, larger than `limit` (told by its size, before reading), empty, or not UTF-8.
///
/// ```
/// let wrong = faq::read_text(std::path::Path::new("no/such.csv"), "such.csv", faq::MAX_BYTES).unwrap_err();
/// assert_eq!(wrong.message, "file not found");
/// ```
pub fn read_text(path: &Path, name: &str, limit: u64) -> Result<String, Diagnostic> {
    decode(read_bytes(path, name, limit)?, name)
}

/// As [`read_text`], for any bytes.
///
/// # Errors
/// Missing, not a plain file, larger than `limit`, or empty.
pub fn read_bytes(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let refuse = |message: String, hint: &str| Err(error(&Place::file(name), message, hint));
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            return refuse("file not found".into(), "check the spelling, and from which folder the command runs");
        }
        Err(why) => return refuse(format!("cannot be read: {why}"), "check the permissions of the file"),
    };
    if metadata.is_dir() {
        return refuse("this is a folder, a file was expected".into(), "name the file inside it");
    }
    if !metadata.is_file() {
        return refuse("not a plain file".into(), "copy the data into a plain file");
    }
    if metadata.len() > limit {
        let message = format!("too large: {}, the limit is {}", megabytes(metadata.len()), megabytes(limit));
        return refuse(message, "was the right file chosen? Split it, or take out what is not text");
    }
    if metadata.len() == 0 {
        return refuse("the file is empty".into(), "was it saved? Take the copy with contents, or remove the file");
    }
    let mut bytes = Vec::new();
    // A file may grow while it is read.
    match File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)) {
        Ok(_) if bytes.len() as u64 <= limit => Ok(bytes),
        Ok(_) => refuse(format!("grew past {} while it was read", megabytes(limit)), "wait until it is written"),
        Err(why) => refuse(format!("cannot be read: {why}"), "check the permissions of the file"),
    }
}

fn decode(mut bytes: Vec<u8>, name: &str) -> Result<String, Diagnostic> {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    if is_binary(&bytes) {
        return Err(binary(&bytes, name));
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => {
            Err(error(&Place::file(name), "the file has no contents but blanks", "write something, or remove the file"))
        }
        Ok(text) => Ok(text),
        Err(wrong) => {
            let at = wrong.utf8_error().valid_up_to();
            Err(not_utf8(&wrong.into_bytes(), at, name))
        }
    }
}

const SAVE_AS: &str = "in Excel choose “Save as” → “CSV UTF-8 (Comma delimited)”; in WPS or an editor choose UTF-8";

fn not_utf8(bytes: &[u8], at: usize, name: &str) -> Diagnostic {
    let place = Place::file(name).line(line_of(bytes, at));
    let found = format!("not UTF-8: byte 0x{:02X} at offset {at}", bytes[at]);
    if looks_like_gbk(bytes) {
        return error(&place, format!("{found}; it looks like GBK, Excel's plain “CSV” in Chinese"), SAVE_AS);
    }
    error(&place, found, SAVE_AS)
}

fn is_binary(bytes: &[u8]) -> bool {
    let magic: [&[u8]; 4] = [b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0], &[0xFF, 0xFE], &[0xFE, 0xFF]];
    magic.iter().any(|magic| bytes.starts_with(magic)) || bytes.contains(&0)
}

fn binary(bytes: &[u8], name: &str) -> Diagnostic {
    let place = Place::file(name);
    match bytes {
        [b'P', b'K', 3, 4, ..] => {
            error(&place, "this is an Excel workbook or a zip archive, not text", "give it the ending .xlsx")
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            error(&place, "this is an old Excel workbook, not text", "save it as .xlsx, or as “CSV UTF-8”")
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            error(&place, "this is UTF-16 (Excel's “Unicode text”), UTF-8 was expected", SAVE_AS)
        }
        _ => {
            let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(0);
            let place = place.line(line_of(bytes, at));
            error(&place, format!("not text: a zero byte at offset {at}"), "the file is damaged or of another kind")
        }
    }
}

/// Whether the bytes make sense as GBK: what does not is more likely Latin-1 or damage.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        let pair = match byte {
            0..=0x7F => true,
            0x81..=0xFE => matches!(rest.next(), Some(0x40..=0x7E | 0x80..=0xFE)),
            _ => false,
        };
        if !pair {
            return false;
        }
    }
    true
}

fn line_of(bytes: &[u8], at: usize) -> u32 {
    let breaks = bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1)
}

fn error(place: &Place, message: impl Into<String>, hint: impl Into<String>) -> Diagnostic {
    Diagnostic { severity: Severity::Error, place: place.clone(), message: message.into(), hint: hint.into() }
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8]) -> String {
        decode(bytes.to_vec(), "f.csv").unwrap_err().to_string()
    }

    #[test]
    fn names_the_encoding_it_guesses() {
        assert!(
            said(b"id\n\xCD\xCB\xBB\xF5").starts_with("f.csv:2: error: not UTF-8: byte 0xCD at offset 3; it looks")
        );
        assert!(said(b"caf\xE9 ol\xE9").contains("byte 0xE9 at offset 3\n"));
        assert!(said(b"\xFF\xFEi\0d\0").contains("UTF-16"));
        assert!(said(b"PK\x03\x04\x00\xFF").contains(".xlsx"));
        assert!(said(b"id\n\0").contains("zero byte at offset 3"));
    }

    #[test]
    fn takes_the_byte_order_mark_off() {
        assert_eq!(decode(b"\xEF\xBB\xBFid".to_vec(), "f.csv").unwrap(), "id");
        assert!(said(b"\xEF\xBB\xBF \n").contains("no contents"));
    }
}
