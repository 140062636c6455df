//! Feeds events into the conversation and runs the effects that come out: the one place where the pure core meets
//! the page, the storage and the network.

mod command;
mod desk;
mod family;
mod knowledge;
mod learn;
mod live;
mod speech;
mod tabs;

pub use knowledge::Scene;
pub use speech::{
    file as file_text, live as live_text, notice as notice_text, unknown as unknown_text, wait as wait_text,
};

use crate::{
    config::Config,
    model::Model,
    platform::{answerer::Answerer, clock, host::Host, json, page, random, storage},
    saved::{self, Aside},
    words::{Words, fill, plural},
};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use talk::{Attached, Body, Effect, EntryPoint, Event, LineId, Notice, Stage, State, Wait, update};

/// What nothing waits for is stored this long after the last key or line.
const SAVE_SOON_MS: u32 = 400;

/// What the merchant's page tells with a hand-over.
#[derive(Default)]
pub struct Details {
    /// The order that it is about.
    pub order: Option<String>,
    /// Anything else: name and value.
    pub slots: Vec<(String, String)>,
}

/// The running widget.
pub struct Driver {
    /// What the attributes say.
    pub config: Config,
    /// The interface's texts.
    pub words: &'static Words,
    /// What the views read.
    pub model: Model,
    host: Host,
    vault: storage::Vault,
    state: RefCell<State>,
    aside: RefCell<Aside>,
    knowledge: knowledge::Shelf,
    desk: desk::Link,
    tabs: tabs::Tabs,
    /// What the merchant's page told about the customer's matter.
    details: RefCell<Details>,
    /// What it told about the customer, for every hand-over.
    standing: RefCell<Details>,
    unread: Cell<u32>,
    wake: RefCell<Vec<page::Listener>>,
    /// Nothing is stored before the customer does something.
    touched: Cell<bool>,
    save_timer: Cell<Option<i32>>,
    notes_waiting: RefCell<Vec<learn::Note>>,
    /// The element was taken out of the page.
    retired: Cell<bool>,
}

impl Driver {
    /// Reads what an earlier page stored, and starts fetching the knowledge.
    pub fn start(host: Host, words: &'static Words) -> Rc<Self> {
        let config = Config::read(&host);
        let driver = Rc::new(Self {
            words,
            model: Model::default(),
            state: RefCell::default(),
            aside: RefCell::default(),
            knowledge: knowledge::Shelf::default(),
            desk: desk::Link::default(),
            tabs: tabs::Tabs::default(),
            details: RefCell::default(),
            standing: RefCell::default(),
            unread: Cell::default(),
            wake: RefCell::default(),
            touched: Cell::default(),
            save_timer: Cell::default(),
            notes_waiting: RefCell::default(),
            retired: Cell::default(),
            config,
            vault: host.vault(),
            host,
        });
        driver.set_scene(Scene { name: driver.config.scene.clone(), ..Scene::default() });
        driver.model.elder.set(driver.host.has("elder"));
        driver.fetch_knowledge();
        driver.resume();
        let weak = Rc::downgrade(&driver);
        let leaving = Weak::clone(&weak);
        let mut listeners = page::on_wake(move || {
            if let Some(driver) = weak.upgrade() {
                driver.take_the_lead_if_silent();
                driver.desk_wake();
            }
        });
        listeners.extend(driver.join_tabs());
        listeners.extend(page::on_leave(move || {
            if let Some(driver) = leaving.upgrade() {
                driver.save_what_waits();
            }
        }));
        *driver.wake.borrow_mut() = listeners;
        driver
    }

    /// The element was taken out of the page: from now on nothing is sent, heard or told. What runs late finds it so.
    pub fn retire(self: &Rc<Self>) {
        self.save_what_waits();
        self.unfollow();
        self.tabs.part();
        self.wake.borrow_mut().clear();
        self.unshelve();
        self.retired.set(true);
    }

