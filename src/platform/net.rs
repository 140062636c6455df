//! Calls, and the stream of events.

use super::{
    clock, json,
    page::{self, Listener},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, EventSource, Headers, MessageEvent, RequestInit, Response};
use wire::lean::{Read, Write};

/// A phone in a lift: after this many milliseconds a call counts as lost. A long poll gets its own.
const PATIENCE_MS: u32 = 15_000;

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetError {
    /// No answer.
    Lost,
    /// An answer that is not the protocol's.
    Garbled,
    /// A refusal.
    Status {
        /// HTTP status.
        code: u16,
        /// Milliseconds to wait before the next try, if the desk said so.
        retry_after: Option<u32>,
    },
}

/// One call.
pub struct Call<'a> {
    /// GET, POST …
    pub method: &'static str,
    /// Address.
    pub url: &'a str,
    /// Bearer token.
    pub token: Option<&'a str>,
    /// Makes a repeated call harmless.
    pub idempotency_key: Option<&'a str>,
    /// Milliseconds beyond the usual patience, for long polls.
    pub extra_patience: u32,
}

impl<'a> Call<'a> {
    /// A POST without anything special.
    pub fn post(url: &'a str, token: Option<&'a str>) -> Self {
        Self { method: "POST", url, token, idempotency_key: None, extra_patience: 0 }
    }

    /// A GET without anything special.
    pub fn get(url: &'a str, token: Option<&'a str>) -> Self {
        Self { method: "GET", ..Self::post(url, token) }
    }

    /// Sends a JSON body and reads a JSON answer.
    pub async fn send<T: Read>(self, body: &impl Write) -> Result<T, NetError> {
        let answer = self.post_text(body.to_json()).await?;
        json::parse(&answer).ok_or(NetError::Garbled)
    }

    /// Sends JSON text; what comes back is of no interest.
    pub async fn post_text(self, body: String) -> Result<String, NetError> {
        self.text(Some(body)).await
    }

    /// Reads a JSON answer.
    pub async fn read<T: Read>(self) -> Result<T, NetError> {
        let answer = self.text(None).await?;
        json::parse(&answer).ok_or(NetError::Garbled)
    }

    async fn text(self, body: Option<String>) -> Result<String, NetError> {
        let (request, headers) = (RequestInit::new(), Headers::new());
        let head = |name, value: &str| headers.iter().for_each(|it| drop(it.set(name, value)));
        if let Some(token) = self.token {
            head("Authorization", &["Bearer ", token].concat());
        }
        if let Some(key) = self.idempotency_key {
            head("Idempotency-Key", key);
        }
        if let Some(text) = body {
            head("Content-Type", "application/json");
            request.set_body(&JsValue::from(text));
        }
        request.set_method(self.method);
        headers.iter().for_each(|it| request.set_headers(it));
        let abort = Abort::begin();
        let signal = abort.signal();
        let timer = clock::after(PATIENCE_MS + self.extra_patience, move || abort.abort());
        let answer = exchange(self.url, &request, signal.as_ref()).await;
        clock::cancel(timer);
        answer
    }
}

async fn exchange(url: &str, request: &RequestInit, signal: Option<&AbortSignal>) -> Result<String, NetError> {
    let response = fetch(url, request, signal).await.ok_or(NetError::Lost)?;
    if !response.ok() {
        let seconds = response.headers().get("retry-after").ok().flatten().and_then(|s| s.parse::<u32>().ok());
        return Err(NetError::Status { code: response.status(), retry_after: seconds.map(|s| s.saturating_mul(1000)) });
    }
    text(&response).await.ok_or(NetError::Lost)
}

async fn fetch(url: &str, request: &RequestInit, signal: Option<&AbortSignal>) -> Option<Response> {
    request.set_signal(signal);
    JsFuture::from(page::window().fetch_with_str_and_init(url, request)).await.ok()?.dyn_into().ok()
}

async fn text(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Ends a call that nobody waits for any more.
#[derive(Clone)]
pub struct Abort(Option<AbortController>);

impl Abort {
    /// Ends it.
    pub fn abort(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }

    /// What a call listens to.
    pub fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }

    /// One that works where the browser has it.
    pub fn begin() -> Self {
        Self(AbortController::new().ok())
    }
}

/// Asks an address of the merchant's for a live answer: plain text, or JSON, which is a text or has one as `text`.
/// 404 is an empty answer.
pub async fn look_up(url: &str, abort: &Abort) -> Result<String, ()> {
    let response = fetch(url, &RequestInit::new(), abort.signal().as_ref()).await.ok_or(())?;
    match response.status() {
        404 => Ok(String::new()),
        200..=299 => text(&response).await.ok_or(()).map(|text| json::text(&text).unwrap_or(text)),
        _ => Err(()),
    }
}

/// Text as a part of an address.
pub fn escaped(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// A stream of server-sent events; closes when dropped.
pub struct Stream {
    source: EventSource,
    _listeners: [Listener; 4],
}

/// What a stream reports.
pub enum StreamNews {
    /// It is open.
    Open,
    /// The heartbeat: nobody holds the stream back.
    Ping,
    /// One event's data.
    Data(String),
    /// It broke; this stream will bring nothing more.
    Broken,
}

impl Stream {
    /// Opens a stream; `None` where the browser has no `EventSource`.
    pub fn open(url: &str, news: impl Fn(StreamNews) + Clone + 'static) -> Option<Self> {
        let source = EventSource::new(url).ok()?;
        let (on_open, on_ping, on_data, on_error) = (news.clone(), news.clone(), news.clone(), news);
        let listeners = [
            Listener::new(&source, "open", move |_| on_open(StreamNews::Open)),
            Listener::new(&source, wire::PING, move |_| on_ping(StreamNews::Ping)),
            Listener::new(&source, "message", move |e| {
                let data = e.unchecked_ref::<MessageEvent>().data().as_string();
                on_data(StreamNews::Data(data.unwrap_or_default()));
            }),
            // The browser would try again with the same one-use ticket: the link opens a new stream instead.
            Listener::new(&source, "error", {
                let source = source.clone();
                move |_| {
                    source.close();
                    on_error(StreamNews::Broken);
                }
            }),
        ];
        Some(Self { source, _listeners: listeners })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
