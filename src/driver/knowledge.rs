//! The engine: fetched once, asked often, and missed without drama.

use super::Driver;
use crate::{
    model::Knowledge,
    platform::{answerer::Answerer, clock, random},
};
use pack::Shown;
use std::{cell::RefCell, rc::Rc};
use talk::{Body, Choice, Event, Heard, Line, LineId, Mood, Verdict};

/// The engine, and what was asked before it was there.
#[derive(Default)]
pub struct Shelf {
    answerer: RefCell<Option<Answerer>>,
    site: RefCell<Site>,
    scene: RefCell<Scene>,
    early: RefCell<Vec<Early>>,
}

/// What the merchant's page knows of the situation. Everything may be empty.
#[derive(Default)]
pub struct Scene {
    /// Kind of page, such as `order`.
    pub name: String,
    /// Error code that is shown.
    pub code: String,
    /// Title of the page, or whatever words stand on it.
    pub title: String,
    /// What the customer did, one a line, the newest last.
    pub steps: String,
    /// What else is known, one a line, as `name=value` or `name`.
    pub attributes: String,
}

/// What the views need of the knowledge again and again.
#[derive(Default)]
struct Site {
    locale: String,
    timezone: String,
    phone: String,
    contact: String,
    welcome: String,
}

enum Early {
    Line(LineId, String),
    Page(String),
}

impl Driver {
    /// The questions shown first: what is likely here, by the page's scene and what else it has said.
    pub fn start_questions(&self) -> Vec<Choice> {
        self.choices(|it| it.predict(clock::today(&self.knowledge.site.borrow().timezone)))
    }

    /// The page says what it knows of the situation; the first questions follow.
    pub fn set_scene(&self, scene: Scene) {
        *self.knowledge.scene.borrow_mut() = scene;
        self.tell_scene();
        let next = *self.model.scene.peek() + 1;
        self.model.scene.set(next);
    }

    fn tell_scene(&self) {
        let Scene { name, code, title, steps, attributes } = &*self.knowledge.scene.borrow();
        self.with_answerer(|it| it.set_scene(name, code, title, steps, attributes));
    }

    /// Whether the merchant does not answer to something in a text: then it goes nowhere, not even to the page.
    pub(super) fn refuses(&self, text: &str) -> bool {
        self.with_answerer(|it| it.refuses(text)).unwrap_or_default()
    }

    /// What people ask after this entry.
    pub fn followups(&self, entry: &str) -> Vec<Choice> {
        self.choices(|it| it.followups(entry))
    }

    /// What is shown of the entry of that id, if the pack has it (a stored line may outlive its entry).
    pub fn answer_of(&self, entry: &str) -> Option<Shown> {
        let rows = self.with_answerer(|it| it.shown(entry)).unwrap_or_default();
        (!rows.is_empty()).then(|| Shown::from_strings(&rows))
    }

    /// The entry at that place of the pack.
    pub fn choice_at(&self, place: u32) -> Option<Choice> {
        self.choices(|it| it.choice(place)).pop()
    }

    /// Language of the knowledge, BCP 47.
    pub fn tongue(&self) -> String {
        self.knowledge.site.borrow().locale.clone()
    }

