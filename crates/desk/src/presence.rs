//! Who is there: an agent counts as present while a console stream is open, and for a minute after the last sign of
//! life, so that a reload or a short loss of network does not empty the desk.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

const GRACE: Duration = Duration::from_mins(1);

/// Signs of life of the agents, in memory.
#[derive(Debug, Default)]
pub struct Presence {
    agents: Mutex<HashMap<String, Life>>,
}

#[derive(Debug)]
struct Life {
    streams: u32,
    seen: Instant,
}

impl Presence {
    pub fn seen(&self, agent: &str, now: Instant) {
        self.lock().entry(agent.to_owned()).or_insert(Life { streams: 0, seen: now }).seen = now;
    }

    /// The agent is present as long as the stream lives.
    pub fn stream(self: &Arc<Self>, agent: &str) -> Stream {
        let now = Instant::now();
        let mut agents = self.lock();
        agents.entry(agent.to_owned()).or_insert(Life { streams: 0, seen: now }).streams += 1;
        Stream { presence: Arc::clone(self), agent: agent.to_owned() }
    }

    /// Whether the agent is present.
    pub fn is_here(&self, agent: &str, now: Instant) -> bool {
        let agents = self.lock();
        agents.get(agent).is_some_and(|life| life.streams > 0 || now.saturating_duration_since(life.seen) <= GRACE)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Life>> {
        self.agents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open console stream; dropping it is its end.
#[derive(Debug)]
pub struct Stream {
    presence: Arc<Presence>,
    agent: String,
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(life) = self.presence.lock().get_mut(&self.agent) {
            life.streams = life.streams.saturating_sub(1);
            life.seen = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_present_for_a_minute_after_the_last_sign_and_while_a_stream_is_open() {
        let presence = Arc::new(Presence::default());
        let start = Instant::now();
        assert!(!presence.is_here("mei", start));
        presence.seen("mei", start);
        assert!(presence.is_here("mei", start + GRACE));
        assert!(!presence.is_here("mei", start + 2 * GRACE));
        let stream = presence.stream("mei");
        assert!(presence.is_here("mei", start + 9 * GRACE));
        drop(stream);
        assert!(!presence.is_here("mei", start + 9 * GRACE));
    }
}
