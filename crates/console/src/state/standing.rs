//! How the agent stands to the open conversation, which decides what may be done.

use super::{chat::Chat, rights::may_take};
use wire::{
    agent::{Board, Me},
    visitor::ConversationState,
};

/// How the agent stands to a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has it: take it.
    Waiting,
    /// It waits for somebody more senior: read.
    WaitingForSenior,
    /// The agent's own: write, hand on, end.
    Mine,
    /// A colleague's, and the agent was invited: write, step out.
    Guest,
    /// A colleague's: read.
    Theirs,
    /// Ended: read.
    Closed,
}

impl Standing {
    /// How `me` stands to it.
    pub fn of(chat: &Chat, me: &Me, board: &Board) -> Self {
        match chat.card.state {
            ConversationState::Closed => Self::Closed,
            ConversationState::Queued if may_take(me.level, &chat.card) => Self::Waiting,
            ConversationState::Queued => Self::WaitingForSenior,
            ConversationState::Assigned if chat.agent.as_ref() == Some(&me.agent) => Self::Mine,
            ConversationState::Assigned => {
                let invited = board.mine.iter().any(|card| card.conversation == chat.card.conversation);
                if invited { Self::Guest } else { Self::Theirs }
            }
        }
    }

    /// Whether the agent may write.
    pub fn writes(self) -> bool {
        matches!(self, Self::Mine | Self::Guest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::{card, case};
    use wire::agent::{Card, Level};

    #[test]
    fn it_follows_the_state_the_holder_and_the_invitation() {
        let me = Me {
            agent: "me".into(),
            name: "小陈".into(),
            role: String::new(),
            on_duty: true,
            level: Level::Agent,
            auto: false,
            capacity: 5,
            team: String::new(),
        };
        let nothing = Board::default();
        let of = |state, holder: Option<&str>, senior, board: &Board| {
            let mut chat = Chat::from(case("a", Vec::new()));
            chat.card = Card { state, senior, ..card("a") };
            chat.agent = holder.map(str::to_owned);
            Standing::of(&chat, &me, board)
        };
        assert_eq!(of(ConversationState::Queued, None, false, &nothing), Standing::Waiting);
        assert_eq!(of(ConversationState::Queued, None, true, &nothing), Standing::WaitingForSenior);
        assert_eq!(of(ConversationState::Assigned, Some("me"), false, &nothing), Standing::Mine);
        assert_eq!(of(ConversationState::Assigned, Some("you"), false, &nothing), Standing::Theirs);
        let invited = Board { mine: vec![card("a")], ..Board::default() };
        assert_eq!(of(ConversationState::Assigned, Some("you"), false, &invited), Standing::Guest);
        assert_eq!(of(ConversationState::Closed, Some("me"), false, &invited), Standing::Closed);
        assert!(Standing::Guest.writes() && !Standing::Theirs.writes());
    }
}
