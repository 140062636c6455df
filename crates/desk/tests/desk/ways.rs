//! What a customer can do beside waiting: come back, go on, ask for somebody senior, leave a message, be called, rate.

use crate::bench::{Bench, config, handover, message, text, types};
use desk::Shop;
use serde_json::json;
use std::sync::Arc;
use tempfile::TempDir;

#[tokio::test]
async fn the_session_says_when_somebody_is_there_and_how_else_to_reach_the_shop() {
    let folder = Arc::new(TempDir::new().unwrap());
    let mut config = config(&folder);
    // Hours that were over long ago: one minute after midnight, on every day but the ones around today.
    config.settings.shop = Shop {
        timezone: "Asia/Shanghai".into(),
        week: [Some((0, 1440)); 7],
        closed: Vec::new(),
        phone: "400-000-1234".into(),
        contact: "/help.html".into(),
        wechat: "https://work.weixin.qq.com/kf/abc".into(),
    };
    let bench = Bench::open(folder, config).await;
    let session = bench.post("/v1/session").json(&json!({"site": "s", "device": "d"})).ok().await;
    assert_eq!(
        (&session["open"], &session["in_hours"], &session["next_open"]),
        (&json!(false), &json!(true), &json!(null))
    );
    assert_eq!(
        session["options"],
        json!({"message": true, "callback": true, "phone": "400-000-1234", "contact": "/help.html",
               "wechat": "https://work.weixin.qq.com/kf/abc"})
    );
    assert_eq!((&session["files"]["most"], &session["files"]["bytes"]), (&json!(5), &json!(10_485_760)));
    assert_eq!(session["conversation"], json!(null));
    let customer = bench.visitor().await;
    let answer = customer.post("/v1/handover").json(&handover()).ok().await;
    assert_eq!(answer["options"], session["options"], "the ways are offered together with the wait");
}

#[tokio::test]
async fn who_comes_back_finds_the_same_conversation_and_may_go_on_for_72_hours() {
    let bench = Bench::with(|limits| limits.handovers.burst = 10).await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let session = async || customer.post("/v1/session").json(&json!({"site": "s", "device": "d"})).ok().await;
    assert_eq!(session().await["conversation"]["conversation"], conversation, "waiting keeps the place");
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "close").json(&json!({"reason": "solved"})).ok().await;
    let found = session().await["conversation"].clone();
    assert_eq!((&found["conversation"], &found["state"]), (&json!(conversation), &json!("closed")));
    assert!(found["reopen_until"].as_u64().unwrap() > 72 * 3_600_000);

    let open = customer.on(&conversation, "reopen").ok().await;
    assert_eq!(
        (&open["conversation"], &open["state"], &open["position"]),
        (&json!(conversation), &json!("queued"), &json!(1))
    );
    assert_eq!(customer.on(&conversation, "reopen").ok().await["seq"], open["seq"], "open already: nothing happens");
    customer.say(&conversation, "还有一件事").await;
    let seen = types(&customer.snapshot(&conversation).await["events"]);
    assert_eq!(seen, ["queued", "agent_joined", "closed", "reopened", "message"], "the same history");
    assert_eq!(agent.board().await["waiting"][0]["conversation"], conversation);

    customer.close(&conversation).await;
    customer.ask().await;
    customer.on(&conversation, "reopen").refused(409, "another_open").await;
    bench.visitor().await.on(&conversation, "reopen").refused(404, "unknown_conversation").await;
}

#[tokio::test]
async fn after_a_person_has_answered_somebody_senior_can_be_asked_for() {
    let bench = Bench::new().await;
    let (mei, boss) = (bench.agent("mei").await, bench.agent_of("boss", wire::agent::Level::Senior).await);
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    customer.on(&conversation, "escalate").refused(409, "nobody_answered").await;
    mei.on(&conversation, "take").ok().await;
    customer.on(&conversation, "escalate").refused(409, "nobody_answered").await;
    mei.on(&conversation, "messages").json(&message("您好")).ok().await;
    let standing = customer.on(&conversation, "escalate").ok().await;
    assert_eq!((&standing["state"], &standing["position"]), (&json!("queued"), &json!(1)));
    customer.on(&conversation, "escalate").ok().await;
    mei.on(&conversation, "take").refused(403, "not_allowed").await;
    assert_eq!(boss.board().await["waiting"][0]["senior"], true);
    boss.on(&conversation, "take").ok().await;
    let seen = types(&customer.snapshot(&conversation).await["events"]);
    assert_eq!(seen, ["queued", "agent_joined", "message", "escalated", "agent_joined"]);
}