    /// Name of the knowledge's language, when it is not the customer's.
    pub fn other_language(&self) -> Option<String> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let code = primary(&self.tongue());
        (!code.is_empty() && code != primary(self.words.lang)).then(|| clock::language_name(&code, self.words.lang))
    }

    pub(super) fn site_ways(&self) -> (String, String) {
        let site = self.knowledge.site.borrow();
        (site.phone.clone(), site.contact.clone())
    }

    /// The merchant's first words.
    pub fn welcome(&self) -> String {
        self.knowledge.site.borrow().welcome.clone()
    }

    /// The customer pressed a question.
    pub fn pick(self: &Rc<Self>, choice: &Choice) {
        self.touch();
        if !self.host_allows(&choice.question) {
            return;
        }
        let heard = self.with_answerer(|it| it.pick(&choice.entry, &choice.question));
        let verdict = heard.and_then(Heard::from_strings).map_or(Verdict::Unknown, |heard| heard.verdict);
        let found = matches!(verdict, Verdict::Answer { .. });
        self.send(Event::Picked {
            question: choice.question.clone(),
            verdict,
            client_id: random::uuid7(),
            at: clock::now(),
        });
        if found {
            self.collect(&choice.entry);
        }
    }

    /// An element of the page asks: by an entry's id or in words.
    pub fn ask_for_page(self: &Rc<Self>, question: &str) {
        if *self.model.knowledge.peek() == Knowledge::Loading {
            self.knowledge.early.borrow_mut().push(Early::Page(question.to_owned()));
            return;
        }
        match self.choices(|it| it.find(question)).pop() {
            Some(choice) => self.pick(&choice),
            None => {
                self.touch();
                if self.host_allows(question) {
                    self.send(Event::Sent { text: question.into(), client_id: random::uuid7(), at: clock::now() });
                }
            }
        }
    }

    pub(super) fn fetch_knowledge(self: &Rc<Self>) {
        // Who listens is told only of a wait that is worth a sentence.
        let late = Rc::clone(self);
        clock::after(2_000, move || {
            if *late.model.open.peek() && *late.model.knowledge.peek() == Knowledge::Loading {
                late.say(late.words.loading);
            }
        });
        let driver = Rc::clone(self);
        clock::spawn(async move {
            match driver.load().await {
                Ok(answerer) if driver.retired.get() => answerer.free(),
                Ok(answerer) => {
                    driver.shelve(answerer);
                    driver.model.knowledge.set(Knowledge::Ready);
                    driver.remember_all();
                }
                Err(why) => driver.do_without(&why),
            }
            driver.answer_early();
        });
    }

    pub(super) fn ask_engine(self: &Rc<Self>, line: LineId, text: String) {
        if self.calls_a_person(&text) {
            return self.send(Event::Answered { line, verdict: Verdict::Human, at: clock::now() });
        }
        let known = *self.model.knowledge.peek();
        match known {
            Knowledge::Loading => self.knowledge.early.borrow_mut().push(Early::Line(line, text)),
            Knowledge::Ready | Knowledge::Failed => {
                let Heard { mood, verdict } = self.heard(&text);
                if self.fill(&text, &verdict) {
                    return;
                }
                self.remember(&text, &verdict);
                self.with_answerer(Answerer::keep);
                self.learn(&text, &verdict);
                let found = match &verdict {
                    Verdict::Answer { entry, .. } => Some(entry.clone()),
                    _ => None,
                };
                self.send(Event::Felt(mood));
                self.send(Event::Answered { line, verdict, at: clock::now() });
                if let Some(entry) = found {
                    self.collect(&entry);
                }
            }
        }
    }

    async fn load(&self) -> Result<Answerer, String> {
        if self.config.pack.is_empty() {
            return Err("the attribute `pack` is missing: give the address of the file that `renzai pack` wrote".into());
        }
        self.host.answerer(&self.config.pack, self.words.okay, self.words.chat).await
    }

    /// The knowledge has come: from now on the engine answers.
    fn shelve(&self, answerer: Answerer) {
        if let Ok([locale, timezone, phone, contact, welcome]) = <[String; 5]>::try_from(answerer.site()) {
            *self.knowledge.site.borrow_mut() = Site { locale, timezone, phone, contact, welcome };
        }
        recall(&answerer, &self.state.borrow().lines);
        *self.knowledge.answerer.borrow_mut() = Some(answerer);
        self.tell_scene();
    }

    fn answer_early(self: &Rc<Self>) {
        let early = std::mem::take(&mut *self.knowledge.early.borrow_mut());
        for asked in early {
            match asked {
                Early::Line(line, text) => self.ask_engine(line, text),
                Early::Page(question) => self.ask_for_page(&question),
            }
        }
    }

    /// The engine's module outlives the element: it is told to give back what it has.
    pub(super) fn unshelve(&self) {
        if let Some(answerer) = self.knowledge.answerer.take() {
            answerer.free();
        }
    }

    /// There is no knowledge: the customer is told in plain words, the merchant's engineer why.
    fn do_without(self: &Rc<Self>, why: &str) {
        self.model.knowledge.set(Knowledge::Failed);
        self.report("pack", why);
        self.send(Event::KnowledgeFailed { at: clock::now() });
    }

    fn heard(self: &Rc<Self>, text: &str) -> Heard {
        let timezone = self.knowledge.site.borrow().timezone.clone();
        let heard = self.with_answerer(|it| it.ask(text, clock::today(&timezone), clock::minute(&timezone)));
        if let Some(Err(_)) = heard {
            // Not freed: a module that has stopped refuses that, too.
            self.knowledge.answerer.take();
            self.do_without("the answer engine has stopped");
        }
        let nothing = Heard { mood: Mood::Neutral, verdict: Verdict::Unknown };
        heard.and_then(Result::ok).and_then(Heard::from_strings).unwrap_or(nothing)
    }

    fn choices(&self, read: impl FnOnce(&Answerer) -> Vec<String>) -> Vec<Choice> {
        Choice::from_strings(self.with_answerer(read).unwrap_or_default())
    }

    pub(super) fn with_answerer<T>(&self, read: impl FnOnce(&Answerer) -> T) -> Option<T> {
        self.knowledge.answerer.borrow().as_ref().map(read)
    }

    /// Tells the page what the customer asks, unless nobody shall know. `false`: the page steps in; never between the
    /// customer and a person.
    pub(super) fn host_allows(&self, question: &str) -> bool {
        if self.refuses(question) {
            return true;
        }
        let told = [("text", question.into())];
        if self.state.borrow().for_person() || self.calls_a_person(question) {
            self.host.emit("ask", &told);
            return true;
        }
        self.host.allows("ask", &told)
    }
}

/// What was said before, as the stored lines tell it: after a reload the customer goes on.
fn recall(answerer: &Answerer, lines: &[Line]) {
    let mut said = "";
    for line in lines {
        match &line.body {
            Body::Visitor { text, .. } => said = text,
            Body::Answer { entry, .. } => answerer.recall_answer(said, entry),
            Body::Choices(offered) => {
                let entries: Vec<&str> = offered.iter().map(|one| one.entry.as_str()).collect();
                answerer.recall_choices(said, &entries.join("\n"));
            }
            Body::Unknown { .. } => answerer.recall_unknown(said),
            _ => {}
        }
    }
}
