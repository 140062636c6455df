//! What the desk promises about numbers, replays and other people's conversations.

use crate::bench::{Bench, handover, message, numbers, text, types};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_replayed_message_gets_the_same_answer_and_is_recorded_once() {
    let bench = Bench::with(|limits| limits.messages.burst = 2).await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let path = format!("/v1/conversations/{conversation}/messages");
    let hello = message("你好");
    let first = customer.post(&path).json(&hello).ok().await;
    for _ in 0..5 {
        assert_eq!(customer.post(&path).json(&hello).ok().await, first, "a replay costs no allowance either");
    }
    agent.on(&conversation, "take").ok().await;
    // The sender is part of the name: an agent's message with the same client_id is another message.
    let theirs = agent.on(&conversation, "messages").json(&hello).ok().await;
    assert_eq!(agent.on(&conversation, "messages").json(&hello).ok().await, theirs);
    assert_ne!(theirs["message"], first["message"]);
    customer.close(&conversation).await;
    assert_eq!(customer.post(&path).json(&hello).ok().await, first, "even after the end: it was said before it");
    let events = customer.snapshot(&conversation).await["events"].clone();
    assert_eq!(types(&events), ["queued", "message", "agent_joined", "message", "closed"]);
}

#[tokio::test]
async fn a_replayed_handover_gets_the_same_answer() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let ask = |key: &'static str| {
        let customer = customer.clone();
        async move { customer.post("/v1/handover").header("idempotency-key", key).json(&handover()).ok().await }
    };
    let first = ask("one").await;
    customer.say(&text(&first, "conversation"), "在吗").await;
    customer.close(&text(&first, "conversation")).await;
    assert_eq!(ask("one").await, first, "the same key, the same answer, whatever happened since");
    let second = ask("two").await;
    assert_ne!(second["conversation"], first["conversation"]);
    assert_eq!(ask("two").await, second);
    let other = bench.visitor().await;
    let theirs = other.post("/v1/handover").header("idempotency-key", "one").json(&handover()).ok().await;
    assert_ne!(theirs["conversation"], first["conversation"], "a key belongs to its visitor");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_have_no_gaps_however_many_write_at_once() {
    let bench = Bench::with(|limits| limits.messages.burst = 1_000).await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    agent.on(&conversation, "take").ok().await;
    let senders: Vec<_> = (0..8)
        .map(|sender| {
            let (agent, customer, conversation) = (agent.clone(), customer.clone(), conversation.clone());
            tokio::spawn(async move {
                let mut seqs = Vec::new();
                for turn in 0..10 {
                    let said = message(&format!("{sender}/{turn}"));
                    let path = format!("/v1/conversations/{conversation}/messages");
                    let call = if sender % 2 == 0 { customer.post(&path) } else { agent.on(&conversation, "messages") };
                    // Each message is sent twice, as by a client that lost the first answer.
                    let first = call.json(&said).ok().await;
                    let call = if sender % 2 == 0 { customer.post(&path) } else { agent.on(&conversation, "messages") };
                    assert_eq!(call.json(&said).ok().await, first);
                    seqs.push(first["seq"].as_u64().unwrap());
                }
                assert!(seqs.is_sorted(), "one sender's messages keep their order");
                seqs
            })
        })
        .collect();
    let mut given = Vec::new();
    for sender in senders {
        given.extend(tokio::time::timeout(Duration::from_mins(1), sender).await.unwrap().unwrap());
    }
    given.sort_unstable();
    assert_eq!(given, (3..=82).collect::<Vec<_>>(), "1 is `queued`, 2 is `agent_joined`");
    assert_eq!(numbers(&customer.snapshot(&conversation).await["events"]), (1..=82).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_impatient_presses_make_one_conversation() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let presses: Vec<_> = (0..8)
        .map(|_| {
            let customer = customer.clone();
            tokio::spawn(async move { customer.ask().await })
        })
        .collect();
    let mut conversations = Vec::new();
    for press in presses {
        conversations.push(tokio::time::timeout(Duration::from_mins(1), press).await.unwrap().unwrap());
    }
    conversations.dedup();
    assert_eq!(conversations.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_one_of_two_agents_gets_the_conversation() {
    let bench = Bench::new().await;
    let (mei, lin) = (bench.agent("mei").await, bench.agent("lin").await);
    for _ in 0..5 {
        let conversation = bench.visitor().await.ask().await;
        let (one, other) = tokio::join!(
            tokio::spawn(mei.on(&conversation, "take").send()),
            tokio::spawn(lin.on(&conversation, "take").send())
        );
        let mut statuses = [one.unwrap().status.as_u16(), other.unwrap().status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
    }
}

#[tokio::test]
async fn another_visitors_conversation_is_as_unknown_as_one_that_never_was() {
    let bench = Bench::new().await;
    let (owner, stranger) = (bench.visitor().await, bench.visitor().await);
    let theirs = owner.ask().await;
    for (what, body) in [
        ("", None),
        ("/events?after=0&wait=0", None),
        ("/messages", Some(message("x"))),
        ("/typing", Some(json!({}))),
        ("/close", Some(json!({}))),
        ("/rating", Some(json!({"stars": 5}))),
    ] {
        let mut answers = Vec::new();
        for id in [theirs.as_str(), "0199-never-was"] {
            let path = format!("/v1/conversations/{id}{what}");
            let call = match &body {
                Some(body) => stranger.post(&path).json(body),
                None => stranger.get(&path),
            };
            answers.push(call.refused(404, "unknown_conversation").await.body);
        }
        assert_eq!(answers[0], answers[1], "{what}: the answer must not tell that the conversation exists");
    }
    assert_eq!(owner.snapshot(&theirs).await["seq"], 1, "and nothing happened to it");
}

#[tokio::test]
async fn an_unknown_token_opens_nothing_and_a_session_with_it_is_a_new_visitor() {
    let bench = Bench::new().await;
    bench.post("/v1/handover").json(&handover()).refused(401, "no_token").await;
    let mut stranger = bench.visitor().await;
    stranger.token = "00".repeat(32);
    stranger.post("/v1/handover").json(&handover()).refused(401, "unknown_token").await;
    let session = stranger.post("/v1/session").json(&json!({"site": "shop", "device": "d"})).ok().await;
    assert_ne!(session["token"], stranger.token);
}

#[tokio::test]
async fn the_database_keeps_no_secret_that_could_be_used() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let password = bench.first.clone().unwrap().1;
    let session = agent.cookie.split('=').next_back().unwrap().to_owned();
    let folder = bench.folder.clone();
    let secrets = [customer.token.clone(), session, password];
    drop((bench, agent, customer));
    for file in std::fs::read_dir(crate::bench::data(&folder)).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let bytes = std::fs::read(path).unwrap();
        for secret in &secrets {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
}
