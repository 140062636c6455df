//! What ended long ago is forgotten, what is open or new stays; and a visitor is given all that is kept.

use crate::{
    bench::{Agent, Bench, Visitor, config, data, text},
    family::PNG,
};
use desk::{Forgotten, forget};
use rusqlite::Connection;
use serde_json::json;
use std::{fs, sync::Arc, time::Duration};

const DAY: u64 = 86_400_000;

/// A conversation with a file, a rating and a note, ended.
async fn ended(customer: &Visitor, agent: &Agent, words: &str) -> String {
    let conversation = customer.ask().await;
    customer.say(&conversation, words).await;
    let path = format!("/v1/conversations/{conversation}/files?name=a.png");
    customer.post(&path).bytes([PNG, words.as_bytes()].concat()).ok().await;
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "note").json(&json!({"note": "笔记"})).ok().await;
    customer.close(&conversation).await;
    conversation
}

/// Moves what happened in a conversation, and the customer, some days into the past.
fn age(bench: &Bench, conversation: &str, days: u64) {
    let db = Connection::open(data(&bench.folder).join("desk.db")).unwrap();
    let back = days * DAY;
    db.execute("UPDATE conversations SET closed_at = closed_at - ?2 WHERE id = ?1", (conversation, back)).unwrap();
    let sql = "UPDATE visitors SET created_at = created_at - ?2 \
               WHERE id = (SELECT visitor FROM conversations WHERE id = ?1)";
    db.execute(sql, (conversation, back)).unwrap();
}

fn files(bench: &Bench) -> usize {
    fs::read_dir(data(&bench.folder).join("files")).unwrap().count()
}

#[tokio::test]
async fn what_ended_before_the_days_goes_and_the_rest_stays() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let (old, new, with_ticket) = (bench.visitor().await, bench.visitor().await, bench.visitor().await);
    let gone = ended(&old, &agent, "旧的").await;
    let kept = ended(&new, &agent, "新的").await;
    let asked = ended(&with_ticket, &agent, "还没回电").await;
    let call = json!({"body": "请回电", "contact": "13800138000", "conversation": asked});
    with_ticket.post("/v1/messages").json(&call).ok().await;
    for (conversation, days) in [(&gone, 31), (&kept, 29), (&asked, 31)] {
        age(&bench, conversation, days);
    }
    let forgotten = forget(&data(&bench.folder), 30).unwrap();
    assert_eq!(forgotten, Forgotten { conversations: 1, visitors: 1, files: 1, ..Forgotten::default() });
    assert_eq!(forget(&data(&bench.folder), 30).unwrap(), Forgotten::default(), "once");

    agent.get(&format!("/v1/agent/conversations/{gone}")).refused(404, "unknown_conversation").await;
    old.get(&format!("/v1/conversations/{gone}")).refused(401, "unknown_token").await;
    assert_eq!(new.snapshot(&kept).await["state"], "closed");
    assert_eq!(with_ticket.snapshot(&asked).await["state"], "closed", "its ticket is not done");
    assert_eq!(files(&bench), 2);
    let log = agent.get("/v1/agent/audit?act=forget").ok().await["lines"].clone();
    assert_eq!(log[0]["detail"], "1 conversations, 0 tickets, 0 notes, 1 visitors, 1 files");
    assert_eq!(log.as_array().unwrap().len(), 1, "nothing forgotten is no line");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_desk_forgets_by_itself() {
    let bench = Bench::new().await;
    let agent = bench.first_agent().await;
    let gone = ended(&bench.visitor().await, &agent, "旧的").await;
    age(&bench, &gone, 8);
    let folder = Arc::clone(&bench.folder);
    drop((bench, agent));
    let mut config = config(&folder);
    config.settings.keep = Some(Duration::from_hours(7 * 24));
    let desk = desk::open(config).await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(desk.run(async {
        let _ = stopped.await;
    }));
    let db = Connection::open(data(&folder).join("desk.db")).unwrap();
    let left = || db.query_row("SELECT count(*) FROM conversations", [], |row| row.get::<_, u32>(0)).unwrap();
    tokio::time::timeout(Duration::from_secs(30), async {
        while left() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn all_that_is_kept_of_a_visitor_can_be_handed_out() {
    let bench = Bench::new().await;
    let admin = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = ended(&customer, &admin, "我的话").await;
    customer.on(&conversation, "rating").json(&json!({"stars": 4, "words": "还行"})).ok().await;
    customer.post("/v1/messages").json(&json!({"body": "请打给我", "contact": "13800138000"})).ok().await;
    let visitor = text(&admin.case(&conversation).await, "visitor");
    let all = admin.get(&format!("/v1/agent/visitors/{visitor}/export")).ok().await;
    let said = all.to_string();
    for word in ["退款呢", "/order/7", "我的话", "笔记", "还行", "请打给我", "13800138000", "a.png"] {
        assert!(said.contains(word), "{word} in {all}");
    }
    assert_eq!(all["conversations"].as_array().unwrap().len(), 1);
    assert_eq!(admin.get("/v1/agent/audit?act=export").ok().await["lines"][0]["subject"], visitor);
    admin.get("/v1/agent/visitors/none/export").refused(404, "unknown_visitor").await;
}