#[tokio::test]
async fn a_message_left_and_a_call_asked_for_become_tickets_with_a_time() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let left = json!({"body": "请回复我", "contact": "a@example.com", "page": "/p?token=1", "locale": "zh-CN"});
    let leave = || customer.post("/v1/messages").header("idempotency-key", "m1").json(&left);
    let receipt = leave().ok().await;
    assert_eq!(leave().ok().await, receipt, "a repetition is the same ticket");
    let call = json!({"phone": "138 0000 0000", "from": 1, "until": 4_000_000_000_000_u64, "consent": true,
                      "note": "退款", "conversation": conversation});
    let called = customer.post("/v1/callbacks").json(&call).ok().await;
    assert_eq!(called["due"], 4_000_000_000_000_u64, "by the end of the window");
    assert_eq!(types(&customer.snapshot(&conversation).await["events"]), ["queued", "message_left"]);

    let refused = async |change: serde_json::Value, status, word| {
        let mut body = call.clone();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        customer.post("/v1/callbacks").json(&body).refused(status, word).await;
    };
    refused(json!({"consent": false}), 422, "no_consent").await;
    refused(json!({"phone": "call me"}), 422, "bad_phone").await;
    refused(json!({"from": 5, "until": 4}), 422, "bad_window").await;
    refused(json!({"conversation": "another's"}), 404, "unknown_conversation").await;
    customer.post("/v1/messages").json(&json!({"body": " "})).refused(422, "empty").await;

    let (mei, lin) = (bench.agent("mei").await, bench.agent("lin").await);
    let list = mei.get("/v1/agent/tickets").ok().await["tickets"].clone();
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!((&list[0]["kind"], &list[0]["page"]), (&json!("message"), &json!("/p")), "earliest due first");
    assert_eq!((&list[1]["contact"], &list[1]["body"]), (&json!("138 0000 0000"), &json!("退款")));
    assert_eq!(mei.board().await["open_tickets"], 2);
    let on = |agent: &crate::bench::Agent, what: &str| {
        agent.post(&format!("/v1/agent/tickets/{}/{what}", text(&receipt, "ticket")))
    };
    on(&mei, "done").refused(409, "not_taken").await;
    assert_eq!(on(&mei, "claim").ok().await["agent_name"], "mei");
    on(&lin, "claim").refused(409, "taken").await;
    on(&lin, "done").refused(409, "taken").await;
    assert_eq!(on(&mei, "release").ok().await["state"], "open");
    on(&lin, "claim").ok().await;
    assert_eq!(on(&lin, "done").json(&json!({"outcome": "已回复"})).ok().await["outcome"], "已回复");
    on(&mei, "claim").refused(409, "closed").await;
    assert_eq!(mei.get("/v1/agent/tickets?state=done").ok().await["tickets"].as_array().unwrap().len(), 1);
    mei.post("/v1/agent/tickets/none/claim").refused(404, "unknown_ticket").await;
    assert_eq!(mei.case(&conversation).await["tickets"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_rating_has_stars_tags_words_and_whether_it_is_solved() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "ask-rating").ok().await;
    let rating = json!({"stars": 5, "words": "很好", "tags": ["快", "耐心"], "solved": true});
    customer.on(&conversation, "rating").json(&rating).ok().await;
    assert_eq!(customer.snapshot(&conversation).await["rating"], rating);
    assert_eq!(agent.case(&conversation).await["rating"], rating);
    let many = json!({"stars": 5, "tags": vec!["x"; 11]});
    customer.on(&conversation, "rating").json(&many).refused(422, "too_long").await;
    assert_eq!(
        types(&customer.snapshot(&conversation).await["events"]),
        ["queued", "agent_joined", "rating_asked", "rated"]
    );
}

#[tokio::test]
async fn the_transcript_is_text_with_everything_that_was_said() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "messages").json(&message("您好")).ok().await;
    agent.on(&conversation, "note").json(&json!({"note": "只给同事"})).ok().await;
    let reply = customer.get(&format!("/v1/conversations/{conversation}/transcript")).send().await;
    let said = String::from_utf8(reply.body.clone()).unwrap();
    assert!(reply.header("content-disposition").starts_with("attachment"));
    for part in ["退款呢", "三个工作日内。", "小林 (真人): 您好", "智能助手"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("只给同事"));
}

#[tokio::test]
async fn both_sides_see_how_far_the_other_has_read() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    customer.say(&conversation, "在吗").await;
    assert_eq!(customer.snapshot(&conversation).await["read_by_agent"], 0);
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "messages").json(&message("在")).ok().await;
    let snapshot = customer.snapshot(&conversation).await;
    assert_eq!(snapshot["read_by_agent"], snapshot["seq"]);
    customer.on(&conversation, "read").json(&json!({"upto": 999})).ok().await;
    assert_eq!(agent.case(&conversation).await["read_by_visitor"], 4, "no further than there is");
    customer.on(&conversation, "read").json(&json!({"upto": 1})).ok().await;
    assert_eq!(agent.case(&conversation).await["read_by_visitor"], 4, "nobody unreads");
    let case = agent.case(&conversation).await;
    assert_eq!(case["people"].as_array().unwrap().len(), 2);
    assert_eq!((&case["people"][1]["from"], &case["people"][1]["online"]), (&json!("agent"), &json!(true)));
}
