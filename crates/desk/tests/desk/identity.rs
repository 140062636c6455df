//! Who the customer is: what the merchant's back end signed is told from what anybody could write.

use crate::bench::{Bench, Visitor, config, handover};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::Arc;
use tempfile::TempDir;

const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// 2001, and 2286.
const PAST: &str = "1000000000";
const FUTURE: &str = "9999999999";

fn signed(secret: &str, words: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(words.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn bench() -> Bench {
    let folder = Arc::new(TempDir::new().unwrap());
    let mut config = config(&folder);
    config.limits.sessions.burst = 100;
    let secret = |site: &str, secret: &str| (site.to_owned(), secret.to_owned());
    config.settings.identity = [secret("shop", SECRET), secret("other", &SECRET.replace('0', "z"))].into();
    Bench::open(folder, config).await
}

async fn of_site(bench: &Bench, site: &str) -> Visitor {
    let session = bench.post("/v1/session").json(&json!({"site": site, "device": "d"})).ok().await;
    bench.visitor().await.with(session["token"].as_str().unwrap())
}

/// What an agent reads of the customer who handed these slots over.
async fn read(bench: &Bench, site: &str, slots: &[(&str, &str)]) -> Value {
    let customer = of_site(bench, site).await;
    let slots: Vec<Value> = slots.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    let mut asked = handover();
    asked["slots"] = json!(slots);
    // What a page claims about itself proves nothing.
    asked["proved"] = json!("42");
    let conversation = customer.post("/v1/handover").json(&asked).ok().await["conversation"].clone();
    let agent = bench.first_agent().await;
    agent.case(conversation.as_str().unwrap()).await["handover"].clone()
}

#[tokio::test]
async fn what_the_back_end_signed_is_verified_and_nothing_else() {
    let bench = bench().await;
    let right = signed(SECRET, "42");
    let until = |expires: &str| signed(SECRET, &format!("42\n{expires}"));
    let proved: [(&str, &[(&str, &str)]); 3] = [
        ("shop", &[("id", "42"), ("signature", &right)]),
        ("shop", &[("id", "42"), ("name", "王女士"), ("signature", &right.to_uppercase())]),
        ("shop", &[("id", "42"), ("expires", FUTURE), ("signature", &until(FUTURE))]),
    ];
    for (site, slots) in proved {
        assert_eq!(read(&bench, site, slots).await["proved"], "42", "{slots:?}");
    }
    let theirs = signed(&SECRET.replace('0', "z"), "42");
    let unproved: [(&str, &[(&str, &str)]); 13] = [
        ("shop", &[("id", "42")]),
        ("shop", &[("signature", &right)]),
        ("shop", &[("id", "43"), ("signature", &right)]),
        ("shop", &[("id", "42"), ("signature", &theirs)]),
        ("other", &[("id", "42"), ("signature", &right)]),
        ("none", &[("id", "42"), ("signature", &right)]),
        ("shop", &[("id", "42"), ("signature", "")]),
        ("shop", &[("id", "42"), ("signature", &right[..62])]),
        ("shop", &[("id", "42"), ("signature", &"é".repeat(32))]),
        ("shop", &[("id", "42"), ("id", "43"), ("signature", &right)]),
        ("shop", &[("id", "42"), ("expires", PAST), ("signature", &until(PAST))]),
        ("shop", &[("id", "42"), ("expires", FUTURE), ("signature", &right)]),
        ("shop", &[("id", &format!("42\n{FUTURE}")), ("signature", &until(FUTURE))]),
    ];
    for (site, slots) in unproved {
        assert_eq!(read(&bench, site, slots).await["proved"], Value::Null, "{site} {slots:?}");
    }
}

#[tokio::test]
async fn the_signature_is_nobodys_to_read() {
    let bench = bench().await;
    let signature = signed(SECRET, &format!("42\n{FUTURE}"));
    let mut slots = vec![("a", "b"); 25];
    slots.extend([("id", "42"), ("expires", FUTURE), ("signature", &signature)]);
    let seen = read(&bench, "shop", &slots).await;
    assert_eq!(seen["proved"], "42", "however much came before it");
    assert!(!seen.to_string().contains(&signature));
    assert!(!seen.to_string().contains(FUTURE));
}
