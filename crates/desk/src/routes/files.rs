//! Pictures and files: taken if they are what they may be, given to who is in the conversation.

use super::{NAME_CHARS, Shared};
use crate::{
    app::App,
    auth::{Agent, Guest, hex},
    extract::{FileBytes, Id, Params, TwoIds},
    picture::{PIXELS, Spoilt, redraw},
    refuse::Refuse,
    store::{Act, Kept, NewFile, Store},
};
use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{fmt::Write, sync::Arc, time::Instant};
use wire::{file::FileInfo, visitor::ConversationState};

/// The types that are taken.
pub const KINDS: [&str; 5] = ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"];

pub fn visitor_routes() -> Router<Arc<App>> {
    Router::new()
        .route("/conversations/{id}/files", post(take_of_guest))
        .route("/conversations/{id}/files/{file}", get(give_guest))
}

pub fn agent_routes() -> Router<Arc<App>> {
    Router::new()
        .route("/agent/conversations/{id}/files", post(take_of_agent))
        .route("/agent/conversations/{id}/files/{file}", get(give_agent))
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
}

async fn take_of_guest(
    State(app): Shared,
    guest: Guest,
    Id(id): Id,
    Params(named): Params<Named>,
    FileBytes(bytes): FileBytes,
) -> Result<Json<FileInfo>, Refuse> {
    let sent = Sent::of(&named, bytes)?;
    let gate = &app.gates.tickets;
    gate.take(guest.id(), Instant::now()).map_err(|wait| Refuse::too_often("files", wait))?;
    let most = app.limits.files;
    take(&app, id, sent, Some(most), move |store, id| match guest.conversation(store, id)?.state {
        ConversationState::Closed => Err(Refuse::closed()),
        _ => Ok(()),
    })
    .await
}

async fn take_of_agent(
    State(app): Shared,
    agent: Agent,
    Id(id): Id,
    Params(named): Params<Named>,
    FileBytes(bytes): FileBytes,
) -> Result<Json<FileInfo>, Refuse> {
    let sent = Sent::of(&named, bytes)?;
    take(&app, id, sent, None, move |store, id| store.with_agent(id, &agent.me).map(drop)).await
}

/// `allowed` is asked before a picture is drawn, because that is work, and again when it is kept.
async fn take<A>(
    app: &Arc<App>,
    id: String,
    sent: Sent,
    most: Option<u32>,
    allowed: A,
) -> Result<Json<FileInfo>, Refuse>
where
    A: Fn(&Store, &str) -> Result<(), Refuse> + Clone + Send + 'static,
{
    let (conversation, hash, may) = (id.clone(), sent.hash.clone(), allowed.clone());
    let had = app.write(move |store, _, _| {
        may(store, &conversation)?;
        Ok((store.room_for_file(&conversation, &hash, most)?, Vec::new()))
    });
    if let Some(had) = had.await? {
        return Ok(Json(had));
    }
    let file = sent.drawn(app).await?;
    app.write(move |store, _, now| {
        allowed(store, &id)?;
        Ok((Json(store.add_file(&id, &file.to_keep(most), now)?), Vec::new()))
    })
    .await
}

async fn give_guest(State(app): Shared, guest: Guest, TwoIds(id, file): TwoIds) -> Result<Response, Refuse> {
    let found = app.read(move |store, _| {
        guest.conversation(store, &id)?;
        store.file(&id, &file)
    });
    give(found.await?).await
}

async fn give_agent(State(app): Shared, agent: Agent, TwoIds(id, file): TwoIds) -> Result<Response, Refuse> {
    let found = app.write(move |store, _, now| {
        store.any(&id)?;
        let found = store.file(&id, &file)?;
        store.audit(&Act::of(&agent.me, "file", &id).with(file.as_str()), now)?;
        Ok((found, Vec::new()))
    });
    give(found.await?).await
}

