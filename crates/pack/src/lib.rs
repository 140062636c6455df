//! The knowledge pack: one file with a merchant's entries and the index that finds them.
#![warn(clippy::pedantic)]

mod knowledge;

pub use knowledge::{Action, Block, Day, Entry, Greetings, Hours, Knowledge, Rule, Site, Span, Target};
