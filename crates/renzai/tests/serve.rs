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
