//! Agents together: who is next, handing on, handing up, sharing, notes, history, proposals, the log.

use crate::bench::{Agent, Bench, Visitor, config, data, handover, message, text, types};
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;
use wire::agent::Level;

async fn asks(customer: &Visitor, mood: &str, tier: &str) -> String {
    let mut request = handover();
    request["mood"] = json!(mood);
    request["tier"] = json!(tier);
    text(&customer.post("/v1/handover").json(&request).ok().await, "conversation")
}

fn order(board: &Value) -> Vec<String> {
    board["waiting"].as_array().unwrap().iter().map(|card| text(card, "conversation")).collect()
}

#[tokio::test]
async fn the_queue_is_sorted_by_mood_tier_and_waiting() {
    let folder = Arc::new(TempDir::new().unwrap());
    let mut config = config(&folder);
    config.settings.priority.tiers = [("gold".to_owned(), 60)].into();
    let bench = Bench::open(folder, config).await;
    let agent = bench.first_agent().await;
    let mut asked = Vec::new();
    for (mood, tier) in [("neutral", ""), ("unhappy", ""), ("urgent", "gold"), ("angry", ""), ("neutral", "gold")] {
        asked.push(asks(&bench.visitor().await, mood, tier).await);
    }
    let board = agent.board().await;
    assert_eq!(order(&board), [2, 3, 1, 4, 0].map(|at| asked[at].clone()));
    assert_eq!(board["weights"], json!({"unhappy": 120, "angry": 300, "urgent": 600, "tier": 60}));
    assert_eq!(board["waiting"][0]["ahead"], 660);
    let customer = bench.visitor().await;
    let last = asks(&customer, "neutral", "").await;
    assert_eq!(customer.snapshot(&last).await["position"], 6);
}

#[tokio::test]
async fn a_conversation_is_handed_on_with_a_note_for_agents_only() {
    let bench = Bench::new().await;
    let (mei, lin) = (bench.agent("mei").await, bench.agent("lin").await);
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    mei.on(&conversation, "take").ok().await;
    let to = |agent: &str| json!({"to": {"kind": "agent", "agent": agent}, "note": "要开发票"});
    mei.on(&conversation, "transfer").json(&to("nobody")).refused(404, "unknown_agent").await;
    lin.on(&conversation, "transfer").json(&to(&lin.id().await)).refused(409, "taken").await;
    mei.on(&conversation, "transfer").json(&to(&lin.id().await)).ok().await;
    mei.on(&conversation, "messages").json(&message("x")).refused(409, "taken").await;
    lin.on(&conversation, "messages").json(&message("我来")).ok().await;
    let case = lin.case(&conversation).await;
    assert_eq!((&case["notes"][0]["text"], &case["notes"][0]["name"]), (&json!("要开发票"), &json!("mei")));
    let snapshot = customer.snapshot(&conversation).await;
    assert!(!snapshot.to_string().contains("要开发票"));
    assert_eq!(types(&snapshot["events"]), ["queued", "agent_joined", "transferred", "agent_joined", "message"]);

    let team = json!({"to": {"kind": "team", "team": "发票"}});
    lin.on(&conversation, "transfer").json(&team).ok().await;
    assert_eq!(lin.board().await["waiting"][0]["team"], "发票");
    let gone = bench.agent("gone").await;
    let id = gone.id().await;
    gone.post("/v1/agent/logout").ok().await;
    mei.on(&conversation, "take").ok().await;
    mei.on(&conversation, "transfer").json(&to(&id)).refused(409, "away").await;
    mei.on(&conversation, "escalate").json(&json!({"note": "太难"})).ok().await;
    mei.on(&conversation, "take").refused(403, "not_allowed").await;
}

