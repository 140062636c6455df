//! The answer engine: a shopper's words in, an entry or an honest no out.
//!
//! A message is folded (`fold`), heard (`sound`), cut into features (`features`), compared with the knowledge (`index`,
//! `rank`, and the loops of the crate `kernel`), judged (`decide`) and explained (`explain`). Keyword rules (`rules`), calls for a person (`human`) and
//! greetings (`greet`) have their say in `engine`, which shows the whole way. It is pure: no clock, no network; and
//! total: any text gives a reply.
//!
//! The feature `build` adds [`build`], which turns a merchant's draft into a pack.
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod blocked;
#[cfg(feature = "build")]
mod build;
mod concepts;
mod context;
mod decide;
mod dialog;
mod engine;
mod explain;
mod features;
mod fold;
mod greet;
mod human;
mod index;
mod lean;
mod mood;
mod pattern;
mod phrases;
mod predict;
mod rank;
mod reply;
mod rules;
mod slots;
mod sound;
mod spelling;

#[cfg(feature = "build")]
pub use build::{Noise, Noisy, Weights, build, build_with};
pub use context::Context;
pub use engine::Engine;
pub use pack::{Courtesy, Turn};
pub use predict::Scene;
pub use reply::{Candidate, Evidence, Mood, Outcome, Query, Reply};
