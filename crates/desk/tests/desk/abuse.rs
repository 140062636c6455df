//! Bad input and a bad disk: always clear words, never another's data, never half a record.

use crate::bench::{Bench, Call, config, data, handover, message, text};
use axum::http::Method;
use serde_json::json;
use std::{sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn a_blocked_visitor_is_refused_until_let_in_again() {
    let bench = Bench::new().await;
    let lead = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let visitor = text(&lead.case(&conversation).await, "visitor");
    let block =
        |blocked: bool| lead.post(&format!("/v1/agent/visitors/{visitor}/block")).json(&json!({"blocked": blocked}));
    block(true).ok().await;
    customer.get(&format!("/v1/conversations/{conversation}")).refused(403, "blocked").await;
    customer.on(&conversation, "messages").json(&message("x")).refused(403, "blocked").await;
    customer.post("/v1/session").json(&json!({"site": "s", "device": "d"})).refused(403, "blocked").await;
    assert_eq!(lead.case(&conversation).await["blocked"], true);
    block(false).ok().await;
    customer.say(&conversation, "还在").await;
}

#[tokio::test]
async fn one_address_may_not_call_without_end_and_is_named_by_a_trusted_proxy_only() {
    let bench = Bench::with(|limits| limits.calls.burst = 3).await;
    let customer = bench.visitor().await;
    let call = |from: &str| customer.post("/v1/stream-tickets").json(&json!({})).header("x-forwarded-for", from);
    for _ in 0..3 {
        call("203.0.113.7").ok().await;
    }
    let refused = call("203.0.113.7").refused(429, "rate_limited").await;
    assert_eq!(refused.header("retry-after"), "1");
    call("203.0.113.8").ok().await;
}

#[tokio::test]
async fn a_full_disk_is_said_and_leaves_nothing_half_written() {
    let bench = Bench::with(|limits| limits.messages.burst = 1_000).await;
    let folder = bench.folder.clone();
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let token = customer.token.clone();
    drop((bench, customer));
    let pages: u32 = rusqlite::Connection::open(data(&folder).join("desk.db"))
        .unwrap()
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    let mut full = config(&folder);
    full.limits.messages.burst = 1_000;
    full.settings.max_pages = pages + 3;
    let bench = Bench::open(Arc::clone(&folder), full).await;
    let customer = bench.visitor().await.with(&token);
    let long = "满".repeat(4_000);
    let mut kept = 0;
    let refused = loop {
        let said = message(&long);
        let reply = customer.on(&conversation, "messages").json(&said).send().await;
        if reply.status != 200 {
            break reply;
        }
        kept += 1;
        assert!(kept < 100, "the disk never fills");
    };
    assert_eq!((refused.status.as_u16(), text(&refused.json(), "error").as_str()), (503, "no_room"));
    assert_eq!(refused.header("retry-after"), "5");
    let snapshot = customer.snapshot(&conversation).await;
    assert_eq!(snapshot["seq"], kept + 1, "what was answered with 200 is there, and nothing else");
    assert_eq!(snapshot["events"].as_array().unwrap().len(), kept + 1);
    for _ in 0..20 {
        customer.post("/v1/messages").json(&json!({"body": long})).refused(503, "no_room").await;
    }
    drop((customer, bench));
    let bench = Bench::open(Arc::clone(&folder), config(&folder)).await;
    let customer = bench.visitor().await.with(&token);
    let next = customer.say(&conversation, "又有地方了").await;
    assert_eq!(next["seq"], kept + 2, "with room again the numbers go on without a gap");
}

#[tokio::test]
async fn a_locked_database_is_said_and_the_desk_goes_on_after_it() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let other = rusqlite::Connection::open(data(&bench.folder).join("desk.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = message("等一下");
    let refused = customer.on(&conversation, "messages").json(&said).refused(503, "no_room").await;
    assert_eq!(refused.header("retry-after"), "5");
    assert_eq!(customer.snapshot(&conversation).await["seq"], 1, "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(customer.on(&conversation, "messages").json(&said).ok().await["seq"], 2);
}

#[tokio::test]
async fn a_database_that_is_damaged_while_the_desk_runs_is_said_and_not_written_into() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let token = customer.token.clone();
    drop(customer);
    // Opened anew, so that all of it is in the one file.
    let bench = bench.restart().await;
    let customer = bench.visitor().await.with(&token);
    let file = data(&bench.folder).join("desk.db");
    let rest: Vec<u8> = std::fs::read(&file).unwrap().iter().map(|_| 0xff).collect();
    std::fs::write(&file, &rest).unwrap();
    customer.on(&conversation, "messages").json(&message("在吗")).refused(503, "damaged").await;
    customer.get(&format!("/v1/conversations/{conversation}")).refused(503, "damaged").await;
    assert!(std::fs::read(&file).unwrap() == rest, "nothing is written over what might be saved");
    bench.get("/v1/health").ok().await;
}

#[tokio::test]
async fn tokens_that_are_forged_replayed_or_anothers_open_nothing() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let (customer, stranger) = (bench.visitor().await, bench.visitor().await);
    let conversation = customer.ask().await;
    let path = format!("/v1/conversations/{conversation}");
    let mut flipped = customer.token.clone();
    flipped.replace_range(..1, if flipped.starts_with('0') { "1" } else { "0" });
    for token in [flipped.as_str(), "", "' OR 1=1 --", &"a".repeat(5_000), agent.cookie.split('=').next_back().unwrap()]
    {
        let call = Call::new(bench.router.clone(), Method::GET, &path);
        let reply = call.header("authorization", &format!("Bearer {token}")).send().await;
        assert_eq!(reply.status, 401);
    }
    for what in ["messages", "typing", "read", "close", "reopen", "escalate", "rating", "invite"] {
        let body = match what {
            "messages" => message("x"),
            "read" => json!({"upto": 1}),
            "rating" => json!({"stars": 1}),
            _ => json!({}),
        };
        stranger.on(&conversation, what).json(&body).refused(404, "unknown_conversation").await;
    }
    for what in ["/transcript", "/files/x", "/events?after=0&wait=0"] {
        stranger.get(&format!("{path}{what}")).refused(404, "unknown_conversation").await;
    }
    let cookie = format!("renzai_agent={}", customer.token);
    bench.get("/v1/agent/board").header("cookie", &cookie).refused(401, "not_logged_in").await;
    assert_eq!(customer.snapshot(&conversation).await["seq"], 1);
}

#[tokio::test]
async fn a_handover_with_everything_too_large_is_kept_small() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let mut luggage = handover();
    luggage["slots"] = (0..50).map(|at| json!({"name": format!("slot {at}"), "value": "x".repeat(999)})).collect();
    luggage["intent"]["evidence"] = json!("证".repeat(999));
    let customer = bench.visitor().await;
    let conversation = text(&customer.post("/v1/handover").json(&luggage).ok().await, "conversation");
    let kept = agent.case(&conversation).await["handover"].clone();
    assert_eq!(kept["slots"].as_array().unwrap().len(), 20);
    assert_eq!(kept["slots"][0]["value"].as_str().unwrap().len(), 200);
    assert_eq!(kept["intent"]["evidence"].as_str().unwrap().chars().count(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_allowed_wait_and_are_served_after() {
    let folder = Arc::new(TempDir::new().unwrap());
    let mut few = config(&folder);
    few.limits.connections = 2;
    let bench = Bench::open(folder, few).await;
    let addr = bench.desk.local_addr();
    let _folder = bench.folder.clone();
    let running = tokio::spawn(bench.desk.run(std::future::pending()));
    // Two that never say what they want hold their seats.
    let lazy = [TcpStream::connect(addr).await.unwrap(), TcpStream::connect(addr).await.unwrap()];
    let mut third = TcpStream::connect(addr).await.unwrap();
    third.write_all(b"GET /v1/health HTTP/1.1\r\nhost: desk\r\nconnection: close\r\n\r\n").await.unwrap();
    drop(lazy);
    let mut answer = String::new();
    tokio::time::timeout(Duration::from_secs(20), third.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    running.abort();
}

/// The clock stands still and jumps to the next thing that is waited for, so the half minutes pass at once.
#[tokio::test(start_paused = true)]
async fn who_sends_byte_by_byte_is_shown_out_and_holds_nobody_up() {
    let folder = Arc::new(TempDir::new().unwrap());
    let mut few = config(&folder);
    few.limits.connections = 2;
    let bench = Bench::open(folder, few).await;
    let addr = bench.desk.local_addr();
    let _folder = bench.folder.clone();
    let running = tokio::spawn(bench.desk.run(std::future::pending()));
    let head = tokio::spawn(async move {
        let mut lazy = TcpStream::connect(addr).await.unwrap();
        let mut sent = 0;
        for byte in b"GET /v1/health HTTP/1.1\r\nhost: a-name-without-end".iter().cycle() {
            if lazy.write_all(&[*byte]).await.is_err() {
                break;
            }
            sent += 1;
            assert!(sent < 1_000, "a head may take for ever");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        sent
    });
    let body = tokio::spawn(async move {
        let mut lazy = TcpStream::connect(addr).await.unwrap();
        let call =
            "POST /v1/session HTTP/1.1\r\nhost: desk\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{";
        lazy.write_all(call.as_bytes()).await.unwrap();
        let mut answer = vec![0; 4096];
        let read = lazy.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    });
    let answer = body.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("too_slow"), "{answer}");
    let sent = head.await.unwrap();
    assert!((25..=40).contains(&sent), "{sent} bytes, one a second");
    let mut third = TcpStream::connect(addr).await.unwrap();
    third.write_all(b"GET /v1/health HTTP/1.1\r\nhost: desk\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    third.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    running.abort();
}
