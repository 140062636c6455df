//! The desk: hands conversations to people, and keeps them in SQLite.
//!
//! [`open`] a desk with a [`Config`], then [`Desk::run`] it. The calls and events are described in
//! `docs/desk-protocol.md`, and their types are in the crate `wire`.
//!
//! | module | what it knows |
//! |---|---|
//! | `server`, `config`, `error` | how a desk is opened, run and stopped |
//! | `routes` | the calls of visitors and agents; `extract` and `refuse`: how they are read and refused |
//! | `auth`, `limits` | who is calling, and how often they may |
//! | `app` | what all calls share: one writer at a time, who then tells the streams |
//! | `hub`, `stream` | the live streams, from a cursor on, without gap or double |
//! | `queue`, `presence` | the wait that can honestly be said, and who is there |
//! | `store` | everything that is kept, and all SQL |
//! | `seal`, `keyfile` | how words and files are sealed, and where the key is |
//! | `picture` | pictures, drawn anew |
//! | `serving`, `tls` | connections |
//! | `site` | the built files |
//! | `admin`, `backup` | what the command line does beside a desk that may be running |
#![warn(clippy::pedantic)]

mod admin;
mod app;
mod auth;
mod backup;
mod config;
mod error;
mod extract;
mod hours;
mod hub;
mod identity;
mod keyfile;
mod limits;
mod outgoing;
mod picture;
mod presence;
mod queue;
mod refuse;
mod routes;
mod seal;
mod server;
mod serving;
mod site;
mod store;
mod stream;
mod tls;
mod totp;
mod transcript;
mod webhook;
mod writer;

pub use admin::{Agents, Resealed, change_key, feedback, forget, verify_log};
pub use backup::{Copied, back_up, restore};
pub use config::{Config, HookFormat, Limits, Priority, Rate, Settings, Shop, Tls, Webhook};
pub use error::Error;
pub use server::{Desk, FirstLogin, open};
pub use store::{Chain, Forgotten};
