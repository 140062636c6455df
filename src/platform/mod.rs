//! Everything the widget asks of the browser. No other module but [`crate::element`] names `web_sys` or `js_sys`.

pub mod answerer;
pub mod clock;
pub mod dom;
pub mod host;
pub mod json;
pub mod masker;
pub mod net;
pub mod page;
pub mod random;
pub mod storage;
pub mod tabs;
