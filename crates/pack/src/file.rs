//! The file: a frame that tells a whole, current pack from everything else, around a postcard body.
//!
//! ```text
//! offset  bytes  what
//!      0      4  "RZPK"
//!      4      2  format version, little-endian
//!      6      4  CRC-32 (IEEE) of the body, little-endian
//!     10      4  length of the body in bytes, little-endian
//!     14      …  body: postcard of (Knowledge, Index); nothing may follow
//! ```

use crate::{Error, Index, Knowledge, check};

/// Format version that this crate reads and writes.
pub const VERSION: u16 = 6;

const MAGIC: &[u8; 4] = b"RZPK";
const HEAD: usize = 14;

/// A merchant's knowledge with the index that finds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pack {
    /// Everything that is shown.
    pub knowledge: Knowledge,
    /// Everything that finds it.
    pub index: Index,
}

impl Pack {
    /// Reads a pack. What it returns fits together: every position points to something.
    ///
    /// # Errors
    /// When the bytes are not a whole pack of this version; [`Error`] says what was expected and what to do.
    ///
    /// ```
    /// assert_eq!(pack::Pack::read(b"<html>"), Err(pack::Error::NotAPack));
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let body = open(bytes)?;
        let ((knowledge, index), rest) =
            postcard::take_from_bytes::<(Knowledge, Index)>(body).map_err(|_| Error::Body("unreadable fields"))?;
        if !rest.is_empty() {
            return Err(Error::Body("bytes after the last field"));
        }
        let pack = Self { knowledge, index };
        check::check(&pack).map_err(Error::Body)?;
        Ok(pack)
    }

    /// The bytes of the file.
    #[cfg(feature = "write")]
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        // Serialising plain data to a growing buffer cannot fail; an empty body would be refused by the reader.
        let body = postcard::to_allocvec(&(&self.knowledge, &self.index)).unwrap_or_default();
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&crc32(&body).to_le_bytes());
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&body);
        bytes
    }
}

/// Checks the frame and gives the body.
fn open(bytes: &[u8]) -> Result<&[u8], Error> {
    if bytes.len() < MAGIC.len() || !bytes.starts_with(MAGIC) {
        return Err(Error::NotAPack);
    }
    let (Some(version), Some(checksum), Some(length)) =
        (take::<2>(bytes, 4), take::<4>(bytes, 6), take::<4>(bytes, 10))
    else {
        return Err(Error::Truncated { expected: HEAD, found: bytes.len() });
    };
    match u16::from_le_bytes(version) {
        found if found > VERSION => return Err(Error::Future { found }),
        found if found < VERSION => return Err(Error::Old { found }),
        _ => {}
    }
    let body = bytes.get(HEAD..).unwrap_or_default();
    let length = u32::from_le_bytes(length) as usize;
    if body.len() < length {
        return Err(Error::Truncated { expected: HEAD.saturating_add(length), found: bytes.len() });
    }
    if body.len() > length {
        return Err(Error::Body("bytes after the end"));
    }
    let (expected, found) = (u32::from_le_bytes(checksum), crc32(body));
    if expected == found { Ok(body) } else { Err(Error::Checksum { expected, found }) }
}

fn take<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

/// CRC-32 as in zip and PNG, four bytes at a time. Its tables are made each time: that takes microseconds, and no byte
/// of the widget.
fn crc32(bytes: &[u8]) -> u32 {
    let mut tables = [[0u32; 256]; 4];
    for at in 0..256u32 {
        let mut crc = at;
        for table in &mut tables {
            crc = (0..8).fold(crc, |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 });
            table[at as usize] = crc;
        }
    }
    let [one, two, three, four] = &tables;
    let (words, rest) = bytes.as_chunks::<4>();
    let crc = words.iter().fold(!0, |crc, word| {
        let [a, b, c, d] = (crc ^ u32::from_le_bytes(*word)).to_le_bytes();
        four[usize::from(a)] ^ three[usize::from(b)] ^ two[usize::from(c)] ^ one[usize::from(d)]
    });
    !rest.iter().fold(crc, |crc, &byte| (crc >> 8) ^ one[((crc ^ u32::from(byte)) & 255) as usize])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(super::crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(super::crc32(b"The quick brown fox jumps over the lazy dog"), 0x414F_A339);
    }
}
