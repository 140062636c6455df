//! The way to the person: a session, a handover, a stream of events, and an outbox that gives nothing up.
//!
//! A stream opens with a one-use ticket. When streams break twice before they said anything, the network between
//! holds them back (some proxies do), and so it does when one does not open within ten seconds: from then on the same
//! events come by long poll. Retries wait a random time below a bound that doubles from 1 s to 30 s, never less than
//! the desk's `Retry-After`; a page that wakes up or finds its network again tries at once.

use super::Driver;
use crate::platform::{
    clock, json,
    net::{Call, NetError, Stream, StreamNews},
    page, random,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use talk::{Body, DeskEvent, EntryPoint, Event, Failure, Wait};
use wire::{
    Speaker, WaitRange,
    event::{Event as DeskSays, What},
    lean::{SessionToken, Write},
    visitor::{
        Handover, HandoverRequest, Intent, MessageAccepted, MessageRequest, Nothing, Polled, RatingRequest,
        SessionRequest, StreamTicket, Turn, Want,
    },
};

const FIRST_RETRY_MS: u32 = 1_000;
const LAST_RETRY_MS: u32 = 30_000;
/// Streams that break before saying anything, until the long poll takes over.
const SILENT_STREAMS: u32 = 2;
/// A stream that is not open by then is held back by something between.
const STREAM_OPENS_MS: u32 = 10_000;
/// Seconds that the desk may hold a long poll.
const POLL_SECONDS: u32 = 25;
/// The customer's typing is told at most this often.
const TYPING_EVERY_MS: u64 = 3_000;
/// The person's typing dots go out when nothing was heard for this long.
const TYPING_FADES_MS: u32 = 6_000;
/// The desk takes this many turns with a handover.
const TURNS: usize = 30;

/// What the link remembers.
#[derive(Default)]
pub struct Link {
    stream: RefCell<Option<Stream>>,
    /// Grows with every new stream or poll; an older one that still talks is not listened to.
    generation: Cell<u32>,
    failures: Cell<u32>,
    silent_streams: Cell<u32>,
    retry: Cell<Option<i32>>,
    handover_key: RefCell<String>,
    typing_told: Cell<u64>,
    typing_fades: Cell<Option<i32>>,
}

impl Driver {
    pub(super) fn hand_over(self: &Rc<Self>) {
        if self.desk.handover_key.borrow().is_empty() {
            *self.desk.handover_key.borrow_mut() = random::uuid7();
        }
        let driver = Rc::clone(self);
        clock::spawn(async move {
            match driver.try_hand_over().await {
                Ok(handover) => {
                    driver.desk.failures.set(0);
                    driver.desk.handover_key.borrow_mut().clear();
                    let wait = wait(handover.position, handover.wait_estimate, handover.open);
                    driver.send(Event::HandedOver { conversation: handover.conversation, wait });
                }
                Err(error) => driver.trouble("handover", &error),
            }
        });
    }

    pub(super) fn follow(self: &Rc<Self>) {
        self.unfollow();
        let generation = self.desk.generation.get();
        let driver = Rc::clone(self);
        clock::spawn(async move {
            let outcome = if driver.desk.silent_streams.get() < SILENT_STREAMS {
                driver.open_stream(generation).await
            } else {
                driver.poll(generation).await
            };
            if let Err(error) = outcome
                && driver.desk.generation.get() == generation
            {
                driver.trouble("events", &error);
            }
        });
    }

    pub(super) fn unfollow(self: &Rc<Self>) {
        self.desk.generation.set(self.desk.generation.get().wrapping_add(1));
        self.desk.stream.borrow_mut().take();
    }

    pub(super) fn catch_up(self: &Rc<Self>) {
        let driver = Rc::clone(self);
        let generation = self.desk.generation.get();
        clock::spawn(async move {
            match driver.fetch_events(0).await {
                Ok(polled) if driver.desk.generation.get() == generation => driver.take_in(polled.events),
                Ok(_) => {}
                Err(error) => driver.trouble("events", &error),
            }
        });
    }

    pub(super) fn deliver(self: &Rc<Self>, client_id: String, body: String) {
        let Some(url) = self.conversation_url("/messages") else { return };
        let driver = Rc::clone(self);
        clock::spawn(async move {
            let token = driver.token();
            let message = MessageRequest { client_id: client_id.clone(), body, ..Default::default() };
            let sent: Result<MessageAccepted, _> = Call::post(&url, token.as_deref()).send(&message).await;
            match sent {
                Ok(_) => driver.send(Event::Accepted { client_id }),
                Err(error) if for_good(&error) => {
                    driver.report("message", &describe(&error));
                    driver.send(Event::SendFailed { client_id, failure: Failure::ForGood });
                }
                Err(error) => {
                    driver.send(Event::SendFailed { client_id, failure: Failure::ForNow });
                    driver.trouble("message", &error);
                }
            }
        });
    }

    pub(super) fn tell_typing(self: &Rc<Self>) {
        let now = clock::now();
        if now < self.desk.typing_told.get() + TYPING_EVERY_MS {
            return;
        }
        self.desk.typing_told.set(now);
        if let Some(url) = self.conversation_url("/typing") {
            self.post_quietly(url, Nothing {}.to_json(), 1);
        }
    }

    pub(super) fn tell_closed(self: &Rc<Self>) {
        if let Some(url) = self.conversation_url("/close") {
            self.post_quietly(url, Nothing {}.to_json(), 5);
        }
    }

    pub(super) fn tell_rating(self: &Rc<Self>, stars: u8) {
        if let Some(url) = self.conversation_url("/rating") {
            self.post_quietly(url, RatingRequest { stars, ..Default::default() }.to_json(), 5);
        }
    }

    /// The page woke up or found its network: whatever waits for its turn has waited enough.
    pub(super) fn desk_wake(self: &Rc<Self>) {
        if let Some(timer) = self.desk.retry.take() {
            clock::cancel(timer);
            self.try_again();
        }
    }

    async fn try_hand_over(&self) -> Result<Handover, NetError> {
        if self.config.desk.is_empty() {
            return Err(NetError::Lost);
        }
        self.open_session().await?;
        let key = self.desk.handover_key.borrow().clone();
        let token = self.token();
        let url = self.url("v1/handover");
        let mut call = Call::post(&url, token.as_deref());
        call.idempotency_key = Some(&key);
        call.send(&self.handover_request()).await
    }

    async fn open_session(&self) -> Result<(), NetError> {
        let url = self.url("v1/session");
        let request = SessionRequest { site: self.config.site.clone(), device: self.aside.borrow().device.clone() };
        let token = self.token();
        let session: SessionToken = Call::post(&url, token.as_deref()).send(&request).await?;
        self.aside.borrow_mut().token = Some(session.token);
        self.save();
        Ok(())
    }

    fn handover_request(&self) -> HandoverRequest {
        let state = self.state.borrow();
        let turns: Vec<Turn> = state
            .lines
            .iter()
            .filter_map(|l| {
                let (from, text) = match &l.body {
                    Body::Visitor { text, delivery: talk::Delivery::Local } => (Speaker::Visitor, text.clone()),
                    Body::Answer { .. } | Body::Choices(_) | Body::Unknown { .. } | Body::Courtesy(_) => {
                        let heard = super::speech::line(self.words, &l.body);
                        let name = [self.words.bot, self.words.colon].concat();
                        (Speaker::Bot, heard.strip_prefix(&name).unwrap_or(&heard).to_owned())
                    }
                    _ => return None,
                };
                Some(Turn { from, text, at: l.at, evidence: String::new() })
            })
            .collect();
        let intent = state.lines.iter().rev().find_map(|l| match &l.body {
            Body::Answer { entry, question, confidence, .. } => Some(Intent {
                entry: entry.clone(),
                question: question.clone(),
                confidence: u32::from(*confidence),
                ..Default::default()
            }),
            _ => None,
        });
        HandoverRequest {
            entry_point: state.asked_from.unwrap_or(EntryPoint::Panel).as_str().into(),
            page: page::path(),
            locale: self.words.lang.into(),
            intent,
            mood: None,
            tier: None,
            transcript: turns[turns.len().saturating_sub(TURNS)..].to_vec(),
            order: None,
            slots: Vec::new(),
            want: Want::Chat,
        }
    }

    async fn open_stream(self: &Rc<Self>, generation: u32) -> Result<(), NetError> {
        let token = self.token();
        let url = self.url("v1/stream-tickets");
        let ticket: StreamTicket = Call::post(&url, token.as_deref()).send(&Nothing {}).await?;
        let after = self.state.borrow().seq.to_string();
        let Some(base) = self.conversation_url("/events?after=") else { return Ok(()) };
        let url = [&base, &after, "&ticket=", &ticket.ticket].concat();
        if self.desk.generation.get() != generation {
            return Ok(());
        }
        let weak = Rc::downgrade(self);
        let heard = Rc::new(Cell::new(false));
        let settled = Rc::clone(&heard);
        let stream = Stream::open(&url, move |news| {
            let Some(driver) = weak.upgrade().filter(|d| d.desk.generation.get() == generation) else { return };
            match news {
                StreamNews::Open => {
                    heard.set(true);
                    driver.reached();
                }
                StreamNews::Data(text) => {
                    heard.set(true);
                    if let Some(event) = json::parse(&text) {
                        driver.take_in(vec![event]);
                    }
                }
                StreamNews::Broken => {
                    let silent = if heard.replace(true) { 0 } else { driver.desk.silent_streams.get() + 1 };
                    driver.desk.silent_streams.set(silent);
                    driver.retry_later(0);
                }
            }
        });
        if stream.is_none() {
            self.desk.silent_streams.set(SILENT_STREAMS);
            return self.poll(generation).await;
        }
        *self.desk.stream.borrow_mut() = stream;
        let driver = Rc::clone(self);
        clock::after(STREAM_OPENS_MS, move || {
            if !settled.get() && driver.desk.generation.get() == generation {
                driver.desk.silent_streams.set(SILENT_STREAMS);
                driver.try_again();
            }
        });
        Ok(())
    }

    async fn poll(self: &Rc<Self>, generation: u32) -> Result<(), NetError> {
        let mut wait = 0;
        while self.desk.generation.get() == generation {
            let polled = self.fetch_events(wait).await?;
            if self.desk.generation.get() != generation {
                break;
            }
            if wait == 0 {
                self.reached();
            }
            wait = POLL_SECONDS;
            self.take_in(polled.events);
        }
        Ok(())
    }

    async fn fetch_events(&self, wait: u32) -> Result<Polled, NetError> {
        let Some(base) = self.conversation_url("/events?after=") else { return Ok(Polled { events: vec![] }) };
        let after = self.state.borrow().seq;
        let url = [&base, &after.to_string(), "&wait=", &wait.to_string()].concat();
        let token = self.token();
        let mut call = Call::get(&url, token.as_deref());
        call.extra_patience = wait * 1000;
        call.read().await
    }

    fn take_in(self: &Rc<Self>, events: Vec<DeskSays>) {
        for DeskSays { seq, at, what } in events {
            let event = match what {
                What::Message(m) if m.from == Speaker::Agent => {
                    DeskEvent::Message { client_id: m.client_id, name: m.name, text: m.body }
                }
                What::Message(m) => DeskEvent::Echo { client_id: m.client_id, text: m.body },
                What::Queued => DeskEvent::Queued,
                What::AgentJoined { name, role } => DeskEvent::Joined { name, role },
                What::AgentLeft { name } => DeskEvent::Left { name },
                What::Closed { by: Speaker::Visitor, .. } => DeskEvent::ClosedByVisitor,
                What::Closed { .. } => DeskEvent::ClosedByPerson,
                What::Rated { .. } => DeskEvent::Rated,
                What::Queue { position, wait_estimate, open } => {
                    DeskEvent::Queue(wait(Some(position), wait_estimate, open))
                }
                What::Typing { from: Speaker::Agent, .. } => {
                    self.fade_typing();
                    DeskEvent::Typing
                }
                What::Reset => {
                    self.send(Event::ConversationGone);
                    return;
                }
                // What this widget does not show still has its number.
                _ if seq.is_some() => DeskEvent::Queued,
                _ => continue,
            };
            self.send(Event::Desk { seq, at, event });
        }
    }

    fn fade_typing(self: &Rc<Self>) {
        if let Some(timer) = self.desk.typing_fades.take() {
            clock::cancel(timer);
        }
        let driver = Rc::clone(self);
        let timer = clock::after(TYPING_FADES_MS, move || driver.send(Event::TypingStopped));
        self.desk.typing_fades.set(Some(timer));
    }

    fn reached(self: &Rc<Self>) {
        self.desk.failures.set(0);
        self.send(Event::DeskBack);
    }

    /// A call failed. What the desk no longer knows is handed over anew; everything else is tried again.
    fn trouble(self: &Rc<Self>, what: &str, error: &NetError) {
        self.report(what, &describe(error));
        match error {
            NetError::Status { code: 401, .. } => {
                self.aside.borrow_mut().token = None;
                self.send(Event::ConversationGone);
            }
            NetError::Status { code: 404, .. } if what != "handover" => self.send(Event::ConversationGone),
            NetError::Status { retry_after, .. } => {
                self.send(Event::DeskLost);
                self.retry_later(retry_after.unwrap_or(0));
            }
            NetError::Lost | NetError::Garbled => {
                self.send(Event::DeskLost);
                self.retry_later(0);
            }
        }
    }

    fn retry_later(self: &Rc<Self>, at_least: u32) {
        if let Some(timer) = self.desk.retry.take() {
            clock::cancel(timer);
        }
        let failures = self.desk.failures.get();
        self.desk.failures.set(failures.saturating_add(1));
        let bound = FIRST_RETRY_MS.saturating_mul(1 << failures.min(5)).min(LAST_RETRY_MS);
        let driver = Rc::clone(self);
        let timer = clock::after(at_least + random::below(bound), move || {
            driver.desk.retry.set(None);
            driver.try_again();
        });
        self.desk.retry.set(Some(timer));
    }

    fn try_again(self: &Rc<Self>) {
        let (with_desk, placed) = {
            let state = self.state.borrow();
            (state.for_person(), state.conversation.is_some())
        };
        match (with_desk && !self.retired.get(), placed) {
            (true, true) => self.follow(),
            (true, false) => self.hand_over(),
            (false, _) => {}
        }
    }

    /// For what the customer need not hear about: closing, rating, typing.
    fn post_quietly(self: &Rc<Self>, url: String, body: String, tries: u32) {
        let driver = Rc::clone(self);
        clock::spawn(async move {
            let token = driver.token();
            let sent = Call::post(&url, token.as_deref()).post_text(body.clone()).await;
            if let Err(NetError::Lost | NetError::Status { code: 429 | 500.., .. }) = sent
                && tries > 1
            {
                let again = Rc::clone(&driver);
                clock::after(random::below(LAST_RETRY_MS), move || again.post_quietly(url, body, tries - 1));
            }
        });
    }

    fn token(&self) -> Option<String> {
        self.aside.borrow().token.clone()
    }

    fn url(&self, path: &str) -> String {
        [&self.config.desk, path].concat()
    }

    fn conversation_url(&self, path: &str) -> Option<String> {
        let state = self.state.borrow();
        let id = state.conversation.as_ref()?;
        Some([&self.config.desk, "v1/conversations/", id, path].concat())
    }
}

fn wait(position: Option<u32>, range: Option<WaitRange>, open: bool) -> Wait {
    Wait { position, range: range.map(|r| (r.low, r.high)), closed_now: !open }
}

fn for_good(error: &NetError) -> bool {
    matches!(error, NetError::Status { code: 400 | 403 | 405..=428, .. })
}

fn describe(error: &NetError) -> String {
    match error {
        NetError::Lost => "no answer from the desk; trying again".into(),
        NetError::Garbled => "the desk's answer is not of this protocol; trying again".into(),
        NetError::Status { code, .. } => ["the desk answered ", &code.to_string()].concat(),
    }
}
