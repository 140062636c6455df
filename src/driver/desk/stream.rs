//! Hearing. One tab of the browser holds the stream; the others learn from what it stores.
//!
//! A stream opens with a one-use ticket. Some networks hold streams back: when two break before they said anything,
//! when one does not open within ten seconds, or when one is silent for twice the desk's heartbeat, the same events
//! come by long poll from then on.

use crate::{
    driver::Driver,
    platform::{
        clock, json,
        net::{Call, NetError, Stream, StreamNews},
    },
};
use std::{cell::Cell, rc::Rc};
use wire::{
    HEARTBEAT_SECONDS,
    visitor::{Nothing, Polled, StreamTicket},
};

/// Streams that break before saying anything, until the long poll takes over.
const SILENT_STREAMS: u32 = 2;
/// A stream that is not open by then is held back by something between.
const STREAM_OPENS_MS: u32 = 10_000;
/// Two heartbeats, and some patience for a slow network.
const SILENCE_MS: u32 = HEARTBEAT_SECONDS * 2_000 + 5_000;
/// Seconds that the desk may hold a long poll.
const POLL_SECONDS: u32 = 25;

impl Driver {
    /// Hears the conversation from now on: by a stream if this tab leads, else by what the leading tab stores.
    pub(in crate::driver) fn follow(self: &Rc<Self>) {
        if !self.leads() {
            return self.ask_to_lead();
        }
        self.stop_hearing();
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

    pub(in crate::driver) fn unfollow(self: &Rc<Self>) {
        self.stop_hearing();
        self.stop_leading();
    }

    pub(in crate::driver) fn stop_hearing(&self) {
        self.desk.generation.set(self.desk.generation.get().wrapping_add(1));
        self.desk.stream.borrow_mut().take();
        if let Some(timer) = self.desk.silence.take() {
            clock::cancel(timer);
        }
    }

    pub(in crate::driver) fn catch_up(self: &Rc<Self>) {
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

    /// A page that slept finds a stream that looks open and is dead.
    pub(super) fn stream_is_stale(&self) -> bool {
        let open = self.desk.stream.borrow().is_some();
        open && clock::now() > self.desk.heard_at.get() + u64::from(SILENCE_MS)
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
                    driver.listen_on(generation);
                    driver.reached();
                }
                StreamNews::Ping => {
                    driver.listen_on(generation);
                    driver.pass_on("");
                }
                StreamNews::Data(text) => {
                    heard.set(true);
                    driver.listen_on(generation);
                    if let Some(event) = json::parse(&text) {
                        driver.take_in(vec![event]);
                    }
                    driver.pass_on(&text);
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
                driver.held_back();
            }
        });
        Ok(())
    }

    /// The stream spoke: the next silence is measured from here.
    fn listen_on(self: &Rc<Self>, generation: u32) {
        self.desk.heard_at.set(clock::now());
        if let Some(timer) = self.desk.silence.take() {
            clock::cancel(timer);
        }
        let driver = Rc::clone(self);
        let timer = clock::after(SILENCE_MS, move || {
            if driver.desk.generation.get() == generation {
                driver.held_back();
            }
        });
        self.desk.silence.set(Some(timer));
    }

    fn held_back(self: &Rc<Self>) {
        self.desk.silent_streams.set(SILENT_STREAMS);
        self.try_again();
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
            self.pass_on("");
            // Each answer ends with the person's absence, as long as it lasts.
            self.model.away.set(false);
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
}
