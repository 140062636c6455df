//! What one may do. The desk enforces it; here it decides what is shown.

use wire::agent::{Card, Level};

/// Something that takes more than being an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Give a conversation to an agent, hand on those of others.
    Assign,
    /// Shut a visitor out.
    Block,
    /// Read and export the log.
    Audit,
    /// Export a conversation.
    Export,
    /// See who is in the team.
    Team,
    /// Add and change agents.
    Agents,
    /// Erase a visitor's data.
    Erase,
}

/// Whether somebody of this level may.
pub fn may(level: Level, right: Right) -> bool {
    level
        >= match right {
            Right::Assign | Right::Block | Right::Audit | Right::Export | Right::Team => Level::Lead,
            Right::Agents | Right::Erase => Level::Admin,
        }
}

/// Whether somebody of this level may take a waiting customer.
pub fn may_take(level: Level, card: &Card) -> bool {
    !card.senior || level >= Level::Senior
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::card;

    #[test]
    fn each_level_may_what_the_ones_before_it_may() {
        let all = [Right::Assign, Right::Block, Right::Audit, Right::Export, Right::Team, Right::Agents, Right::Erase];
        let count = |level| all.into_iter().filter(|right| may(level, *right)).count();
        assert_eq!([Level::Agent, Level::Senior, Level::Lead, Level::Admin].map(count), [0, 0, 5, 7]);
    }

    #[test]
    fn what_was_escalated_waits_for_a_senior() {
        let escalated = Card { senior: true, ..card("a") };
        assert!(may_take(Level::Agent, &card("a")));
        assert!(!may_take(Level::Agent, &escalated));
        assert!(may_take(Level::Senior, &escalated));
    }
}
