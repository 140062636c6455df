//! eval: its figures, its formats, and what it says about files that are none.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Ran, renzai};

const KNOWLEDGE: &str = r#"{"id": 1, "question": "怎么退货", "variants": ["我要退货", "退货流程"], "lang": "zh", "more": {}}
{"id": "two", "question": "怎么开发票", "variants": ["能开票吗", "发票在哪里"], "answer": "在订单页。"}

{"id": "3", "question": "什么时候发货", "variants": []}
"#;
const QUERIES: &str = r#"{"text": "我想退货", "expect": 1}
{"text": "发票怎么开", "expect": "two"}
{"text": "多久发货", "expect": 3}
{"text": "今天的天气", "expect": null}
"#;
const HUMAN: &str = "{\"text\": \"转人工\", \"human\": true}\n{\"text\": \"退货\", \"human\": false}\n";

fn eval(knowledge: &[u8], queries: &[u8], more: &[&str]) -> Ran {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("kb.jsonl"), knowledge).unwrap();
    std::fs::write(dir.path().join("q.jsonl"), queries).unwrap();
    std::fs::write(dir.path().join("human.jsonl"), HUMAN).unwrap();
    let args = ["eval", "--knowledge", "kb.jsonl", "--queries", "q.jsonl"];
    renzai(dir.path(), &[&args[..], more].concat())
}

fn keys(ran: &Ran) -> Vec<String> {
    let object: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    object.as_object().unwrap().keys().cloned().collect()
}

const KEYS: [&str; 14] = [
    "answered",
    "answered_right",
    "build_ms",
    "choices",
    "joint",
    "median_us",
    "mrr",
    "oos_precision",
    "oos_recall",
    "p99_us",
    "pack_bytes",
    "top1",
    "top3",
    "unknown",
];

#[test]
fn json_has_exactly_the_keys() {
    let ran = eval(KNOWLEDGE.as_bytes(), QUERIES.as_bytes(), &["--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(keys(&ran), KEYS);
    let object: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(object["top3"], 1.0, "three entries, all of them among the first three");
}

#[test]
fn without_out_of_scope_queries_their_figures_are_null() {
    let ran = eval(KNOWLEDGE.as_bytes(), b"{\"text\": \"x\", \"expect\": 1}", &["--json"]);
    let object: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(object["oos_recall"].is_null() && object["oos_precision"].is_null(), "{}", ran.out);
}

#[test]
fn requests_for_a_person_are_measured_too() {
    let ran = eval(KNOWLEDGE.as_bytes(), QUERIES.as_bytes(), &["--json", "--human", "human.jsonl"]);
    let object: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&object["human_recall"], &object["human_precision"]), (&1.0.into(), &1.0.into()));
    assert_eq!(keys(&ran).len(), KEYS.len() + 2);
}

#[test]
fn the_table_names_every_figure() {
    let ran = eval(KNOWLEDGE.as_bytes(), QUERIES.as_bytes(), &[]);
    assert!(ran.out.starts_with("4 queries, 1 of them out of scope\n"), "{}", ran.out);
    for key in KEYS {
        assert!(ran.out.contains(&format!("\n{key} ")), "{key}");
    }
}

#[test]
fn bad_lines_are_named_with_what_was_expected() {
    let cases: [(&[u8], &[u8], &[&str]); 8] = [
        (b"", b"x", &["kb.jsonl: error: the file is empty"]),
        (b"[1]", b"x", &["kb.jsonl:1: error: a JSON object was expected, found a list"]),
        (
            b"{\"id\": 1, \"question\": \"a\"}\n{\"id\": 2, \"questi",
            b"x",
            &["kb.jsonl:2: error: not JSON: EOF while parsing a string at column 17", "half written?"],
        ),
        (
            b"{\"id\": 1, \"question\": \"a\"}\n{\"id\": \"1\", \"question\": \"b\"}\n{\"id\": [], \"question\": 5}",
            b"x",
            &[
                "kb.jsonl:2: error: the id `1` stands already above",
                "kb.jsonl:3: error: `id`: a text or a number was expected, found a list",
                "kb.jsonl: 2 errors",
            ],
        ),
        (
            b"{\"id\": 1, \"question\": \"a\", \"variants\": \"b\"}",
            b"x",
            &["kb.jsonl:1: error: `variants`: a list of texts was expected, found a text"],
        ),
        (
            b"{\"id\": 1, \"question\": \"a\"}",
            b"{\"text\": \"a\", \"expect\": 1}\n{\"text\": \"a\", \"expect\": 2}\n{\"text\": \"a\"}",
            &[
                "q.jsonl:2: error: `expect`: the knowledge has no id `2`",
                "q.jsonl:3: error: `expect`: a text or a number was expected, found nothing",
                "or null when nothing fits",
            ],
        ),
        (b"{\"id\": 1, \"question\": \"a\"}", b"\xFF\xFEx\0", &["q.jsonl: error: this is UTF-16"]),
        (b"id,question\n", b"x", &["kb.jsonl:1: error: not JSON: expected value at column 1"]),
    ];
    for (knowledge, queries, expected) in cases {
        let ran = eval(knowledge, queries, &["--json"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{expected:?}");
        for expected in expected {
            assert!(ran.err.contains(expected), "{expected} in\n{}", ran.err);
        }
    }
}

#[test]
fn missing_and_huge_files() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::File::create(dir.path().join("huge.jsonl")).unwrap().set_len(100_000_000).unwrap();
    let args = |knowledge| ["eval", "--knowledge", knowledge, "--queries", "q.jsonl"];
    let gone = renzai(dir.path(), &args("gone.jsonl"));
    assert!(gone.code == Some(1) && gone.err.starts_with("gone.jsonl: error: file not found"), "{}", gone.err);
    let huge = renzai(dir.path(), &args("huge.jsonl"));
    assert!(huge.code == Some(1) && huge.err.starts_with("huge.jsonl: error: too large: 100.0 MB"), "{}", huge.err);
}
