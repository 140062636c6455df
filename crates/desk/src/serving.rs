//! Connections: so many at one time, each with time limits, each ended in order when the desk stops.

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{future::Future, io, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Semaphore, time::timeout};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// Who takes longer to say what is wanted is not served; also how long a connection may idle between two calls.
const HEAD_WAIT: Duration = Duration::from_secs(30);

/// Enough for the longest address and headers; thousands of idle streams must not cost more.
const BUFFER: usize = 16 * 1024;

/// Pause when the system has no more sockets to give.
const BREATH: Duration = Duration::from_millis(100);

/// Accepts until `stop` is ready, then waits until the open calls have ended.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    most: usize,
    stop: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(most));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WAIT).max_buf_size(BUFFER);
    let mut stop = std::pin::pin!(stop);
    loop {
        // Without room nobody is accepted: the system's own queue holds them for a while.
        let accepted = async {
            let seat = Arc::clone(&room).acquire_owned().await;
            (listener.accept().await, seat)
        };
        let (accepted, seat) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                // Small answers and events must not wait for a full packet.
                let _ = stream.set_nodelay(true);
                let router = router.clone();
                let over_tls = tls.is_some();
                let answer = service_fn(move |mut request: Request<Incoming>| {
                    request.extensions_mut().insert(ConnectInfo(peer));
                    if over_tls {
                        request.headers_mut().insert("x-forwarded-proto", HeaderValue::from_static("https"));
                    }
                    router.clone().oneshot(request.map(Body::new))
                });
                let (http, watcher, tls) = (http.clone(), graceful.watcher(), tls.clone());
                tokio::spawn(async move {
                    // What fails on one connection was the caller's network.
                    let _ = match tls {
                        None => watcher.watch(http.serve_connection(TokioIo::new(stream), answer)).await,
                        Some(tls) => match timeout(HEAD_WAIT, tls.accept(stream)).await {
                            Ok(Ok(stream)) => watcher.watch(http.serve_connection(TokioIo::new(stream), answer)).await,
                            _ => Ok(()),
                        },
                    };
                    drop(seat);
                });
            }
            Err(error) if is_of_the_caller(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

fn is_of_the_caller(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
