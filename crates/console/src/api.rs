//! The calls to the desk. The session is a cookie that no script can read; a call that changes something carries a
//! header that a foreign page cannot send.

use crate::platform;
use gloo_net::http::{Request, RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use wire::{
    Refusal,
    agent::{Board, Case, DutyRequest, LoginRequest, Me},
    visitor::{MessageAccepted, MessageRequest, Nothing},
};

/// Where the stream of notices is.
pub const EVENTS: &str = "/v1/agent/events";

/// A call that takes longer has failed; milliseconds.
const PATIENCE: u32 = 15_000;

/// Why a call came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No answer, or one that is not the desk's: try again later.
    Unreachable,
    /// Nobody is logged in, or not any more.
    LoggedOut,
    /// The desk said no.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The desk's words.
        message: String,
    },
}

type Answer<T> = Result<T, Trouble>;

/// Logs in.
pub async fn login(request: &LoginRequest) -> Answer<Me> {
    post("/v1/agent/login", request).await
}

/// Logs out. There is nothing to do if it fails.
pub async fn logout() -> Answer<()> {
    post_quietly("/v1/agent/logout").await
}

/// Who is logged in.
pub async fn me() -> Answer<Me> {
    get("/v1/agent/me").await
}

/// Begins or ends the duty.
pub async fn duty(request: DutyRequest) -> Answer<()> {
    sent(Request::post("/v1/agent/duty"), &request).await.map(drop)
}

/// What waits and what is mine.
pub async fn board() -> Answer<Board> {
    get("/v1/agent/board").await
}

/// Reads a conversation, which marks it as read.
pub async fn conversation(id: &str) -> Answer<Case> {
    get(&format!("/v1/agent/conversations/{id}")).await
}

/// Takes a waiting conversation.
pub async fn take(id: &str) -> Answer<Case> {
    post(&format!("/v1/agent/conversations/{id}/take"), &Nothing {}).await
}

/// Writes to the customer; a replay of the same `client_id` is harmless.
pub async fn write(id: &str, message: &MessageRequest) -> Answer<MessageAccepted> {
    post(&format!("/v1/agent/conversations/{id}/messages"), message).await
}

/// Tells the customer that somebody is writing.
pub async fn typing(id: &str) -> Answer<()> {
    post_quietly(&format!("/v1/agent/conversations/{id}/typing")).await
}

/// Ends a conversation.
pub async fn close(id: &str) -> Answer<()> {
    post_quietly(&format!("/v1/agent/conversations/{id}/close")).await
}

async fn get<T: DeserializeOwned>(url: &str) -> Answer<T> {
    let deadline = platform::deadline(PATIENCE);
    let response = Request::get(url).abort_signal(Some(&deadline)).send().await.map_err(|_| Trouble::Unreachable)?;
    read(accepted(response).await?).await
}

async fn post<T: DeserializeOwned>(url: &str, body: &impl Serialize) -> Answer<T> {
    read(sent(Request::post(url), body).await?).await
}

async fn post_quietly(url: &str) -> Answer<()> {
    sent(Request::post(url), &Nothing {}).await.map(drop)
}

async fn sent(request: RequestBuilder, body: &impl Serialize) -> Answer<Response> {
    let deadline = platform::deadline(PATIENCE);
    let request = request
        .header("X-Renzai-Console", "1")
        .header("Content-Type", "application/json")
        .abort_signal(Some(&deadline))
        .body(platform::to_json(body).unwrap_or_default())
        .map_err(|_| Trouble::Unreachable)?;
    accepted(request.send().await.map_err(|_| Trouble::Unreachable)?).await
}

async fn accepted(response: Response) -> Answer<Response> {
    match response.status() {
        200..300 => Ok(response),
        401 => Err(Trouble::LoggedOut),
        // What a proxy says when the desk is away. A desk that fails at one call (500) is not away.
        502..=504 => Err(Trouble::Unreachable),
        status => {
            let text = response.text().await.unwrap_or_default();
            let message = platform::from_json::<Refusal>(&text).map_or_else(|_| status.to_string(), |no| no.message);
            Err(Trouble::Refused { status, message })
        }
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Answer<T> {
    let text = response.text().await.map_err(|_| Trouble::Unreachable)?;
    platform::from_json(&text).map_err(|error| {
        leptos::logging::error!("{} answered something else than expected: {error}", response.url());
        Trouble::Unreachable
    })
}
