//! agent, desk and audit: people are added and changed beside a desk, its data is copied and looked at, settings are
//! checked without one.
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
        "capacity = 3\nkeep_days = 180\ntrusted_proxies = [\"10.0.0.2\"]\n[priority]\ntiers = { gold = 60 }\n[limits]\nfiles = 2\n\
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
        ("keep_days = 2", "72 hours"),
        ("[tls]\ncert = \"a.pem\"", "key"),
    ] {
        let refused = check(wrong);
        assert!(refused.code == Some(1) && refused.err.contains(word), "{wrong}: {}", refused.err);
    }
}

#[test]
fn a_copy_is_made_and_put_back_and_a_changed_line_of_the_log_is_found() {
    let dir = tempdir().unwrap();
    let run = |arguments: &[&str]| renzai(dir.path(), arguments);
    for login in ["mei", "lin", "bo"] {
        run(&["agent", "add", "--data", "data", login, "--name", login]);
    }
    let whole = run(&["audit", "verify", "--data", "data"]);
    assert!(whole.code == Some(0) && whole.out.contains("lines         3"), "{}{}", whole.out, whole.err);
    let head = whole.out.split_whitespace().last().unwrap().to_owned();

    let copied = run(&["desk", "backup", "--data", "data", "copy"]);
    assert!(copied.code == Some(0) && copied.out.contains("0 conversations"), "{}{}", copied.out, copied.err);
    let again = run(&["desk", "backup", "--data", "data", "copy"]);
    assert!(again.code == Some(1) && again.err.contains("nothing is written over"), "{}", again.err);
    let back = run(&["desk", "restore", "--data", "elsewhere", "copy"]);
    assert!(back.code == Some(0) && back.out.contains("key is not here"), "{}{}", back.out, back.err);
    let sealed = run(&["agent", "list", "--data", "elsewhere"]);
    assert!(sealed.code == Some(1) && sealed.err.contains("elsewhere/desk.key"), "{}", sealed.err);
    std::fs::copy(dir.path().join("data/desk.key"), dir.path().join("elsewhere/desk.key")).unwrap();
    assert!(run(&["agent", "list", "--data", "elsewhere"]).out.contains("bo"));
    let rekeyed = run(&["desk", "rekey", "--data", "elsewhere"]);
    assert!(rekeyed.code == Some(0) && rekeyed.out.contains("sealed anew"), "{}{}", rekeyed.out, rekeyed.err);
    assert!(run(&["agent", "list", "--data", "elsewhere"]).out.contains("bo"));
    let over = run(&["desk", "restore", "--data", "data", "copy"]);
    assert!(over.code == Some(1) && over.err.contains("desk.db"), "{}", over.err);
    let none = run(&["desk", "backup", "--data", "nowhere", "copy2"]);
    assert!(
        none.code == Some(1) && none.err.contains("nowhere") && !dir.path().join("nowhere").exists(),
        "{}",
        none.err
    );
    let none = run(&["audit", "verify", "--data", "nowhere"]);
    assert!(none.code == Some(1) && !dir.path().join("nowhere").exists(), "{}", none.err);

    run(&["agent", "password", "--data", "elsewhere", "bo"]);
    let grown = run(&["audit", "verify", "--data", "elsewhere", "--head", &head]);
    assert!(grown.code == Some(0) && grown.out.contains("noted         line 3"), "{}{}", grown.out, grown.err);
    let other = run(&["audit", "verify", "--data", "data", "--head", &"0".repeat(64)]);
    assert!(other.code == Some(1) && other.err.contains("cut off"), "{}", other.err);

    let db = rusqlite::Connection::open(dir.path().join("data/desk.db")).unwrap();
    db.execute_batch("DROP TRIGGER audit_stays; UPDATE audit SET detail = 'nothing' WHERE id = 2").unwrap();
    let changed = run(&["audit", "verify", "--data", "data"]);
    assert!(changed.code == Some(1) && changed.err.contains("line 2"), "{}", changed.err);
}
