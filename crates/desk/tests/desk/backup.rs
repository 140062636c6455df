//! A copy taken from a running desk opens as that desk; nothing is written over, nothing half stays.

use crate::{
    bench::{Bench, config, data, text},
    family::PNG,
    pictures::pixels,
};
use desk::{Copied, Error, back_up, restore};
use serde_json::json;
use std::{fs, path::Path, sync::Arc};
use tempfile::TempDir;

/// A desk that lets one customer write as much as a test wants.
async fn desk_of_a_talker() -> Bench {
    Bench::with(|limits| limits.messages.burst = 1_000).await
}

/// The key is no part of a copy: its owner keeps it elsewhere, and brings it.
fn take_key(bench: &Bench, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::copy(data(&bench.folder).join("desk.key"), to.join("desk.key")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_goes_on_from_the_copy_that_was_taken_while_it_ran() {
    let bench = desk_of_a_talker().await;
    let visitor = bench.visitor().await;
    let conversation = visitor.ask().await;
    for n in 0..20 {
        visitor.say(&conversation, &format!("第{n}句")).await;
    }
    let copy = bench.folder.path().join("copy");
    // Somebody writes while it is copied.
    let writes = tokio::spawn({
        let (visitor, conversation) = (visitor.with(&visitor.token), conversation.clone());
        async move {
            for n in 20..60 {
                visitor.say(&conversation, &format!("第{n}句")).await;
            }
        }
    });
    let from = data(&bench.folder);
    let to = copy.clone();
    let copied = tokio::task::spawn_blocking(move || back_up(&from, &to)).await.unwrap().unwrap();
    assert_eq!((copied.conversations, copied.files), (1, 0));
    writes.await.unwrap();

    let elsewhere = Arc::new(TempDir::new().unwrap());
    take_key(&bench, &data(&elsewhere));
    assert_eq!(restore(&copy, &data(&elsewhere)).unwrap().conversations, 1);
    let second = Bench::open(Arc::clone(&elsewhere), config(&elsewhere)).await;
    let there = second.get(&format!("/v1/conversations/{conversation}/events?after=0&wait=0"));
    let events = there.header("authorization", &format!("Bearer {}", visitor.token)).ok().await;
    let said = events.to_string();
    for n in 0..20 {
        assert!(said.contains(&format!("第{n}句")), "line {n} was answered before the copy began");
    }
    assert!(second.desk.first_login().is_none(), "the agents are there too");
}

#[tokio::test]
async fn files_come_along() {
    let bench = Bench::new().await;
    let visitor = bench.visitor().await;
    let conversation = visitor.ask().await;
    let path = format!("/v1/conversations/{conversation}/files?name=a.png");
    let sent = visitor.post(&path).bytes(PNG.to_vec()).ok().await;
    let copy = bench.folder.path().join("copy");
    let Copied { files, .. } = back_up(&data(&bench.folder), &copy).unwrap();
    assert_eq!(files, 1);
    let elsewhere = Arc::new(TempDir::new().unwrap());
    take_key(&bench, &data(&elsewhere));
    restore(&copy, &data(&elsewhere)).unwrap();
    let second = Bench::open(Arc::clone(&elsewhere), config(&elsewhere)).await;
    let path = format!("/v1/conversations/{conversation}/files/{}", text(&sent, "file"));
    let read = second.get(&path).header("authorization", &format!("Bearer {}", visitor.token)).send().await;
    assert_eq!(pixels(&read.body), pixels(PNG));
}

#[tokio::test]
async fn nothing_is_written_over() {
    let bench = Bench::new().await;
    let (desk, copy) = (data(&bench.folder), bench.folder.path().join("copy"));
    back_up(&desk, &copy).unwrap();
    let error = back_up(&desk, &copy).unwrap_err();
    assert!(matches!(error, Error::InTheWay { .. }), "{error}");
    let error = restore(&copy, &desk).unwrap_err();
    assert!(matches!(error, Error::InTheWay { .. }), "{error}");
    assert!(error.to_string().contains("desk.db"), "{error}");
}

#[tokio::test]
async fn what_is_no_copy_or_a_damaged_one_is_refused_and_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let target = folder.path().join("data");
    let nothing = restore(&folder.path().join("none"), &target).unwrap_err();
    assert!(nothing.to_string().contains("none"), "{nothing}");

    let bench = desk_of_a_talker().await;
    let visitor = bench.visitor().await;
    let conversation = visitor.ask().await;
    for n in 0..200 {
        visitor.say(&conversation, &json!({ "n": n, "fill": "x".repeat(500) }).to_string()).await;
    }
    let copy = bench.folder.path().join("copy");
    back_up(&data(&bench.folder), &copy).unwrap();
    let file = copy.join("desk.db");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0xaa);
    fs::write(&file, bytes).unwrap();
    take_key(&bench, &target);
    let damaged = restore(&copy, &target).unwrap_err();
    assert!(matches!(damaged, Error::NotADatabase { .. } | Error::Database { .. }), "{damaged}");
    assert_eq!(fs::read_dir(&target).unwrap().count(), 1, "the key alone");
    fs::remove_dir_all(&target).unwrap();
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing half stays");
}
