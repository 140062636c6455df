//! Messages and callbacks: which are shown, and how much time is left.

use wire::{
    Millis,
    ticket::{Ticket, TicketState},
};

/// Which tickets are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All but the answered ones.
    #[default]
    Todo,
    /// Those that nobody has.
    Open,
    /// Those that I have.
    Mine,
    /// The answered ones.
    Done,
}

impl Shown {
    /// In the order of the buttons.
    pub const ALL: [Self; 4] = [Self::Todo, Self::Open, Self::Mine, Self::Done];

    /// The state to ask the desk for; `None`: all but the answered ones.
    pub fn state(self) -> Option<TicketState> {
        match self {
            Self::Todo => None,
            Self::Open => Some(TicketState::Open),
            Self::Mine => Some(TicketState::Claimed),
            Self::Done => Some(TicketState::Done),
        }
    }

    /// Whether a ticket belongs to the list of the agent `me`.
    pub fn has(self, ticket: &Ticket, me: &str) -> bool {
        match self {
            Self::Todo => ticket.state != TicketState::Done,
            Self::Open => ticket.state == TicketState::Open,
            Self::Mine => ticket.state == TicketState::Claimed && ticket.agent.as_deref() == Some(me),
            Self::Done => ticket.state == TicketState::Done,
        }
    }
}

/// How a ticket stands to its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// So much time is left.
    In(Millis),
    /// It is over by so much.
    Late(Millis),
}

/// How much time is left until `due`.
pub fn due(due: Millis, now: Millis) -> Due {
    if now > due { Due::Late(now - due) } else { Due::In(due - now) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::ticket;

    #[test]
    fn the_time_left_turns_into_the_time_over() {
        assert_eq!(due(100, 40), Due::In(60));
        assert_eq!(due(100, 100), Due::In(0));
        assert_eq!(due(100, 130), Due::Late(30));
    }

    #[test]
    fn lists_hold_what_their_names_say() {
        let open = ticket("o", TicketState::Open);
        let mine = Ticket { agent: Some("me".into()), ..ticket("m", TicketState::Claimed) };
        let theirs = Ticket { agent: Some("you".into()), ..ticket("t", TicketState::Claimed) };
        let done = ticket("d", TicketState::Done);
        let all = [open, mine, theirs, done];
        let list =
            |shown: Shown| all.iter().filter(|it| shown.has(it, "me")).map(|it| it.ticket.as_str()).collect::<String>();
        assert_eq!(Shown::ALL.map(list), ["omt", "o", "m", "d"]);
        for shown in Shown::ALL {
            let asked = |it: &&Ticket| shown.state().is_none_or(|state| state == it.state);
            assert!(all.iter().filter(|it| shown.has(it, "me")).all(|it| asked(&it)), "the desk answers with them");
        }
    }
}
