//! Which part of the page the address bar names: the desk with a conversation, or a room around it.

use super::rights::{Right, may};
use wire::agent::Level;

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// The queue and the conversations.
    #[default]
    Desk,
    /// Messages and callbacks.
    Tickets,
    /// What agents propose for the knowledge.
    Proposals,
    /// Who did what.
    Audit,
    /// The agents.
    Team,
}

impl Room {
    /// All rooms, in the order of the bar.
    pub const ALL: [Self; 5] = [Self::Desk, Self::Tickets, Self::Proposals, Self::Audit, Self::Team];

    /// The room that the address bar names.
    pub fn of(hash: &str) -> Self {
        Self::ALL.into_iter().find(|room| room.hash() == hash).unwrap_or_default()
    }

    /// What the address bar says for it.
    pub fn hash(self) -> &'static str {
        match self {
            Self::Desk => "#",
            Self::Tickets => "#tickets",
            Self::Proposals => "#proposals",
            Self::Audit => "#audit",
            Self::Team => "#team",
        }
    }

    /// Whether somebody of this level has anything to do there.
    pub fn is_for(self, level: Level) -> bool {
        match self {
            Self::Desk | Self::Tickets | Self::Proposals => true,
            Self::Audit => may(level, Right::Audit),
            Self::Team => may(level, Right::Team),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_bar_names_a_room_or_the_desk() {
        for room in Room::ALL {
            assert_eq!(Room::of(room.hash()), room);
        }
        for other in ["", "#c=0190", "#nowhere"] {
            assert_eq!(Room::of(other), Room::Desk, "{other}");
        }
    }

    #[test]
    fn the_log_and_the_team_are_for_leads() {
        let seen = |level| Room::ALL.into_iter().filter(|room| room.is_for(level)).count();
        assert_eq!([Level::Agent, Level::Senior, Level::Lead, Level::Admin].map(seen), [3, 3, 5, 5]);
    }
}
