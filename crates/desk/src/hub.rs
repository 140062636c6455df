//! Tells the open streams what just happened. Nothing here is kept: a stream that missed something reads the store.

use crate::auth::TokenHash;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::broadcast;
use wire::{agent::Notice, event::Event};

/// Events a slow stream may lag behind before it reads the store again.
const BACKLOG: usize = 128;

/// What the consoles' streams hear.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)] // Sent and dropped, never stored.
pub enum Signal {
    /// To one agent, or to all.
    Notice { to: Option<String>, notice: Notice },
    /// A session ended: its stream ends too.
    LoggedOut(TokenHash),
}

/// The live streams of one desk.
#[derive(Debug)]
pub struct Hub {
    rooms: Mutex<HashMap<String, broadcast::Sender<Event>>>,
    consoles: broadcast::Sender<Signal>,
    /// Open streams and long polls per visitor.
    seats: Arc<Mutex<HashMap<String, u32>>>,
}

impl Hub {
    pub fn new() -> Self {
        Self { rooms: Mutex::default(), consoles: broadcast::channel(BACKLOG).0, seats: Arc::default() }
    }

    pub fn listen(&self, conversation: &str) -> broadcast::Receiver<Event> {
        let mut rooms = self.rooms();
        rooms.entry(conversation.to_owned()).or_insert_with(|| broadcast::channel(BACKLOG).0).subscribe()
    }

    pub fn tell(&self, conversation: &str, event: Event) {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get(conversation)
            && room.send(event).is_err()
        {
            rooms.remove(conversation);
        }
    }

    pub fn listen_as_console(&self) -> broadcast::Receiver<Signal> {
        self.consoles.subscribe()
    }

    pub fn tell_consoles(&self, signal: Signal) {
        // An error says that no console is open: nobody to tell.
        let _ = self.consoles.send(signal);
    }

    /// A seat for one more stream of this visitor, if there are fewer than `most`.
    pub fn seat(&self, visitor: &str, most: u32) -> Option<Seat> {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = seats.entry(visitor.to_owned()).or_default();
        if *taken >= most {
            return None;
        }
        *taken += 1;
        Some(Seat { seats: Arc::clone(&self.seats), visitor: visitor.to_owned() })
    }

    /// Forgets rooms that nobody listens in.
    pub fn sweep(&self) {
        self.rooms().retain(|_, room| room.receiver_count() > 0);
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<String, broadcast::Sender<Event>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open stream of a visitor; dropping it makes room for another.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Mutex<HashMap<String, u32>>>,
    visitor: String,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = seats.get_mut(&self.visitor) {
            *taken = taken.saturating_sub(1);
            if *taken == 0 {
                seats.remove(&self.visitor);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_free_again_when_its_stream_ends() {
        let hub = Hub::new();
        let first = hub.seat("v", 1);
        assert!(first.is_some());
        assert!(hub.seat("v", 1).is_none());
        assert!(hub.seat("w", 1).is_some(), "another visitor has other seats");
        drop(first);
        assert!(hub.seat("v", 1).is_some());
    }
}
