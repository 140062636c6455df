//! The `<ren-zai>` widget. Reading order:
//!
//! | module | idea |
//! |---|---|
//! | [`element`] | the boundary to JavaScript: `mount(root, host)` gives the shell a [`element::Handle`] |
//! | [`config`] | the element's attributes, one table |
//! | [`driver`] | feeds events into the conversation (`talk`), runs the effects that come out |
//! | [`saved`] | the conversation as it is stored |
//! | [`model`] | the signals that the views read |
//! | [`platform`] | every call into the browser |
//! | [`view`] | what is seen and heard |
//! | [`words`] | the interface's texts |
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod config;
pub mod driver;
pub mod element;
pub mod model;
pub mod platform;
pub mod saved;
pub mod view;
pub mod words;

// Half the bytes of the standard one, which shoppers would pay for.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
