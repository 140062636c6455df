//! Webhooks against a receiver that fails first: at least once, signed, over a restart.

use crate::bench::{Bench, config, handover, text};
use desk::{Config, HookFormat, Webhook};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{collections::HashMap, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
};

const SECRET: &str = "a secret of the merchant";

/// What a receiver was sent: headers in lower case, and the body.
type Heard = (HashMap<String, String>, String);

/// A receiver that answers 500 to the first `failures` calls and 200 from then on.
async fn receiver(failures: usize) -> (String, mpsc::UnboundedReceiver<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (told, heard) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for call in 0.. {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut text = String::new();
            let (head, body) = loop {
                let mut chunk = [0; 4096];
                let read = socket.read(&mut chunk).await.unwrap();
                text.push_str(std::str::from_utf8(&chunk[..read]).unwrap());
                if let Some((head, body)) = text.split_once("\r\n\r\n") {
                    let headers: HashMap<String, String> = head
                        .lines()
                        .filter_map(|line| line.split_once(": "))
                        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                        .collect();
                    if body.len() >= headers["content-length"].parse().unwrap() {
                        break (headers, body.to_owned());
                    }
                }
                assert_ne!(read, 0, "the call ended early");
            };
            let status = if call < failures { "500 Internal Server Error" } else { "200 OK" };
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            socket.write_all(answer.as_bytes()).await.unwrap();
            if told.send((head, body)).is_err() {
                return;
            }
        }
    });
    (url, heard)
}

fn with_hooks(folder: &TempDir, hooks: Vec<Webhook>) -> Config {
    let mut config = config(folder);
    config.settings.webhooks = hooks;
    config
}

async fn next(heard: &mut mpsc::UnboundedReceiver<Heard>) -> Heard {
    tokio::time::timeout(Duration::from_secs(30), heard.recv()).await.expect("it takes too long").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn news_is_signed_and_told_again_until_it_is_taken_also_after_a_restart() {
    let (url, mut heard) = receiver(2).await;
    let folder = Arc::new(TempDir::new().unwrap());
    let hook = Webhook { url, secret: SECRET.into(), format: HookFormat::Json };
    let bench = Bench::open(Arc::clone(&folder), with_hooks(&folder, vec![hook.clone()])).await;
    let customer = bench.visitor().await;
    let conversation = text(&customer.post("/v1/handover").json(&handover()).ok().await, "conversation");
    drop((customer, bench));
    // The desk that took it never ran; the next one finds it in the file.
    let bench = Bench::open(Arc::clone(&folder), with_hooks(&folder, vec![hook])).await;
    let running = tokio::spawn(bench.desk.run(std::future::pending()));
    let tries = [next(&mut heard).await, next(&mut heard).await, next(&mut heard).await];
    for (headers, body) in &tries {
        assert_eq!(headers["x-renzai-event"], conversation, "the same id each time");
        assert_eq!(body, &tries[0].1, "and the same words");
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(format!("{}.{body}", headers["x-renzai-timestamp"]).as_bytes());
        let expected: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(headers["x-renzai-signature"], format!("sha256={expected}"));
    }
    let news: Value = serde_json::from_str(&tries[0].1).unwrap();
    assert_eq!((&news["event"], &news["page"]), (&json!("conversation"), &json!("/order/7")));
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn group_robots_get_a_text_without_number_and_words() {
    let (wecom, mut at_wecom) = receiver(0).await;
    let (feishu, mut at_feishu) = receiver(0).await;
    let hook = |url: &str, format| Webhook { url: url.into(), secret: String::new(), format };
    let folder = Arc::new(TempDir::new().unwrap());
    let hooks = vec![hook(&wecom, HookFormat::WeCom), hook(&feishu, HookFormat::Feishu)];
    let bench = Bench::open(Arc::clone(&folder), with_hooks(&folder, hooks)).await;
    let customer = bench.visitor().await;
    let call = json!({"phone": "13800000000", "consent": true, "note": "私事"});
    customer.post("/v1/callbacks").json(&call).ok().await;
    let running = tokio::spawn(bench.desk.run(std::future::pending()));
    let to_wecom: Value = serde_json::from_str(&next(&mut at_wecom).await.1).unwrap();
    assert_eq!(to_wecom["msgtype"], "text");
    let words = text(&to_wecom["text"], "content");
    assert!(words.contains("回电") && !words.contains("138") && !words.contains("私事"), "{words}");
    let to_feishu: Value = serde_json::from_str(&next(&mut at_feishu).await.1).unwrap();
    assert_eq!(text(&to_feishu["content"], "text"), words);
    running.abort();
}
