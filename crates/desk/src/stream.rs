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
use wire::{
    event::{Event, What},
    visitor::ConversationState,
};

/// Proxies cut a stream that is silent for 60 s.
const HEARTBEAT: Duration = Duration::from_secs(wire::HEARTBEAT_SECONDS as u64);

/// The events of one conversation from a cursor on.
pub struct Feed {
    app: Arc<App>,
    conversation: String,
    /// Number of the last durable event handed out or queued to be.
    last: u64,
    ready: VecDeque<Event>,
    /// The queue event handed out last: the same place is not told twice.
    place: Option<What>,
    live: broadcast::Receiver<Arc<Event>>,
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
        feed.ready.extend(app.absence(&feed.conversation).map(volatile));
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
                        if may_wait_anew(&event) {
                            self.place = None;
                        }
                        return Some(Event::clone(&event));
                    }
                    Some(_) => self.catch_up().await.ok()?,
                    None if self.is_told(&event.what) => {}
                    None => return Some(Event::clone(&event)),
                },
                Err(RecvError::Lagged(_)) => self.catch_up().await.ok()?,
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// For a long poll: what there is after the cursor, or else what comes within `wait`; then how it stands.
    pub async fn poll(mut self, wait: Duration) -> Vec<Event> {
        let stands = |event: &Event| matches!(event.what, What::Queue { .. } | What::Presence { .. });
        self.ready.retain(|event| !stands(event));
        if self.ready.is_empty() {
            let first = tokio::time::timeout(wait, self.next()).await.ok().flatten();
            self.ready.extend(first.filter(|event| !stands(event)));
        }
        let absence = self.app.absence(&self.conversation);
        self.ready.extend(self.place.into_iter().chain(absence).map(volatile));
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
        let waits_anew = missed.iter().any(may_wait_anew);
        self.ready.extend(missed);
        if waits_anew || place != self.place {
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
    let row = store.conversation(conversation)?.ok_or_else(Refuse::unknown_conversation)?;
    let place = if row.state == ConversationState::Queued {
        let crew = app.crew(store)?;
        store.place(&row, &crew)?.map(|place| place.event(!crew.is_empty()))
    } else {
        None
    };
    // Most streams open where they left off.
    let events = if row.seq > after { store.events_after(conversation, after)? } else { Vec::new() };
    Ok((events, row.seq, place))
}

/// Then even the same place is news.
fn may_wait_anew(event: &Event) -> bool {
    !matches!(event.what, What::Message(_))
}

fn volatile(what: What) -> Event {
    Event { seq: None, at: now(), what }
}

/// The feed as server-sent events: `id:` is the number, `data:` the event. The seat is taken until the stream ends.
pub fn sse(feed: Feed, seat: Seat) -> Response {
    let events = stream::unfold((feed, seat), |(mut feed, seat)| async {
        let event = feed.next().await.filter(|_| !seat.is_dismissed())?;
        Some((event, (feed, seat)))
    });
    respond(events.map(|event| {
        let id = event.seq.map(|seq| seq.to_string());
        (id, event)
    }))
}

/// Server-sent events that pass proxies as they come. A `ping` shows at once, and whenever it was quiet, that they do.
pub fn respond<T: Serialize + Send + 'static>(
    events: impl Stream<Item = (Option<String>, T)> + Send + 'static,
) -> Response {
    let events = events.filter_map(|(id, data)| async move {
        let event = sse::Event::default().json_data(data).ok()?;
        Some(Ok::<_, Infallible>(if let Some(id) = id { event.id(id) } else { event }))
    });
    let first = stream::iter([Ok(ping())]);
    let alive = sse::KeepAlive::new().interval(HEARTBEAT).event(ping());
    let mut response = Sse::new(first.chain(events)).keep_alive(alive).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx holds a stream back until its end unless told not to.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

fn ping() -> sse::Event {
    sse::Event::default().event(wire::PING).data("{}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        config::{Limits, Settings},
        store::{NewAgent, Sender},
    };
    use wire::agent::Level;
    use wire::visitor::{HandoverRequest, MessageRequest, SessionRequest};

    /// A desk with one conversation, whose only event is `queued`.
    async fn desk() -> (tempfile::TempDir, Arc<App>, String) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let readers = vec![Store::reader(folder.path()).unwrap()];
        let app = Arc::new(App::new(store, readers, Limits::default(), Settings::default()).unwrap().0);
        let asked = app.write(|store, _, now| {
            let session = SessionRequest { site: String::new(), device: String::new() };
            store.add_visitor("v", &[0; 32], &session, now)?;
            let request = HandoverRequest {
                entry_point: "panel".into(),
                page: "/".into(),
                locale: "zh".into(),
                ..HandoverRequest::default()
            };
            let (conversation, happened) = store.handover("v", &request, 0, now)?;
            Ok((conversation, vec![happened]))
        });
        let conversation = asked.await.unwrap();
        (folder, app, conversation)
    }

    /// Writes, and tells the streams or keeps it from them, as if they had been too slow to hear it.
    async fn say(app: &Arc<App>, conversation: &str, client_id: &'static str, heard: Heard) -> Event {
        let conversation = conversation.to_owned();
        let said = app.write(move |store, _, now| {
            let row = store.conversation(&conversation)?.unwrap();
            let request = MessageRequest { client_id: client_id.into(), body: "x".into(), ..MessageRequest::default() };
            let (_, happened) = store.say(&row, &Sender::Visitor, &request, now)?;
            let event = happened.event.clone();
            Ok((event, if matches!(heard, Heard::Live) { vec![happened] } else { Vec::new() }))
        });
        said.await.unwrap()
    }

    enum Heard {
        Live,
        Missed,
    }

    async fn hire(app: &Arc<App>) {
        let hired = app.write(|store, _, now| {
            let mei = NewAgent {
                login: "mei",
                password: "",
                name: "Mei",
                role: "",
                level: Level::Agent,
                team: "",
                capacity: None,
            };
            Ok((store.add_agent("a", &mei, now)?, Vec::new()))
        });
        hired.await.unwrap();
    }

    async fn take(app: &Arc<App>, conversation: &str) {
        let id = conversation.to_owned();
        let taken = app.write(move |store, _, now| {
            let me = store.agent("a")?.unwrap();
            Ok(((), store.take(&id, &me, now)?.into_iter().collect()))
        });
        taken.await.unwrap();
    }

    async fn walk_out(app: &Arc<App>, conversation: &str) {
        let id = conversation.to_owned();
        let gone = app.write(move |store, _, now| {
            let (me, row) = (store.agent("a")?.unwrap(), store.conversation(&id)?.unwrap());
            Ok(((), vec![store.walk_out(&row, &me, now)?]))
        });
        gone.await.unwrap();
    }

    async fn next_number(feed: &mut Feed) -> u64 {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(20), feed.next());
            if let Some(seq) = next.await.unwrap().unwrap().seq {
                return seq;
            }
        }
    }

    #[tokio::test]
    async fn an_event_that_was_read_and_heard_is_told_once() {
        let (_folder, app, conversation) = desk().await;
        let mut feed = Feed::open(&app, conversation.clone(), 0).await.unwrap();
        // As when it was written between the listening and the reading.
        let again = Event { seq: Some(1), at: 0, what: What::Queued };
        app.hub.tell(&conversation, again);
        say(&app, &conversation, "a", Heard::Live).await;
        assert_eq!((next_number(&mut feed).await, next_number(&mut feed).await), (1, 2));
    }

    #[tokio::test]
    async fn what_was_not_heard_is_read_as_soon_as_the_next_number_shows_it() {
        let (_folder, app, conversation) = desk().await;
        let mut feed = Feed::open(&app, conversation.clone(), 1).await.unwrap();
        say(&app, &conversation, "a", Heard::Missed).await;
        say(&app, &conversation, "b", Heard::Missed).await;
        say(&app, &conversation, "c", Heard::Live).await;
        let told = [next_number(&mut feed).await, next_number(&mut feed).await, next_number(&mut feed).await];
        assert_eq!(told, [2, 3, 4]);
    }

    #[tokio::test]
    async fn a_stream_that_lags_far_behind_reads_the_rest() {
        let (_folder, app, conversation) = desk().await;
        let mut feed = Feed::open(&app, conversation.clone(), 1).await.unwrap();
        let event = say(&app, &conversation, "a", Heard::Missed).await;
        for _ in 0..1_000 {
            app.hub.tell(&conversation, event.clone());
        }
        say(&app, &conversation, "b", Heard::Live).await;
        assert_eq!((next_number(&mut feed).await, next_number(&mut feed).await), (2, 3));
    }

    #[tokio::test]
    async fn the_same_place_in_the_queue_is_not_told_twice() {
        let (_folder, app, conversation) = desk().await;
        let mut feed = Feed::open(&app, conversation.clone(), 1).await.unwrap();
        app.queue_moved();
        app.announce_queue().await;
        say(&app, &conversation, "a", Heard::Live).await;
        assert!(matches!(feed.next().await.unwrap().what, What::Queue { position: 1, .. }));
        assert_eq!(feed.next().await.unwrap().seq, Some(2));
    }

    /// A page that waits for nobody yet has no use for a place.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_waits_again_is_told_the_place_after_the_leaving() {
        let (_folder, app, conversation) = desk().await;
        hire(&app).await;
        let announcer = tokio::spawn({
            let app = Arc::clone(&app);
            async move {
                loop {
                    app.announce.notified().await;
                    app.announce_queue().await;
                }
            }
        });
        let mut feed = Feed::open(&app, conversation.clone(), 1).await.unwrap();
        for round in 0..200 {
            take(&app, &conversation).await;
            walk_out(&app, &conversation).await;
            let mut left = false;
            loop {
                let told = tokio::time::timeout(Duration::from_secs(20), feed.next()).await;
                match told.unwrap_or_else(|_| panic!("no place told in round {round}")).unwrap().what {
                    What::AgentLeft { .. } => left = true,
                    What::Queue { .. } if left => break,
                    _ => {}
                }
            }
        }
        announcer.abort();
    }

    #[tokio::test]
    async fn that_the_person_went_away_is_told_at_once_and_to_who_comes_later() {
        let (_folder, app, conversation) = desk().await;
        hire(&app).await;
        take(&app, &conversation).await;
        let presence = |event: &Event| match event.what {
            What::Presence { online, .. } => Some(online),
            _ => None,
        };
        let mut feed = Feed::open(&app, conversation.clone(), 2).await.unwrap();
        app.read(|store, app| app.tell_absences(store)).await.unwrap();
        assert_eq!(presence(&feed.next().await.unwrap()), Some(false));
        let mut later = Feed::open(&app, conversation.clone(), 2).await.unwrap();
        assert_eq!(presence(&later.next().await.unwrap()), Some(false));
        let polled = Feed::open(&app, conversation.clone(), 0).await.unwrap().poll(Duration::ZERO).await;
        assert_eq!(polled.iter().filter_map(presence).collect::<Vec<_>>(), [false], "each answer ends with it");
        app.presence.seen("a", std::time::Instant::now());
        app.read(|store, app| app.tell_absences(store)).await.unwrap();
        assert_eq!(presence(&feed.next().await.unwrap()), Some(true));
        let polled = Feed::open(&app, conversation, 0).await.unwrap().poll(Duration::ZERO).await;
        assert_eq!(polled.iter().filter_map(presence).count(), 0);
    }
}
