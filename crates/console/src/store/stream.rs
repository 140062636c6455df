//! The live stream: open it, hear it, and get it back when it breaks. Some proxies hold streams back: when two break or
//! are silent before they said anything, everything is asked for every few seconds instead.

use super::Store;
use crate::{
    api::{self, Trouble},
    platform::{self, Stream, Told},
    state::{self, Heard, Link, Reading, Room, back_off},
};
use leptos::{prelude::*, task::spawn_local};
use wire::{
    Millis, Speaker,
    agent::Notice,
    event::{Event, Message, What},
};

/// How long a stream may say nothing, in milliseconds: two heartbeats and a little.
const SILENCE: Millis = wire::HEARTBEAT_SECONDS as Millis * 2_000 + 5_000;

/// The desk speaks as soon as a stream is open: who hears nothing for so long, in milliseconds, will not.
const FIRST_WORD: Millis = 10_000;

/// Streams in a row that said nothing, until their place is taken.
const MUTE: u32 = 2;

/// In the place of a stream: how often it is tried again, in milliseconds.
const TRY_STREAM: Millis = 60_000;

/// What is known of the stream.
#[derive(Clone, Copy, Default)]
pub(super) struct Hearing {
    /// When it was opened or last heard.
    at: Millis,
    /// It has said something.
    spoke: bool,
    /// Streams in a row that said nothing.
    mute: u32,
    /// There is none: the board and the conversation are asked for; a stream is tried again then.
    asking_until: Option<Millis>,
}

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

    pub(super) fn open_stream(self) {
        let stream = Stream::open(api::EVENTS, move |told| match told {
            Told::Open => self.on_open(),
            Told::Data(text) => {
                self.on_word();
                self.on_data(&text);
            }
            Told::Ping => self.on_word(),
            Told::Broken => self.on_broken(),
        });
        self.hearing.update_value(|hearing| (hearing.at, hearing.spoke) = (platform::now(), false));
        self.stream.set_value(stream);
    }

    pub(super) fn end_stream(self) {
        self.stream.set_value(None);
        self.hearing.set_value(Hearing::default());
        self.link.set(Link::Up);
    }

    fn on_word(self) {
        self.hearing.set_value(Hearing { at: platform::now(), spoke: true, ..Hearing::default() });
    }

    fn on_broken(self) {
        if self.hearing.with_value(|hearing| hearing.spoke) {
            return self.try_later();
        }
        self.hearing.update_value(|hearing| hearing.mute += 1);
        if self.hearing.with_value(|hearing| hearing.mute >= MUTE) { self.ask_instead() } else { self.try_later() }
    }

    /// A stream that has said nothing for too long is dead, or somebody holds it back.
    pub(super) fn check_stream(self) {
        let Hearing { at, spoke, .. } = self.hearing.get_value();
        let silent = platform::now().saturating_sub(at);
        let open = self.stream.with_value(Option::is_some) && self.link.get_untracked() == Link::Up;
        if open && !self.asks() && silent > if spoke { SILENCE } else { FIRST_WORD } {
            self.ask_instead();
        }
    }

    /// A stream that is only held back is left open: its first word ends the asking.
    fn ask_instead(self) {
        let until = platform::now() + TRY_STREAM;
        self.hearing.update_value(|hearing| (hearing.mute, hearing.asking_until) = (MUTE, Some(until)));
        self.on_open();
    }

    /// In the place of a stream: asks how it stands, and now and then tries a stream.
    pub(super) fn look(self) {
        let Some(until) = self.hearing.with_value(|hearing| hearing.asking_until) else { return };
        self.refresh_board();
        self.reload_chat();
        if self.room.get_untracked() == Room::Tickets {
            self.read_tickets();
        }
        if platform::now() > until {
            self.hearing.update_value(|hearing| hearing.asking_until = Some(platform::now() + TRY_STREAM));
            self.open_stream();
        }
    }

    /// There is no stream, the agent sees what is asked for.
    pub(super) fn asks(self) -> bool {
        self.hearing.with_value(|hearing| hearing.asking_until.is_some())
    }

    pub(super) fn on_visibility(self) {
        if platform::is_visible() {
            self.reconnect_now();
            self.read_open();
        }
    }

    /// Whatever happened while there was no stream is fetched, and what could not be sent goes out.
    fn on_open(self) {
        self.link.set(Link::Up);
        self.refresh_board();
        self.reload_chat();
        self.resume();
    }

    /// The desk is away: tries again after a while.
    pub(super) fn try_later(self) {
        self.hearing.update_value(|hearing| hearing.asking_until = None);
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
            Ok(Notice::Board) => self.refresh_board(),
            Ok(Notice::Tickets) => {
                self.refresh_board();
                if self.room.get_untracked() == Room::Tickets {
                    self.read_tickets();
                }
            }
            Ok(Notice::Given { conversation, by }) => {
                self.tell_given(&conversation, &by);
                self.refresh_board();
                self.reload_chat();
            }
            Ok(Notice::Conversation { conversation, event }) => self.on_event(&conversation, &event),
            Ok(Notice::Unknown) => {}
            Err(error) => leptos::logging::error!("The desk sent a notice that this page does not know: {error}"),
        }
    }

    fn on_event(self, conversation: &str, event: &Event) {
        let reading = if self.is_read(conversation) { Reading::Yes } else { Reading::No };
        self.board.update(|board| state::hear(board, conversation, event, reading));
        let heard = self.hear_in_chat(conversation, event);
        if let (None, Some(seq)) = (heard, event.seq) {
            self.news.update_value(|news| news.not_shown(conversation, seq));
        }
        if let What::Message(message) = &event.what {
            // An own message, written in this tab or another, has arrived.
            self.forget(conversation, |id| *id == *message.client_id);
            if matches!(message.from, Speaker::Visitor | Speaker::Helper) && heard != Some(Heard::Gap) {
                self.on_customer(conversation, event, message, reading);
            }
        }
    }

    /// The customer's side wrote. What a gap hides is announced when the gap is filled.
    fn on_customer(self, conversation: &str, event: &Event, message: &Message, reading: Reading) {
        let Some(seq) = event.seq else { return };
        let mine = self.board.with_untracked(|board| board.mine.iter().any(|it| it.conversation == conversation));
        let new = self.news.try_update_value(|news| news.is_new(conversation, seq)) == Some(true);
        if new && (mine || reading == Reading::Yes) {
            self.tell_message(conversation, message);
        }
        if reading == Reading::Yes {
            self.read_open();
        }
    }

    /// The open conversation is before the agent's eyes: the customer is told, if it is the agent's own.
    fn read_open(self) {
        let open =
            self.chat.with_untracked(|chat| Some((chat.as_ref()?.card.conversation.clone(), chat.as_ref()?.seq())));
        let Some((id, seq)) = open else { return };
        self.board.update(|board| state::mark_read(board, &id));
        if self.board.with_untracked(|board| board.mine.iter().any(|card| card.conversation == id)) {
            spawn_local(async move {
                let _ = api::read(&id, seq).await;
            });
        }
    }

    /// Shows an event in the open conversation; `None` if it belongs to another.
    fn hear_in_chat(self, conversation: &str, event: &Event) -> Option<Heard> {
        let now = platform::now();
        let heard = self.chat.try_update(|chat| {
            let chat = chat.as_mut().filter(|chat| chat.card.conversation == conversation)?;
            Some(chat.hear(event, now))
        })??;
        match (&event.what, heard) {
            (_, Heard::Gap) => self.reload_chat(),
            (What::Typing { .. }, _) => platform::after(6_000, move || self.now.set(platform::now())),
            (_, Heard::Known) | (What::Message(_) | What::Read { .. } | What::Presence { .. }, _) => {}
            // Who has it and where it stands: the desk knows best.
            _ => self.reload_chat(),
        }
        Some(heard)
    }
}
