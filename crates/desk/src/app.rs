//! What all calls share: the store and its writer, the live streams, who is there, the limits.

use crate::{
    auth::{Tickets, new_token},
    config::{Limits, Settings, Shop},
    hours::Hours,
    hub::{Hub, Signal},
    limits::Gates,
    presence::Presence,
    queue::Crew,
    refuse::Refuse,
    routes::Tally,
    store::{Act, Happened, Member, Row, Store, View},
    writer::Writer,
};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};
use tokio::sync::{Notify, Semaphore, mpsc::UnboundedReceiver, oneshot, watch};
use wire::{
    Millis, Person, Speaker,
    agent::Notice,
    event::{Event, What},
    visitor::Options,
};

/// Password hashing takes 19 MB and all of a core: so many at one time.
const HASHERS: usize = 2;

/// A picture that is drawn anew takes up to 250 MB and all of a core: so many at one time.
const PAINTERS: usize = 1;

/// The running desk.
pub struct App {
    pub limits: Limits,
    pub settings: Settings,
    pub hours: Hours,
    pub gates: Gates,
    pub hub: Hub,
    pub presence: Arc<Presence>,
    pub tickets: Tickets,
    /// Stands before names that must not lead back to anybody; nobody knows it, and a restart forgets it.
    pub veil: String,
    pub hashers: Semaphore,
    pub painters: Semaphore,
    /// Becomes true once, when the desk shuts down: every stream ends then.
    pub stop: watch::Sender<bool>,
    pub tally: Tally,
    /// Something goes out to the merchant's own systems.
    pub outgoing: Notify,
    writer: Writer,
    readers: Vec<Mutex<Store>>,
    turn: AtomicUsize,
    /// The queue is not what the waiting customers were last told.
    moved: AtomicBool,
    /// Wakes who tells them.
    pub announce: Notify,
    /// Which agents the waiting customers were last told about.
    told: Mutex<Vec<String>>,
    /// Conversations whose customers were told that their agent, of this name, is away.
    away: Mutex<HashMap<String, String>>,
}

