//! What is seen. Every view reads the store's signals and calls its acts.

pub mod app;
mod board;
mod chat;
mod composer;
mod context;
mod lines;
mod login;
