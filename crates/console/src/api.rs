//! The calls to the desk. The session is a cookie that no script can read; a call that changes something carries a
//! header that a foreign page cannot send.

mod office;
mod talks;

pub use office::{
    Log, add_agent, audit, begin_second_step, change_agent, claim, colleagues, confirm_second_step, end_second_step,
    end_session, finish, new_password, proposals, propose, release, second_step, sessions, tickets,
};
pub use talks::{
    ask_rating, assign, block, board, close, conversation, duty, erase, escalate, history, invite, leave, login,
    logout, me, note, read, take, transfer, typing, upload, write,
};

use crate::platform;
use gloo_net::http::{Request, RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use wire::{Refusal, visitor::Nothing};

/// Where the stream of notices is.
pub const EVENTS: &str = "/v1/agent/events";

/// Where the log is saved from.
pub const AUDIT_EXPORT: &str = "/v1/agent/audit/export";

/// A call that takes longer has failed; milliseconds.
const PATIENCE: u32 = 15_000;

/// The same for a file.
const PATIENCE_FOR_FILES: u32 = 180_000;

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
        /// The desk's word for it.
        error: String,
        /// The desk's words.
        message: String,
    },
}

type Answer<T> = Result<T, Trouble>;

/// The address of a file of a conversation.
pub fn file_url(conversation: &str, file: &str) -> String {
    format!("/v1/agent/conversations/{conversation}/files/{file}")
}

/// Where a conversation is saved from.
pub fn export_url(conversation: &str) -> String {
    format!("/v1/agent/conversations/{conversation}/export")
}

/// A file of the site, such as a pack.
pub async fn file(url: &str) -> Answer<Vec<u8>> {
    let deadline = platform::deadline(PATIENCE_FOR_FILES);
    let response = Request::get(url).abort_signal(Some(&deadline)).send().await.map_err(|_| Trouble::Unreachable)?;
    accepted(response).await?.binary().await.map_err(|_| Trouble::Unreachable)
}

async fn get<T: DeserializeOwned>(url: &str) -> Answer<T> {
    let deadline = platform::deadline(PATIENCE);
    let response = Request::get(url).abort_signal(Some(&deadline)).send().await.map_err(|_| Trouble::Unreachable)?;
    parsed(accepted(response).await?).await
}

async fn post<T: DeserializeOwned>(url: &str, body: &impl Serialize) -> Answer<T> {
    parsed(sent(Request::post(url), body).await?).await
}

/// A call whose answer says nothing.
async fn tell(url: &str, body: &impl Serialize) -> Answer<()> {
    sent(Request::post(url), body).await.map(drop)
}

async fn post_quietly(url: &str) -> Answer<()> {
    tell(url, &Nothing {}).await
}

async fn delete<T: DeserializeOwned>(url: &str) -> Answer<T> {
    parsed(sent(Request::delete(url), &Nothing {}).await?).await
}

async fn put_file<T: DeserializeOwned>(url: &str, file: platform::Chosen) -> Answer<T> {
    let deadline = platform::deadline(PATIENCE_FOR_FILES);
    let request = Request::post(url)
        .header("X-Renzai-Console", "1")
        .abort_signal(Some(&deadline))
        .body(file.bytes())
        .map_err(|_| Trouble::Unreachable)?;
    parsed(accepted(request.send().await.map_err(|_| Trouble::Unreachable)?).await?).await
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
            let no = platform::from_json::<Refusal>(&text);
            let no = no.unwrap_or_else(|_| Refusal { error: String::new(), message: status.to_string() });
            Err(Trouble::Refused { status, error: no.error, message: no.message })
        }
    }
}

async fn parsed<T: DeserializeOwned>(response: Response) -> Answer<T> {
    let text = response.text().await.map_err(|_| Trouble::Unreachable)?;
    platform::from_json(&text).map_err(|error| {
        leptos::logging::error!("{} answered something else than expected: {error}", response.url());
        Trouble::Unreachable
    })
}
