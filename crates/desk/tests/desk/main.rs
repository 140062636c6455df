//! The desk as its callers see it: a real database file in a temporary folder, and real sockets where streams matter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod abuse;
mod agents;
mod backup;
mod bench;
mod crew;
mod encrypted;
mod family;
mod feedback;
mod files;
mod hooks;
mod identity;
mod levels;
mod live;
mod logs;
mod opening;
mod pictures;
mod promises;
mod refusals;
mod retention;
mod sealed;
mod second_step;
mod story;
mod watch;
mod ways;
