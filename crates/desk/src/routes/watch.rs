//! For whoever watches over the desk: whether it is well, and its figures in the text format of Prometheus (version
//! 0.0.4). No figure leads to anybody.

use super::{Reply, Shared};
use crate::{
    app::{App, now},
    auth::hash,
    refuse::Refuse,
    store::Figures,
};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode, header},
    routing::get,
};
use serde_json::{Value, json};
use std::{
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/health", get(health)).route("/metrics", get(metrics))
}

/// Calls answered since the desk started, by the first digit of their status.
#[derive(Debug, Default)]
pub struct Tally([AtomicU64; 5]);

impl Tally {
    pub fn count(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100);
        if let Some(count) = self.0.get(class.wrapping_sub(1)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// That a change can be written, and what is in the file read.
async fn health(State(app): Shared) -> Reply<Value> {
    app.write(|store, _, _| Ok((store.pulse()?, Vec::new()))).await?;
    Ok(Json(json!({ "ok": true })))
}

async fn metrics(State(app): Shared, headers: HeaderMap) -> Result<([(HeaderName, &'static str); 1], String), Refuse> {
    let token = &app.settings.metrics_token;
    if token.is_empty() {
        return Err(Refuse::new(
            StatusCode::NOT_FOUND,
            "unknown_call",
            "This desk shows no figures. `metrics_token` in desk.toml turns them on.",
        ));
    }
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    // Hashes are compared, so that the time taken says nothing of the token.
    if given.and_then(|value| value.strip_prefix("Bearer ")).map(hash) != Some(hash(token)) {
        return Err(Refuse::new(
            StatusCode::UNAUTHORIZED,
            "no_token",
            "The figures are for who knows `metrics_token` of desk.toml: send it as `Authorization: Bearer …`.",
        ));
    }
    let (figures, on_duty) = app.read(|store, app| Ok((store.figures()?, app.crew(store)?.count()))).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text(&app, figures, on_duty)))
}

fn text(app: &App, figures: Figures, on_duty: u32) -> String {
    let Figures { queued, assigned, closed, longest_since, open_tickets, outgoing, bytes } = figures;
    let waited = longest_since.map_or(0, |since| now().saturating_sub(since) / 1000);
    let (streams, consoles) = app.hub.listeners();
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, values: &[(&str, u64)]| {
        let _ = writeln!(text, "# HELP renzai_{name} {help}\n# TYPE renzai_{name} gauge");
        for (labels, value) in values {
            let _ = writeln!(text, "renzai_{name}{labels} {value}");
        }
    };
    let states = [("{state=\"queued\"}", queued), ("{state=\"assigned\"}", assigned), ("{state=\"closed\"}", closed)];
    gauge("conversations", "Conversations that are kept.", &states);
    gauge("longest_wait_seconds", "How long the customer at the head of the queue has waited.", &[("", waited)]);
    gauge("agents_on_duty", "Agents who are on duty and there.", &[("", on_duty.into())]);
    gauge("streams", "Customers' streams and long polls that are open.", &[("", streams)]);
    gauge("consoles", "Agents' consoles that are open.", &[("", consoles)]);
    gauge("open_tickets", "Messages and callbacks that nobody has done yet.", &[("", open_tickets)]);
    gauge("outgoing", "Notices that webhooks have not taken yet.", &[("", outgoing)]);
    gauge("database_bytes", "Size of the database file.", &[("", bytes)]);
    let _ =
        writeln!(text, "# HELP renzai_calls_total Calls answered since the start.\n# TYPE renzai_calls_total counter");
    for (class, count) in app.tally.0.iter().enumerate() {
        let _ = writeln!(text, "renzai_calls_total{{status=\"{}xx\"}} {}", class + 1, count.load(Ordering::Relaxed));
    }
    text
}
