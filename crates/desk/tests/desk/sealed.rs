//! A copied disk shows no word of anybody; the key opens it, another key does not, and a key can be changed.

use crate::{
    bench::{Bench, config, data, text},
    family::PNG,
    pictures::pixels,
};
use desk::{Error, change_key};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Words that are said, each at another place, and the bytes of a picture.
const WORDS: [&str; 13] = [
    "退款呢",
    "三个工作日内",
    "退款多久到账",
    "/order/7",
    "我的快递丢了",
    "您稍等我查",
    "他很着急",
    "女儿小红",
    "身份证照片",
    "请打给我",
    "13800138000",
    "服务真好呀",
    "门口能停车吗",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|file| file.path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

fn found(folder: &Path, wanted: &[u8]) -> Vec<PathBuf> {
    let has = |path: &PathBuf| fs::read(path).unwrap().windows(wanted.len()).any(|window| window == wanted);
    files(folder).into_iter().filter(has).collect()
}

/// Everything that the desk takes words in: gives the customer's token, the conversation, and the file.
async fn said_everywhere(bench: &Bench) -> (String, String, String) {
    let agent = bench.first_agent().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    customer.say(&conversation, "我的快递丢了").await;
    agent.on(&conversation, "take").ok().await;
    agent.on(&conversation, "messages").json(&crate::bench::message("您稍等我查")).ok().await;
    agent.on(&conversation, "note").json(&json!({"note": "他很着急"})).ok().await;
    let code = text(&customer.on(&conversation, "invite").ok().await, "code");
    bench.post("/v1/join").json(&json!({"code": code, "name": "女儿小红"})).ok().await;
    let path = format!("/v1/conversations/{conversation}/files?name=%E8%BA%AB%E4%BB%BD%E8%AF%81%E7%85%A7%E7%89%87.png");
    let file = text(&customer.post(&path).bytes(PNG.to_vec()).ok().await, "file");
    let with_file = json!({"client_id": "0192f0c0-0000-7000-8000-000000000001", "body": "", "file": file});
    customer.on(&conversation, "messages").json(&with_file).ok().await;
    customer.post("/v1/messages").json(&json!({"body": "请打给我", "contact": "13800138000"})).ok().await;
    customer.close(&conversation).await;
    customer.on(&conversation, "rating").json(&json!({"stars": 5, "words": "服务真好呀"})).ok().await;
    let note = json!({"key": "k", "kind": "unanswered", "entry": "", "text": "门口能停车吗", "talk": "1"});
    bench.post("/v1/feedback").json(&json!({"site": "s", "notes": [note]})).ok().await;
    (customer.token.clone(), conversation, file)
}

/// What comes back through the calls of customer and agent.
async fn read_back(bench: &Bench, token: &str, conversation: &str) -> String {
    let agent = bench.first_agent().await;
    let case: Value = agent.case(conversation).await;
    let tickets = agent.get("/v1/agent/tickets").ok().await;
    let seen = bench.get(&format!("/v1/conversations/{conversation}"));
    let seen = seen.header("authorization", &format!("Bearer {token}")).ok().await;
    let notes = desk::feedback(&data(&bench.folder), None).unwrap();
    format!("{case}{tickets}{seen}{notes:?}")
}

#[tokio::test]
async fn a_copied_disk_shows_no_word_of_any_conversation() {
    let bench = Bench::new().await;
    let (token, conversation, _) = said_everywhere(&bench).await;
    let back = read_back(&bench, &token, &conversation).await;
    for word in WORDS {
        assert!(back.contains(word), "{word} was kept");
        assert_eq!(found(&data(&bench.folder), word.as_bytes()), Vec::<PathBuf>::new(), "{word}");
    }
    assert_eq!(found(&data(&bench.folder), &PNG[..8]), Vec::<PathBuf>::new(), "the picture");
    assert!(!found(&data(&bench.folder), conversation.as_bytes()).is_empty(), "the look finds what is open");
}

#[tokio::test]
async fn a_new_key_opens_everything_and_the_old_one_nothing() {
    let bench = Bench::new().await;
    let (token, conversation, file) = said_everywhere(&bench).await;
    let (folder, login) = (Arc::clone(&bench.folder), bench.first.clone());
    let in_use = change_key(&data(&folder)).unwrap_err();
    assert!(matches!(in_use, Error::InUse { .. }), "{in_use}");
    drop(bench);
    let key = data(&folder).join("desk.key");
    let old = fs::read(&key).unwrap();
    let resealed = change_key(&data(&folder)).unwrap();
    assert!(resealed.values > 13 && resealed.files == 1, "{resealed:?}");

    let new = fs::read(&key).unwrap();
    fs::write(&key, &old).unwrap();
    let error = desk::open(config(&folder)).await.err().unwrap();
    assert!(matches!(error, Error::OtherKey { .. }), "{error}");
    fs::remove_file(&key).unwrap();
    let error = desk::open(config(&folder)).await.err().unwrap();
    assert!(matches!(error, Error::NoKey { .. }) && error.to_string().contains("desk.key"), "{error}");
    fs::write(&key, "not a key").unwrap();
    let error = desk::open(config(&folder)).await.err().unwrap();
    assert!(matches!(error, Error::Key { .. }) && !error.to_string().contains("not a key"), "{error}");

    fs::write(&key, &new).unwrap();
    let mut bench = Bench::open(Arc::clone(&folder), config(&folder)).await;
    bench.first = login;
    let back = read_back(&bench, &token, &conversation).await;
    for word in WORDS {
        assert!(back.contains(word), "{word}");
    }
    let path = format!("/v1/conversations/{conversation}/files/{file}");
    let picture = bench.get(&path).header("authorization", &format!("Bearer {token}")).send().await;
    assert_eq!(pixels(&picture.body), pixels(PNG));
}

#[tokio::test]
async fn a_change_of_the_key_that_was_broken_off_loses_nothing_and_goes_on() {
    let bench = Bench::new().await;
    let (token, conversation, _) = said_everywhere(&bench).await;
    let (folder, login) = (Arc::clone(&bench.folder), bench.first.clone());
    drop(bench);
    // The new key stands before the old one, and nothing is sealed anew yet.
    let key = data(&folder).join("desk.key");
    let old = fs::read_to_string(&key).unwrap();
    fs::write(&key, format!("{}\n{old}", "ab".repeat(32))).unwrap();
    let mut bench = Bench::open(Arc::clone(&folder), config(&folder)).await;
    bench.first = login.clone();
    assert!(read_back(&bench, &token, &conversation).await.contains("我的快递丢了"));
    drop(bench);
    change_key(&data(&folder)).unwrap();
    let after = fs::read_to_string(&key).unwrap();
    assert!(after.contains(&"ab".repeat(32)) && !after.contains(old.lines().last().unwrap()), "{after}");
    let mut bench = Bench::open(Arc::clone(&folder), config(&folder)).await;
    bench.first = login;
    assert!(read_back(&bench, &token, &conversation).await.contains("我的快递丢了"));
}

#[tokio::test]
async fn what_no_conversation_has_is_swept_away_at_the_start() {
    let bench = Bench::new().await;
    let customer = bench.visitor().await;
    let conversation = customer.ask().await;
    let path = format!("/v1/conversations/{conversation}/files?name=a.png");
    customer.post(&path).bytes(PNG.to_vec()).ok().await;
    let folder = data(&bench.folder).join("files");
    fs::write(folder.join("left.part"), "left by a cut").unwrap();
    assert_eq!(files(&folder).len(), 2);
    drop(customer);
    let bench = bench.restart().await;
    assert_eq!(files(&data(&bench.folder).join("files")).len(), 1);
    // The database is gone, and a new one comes in its place: what lies there may be all that is left.
    let folder = Arc::clone(&bench.folder);
    drop(bench);
    for gone in ["desk.db", "desk.db-wal", "desk.db-shm"] {
        let _ = fs::remove_file(data(&folder).join(gone));
    }
    let bench = Bench::open(Arc::clone(&folder), config(&folder)).await;
    assert_eq!(files(&data(&bench.folder).join("files")).len(), 1);
}
