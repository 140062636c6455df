//! The conversation as a pure state machine: [`update`] takes an [`Event`], changes the [`State`] and returns the
//! [`Effect`]s that somebody at the edge must carry out. It knows no DOM, no clock, no network and no engine: time and
//! answers enter as events, so that every conversation can be written down as a script and played.
//!
//! ```
//! use talk::{Body, Effect, Event, Stage, State, update};
//!
//! let mut state = State::default();
//! let effects = update(&mut state, Event::HumanAsked { from: talk::EntryPoint::Launcher, at: 1 });
//! assert!(effects.contains(&Effect::HandOver));
//! assert!(matches!(state.stage, Stage::Waiting(_)));
//!
//! // Once a person was asked for, the bot is silent: what is written goes to the desk, never to the engine.
//! let effects = update(&mut state, Event::Sent { text: "在吗".into(), client_id: "a".into(), at: 2 });
//! assert!(!effects.iter().any(|e| matches!(e, Effect::Ask { .. })));
//! assert!(matches!(state.lines.last().unwrap().body, Body::Visitor { .. }));
//! ```
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod effect;
mod event;
mod form;
mod heard;
mod line;
mod merge;
mod state;
mod update;

pub use effect::Effect;
pub use event::{DeskEvent, EntryPoint, Event, Failure, Verdict};
pub use form::{Field, Form, Then};
pub use heard::Heard;
pub use line::{Attached, Body, By, Choice, Delivery, Line, LineId, Live, Notice, TicketKind};
pub use state::{Link, Mood, REOPEN_MS, Stage, State, Wait};
pub use update::update;

/// Milliseconds since 1970-01-01 UTC, as the caller's clock says.
pub type Millis = u64;
