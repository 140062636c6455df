//! Bad input and too much of it: always 4xx with words, never a panic.

use crate::bench::{Bench, Call, handover, message, text};
use axum::http::{Method, StatusCode};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

#[tokio::test]
async fn every_kind_of_broken_call_is_refused_in_words() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    agent.on(&conversation, "take").ok().await;
    let messages = format!("/v1/conversations/{conversation}/messages");
    let rating = format!("/v1/conversations/{conversation}/rating");
    let id = "01993e5c-7d1a-7c3e-8f00-5a4b3c2d1e0f";
    let bodies: [(&str, &str, Value); 16] = [
        ("/v1/session", "malformed", json!(null)),
        ("/v1/session", "malformed", json!([])),
        ("/v1/session", "malformed", json!({"site": "shop"})),
        ("/v1/session", "malformed", json!({"site": 7, "device": "d"})),
        ("/v1/session", "too_long", json!({"site": "x".repeat(201), "device": "d"})),
        ("/v1/handover", "malformed", json!({})),
        ("/v1/handover", "malformed", json!({"entry_point": "panel", "page": "/", "locale": "zh", "want": "coffee"})),
        ("/v1/handover", "malformed", json!({"entry_point": "panel", "page": "/", "locale": "zh", "transcript": "hi"})),
        (&messages, "malformed", json!({"client_id": id})),
        (&messages, "malformed", json!({"client_id": id, "body": null})),
        (&messages, "bad_client_id", json!({"client_id": "1", "body": "x"})),
        (&messages, "empty", json!({"client_id": id, "body": " \n　"})),
        (&messages, "too_long", json!({"client_id": id, "body": "长".repeat(4_001)})),
        (&rating, "bad_stars", json!({"stars": 0})),
        (&rating, "bad_stars", json!({"stars": 6})),
        (&rating, "malformed", json!({"stars": -1})),
    ];
    for (path, error, body) in &bodies {
        let status = if *error == "malformed" { 400 } else { 422 };
        customer.post(path).json(body).refused(status, error).await;
    }
    let theirs = |body: Value| agent.on(&conversation, "messages").json(&body);
    theirs(json!({"client_id": id, "body": "长".repeat(4_001)})).refused(422, "too_long").await;
    theirs(json!({"client_id": "", "body": "x"})).refused(422, "bad_client_id").await;
    agent.post("/v1/agent/duty").json(&json!({"on_duty": "yes"})).refused(400, "malformed").await;
    assert_eq!(customer.snapshot(&conversation).await["seq"], 2, "nothing of it was recorded");
    customer.say(&conversation, &"长".repeat(4_000)).await;
}

#[tokio::test]
async fn bytes_that_are_no_json_and_addresses_that_are_none() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let raw = |kind: &str, bytes: Vec<u8>| bench.post("/v1/session").header("content-type", kind).bytes(bytes);
    for bytes in [&b""[..], b"{", b"{\"site\":\"\xff\xfe\",\"device\":\"d\"}", b"\0\0\0", b"\xef\xbb\xbf{}"] {
        raw("application/json", bytes.to_vec()).refused(400, "malformed").await;
    }
    raw("application/json", vec![b'['; 100_000]).refused(400, "malformed").await;
    raw("application/json", vec![b' '; 600_000]).refused(413, "too_large").await;
    raw("text/plain", b"{}".to_vec()).refused(415, "not_json").await;
    bench.post("/v1/session").bytes(b"{}".to_vec()).refused(415, "not_json").await;
    bench.get("/v1/nothing").refused(404, "unknown_call").await;
    bench.get("/v1/").refused(404, "unknown_call").await;
    bench.get("/v1").refused(404, "unknown_call").await;
    bench.post("/v1/agent/nothing").refused(404, "unknown_call").await;
    bench.get("/v1/session").refused(405, "wrong_method").await;
    bench.call(Method::DELETE, "/v1/agent/board").refused(405, "wrong_method").await;
    customer.get("/v1/conversations/%FF%FE").refused(400, "malformed").await;
    customer.get("/v1/conversations/%2E%2E%2Fx").refused(404, "unknown_conversation").await;
    customer.get(&format!("/v1/conversations/{}", "x".repeat(5_000))).refused(404, "unknown_conversation").await;
    for query in ["after=-1", "after=x", "after=99999999999999999999", "wait=soon", "after=1&after=2"] {
        customer.get(&format!("/v1/conversations/{conversation}/events?{query}")).refused(400, "malformed").await;
    }
    let cold = customer.post("/v1/handover").header("idempotency-key", "").json(&handover());
    cold.refused(400, "malformed").await;
    let health = bench.get("/v1/health").send().await;
    assert_eq!((health.json(), health.header("cache-control")), (json!({"ok": true}), "no-store"));
}

