//! A desk on the bench, and callers for it.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use desk::{Config, Desk, Limits};
use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;
use wire::agent::Level;

/// A desk with a folder of its own. Dropping it closes the desk and removes the folder.
pub struct Bench {
    pub desk: Desk,
    pub first: Option<(String, String)>,
    pub folder: Arc<TempDir>,
    pub router: Router,
}

pub fn config(folder: &TempDir) -> Config {
    let site = folder.path().join("site");
    std::fs::create_dir_all(&site).unwrap();
    Config { addr: "127.0.0.1:0".parse().unwrap(), data: data(folder), site, ..Config::default() }
}

pub fn data(folder: &TempDir) -> PathBuf {
    folder.path().join("data")
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Limits)) -> Self {
        let folder = Arc::new(TempDir::new().unwrap());
        let mut config = config(&folder);
        change(&mut config.limits);
        Self::open(folder, config).await
    }

    pub async fn open(folder: Arc<TempDir>, config: Config) -> Self {
        let desk = desk::open(config).await.unwrap();
        let first = desk.first_login().map(|first| (first.login.clone(), first.password.clone()));
        let router = desk.router();
        Self { desk, first, folder, router }
    }

    /// Closes the desk and opens another one on the same data.
    pub async fn restart(self) -> Self {
        let folder = Arc::clone(&self.folder);
        drop(self);
        let config = config(&folder);
        Self::open(folder, config).await
    }

    pub fn call(&self, method: Method, path: &str) -> Call {
        Call::new(self.router.clone(), method, path)
    }

    pub fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> Call {
        self.call(Method::POST, path)
    }

    pub async fn visitor(&self) -> Visitor {
        let session = self.post("/v1/session").json(&json!({"site": "shop", "device": "d"})).ok().await;
        Visitor { token: text(&session, "token"), router: self.router.clone() }
    }

    /// The first agent, logged in.
    pub async fn first_agent(&self) -> Agent {
        let (login, password) = self.first.clone().expect("a new desk has a first log-in");
        self.log_in(&login, &password).await
    }

    /// Another agent, logged in.
    pub async fn agent(&self, name: &str) -> Agent {
        self.agent_of(name, Level::Agent).await
    }

    /// The same with a level.
    pub async fn agent_of(&self, name: &str, level: Level) -> Agent {
        let added = self.desk.add_agent_of(name, name, "role", level).await.unwrap();
        self.log_in(&added.login, &added.password).await
    }

    pub async fn log_in(&self, login: &str, password: &str) -> Agent {
        let call = self.post("/v1/agent/login").header("x-renzai-console", "1");
        let reply = call.json(&json!({"login": login, "password": password})).send().await;
        assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.json());
        let cookie = reply.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        Agent { cookie, router: self.router.clone() }
    }
}

/// A visitor with a token.
#[derive(Clone)]
pub struct Visitor {
    pub token: String,
    router: Router,
}

impl Visitor {
    pub fn get(&self, path: &str) -> Call {
        self.with_token(Call::new(self.router.clone(), Method::GET, path))
    }

    pub fn post(&self, path: &str) -> Call {
        self.with_token(Call::new(self.router.clone(), Method::POST, path))
    }

    fn with_token(&self, call: Call) -> Call {
        call.header("authorization", &format!("Bearer {}", self.token))
    }

    /// Asks for a person; the id of the conversation.
    pub async fn ask(&self) -> String {
        text(&self.post("/v1/handover").json(&handover()).ok().await, "conversation")
    }

    pub async fn say(&self, conversation: &str, body: &str) -> Value {
        self.post(&format!("/v1/conversations/{conversation}/messages")).json(&message(body)).ok().await
    }

    pub async fn snapshot(&self, conversation: &str) -> Value {
        self.get(&format!("/v1/conversations/{conversation}")).ok().await
    }

    pub fn on(&self, conversation: &str, what: &str) -> Call {
        self.post(&format!("/v1/conversations/{conversation}/{what}"))
    }

    pub fn delete(&self, path: &str) -> Call {
        self.with_token(Call::new(self.router.clone(), Method::DELETE, path))
    }