    /// Takes an event in and carries out what follows.
    pub fn send(self: &Rc<Self>, event: Event) {
        if self.retired.get() {
            return;
        }
        let effects = update(&mut self.state.borrow_mut(), event);
        self.model.project(&self.state.borrow());
        for effect in effects {
            self.run(effect);
        }
    }

    /// The customer wrote what stands in the composer.
    pub fn submit(self: &Rc<Self>) {
        let text = self.model.draft.peek().clone();
        if text.trim().is_empty() || self.obeys(&text) {
            return;
        }
        self.touch();
        if !self.host_allows(&text) {
            return;
        }
        // What another tab wrote before stands before.
        self.gather_now();
        self.set_draft(String::new());
        self.send(Event::Sent { text, client_id: random::uuid7(), at: clock::now() });
    }

    /// The customer asks for a person.
    pub fn human(self: &Rc<Self>, from: EntryPoint) {
        if self.config.helper {
            return;
        }
        self.touch();
        // A page may keep the panel closed, but nobody keeps a person away.
        if !*self.model.open.peek() {
            self.host.emit("open", &[]);
            self.shown();
            self.model.take_focus();
        }
        self.send(Event::HumanAsked { from, at: clock::now() });
    }

    /// The merchant's page, or a link, asks for a person and may say about what.
    pub fn human_with(self: &Rc<Self>, from: EntryPoint, details: Details) {
        *self.details.borrow_mut() = details;
        self.human(from);
    }

    /// The merchant's page says what goes to a person with every hand-over.
    pub fn tell(&self, standing: Details) {
        *self.standing.borrow_mut() = standing;
    }

    /// The merchant's page shows something to the person; before there is one, it goes along with the hand-over.
    pub fn send_card(self: &Rc<Self>, text: String) {
        if self.state.borrow().for_person() {
            self.send(Event::Sent { text, client_id: random::uuid7(), at: clock::now() });
        } else {
            self.standing.borrow_mut().slots.push(("card".into(), text.replace('\n', " · ")));
        }
    }

    /// The customer opens the ended talk again.
    pub fn reopen_talk(self: &Rc<Self>) {
        self.send(Event::ReopenAsked);
    }

    /// The customer asks for somebody senior.
    pub fn ask_for_senior(self: &Rc<Self>) {
        self.send(Event::EscalateAsked);
    }

    /// A file has arrived at the desk: now the message that names it.
    pub fn attach(self: &Rc<Self>, file: Attached, client_id: String) {
        self.gather_now();
        self.send(Event::Attached { file, client_id, at: clock::now() });
    }

    /// Opens one of the parts that few people need, in the panel.
    pub fn open_part(&self, name: &str) {
        self.host.part(name);
    }

    /// What the shell's parts need: the desk's address, the token, the conversation, a line each.
    pub fn access(&self) -> String {
        let (state, aside) = (self.state.borrow(), self.aside.borrow());
        let or_empty = |given: &Option<String>| given.clone().unwrap_or_default();
        let (token, conversation) = (or_empty(&aside.token), or_empty(&state.conversation));
        [&self.config.desk, &token, &conversation, &aside.device, &self.key()].map(String::as_str).join("\n")
    }

    /// Everything is to be erased.
    pub fn erase(self: &Rc<Self>) {
        self.vault.erase();
        self.forget();
    }

    /// Everything was erased, here or in another tab.
    fn forget(self: &Rc<Self>) {
        self.vault.forget();
        self.notes_waiting.borrow_mut().clear();
        self.tabs.forget();
        self.with_answerer(Answerer::forget);
        self.touched.set(false);
        *self.aside.borrow_mut() = Aside { open: *self.model.open.peek(), ..Aside::default() };
        self.model.draft.set(String::new());
        self.send(Event::Erased);
    }

    /// The customer ends the talk with the person.
    pub fn end(self: &Rc<Self>) {
        self.send(Event::CloseAsked { at: clock::now() });
    }

