//! The addresses of the desk, and what surrounds every call.

mod agent;
mod agents;
mod cases;
mod desk_work;
mod feedback;
mod files;
mod help;
mod leavings;
mod qr;
mod second_step;
mod talk;
mod visitor;
mod watch;

pub use watch::Tally;

use crate::{app::App, config::Limits, extract::Caller, refuse::Refuse, site};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::any,
};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tower_http::cors::CorsLayer;
use uuid::Uuid;
use wire::visitor::MessageRequest;

type Shared = State<Arc<App>>;
type Reply<T> = Result<Json<T>, Refuse>;

/// All routes of the desk, over `app`, with the files of `site`.
pub fn router(app: Arc<App>, site: &Path, origins: Vec<HeaderValue>) -> Router {
    let limit = app.limits.body_bytes;
    let file_limit = usize::try_from(app.limits.file_bytes).unwrap_or(usize::MAX);
    let visitors = Router::new()
        .merge(visitor::routes())
        .merge(talk::routes())
        .merge(help::routes())
        .merge(qr::routes())
        .merge(leavings::routes())
        .merge(feedback::routes())
        .merge(files::visitor_routes().layer(DefaultBodyLimit::max(file_limit)))
        .method_not_allowed_fallback(wrong_method)
        .route_layer(middleware::from_fn_with_state(Arc::clone(&app), not_too_often))
        .route_layer(cors(origins));
    let agents = Router::new()
        .merge(agent::routes())
        .merge(cases::routes())
        .merge(desk_work::routes())
        .merge(agents::routes())
        .merge(second_step::routes())
        .merge(files::agent_routes().layer(DefaultBodyLimit::max(file_limit)));
    let api = Router::new()
        .merge(visitors)
        .merge(agents)
        .merge(watch::routes())
        .fallback(unknown_call)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(limit))
        .layer(middleware::map_response(never_kept));
    Router::new()
        .nest("/v1", api)
        .route("/v1/", any(unknown_call))
        .fallback_service(site::service(site))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), log))
        .with_state(app)
}

/// Pages of the allowed origins may call; no cookie goes along, the token is enough.
fn cors(origins: Vec<HeaderValue>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, HeaderName::from_static("idempotency-key")])
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_mins(10))
}

/// One address may not keep the desk from all others.
async fn not_too_often(
    State(app): State<Arc<App>>,
    Caller(address): Caller,
    request: Request,
    next: Next,
) -> Result<Response, Refuse> {
    app.gates.calls.take(&address, Instant::now()).map_err(|wait| Refuse::too_often("calls", wait))?;
    Ok(next.run(request).await)
}

async fn unknown_call(request: Request) -> Refuse {
    Refuse::new(
        StatusCode::NOT_FOUND,
        "unknown_call",
        format!("There is no call {} at this address. See the description of the protocol.", request.method()),
    )
}

async fn wrong_method(method: Method) -> Refuse {
    Refuse::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "wrong_method",
        format!("This address does not answer to {method}. See the description of the protocol."),
    )
}

/// What the API says is for the caller, now.
async fn never_kept(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// One line a call: the route, never the address in full, which may carry a ticket or an id.
async fn log(State(app): Shared, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let (status, ms) = (response.status().as_u16(), start.elapsed().as_millis());
    if let Some(route) = route {
        app.tally.count(response.status());
        tracing::info!(%method, route, status, ms, "call");
    } else {
        tracing::debug!(%method, status, ms, "file");
    }
    response
}

/// Refuses a message that the desk would not keep as it is.
fn check_message(limits: &Limits, message: &MessageRequest) -> Result<(), Refuse> {
    if message.client_id.len() != 36 || Uuid::try_parse(&message.client_id).is_err() {
        return Err(Refuse::unacceptable(
            "bad_client_id",
            "`client_id` must be a UUID of 36 characters, made once per message, such as \
             01993e5c-7d1a-7c3e-8f00-5a4b3c2d1e0f.",
        ));
    }
    if message.body.trim().is_empty() && message.file.is_none() {
        return Err(Refuse::unacceptable("empty", "`body` has no text. Write something, or send nothing."));
    }
    check_length("A message", &message.body, limits.message_chars)
}

/// Longest names, pages and keys, in characters.
const NAME_CHARS: u32 = 200;

/// The key under which an answer is remembered, if the caller gave one. Each kind of call has its own keys.
fn idempotency_key(headers: &HeaderMap, call: &str) -> Result<Option<String>, Refuse> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=200).contains(&key.len()));
    let key = key.ok_or_else(|| {
        Refuse::malformed("`Idempotency-Key` must be 1 to 200 visible ASCII characters, such as a UUID.")
    })?;
    Ok(Some(format!("{call}{key}")))
}

/// A page without query and fragment, which may carry names and tokens.
fn bare_page(page: &mut String) {
    if let Some(end) = page.find(['?', '#']) {
        page.truncate(end);
    }
    cut(page, NAME_CHARS);
}

fn cut(text: &mut String, most: u32) {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
    }
}

/// A text to be saved, under a name.
fn download(name: &str, kind: &'static str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
                .unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ];
    (headers, text).into_response()
}

fn check_length(what: &str, text: &str, most: u32) -> Result<(), Refuse> {
    let found = text.chars().count();
    if found <= usize::try_from(most).unwrap_or(usize::MAX) {
        return Ok(());
    }
    Err(Refuse::unacceptable(
        "too_long",
        format!("{what} may have {most} characters; this one has {found}. Shorten it, or send it in parts."),
    ))
}
