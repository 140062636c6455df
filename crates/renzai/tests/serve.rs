//! serve: a real desk on loopback, from the first start to a clean stop.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A desk that is stopped with the test, however that ends.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a desk and gives the lines up to `ready`.
fn start(dir: &Path) -> (Running, Vec<String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_renzai"))
        .args(["serve", "--site", "site", "--data", "data", "--port", "0"])
        .current_dir(dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut lines = Vec::new();
    while !lines.last().is_some_and(|line: &String| line.starts_with("ready ")) {
        let mut line = String::new();
        assert_ne!(out.read_line(&mut line).unwrap(), 0, "ended before it was ready: {lines:?}");
        lines.push(line.trim_end().to_owned());
    }
    (Running { child, out }, lines)
}

fn stop(mut running: Running, signal: &str) {
    let pid = running.child.id().to_string();
    assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    running.out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "nothing is printed after `ready`");
}

fn site() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("site")).unwrap();
    std::fs::write(dir.path().join("site/index.html"), "<h1>A small shop</h1>").unwrap();
    dir
}

#[test]
fn starts_answers_and_stops() {
    let dir = site();
    let (running, lines) = start(dir.path());
    let address = lines.last().unwrap().strip_prefix("ready http://").unwrap().trim_end_matches('/').to_owned();
    assert!(address.starts_with("127.0.0.1:") && !address.ends_with(":0"), "{address}");
    for (name, path) in [("shop", ""), ("English shop", "en/"), ("chat page", "chat"), ("console", "console")] {
        assert!(lines.contains(&format!("{name:<13} http://{address}/{path}")), "{name} in {lines:?}");
    }
    assert!(lines.iter().any(|line| line.starts_with("password ") && line.contains("only this once")), "{lines:?}");

    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("A small shop"), "{answer}");
    stop(running, "-TERM");

    let (running, lines) = start(dir.path());
    assert!(!lines.iter().any(|line| line.starts_with("password ")), "the first log-in is made once: {lines:?}");
    stop(running, "-INT");
}

/// One call on a connection of its own; the whole answer as text.
fn call(address: &str, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{head}\r\nHost: {address}\r\nConnection: close\r\nX-Renzai-Console: 1\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer
}

#[test]
fn what_an_agent_proposes_is_read_by_check_pack_and_ask() {
    let dir = site();
    let (running, lines) = start(dir.path());
    let address = lines.last().unwrap().strip_prefix("ready http://").unwrap().trim_end_matches('/').to_owned();
    let printed = |name: &str| {
        let line = lines.iter().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    let login = format!(r#"{{"login":"{}","password":"{}"}}"#, printed("log-in"), printed("password"));
    let answer = call(&address, "POST /v1/agent/login HTTP/1.1", &login);
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let propose = format!("POST /v1/agent/proposals HTTP/1.1\r\nCookie: {cookie}");
    for body in [
        r#"{"question":"雨衣可以机洗吗？","variants":["雨衣怎么洗","能放洗衣机吗"],"answer":"可以：冷水、\"轻柔\"档。\n不要烘干。","lang":"zh-CN"}"#,
        r#"{"question":"雨伞,坏了","variants":["伞骨断了 | 伞柄掉了"],"answer":"=1+1 不用算，寄回来我们修。","lang":"zh-CN"}"#,
    ] {
        call(&address, &propose, body);
    }
    stop(running, "-TERM");

    let shop = dir.path().join("shop");
    std::fs::create_dir(&shop).unwrap();
    std::fs::write(
        shop.join("faq.csv"),
        "id,question,phrasings,answer\ninvoice,怎么开发票？,能开票吗 | 我要发票 | 发票在哪里申请,在订单页申请。\n",
    )
    .unwrap();
    let shop_toml = "[site]\nname = \"小店\"\nlocale = \"zh-CN\"\nphone = \"10086\"\ntimezone = \"Asia/Shanghai\"\n\
                     [hours]\ndaily = \"09:00-21:00\"\n";
    std::fs::write(shop.join("shop.toml"), shop_toml).unwrap();
    std::fs::copy(dir.path().join("data/proposals-zh.csv"), shop.join("proposals-zh.csv")).unwrap();
    let checked = common::renzai(dir.path(), &["check", "shop"]);
    assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
    assert!(checked.out.contains("0 errors") && checked.out.contains("3 entries"), "{}", checked.out);
    let packed = common::renzai(dir.path(), &["pack", "shop", "-o", "faq.pack"]);
    assert_eq!(packed.code, Some(0), "{}{}", packed.out, packed.err);
    for (question, said) in [("雨衣怎么洗", "不要烘干"), ("我的伞骨断了", "寄回来我们修")] {
        let asked = common::renzai(dir.path(), &["ask", "faq.pack", question]);
        assert!(asked.out.contains(said), "{question}: {}{}", asked.out, asked.err);
    }
}

#[test]
fn says_why_it_cannot_start() {
    let dir = site();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = common::renzai(dir.path(), &["serve", "--site", "site", "--data", "data", "--port", &port]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(
        ran.err.contains(&format!("port {port} on 127.0.0.1 is in use")) && ran.err.contains("--port"),
        "{}",
        ran.err
    );

    let ran = common::renzai(dir.path(), &["serve", "--site", "gone", "--data", "data", "--port", "0"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("gone"), "{}", ran.err);

    std::fs::write(dir.path().join("file"), "x").unwrap();
    let ran = common::renzai(dir.path(), &["serve", "--site", "site", "--data", "file", "--port", "0"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("file"), "{}", ran.err);
}
