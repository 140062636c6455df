//! The one way to say no: a status, a stable word for programs, and a sentence for the person who reads it.
//!
//! Faults of the desk itself are logged and answered with a 500 that shows nothing of the inside.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::time::Duration;

/// A refused call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refuse {
    pub status: StatusCode,
    pub error: &'static str,
    pub message: String,
    pub retry_after: Option<Duration>,
}

impl Refuse {
    pub fn new(status: StatusCode, error: &'static str, message: impl Into<String>) -> Self {
        Self { status, error, message: message.into(), retry_after: None }
    }

    /// The call is not what the protocol says: what was expected, what was found.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", message)
    }

    /// A value that is well-formed and still not acceptable.
    pub fn unacceptable(error: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error, message)
    }

    /// The call does not fit the state of the conversation.
    pub fn conflict(error: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, error, message)
    }

    pub fn unauthorized(error: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, error, message)
    }

    /// The same words whether the conversation does not exist or belongs to somebody else.
    pub fn unknown_conversation() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "unknown_conversation",
            "There is no such conversation for this token. Ask for a person with POST /v1/handover, and use the id in \
             the answer.",
        )
    }

    pub fn closed() -> Self {
        Self::conflict("closed", "This conversation is closed. Ask for a person again with POST /v1/handover.")
    }

    /// What the desk cannot keep now, it does not take.
    pub fn no_room(reason: &str) -> Self {
        tracing::error!(reason, "nothing can be written");
        Self {
            retry_after: Some(Duration::from_secs(5)),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "no_room",
                "The desk cannot write at this moment: its disk is full, its folder cannot be written, or its database is \
                 locked. Nothing was recorded. Try again in a while; a replay with the same id is safe.",
            )
        }
    }

    /// What is on the disk can no longer be read: only the operator can help. SQLite says the same of a damaged file and of
    /// a disk whose reads fail.
    pub fn damaged(reason: &str) -> Self {
        tracing::error!(
            reason,
            "the database cannot be read: look at the disk; if it is well, stop the desk and put a backup in its place"
        );
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "damaged",
            "The desk's database cannot be read: it is damaged, or its disk fails. Nothing was recorded; its operator must \
             look at the disk, or put a backup in its place. Use another way to reach the shop.",
        )
    }

    pub fn not_allowed(needed: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "not_allowed",
            format!("This call takes the level `{needed}`. Ask who has it."),
        )
    }

    pub fn unknown(error: &'static str, what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, error, format!("There is no such {what}. Use an id as the desk gave it."))
    }

    pub fn too_often(what: &str, wait: Duration) -> Self {
        let seconds = whole_seconds(wait);
        Self {
            retry_after: Some(wait),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "rate_limited",
                format!("Too many {what} in a short time. Try again in {seconds} s; nothing was recorded."),
            )
        }
    }

    pub fn internal(reason: &dyn std::fmt::Display) -> Self {
        tracing::error!(%reason, "the desk failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "The desk failed on its side; its log says why. Try again: a replay with the same id is safe.",
        )
    }
}

/// `Retry-After` speaks whole seconds; rounding down would invite a second refusal.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX).max(1)
}

impl IntoResponse for Refuse {
    fn into_response(self) -> Response {
        let body = wire::Refusal { error: self.error.into(), message: self.message };
        let mut response = (self.status, Json(body)).into_response();
        if let Some(wait) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
        }
        response
    }
}

impl From<rusqlite::Error> for Refuse {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, FileLockingProtocolFailed,
            NotADatabase, ReadOnly, SystemIoFailure,
        };
        match error.sqlite_error_code() {
            Some(
                CannotOpen
                | DatabaseBusy
                | DatabaseLocked
                | DiskFull
                | FileLockingProtocolFailed
                | ReadOnly
                | SystemIoFailure,
            ) => Self::no_room(&error.to_string()),
            Some(DatabaseCorrupt | NotADatabase) => Self::damaged(&error.to_string()),
            _ => Self::internal(&error),
        }
    }
}

impl From<std::io::Error> for Refuse {
    fn from(error: std::io::Error) -> Self {
        Self::no_room(&error.to_string())
    }
}

/// The writer is gone: the desk is closing.
impl From<tokio::sync::oneshot::error::RecvError> for Refuse {
    fn from(error: tokio::sync::oneshot::error::RecvError) -> Self {
        Self::internal(&error)
    }
}

/// What the desk wrote into its own tables must be readable; if it is not, that is the desk's fault.
impl From<serde_json::Error> for Refuse {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<tokio::task::JoinError> for Refuse {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal(&error)
    }
}

impl From<argon2::password_hash::Error> for Refuse {
    fn from(error: argon2::password_hash::Error) -> Self {
        Self::internal(&error)
    }
}
