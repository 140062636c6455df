//! mask: a filter, a measure, and the cases that it is measured with.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write;
use std::process::{Command, Stdio};

use common::renzai;

fn filter(input: &[u8], args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_renzai"));
    let mut child = command.arg("mask").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn standard_input_comes_out_masked_line_by_line() {
    let said = "手机13812345678\n订单号13812345678\n021-61234567";
    assert_eq!(
        filter(said.as_bytes(), &["--keep", "(021)61234567"]),
        "手机[手机 ***78]\n订单号13812345678\n021-61234567"
    );
    assert_eq!(filter(b"\xff 13812345678\n", &[]), "\u{fffd} [mobile ***78]\n", "what is no text is shown as such");
}

/// The promise of the masking, on sentences that it was tuned on and on others.
#[test]
fn the_figures_are_reached_on_known_and_on_held_out_sentences() {
    for shapes in [&["--generate", "5000"][..], &["--generate", "5000", "--held-out"]] {
        let dir = tempfile::tempdir().unwrap();
        let cases = renzai(dir.path(), &[&["mask", "--seed", "7"], shapes].concat());
        assert_eq!(cases.out.lines().count(), 5000, "{}", cases.err);
        std::fs::write(dir.path().join("f.jsonl"), cases.out).unwrap();
        let ran = renzai(dir.path(), &["mask", "--eval", "f.jsonl", "--json"]);
        let figures: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(figures["cases"], 5000);
        assert!(figures["recall"].as_f64().unwrap() >= 0.995, "{figures}");
        assert!(figures["precision"].as_f64().unwrap() >= 0.99, "{figures}");
        assert_eq!(figures["kinds"].as_object().unwrap().len(), 10);
    }
}

#[test]
fn spans_that_are_missed_or_too_many_count() {
    let dir = tempfile::tempdir().unwrap();
    let cases = concat!(
        "{\"text\": \"打13812345678\", \"spans\": [{\"start\": 1, \"end\": 12, \"kind\": \"mobile\"}]}\n",
        "{\"text\": \"打13812345678\", \"spans\": []}\n",
        "{\"text\": \"什么都没有\", \"spans\": [{\"start\": 0, \"end\": 2, \"kind\": \"mobile\"}]}\n",
    );
    std::fs::write(dir.path().join("f.jsonl"), cases).unwrap();
    let ran = renzai(dir.path(), &["mask", "--eval", "f.jsonl", "--json", "--wrong"]);
    let figures: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&figures["recall"], &figures["precision"]), (&0.5.into(), &0.5.into()));
    assert_eq!(figures["kinds"]["mobile"]["exact"], 0.5);
    assert!(figures["kinds"]["otp"]["recall"].is_null());
    assert_eq!(ran.err, "not one: mobile `13812345678` in `打13812345678`\nmissed: mobile `什么` in `什么都没有`\n");
}

#[test]
fn a_wrong_line_is_told_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let cases = "{\"text\": \"a\", \"spans\": [{\"start\": 0, \"end\": 2, \"kind\": \"otp\"}]}\n{\"text\": \"a\", \"spans\": [{\"start\": 0, \"end\": 1, \"kind\": \"name\"}]}\n";
    std::fs::write(dir.path().join("f.jsonl"), cases).unwrap();
    let ran = renzai(dir.path(), &["mask", "--eval", "f.jsonl"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("a span from 0 to 2 is none of a text of 1 code points"), "{}", ran.err);
    assert!(ran.err.contains("`name` is none of mobile, landline"), "{}", ran.err);
}
