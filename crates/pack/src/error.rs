//! Why a file is not a pack that this reader can use.

use std::fmt;

/// Why a pack was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// It does not begin like a pack.
    NotAPack,
    /// It was written by a newer `renzai`.
    Future {
        /// Its version.
        found: u16,
    },
    /// It was written by an older `renzai`.
    Old {
        /// Its version.
        found: u16,
    },
    /// It ends too early.
    Truncated {
        /// Bytes that there should be.
        expected: usize,
        /// Bytes that there are.
        found: usize,
    },
    /// Its contents are not those that were written.
    Checksum {
        /// CRC-32 that the file states.
        expected: u32,
        /// CRC-32 of what is there.
        found: u32,
    },
    /// Its contents do not fit together; says where.
    Body(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = crate::VERSION;
        match self {
            Self::NotAPack => {
                write!(out, "not a knowledge pack: expected it to begin with `RZPK`. Make one with `renzai pack`")
            }
            Self::Future { found } => write!(
                out,
                "pack version {found} is newer than this widget reads ({version}). Update the widget, or pack again with \
                 its own `renzai pack`"
            ),
            Self::Old { found } => write!(
                out,
                "pack version {found} is older than this widget reads ({version}). Pack the sources again: `renzai pack`"
            ),
            Self::Truncated { expected, found } => write!(
                out,
                "the pack is cut: expected {expected} bytes, found {found}. Copy it again, or make it again with `renzai \
                 pack`"
            ),
            Self::Checksum { expected, found } => write!(
                out,
                "the pack is damaged: expected checksum {expected:08x}, found {found:08x}. Copy it again, or make it again \
                 with `renzai pack`"
            ),
            Self::Body(what) => {
                write!(out, "the pack's contents do not fit together: {what}. Make it again with `renzai pack`")
            }
        }
    }
}

impl std::error::Error for Error {}
