//! The built files: widget, shop, full page, console.
//!
//! [`ServeDir`] finds the file and its `.br` or `.gz` sibling; the layer here adds what browsers need to keep it as
//! long as it is true (a strong `ETag` of the bytes sent, `immutable` for names that carry a hash), what other sites
//! need to load it, and what keeps a page from running foreign scripts.

use crate::{app::now, auth::hex};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header},
    response::IntoResponse,
};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    convert::Infallible,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};
use tower::{ServiceExt, util::BoxCloneSyncService};
use tower_http::services::ServeDir;

/// No built file is larger.
const MOST_BYTES: usize = 64 << 20;

/// Tags kept at one time; more than any site has files.
const MOST_TAGS: usize = 4_096;

const CSP: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                   img-src 'self' blob: data: https:; connect-src 'self'; object-src 'none'; base-uri 'none'; \
                   frame-ancestors ";

/// Answers for every path that is no call.
pub fn service(folder: &Path) -> BoxCloneSyncService<Request, axum::response::Response, Infallible> {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let tags = Arc::new(Tags::default());
    BoxCloneSyncService::new(tower::service_fn(move |request: Request| {
        let (files, tags) = (files.clone(), Arc::clone(&tags));
        async move { Ok(serve(files, &tags, request).await) }
    }))
}

async fn serve(files: ServeDir, tags: &Tags, request: Request) -> axum::response::Response {
    let path = request.uri().path().to_owned();
    // `//host/` in a redirect would lead to another site.
    if path.starts_with("//") {
        return plain(StatusCode::NOT_FOUND, "There is nothing at this address.");
    }
    let only_head = request.method() == Method::HEAD;
    if !only_head && request.method() != Method::GET {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "Files can be read with GET and HEAD only.");
    }
    let wanted = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect::<Vec<_>>();
    let response = match files.oneshot(whole_file(request)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    match response.status() {
        StatusCode::OK => {}
        status if status.is_redirection() => return response.map(Body::new).into_response(),
        status if status.is_server_error() => return plain(status, "This file cannot be read."),
        _ => return plain(StatusCode::NOT_FOUND, "There is nothing at this address."),
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(Body::new(body), MOST_BYTES).await else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "This file cannot be read.");
    };
    let tag = tags.of(&path, &parts.headers, &bytes);
    describe(&mut parts.headers, &path, &tag);
    if wanted.iter().any(|value| names(value, &tag)) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, if only_head { Body::empty() } else { Body::from(bytes) })
}

/// The tag is of the whole file, so the whole file is asked for; dates are too coarse to compare by.
fn whole_file(request: Request) -> Request {
    let (mut parts, _) = request.into_parts();
    parts.method = Method::GET;
    for name in [header::RANGE, header::IF_MODIFIED_SINCE, header::IF_UNMODIFIED_SINCE, header::IF_NONE_MATCH] {
        parts.headers.remove(name);
    }
    Request::from_parts(parts, Body::empty())
}

fn describe(headers: &mut HeaderMap, path: &str, tag: &str) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    if kind.starts_with("text/") && !kind.contains("charset") {
        set(header::CONTENT_TYPE, &format!("{kind}; charset=utf-8"));
    }
    let keep = if carries_hash(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    set(header::CACHE_CONTROL, keep);
    set(header::ETAG, tag);
    set(header::VARY, "accept-encoding");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    if kind.starts_with("text/html") {
        let framed_by = if path.starts_with("/console") { "'none'" } else { "'self'" };
        set(header::CONTENT_SECURITY_POLICY, &format!("{CSP}{framed_by}"));
    } else {
        // The merchant's page is on another site, and loads these.
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    }
    headers.remove(header::LAST_MODIFIED);
    headers.remove(header::ACCEPT_RANGES);
}

/// Whether the file's name ends in `-` and eight or more hexadecimal digits, as the build names what never changes.
fn carries_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() >= 8 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

/// Whether an `If-None-Match` names this tag. A proxy may have made it weak.
fn names(value: &HeaderValue, tag: &str) -> bool {
    value.to_str().is_ok_and(|list| {
        list.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    })
}

/// The tags of files sent before, so that a file is hashed once. A key holds what changes when the file does.
#[derive(Default)]
struct Tags(Mutex<HashMap<[String; 4], String>>);

impl Tags {
    fn of(&self, path: &str, headers: &HeaderMap, bytes: &[u8]) -> String {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let changed = text(header::LAST_MODIFIED);
        let key = [path.to_owned(), text(header::CONTENT_ENCODING), changed.clone(), bytes.len().to_string()];
        if let Some(tag) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return tag.clone();
        }
        let tag = tag(bytes);
        if is_settled(&changed) {
            let mut tags = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if tags.len() >= MOST_TAGS {
                tags.clear();
            }
            tags.insert(key, tag.clone());
        }
        tag
    }
}

fn tag(bytes: &[u8]) -> String {
    format!("\"{}\"", hex(&Sha256::digest(bytes)))
}

/// A file written in this very second may change again without a later date.
fn is_settled(changed: &str) -> bool {
    let date = chrono::NaiveDateTime::parse_from_str(changed, "%a, %d %b %Y %H:%M:%S GMT");
    date.is_ok_and(|date| u64::try_from(date.and_utc().timestamp_millis()).is_ok_and(|at| at + 2_000 < now()))
}

fn plain(status: StatusCode, words: &'static str) -> axum::response::Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, words).into_response()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_never_change() {
        for kept in ["/ren-zai-1f2e3d4c5b6a7988.js", "/a/ren-zai-1f2e3d4c_bg.wasm", "/shop-zh-0123abcd.pack"] {
            assert!(carries_hash(kept), "{kept}");
        }
        for asked in ["/renzai.js", "/ren-zai.js", "/a-1234567.js", "/a-DEADBEEF.js", "/deadbeef/x.js", "/a-12345678/"]
        {
            assert!(!carries_hash(asked), "{asked}");
        }
    }

    #[test]
    fn a_tag_is_recognised_in_a_list_and_when_made_weak() {
        let value = |text: &str| HeaderValue::from_str(text).unwrap();
        for yes in ["\"a\"", "\"b\", \"a\"", "W/\"a\"", "*"] {
            assert!(names(&value(yes), "\"a\""), "{yes}");
        }
        assert!(!names(&value("\"b\""), "\"a\""));
    }

    #[test]
    fn a_file_of_this_second_is_not_settled() {
        let date =
            |at: i64| chrono::DateTime::from_timestamp(at, 0).unwrap().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let seconds = i64::try_from(now() / 1000).unwrap();
        assert!(!is_settled(&date(seconds)));
        assert!(is_settled(&date(seconds - 10)));
        assert!(!is_settled(""));
    }
}
