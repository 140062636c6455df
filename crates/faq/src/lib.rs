//! The merchant's sources: tables of questions (CSV, XLSX) and `shop.toml`, read into a [`pack::Draft`] or into
//! diagnostics that a shopkeeper can act on.
//!
//! One pass reports everything: no problem hides the next one.
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod assemble;
mod card;
mod clash;
mod csv;
mod day;
mod diagnostic;
mod entry;
mod fold;
mod folder;
mod links;
mod live;
mod load;
mod markdown;
mod rules;
mod shop;
mod table;
mod toml_file;
mod xlsx;

pub use day::{parse_day, show_day};
pub use diagnostic::{Diagnostic, Place, Severity};
pub use folder::{Outcome, ShopFile, read, read_shop};
pub use load::{MAX_BYTES, read_bytes, read_text};
