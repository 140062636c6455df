//! Who is next, and how long a customer will wait, said only when the desk can know it.

use crate::config::Priority;
use std::collections::HashMap;
use wire::{Millis, WaitRange, agent::Level, agent::Weights, event::What};

/// With fewer finished conversations than this, an estimate would be a guess.
const ENOUGH: usize = 3;

/// Seconds are said in steps of this: a finer figure would promise what nobody can keep.
const STEP: u32 = 30;

/// No wait is said to be longer.
const MOST: u32 = 86_400;

/// Seconds that mood and tier move a customer forward.
///
/// The queue is sorted by the moment of asking less this. It is a fixed sum, while waiting goes on, so whoever has
/// waited longer than the largest sum is overtaken by nobody who comes later: nobody starves.
pub fn ahead(priority: &Priority, mood: Option<&str>, tier: Option<&str>) -> u32 {
    let mood = match mood {
        Some("unhappy") => priority.unhappy,
        Some("angry") => priority.angry,
        Some("urgent") => priority.urgent,
        _ => 0,
    };
    mood.saturating_add(tier.and_then(|tier| priority.tiers.get(tier)).copied().unwrap_or(0))
}

/// The place in the queue as a number: the smaller, the sooner.
pub fn rank(asked_at: Millis, ahead: u32) -> i64 {
    i64::try_from(asked_at).unwrap_or(i64::MAX).saturating_sub(i64::from(ahead) * 1000)
}

/// The weights as agents see them.
pub fn weights(priority: &Priority) -> Weights {
    let Priority { unhappy, angry, urgent, tiers } = priority;
    let tier = tiers.values().copied().max().unwrap_or(0);
    Weights { unhappy: *unhappy, angry: *angry, urgent: *urgent, tier }
}

/// Whom a conversation waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pool {
    pub senior: bool,
    pub team: String,
}

/// An agent who is on duty and there.
#[derive(Debug, Clone)]
pub struct Hand {
    pub agent: String,
    pub level: Level,
    pub team: String,
    pub auto: bool,
    pub capacity: u32,
    pub talking: u32,
}

impl Hand {
    pub fn serves(&self, pool: &Pool) -> bool {
        (!pool.senior || self.level >= Level::Senior) && (pool.team.is_empty() || pool.team == self.team)
    }

    pub fn room(&self) -> u32 {
        self.capacity.saturating_sub(self.talking)
    }
}

/// Everybody who is on duty and there.
#[derive(Debug, Clone, Default)]
pub struct Crew(pub Vec<Hand>);

impl Crew {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn count(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    pub fn ids(&self) -> Vec<String> {
        self.0.iter().map(|hand| hand.agent.clone()).collect()
    }

    /// Who is given the next conversation of a pool: with room, the one with the fewest, relative to what they can.
    pub fn least_loaded(&self, pool: &Pool) -> Option<&Hand> {
        let willing = self.0.iter().filter(|hand| hand.auto && hand.room() > 0 && hand.serves(pool));
        willing.min_by_key(|hand| (hand.talking * 1000 / hand.capacity.max(1), hand.agent.clone()))
    }

    /// Room in all, and room that is free, of those who serve a pool.
    fn room(&self, pool: &Pool) -> (u32, u32) {
        let hands = self.0.iter().filter(|hand| hand.serves(pool));
        hands.fold((0, 0), |(all, free), hand| (all + hand.capacity, free + hand.room()))
    }
}

/// A place in the queue.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub position: u32,
    pub wait_estimate: Option<WaitRange>,
}

impl Place {
    pub fn event(self, open: bool) -> What {
        What::Queue { position: self.position, wait_estimate: self.wait_estimate, open }
    }
}

/// The places of all who wait, given in the queue's order with whom they wait for. A place counts those ahead who wait
/// for the same people.
pub fn places(waiting: Vec<(String, Pool)>, crew: &Crew, pace: &Pace) -> Vec<(String, Place)> {
    let mut ahead: HashMap<Pool, u32> = HashMap::new();
    let one = |(conversation, pool): (String, Pool)| {
        let wait = Wait::new(crew, &pool, pace);
        let position = ahead.entry(pool).or_default();
        *position += 1;
        (conversation, Place { position: *position, wait_estimate: wait.at(*position) })
    };
    waiting.into_iter().map(one).collect()
}

/// What the desk sees of its own pace.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// Seconds from the asking to the taking, of the last finished conversations.
    pub pickups: Vec<u32>,
    /// Seconds from the taking to the end, of the same ones.
    pub services: Vec<u32>,
}

/// The wait for the people of one pool.
///
/// An agent with room takes the next customer about as fast as it went lately. Behind that, one conversation must end
/// for each place ahead, and with room for `n` in all one ends about every `service / n` seconds; the quartiles give
/// the range.
#[derive(Debug, Clone, Copy)]
pub struct Wait {
    free: u32,
    all: u32,
    pickup: u32,
    service: Option<(u32, u32)>,
}

impl Wait {
    pub fn new(crew: &Crew, pool: &Pool, pace: &Pace) -> Self {
        let (all, free) = crew.room(pool);
        let known = pace.services.len() >= ENOUGH;
        let service = known.then(|| (quartile(&pace.services, 1), quartile(&pace.services, 3)));
        Self { free, all, pickup: quartile(&pace.pickups, 3), service }
    }

