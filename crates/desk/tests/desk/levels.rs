//! Every call of the desk against everybody who could make it. The calls are read from the sources, so that a new one
//! cannot be left out.

use crate::bench::{Bench, Call, Visitor, message, text};
use axum::http::Method;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};
use wire::agent::Level;

/// The calls of the console, and the least level that may make them.
const CONSOLE: [(&str, &str, Level); 43] = [
    ("GET", "/agent/me", Level::Agent),
    ("GET", "/agent/sessions", Level::Agent),
    ("DELETE", "/agent/sessions/{id}", Level::Agent),
    ("GET", "/agent/second-step", Level::Agent),
    ("POST", "/agent/second-step", Level::Agent),
    ("POST", "/agent/second-step/confirm", Level::Agent),
    ("POST", "/agent/second-step/end", Level::Agent),
    ("GET", "/agent/board", Level::Agent),
    ("GET", "/agent/events", Level::Agent),
    ("GET", "/agent/colleagues", Level::Agent),
    ("GET", "/agent/tickets", Level::Agent),
    ("GET", "/agent/proposals", Level::Agent),
    ("GET", "/agent/conversations/{id}", Level::Agent),
    ("GET", "/agent/conversations/{id}/files/{file}", Level::Agent),
    ("GET", "/agent/conversations/{id}/export", Level::Lead),
    ("GET", "/agent/visitors/{id}/history", Level::Agent),
    ("GET", "/agent/visitors/{id}/export", Level::Lead),
    ("GET", "/agent/audit", Level::Lead),
    ("GET", "/agent/audit/export", Level::Lead),
    ("POST", "/agent/duty", Level::Agent),
    ("POST", "/agent/conversations/{id}/take", Level::Agent),
    ("POST", "/agent/conversations/{id}/messages", Level::Agent),
    ("POST", "/agent/conversations/{id}/files", Level::Agent),
    ("POST", "/agent/conversations/{id}/typing", Level::Agent),
    ("POST", "/agent/conversations/{id}/read", Level::Agent),
    ("POST", "/agent/conversations/{id}/note", Level::Agent),
    ("POST", "/agent/conversations/{id}/transfer", Level::Agent),
    ("POST", "/agent/conversations/{id}/escalate", Level::Agent),
    ("POST", "/agent/conversations/{id}/assign", Level::Lead),
    ("POST", "/agent/conversations/{id}/invite", Level::Agent),
    ("POST", "/agent/conversations/{id}/leave", Level::Agent),
    ("POST", "/agent/conversations/{id}/ask-rating", Level::Agent),
    ("POST", "/agent/conversations/{id}/close", Level::Agent),
    ("POST", "/agent/tickets/{id}/claim", Level::Agent),
    ("POST", "/agent/tickets/{id}/release", Level::Agent),
    ("POST", "/agent/tickets/{id}/done", Level::Agent),
    ("POST", "/agent/proposals", Level::Agent),
    ("POST", "/agent/visitors/{id}/block", Level::Lead),
    ("DELETE", "/agent/visitors/{id}", Level::Admin),
    ("POST", "/agent/agents", Level::Admin),
    ("POST", "/agent/agents/{id}", Level::Admin),
    ("POST", "/agent/agents/{id}/password", Level::Admin),
    // The last one: it ends the log-in.
    ("POST", "/agent/logout", Level::Agent),
];

/// The calls of the customer's side, and whether a member of the family may make them in the one conversation.
const CUSTOMER: [(&str, &str, Family); 21] = [
    ("POST", "/handover", Family::MayNot),
    ("POST", "/messages", Family::MayNot),
    ("POST", "/callbacks", Family::MayNot),
    ("POST", "/qr", Family::MayNot),
    ("POST", "/stream-tickets", Family::May),
    ("GET", "/conversations/{id}", Family::May),
    ("GET", "/conversations/{id}/events", Family::May),
    ("GET", "/conversations/{id}/transcript", Family::May),
    ("POST", "/conversations/{id}/messages", Family::May),
    ("POST", "/conversations/{id}/files", Family::May),
    ("GET", "/conversations/{id}/files/{file}", Family::May),
    ("POST", "/conversations/{id}/typing", Family::May),
    ("POST", "/conversations/{id}/read", Family::May),
    ("POST", "/conversations/{id}/invite", Family::MayNot),
    ("DELETE", "/conversations/{id}/helpers/{helper}", Family::MayNot),
    ("POST", "/conversations/{id}/escalate", Family::MayNot),
    ("POST", "/conversations/{id}/rating", Family::MayNot),
    ("POST", "/conversations/{id}/close", Family::MayNot),
    ("POST", "/conversations/{id}/reopen", Family::MayNot),
    // The last two: after the one a helper is none any more, after the other the customer is not known.
    ("POST", "/conversations/{id}/leave", Family::May),
    ("DELETE", "/visitor", Family::MayNot),
];

