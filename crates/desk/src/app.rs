//! What all calls share: the store behind its lock, the live streams, who is there, the limits.

use crate::{
    auth::Tickets,
    config::Limits,
    hub::{Hub, Signal},
    limits::Gates,
    presence::Presence,
    queue,
    refuse::Refuse,
    store::{Happened, Store},
};
use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};
use tokio::sync::{Semaphore, watch};
use wire::{
    Millis,
    agent::Notice,
    event::{Event, What},
};

/// Password hashing takes 19 MB and all of a core: so many at one time.
const HASHERS: usize = 2;

/// The running desk.
pub struct App {
    pub limits: Limits,
    pub gates: Gates,
    pub hub: Hub,
    pub presence: Arc<Presence>,
    pub tickets: Tickets,
    pub hashers: Semaphore,
    /// Becomes true once, when the desk shuts down: every stream ends then.
    pub stop: watch::Sender<bool>,
    store: Mutex<Store>,
    /// How many agents the waiting customers were last told about.
    announced: AtomicU32,
}

impl App {
    pub fn new(store: Store, limits: Limits) -> Self {
        Self {
            gates: Gates::new(&limits),
            limits,
            hub: Hub::new(),
            presence: Arc::default(),
            tickets: Tickets::default(),
            hashers: Semaphore::new(HASHERS),
            stop: watch::Sender::new(false),
            store: Mutex::new(store),
            announced: AtomicU32::new(0),
        }
    }

    /// Runs work that changes the store, then tells the streams, before anybody else may change it: what streams hear
    /// is in the order of the numbers. It runs to its end even if the caller hangs up.
    pub async fn write<R, F>(self: &Arc<Self>, work: F) -> Result<R, Refuse>
    where
        R: Send + 'static,
        F: FnOnce(&mut Store, &App, Millis) -> Result<(R, Vec<Happened>), Refuse> + Send + 'static,
    {
        let app = Arc::clone(self);
        let run = move || {
            let mut store = app.store();
            let (answer, news) = work(&mut store, &app, now())?;
            app.publish(&store, news)?;
            Ok(answer)
        };
        tokio::task::spawn_blocking(run).await?
    }

    /// Runs work that only reads.
    pub async fn read<R, F>(self: &Arc<Self>, work: F) -> Result<R, Refuse>
    where
        R: Send + 'static,
        F: FnOnce(&Store, &App) -> Result<R, Refuse> + Send + 'static,
    {
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&app.store(), &app)).await?
    }

    /// How many agents are on duty and there.
    pub fn present(&self, store: &Store) -> Result<u32, Refuse> {
        Ok(self.presence.count(&store.on_duty()?, Instant::now()))
    }

    /// Tells every waiting customer the place and the wait.
    pub fn announce_queue(&self, store: &Store) -> Result<(), Refuse> {
        let present = self.present(store)?;
        self.announced.store(present, Ordering::Relaxed);
        let (waiting, pace) = store.queue()?;
        for (position, conversation) in (1..).zip(&waiting) {
            let wait_estimate = queue::estimate(position, present, &pace);
            let what = What::Queue { position, wait_estimate, open: present > 0 };
            self.hub.tell(conversation, Event { seq: None, at: now(), what });
        }
        Ok(())
    }

    /// What is due now and then: agents who silently went away, and memory that nobody needs.
    pub async fn tend(self: &Arc<Self>) {
        self.hub.sweep();
        self.gates.sweep(Instant::now());
        let told = self.read(|store, app| {
            if app.present(store)? == app.announced.load(Ordering::Relaxed) {
                Ok(())
            } else {
                app.announce_queue(store)
            }
        });
        // A refusal here was logged where it arose; the next round tries again.
        let _ = told.await;
    }

    fn publish(&self, store: &Store, news: Vec<Happened>) -> Result<(), Refuse> {
        if news.is_empty() {
            return Ok(());
        }
        let moved = news.iter().any(|happened| moves_the_queue(&happened.event.what));
        for Happened { conversation, agent, event } in news {
            self.hub.tell(&conversation, event.clone());
            self.hub.tell_consoles(Signal::Notice { to: agent, notice: Notice::Conversation { conversation, event } });
        }
        self.hub.tell_consoles(Signal::Notice { to: None, notice: Notice::Board });
        if moved { self.announce_queue(store) } else { Ok(()) }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        // A panic while the lock was held has rolled its transaction back: the store is whole.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn moves_the_queue(what: &What) -> bool {
    matches!(what, What::Queued | What::AgentJoined { .. } | What::AgentLeft { .. } | What::Closed { .. })
}

/// Now, by the system's clock.
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