    /// The wait at a position (1 = next); `None` when nobody is there or too little is known.
    pub fn at(self, position: u32) -> Option<WaitRange> {
        let (quick, slow) = self.service.filter(|_| self.all > 0)?;
        let ends = position.saturating_sub(self.free);
        let (low, high) = if ends == 0 {
            (0, self.pickup.min(MOST))
        } else {
            let turns =
                |service: u32| (u64::from(ends) * u64::from(service) / u64::from(self.all)).min(u64::from(MOST));
            let seconds = |of: u64| u32::try_from(of).unwrap_or(MOST);
            (seconds(turns(quick)), seconds(turns(slow)))
        };
        let low = low / STEP * STEP;
        Some(WaitRange { low, high: (high.div_ceil(STEP) * STEP).max(low + STEP) })
    }
}

/// The value below which `quarter` quarters of the values lie.
fn quartile(values: &[u32], quarter: usize) -> u32 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * quarter / 4).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pace() -> Pace {
        Pace { pickups: vec![10, 20, 40, 50], services: vec![200, 300, 400, 600] }
    }

    fn hand(agent: &str, talking: u32, capacity: u32) -> Hand {
        let (level, team) = (Level::Agent, String::new());
        Hand { agent: agent.into(), level, team, auto: true, capacity, talking }
    }

    fn crew(hands: &[(u32, u32)]) -> Crew {
        Crew(hands.iter().map(|(talking, capacity)| hand("a", *talking, *capacity)).collect())
    }

    fn at(position: u32, crew: &Crew, pace: &Pace) -> Option<WaitRange> {
        Wait::new(crew, &Pool::default(), pace).at(position)
    }

    #[test]
    fn nothing_is_said_without_people_or_experience() {
        assert_eq!(at(1, &crew(&[]), &pace()), None);
        assert_eq!(at(1, &crew(&[(0, 1); 2]), &Pace { services: vec![100, 100], ..pace() }), None);
    }

    #[test]
    fn a_free_agent_means_the_usual_pickup() {
        assert_eq!(at(2, &crew(&[(0, 1); 2]), &pace()), Some(WaitRange { low: 0, high: 60 }));
        assert_eq!(at(2, &crew(&[(3, 5)]), &pace()), Some(WaitRange { low: 0, high: 60 }), "room for two more");
    }

    #[test]
    fn behind_busy_agents_each_place_costs_its_share_of_a_service() {
        // Two places to come free, two agents: about one service time, from the lower to the upper quartile.
        assert_eq!(at(2, &crew(&[(1, 1); 2]), &pace()), Some(WaitRange { low: 300, high: 600 }));
        assert_eq!(at(1, &crew(&[(1, 1)]), &pace()), Some(WaitRange { low: 300, high: 600 }));
        assert_eq!(at(4, &crew(&[(5, 5)]), &pace()), Some(WaitRange { low: 240, high: 480 }));
    }

    #[test]
    fn the_range_is_never_empty_and_never_overflows() {
        let busy = crew(&[(9, 1)]);
        let huge = Pace { pickups: vec![0; 3], services: vec![u32::MAX; 3] };
        assert_eq!(at(u32::MAX, &busy, &huge), Some(WaitRange { low: 86_400, high: 86_430 }));
        let zero = Pace { pickups: vec![0; 3], services: vec![0; 3] };
        assert_eq!(at(1, &busy, &zero), Some(WaitRange { low: 0, high: 30 }));
    }

    #[test]
    fn who_waits_for_somebody_senior_counts_only_those() {
        let senior = Pool { senior: true, ..Pool::default() };
        let waiting = ["a", "s", "b", "t"].map(|id| (id.to_owned(), id >= "s"));
        let waiting = waiting.map(|(id, up)| (id, if up { senior.clone() } else { Pool::default() })).to_vec();
        let places = places(waiting, &crew(&[(0, 4)]), &pace());
        let seen: Vec<(&str, u32, bool)> =
            places.iter().map(|(id, place)| (id.as_str(), place.position, place.wait_estimate.is_some())).collect();
        assert_eq!(seen, [("a", 1, true), ("s", 1, false), ("b", 2, true), ("t", 2, false)]);
    }

    #[test]
    fn the_least_loaded_with_room_is_next() {
        let mut crew = Crew(vec![hand("mei", 2, 4), hand("lin", 1, 1), hand("wang", 2, 5)]);
        assert_eq!(crew.least_loaded(&Pool::default()).map(|hand| hand.agent.as_str()), Some("wang"));
        assert!(crew.least_loaded(&Pool { senior: true, ..Pool::default() }).is_none());
        crew.0[2].auto = false;
        assert_eq!(crew.least_loaded(&Pool::default()).map(|hand| hand.agent.as_str()), Some("mei"));
    }

    proptest! {
        /// Whoever comes later than the largest sum of weights never overtakes: so everybody's turn comes.
        #[test]
        fn nobody_starves(
            asked in proptest::collection::vec((0u64..100_000, 0usize..5, 0usize..3), 2..60),
            unhappy in 0u32..2_000, angry in 0u32..2_000, urgent in 0u32..2_000, gold in 0u32..2_000,
        ) {
            let tiers = [("gold".to_owned(), gold)].into();
            let priority = Priority { unhappy, angry, urgent, tiers };
            let moods = [None, Some("neutral"), Some("unhappy"), Some("angry"), Some("urgent")];
            let customers = [None, Some("gold"), Some("unknown")];
            let most = unhappy.max(angry).max(urgent) + gold;
            let mut queue: Vec<(i64, u64)> = asked.iter().map(|(second, mood, tier)| {
                let ahead = ahead(&priority, moods[*mood], customers[*tier]);
                prop_assert!(ahead <= most);
                Ok((rank(second * 1000, ahead), *second))
            }).collect::<Result<_, TestCaseError>>()?;
            queue.sort_unstable();
            for (place, (_, asked)) in queue.iter().enumerate() {
                for (_, before) in &queue[..place] {
                    prop_assert!(*before <= asked + u64::from(most), "{before} overtook {asked}");
                }
            }
        }
    }
}
