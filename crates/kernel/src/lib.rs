//! The loops in which a question spends its time. They are a crate of their own so that they alone are compiled for speed:
//! the rest of the engine runs once a question, and is compiled for size, for each shopper downloads it.
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod ids;
mod key;
mod order;
mod sums;
mod words;

pub use ids::Ids;
pub use key::{FEATURE_BITS, FORM_BITS, Key, hash};
pub use order::{ascending, best, best_first, join, split};
pub use sums::{Nearest, add, add_weighted, nearest};
pub use words::{Similar, Words};
