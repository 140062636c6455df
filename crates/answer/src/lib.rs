//! The answer engine: a shopper's words in, an entry or an honest no out.
//!
//! A message is folded (`fold`), heard (`sound`), cut into features (`features`), compared with the knowledge (`index`, `words`,
//! `rank`), judged (`decide`) and explained (`explain`). Keyword rules (`rules`), calls for a person (`human`) and
//! greetings (`greet`) have their say in `engine`, which shows the whole way. It is pure: no clock, no network; and
//! total: any text gives a reply.
//!
//! The feature `build` adds [`build`], which turns a merchant's draft into a pack.
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[cfg(feature = "build")]
mod build;
mod concepts;
mod context;
mod decide;
mod engine;
mod explain;
mod features;
mod fold;
mod greet;
mod human;
mod index;
mod mood;
mod order;
mod pattern;
mod phrases;
mod rank;
mod reply;
mod rules;
mod sound;
mod spelling;
mod words;

#[cfg(feature = "build")]
pub use build::{Noise, Noisy, Weights, build, build_with};
pub use context::Context;
pub use engine::Engine;
pub use pack::Courtesy;
pub use reply::{Candidate, Evidence, Mood, Outcome, Query, Reply};