/// For those who are nobody yet: what they may is in what they send.
const OPEN: [(&str, &str); 6] = [
    ("POST", "/session"),
    ("POST", "/join"),
    ("POST", "/feedback"),
    ("POST", "/agent/login"),
    ("GET", "/health"),
    ("GET", "/metrics"),
];

#[derive(Clone, Copy, PartialEq)]
enum Family {
    May,
    MayNot,
}

/// What is sent along, so that nothing but the caller is wrong with the call.
fn body(path: &str) -> Value {
    match path.rsplit('/').next().unwrap() {
        "handover" => crate::bench::handover(),
        "messages" if path == "/messages" => json!({"body": "x"}),
        "messages" => message("x"),
        "callbacks" => json!({"phone": "13800138000", "window": "", "consent": true}),
        "qr" => json!({"text": "x"}),
        "read" => json!({"upto": 1}),
        "rating" => json!({"stars": 5}),
        "duty" => json!({"on_duty": true}),
        "note" => json!({"note": "x"}),
        "transfer" | "assign" => json!({"to": {"kind": "agent", "agent": "none"}}),
        "invite" if path.starts_with("/agent") => json!({"agent": "none"}),
        "proposals" => json!({"question": "q", "answer": "a"}),
        "block" => json!({"blocked": true}),
        "agents" => json!({"login": "", "name": ""}),
        "confirm" | "end" => json!({"code": "1"}),
        _ => json!({}),
    }
}

/// The call, about this conversation; whatever else it is about is not there.
fn call(bench: &Bench, method: &str, path: &str, conversation: &str) -> Call {
    let known = path.replace("/conversations/{id}", &format!("/conversations/{conversation}"));
    let all: Vec<&str> = known.split('/').map(|part| if part.starts_with('{') { "none" } else { part }).collect();
    let method: Method = method.parse().unwrap();
    let call = Call::new(bench.router.clone(), method.clone(), &format!("/v1{}", all.join("/")));
    match path.rsplit('/').next() {
        Some("files") => call.bytes(b"%PDF-1.7".to_vec()),
        _ if method == Method::POST => call.json(&body(path)),
        _ => call,
    }
}

async fn patient() -> Bench {
    Bench::with(|limits| {
        for rate in [&mut limits.handovers, &mut limits.messages, &mut limits.tickets, &mut limits.leavings] {
            rate.burst = 10_000;
        }
    })
    .await
}