#[tokio::test]
async fn an_invited_colleague_writes_too_and_inherits_the_conversation() {
    let bench = Bench::new().await;
    let (mei, lin) = (bench.agent("mei").await, bench.agent("lin").await);
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    mei.on(&conversation, "take").ok().await;
    let invite = json!({"agent": lin.id().await, "note": "帮我看看"});
    mei.on(&conversation, "invite").json(&invite).ok().await;
    mei.on(&conversation, "invite").json(&invite).ok().await;
    lin.on(&conversation, "messages").json(&message("您好,我也在")).ok().await;
    assert_eq!(lin.board().await["mine"][0]["conversation"], conversation);
    lin.on(&conversation, "close").refused(409, "taken").await;
    mei.on(&conversation, "leave").ok().await;
    let snapshot = customer.snapshot(&conversation).await;
    assert_eq!(snapshot["state"], "assigned", "somebody is still there");
    assert_eq!(snapshot["events"][4]["stays"], true);
    lin.on(&conversation, "leave").ok().await;
    let snapshot = customer.snapshot(&conversation).await;
    assert_eq!(snapshot["state"], "queued");
    assert_eq!(
        types(&snapshot["events"]),
        ["queued", "agent_joined", "agent_joined", "message", "agent_left", "agent_left"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_it_is_given_conversations_while_there_is_room() {
    let folder = Arc::new(TempDir::new().unwrap());
    let mut config = config(&folder);
    config.settings.capacity = 1;
    let bench = Bench::open(folder, config).await;
    let (mei, lin) = (bench.agent("mei").await, bench.agent("lin").await);
    let customers = [bench.visitor().await, bench.visitor().await, bench.visitor().await];
    mei.post("/v1/agent/duty").json(&json!({"on_duty": true, "auto": true})).ok().await;
    lin.post("/v1/agent/duty").json(&json!({"on_duty": true, "auto": true})).ok().await;
    let mut asked = Vec::new();
    for customer in &customers {
        asked.push(customer.ask().await);
    }
    let _folder = bench.folder.clone();
    let running = tokio::spawn(bench.desk.run(std::future::pending()));
    let mine = async |agent: &Agent| order_of(&agent.board().await["mine"]);
    let given = async || [mine(&mei).await, mine(&lin).await].concat();
    until(async || given().await.len() == 2).await;
    let has = given().await;
    assert!(has.contains(&asked[0]) && has.contains(&asked[1]) && !has.contains(&asked[2]), "one each, in order");
    let first = if mine(&mei).await.contains(&asked[0]) { &mei } else { &lin };
    first.on(&asked[0], "close").ok().await;
    until(async || mine(first).await == [asked[2].clone()]).await;
    running.abort();
}

fn order_of(cards: &Value) -> Vec<String> {
    cards.as_array().unwrap().iter().map(|card| text(card, "conversation")).collect()
}

/// Asks again until it is so; nothing here takes 20 s.
async fn until(so: impl AsyncFn() -> bool) {
    let again = async {
        while !so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), again).await.expect("it does not come to be");
}

#[tokio::test]
async fn a_lead_assigns_what_waits_and_sees_what_others_have() {
    let bench = Bench::new().await;
    let (mei, lead) = (bench.agent("mei").await, bench.agent_of("lead", Level::Lead).await);
    let conversation = bench.visitor().await.ask().await;
    let to_mei = json!({"to": {"kind": "agent", "agent": mei.id().await}});
    mei.on(&conversation, "assign").json(&to_mei).refused(403, "not_allowed").await;
    lead.on(&conversation, "assign").json(&to_mei).ok().await;
    assert_eq!(mei.board().await["mine"][0]["conversation"], conversation);
    assert_eq!(lead.board().await["others"][0]["agent_name"], "mei");
    assert_eq!(mei.board().await["others"], json!([]));
    lead.on(&conversation, "transfer").json(&json!({"to": {"kind": "queue"}})).ok().await;
    assert_eq!(order(&mei.board().await), [conversation]);
}

#[tokio::test]
async fn a_visitors_history_and_the_proposals_of_agents() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let first = customer.ask().await;
    customer.close(&first).await;
    let second = customer.ask().await;
    let case = agent.case(&second).await;
    assert_eq!(case["earlier"], 1);
    let visitor = text(&case, "visitor");
    let history = agent.get(&format!("/v1/agent/visitors/{visitor}/history")).ok().await;
    assert_eq!(order_of(&history["conversations"]), [second, first]);
    agent.get("/v1/agent/visitors/none/history").refused(404, "unknown_visitor").await;

    let proposal = json!({"question": "能\"加急\"吗?", "variants": ["快一点|行吗", "加急"], "answer": "可以。\n请留言。", "lang": "zh"});
    agent.post("/v1/agent/proposals").json(&proposal).ok().await;
    agent.post("/v1/agent/proposals").json(&json!({"question": "x", "answer": ""})).refused(422, "empty").await;
    let listed = agent.get("/v1/agent/proposals").ok().await["proposals"].clone();
    assert_eq!((&listed[0]["answer"], &listed[0]["by"]), (&json!("可以。\n请留言。"), &json!("小林")));
    let table = std::fs::read_to_string(data(&bench.folder).join("proposals-zh.csv")).unwrap();
    assert!(table.starts_with("id,question,phrasings,answer\n\"proposal-"), "{table}");
    assert!(table.ends_with("\"能\"\"加急\"\"吗?\",\"快一点/行吗 | 加急\",\"可以。\n请留言。\"\n"), "{table}");
}

#[tokio::test]
async fn every_view_and_deed_is_in_the_log_which_is_only_added_to() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    agent.on(&conversation, "take").ok().await;
    agent.case(&conversation).await;
    agent.case(&conversation).await;
    customer.say(&conversation, "机密").await;
    agent.on(&conversation, "note").json(&json!({"note": "机密"})).ok().await;
    agent.on(&conversation, "close").ok().await;
    agent.get(&format!("/v1/agent/conversations/{conversation}/export")).send().await;
    let page = agent.get("/v1/agent/audit").ok().await;
    let acts: Vec<String> = page["lines"].as_array().unwrap().iter().rev().map(|line| text(line, "act")).collect();
    assert_eq!(acts, ["log_in", "take", "view", "note", "close", "export"]);
    assert_eq!(page["lines"][0]["subject"], conversation);
    let csv = agent.get("/v1/agent/audit/export").send().await;
    let csv = String::from_utf8(csv.body).unwrap();
    assert!(csv.starts_with("id,at,agent,name,act,subject,detail\r\n") && csv.contains("\"view\""), "{csv}");
    assert!(!csv.contains("机密"), "no content");
    let db = rusqlite::Connection::open(data(&bench.folder).join("desk.db")).unwrap();
    for sql in ["UPDATE audit SET name = 'x'", "DELETE FROM audit"] {
        let error = db.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("only added to"), "{error}");
    }
}
