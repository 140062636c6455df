//! report: what it proposes from the widget's notes.
#![allow(clippy::unwrap_used)]

mod common;

use common::renzai;

const SHOP: &str = "[site]\nname = \"Shop\"\nlocale = \"zh-CN\"\nphone = \"400-000-1234\"\ntimezone = \"UTC\"\n\
                    [hours]\ndaily = \"09:00-21:00\"\n";
const FAQ: &str = "id,question,phrasings,answer\n\
                   invoice,怎么开发票,能开票吗|发票在哪里申请|下单忘了开票能补吗,在订单页。\n\
                   tax,税号在哪里填,税号填哪|开票要写税号吗|怎么改税号,在开票页。\n\
                   return,怎么申请退货,我要退货|退货流程|不想要了怎么退,在订单页。\n\
                   ship,几天能到,多久送到|什么时候发货|快递几天,三天。\n\
                   size,怎么选尺码,尺码表在哪|偏大还是偏小|穿几码,看尺码表。\n";

fn note(kind: &str, entry: &str, text: &str, talk: usize) -> String {
    format!("{{\"kind\":\"{kind}\",\"entry\":\"{entry}\",\"text\":\"{text}\",\"talk\":\"{talk}\"}}\n")
}

#[test]
fn notes_become_proposals_and_a_table() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("shop")).unwrap();
    std::fs::write(dir.path().join("shop/shop.toml"), SHOP).unwrap();
    std::fs::write(dir.path().join("shop/faq.csv"), FAQ).unwrap();
    let mut notes = String::new();
    for talk in 0..5 {
        notes += &note("answered", "invoice", "", talk);
        notes += &note("unanswered", "", "门口停车位", talk);
    }
    for talk in 0..4 {
        notes += &note("answered", "tax", "", talk);
    }
    for talk in 5..15 {
        notes += &note("answered", if talk % 2 == 0 { "ship" } else { "size" }, "", talk);
    }
    notes += &note("down", "return", "发票怎么申请开呢", 3);
    std::fs::write(dir.path().join("notes.jsonl"), notes).unwrap();
    let args = ["report", "--knowledge", "shop", "--notes", "notes.jsonl"];

    let ran = renzai(dir.path(), &[&args[..], &["--json"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["proposals"][0]["text"], "门口停车位");
    assert_eq!(found["proposals"][0]["times"], 5);
    assert_eq!(found["proposals"][0]["entry"], serde_json::Value::Null, "no entry is about it");
    assert_eq!(found["proposals"][1]["entry"], "invoice");
    let pair = found["together"].as_array().unwrap().iter().find(|pair| pair["first"] == "invoice").unwrap();
    assert_eq!((&pair["then"], &pair["confidence"]), (&"tax".into(), &0.8.into()));
    assert_eq!(found["accuracy"]["before"]["asked"], 15);

    let told = renzai(dir.path(), &args).out;
    for words in [
        "发票怎么申请开呢  → invoice",
        "5 ×  门口停车位",
        "return: 1 no, 0 yes",
        "invoice → tax  80 % of 5",
        "before",
        "after",
    ] {
        assert!(told.contains(words), "{words} in {told}");
    }
}

#[test]
fn the_table_shows_what_the_proposed_wordings_bring() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("shop")).unwrap();
    std::fs::write(dir.path().join("shop/shop.toml"), SHOP).unwrap();
    // Without this one wording nothing of the knowledge says what it says.
    std::fs::write(dir.path().join("shop/faq.csv"), FAQ.replace("能开票吗", "红联几时给")).unwrap();
    std::fs::write(dir.path().join("notes.jsonl"), note("unanswered", "", "红联给我一张", 1)).unwrap();
    let args = ["report", "--knowledge", "shop", "--notes", "notes.jsonl"];

    let ran = renzai(dir.path(), &[&args[..], &["--json"]].concat());
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["proposals"][0]["entry"], "invoice", "{}", ran.out);
    let [before, after] = ["before", "after"].map(|when| &found["accuracy"][when]);
    assert_eq!((&before["asked"], &after["asked"]), (&15.into(), &15.into()), "the same are asked again");
    assert!(after["top1"].as_f64() > before["top1"].as_f64(), "{before} {after}");
    assert!(renzai(dir.path(), &args).out.lines().any(|line| line.trim_start().starts_with("after")));
}

#[test]
fn what_reached_a_desk_comes_out_masked_once_more_and_makes_a_report() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("shop")).unwrap();
    std::fs::write(dir.path().join("shop/shop.toml"), SHOP).unwrap();
    std::fs::write(dir.path().join("shop/faq.csv"), FAQ).unwrap();
    let none = renzai(dir.path(), &["desk", "notes", "--data", "desk"]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), ""), "{}", none.err);
    let db = rusqlite::Connection::open(dir.path().join("desk/desk.db")).unwrap();
    for (key, site) in [("a", "shop"), ("b", "shop"), ("c", "other")] {
        db.execute(
            "INSERT INTO feedback (key, day, site, kind, entry, text, talk) VALUES (?1, 1, ?2, 'unanswered', '', \
             '门口停车位，我的电话 13812345678', 't')",
            [key, site],
        )
        .unwrap();
    }
    // As a desk from before there were seals left it.
    db.execute("DELETE FROM seal", []).unwrap();
    let notes = renzai(dir.path(), &["desk", "notes", "--data", "desk", "--site", "shop"]).out;
    assert_eq!(notes.lines().count(), 2);
    assert!(notes.contains("门口停车位") && !notes.contains("13812345678"), "{notes}");
    std::fs::write(dir.path().join("notes.jsonl"), notes).unwrap();
    let ran = renzai(dir.path(), &["report", "--knowledge", "shop", "--notes", "notes.jsonl"]);
    assert!(ran.out.contains("2 ×  门口停车位"), "{}", ran.out);
}

#[test]
fn a_report_masks_what_was_not_masked_but_the_shops_own_number() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("shop.toml"), SHOP).unwrap();
    std::fs::write(dir.path().join("faq.csv"), FAQ).unwrap();
    let text = "打 400-000-1234 没人接，我是13812345678";
    std::fs::write(dir.path().join("notes.jsonl"), note("unanswered", "", text, 1)).unwrap();
    let ran = renzai(dir.path(), &["report", "--knowledge", ".", "--notes", "notes.jsonl"]);
    assert!(ran.out.contains("400-000-1234") && !ran.out.contains("13812345678"), "{}", ran.out);
}

#[test]
fn a_line_that_is_none_is_named() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("shop.toml"), SHOP).unwrap();
    std::fs::write(dir.path().join("faq.csv"), FAQ).unwrap();
    std::fs::write(dir.path().join("notes.jsonl"), "{\"kind\": 3}\n").unwrap();
    let ran = renzai(dir.path(), &["report", "--knowledge", ".", "--notes", "notes.jsonl"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("notes.jsonl:1: error: `kind`: a text was expected, found a number"), "{}", ran.err);
}
