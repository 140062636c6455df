//! The log says what was called and how it went, and nothing that was said or could be used.

use crate::bench::{Bench, handover, message, text};
use serde_json::json;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_keeps_no_words_tokens_or_addresses() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(lines.clone());
    tracing::subscriber::set_global_default(subscriber.with_ansi(false).finish()).unwrap();

    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let visitor = bench.visitor().await;
    let customer = |call: crate::bench::Call| call.header("x-forwarded-for", "203.0.113.77");
    let asked = customer(visitor.post("/v1/handover")).json(&handover()).ok().await;
    let conversation = text(&asked, "conversation");
    let path = format!("/v1/conversations/{conversation}/messages");
    customer(visitor.post(&path)).json(&message("我的电话是13800000000")).ok().await;
    customer(visitor.post(&path))
        .json(&json!({"client_id": 7, "body": "格式不对的话"}))
        .refused(400, "malformed")
        .await;
    agent.on(&conversation, "take").ok().await;
    let ticket = text(&visitor.post("/v1/stream-tickets").ok().await, "ticket");
    bench.get(&format!("/v1/conversations/{conversation}/events?after=0&wait=0&ticket={ticket}")).ok().await;

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/v1/conversations/{id}/messages") && log.contains("status=200"), "{log}");
    let password = bench.first.clone().unwrap().1;
    let session = agent.cookie.split('=').next_back().unwrap();
    for private in
        ["13800000000", "格式不对的话", "203.0.113.77", &visitor.token, session, &ticket, &password, &conversation]
    {
        assert!(!log.contains(private), "{private:?} is in the log");
    }
}
