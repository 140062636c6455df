//! The engine: fetched once, asked often, and missed without drama.

use super::Driver;
use crate::{
    model::Knowledge,
    platform::{clock, net, random},
};
use answer::{Courtesy, Engine, Outcome, Query};
use pack::{Entry, Pack};
use std::{cell::RefCell, rc::Rc};
use talk::{Choice, Event, LineId, Verdict};

/// The engine, and what was asked before it was there.
#[derive(Default)]
pub struct Shelf {
    engine: RefCell<Option<Engine>>,
    early: RefCell<Vec<Early>>,
}

enum Early {
    Line(LineId, String),
    Page(String),
}

impl Driver {
    /// The questions shown first: entry and question.
    pub fn start_questions(&self) -> Vec<Choice> {
        self.with_engine(|engine| {
            let knowledge = engine.knowledge();
            knowledge.start.iter().filter_map(|&i| choice(engine, i)).collect()
        })
        .unwrap_or_default()
    }

    /// What people ask after this entry.
    pub fn followups(&self, entry: &str) -> Vec<Choice> {
        self.with_engine(|engine| {
            let entry = engine.lookup(entry).and_then(|i| engine.knowledge().entries.get(i as usize));
            entry.map(|e| e.followups.iter().filter_map(|&i| choice(engine, i)).collect())
        })
        .flatten()
        .unwrap_or_default()
    }

    /// The entry of that id, if the pack has it (a stored line may outlive its entry).
    pub fn entry(&self, id: &str) -> Option<Entry> {
        self.with_engine(|engine| engine.knowledge().entries.get(engine.lookup(id)? as usize).cloned()).flatten()
    }

    /// The entry at that place of the pack.
    pub fn choice_at(&self, place: u32) -> Option<Choice> {
        self.with_engine(|engine| choice(engine, place)).flatten()
    }

    pub(super) fn site_ways(&self) -> (String, String) {
        self.with_engine(|e| (e.knowledge().site.phone.clone(), e.knowledge().site.contact.clone())).unwrap_or_default()
    }

    /// The merchant's first words.
    pub fn welcome(&self) -> String {
        self.with_engine(|engine| engine.knowledge().greetings.welcome.clone()).unwrap_or_default()
    }

    /// The customer pressed a question.
    pub fn pick(self: &Rc<Self>, choice: &Choice) {
        self.touch();
        let verdict = self.with_engine(|engine| engine.lookup(&choice.entry).map(|i| answer_of(engine, i, 1000)));
        let verdict = verdict.flatten().unwrap_or(Verdict::Unknown);
        self.host_ask(&choice.question);
        self.send(Event::Picked {
            question: choice.question.clone(),
            verdict,
            client_id: random::uuid7(),
            at: clock::now(),
        });
    }

    /// An element of the page asks: by an entry's id or in words.
    pub fn ask_for_page(self: &Rc<Self>, question: &str) {
        if *self.model.knowledge.peek() == Knowledge::Loading {
            self.knowledge.early.borrow_mut().push(Early::Page(question.to_owned()));
            return;
        }
        let by_id = self.with_engine(|e| e.lookup(question).and_then(|i| choice(e, i))).flatten();
        match by_id {
            Some(choice) => self.pick(&choice),
            None => {
                self.touch();
                self.host_ask(question);
                self.send(Event::Sent { text: question.into(), client_id: random::uuid7(), at: clock::now() });
            }
        }
    }

    pub(super) fn fetch_knowledge(self: &Rc<Self>) {
        let driver = Rc::clone(self);
        clock::spawn(async move {
            match driver.load().await {
                Ok(engine) => {
                    *driver.knowledge.engine.borrow_mut() = Some(engine);
                    driver.model.knowledge.set(Knowledge::Ready);
                }
                Err(why) => {
                    driver.model.knowledge.set(Knowledge::Failed);
                    driver.report("pack", &why);
                    driver.send(Event::KnowledgeFailed { at: clock::now() });
                }
            }
            driver.answer_early();
        });
    }

    pub(super) fn ask_engine(self: &Rc<Self>, line: LineId, text: String) {
        let known = *self.model.knowledge.peek();
        match known {
            Knowledge::Loading => self.knowledge.early.borrow_mut().push(Early::Line(line, text)),
            Knowledge::Ready | Knowledge::Failed => {
                let verdict = self.with_engine(|engine| self.verdict(engine, &text)).unwrap_or(Verdict::Unknown);
                self.send(Event::Answered { line, verdict, at: clock::now() });
            }
        }
    }

    async fn load(&self) -> Result<Engine, String> {
        if self.config.pack.is_empty() {
            return Err("the attribute `pack` is missing: give the address of the file that `renzai pack` wrote".into());
        }
        let bytes = net::bytes(&self.config.pack).await.map_err(|e| match e {
            net::NetError::Status { code, .. } => {
                ["the server answered ", &code.to_string(), " for ", &self.config.pack].concat()
            }
            _ => ["no answer for ", &self.config.pack].concat(),
        })?;
        Pack::read(&bytes).map(Engine::new).map_err(|e| e.to_string())
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

    fn verdict(&self, engine: &Engine, text: &str) -> Verdict {
        let knowledge = engine.knowledge();
        let today = clock::today(&knowledge.site.timezone);
        let reply = engine.ask(&Query { text, today, scene: &self.config.scene, ..Query::default() });
        match reply.outcome {
            Outcome::Answer(i) => {
                let confidence = reply.candidates.iter().find(|c| c.entry == i).map_or(0, |c| c.confidence);
                answer_of(engine, i, confidence)
            }
            Outcome::Choices(places) => {
                Verdict::Choices(places.into_iter().filter_map(|i| choice(engine, i)).collect())
            }
            Outcome::Unknown => Verdict::Unknown,
            Outcome::Human => Verdict::Human,
            Outcome::Greeting(courtesy) => Verdict::Courtesy(match courtesy {
                Courtesy::Hello => knowledge.greetings.hello.clone(),
                Courtesy::Thanks => knowledge.greetings.thanks.clone(),
                Courtesy::Bye => knowledge.greetings.bye.clone(),
                Courtesy::Okay => self.words.okay.into(),
                Courtesy::Chat => self.words.chat.into(),
            }),
            Outcome::Refused => Verdict::Courtesy(self.words.not_that.into()),
        }
    }

    fn with_engine<T>(&self, read: impl FnOnce(&Engine) -> T) -> Option<T> {
        self.knowledge.engine.borrow().as_ref().map(read)
    }

    fn host_ask(&self, question: &str) {
        self.host.emit("ask", &[("text", question.into())]);
    }
}

fn choice(engine: &Engine, place: u32) -> Option<Choice> {
    let entry = engine.knowledge().entries.get(place as usize)?;
    Some(Choice { entry: entry.id.clone(), question: entry.question.clone() })
}

fn answer_of(engine: &Engine, place: u32, confidence: u16) -> Verdict {
    engine.knowledge().entries.get(place as usize).map_or(Verdict::Unknown, |entry| Verdict::Answer {
        entry: entry.id.clone(),
        question: entry.question.clone(),
        text: entry.plain_answer(),
        confidence,
    })
}
