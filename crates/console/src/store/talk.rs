//! The board and the open conversation.

use super::Store;
use crate::{
    api::{self, Trouble},
    platform,
    state::{self, Chat, Room, Way, hash_of},
    words::fill,
};
use leptos::{prelude::*, task::spawn_local};
use wire::agent::{Board, Case};

impl Store {
    /// Fetches the board.
    pub(super) fn refresh_board(self) {
        let turn = Self::turn(self.boards);
        spawn_local(async move {
            match api::board().await {
                Ok(mut board) if Self::is_newer(self.boards, turn) => {
                    let read = self.selected.get_untracked().filter(|id| self.is_read(id));
                    if let Some(read) = read {
                        state::mark_read(&mut board, &read);
                    }
                    let (waited, left) = self.board.with_untracked(|board| (board.waiting.len(), board.open_tickets));
                    let (waiting, tickets) = (board.waiting.len(), board.open_tickets);
                    let unread = |board: &Board| board.mine.iter().map(|card| card.unread).sum::<u32>();
                    if self.asks() && unread(&board) > self.board.with_untracked(unread) {
                        self.tell_unread();
                    }
                    self.board.set(board);
                    if waiting > waited {
                        self.tell_waiting(waiting);
                    }
                    if tickets > left {
                        self.tell_ticket();
                    }
                }
                Err(Trouble::LoggedOut) => self.leave(),
                Err(Trouble::Unreachable) if self.asks() => self.try_later(),
                Ok(_) | Err(_) => {}
            }
        });
    }

    /// Opens a conversation, or goes back to the board.
    pub fn open(self, conversation: Option<String>) {
        platform::set_hash(&hash_of(conversation.as_deref()));
        self.room.set(Room::Desk);
        self.show(conversation);
    }

    /// Opens the one of my conversations beside the open one.
    pub fn open_beside(self, way: Way) {
        let open = self.selected.get_untracked();
        let beside = self.board.with_untracked(|board| state::beside(board, open.as_deref(), way));
        if let Some(beside) = beside {
            self.open(Some(beside));
        }
    }

    pub(super) fn show(self, conversation: Option<String>) {
        self.problem.set(None);
        self.done.set(None);
        self.quick.set(false);
        self.selected.set(conversation.clone());
        let shown = self.chat.with_untracked(|chat| chat.as_ref().map(|chat| chat.card.conversation.clone()));
        if shown == conversation {
            return;
        }
        self.chat.set(None);
        self.rooms.history.set(None);
        let Some(id) = conversation else { return };
        spawn_local(async move {
            match api::conversation(&id).await {
                Ok(case) => {
                    self.receive(&id, case);
                    platform::focus(if platform::is_wide() { &["#write", "#chat-title"] } else { &["#chat-title"] });
                }
                Err(trouble) => self.drop_selection(&id, trouble),
            }
        });
    }

    /// Takes a waiting customer; the composer is next.
    pub fn take(self, id: String) {
        self.problem.set(None);
        self.done.set(None);
        spawn_local(async move {
            match api::take(&id).await {
                Ok(case) => {
                    platform::set_hash(&hash_of(Some(&id)));
                    self.room.set(Room::Desk);
                    self.selected.set(Some(id.clone()));
                    self.receive(&id, case);
                    platform::focus(&["#write"]);
                }
                Err(trouble) => self.complain(trouble),
            }
            self.refresh_board();
        });
    }

    /// Takes whoever is next.
    pub fn take_next(self) {
        let level = self.level_now();
        let next = self.board.with_untracked(|board| state::next_for(board, level).map(|it| it.conversation.clone()));
        match next {
            Some(next) => self.take(next),
            None => self.say(self.words_now().nobody_waits.to_owned()),
        }
    }

    /// Reads the open conversation again, which also marks it as read.
    pub(super) fn reload_chat(self) {
        let Some(id) = self.selected.get_untracked() else { return };
        let turn = Self::turn(self.chats);
        spawn_local(async move {
            match api::conversation(&id).await {
                Ok(case) if Self::is_newer(self.chats, turn) => self.receive(&id, case),
                Err(Trouble::LoggedOut) => self.leave(),
                Ok(_) | Err(_) => {}
            }
        });
    }

    /// Ends a conversation.
    pub fn close(self, id: String) {
        self.act(async move { api::close(&id).await }, move |()| {
            self.reload_chat();
            self.refresh_board();
            platform::focus(&["#chat-title"]);
        });
    }

    fn drop_selection(self, id: &str, trouble: Trouble) {
        if self.selected.get_untracked().as_deref() != Some(id) {
            return;
        }
        // A desk that is away may come back: the stream reads the conversation again then.
        if matches!(trouble, Trouble::Refused { .. }) {
            self.open(None);
        }
        self.complain(trouble);
    }

    /// A conversation came: shows it, unless the agent has gone on to another.
    fn receive(self, id: &str, case: Case) {
        if self.selected.get_untracked().as_deref() != Some(id) {
            return;
        }
        let newer = Chat::from(case);
        let upto = newer.seq();
        let known =
            self.chat.with_untracked(|chat| chat.as_ref().filter(|chat| chat.card.conversation == id).map(Chat::seq));
        self.hear_missed(id, known, &newer);
        self.chat.update(|chat| match chat {
            Some(chat) => chat.renew(newer),
            None => *chat = Some(newer),
        });
        self.board.update(|board| state::mark_read(board, id));
        self.settle(id);
        self.resume();
        if self.news.try_update_value(|news| news.is_overtaken(id, upto)) == Some(true) {
            self.reload_chat();
        }
    }

    /// What the stream did not bring is announced when it is fetched; what stood there at the opening is not.
    fn hear_missed(self, id: &str, known: Option<u64>, newer: &Chat) {
        let Some(known) = known else {
            return self.news.update_value(|news| news.seen(id, newer.seq()));
        };
        for (seq, message) in newer.customers_since(known) {
            let new = self.news.try_update_value(|news| news.is_new(id, seq));
            if new == Some(true) {
                self.say(fill(self.words_now().says, &message.body));
            }
        }
    }
}
