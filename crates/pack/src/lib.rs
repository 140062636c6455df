//! The knowledge pack: one file with a merchant's entries and the index that finds them.
#![warn(clippy::pedantic)]

#[cfg(feature = "write")]
mod draft;
mod knowledge;

#[cfg(feature = "write")]
pub use draft::Draft;
pub use knowledge::{Action, Block, Day, Entry, Greetings, Hours, Knowledge, Rule, Site, Span, Target};
