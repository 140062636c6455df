//! The built files: found, compressed, kept by browsers as long as they are true.

use crate::bench::{Bench, Reply, config};
use std::{fs, sync::Arc};
use tempfile::TempDir;

const FOREVER: &str = "public, max-age=31536000, immutable";

async fn site() -> Bench {
    let folder = Arc::new(TempDir::new().unwrap());
    let config = config(&folder);
    for (path, text) in [
        ("index.html", "<p>店</p>"),
        ("en/index.html", "<p>shop</p>"),
        ("chat/index.html", "<p>chat</p>"),
        ("console/index.html", "<p>console</p>"),
        ("renzai.js", "shell"),
        ("renzai.js.br", "shell in brotli"),
        ("renzai.js.gz", "shell in gzip"),
        ("ren-zai-0123456789abcdef_bg.wasm", "\0asm"),
        ("shop-zh-0123abcd.pack", "pack"),
        ("shop-zh-0123abcd.pack.br", "pack in brotli"),
        ("icon.svg", "<svg/>"),
    ] {
        let path = config.site.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    Bench::open(folder, config).await
}

async fn get(bench: &Bench, path: &str, encodings: &str) -> Reply {
    bench.get(path).header("accept-encoding", encodings).send().await
}

#[tokio::test]
async fn each_address_gives_its_file_with_its_kind_and_its_keeping() {
    let bench = site().await;
    for (path, kind, keep, body) in [
        ("/", "text/html; charset=utf-8", "no-cache", "<p>店</p>"),
        ("/en/", "text/html; charset=utf-8", "no-cache", "<p>shop</p>"),
        ("/chat/", "text/html; charset=utf-8", "no-cache", "<p>chat</p>"),
        ("/console/", "text/html; charset=utf-8", "no-cache", "<p>console</p>"),
        ("/renzai.js", "text/javascript; charset=utf-8", "no-cache", "shell"),
        ("/ren-zai-0123456789abcdef_bg.wasm", "application/wasm", FOREVER, "\0asm"),
        ("/shop-zh-0123abcd.pack", "application/octet-stream", FOREVER, "pack"),
        ("/icon.svg", "image/svg+xml", "no-cache", "<svg/>"),
    ] {
        let reply = get(&bench, path, "identity").await;
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!((reply.header("content-type"), reply.header("cache-control")), (kind, keep), "{path}");
        assert_eq!(String::from_utf8_lossy(&reply.body), body, "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("vary"), "accept-encoding", "{path}");
    }
}

#[tokio::test]
async fn a_folder_is_found_without_its_slash_and_keeps_the_query() {
    let bench = site().await;
    for (path, to) in
        [("/chat", "/chat/"), ("/console", "/console/"), ("/en", "/en/"), ("/chat?page=%2F7", "/chat/?page=%2F7")]
    {
        let reply = get(&bench, path, "identity").await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (307, to));
    }
    assert_eq!(get(&bench, "//chat", "identity").await.status, 404, "`//chat/` would be another host");
}

#[tokio::test]
async fn the_smallest_form_that_the_browser_knows_is_sent_with_its_own_tag() {
    let bench = site().await;
    let mut tags = Vec::new();
    for (accepts, encoding, body) in [
        ("gzip, deflate, br", "br", "shell in brotli"),
        ("gzip", "gzip", "shell in gzip"),
        ("br;q=0, gzip", "gzip", "shell in gzip"),
        ("identity", "", "shell"),
    ] {
        let reply = get(&bench, "/renzai.js", accepts).await;
        assert_eq!((reply.header("content-encoding"), String::from_utf8_lossy(&reply.body).as_ref()), (encoding, body));
        assert_eq!(reply.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(reply.header("content-length"), body.len().to_string());
        tags.push(reply.header("etag").to_owned());
    }
    assert!(tags.iter().all(|tag| tag.starts_with('"') && tag.len() == 66), "strong tags: {tags:?}");
    assert_eq!(tags[1], tags[2]);
    assert_ne!(tags[0], tags[1]);
    assert_ne!(tags[1], tags[3]);
    assert_eq!(get(&bench, "/shop-zh-0123abcd.pack", "br").await.header("content-encoding"), "br");
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again_until_it_changes() {
    let bench = site().await;
    let first = get(&bench, "/renzai.js", "br").await;
    let tag = first.header("etag").to_owned();
    let again = async |tag: &str| {
        let call = bench.get("/renzai.js").header("accept-encoding", "br").header("if-none-match", tag);
        call.header("if-modified-since", "Fri, 20 Nov 2099 00:00:00 GMT").send().await
    };
    let same = again(&tag).await;
    assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
    assert_eq!((same.header("etag"), same.header("cache-control")), (tag.as_str(), "no-cache"));
    assert_eq!(again("\"other\"").await.status, 200);
    // Same length, same second: only the bytes tell.
    fs::write(bench.folder.path().join("site/renzai.js.br"), "SHELL in brotli").unwrap();
    let changed = again(&tag).await;
    assert_eq!((changed.status.as_u16(), changed.body.as_slice()), (200, &b"SHELL in brotli"[..]));
}

#[tokio::test]
async fn pages_run_only_their_own_scripts_and_assets_load_anywhere() {
    let bench = site().await;
    for (path, framed_by) in [("/", "'self'"), ("/chat/", "'self'"), ("/console/", "'none'")] {
        let page = get(&bench, path, "identity").await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert!(policy.ends_with(&format!("frame-ancestors {framed_by}")), "{path}: {policy}");
        assert_eq!(page.header("referrer-policy"), "strict-origin-when-cross-origin");
        assert_eq!(page.header("access-control-allow-origin"), "");
    }
    let script = get(&bench, "/renzai.js", "identity").await;
    assert_eq!(script.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn nothing_outside_the_folder_is_ever_sent() {
    let bench = site().await;
    for path in
        ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/chat/../../secret.txt", "/nothing.js", "/%00"]
    {
        let reply = get(&bench, path, "identity").await;
        assert_eq!((reply.status.as_u16(), reply.header("content-type")), (404, "text/plain; charset=utf-8"), "{path}");
    }
    assert_eq!(bench.post("/").send().await.status, 405);
}

#[tokio::test]
async fn a_head_tells_the_same_without_the_bytes() {
    let bench = site().await;
    let whole = get(&bench, "/renzai.js", "br").await;
    let head = bench.call(axum::http::Method::HEAD, "/renzai.js").header("accept-encoding", "br").send().await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    for name in ["etag", "content-length", "content-type", "content-encoding"] {
        assert_eq!(head.header(name), whole.header(name), "{name}");
    }
}
