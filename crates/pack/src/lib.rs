//! The knowledge pack: one file with a merchant's entries and the index that finds them.
//!
//! The widget only reads. The writer and the [`Draft`] that a pack is built from are behind the feature `write`.
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bytes;
mod card;
mod check;
#[cfg(feature = "write")]
mod draft;
mod error;
mod file;
mod index;
mod knowledge;
mod lists;
mod numbers;
mod phrases;
mod shown;
mod sounds;

pub use card::{FENCE, card_title};
#[cfg(feature = "write")]
pub use draft::Draft;
pub use error::Error;
pub use file::{Pack, VERSION};
pub use index::{Calibration, Courtesy, Cue, FoldedRule, Force, Index, Meaning, Phrase, Turn};
pub use knowledge::{
    Action, Block, Day, Entry, Forecast, Greetings, Hours, Knowledge, Lookup, Rule, Site, Slot, Span, Target,
};
pub use lists::{List, Lists};
pub use numbers::{Numbers, Reading};
pub use phrases::Phrases;
pub use shown::Shown;
pub use sounds::Sounds;
