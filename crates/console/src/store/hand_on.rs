//! Handing on: transfer, escalate, invite, step out; notes; and what concerns the customer as a person.

use super::Store;
use crate::{api, platform, words::fill_each};
use leptos::{prelude::*, task::spawn_local};
use wire::agent::{InviteRequest, Target, TransferRequest};

impl Store {
    /// Hands a conversation on.
    pub fn transfer(self, id: String, to: Target, note: String) {
        let request = TransferRequest { to, note };
        self.act(async move { api::transfer(&id, &request).await }, move |()| {
            self.handed(self.words_now().done_transfer);
        });
    }

    /// Gives it to an agent, as a lead.
    pub fn assign(self, id: String, agent: String, note: String) {
        let request = TransferRequest { to: Target::Agent { agent }, note };
        self.act(async move { api::assign(&id, &request).await }, move |()| {
            self.handed(self.words_now().done_transfer);
        });
    }

    /// Lets it wait for somebody senior.
    pub fn escalate(self, id: String, note: String) {
        self.act(async move { api::escalate(&id, note).await }, move |()| self.handed(self.words_now().done_escalate));
    }

    /// Brings a colleague in.
    pub fn invite(self, id: String, agent: String, note: String) {
        let request = InviteRequest { agent, note };
        self.act(async move { api::invite(&id, &request).await }, move |()| self.handed(self.words_now().done_invite));
    }

    /// Writes a line for colleagues.
    pub fn note(self, id: String, note: String) {
        self.act(async move { api::note(&id, note).await }, move |()| self.handed(self.words_now().done_note));
    }

    /// Gives it back to the queue.
    pub fn give_back(self, id: String) {
        self.act(async move { api::leave(&id).await }, move |()| self.handed(self.words_now().done_back));
    }

    /// Steps out of a colleague's conversation.
    pub fn step_out(self, id: String) {
        self.act(async move { api::leave(&id).await }, move |()| self.handed(self.words_now().done_out));
    }

    /// Asks the customer for a rating.
    pub fn ask_rating(self, id: String) {
        self.act(async move { api::ask_rating(&id).await }, move |()| self.handed(self.words_now().done_rating));
    }

    fn handed(self, done: &str) {
        self.report(done);
        self.reload_chat();
        self.refresh_board();
        // The button that was pressed may be gone.
        platform::focus(&["#chat-title"]);
    }

    /// Shuts the visitor of the open conversation out, or lets them in again.
    pub fn block(self, visitor: String, blocked: bool) {
        self.act(async move { api::block(&visitor, blocked).await }, move |()| {
            platform::close_dialog();
            self.reload_chat();
        });
    }

    /// Erases everything of a visitor.
    pub fn erase(self, visitor: String) {
        self.act(async move { api::erase(&visitor).await }, move |gone| {
            let counts = [gone.conversations, gone.messages, gone.files, gone.tickets].map(|count| count.to_string());
            let done = fill_each(self.words_now().erased, &counts.each_ref().map(String::as_str));
            self.open(None);
            self.report(done);
            self.refresh_board();
            platform::focus(&["#waiting-title"]);
        });
    }

    /// Fetches the visitor's other conversations.
    pub fn read_history(self, visitor: String) {
        let selected = self.selected.get_untracked();
        self.act(async move { api::history(&visitor).await }, move |history| {
            if self.selected.get_untracked() == selected {
                self.rooms.history.set(Some(history.conversations));
                platform::focus(&["#history-title"]);
            }
        });
    }

    /// Fetches who is there, to choose from.
    pub fn read_colleagues(self) {
        let turn = Self::turn(self.rooms.colleague_turns);
        spawn_local(async move {
            match api::colleagues().await {
                Ok(colleagues) if Self::is_newer(self.rooms.colleague_turns, turn) => {
                    self.rooms.colleagues.set(colleagues.agents);
                }
                Ok(_) => {}
                Err(trouble) => self.complain(trouble),
            }
        });
    }
}
