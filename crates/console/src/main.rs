//! The agents' page: who waits, what the customer told the bot, and the chat.
//!
//! | module | what |
//! |---|---|
//! | [`words`] | every text, in Chinese and English |
//! | [`state`] | plain structs and functions: how an event changes a chat, a board, an outbox |
//! | [`platform`] | the browser: storage, clock, focus, stream; the only place that knows `web_sys` |
//! | [`api`] | the calls to the desk; the only place that knows `gloo_net` |
//! | [`store`] | the signals and the acts of an agent; the only writer |
//! | [`view`] | what is seen |
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
// Handlers outlive the call that makes them, so views take what they keep by value.
#![allow(clippy::needless_pass_by_value)]

mod api;
mod platform;
mod state;
mod store;
mod view;
mod words;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(view::app::app);
}
