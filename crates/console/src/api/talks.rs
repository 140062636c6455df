//! The calls about conversations and customers.

use super::{Answer, delete, get, post, post_quietly, put_file, tell};
use crate::platform;
use wire::{
    agent::{
        BlockRequest, Board, Case, DutyRequest, History, InviteRequest, LoginRequest, Me, NoteRequest, TransferRequest,
    },
    file::FileInfo,
    visitor::{CloseRequest, Erased, MessageAccepted, MessageRequest, Nothing, ReadRequest},
};

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
    tell("/v1/agent/duty", &request).await
}

/// What waits and what is mine.
pub async fn board() -> Answer<Board> {
    get("/v1/agent/board").await
}

/// Reads a conversation, which marks it as read.
pub async fn conversation(id: &str) -> Answer<Case> {
    get(&of(id, "")).await
}

/// Takes a waiting conversation.
pub async fn take(id: &str) -> Answer<Case> {
    post(&of(id, "/take"), &Nothing {}).await
}

/// Writes to the customer; a replay of the same `client_id` is harmless.
pub async fn write(id: &str, message: &MessageRequest) -> Answer<MessageAccepted> {
    post(&of(id, "/messages"), message).await
}

/// Brings a file into the conversation; a message has to name it.
pub async fn upload(id: &str, file: platform::Chosen) -> Answer<FileInfo> {
    let url = of(id, "/files?name=") + &platform::encoded(&file.name());
    put_file(&url, file).await
}

/// Tells the customer that somebody is writing.
pub async fn typing(id: &str) -> Answer<()> {
    post_quietly(&of(id, "/typing")).await
}

/// Tells the customer how far the agent has read.
pub async fn read(id: &str, upto: u64) -> Answer<()> {
    tell(&of(id, "/read"), &ReadRequest { upto }).await
}

/// Writes a line for colleagues.
pub async fn note(id: &str, note: String) -> Answer<()> {
    tell(&of(id, "/note"), &NoteRequest { note }).await
}

/// Hands a conversation on.
pub async fn transfer(id: &str, request: &TransferRequest) -> Answer<()> {
    tell(&of(id, "/transfer"), request).await
}

/// Gives a conversation to an agent, as a lead.
pub async fn assign(id: &str, request: &TransferRequest) -> Answer<()> {
    tell(&of(id, "/assign"), request).await
}

/// Lets it wait for somebody senior.
pub async fn escalate(id: &str, note: String) -> Answer<()> {
    tell(&of(id, "/escalate"), &NoteRequest { note }).await
}

/// Brings a colleague in.
pub async fn invite(id: &str, request: &InviteRequest) -> Answer<()> {
    tell(&of(id, "/invite"), request).await
}

/// Steps out, or gives it back to the queue.
pub async fn leave(id: &str) -> Answer<()> {
    post_quietly(&of(id, "/leave")).await
}

/// Asks the customer for a rating.
pub async fn ask_rating(id: &str) -> Answer<()> {
    post_quietly(&of(id, "/ask-rating")).await
}

/// Ends a conversation.
pub async fn close(id: &str) -> Answer<()> {
    tell(&of(id, "/close"), &CloseRequest::default()).await
}

/// The visitor's conversations, newest first.
pub async fn history(visitor: &str) -> Answer<History> {
    get(&format!("/v1/agent/visitors/{visitor}/history")).await
}

/// Shuts a visitor out, or lets one in again.
pub async fn block(visitor: &str, blocked: bool) -> Answer<()> {
    tell(&format!("/v1/agent/visitors/{visitor}/block"), &BlockRequest { blocked }).await
}

/// Erases everything of a visitor.
pub async fn erase(visitor: &str) -> Answer<Erased> {
    delete(&format!("/v1/agent/visitors/{visitor}")).await
}

fn of(id: &str, call: &str) -> String {
    format!("/v1/agent/conversations/{id}{call}")
}
