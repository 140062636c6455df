//! Customers and agents who follow the widget's rules: a message stays in the outbox until its own `client_id` comes
//! back, one is on its way at a time, a gap in the numbers is fetched.

use crate::http::{Client, Stream};
use anyhow::{Result, ensure};
use serde_json::json;
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::Notify, time::sleep};
use uuid::Uuid;
use wire::{
    Speaker,
    agent::{Case, LoginRequest, Me, NewLogin, Notice},
    event::{Event, What},
    visitor::{Handover, MessageAccepted, Session},
};

/// The longest pause before the next try. Shorter than the widget's, so that a storm does not last all day.
const PAUSE: Duration = Duration::from_millis(300);

/// So often what did not come is asked for again.
const IMPATIENCE: Duration = Duration::from_millis(1_500);

/// What one end has seen of a conversation, in the order of the numbers.
#[derive(Default)]
pub struct Ledger {
    seen: Mutex<Seen>,
    pub changed: Notify,
}

#[derive(Default)]
struct Seen {
    last: u64,
    lines: Vec<(Speaker, String)>,
}

impl Ledger {
    /// Takes in an event; `false`: there is a gap before it.
    pub fn take(&self, event: &Event) -> bool {
        let Some(seq) = event.seq else { return true };
        let mut seen = self.lock();
        if seq <= seen.last {
            return true;
        }
        if seq > seen.last + 1 {
            return false;
        }
        seen.last = seq;
        if let What::Message(message) = &event.what {
            seen.lines.push((message.from, message.client_id.clone()));
        }
        drop(seen);
        self.changed.notify_waiters();
        true
    }

    pub fn last(&self) -> u64 {
        self.lock().last
    }

    /// The messages of one side, in the order seen.
    pub fn of(&self, from: Speaker) -> Vec<String> {
        self.lock().lines.iter().filter(|line| line.0 == from).map(|line| line.1.clone()).collect()
    }

