//! Family help: the customer makes a short-lived code, a son or daughter opens it on their own phone.

use crate::Millis;
use serde::{Deserialize, Serialize};

/// The answer to `POST /v1/conversations/{id}/invite`. An earlier unused code of the conversation is dead from here on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Ten letters and digits, to be read aloud or typed. One use.
    pub code: String,
    /// The full chat page with the code, relative to the desk: `/chat/?join={code}`.
    pub path: String,
    /// When the code dies unless it was used.
    pub expires_at: Millis,
}

/// `POST /v1/join`, without a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    /// The code; case, spaces and hyphens do not matter.
    pub code: String,
    /// The helper's name, shown to everybody in the conversation; 1–40 characters.
    pub name: String,
}

/// The answer to [`JoinRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// Id of the conversation.
    pub conversation: String,
    /// The helper's id in it.
    pub helper: String,
    /// The helper's secret. It opens this conversation only: snapshot, events, messages, files, typing, read, leave.
    pub token: String,
    /// The name as the desk keeps it.
    pub name: String,
    /// Number of the newest durable event.
    pub seq: u64,
}

/// `POST /v1/qr`: a QR code for a link, for a client that does not make its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrRequest {
    /// What it says, at most 400 characters.
    pub text: String,
}

/// The answer to [`QrRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// Its rows from above, `1` for dark and `0` for light, without the light margin of four that readers need.
    pub rows: Vec<String>,
}
