//! What the merchant may learn from: kept once, in the database file, with nobody's name.

use crate::bench::{Bench, data};
use rusqlite::Connection;
use serde_json::{Value, json};

fn note(kind: &str, text: &str) -> Value {
    json!({"kind": kind, "entry": "return", "text": text, "talk": "1795252000123"})
}

fn notes(list: &[Value]) -> Value {
    json!({"site": "shop", "notes": list})
}

#[tokio::test]
async fn notes_are_kept_once_without_a_name_and_come_out_for_a_report() {
    let bench = Bench::new().await;
    let tell = |key: &str| bench.post("/v1/feedback").header("idempotency-key", key);
    let two = notes(&[note("unanswered", "门口能停车吗"), note("down", "退货要多久")]);
    tell("a").json(&two).ok().await;
    tell("a").json(&two).ok().await;
    tell("b").json(&notes(&[note("answered", "")])).ok().await;
    bench.post("/v1/feedback").json(&json!({"site": "other", "notes": [note("up", "x")]})).ok().await;

    let kept = desk::feedback(&data(&bench.folder), Some("shop")).unwrap();
    let kinds: Vec<&str> = kept.iter().map(|note| note.kind.as_str()).collect();
    assert_eq!(kinds, ["unanswered", "down", "answered"], "a repetition changes nothing");
    assert_eq!((kept[0].text.as_str(), kept[0].entry.as_str()), ("门口能停车吗", "return"));
    assert!(kept.iter().all(|note| note.talk == kept[0].talk), "one conversation");
    assert_ne!(kept[0].talk, "1795252000123", "but not under a name that leads back to it");
    assert_eq!(desk::feedback(&data(&bench.folder), None).unwrap().len(), 4);

    let db = Connection::open(data(&bench.folder).join("desk.db")).unwrap();
    let count = |table: &str| db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, u32>(0));
    assert_eq!((count("feedback").unwrap(), count("visitors").unwrap()), (4, 0), "nobody became a visitor by it");
    let day: u64 = db.query_row("SELECT max(day) FROM feedback", [], |row| row.get(0)).unwrap();
    assert!(day < 100_000, "the day, no moment");
}

#[tokio::test]
async fn what_is_no_note_is_refused_and_what_is_long_is_cut() {
    let bench = Bench::with(|limits| limits.feedback.burst = 2).await;
    let tell = || bench.post("/v1/feedback");
    tell().json(&notes(&[note("liked", "")])).refused(422, "bad_kind").await;
    tell().json(&notes(&vec![note("up", ""); 101])).refused(422, "too_long").await;
    tell().json(&json!({"site": "s"})).refused(400, "malformed").await;
    tell().json(&notes(&[note("down", &"长".repeat(3_000))])).ok().await;
    let kept = desk::feedback(&data(&bench.folder), None).unwrap();
    assert_eq!(kept[0].text.chars().count(), 500);
    tell().json(&notes(&[])).ok().await;
    tell().json(&notes(&[])).refused(429, "rate_limited").await;
}

#[tokio::test]
async fn notes_outlive_a_restart_and_the_conversations_name_does_not() {
    let bench = Bench::new().await;
    bench.post("/v1/feedback").json(&notes(&[note("up", "a")])).ok().await;
    let bench = bench.restart().await;
    bench.post("/v1/feedback").json(&notes(&[note("up", "b")])).ok().await;
    let kept = desk::feedback(&data(&bench.folder), None).unwrap();
    assert_eq!(kept.len(), 2);
    assert_ne!(kept[0].talk, kept[1].talk);
}
