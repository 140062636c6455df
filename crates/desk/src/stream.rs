//! What a visitor hears of a conversation: missed events first, then live ones, without gap or double. Server-sent
//! events and the long poll are two ways to read the same [`Feed`].

use crate::{
    app::{App, now},
    hub::Seat,
    refuse::Refuse,
    store::Store,
};
use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response, Sse, sse},
};
use futures_util::{Stream, StreamExt, stream};
use serde::Serialize;
use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    watch,
};
use wire::event::{Event, What};

/// Proxies cut a stream that is silent for 60 s.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The events of one conversation from a cursor on.
pub struct Feed {
    app: Arc<App>,
    conversation: String,
    /// Number of the last durable event handed out or queued to be.
    last: u64,
    ready: VecDeque<Event>,
    /// The queue event handed out last: the same place is not told twice.
    place: Option<What>,
    live: broadcast::Receiver<Event>,
    stop: watch::Receiver<bool>,
}

impl Feed {
    /// Opens the feed after event `after`. It listens before it reads, so that nothing falls in between.
    pub async fn open(app: &Arc<App>, conversation: String, after: u64) -> Result<Self, Refuse> {
        let live = app.hub.listen(&conversation);
        let mut feed = Self {
            app: Arc::clone(app),
            conversation,
            last: after,
            ready: VecDeque::new(),
            place: None,
            live,
            stop: app.stop.subscribe(),
        };
        feed.catch_up().await?;
        Ok(feed)
    }

    /// The next event, when there is one. `None`: the desk shuts down.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let heard = tokio::select! {
                _ = self.stop.wait_for(|stop| *stop) => return None,
                heard = self.live.recv() => heard,
            };
            match heard {
                Ok(event) => match event.seq {
                    Some(seq) if seq <= self.last => {}
                    Some(seq) if seq == self.last + 1 => {
                        self.last = seq;
                        return Some(event);
                    }
                    Some(_) => self.catch_up().await.ok()?,
                    None if self.is_told(&event.what) => {}
                    None => return Some(event),
                },
                Err(RecvError::Lagged(_)) => self.catch_up().await.ok()?,
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// For a long poll: what there is after the cursor, or else what comes within `wait`; then the place in the queue.
    pub async fn poll(mut self, wait: Duration) -> Vec<Event> {
        self.ready.retain(|event| !matches!(event.what, What::Queue { .. }));
        if self.ready.is_empty() {
            let first = tokio::time::timeout(wait, self.next()).await.ok().flatten();
            self.ready.extend(first.filter(|event| !matches!(event.what, What::Queue { .. })));
        }
        self.ready.extend(self.place.map(volatile));
        self.ready.into()
    }

    async fn catch_up(&mut self) -> Result<(), Refuse> {
        let (conversation, after) = (self.conversation.clone(), self.last);
        let (missed, newest, place) = self.app.read(move |store, app| missed(store, app, &conversation, after)).await?;
        if after > newest {
            self.ready.push_back(volatile(What::Reset));
            self.last = newest;
        }
        self.last = missed.last().and_then(|event| event.seq).unwrap_or(self.last);
        self.ready.extend(missed);
        if place != self.place {
            self.ready.extend(place.clone().map(volatile));
            self.place = place;
        }
        Ok(())
    }

    fn is_told(&mut self, what: &What) -> bool {
        if !matches!(what, What::Queue { .. }) {
            return false;
        }
        let told = self.place.as_ref() == Some(what);
        self.place = Some(what.clone());
        told
    }
}

fn missed(store: &Store, app: &App, conversation: &str, after: u64) -> Result<(Vec<Event>, u64, Option<What>), Refuse> {
    let present = app.present(store)?;
    let standing = store.standing(conversation, present)?;
    let place = standing.position.map(|position| What::Queue {
        position,
        wait_estimate: standing.wait_estimate,
        open: standing.open,
    });
    Ok((store.events_after(conversation, after)?, standing.seq, place))
}

fn volatile(what: What) -> Event {
    Event { seq: None, at: now(), what }
}

/// The feed as server-sent events: `id:` is the number, `data:` the event. The seat is taken until the stream ends.
pub fn sse(feed: Feed, seat: Seat) -> Response {
    let events = stream::unfold((feed, seat), |(mut feed, seat)| async {
        let event = feed.next().await?;
        Some((event, (feed, seat)))
    });
    respond(events.map(|event| {
        let id = event.seq.map(|seq| seq.to_string());
        (id, event)
    }))
}

/// Server-sent events that pass proxies as they come.
pub fn respond<T: Serialize + Send + 'static>(
    events: impl Stream<Item = (Option<String>, T)> + Send + 'static,
) -> Response {
    let events = events.filter_map(|(id, data)| async move {
        let event = sse::Event::default().json_data(data).ok()?;
        Some(Ok::<_, Infallible>(if let Some(id) = id { event.id(id) } else { event }))
    });
    let mut response = Sse::new(events).keep_alive(sse::KeepAlive::new().interval(HEARTBEAT)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx holds a stream back until its end unless told not to.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}