async fn give((info, kept): (FileInfo, Kept)) -> Result<Response, Refuse> {
    let read = tokio::task::spawn_blocking(move || kept.read()).await.map_err(|error| Refuse::internal(&error))?;
    let bytes = read.map_err(|error| Refuse::internal(&error))?;
    let kind = HeaderValue::from_str(&info.kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let name = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{}", percent(&info.name)));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            // The merchant's page shows it, and has fetched it with the token.
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// A file of a type that is taken. Pictures are drawn anew before they are kept.
struct Sent {
    hash: String,
    name: String,
    kind: &'static str,
    bytes: Bytes,
}

impl Sent {
    fn of(named: &Named, bytes: Bytes) -> Result<Self, Refuse> {
        let kind = kind(&bytes).ok_or_else(|| {
            Refuse::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "file_type",
                "This is no PNG, JPEG, WebP, GIF or PDF. Send a picture or a PDF, whatever its name ends in.",
            )
        })?;
        // Not the bare sum: bytes that were kept as they were sent have that name.
        let hash = hex(&Sha256::new().chain_update("drawn\n").chain_update(&bytes).finalize());
        Ok(Self { hash, name: plain_name(&named.name), kind, bytes })
    }

    /// As it is kept. One picture at a time: it takes memory and a core.
    async fn drawn(self, app: &App) -> Result<Self, Refuse> {
        let Self { hash, name, kind, bytes } = self;
        if !kind.starts_with("image/") {
            return Ok(Self { hash, name: fitting(name, kind), kind, bytes });
        }
        let _turn = app.painters.acquire().await;
        let most = app.limits.file_bytes;
        let drawn = tokio::task::spawn_blocking(move || redraw(kind, &bytes, most)).await;
        // A decoder that panics has met bytes that are no picture.
        let (kind, bytes) = drawn.unwrap_or(Err(Spoilt::Unreadable)).map_err(|spoilt| refuse(&spoilt))?;
        Ok(Self { hash, name: fitting(name, kind), kind, bytes: bytes.into() })
    }

    fn to_keep(&self, most: Option<u32>) -> NewFile<'_> {
        NewFile { hash: &self.hash, name: &self.name, kind: self.kind, bytes: &self.bytes, most }
    }
}

fn refuse(spoilt: &Spoilt) -> Refuse {
    match spoilt {
        Spoilt::Unreadable => Refuse::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "file_type",
            "This picture cannot be read: it is damaged, or it did not arrive whole. Open it on your device and send it \
             again, or send a picture of the screen.",
        ),
        Spoilt::TooLarge => Refuse::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!(
                "A picture may have {} million pixels, with 16 bits a colour half as many; this one has more. Send a smaller one.",
                PIXELS / 1_000_000
            ),
        ),
    }
}

/// The type that the bytes themselves show; what a caller claims does not count.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        _ => None,
    }
}

/// A name without folders and without what a screen or a shell could take for something else.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |letter: &char| {
        letter.is_control() || "\"<>|:*?\u{202a}\u{202b}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}".contains(*letter)
    };
    let most = usize::try_from(NAME_CHARS).unwrap_or(usize::MAX);
    let plain: String = last.chars().filter(|letter| !odd(letter)).take(most).collect();
    let plain = plain.trim().trim_start_matches('.');
    if plain.is_empty() { "file".into() } else { plain.into() }
}

/// A name that ends as the type does: who saves the file must not have it opened as something else.
fn fitting(name: String, kind: &str) -> String {
    let ends: &[&str] = match kind {
        "image/png" => &["png"],
        "image/jpeg" => &["jpg", "jpeg"],
        _ => &["pdf"],
    };
    let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
    let end = end.to_ascii_lowercase();
    if ends.contains(&end.as_str()) {
        return name;
    }
    let stem = if ["png", "jpg", "jpeg", "webp", "gif", "pdf"].contains(&end.as_str()) { stem } else { &name };
    format!("{stem}.{}", ends[0])
}

fn percent(name: &str) -> String {
    name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_what_the_bytes_show() {
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(kind(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(kind(b"RIFF....WEBPVP8 "), Some("image/webp"));
        assert_eq!(kind(b"GIF89a"), Some("image/gif"));
        assert_eq!(kind(b"%PDF-1.7"), Some("application/pdf"));
        for other in [&b"<svg onload=alert(1)>"[..], b"<html>", b"MZ", b"", b"RIFF....WAVE", b"GIF", b"\x89PNG"] {
            assert_eq!(kind(other), None);
        }
    }

    #[test]
    fn a_name_is_one_plain_name() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\photos\\妈妈.jpg"), "妈妈.jpg");
        assert_eq!(plain_name(".htaccess"), "htaccess");
        assert_eq!(plain_name("a\u{202e}gpj.exe\r\n"), "agpj.exe");
        assert_eq!(plain_name(""), "file");
        let fits = |name: &str, kind| fitting(name.to_owned(), kind);
        assert_eq!(fits("妈妈.JPG", "image/jpeg"), "妈妈.JPG");
        assert_eq!(fits("sticker.gif", "image/png"), "sticker.png");
        assert_eq!(fits("page.html", "image/png"), "page.html.png");
        assert_eq!(fits("file", "application/pdf"), "file.pdf");
        assert_eq!(percent("妈 a.jpg"), "%E5%A6%88%20a.jpg");
    }
}
