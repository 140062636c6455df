//! The live stream: open it, hear it, and get it back when it breaks.

use super::{Store, Who};
use crate::{
    api::{self, Trouble},
    platform::{self, Stream, Told},
    state::{self, Heard, Link, Reading, back_off},
    words::fill,
};
use leptos::{prelude::*, task::spawn_local};
use wire::{
    Speaker,
    agent::{Board, Notice},
    event::{Event, What},
};

impl Store {
    /// Asks who is logged in, then opens the stream. Tries again for as long as the desk is away.
    pub(super) fn connect(self) {
        spawn_local(async move {
            match api::me().await {
                Ok(me) => self.enter(me),
                Err(Trouble::LoggedOut) => self.leave(),
                Err(Trouble::Unreachable | Trouble::Refused { .. }) => self.try_later(),
            }
        });
    }

    /// The desk may be back: does not wait for the next try.
    pub fn reconnect_now(self) {
        if matches!(self.link.get_untracked(), Link::Lost(_)) {
            self.connect();
        }
    }

    /// The session is over. Drafts stay in the browser.
    pub(super) fn leave(self) {
        self.stream.set_value(None);
        self.link.set(Link::Up);
        self.board.set(Board::default());
        self.chat.set(None);
        self.selected.set(None);
        self.who.update(|who| {
            *who = if matches!(who, Who::Agent(_) | Who::Expired) { Who::Expired } else { Who::Nobody };
        });
    }

    pub(super) fn open_stream(self) {
        let stream = Stream::open(api::EVENTS, move |told| match told {
            Told::Open => self.on_open(),
            Told::Data(text) => self.on_data(&text),
            Told::Broken => self.try_later(),
        });
        self.stream.set_value(stream);
    }

    pub(super) fn on_visibility(self) {
        if platform::is_visible() {
            self.reconnect_now();
            self.reload_chat();
        }
    }

    /// Whatever happened while there was no stream is fetched, and what could not be sent goes out.
    fn on_open(self) {
        self.link.set(Link::Up);
        self.refresh_board();
        self.reload_chat();
        self.resume();
    }

    /// The desk has answered: what could not be sent goes out again.
    pub(super) fn resume(self) {
        for conversation in self.outboxes.try_update(state::Outboxes::resume).unwrap_or_default() {
            self.pump(conversation);
        }
    }

    /// The desk is away: tries again after a while.
    pub(super) fn try_later(self) {
        self.link.update(|link| *link = link.lost());
        let Link::Lost(tries) = self.link.get_untracked() else { return };
        platform::after(back_off(tries, platform::luck()), move || {
            // Unless something else brought it back, or tried and set a later time.
            if self.link.get_untracked() == Link::Lost(tries) {
                self.connect();
            }
        });
    }

    fn on_data(self, text: &str) {
        match platform::from_json::<Notice>(text) {
            Ok(Notice::Board | Notice::Tickets | Notice::Given { .. }) => self.refresh_board(),
            Ok(Notice::Unknown) => {}
            Ok(Notice::Conversation { conversation, event }) => self.on_event(&conversation, &event),
            Err(error) => leptos::logging::error!("The desk sent a notice that this page does not know: {error}"),
        }
    }

    fn on_event(self, conversation: &str, event: &Event) {
        let reading = if self.is_read(conversation) { Reading::Yes } else { Reading::No };
        self.board.update(|board| state::hear(board, conversation, event, reading));
        if let What::Message(message) = &event.what
            && message.from == Speaker::Visitor
        {
            let text = fill(self.lang.get_untracked().words().says, &message.body);
            self.say(text);
        }
        self.hear_in_chat(conversation, event, reading);
        self.settle(conversation);
    }

    fn hear_in_chat(self, conversation: &str, event: &Event, reading: Reading) {
        let now = platform::now();
        let heard = self.chat.try_update(|chat| {
            let chat = chat.as_mut().filter(|chat| chat.card.conversation == conversation)?;
            Some(chat.hear(event, now))
        });
        let Some(Some(heard)) = heard else { return };
        match (&event.what, heard) {
            (_, Heard::Gap) => self.reload_chat(),
            (What::Typing { .. }, _) => platform::after(6_000, move || self.now.set(platform::now())),
            (_, Heard::Known) => {}
            // Reading it again is how the desk learns that it was read.
            (What::Message(message), _) if message.from == Speaker::Visitor && reading == Reading::Yes => {
                self.reload_chat();
            }
            (What::Message(_), _) => {}
            // Who has it and where it stands: the desk knows best.
            _ => self.reload_chat(),
        }
    }
}