#[tokio::test]
async fn every_call_of_the_console_asks_for_its_level() {
    let bench = patient().await;
    let levels = [Level::Agent, Level::Senior, Level::Lead, Level::Admin];
    let mut agents = Vec::new();
    for (at, level) in levels.iter().enumerate() {
        agents.push(bench.agent_of(&format!("level {at}"), *level).await);
    }
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    for (method, path, least) in CONSOLE {
        let call = || call(&bench, method, path, &conversation);
        let own = || call().header("x-renzai-console", "1");
        own().refused(401, "not_logged_in").await;
        own().header("authorization", &format!("Bearer {}", customer.token)).refused(401, "not_logged_in").await;
        if method != "GET" {
            call().header("cookie", &agents[3].cookie).refused(403, "console_header").await;
        }
        for (level, agent) in levels.iter().zip(&agents) {
            let (status, word) = own().header("cookie", &agent.cookie).outcome().await;
            let allowed = word != "not_allowed" && status != 401;
            assert_eq!(allowed, *level >= least, "{method} {path} as {level:?}: {status} {word}");
            assert!(status.as_u16() < 500, "{method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn every_call_of_the_customers_side_is_for_its_people() {
    let bench = patient().await;
    let agent = bench.first_agent().await;
    let (customer, stranger) = (bench.visitor().await, bench.visitor().await);
    let (conversation, other) = (customer.ask().await, stranger.ask().await);
    agent.on(&conversation, "take").ok().await;
    let (son, neighbour) = (helper(&bench, &customer, &conversation).await, helper(&bench, &stranger, &other).await);
    let daughter = helper(&bench, &customer, &conversation).await;
    for (method, path, family) in CUSTOMER {
        // Her brother has left by then.
        let helper = if path == "/visitor" { &daughter } else { &son };
        let nobody = || call(&bench, method, path, &conversation);
        let by = |who: &Visitor| nobody().header("authorization", &format!("Bearer {}", who.token));
        nobody().refused(401, "no_token").await;
        nobody().header("cookie", &agent.cookie).header("x-renzai-console", "1").refused(401, "no_token").await;
        by(&customer.with("forged")).refused(401, "unknown_token").await;
        let about_it = path.starts_with("/conversations/");
        match family {
            Family::MayNot => by(&neighbour).refused(403, "not_for_helpers").await,
            Family::May if about_it => by(&neighbour).refused(404, "unknown_conversation").await,
            Family::May => by(&neighbour).send().await,
        };
        // Who only helps leaves; for all others that is no call.
        if about_it && !path.ends_with("/leave") {
            by(&stranger).refused(404, "unknown_conversation").await;
        }
        if family == Family::MayNot {
            by(helper).refused(403, "not_for_helpers").await;
        }
        let mut people = vec![&customer];
        people.extend((family == Family::May).then_some(helper));
        for who in people {
            let (status, word) = by(who).outcome().await;
            let allowed = status != 401 && status != 403 && word != "unknown_conversation";
            assert!(allowed && status.as_u16() < 500, "{method} {path}: {status} {word}");
        }
    }
}

async fn helper(bench: &Bench, customer: &Visitor, conversation: &str) -> Visitor {
    let code = text(&customer.on(conversation, "invite").ok().await, "code");
    let joined = bench.post("/v1/join").json(&json!({"code": code, "name": "儿子"})).ok().await;
    customer.with(&text(&joined, "token"))
}

#[test]
fn no_call_is_missing_from_the_tables() {
    let console = CONSOLE.map(|(method, path, _)| (method, path));
    let customer = CUSTOMER.map(|(method, path, _)| (method, path));
    let listed = console.iter().chain(&customer).chain(&OPEN).map(|(method, path)| format!("{method} {path}"));
    let (listed, written) = (listed.collect::<BTreeSet<_>>(), written());
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect::<Vec<_>>();
    assert_eq!(only(&written, &listed), [""; 0], "in no table: say who may make this call");
    assert_eq!(only(&listed, &written), [""; 0], "in a table, and no call any more");
}

/// The calls as the sources have them: `.route("/path", get(…).post(…))`.
fn written() -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/routes")).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        for route in source.split(".route(").skip(1) {
            let (path, handlers) = route.split_once('"').and_then(|(_, rest)| rest.split_once('"')).unwrap();
            let before = if route.starts_with("&at(") { "/agent/conversations/{id}" } else { "" };
            let handlers = handlers.lines().next().unwrap_or_default();
            let methods = ["get", "post", "delete", "put", "patch"];
            let found = methods.iter().filter(|it| handlers.contains(&format!("{it}(")));
            let found: Vec<_> = found.map(|it| format!("{} {before}{path}", it.to_uppercase())).collect();
            assert!(!found.is_empty(), "no method is seen in {route}");
            calls.extend(found);
        }
    }
    calls
}

#[tokio::test]
async fn an_admin_adds_agents_and_the_last_admin_stays() {
    let bench = Bench::new().await;
    let admin = bench.first_agent().await;
    let new = json!({"login": "mei", "name": "小美", "level": "senior", "team": "售后", "capacity": 3});
    let made = admin.post("/v1/agent/agents").json(&new).ok().await;
    admin.post("/v1/agent/agents").json(&new).refused(409, "login_taken").await;
    let mei = bench.log_in("mei", &text(&made, "password")).await;
    let me = mei.get("/v1/agent/me").ok().await;
    assert_eq!((&me["level"], &me["team"], &me["capacity"]), (&json!("senior"), &json!("售后"), &json!(3)));
    let own = format!("/v1/agent/agents/{}", admin.id().await);
    admin.post(&own).json(&json!({"level": "agent"})).refused(409, "last_admin").await;
    let hers = format!("/v1/agent/agents/{}", text(&made, "agent"));
    assert_eq!(admin.post(&hers).json(&json!({"level": "admin"})).ok().await["level"], "admin");
    admin.post(&own).json(&json!({"level": "lead"})).ok().await;
    admin.post(&hers).json(&json!({"level": "agent"})).refused(403, "not_allowed").await;
    let again = mei.post(&format!("{hers}/password")).ok().await;
    mei.get("/v1/agent/me").refused(401, "not_logged_in").await;
    bench.log_in("mei", &text(&again, "password")).await;
}
