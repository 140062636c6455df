//! Health and figures.

use crate::bench::{Bench, config};
use desk::{Config, Settings};
use std::sync::Arc;
use tempfile::TempDir;

async fn watched() -> Bench {
    let folder = Arc::new(TempDir::new().unwrap());
    let settings = Settings { metrics_token: "a secret".into(), ..Settings::default() };
    let config = Config { settings, ..config(&folder) };
    Bench::open(folder, config).await
}

#[tokio::test]
async fn figures_count_what_happens_and_name_nobody() {
    let bench = watched().await;
    let figures = async || {
        let reply = bench.get("/v1/metrics").header("authorization", "Bearer a secret").send().await;
        assert_eq!((reply.status.as_u16(), reply.header("cache-control")), (200, "no-store"));
        assert_eq!(reply.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        String::from_utf8(reply.body).unwrap()
    };
    let value = |text: &str, name: &str| -> u64 {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
    };
    assert_eq!(value(&figures().await, "renzai_conversations{state=\"queued\"}"), 0);
    let (agent, customer) = (bench.first_agent().await, bench.visitor().await);
    let conversation = customer.ask().await;
    customer.say(&conversation, "谁也不认识的一句话").await;
    customer.get("/v1/conversations/none").send().await;
    let waiting = figures().await;
    assert_eq!(value(&waiting, "renzai_conversations{state=\"queued\"}"), 1);
    assert_eq!(value(&waiting, "renzai_calls_total{status=\"4xx\"}"), 1);
    assert!(value(&waiting, "renzai_calls_total{status=\"2xx\"}") >= 4);
    assert!(value(&waiting, "renzai_database_bytes") > 10_000);
    agent.on(&conversation, "take").json(&serde_json::json!({})).ok().await;
    let taken = figures().await;
    assert_eq!(value(&taken, "renzai_conversations{state=\"queued\"}"), 0);
    assert_eq!(value(&taken, "renzai_conversations{state=\"assigned\"}"), 1);
    assert!(!taken.contains(&conversation) && !taken.contains("一句话"), "{taken}");
    // What Prometheus reads: each family is named before its values, and each value is a number.
    for line in taken.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        let family = name.split('{').next().unwrap();
        assert!(taken.contains(&format!("# TYPE {family} ")) && value.parse::<f64>().is_ok(), "{line}");
    }
}

#[tokio::test]
async fn figures_are_for_who_knows_the_token() {
    let bench = watched().await;
    bench.get("/v1/metrics").refused(401, "no_token").await;
    for wrong in ["Bearer ", "Bearer a secre", "Bearer a secrets", "a secret", "Basic a secret"] {
        bench.get("/v1/metrics").header("authorization", wrong).refused(401, "no_token").await;
    }
    Bench::new().await.get("/v1/metrics").header("authorization", "Bearer ").refused(404, "unknown_call").await;
}