    /// Somebody with this token on the same desk.
    pub fn with(&self, token: &str) -> Self {
        Self { token: token.to_owned(), router: self.router.clone() }
    }

    pub async fn close(&self, conversation: &str) -> Value {
        self.post(&format!("/v1/conversations/{conversation}/close")).json(&json!({})).ok().await
    }
}

/// An agent with a session.
#[derive(Clone)]
pub struct Agent {
    pub cookie: String,
    router: Router,
}

impl Agent {
    pub fn get(&self, path: &str) -> Call {
        Call::new(self.router.clone(), Method::GET, path).header("cookie", &self.cookie)
    }

    pub fn post(&self, path: &str) -> Call {
        let call = Call::new(self.router.clone(), Method::POST, path);
        call.header("cookie", &self.cookie).header("x-renzai-console", "1")
    }

    pub fn delete(&self, path: &str) -> Call {
        let call = Call::new(self.router.clone(), Method::DELETE, path);
        call.header("cookie", &self.cookie).header("x-renzai-console", "1")
    }

    pub async fn case(&self, conversation: &str) -> Value {
        self.get(&format!("/v1/agent/conversations/{conversation}")).ok().await
    }

    /// The agent's id.
    pub async fn id(&self) -> String {
        text(&self.get("/v1/agent/me").ok().await, "agent")
    }

    pub fn on(&self, conversation: &str, what: &str) -> Call {
        self.post(&format!("/v1/agent/conversations/{conversation}/{what}"))
    }

    pub async fn board(&self) -> Value {
        self.get("/v1/agent/board").ok().await
    }
}

/// One call on its way.
pub struct Call {
    router: Router,
    request: axum::http::request::Builder,
    body: Vec<u8>,
}

impl Call {
    pub fn new(router: Router, method: Method, path: &str) -> Self {
        Self { router, request: Request::builder().method(method).uri(path), body: Vec::new() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").bytes(body.to_string().into_bytes())
    }

    pub fn bytes(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    pub async fn send(self) -> Reply {
        let response = self.router.oneshot(self.request.body(Body::from(self.body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 16 << 20).await.unwrap().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Sends it: the status, and the word of a refusal. Does not wait for what comes else: a stream has no end.
    pub async fn outcome(self) -> (StatusCode, String) {
        let response = self.router.oneshot(self.request.body(Body::from(self.body)).unwrap()).await.unwrap();
        let status = response.status();
        if status.is_success() {
            return (status, String::new());
        }
        let said = to_bytes(response.into_body(), 16 << 20).await.unwrap();
        (status, text(&serde_json::from_slice(&said).unwrap(), "error"))
    }

    /// Sends it, and expects 200 with JSON.
    pub async fn ok(self) -> Value {
        let reply = self.send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }

    /// Sends it, and expects to be refused with this status and this word.
    pub async fn refused(self, status: u16, error: &str) -> Reply {
        let reply = self.send().await;
        let said = String::from_utf8_lossy(&reply.body).into_owned();
        assert_eq!((reply.status.as_u16(), text(&reply.json(), "error").as_str()), (status, error), "{said}");
        assert!(text(&reply.json(), "message").ends_with('.'), "words end in a full stop: {said}");
        reply
    }
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {:?}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no text {field:?} in {value}")).to_owned()
}

pub fn handover() -> Value {
    json!({
        "entry_point": "panel", "page": "/order/7", "locale": "zh-CN",
        "intent": {"entry": "refund-time", "question": "退款多久到账", "confidence": 412},
        "transcript": [{"from": "visitor", "text": "退款呢", "at": 1}, {"from": "bot", "text": "三个工作日内。", "at": 2}],
        "order": "A-7"
    })
}

pub fn message(body: &str) -> Value {
    json!({"client_id": Uuid::now_v7().to_string(), "body": body})
}

/// The `type` of each event.
pub fn types(events: &Value) -> Vec<String> {
    events.as_array().unwrap().iter().map(|event| text(event, "type")).collect()
}

/// The numbers of the events.
pub fn numbers(events: &Value) -> Vec<u64> {
    events.as_array().unwrap().iter().filter_map(|event| event["seq"].as_u64()).collect()
}
