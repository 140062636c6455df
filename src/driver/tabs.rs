//! Several tabs, one conversation. One of them holds the stream, by a lock of the browser; all of them store what they
//! know in one place, after taking in what is there; and each learns of the others' storing by the browser's event.
//! What is not stored (the place in the queue, typing) the leading tab calls out to the others.
//!
//! Where the browser has no locks, every tab holds its own stream; where it has no storage, a tab is alone.

use super::Driver;
use crate::{
    platform::{clock, json, page, storage, tabs},
    saved,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use talk::{Effect, Event, update};
use wire::event::Event as DeskSays;

/// A tab that is looked at takes the stream over when the leading one was silent for so long: phones freeze tabs.
const LEADER_SILENT_MS: u64 = 45_000;
const LEADER_WATCHED_MS: u32 = 15_000;
/// What others store in a burst is read once.
const GATHER_MS: u32 = 30;

/// What a tab knows of the others.
#[derive(Default)]
pub struct Tabs {
    lock: RefCell<Option<tabs::Lock>>,
    leads: Cell<bool>,
    channel: RefCell<Option<tabs::Channel>>,
    leader_heard: Cell<u64>,
    /// What others have stored, not yet taken in. Each is kept as it was: two tabs that write at one moment overwrite
    /// each other, and the one that lost may be gone before it can write again.
    told: RefCell<Vec<String>>,
    /// What this tab wrote or read last: equal text in the storage means that nobody else wrote.
    last: RefCell<String>,
    pub(super) draft_touched: Cell<bool>,
    pub(super) open_touched: Cell<bool>,
}

impl Tabs {
    /// This element was taken out of the page.
    pub(super) fn part(&self) {
        self.channel.take();
    }

    /// Nothing is stored any more, and that is as it should be.
    pub(super) fn forget(&self) {
        self.last.borrow_mut().clear();
    }
}

impl Driver {
    pub(super) fn join_tabs(self: &Rc<Self>) -> Option<page::Listener> {
        let weak = Rc::downgrade(self);
        *self.tabs.channel.borrow_mut() = tabs::Channel::open(&self.key(), move |text| {
            let Some(driver) = weak.upgrade() else { return };
            driver.tabs.leader_heard.set(clock::now());
            // What has a number comes by way of the storage, in its order.
            if let Some(event) = json::parse::<DeskSays>(&text).filter(|event| event.seq.is_none()) {
                driver.take_in(vec![event]);
            }
        });
        let weak = Rc::downgrade(self);
        Some(self.vault.on_change(&self.key(), move |text| {
            if let Some(driver) = weak.upgrade() {
                driver.gather(text.unwrap_or_default());
            }
        }))
    }

    pub(super) fn leads(&self) -> bool {
        self.tabs.leads.get()
    }

    pub(super) fn pass_on(&self, text: &str) {
        if let Some(channel) = &*self.tabs.channel.borrow() {
            channel.post(text);
        }
    }

    pub(super) fn ask_to_lead(self: &Rc<Self>) {
        if self.tabs.lock.borrow().is_some() {
            return;
        }
        self.tabs.leader_heard.set(clock::now());
        self.request_lead(tabs::Manner::Wait);
        self.watch_the_leader();
    }

    fn watch_the_leader(self: &Rc<Self>) {
        let driver = Rc::clone(self);
        clock::after(LEADER_WATCHED_MS, move || {
            let follows = driver.tabs.lock.borrow().is_some() && !driver.leads();
            if follows && !driver.retired.get() {
                if page::in_sight() {
                    driver.take_the_lead_if_silent();
                }
                driver.watch_the_leader();
            }
        });
    }

    /// Somebody looks at this tab, and the one that should hold the stream is silent.
    pub(super) fn take_the_lead_if_silent(self: &Rc<Self>) {
        let follows = self.tabs.lock.borrow().is_some() && !self.leads();
        if follows && clock::now() > self.tabs.leader_heard.get() + LEADER_SILENT_MS {
            self.tabs.leader_heard.set(clock::now());
            self.tabs.lock.take();
            self.request_lead(tabs::Manner::Steal);
        }
    }

    pub(super) fn stop_leading(&self) {
        self.tabs.leads.set(false);
        self.tabs.lock.take();
    }

    fn request_lead(self: &Rc<Self>, manner: tabs::Manner) {
        let weak = Rc::downgrade(self);
        let told = move |standing| {
            let Some(driver) = weak.upgrade() else { return };
            match standing {
                tabs::Standing::Leads => driver.lead(),
                tabs::Standing::Lost => {
                    driver.stop_hearing();
                    driver.stop_leading();
                    if driver.state.borrow().for_person() {
                        driver.ask_to_lead();
                    }
                }
            }
        };
        let lock = tabs::Lock::request(&self.key(), manner, told);
        if lock.is_none() {
            self.lead();
        }
        *self.tabs.lock.borrow_mut() = lock;
    }

    fn lead(self: &Rc<Self>) {
        if self.retired.get() || !self.state.borrow().for_person() {
            return self.stop_leading();
        }
        self.tabs.leads.set(true);
        self.gather_now();
        self.send(Event::Leads);
        self.follow();
    }

    /// Stores the conversation, after taking in what another tab stored meanwhile.
    pub(super) fn save(self: &Rc<Self>) {
        if !self.touched.get() || self.retired.get() || !self.may_store() {
            return;
        }
        self.take_in_stored();
        let saved = saved::save(&self.state.borrow(), &self.aside.borrow());
        self.tabs.draft_touched.set(false);
        self.tabs.open_touched.set(false);
        let text = storage::text_of(&saved);
        if *self.tabs.last.borrow() != text {
            self.vault.write(&self.key(), &text);
            *self.tabs.last.borrow_mut() = text;
        }
    }

    fn gather(self: &Rc<Self>, text: String) {
        self.tabs.told.borrow_mut().push(text);
        if self.tabs.told.borrow().len() > 1 {
            return;
        }
        let driver = Rc::clone(self);
        clock::after(GATHER_MS, move || driver.gather_now());
    }

    pub(super) fn gather_now(self: &Rc<Self>) {
        if self.retired.get() {
            return;
        }
        if self.vault.read(&self.key()).is_none() && !self.tabs.last.borrow().is_empty() {
            // Another tab erased everything.
            return self.forget();
        }
        let told = std::mem::take(&mut *self.tabs.told.borrow_mut());
        let mut ahead = self.take_in_stored();
        for text in told {
            if text != *self.tabs.last.borrow() {
                let known = self.state.borrow().lines.len();
                let _ = self.take_in_text(&text);
                ahead |= self.state.borrow().lines.len() > known;
            }
        }
        if ahead {
            self.save();
        }
        self.tell_read();
    }

    /// `true`: this tab knows more than what is stored.
    fn take_in_stored(self: &Rc<Self>) -> bool {
        let Some(text) = self.vault.read(&self.key()).filter(|text| *text != *self.tabs.last.borrow()) else {
            return false;
        };
        self.tabs.last.borrow_mut().clone_from(&text);
        self.take_in_text(&text)
    }

    fn take_in_text(self: &Rc<Self>, text: &str) -> bool {
        let Some((theirs, aside)) = json::parse(text).and_then(saved::load) else { return false };
        self.touched.set(true);
        self.take_in_aside(aside);
        let effects = update(&mut self.state.borrow_mut(), Event::OtherTab(Box::new(theirs)));
        self.model.project(&self.state.borrow());
        let mut ahead = false;
        for effect in effects {
            match effect {
                Effect::Save => ahead = true,
                other => self.run(other),
            }
        }
        if self.leads() {
            // A tab may be killed with its lines unsent: the one that leads sends them too, under the same names.
            self.send(Event::Leads);
        }
        ahead
    }

    fn take_in_aside(&self, theirs: saved::Aside) {
        let mut mine = self.aside.borrow_mut();
        if theirs.token.is_some() {
            mine.token = theirs.token;
        }
        if !theirs.device.is_empty() {
            mine.device = theirs.device;
        }
        if !self.tabs.open_touched.get() {
            mine.open = theirs.open;
        }
        if !self.tabs.draft_touched.get() && mine.draft != theirs.draft {
            mine.draft.clone_from(&theirs.draft);
            drop(mine);
            self.model.draft.set(theirs.draft);
        }
    }
}
