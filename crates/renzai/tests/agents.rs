//! agent and desk: people are added and changed beside a desk, settings are checked without one.
#![allow(clippy::unwrap_used)]

mod common;

use common::renzai;
use tempfile::tempdir;

#[test]
fn people_are_added_listed_changed_and_given_passwords() {
    let dir = tempdir().unwrap();
    let run = |arguments: &[&str]| renzai(dir.path(), arguments);
    let added = run(&["agent", "add", "--data", "data", "mei", "--name", "小美", "--level", "admin"]);
    assert_eq!((added.code, added.err.as_str()), (Some(0), ""));
    assert!(added.out.contains("log-in        mei") && added.out.contains("only this once"), "{}", added.out);
    let again = run(&["agent", "add", "--data", "data", "mei", "--name", "x"]);
    assert!(again.code == Some(1) && again.err.contains("already an agent"), "{}", again.err);
    run(&["agent", "add", "--data", "data", "lin", "--name", "小林", "--team", "售后"]);
    assert_eq!(run(&["agent", "role", "--data", "data", "lin", "senior"]).out, "lin is senior now\n");
    let last = run(&["agent", "role", "--data", "data", "mei", "agent"]);
    assert!(last.err.contains("the only admin"), "{}", last.err);
    let list = run(&["agent", "list", "--data", "data"]).out;
    assert!(list.contains("senior") && list.contains("售后") && list.contains("小美"), "{list}");
    assert!(run(&["agent", "password", "--data", "data", "lin"]).out.contains("password"));
    let nobody = run(&["agent", "password", "--data", "data", "nobody"]);
    assert!(nobody.code == Some(1) && nobody.err.contains("renzai agent list"), "{}", nobody.err);
}

#[test]
fn settings_that_are_wrong_are_named() {
    let dir = tempdir().unwrap();
    let shop = "[site]\nname = \"S\"\nlocale = \"en\"\ntimezone = \"Asia/Shanghai\"\nphone = \"400-000-1234\"\n\
                wechat = \"https://work.weixin.qq.com/kf/abc\"\n[hours]\ndaily = \"09:00-21:00\"\n";
    std::fs::write(dir.path().join("shop.toml"), shop).unwrap();
    let check = |text: &str| {
        std::fs::write(dir.path().join("desk.toml"), text).unwrap();
        renzai(dir.path(), &["desk", "check", "--shop", "shop.toml", "--config", "desk.toml"])
    };
    let fine = check(
        "capacity = 3\ntrusted_proxies = [\"10.0.0.2\"]\n[priority]\ntiers = { gold = 60 }\n[limits]\nfiles = 2\n\
         messages = { burst = 5, every_ms = 1000 }\n[[webhook]]\nurl = \"https://example.com/x\"\nformat = \"feishu\"\n",
    );
    assert_eq!(
        (fine.code, fine.out.as_str()),
        (Some(0), "fine: time zone \"Asia/Shanghai\", 1 webhooks\n"),
        "{}",
        fine.err
    );
    for (wrong, word) in [
        ("capcity = 3", "capcity"),
        ("[limits]\nmessages = 5", "messages"),
        ("[[webhook]]\nurl = \"example.com\"", "https://"),
        ("trusted_proxies = [\"proxy\"]", "proxy"),
    ] {
        let refused = check(wrong);
        assert!(refused.code == Some(1) && refused.err.contains(word), "{wrong}: {}", refused.err);
    }
}
