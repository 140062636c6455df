//! The board between two fetches.

use super::{
    quick::{Way, step},
    rights::may_take,
};
use wire::{
    Speaker,
    agent::{Board, Card, Level, Line},
    event::{Event, What},
};

/// As many characters of the newest line as the desk sends.
const LINE_CHARS: usize = 120;

/// Shows an event of a conversation on the board at once, before the board is fetched again.
/// `read` says that the agent has this conversation before their eyes.
pub fn hear(board: &mut Board, conversation: &str, event: &Event, read: Reading) {
    let What::Message(message) = &event.what else { return };
    let line = Line { from: message.from, text: message.body.chars().take(LINE_CHARS).collect(), at: event.at };
    if let Some(card) = board.waiting.iter_mut().find(|card| card.conversation == conversation) {
        card.last = Some(line);
    } else if let Some(at) = board.mine.iter().position(|card| card.conversation == conversation) {
        let mut card = board.mine.remove(at);
        card.last = Some(line);
        if matches!(message.from, Speaker::Visitor | Speaker::Helper) && read == Reading::No {
            card.unread += 1;
        }
        board.mine.insert(0, card);
    }
}

/// Whether the agent sees the conversation right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is open and the page is visible.
    Yes,
    /// It is not.
    No,
}

/// The agent has read all of a conversation.
pub fn mark_read(board: &mut Board, conversation: &str) {
    for card in board.mine.iter_mut().filter(|card| card.conversation == conversation) {
        card.unread = 0;
    }
}

/// How many things ask for the agent: customers who wait and messages that nobody has read.
pub fn attention(board: &Board) -> u32 {
    let unread: u32 = board.mine.iter().map(|card| card.unread).sum();
    unread.saturating_add(u32::try_from(board.waiting.len()).unwrap_or(u32::MAX))
}

/// The first waiting customer whom somebody of this level may take.
pub fn next_for(board: &Board, level: Level) -> Option<&Card> {
    board.waiting.iter().find(|card| may_take(level, card))
}

/// The one of my conversations after or before the open one, going round.
pub fn beside(board: &Board, open: Option<&str>, way: Way) -> Option<String> {
    let at = board.mine.iter().position(|card| Some(card.conversation.as_str()) == open);
    let at = at.map_or(0, |at| step(at, board.mine.len(), way));
    board.mine.get(at).map(|card| card.conversation.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::{card, said};

    fn board() -> Board {
        Board { waiting: vec![card("w")], mine: vec![card("a"), card("b")], ..Board::default() }
    }

    #[test]
    fn a_message_comes_first_and_counts_until_it_is_read() {
        let mut board = board();
        hear(&mut board, "b", &said(5, Speaker::Visitor, "c5", "在吗"), Reading::No);
        assert_eq!(board.mine[0].conversation, "b");
        assert_eq!((board.mine[0].unread, attention(&board)), (1, 2));
        mark_read(&mut board, "b");
        assert_eq!(attention(&board), 1);
    }

    #[test]
    fn what_the_agent_sees_or_says_is_not_unread() {
        let mut board = board();
        hear(&mut board, "a", &said(5, Speaker::Visitor, "c5", "在吗"), Reading::Yes);
        hear(&mut board, "a", &said(6, Speaker::Agent, "c6", "在的"), Reading::No);
        assert_eq!(board.mine[0].unread, 0);
        assert_eq!(board.mine[0].last.as_ref().unwrap().text, "在的");
    }

    #[test]
    fn a_waiting_customer_keeps_the_place_and_long_lines_are_cut_by_characters() {
        let mut board = board();
        hear(&mut board, "w", &said(2, Speaker::Visitor, "c", &"急".repeat(500)), Reading::No);
        assert_eq!(board.waiting[0].last.as_ref().unwrap().text.chars().count(), LINE_CHARS);
        hear(&mut board, "nowhere", &said(2, Speaker::Visitor, "c", "x"), Reading::No);
        assert_eq!(board.mine.len(), 2);
    }

    #[test]
    fn the_next_one_is_the_first_whom_one_may_take() {
        let mut board = board();
        board.waiting.insert(0, Card { senior: true, ..card("s") });
        assert_eq!(next_for(&board, Level::Agent).unwrap().conversation, "w");
        assert_eq!(next_for(&board, Level::Senior).unwrap().conversation, "s");
        assert!(next_for(&Board::default(), Level::Admin).is_none());
    }

    #[test]
    fn one_goes_round_among_ones_own() {
        let board = board();
        assert_eq!(beside(&board, Some("b"), Way::Down).as_deref(), Some("a"));
        assert_eq!(beside(&board, Some("a"), Way::Up).as_deref(), Some("b"));
        assert_eq!(beside(&board, None, Way::Down).as_deref(), Some("a"));
        assert_eq!(beside(&Board::default(), None, Way::Down), None);
    }
}
