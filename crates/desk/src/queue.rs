//! How long a customer will wait, said only when the desk can know it.

use wire::WaitRange;

/// With fewer finished conversations than this, an estimate would be a guess.
const ENOUGH: usize = 3;

/// Seconds are said in steps of this: a finer figure would promise what nobody can keep.
const STEP: u32 = 30;

/// What the desk sees of its own pace.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// Conversations that are with an agent now.
    pub talking: u32,
    /// Seconds from the asking to the taking, of the last finished conversations.
    pub pickups: Vec<u32>,
    /// Seconds from the taking to the end, of the same ones.
    pub services: Vec<u32>,
}

/// The wait at a position (1 = next) with so many agents on duty; `None` when nobody is there or too little is known.
///
/// A free agent takes the next customer about as fast as it went lately. Behind that, one conversation must end for
/// each place ahead, and with `n` agents one ends about every `service / n` seconds; the quartiles give the range.
pub fn estimate(position: u32, present: u32, pace: &Pace) -> Option<WaitRange> {
    if present == 0 || pace.services.len() < ENOUGH {
        return None;
    }
    let free = present.saturating_sub(pace.talking);
    let ends = position.saturating_sub(free);
    let (low, high) = if ends == 0 {
        (0, quartile(&pace.pickups, 3))
    } else {
        let turn = |service: u32| (u64::from(ends) * u64::from(service) / u64::from(present)).min(86_400);
        let seconds = |of: u64| u32::try_from(of).unwrap_or(86_400);
        (seconds(turn(quartile(&pace.services, 1))), seconds(turn(quartile(&pace.services, 3))))
    };
    let low = low / STEP * STEP;
    Some(WaitRange { low, high: (high.div_ceil(STEP) * STEP).max(low + STEP) })
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

    fn pace(talking: u32) -> Pace {
        Pace { talking, pickups: vec![10, 20, 40, 50], services: vec![200, 300, 400, 600] }
    }

    #[test]
    fn nothing_is_said_without_people_or_experience() {
        assert_eq!(estimate(1, 0, &pace(0)), None);
        assert_eq!(estimate(1, 2, &Pace { services: vec![100, 100], ..pace(0) }), None);
    }

    #[test]
    fn a_free_agent_means_the_usual_pickup() {
        assert_eq!(estimate(2, 2, &pace(0)), Some(WaitRange { low: 0, high: 60 }));
    }

    #[test]
    fn behind_busy_agents_each_place_costs_its_share_of_a_service() {
        // Two places to come free, two agents: about one service time, from the lower to the upper quartile.
        assert_eq!(estimate(2, 2, &pace(2)), Some(WaitRange { low: 300, high: 600 }));
        assert_eq!(estimate(1, 1, &pace(1)), Some(WaitRange { low: 300, high: 600 }));
    }

    #[test]
    fn the_range_is_never_empty_and_never_overflows() {
        let huge = Pace { talking: 9, pickups: vec![0; 3], services: vec![u32::MAX; 3] };
        assert_eq!(estimate(u32::MAX, 1, &huge), Some(WaitRange { low: 86_400, high: 86_430 }));
        let zero = Pace { talking: 0, pickups: vec![0; 3], services: vec![0; 3] };
        assert_eq!(estimate(1, 1, &zero), Some(WaitRange { low: 0, high: 30 }));
    }
}
