//! The signals of the page and the acts of the agent. Nothing else writes the signals.

mod acts;
mod stream;

use crate::{
    platform,
    state::{Chat, Link, Outboxes, conversation_of},
    words::{Lang, Words},
};
use leptos::prelude::*;
use wire::{
    Millis,
    agent::{Board, Me},
};

/// Who sits before the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The desk was not asked yet.
    Unknown,
    /// Nobody.
    Nobody,
    /// An agent whose log-in ended by itself.
    Expired,
    /// This agent.
    Agent(Me),
}

/// What the agent should know about the last act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Somebody else has the customer.
    Taken,
    /// The conversation is not there.
    Gone,
    /// The desk said no, in these words.
    Refused(String),
}

/// All signals. `Copy`, so that every handler has its own.
#[derive(Clone, Copy)]
pub struct Store {
    /// Language of the page.
    pub lang: RwSignal<Lang>,
    /// Who is logged in.
    pub who: RwSignal<Who>,
    /// What waits and what is mine.
    pub board: RwSignal<Board>,
    /// The conversation that the address bar names.
    pub selected: RwSignal<Option<String>>,
    /// The open conversation, once it was read.
    pub chat: RwSignal<Option<Chat>>,
    /// What is on its way to customers.
    pub outboxes: RwSignal<Outboxes>,
    /// Whether the desk can be reached.
    pub link: RwSignal<Link>,
    /// What went wrong with the last act.
    pub problem: RwSignal<Option<Problem>>,
    /// The clock, every few seconds.
    pub now: RwSignal<Millis>,
    /// What a screen reader should say, numbered: two equal lines are said twice.
    pub said: RwSignal<Vec<(u32, String)>>,
    /// The open stream; dropping it closes it.
    stream: StoredValue<Option<platform::Stream>, LocalStorage>,
    /// Conversations whose outbox is being emptied right now.
    sending: StoredValue<Vec<String>>,
    /// When the customer was last told that somebody is typing.
    typing_told: StoredValue<Millis>,
}

impl Store {
    /// Asks the desk who is logged in, and follows the browser's address bar, clock and network from then on.
    pub fn start() -> Self {
        let store = Self {
            lang: RwSignal::new(platform::lang()),
            who: RwSignal::new(Who::Unknown),
            board: RwSignal::new(Board::default()),
            selected: RwSignal::new(None),
            chat: RwSignal::new(None),
            outboxes: RwSignal::new(Outboxes::default()),
            link: RwSignal::new(Link::Up),
            problem: RwSignal::new(None),
            now: RwSignal::new(platform::now()),
            said: RwSignal::new(Vec::new()),
            stream: StoredValue::new_local(None),
            sending: StoredValue::new(Vec::new()),
            typing_told: StoredValue::new(0),
        };
        platform::every(5_000, move || store.now.set(platform::now()));
        platform::on_window("hashchange", move || store.follow_address());
        platform::on_window("online", move || store.reconnect_now());
        platform::on_visibility(move || store.on_visibility());
        store.connect();
        store
    }

    /// The texts in the language of the page; a view that calls this follows the switch.
    pub fn words(self) -> &'static Words {
        self.lang.get().words()
    }

    /// The agent, if one is logged in.
    pub fn me(self) -> Option<Me> {
        match self.who.get() {
            Who::Agent(me) => Some(me),
            _ => None,
        }
    }

    /// Has a screen reader say a line when it has a moment.
    fn say(self, text: String) {
        const KEPT: usize = 3;
        self.said.update(|said| {
            let number = said.last().map_or(0, |(number, _)| number + 1);
            said.push((number, text));
            said.drain(..said.len().saturating_sub(KEPT));
        });
    }

    /// Opens what the address bar names.
    fn follow_address(self) {
        let named = conversation_of(&platform::hash());
        if named != self.selected.get_untracked() {
            self.show(named);
        }
    }

    /// Whether the agent has this conversation before their eyes.
    fn is_read(self, conversation: &str) -> bool {
        platform::is_visible()
            && self.chat.with_untracked(|chat| chat.as_ref().is_some_and(|chat| chat.card.conversation == conversation))
    }
}
