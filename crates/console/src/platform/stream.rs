//! The stream of notices.

use wasm_bindgen::{JsCast, closure::Closure};

/// An open `EventSource`; dropping it closes it.
pub struct Stream {
    source: web_sys::EventSource,
    _open: Closure<dyn Fn()>,
    _message: Closure<dyn Fn(web_sys::MessageEvent)>,
    _ping: Closure<dyn Fn()>,
    _error: Closure<dyn Fn()>,
}

/// What a stream tells.
pub enum Told {
    /// It is open.
    Open,
    /// The `data:` of an event.
    Data(String),
    /// Nothing, but it is alive.
    Ping,
    /// It broke.
    Broken,
}

impl Stream {
    /// Opens a stream. `None` if the browser has no such thing.
    pub fn open(url: &str, hear: impl Fn(Told) + Clone + 'static) -> Option<Self> {
        let source = web_sys::EventSource::new(url).ok()?;
        let (on_open, on_ping, on_error) = (hear.clone(), hear.clone(), hear.clone());
        let open = Closure::<dyn Fn()>::new(move || on_open(Told::Open));
        let message = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            hear(Told::Data(event.data().as_string().unwrap_or_default()));
        });
        let ping = Closure::<dyn Fn()>::new(move || on_ping(Told::Ping));
        source.add_event_listener_with_callback(wire::PING, ping.as_ref().unchecked_ref()).ok()?;
        // The browser would try again by itself, but not after a refusal, and never tells how long it waits.
        let closing = source.clone();
        let error = Closure::<dyn Fn()>::new(move || {
            closing.close();
            on_error(Told::Broken);
        });
        source.set_onopen(Some(open.as_ref().unchecked_ref()));
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self { source, _open: open, _message: message, _ping: ping, _error: error })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
