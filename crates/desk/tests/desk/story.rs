//! The story that the desk is for, and that a restart changes nothing in it.

use crate::bench::{Bench, handover, message, numbers, text, types};
use serde_json::json;

#[tokio::test]
async fn a_customer_asks_is_answered_and_rates() {
    let bench = Bench::new().await;
    let before = bench.post("/v1/session").json(&json!({"site": "shop", "device": "d"})).ok().await;
    assert_eq!((&before["open"], &before["agents_online"]), (&json!(false), &json!(0)), "nobody logged in yet");
    assert_eq!(before["limits"], json!({"message_chars": 4000, "transcript_turns": 30}));
    let agent = bench.first_agent().await;

    let customer = bench.visitor().await;
    let answer = customer.post("/v1/handover").json(&handover()).ok().await;
    let conversation = text(&answer, "conversation");
    assert_eq!(answer["state"], "queued");
    assert_eq!((&answer["open"], &answer["position"], &answer["seq"]), (&json!(true), &json!(1), &json!(1)));
    assert_eq!(answer["wait_estimate"], json!(null), "no conversation has ended yet: the wait cannot be known");
    customer.say(&conversation, "在吗").await;

    let board = agent.board().await;
    let card = &board["waiting"][0];
    assert_eq!((&card["conversation"], &card["unread"]), (&json!(conversation), &json!(1)));
    assert_eq!((&card["page"], &card["locale"]), (&json!("/order/7"), &json!("zh-CN")));
    assert_eq!((&card["last"]["from"], &card["last"]["text"]), (&json!("visitor"), &json!("在吗")));

    let case = agent.on(&conversation, "take").ok().await;
    assert_eq!(case["card"]["state"], "assigned");
    assert_eq!(case["card"]["unread"], 0, "taking is reading");
    assert_eq!(case["handover"]["transcript"][1]["text"], "三个工作日内。");
    assert_eq!(case["handover"]["intent"]["confidence"], 412);
    assert_eq!(case["agent"], agent.get("/v1/agent/me").ok().await["agent"]);

    agent.on(&conversation, "messages").json(&message("您好,我看一下")).ok().await;
    customer.say(&conversation, "好的").await;
    customer.say(&conversation, "好的").await;
    let mine = agent.board().await["mine"].clone();
    assert_eq!((&mine[0]["unread"], &mine[0]["last"]["text"]), (&json!(2), &json!("好的")));
    agent.on(&conversation, "close").ok().await;

    let rating = format!("/v1/conversations/{conversation}/rating");
    customer.post(&rating).json(&json!({"stars": 4})).ok().await;
    customer.post(&rating).json(&json!({"stars": 4})).ok().await;
    customer.post(&rating).json(&json!({"stars": 5, "words": "解决了"})).ok().await;

    let snapshot = customer.snapshot(&conversation).await;
    assert_eq!(snapshot["state"], "closed");
    assert_eq!((&snapshot["position"], &snapshot["seq"]), (&json!(null), &json!(9)));
    let said = ["queued", "message", "agent_joined", "message", "message", "message", "closed", "rated", "rated"];
    assert_eq!(types(&snapshot["events"]), said);
    assert_eq!(numbers(&snapshot["events"]), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(snapshot["events"][3]["from"], "agent");
    assert_eq!(
        snapshot["events"][3]["name"], snapshot["events"][2]["name"],
        "the name that joined is the one that writes"
    );
    assert_eq!(snapshot["events"][6]["by"], "agent");
    let board = agent.board().await;
    assert_eq!((&board["waiting"], &board["mine"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn the_place_in_the_queue_moves_up_and_the_wait_is_said_once_it_is_known() {
    let bench = Bench::with(|limits| limits.handovers.burst = 10).await;
    let agent = bench.first_agent().await;
    for _ in 0..3 {
        let customer = bench.visitor().await;
        let conversation = customer.ask().await;
        agent.on(&conversation, "take").ok().await;
        agent.on(&conversation, "close").ok().await;
    }
    let (first, second) = (bench.visitor().await, bench.visitor().await);
    let one = first.ask().await;
    let two = second.ask().await;
    let standing = second.snapshot(&two).await;
    assert_eq!(standing["position"], 2);
    assert!(standing["wait_estimate"]["low"].is_u64(), "three conversations have ended: {standing}");
    first.close(&one).await;
    assert_eq!(second.snapshot(&two).await["position"], 1);
    agent.post("/v1/agent/duty").json(&json!({"on_duty": false})).ok().await;
    let alone = second.snapshot(&two).await;
    assert_eq!(
        (&alone["open"], &alone["wait_estimate"]),
        (&json!(false), &json!(null)),
        "nobody is there: nothing is promised"
    );
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    customer.say(&conversation, "重启之前").await;
    agent.on(&conversation, "take").ok().await;
    let before = customer.snapshot(&conversation).await;
    let (token, cookie) = (customer.token.clone(), agent.cookie.clone());
    drop((customer, agent));

    let bench = bench.restart().await;
    assert!(bench.first.is_none(), "the first log-in is made once");
    let mut customer = bench.visitor().await;
    customer.token = token.clone();
    let session = customer.post("/v1/session").json(&json!({"site": "shop", "device": "d"})).ok().await;
    assert_eq!(session["token"], token, "the same visitor comes back");
    let mut after = customer.snapshot(&conversation).await;
    // Who is there is known by their calls; nobody has called this desk yet.
    for live in ["open", "people"] {
        after[live] = before[live].clone();
    }
    assert_eq!(after, before);

    let board = bench.get("/v1/agent/board").header("cookie", &cookie).ok().await;
    assert_eq!(board["mine"][0]["conversation"], conversation, "the console's session lives on too");
    let next = customer.say(&conversation, "重启之后").await;
    assert_eq!(next["seq"], 4, "the numbers go on");
}

#[tokio::test]
async fn after_the_end_a_new_request_is_a_new_conversation() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let first = customer.ask().await;
    assert_eq!(customer.ask().await, first, "one open conversation per visitor");
    customer.close(&first).await;
    customer.close(&first).await;
    assert_eq!(
        types(&customer.snapshot(&first).await["events"]),
        ["queued", "closed"],
        "closing twice is closing once"
    );
    let late = customer.post(&format!("/v1/conversations/{first}/messages")).json(&message("还在吗"));
    late.refused(409, "closed").await;
    let second = customer.ask().await;
    assert_ne!(second, first);
    customer.say(&second, "还在吗").await;
}

#[tokio::test]
async fn what_is_too_much_in_a_handover_is_cut_and_the_person_is_still_called() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let mut luggage = handover();
    luggage["page"] = json!("/account?phone=13800000000#orders");
    luggage["order"] = json!("7".repeat(5_000));
    luggage["transcript"] = (0..40)
        .map(|at| json!({"from": "visitor", "text": "长".repeat(if at == 39 { 5_000 } else { 1 }), "at": at}))
        .collect();
    let conversation = text(&customer.post("/v1/handover").json(&luggage).ok().await, "conversation");
    let kept = agent.get(&format!("/v1/agent/conversations/{conversation}")).ok().await["handover"].clone();
    assert_eq!(kept["page"], "/account", "query and fragment may be private");
    assert_eq!(kept["order"].as_str().unwrap().len(), 200);
    let turns = kept["transcript"].as_array().unwrap();
    assert_eq!((turns.len(), &turns[0]["at"]), (30, &json!(10)), "the newest turns stay");
    assert_eq!(turns[29]["text"].as_str().unwrap().chars().count(), 4_000);
}