impl App {
    /// The desk, and the ids of visitors and helpers whose pages come and go.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn new(
        store: Store,
        readers: Vec<Store>,
        limits: Limits,
        settings: Settings,
    ) -> std::io::Result<(Self, UnboundedReceiver<String>)> {
        let (hub, moves) = Hub::new();
        let app = Self {
            gates: Gates::new(&limits),
            hours: Hours::new(&settings.shop),
            limits,
            settings,
            hub,
            presence: Arc::default(),
            tickets: Tickets::default(),
            veil: new_token(),
            hashers: Semaphore::new(HASHERS),
            painters: Semaphore::new(PAINTERS),
            stop: watch::Sender::new(false),
            tally: Tally::default(),
            outgoing: Notify::new(),
            writer: Writer::start(store)?,
            readers: readers.into_iter().map(Mutex::new).collect(),
            turn: AtomicUsize::new(0),
            moved: AtomicBool::new(false),
            announce: Notify::new(),
            told: Mutex::default(),
            away: Mutex::default(),
        };
        Ok((app, moves))
    }

    /// Who is on duty and there.
    pub fn crew(&self, store: &Store) -> Result<Crew, Refuse> {
        let now = Instant::now();
        let hands = store.on_duty(self.settings.capacity)?.into_iter();
        Ok(Crew(hands.filter(|hand| self.presence.is_here(&hand.agent, now)).collect()))
    }

    /// What the desk looks like from outside now.
    pub fn view(&self, store: &Store) -> Result<View, Refuse> {
        let crew = self.crew(store)?;
        let next_open = if crew.is_empty() { self.hours.next(now()) } else { None };
        let Shop { phone, contact, wechat, .. } = self.settings.shop.clone();
        Ok(View { crew, next_open, options: Options { message: true, callback: true, phone, contact, wechat } })
    }

    /// Who takes part in a conversation, and whether they are there.
    pub fn people(&self, store: &Store, row: &Row) -> Result<Vec<Person>, Refuse> {
        let now = Instant::now();
        let visitor = Person {
            from: Speaker::Visitor,
            name: String::new(),
            role: String::new(),
            helper: String::new(),
            online: self.hub.is_here(&row.visitor),
        };
        let members = store.members(&row.id)?.into_iter().map(|Member { id, person }| {
            let online = match person.from {
                Speaker::Agent => self.presence.is_here(&id, now),
                _ => self.hub.is_here(&id),
            };
            Person { online, ..person }
        });
        Ok(std::iter::once(visitor).chain(members).collect())
    }

    /// Runs work that changes the store, whole or not at all. Once it is in the file the streams hear of it, in the
    /// order of the numbers. It runs to its end even if the caller hangs up.
    pub async fn write<R, F>(self: &Arc<Self>, work: F) -> Result<R, Refuse>
    where
        R: Send + 'static,
        F: FnOnce(&mut Store, &App, Millis) -> Result<(R, Vec<Happened>), Refuse> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let app = Arc::clone(self);
        self.writer.hand(Box::new(move |store| {
            let worked = store.and_then(|store| store.whole(|store| work(store, &app, now())));
            Box::new(move |committed: Result<(), Refuse>| {
                let result = committed.and(worked).map(|(result, news)| {
                    app.publish(news);
                    result
                });
                // Before the caller goes on: whoever closes the desk next must not find it held here.
                drop(app);
                let _ = reply.send(result);
            })
        }));
        answer.await.map_err(Refuse::from)?
    }

    /// Runs work that only reads what is in the file.
    pub async fn read<R, F>(self: &Arc<Self>, work: F) -> Result<R, Refuse>
    where
        R: Send + 'static,
        F: FnOnce(&Store, &App) -> Result<R, Refuse> + Send + 'static,
    {
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&app.reader(), &app)).await?
    }

    /// The queue moved: the waiting customers are told, soon.
    pub fn queue_moved(&self) {
        self.moved.store(true, Ordering::Release);
        self.announce.notify_one();
    }

    /// Tells every waiting customer the place and the wait, if it may have changed.
    pub async fn announce_queue(self: &Arc<Self>) {
        if !self.moved.swap(false, Ordering::AcqRel) {
            return;
        }
        self.give_out().await;
        let told = self.read(|store, app| {
            let crew = app.crew(store)?;
            let at = now();
            for (conversation, place) in store.queue(&crew)? {
                app.hub.tell(&conversation, Event { seq: None, at, what: place.event(!crew.is_empty()) });
            }
            *app.told() = crew.ids();
            Ok(())
        });
        // A refusal here was logged where it arose; the next round tries again.
        let _ = told.await;
    }

    /// What is due now and then: agents who silently went away, and memory that nobody needs.
    pub async fn tend(self: &Arc<Self>) {
        self.hub.sweep();
        self.gates.sweep(Instant::now());
        let changed = self.read(|store, app| Ok(app.crew(store)?.ids() != *app.told())).await;
        if changed.unwrap_or(false) {
            self.queue_moved();
        }
        let _ = self.read(|store, app| app.tell_absences(store)).await;
    }

    /// Forgets what is older than the merchant keeps.
    pub async fn forget(self: &Arc<Self>) {
        let Some(keep) = self.settings.keep else { return };
        let forgotten = self.write(move |store, _, now| Ok((store.forget_older(keep, "desk", now)?.1, Vec::new())));
        if let Ok(orphans) = forgotten.await {
            let _ = self
                .read(move |store, _| {
                    store.delete_bytes(&orphans);
                    Ok(())
                })
                .await;
        }
    }

    /// Gives waiting conversations to agents who want them given.
    async fn give_out(self: &Arc<Self>) {
        let wanted = self.read(|store, app| {
            let crew = app.crew(store)?;
            let willing = crew.0.iter().any(|hand| hand.auto && hand.room() > 0);
            Ok(willing && !store.waiting()?.is_empty())
        });
        if !wanted.await.unwrap_or(false) {
            return;
        }
        let given = self.write(|store, app, now| {
            let given = store.give_out(&app.crew(store)?, now)?;
            for (agent, happened) in &given {
                let act =
                    Act { by: ("", "desk"), what: "assign", subject: &happened.conversation, detail: agent.clone() };
                store.audit(&act, now)?;
            }
            let told = given.iter().map(|(agent, it)| (agent.clone(), it.conversation.clone())).collect::<Vec<_>>();
            Ok((told, given.into_iter().map(|(_, happened)| happened).collect()))
        });
        for (agent, conversation) in given.await.unwrap_or_default() {
            self.tell_given(agent, conversation, String::new());
        }
    }

    /// Tells an agent that a conversation is theirs without their doing.
    pub fn tell_given(&self, agent: String, conversation: String, by: String) {
        self.hub.tell_consoles(Signal::Notice { to: vec![agent], notice: Notice::Given { conversation, by } });
    }

    /// Tells customers that the person whom they talk to went away, or is back.
    pub fn tell_absences(&self, store: &Store) -> Result<(), Refuse> {
        let now = Instant::now();
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        let mut still = HashMap::new();
        for (agent, name, conversation) in store.in_hand()? {
            let online = self.presence.is_here(&agent, now);
            if online == away.contains_key(&conversation) {
                let what = What::Presence { from: Speaker::Agent, name: name.clone(), online };
                self.hub.tell(&conversation, Event { seq: None, at: crate::app::now(), what });
            }
            if !online {
                still.insert(conversation, name);
            }
        }
        *away = still;
        Ok(())
    }

    /// For who begins to listen: the person of this conversation is away.
    pub fn absence(&self, conversation: &str) -> Option<What> {
        let away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        let name = away.get(conversation)?.clone();
        Some(What::Presence { from: Speaker::Agent, name, online: false })
    }

    /// Tells the agents that a customer's or helper's page was opened or closed.
    pub async fn tell_move(self: &Arc<Self>, guest: String) {
        let told = self.read(move |store, app| {
            for (conversation, from, name) in store.rooms_of(&guest)? {
                let what = What::Presence { from, name, online: app.hub.is_here(&guest) };
                let event = Event { seq: None, at: now(), what };
                let notice = Notice::Conversation { conversation: conversation.clone(), event };
                app.hub.tell_consoles(Signal::Notice { to: store.agents_of(&conversation)?, notice });
            }
            Ok(())
        });
        let _ = told.await;
    }

    /// Tells one conversation, and the consoles of the agents who take part, something that is not kept.
    pub fn whisper(&self, conversation: &str, agents: Vec<String>, what: What) {
        let event = Event { seq: None, at: now(), what };
        self.hub.tell(conversation, event.clone());
        let notice = Notice::Conversation { conversation: conversation.to_owned(), event };
        self.hub.tell_consoles(Signal::Notice { to: agents, notice });
    }

    /// Tells those who listen to a conversation something that is not kept.
    pub fn murmur(&self, conversation: &str, what: What) {
        self.hub.tell(conversation, Event { seq: None, at: now(), what });
    }

    fn publish(&self, news: Vec<Happened>) {
        if news.is_empty() {
            return;
        }
        let (mut board, mut moved) = (false, false);
        for Happened { conversation, agents, event } in news {
            moved |= moves_the_queue(&event.what);
            board |= moved || agents.is_empty();
            self.hub.tell(&conversation, event.clone());
            self.hub.tell_consoles(Signal::Notice { to: agents, notice: Notice::Conversation { conversation, event } });
        }
        if board {
            self.hub.tell_consoles(Signal::Notice { to: Vec::new(), notice: Notice::Board });
        }
        // Last: whoever hears of a place in the queue has heard before that they wait.
        if moved {
            self.queue_moved();
        }
    }

    fn reader(&self) -> MutexGuard<'_, Store> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let free =
            (0..self.readers.len()).find_map(|at| self.readers[(turn + at) % self.readers.len()].try_lock().ok());
        free.unwrap_or_else(|| self.readers[turn % self.readers.len()].lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn told(&self) -> MutexGuard<'_, Vec<String>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn moves_the_queue(what: &What) -> bool {
    matches!(
        what,
        What::Queued
            | What::AgentJoined { .. }
            | What::AgentLeft { .. }
            | What::Transferred { .. }
            | What::Escalated { .. }
            | What::Reopened { .. }
            | What::Closed { .. }
    )
}

/// Now, by the system's clock.
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
