//! What the merchant may learn from, told by nobody in particular.

use super::{NAME_CHARS, check_length, cut, idempotency_key};
use crate::{
    app::App,
    auth::{hash, hex},
    extract::{Body, Caller},
    refuse::Refuse,
};
use axum::{Json, Router, extract::State, http::HeaderMap, routing::post};
use std::{sync::Arc, time::Instant};
use uuid::Uuid;
use wire::visitor::{FeedbackRequest, Note, Nothing};

/// Notes in one call.
const MOST: usize = 100;
/// Characters of a question that are kept.
const TEXT_CHARS: u32 = 500;
const KINDS: [&str; 4] = ["unanswered", "answered", "up", "down"];

pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/feedback", post(feedback))
}

async fn feedback(
    State(app): State<Arc<App>>,
    Caller(address): Caller,
    headers: HeaderMap,
    Body(request): Body<FeedbackRequest>,
) -> Result<Json<Nothing>, Refuse> {
    let key = idempotency_key(&headers, "")?.unwrap_or_else(|| Uuid::now_v7().to_string());
    let FeedbackRequest { site, mut notes } = request;
    check_length("`site`", &site, NAME_CHARS)?;
    if notes.len() > MOST {
        return Err(Refuse::unacceptable(
            "too_long",
            format!("One call may have {MOST} notes. Send the rest in others."),
        ));
    }
    for note in &mut notes {
        let Note { kind, entry, text, talk } = note;
        if !KINDS.contains(&kind.as_str()) {
            return Err(Refuse::unacceptable("bad_kind", "`kind` must be `unanswered`, `answered`, `up` or `down`."));
        }
        cut(entry, NAME_CHARS);
        cut(text, TEXT_CHARS);
        // A name that no other record has: nobody can look up whose conversation it was.
        *talk = hex(&hash(&[&app.veil, talk.as_str()].concat())[..8]);
    }
    let gate = &app.gates.feedback;
    gate.take(&address, Instant::now()).map_err(|wait| Refuse::too_often("notes", wait))?;
    app.write(move |store, _, now| {
        for (at, note) in notes.iter().enumerate() {
            store.keep_feedback(&format!("{key} {at}"), &site, note, now)?;
        }
        Ok((Json(Nothing {}), Vec::new()))
    })
    .await
}
