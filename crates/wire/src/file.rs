//! Pictures and files. `POST /v1/conversations/{id}/files?name={percent-encoded}` with the bytes as the body answers
//! with a [`FileInfo`]; a message then names it in [`crate::visitor::MessageRequest::file`]. The same bytes again give
//! the same file, so that an upload may be repeated. `GET …/files/{file}` gives the bytes to who is in the
//! conversation. The console does the same below `/v1/agent/conversations/{id}/files`.

use serde::{Deserialize, Serialize};

/// A file of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileInfo {
    /// Id of the file.
    pub file: String,
    /// The name that it had, without folders.
    pub name: String,
    /// Its type as found in its bytes, such as `image/jpeg`.
    pub kind: String,
    /// Its size.
    pub bytes: u64,
}

/// What files the desk takes, said before anybody chooses one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePolicy {
    /// Files from the customer's side in one conversation; 0: none are taken.
    pub most: u32,
    /// Bytes of one file.
    pub bytes: u64,
    /// Types, such as `image/png`.
    pub kinds: Vec<String>,
}
