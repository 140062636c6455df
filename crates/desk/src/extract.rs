//! Reading a call: its JSON, its path, its query, its address. What cannot be read is refused in words.

use crate::{app::App, refuse::Refuse};
use axum::{
    body::Bytes,
    extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// A body that takes longer than this is not coming.
const BODY_WAIT: Duration = Duration::from_secs(30);

/// A file on a slow phone.
const FILE_WAIT: Duration = Duration::from_mins(2);

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Body<T> {
    type Rejection = Refuse;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refuse> {
        expect_json(request.headers())?;
        let most = app.limits.body_bytes;
        let bytes = tokio::time::timeout(BODY_WAIT, Bytes::from_request(request, app))
            .await
            .map_err(|_| {
                Refuse::new(
                    StatusCode::REQUEST_TIMEOUT,
                    "too_slow",
                    "The body did not arrive within 30 s. Send it again.",
                )
            })?
            .map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Refuse::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "too_large",
                    format!("A call may have a body of {most} bytes; this one has more. Send less."),
                ),
                _ => Refuse::malformed("The body ended before it was complete. Send it again."),
            })?;
        if bytes.is_empty() {
            return Err(Refuse::malformed("Expected a JSON object as the body, found nothing."));
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            // The error may quote the body: a few words of it are enough to find the place.
            let reason: String = error.to_string().chars().take(200).collect();
            Refuse::malformed(format!("The body is not the JSON that this call expects: {reason}."))
        })
    }
}

fn expect_json(headers: &HeaderMap) -> Result<(), Refuse> {
    let found = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("none");
    let essence = found.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Refuse::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "not_json",
        format!("Expected the header `Content-Type: application/json`, found {found:?}."),
    ))
}

/// A JSON body that may be missing.
#[derive(Debug)]
pub struct MaybeBody<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequest<Arc<App>> for MaybeBody<T> {
    type Rejection = Refuse;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refuse> {
        if request.headers().contains_key(header::CONTENT_TYPE) {
            let Body(value) = Body::from_request(request, app).await?;
            return Ok(Self(value));
        }
        Ok(Self(T::default()))
    }
}

/// The bytes of a file; the limit is the route's.
#[derive(Debug)]
pub struct FileBytes(pub Bytes);

impl FromRequest<Arc<App>> for FileBytes {
    type Rejection = Refuse;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refuse> {
        let most = app.limits.file_bytes;
        let read = tokio::time::timeout(FILE_WAIT, Bytes::from_request(request, app)).await.map_err(|_| {
            Refuse::new(
                StatusCode::REQUEST_TIMEOUT,
                "too_slow",
                "The file did not arrive within 2 minutes. Send it again.",
            )
        })?;
        read.map(Self).map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refuse::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                format!("A file may have {most} bytes; this one has more. Send a smaller one."),
            ),
            _ => Refuse::malformed("The file ended before it was complete. Send it again."),
        })
    }
}

/// Two ids in the path.
#[derive(Debug)]
pub struct TwoIds(pub String, pub String);

impl FromRequestParts<Arc<App>> for TwoIds {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refuse> {
        match Path::<(String, String)>::from_request_parts(parts, app).await {
            Ok(Path((one, other))) => Ok(Self(one, other)),
            Err(_) => Err(Refuse::malformed("The ids in the path are not UTF-8. Use ids as the desk gave them.")),
        }
    }
}

/// The id in the path.
#[derive(Debug)]
pub struct Id(pub String);

impl FromRequestParts<Arc<App>> for Id {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refuse> {
        match Path::<String>::from_request_parts(parts, app).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(Refuse::malformed("The id in the path is not UTF-8. Use an id as the desk gave it.")),
        }
    }
}

/// The query after `?`.
#[derive(Debug)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for Params<T> {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refuse> {
        match Query::<T>::from_request_parts(parts, app).await {
            Ok(Query(params)) => Ok(Self(params)),
            Err(error) => Err(Refuse::malformed(format!(
                "The part of the address after `?` is not what this call expects: {}.",
                error.body_text()
            ))),
        }
    }
}

/// Where the call comes from, as the limits see it: an IPv4 address, or the /64 of an IPv6 one.
#[derive(Debug)]
pub struct Caller(pub String);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(Ipv4Addr::LOCALHOST.into(), |at| at.0.ip());
        Ok(Self(limit_key(origin(peer, &app.settings.trusted_proxies, &parts.headers))))
    }
}

/// A proxy on this machine or a trusted one appends the address it saw; from anybody else the header could be a lie.
fn origin(peer: IpAddr, trusted: &[IpAddr], headers: &HeaderMap) -> IpAddr {
    let peer = peer.to_canonical();
    if !peer.is_loopback() && !trusted.contains(&peer) {
        return peer;
    }
    let seen = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    seen.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
}

fn limit_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_on_this_machine_is_believed_and_only_its_own_word() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 203.0.113.7".parse().unwrap());
        let outside: IpAddr = "198.51.100.1".parse().unwrap();
        assert_eq!(origin(outside, &[], &headers), outside);
        assert_eq!(origin(outside, &[outside], &headers).to_string(), "203.0.113.7", "unless it is a trusted proxy");
        let proxy: IpAddr = "127.0.0.1".parse().unwrap();
        assert_eq!(origin(proxy, &[], &headers).to_string(), "203.0.113.7");
        headers.insert("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(origin(proxy, &[], &headers), proxy);
    }

    #[test]
    fn one_home_network_is_one_caller() {
        assert_eq!(limit_key("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2::/64");
        assert_eq!(limit_key("::ffff:192.0.2.1".parse().unwrap()), "192.0.2.1");
    }
}
