//! Tells the open streams what just happened. Nothing here is kept: a stream that missed something reads the store.

use crate::auth::TokenHash;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::{broadcast, mpsc};
use wire::{agent::Notice, event::Event};

/// Events a slow stream may lag behind before it reads the store again.
const BACKLOG: usize = 16;

/// The same for consoles, which hear of everything.
const CONSOLE_BACKLOG: usize = 256;

/// What the consoles' streams hear.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)] // Sent and dropped, never stored.
pub enum Signal {
    /// To these agents; to all, if there are none.
    Notice { to: Vec<String>, notice: Notice },
    /// A session ended: its stream ends too.
    LoggedOut(TokenHash),
}

/// The live streams of one desk.
#[derive(Debug)]
pub struct Hub {
    rooms: Mutex<HashMap<String, broadcast::Sender<Arc<Event>>>>,
    consoles: broadcast::Sender<Arc<Signal>>,
    seats: Arc<Seats>,
}

/// Open streams and long polls per visitor and helper.
#[derive(Debug)]
struct Seats {
    taken: Mutex<HashMap<String, Taken>>,
    /// Hears of everybody who came first or went last.
    moves: mpsc::UnboundedSender<String>,
}

/// The seats of one visitor or helper.
#[derive(Debug, Default)]
struct Taken {
    count: u32,
    dismissed: Arc<AtomicBool>,
}

impl Hub {
    /// The hub, and where it tells who came or went: ids of visitors and helpers.
    pub fn new() -> (Self, mpsc::UnboundedReceiver<String>) {
        let (moves, told) = mpsc::unbounded_channel();
        let seats = Arc::new(Seats { taken: Mutex::default(), moves });
        (Self { rooms: Mutex::default(), consoles: broadcast::channel(CONSOLE_BACKLOG).0, seats }, told)
    }

    pub fn listen(&self, conversation: &str) -> broadcast::Receiver<Arc<Event>> {
        let mut rooms = self.rooms();
        rooms.entry(conversation.to_owned()).or_insert_with(|| broadcast::channel(BACKLOG).0).subscribe()
    }

    pub fn tell(&self, conversation: &str, event: Event) {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get(conversation)
            && room.send(Arc::new(event)).is_err()
        {
            rooms.remove(conversation);
        }
    }

    pub fn listen_as_console(&self) -> broadcast::Receiver<Arc<Signal>> {
        self.consoles.subscribe()
    }

    pub fn tell_consoles(&self, signal: Signal) {
        // An error says that no console is open: nobody to tell.
        let _ = self.consoles.send(Arc::new(signal));
    }

    /// A seat for one more stream of this visitor or helper, if there are fewer than `most`.
    pub fn seat(&self, guest: &str, most: u32) -> Option<Seat> {
        let mut taken = self.seats.lock();
        let mine = taken.entry(guest.to_owned()).or_default();
        if mine.count >= most {
            return None;
        }
        mine.count += 1;
        if mine.count == 1 {
            let _ = self.seats.moves.send(guest.to_owned());
        }
        let dismissed = Arc::clone(&mine.dismissed);
        Some(Seat { seats: Arc::clone(&self.seats), guest: guest.to_owned(), dismissed })
    }

    /// The streams of this visitor or helper end with the next event.
    pub fn dismiss(&self, guest: &str) {
        if let Some(mine) = self.seats.lock().get(guest) {
            mine.dismissed.store(true, Ordering::Release);
        }
    }

    /// Whether a page listens to the conversation.
    pub fn is_heard(&self, conversation: &str) -> bool {
        self.rooms().get(conversation).is_some_and(|room| room.receiver_count() > 0)
    }

    /// Whether a stream of this visitor or helper is open.
    pub fn is_here(&self, guest: &str) -> bool {
        self.seats.lock().contains_key(guest)
    }

    /// Open streams and long polls of customers and helpers, and of consoles.
    pub fn listeners(&self) -> (u64, u64) {
        let guests = self.seats.lock().values().map(|taken| u64::from(taken.count)).sum();
        (guests, u64::try_from(self.consoles.receiver_count()).unwrap_or(u64::MAX))
    }

    /// Forgets rooms that nobody listens in.
    pub fn sweep(&self) {
        self.rooms().retain(|_, room| room.receiver_count() > 0);
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<String, broadcast::Sender<Arc<Event>>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seats {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Taken>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open stream of a visitor or helper; dropping it makes room for another.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Seats>,
    guest: String,
    dismissed: Arc<AtomicBool>,
}

impl Seat {
    /// Whether whoever sat here may no longer listen.
    pub fn is_dismissed(&self) -> bool {
        self.dismissed.load(Ordering::Acquire)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.lock();
        if let Some(mine) = taken.get_mut(&self.guest) {
            mine.count = mine.count.saturating_sub(1);
            if mine.count == 0 {
                taken.remove(&self.guest);
                let _ = self.seats.moves.send(self.guest.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_free_again_when_its_stream_ends() {
        let (hub, mut moved) = Hub::new();
        let first = hub.seat("v", 1);
        assert!(first.is_some() && hub.is_here("v"));
        assert!(hub.seat("v", 1).is_none());
        assert!(hub.seat("w", 1).is_some(), "another visitor has other seats");
        drop(first);
        assert!(!hub.is_here("v"));
        let shown_out = hub.seat("x", 1);
        hub.dismiss("x");
        assert!(shown_out.is_some_and(|seat| seat.is_dismissed()));
        assert!(hub.seat("v", 1).is_some());
        let told: Vec<String> = std::iter::from_fn(|| moved.try_recv().ok()).collect();
        assert_eq!(told, ["v", "w", "w", "v", "x", "x", "v", "v"], "each coming and going");
    }
}