    pub fn count(&self, from: Speaker) -> usize {
        self.lock().lines.iter().filter(|line| line.0 == from).count()
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tries until it is answered with 200, as long as trying makes sense.
pub async fn insist<T: serde::de::DeserializeOwned>(client: &mut Client, path: &str, body: &str) -> Result<T> {
    loop {
        let reply = if body.is_empty() { client.get(path).await } else { client.post(path, body).await };
        match reply {
            Ok(reply) if reply.status == 200 || (reply.status < 500 && reply.status != 429) => return reply.json(),
            Ok(_) | Err(_) => pause().await,
        }
    }
}

pub async fn pause() {
    sleep(PAUSE.mul_f64(rand::random())).await;
}

/// A customer with a conversation.
pub struct Visitor {
    pub conversation: String,
    pub ledger: Arc<Ledger>,
    addr: SocketAddr,
    headers: String,
}

impl Visitor {
    /// Opens a session and asks for a person.
    pub async fn ask(addr: SocketAddr) -> Result<Self> {
        let mut stranger = Client::new(addr, "");
        let session = json!({"site": "faults", "device": "native"}).to_string();
        let session: Session = insist(&mut stranger, "/v1/session", &session).await?;
        let headers = format!("authorization: Bearer {}\r\n", session.token);
        let keyed = format!("{headers}idempotency-key: {}\r\n", Uuid::now_v7());
        let mut client = Client::new(addr, &keyed);
        let request = json!({"entry_point": "panel", "page": "/", "locale": "en"}).to_string();
        let handover: Handover = insist(&mut client, "/v1/handover", &request).await?;
        Ok(Self { conversation: handover.conversation, ledger: Arc::default(), addr, headers })
    }

    pub fn client(&self) -> Client {
        Client::new(self.addr, &self.headers)
    }

    pub fn headers(&self) -> &str {
        &self.headers
    }

    pub fn path(&self, what: &str) -> String {
        format!("/v1/conversations/{}/{what}", self.conversation)
    }

    /// Opens the stream from what was seen on.
    pub async fn stream(&self) -> Result<Stream> {
        let path = self.path(&format!("events?after={}", self.ledger.last()));
        Stream::open(self.addr, &path, &self.headers).await
    }

    /// Follows the conversation for ever.
    pub async fn follow(&self) {
        loop {
            if let Ok(mut stream) = self.stream().await {
                while let Ok(data) = stream.next().await {
                    let Ok(event) = serde_json::from_str::<Event>(&data) else { break };
                    if !self.ledger.take(&event) {
                        break;
                    }
                }
            }
            pause().await;
        }
    }
}

/// An agent with a console.
pub struct Agent {
    pub id: String,
    addr: SocketAddr,
    headers: String,
    rooms: Mutex<HashMap<String, Arc<Ledger>>>,
}

impl Agent {
    /// Logs in, past the proxy.
    pub async fn log_in(desk: SocketAddr, through: SocketAddr, login: &str, password: &str) -> Result<Self> {
        let mut client = Client::new(desk, "x-renzai-console: 1\r\n");
        let request = LoginRequest { login: login.to_owned(), password: password.to_owned(), code: String::new() };
        let reply = client.post("/v1/agent/login", &serde_json::to_string(&request)?).await?;
        let (me, cookie): (Me, _) = (reply.json()?, reply.cookie.unwrap_or_default());
        let headers = format!("x-renzai-console: 1\r\ncookie: {cookie}\r\n");
        Ok(Self { id: me.agent, addr: through, headers, rooms: Mutex::default() })
    }

    /// Adds colleagues, as an admin.
    pub async fn colleagues(&self, desk: SocketAddr, count: usize) -> Result<Vec<NewLogin>> {
        let mut client = Client::new(desk, &self.headers);
        let mut added = Vec::new();
        for at in 0..count {
            let body = json!({"login": format!("agent-{at}"), "name": format!("Agent {at}")}).to_string();
            added.push(client.post("/v1/agent/agents", &body).await?.json()?);
        }
        Ok(added)
    }

    pub fn client(&self) -> Client {
        Client::new(self.addr, &self.headers)
    }

    pub fn path(conversation: &str, what: &str) -> String {
        format!("/v1/agent/conversations/{conversation}{what}")
    }

    /// Takes a conversation, and keeps a ledger of it from then on.
    pub async fn take(&self, conversation: &str) -> Result<Arc<Ledger>> {
        let ledger = Arc::new(Ledger::default());
        self.rooms().insert(conversation.to_owned(), Arc::clone(&ledger));
        let case: Case = insist(&mut self.client(), &Self::path(conversation, "/take"), "{}").await?;
        ensure!(case.agent.as_ref() == Some(&self.id), "somebody else has the conversation");
        for event in &case.events {
            ledger.take(event);
        }
        Ok(ledger)
    }

    /// Reads all of a conversation.
    pub async fn fetch(&self, client: &mut Client, conversation: &str) -> Result<()> {
        let ledger = self.rooms().get(conversation).cloned();
        let case: Case = client.get(&Self::path(conversation, "")).await?.json()?;
        for event in &case.events {
            if let Some(ledger) = &ledger {
                ledger.take(event);
            }
        }
        Ok(())
    }

    pub fn forget(&self, conversation: &str) {
        self.rooms().remove(conversation);
    }

    pub async fn stream(&self) -> Result<Stream> {
        Stream::open(self.addr, "/v1/agent/events", &self.headers).await
    }

    /// Listens to the console's stream for ever; gaps are fetched by those who miss something.
    pub async fn follow(&self) {
        loop {
            if let Ok(mut stream) = self.stream().await {
                while let Ok(data) = stream.next().await {
                    if let Ok(Notice::Conversation { conversation, event }) = serde_json::from_str(&data) {
                        let ledger = self.rooms().get(&conversation).cloned();
                        if let Some(ledger) = ledger {
                            ledger.take(&event);
                        }
                    }
                }
            }
            pause().await;
        }
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<String, Arc<Ledger>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends `count` messages in order. Each is tried until it was accepted; all are tried again that did not come back.
pub async fn send_all(
    client: &mut Client,
    path: &str,
    count: usize,
    own: &Ledger,
    from: Speaker,
) -> Result<Vec<String>> {
    let mut sent = Vec::new();
    for at in 0..count {
        let id = Uuid::now_v7().to_string();
        send(client, path, &id, at).await?;
        sent.push(id);
    }
    // The outbox is empty when every own message was heard.
    for _ in 0..400 {
        if own.count(from) >= count {
            break;
        }
        let heard = tokio::time::timeout(IMPATIENCE, own.changed.notified()).await;
        if heard.is_err() {
            let seen = own.of(from);
            for (at, id) in sent.iter().enumerate().filter(|(_, id)| !seen.contains(id)) {
                send(client, path, id, at).await?;
            }
        }
    }
    Ok(sent)
}

/// Sends a message, tried until it was accepted.
pub async fn send(client: &mut Client, path: &str, id: &str, at: usize) -> Result<()> {
    let body = json!({"client_id": id, "body": format!("message {at}")}).to_string();
    let accepted: MessageAccepted = insist(client, path, &body).await?;
    ensure!(accepted.seq > 0, "a message without a number");
    Ok(())
}

/// Waits until a ledger has so many messages of a side; `None` when they do not come.
pub async fn await_all(ledger: &Ledger, from: Speaker, count: usize) -> Option<()> {
    let all = async {
        loop {
            let changed = ledger.changed.notified();
            if ledger.count(from) >= count {
                return;
            }
            let _ = tokio::time::timeout(IMPATIENCE, changed).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(3), all).await.ok()
}