    /// The customer rates the talk.
    pub fn rate(self: &Rc<Self>, stars: u8) {
        self.host.emit("rating", &[("stars", stars.into())]);
        self.send(Event::Rated { stars });
    }

    /// The customer tries a refused message again.
    pub fn retry(self: &Rc<Self>, line: LineId) {
        self.send(Event::Retry { line });
    }

    /// Phone and contact page, by the attributes, else by the knowledge.
    pub fn ways(&self) -> (String, String) {
        let (phone, contact) = self.site_ways();
        let or = |given: &str, known: String| if given.is_empty() { known } else { given.to_owned() };
        (or(&self.config.phone, phone), or(&self.config.contact, contact))
    }

    /// Escape: closes the panel, unless the page is nothing but the panel.
    pub fn escape(self: &Rc<Self>) {
        if !self.config.full {
            self.close();
        }
    }

    /// Tells the page that the panel is there.
    pub fn announce_ready(&self) {
        self.host.emit("ready", &[]);
    }

    /// The composer's content changed.
    pub fn set_draft(self: &Rc<Self>, text: String) {
        if self.state.borrow().for_person() && !text.is_empty() {
            self.tell_typing();
        }
        self.tabs.draft_touched.set(true);
        // As long as it is for the machine, nothing that tells who somebody is may be stored of it.
        let may_store = self.state.borrow().for_person() || !self.vault.hides(&text);
        self.aside.borrow_mut().draft = if may_store { text.clone() } else { String::new() };
        self.model.draft.set(text);
        self.save_soon();
    }

    /// Shows the panel. Where the focus goes is for the caller to say: only the customer's own gesture may move it.
    /// `false`: the merchant's page would not have it.
    pub fn show(self: &Rc<Self>) -> bool {
        let allowed = self.host.allows("open", &[]);
        if allowed {
            self.shown();
        }
        allowed
    }

    fn shown(self: &Rc<Self>) {
        self.tabs.open_touched.set(true);
        self.aside.borrow_mut().open = true;
        self.model.open.set(true);
        self.set_unread(0);
        self.save();
        self.tell_read();
    }

    /// Shows the panel on the customer's own gesture and takes the focus into it.
    pub fn open(self: &Rc<Self>) {
        self.touch();
        if self.show() {
            self.model.take_focus();
        }
    }

    /// Closes the panel; the conversation goes on.
    pub fn close(self: &Rc<Self>) {
        if !self.host.allows("close", &[]) {
            return;
        }
        self.tabs.open_touched.set(true);
        self.aside.borrow_mut().open = false;
        self.model.open.set(false);
        self.save();
    }

    /// Tells the merchant's page that something does not work, and the merchant's engineer why.
    pub fn report(&self, code: &str, why: &str) {
        if self.retired.get() {
            return;
        }
        page::log_problem(&["ren-zai: ", code, ": ", why].concat());
        self.host.emit("error", &[("code", code.into()), ("message", why.into())]);
    }

