//! Rate limits, in memory: a restart forgets them, which costs a customer nothing.

use crate::{
    config::{Limits, Rate},
    refuse::Refuse,
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The gates of one desk.
#[derive(Debug)]
pub struct Gates {
    pub sessions: Gate,
    pub handovers: Gate,
    pub messages: Gate,
    pub tickets: Gate,
    pub logins: Gate,
    pub codes: Gate,
    pub leavings: Gate,
    pub joins: Gate,
    pub calls: Gate,
    pub feedback: Gate,
}

impl Gates {
    pub fn new(limits: &Limits) -> Self {
        Self {
            sessions: Gate::new(limits.sessions),
            handovers: Gate::new(limits.handovers),
            messages: Gate::new(limits.messages),
            tickets: Gate::new(limits.tickets),
            logins: Gate::new(limits.logins),
            codes: Gate::new(limits.codes),
            leavings: Gate::new(limits.leavings),
            joins: Gate::new(limits.joins),
            calls: Gate::new(limits.calls),
            feedback: Gate::new(limits.feedback),
        }
    }

    /// Forgets who is below every limit again.
    pub fn sweep(&self, now: Instant) {
        let Self { sessions, handovers, messages, tickets, logins, codes, leavings, joins, calls, feedback } = self;
        for gate in [sessions, handovers, messages, tickets, logins, codes, leavings, joins, calls, feedback] {
            gate.lock().retain(|_, full_until| *full_until > now);
        }
    }
}

/// One limit for many keys. For each key it keeps one instant: when the allowance will be whole again.
#[derive(Debug)]
pub struct Gate {
    rate: Rate,
    whole_at: Mutex<HashMap<String, Instant>>,
}

impl Gate {
    pub fn new(rate: Rate) -> Self {
        Self { rate, whole_at: Mutex::default() }
    }

    /// Takes one; or says how long until the next one is allowed.
    pub fn take(&self, key: &str, now: Instant) -> Result<(), Duration> {
        let mut keys = self.lock();
        let whole_at = keys.get(key).copied().unwrap_or(now).max(now) + self.rate.every;
        let allowance = self.rate.every * self.rate.burst.max(1);
        let too_far = whole_at.saturating_duration_since(now).saturating_sub(allowance);
        if !too_far.is_zero() {
            return Err(too_far);
        }
        keys.insert(key.to_owned(), whole_at);
        Ok(())
    }

    /// Gives one back that turned out not to count.
    pub fn give_back(&self, key: &str) {
        if let Some(whole_at) = self.lock().get_mut(key) {
            *whole_at = whole_at.checked_sub(self.rate.every).unwrap_or(*whole_at);
        }
    }

    /// What the desk itself could not keep has cost nothing: who tries again is not too often there.
    pub fn unless_lost<T>(&self, key: &str, outcome: Result<T, Refuse>) -> Result<T, Refuse> {
        if outcome.as_ref().is_err_and(|refuse| refuse.status.is_server_error()) {
            self.give_back(key);
        }
        outcome
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Instant>> {
        self.whole_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_then_one_more_each_time_the_rate_allows() {
        let gate = Gate::new(Rate { burst: 3, every: 10 * S });
        let start = Instant::now();
        for _ in 0..3 {
            assert_eq!(gate.take("a", start), Ok(()));
        }
        assert_eq!(gate.take("a", start), Err(10 * S));
        assert_eq!(gate.take("b", start), Ok(()), "another key has its own allowance");
        assert_eq!(gate.take("a", start + 4 * S), Err(6 * S), "a refusal costs nothing");
        assert_eq!(gate.take("a", start + 10 * S), Ok(()));
        assert_eq!(gate.take("a", start + 10 * S), Err(10 * S));
    }

    #[test]
    fn what_is_given_back_may_be_taken_again() {
        let gate = Gate::new(Rate { burst: 1, every: S });
        let start = Instant::now();
        assert_eq!(gate.take("a", start), Ok(()));
        gate.give_back("a");
        assert_eq!(gate.take("a", start), Ok(()));
        assert!(gate.take("a", start).is_err());
    }

    #[test]
    fn sweeping_forgets_only_those_below_the_limit() {
        let gates = Gates::new(&Limits::default());
        let start = Instant::now();
        assert_eq!(gates.sessions.take("a", start), Ok(()));
        gates.sweep(start);
        assert_eq!(gates.sessions.lock().len(), 1);
        gates.sweep(start + 60 * S);
        assert!(gates.sessions.lock().is_empty());
    }
}