#[tokio::test]
async fn past_a_limit_the_desk_says_when_to_come_back() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    for _ in 0..19 {
        bench.visitor().await;
    }
    let session = json!({"site": "shop", "device": "d"});
    let refused = bench.post("/v1/session").json(&session).refused(429, "rate_limited").await;
    assert!((1..=3).contains(&refused.header("retry-after").parse::<u64>().unwrap()));
    customer.post("/v1/session").json(&session).ok().await;
    bench.post("/v1/session").header("x-forwarded-for", "203.0.113.9").json(&session).ok().await;

    for _ in 0..3 {
        let conversation = customer.ask().await;
        customer.close(&conversation).await;
    }
    let refused = customer.post("/v1/handover").json(&handover()).refused(429, "rate_limited").await;
    assert!((100..=200).contains(&refused.header("retry-after").parse::<u64>().unwrap()));
}

#[tokio::test]
async fn a_message_past_the_limit_is_not_recorded_and_may_be_sent_again() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let path = format!("/v1/conversations/{conversation}/messages");
    let mut accepted = 0;
    let refused = loop {
        let reply = customer.post(&path).json(&message("x")).send().await;
        if reply.status != StatusCode::OK {
            break reply;
        }
        accepted += 1;
        assert!(accepted < 100, "no limit");
    };
    assert!(accepted >= 10, "a burst of ten is allowed: {accepted}");
    assert_eq!((refused.status.as_u16(), text(&refused.json(), "error")), (429, "rate_limited".into()));
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(customer.snapshot(&conversation).await["seq"], accepted + 1);
}

#[tokio::test]
async fn only_named_origins_may_call_from_their_pages() {
    let folder = std::sync::Arc::new(tempfile::TempDir::new().unwrap());
    let mut config = crate::bench::config(&folder);
    config.origins = vec!["https://shop.example".into()];
    let bench = Bench::open(folder, config).await;
    let preflight = |origin: &str, path: &str| {
        let call = bench.call(Method::OPTIONS, path).header("origin", origin);
        call.header("access-control-request-method", "POST").header("access-control-request-headers", "authorization")
    };
    let allowed = preflight("https://shop.example", "/v1/handover").send().await;
    assert_eq!(
        (allowed.status, allowed.header("access-control-allow-origin")),
        (StatusCode::OK, "https://shop.example")
    );
    for header in ["authorization", "content-type", "idempotency-key"] {
        assert!(allowed.header("access-control-allow-headers").contains(header));
    }
    let foreign = preflight("https://evil.example", "/v1/handover").send().await;
    assert_eq!(foreign.header("access-control-allow-origin"), "");
    let console = preflight("https://shop.example", "/v1/agent/login").send().await;
    assert_eq!(console.header("access-control-allow-origin"), "", "the console is for its own page only");
}