    fn run(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Ask { line, text } => self.ask_engine(line, text),
            Effect::Look { name } => self.look(name),
            // Nobody else waits for what was said to the bot: an old phone shows the answer first.
            Effect::Save if matches!(self.state.borrow().stage, Stage::Bot) => {
                if self.save_timer.get().is_none() {
                    self.save_soon();
                }
            }
            Effect::Save => self.save(),
            Effect::HandOver => self.hand_over(),
            Effect::Follow => self.follow(),
            Effect::Unfollow => self.unfollow(),
            Effect::Send { client_id, text, file } => self.deliver(client_id, text, file),
            Effect::Reopen => self.reopen(),
            Effect::Escalate => self.escalate(),
            Effect::CatchUp => self.catch_up(),
            Effect::Close => self.tell_closed(),
            Effect::Rate { stars } => self.tell_rating(stars),
            Effect::Announce(line) => self.announce_line(line),
            Effect::AnnounceWait => self.announce_wait(),
            Effect::TellWait => _ = self.tell_wait(),
        }
    }

    fn announce_line(self: &Rc<Self>, id: LineId) {
        let state = self.state.borrow();
        let Some(line) = state.line(id) else { return };
        if let Body::Person { .. } | Body::Helper { .. } | Body::File { .. } | Body::Notice(_) = line.body
            && !*self.model.open.peek()
        {
            self.set_unread(self.unread.get() + 1);
        }
        match &line.body {
            Body::Notice(Notice::Asked) => {
                let from = state.asked_from.map_or("", EntryPoint::as_str);
                self.host.emit("human", &[("from", from.into())]);
            }
            Body::Person { name, text, .. } => {
                self.host.emit("message", &[("from", "agent".into()), ("name", name.into()), ("text", text.into())]);
            }
            Body::Answer { entry, confidence, .. } => {
                self.host.emit("answer", &[("entry", entry.into()), ("confidence", (*confidence).into())]);
            }
            _ => {}
        }
        let text = speech::line(self.words, &line.body);
        drop(state);
        self.say(&text);
    }

    /// The launcher's name comes along: the shell knows few words.
    fn set_unread(&self, count: u32) {
        self.unread.set(count);
        let label = match count {
            0 => String::new(),
            _ => fill(plural(self.words, self.words.unread, count), "{n}", &count.to_string()),
        };
        self.host.emit("unread", &[("count", count.into()), ("label", label.into())]);
    }

    fn tell_wait(&self) -> Option<Wait> {
        let Stage::Waiting(wait) = self.state.borrow().stage else { return None };
        if let Some(position) = wait.position {
            self.host.emit("queue", &[("position", position.into())]);
        }
        Some(wait)
    }

    fn announce_wait(&self) {
        let Some(wait) = self.tell_wait() else { return };
        self.say(&speech::wait(self.words, wait, self.state.borrow().conversation.is_some()));
    }

    fn say(&self, text: &str) {
        if text.is_empty() {
            return;
        }
        let prefix = if *self.model.open.peek() { "" } else { self.words.while_closed };
        self.model.announce([prefix, text].concat());
    }

    /// The merchant's consent tool may not have allowed it yet, or may have taken it back.
    fn may_store(&self) -> bool {
        self.host.attribute("storage") != "off"
    }

    fn touch(&self) {
        self.touched.set(true);
        let mut aside = self.aside.borrow_mut();
        if aside.device.is_empty() {
            aside.device = random::uuid7();
        }
    }

    /// For what changes often, and what nothing waits for: an old phone must not write the whole log each time.
    fn save_soon(self: &Rc<Self>) {
        if let Some(timer) = self.save_timer.take() {
            clock::cancel(timer);
        }
        let driver = Rc::clone(self);
        self.save_timer.set(Some(clock::after(SAVE_SOON_MS, move || driver.save_what_waits())));
    }

    /// Stores what waits to be stored. Without need it stores nothing: another page of the shop may know more by now.
    fn save_what_waits(self: &Rc<Self>) {
        if let Some(timer) = self.save_timer.take() {
            clock::cancel(timer);
            self.save();
        }
    }

    fn resume(self: &Rc<Self>) {
        let stored = self.vault.read(&self.key()).and_then(|text| json::parse(&text)).and_then(saved::load);
        let Some((state, aside)) = stored else { return };
        self.touched.set(true);
        let with_person = state.for_person();
        let placed = state.conversation.is_some();
        self.model.draft.set(aside.draft.clone());
        *self.state.borrow_mut() = state;
        *self.aside.borrow_mut() = aside;
        self.model.project(&self.state.borrow());
        if with_person && placed {
            self.glance();
            self.follow();
        } else if with_person {
            self.hand_over();
        }
    }

    /// The shell looks for the same key, to know after a reload whether somebody is waiting here.
    fn key(&self) -> String {
        ["renzai:", &self.config.site, if self.config.helper { ":helper" } else { "" }].concat()
    }
}