/// Every route, with a place for an id.
const ROUTES: [(&str, &str); 21] = [
    ("POST", "/v1/session"),
    ("POST", "/v1/handover"),
    ("POST", "/v1/stream-tickets"),
    ("GET", "/v1/conversations/{}"),
    ("GET", "/v1/conversations/{}/events?wait=0"),
    ("POST", "/v1/conversations/{}/messages"),
    ("POST", "/v1/conversations/{}/typing"),
    ("POST", "/v1/conversations/{}/close"),
    ("POST", "/v1/conversations/{}/rating"),
    ("POST", "/v1/agent/login"),
    ("POST", "/v1/agent/duty"),
    ("GET", "/v1/agent/me"),
    ("GET", "/v1/agent/board"),
    ("GET", "/v1/agent/conversations/{}"),
    ("POST", "/v1/agent/conversations/{}/take"),
    ("POST", "/v1/agent/conversations/{}/messages"),
    ("POST", "/v1/agent/conversations/{}/typing"),
    ("POST", "/v1/agent/conversations/{}/close"),
    ("GET", "/v1/health"),
    ("GET", "/{}"),
    ("POST", "/v1/agent/conversations/{}/nothing"),
];

/// Bytes of any kind, and JSON that is nearly right.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let field = prop_oneof![
        Just("site"),
        Just("device"),
        Just("client_id"),
        Just("body"),
        Just("stars"),
        Just("login"),
        Just("password"),
        Just("on_duty"),
        Just("entry_point"),
        Just("page"),
        Just("locale"),
        Just("transcript"),
        Just("want"),
    ];
    let value = prop_oneof![
        any::<i64>().prop_map(|n| json!(n)),
        ".{0,20}".prop_map(|s| json!(s)),
        any::<bool>().prop_map(|b| json!(b)),
        Just(json!(null)),
        Just(json!([{"from": "bot", "text": "\u{0}", "at": 0}])),
    ];
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        proptest::collection::vec((field, value), 0..8)
            .prop_map(|fields| {
                fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<serde_json::Map<_, _>>()
            })
            .prop_map(|object| Value::Object(object).to_string().into_bytes()),
    ]
}

#[test]
fn random_bytes_to_every_route_are_answered_without_a_fault() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // A burst of everything, so that the calls get past the limits; the log-in's stays, for its hashing is slow.
    let bench = runtime.block_on(Bench::with(|limits| {
        limits.messages.burst = 100_000;
        limits.sessions.burst = 100_000;
    }));
    let (agent, customer, conversation) = runtime.block_on(async {
        let (agent, customer) = (bench.first_agent().await, bench.visitor().await);
        let conversation = customer.ask().await;
        (agent, customer, conversation)
    });
    let id = prop_oneof![
        Just(conversation),
        proptest::collection::vec(any::<u8>(), 1..12).prop_map(|bytes| percent_encoded(&bytes)),
    ];
    let case = (0..ROUTES.len(), id, bodies(), any::<bool>());
    let mut runner = TestRunner::new(ProptestConfig { cases: 600, failure_persistence: None, ..Default::default() });
    let outcome = runner.run(&case, |(route, id, body, says_json)| {
        let (method, path) = ROUTES[route];
        let call = Call::new(bench.router.clone(), method.parse().unwrap(), &path.replace("{}", &id));
        let kind = if says_json { "application/json" } else { "application/octet-stream" };
        let call = call.header("authorization", &format!("Bearer {}", customer.token)).header("cookie", &agent.cookie);
        let call = call.header("x-renzai-console", "1").header("content-type", kind).bytes(body);
        let reply = runtime.block_on(call.send());
        prop_assert!(!reply.status.is_server_error(), "{method} {path}: {}", reply.status);
        if reply.status.is_client_error() && path.starts_with("/v1") {
            let refusal: wire::Refusal = serde_json::from_slice(&reply.body).unwrap();
            prop_assert!(!refusal.error.is_empty() && !refusal.message.is_empty());
        }
        Ok(())
    });
    outcome.unwrap();
    runtime.block_on(customer.get("/v1/health").ok());
}

fn percent_encoded(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("%{byte:02X}")).collect()
}
