//! The engine: fetched once, asked often, and missed without drama.

use super::Driver;
use crate::{
    model::Knowledge,
    platform::{clock, net, random},
};
use answer::{Context, Courtesy, Engine, Outcome, Query, Reply, Scene};
use pack::{Entry, Pack};
use std::{cell::RefCell, rc::Rc};
use talk::{Body, Choice, Event, Line, LineId, Mood, Verdict};

/// The engine, and what was asked before it was there.
#[derive(Default)]
pub struct Shelf {
    engine: RefCell<Option<Engine>>,
    /// What was said before, for the engine.
    context: RefCell<Context>,
    /// What the merchant's page knows of the situation.
    scene: RefCell<Scene>,
    early: RefCell<Vec<Early>>,
}

enum Early {
    Line(LineId, String),
    Page(String),
}

impl Driver {
    /// The questions shown first: what is likely here, by the page's scene and what else it has said.
    pub fn start_questions(&self) -> Vec<Choice> {
        self.with_engine(|engine| {
            let today = clock::today(&engine.knowledge().site.timezone);
            engine
                .predict(&self.knowledge.scene.borrow(), today)
                .into_iter()
                .filter_map(|i| choice(engine, i))
                .collect()
        })
        .unwrap_or_default()
    }

    /// The page says what it knows of the situation; the first questions follow.
    pub fn set_scene(&self, scene: Scene) {
        *self.knowledge.scene.borrow_mut() = scene;
        let next = *self.model.scene.peek() + 1;
        self.model.scene.set(next);
    }

    /// Whether the merchant does not answer to something in a text: then it goes nowhere, not even to the page.
    pub(super) fn refuses(&self, text: &str) -> bool {
        self.with_engine(|engine| engine.refuses(text)).unwrap_or_default()
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

    /// Language of the knowledge, BCP 47.
    pub fn tongue(&self) -> String {
        self.with_engine(|engine| engine.knowledge().site.locale.clone()).unwrap_or_default()
    }

    /// Name of the knowledge's language, when it is not the customer's.
    pub fn other_language(&self) -> Option<String> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let code = primary(&self.tongue());
        (!code.is_empty() && code != primary(self.words.lang)).then(|| clock::language_name(&code, self.words.lang))
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
        if !self.host_allows(&choice.question) {
            return;
        }
        let verdict = self.with_engine(|engine| engine.lookup(&choice.entry).map(|i| answer_of(engine, i, 1000)));
        let verdict = verdict.flatten().unwrap_or(Verdict::Unknown);
        let place = self.with_engine(|engine| engine.lookup(&choice.entry)).flatten();
        if let Some(place) = place {
            let reply = Reply { outcome: Outcome::Answer(place), ..Reply::default() };
            self.knowledge.context.borrow_mut().take(&choice.question, &reply);
        }
        self.send(Event::Picked {
            question: choice.question.clone(),
            verdict,
            client_id: random::uuid7(),
            at: clock::now(),
        });
        if let Some(place) = place {
            self.collect(place);
        }
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
                Ok(engine) => {
                    *driver.knowledge.context.borrow_mut() = recall(&engine, &driver.state.borrow().lines);
                    *driver.knowledge.engine.borrow_mut() = Some(engine);
                    driver.model.knowledge.set(Knowledge::Ready);
                    driver.remember_all();
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
        if self.calls_a_person(&text) {
            return self.send(Event::Answered { line, verdict: Verdict::Human, at: clock::now() });
        }
        let known = *self.model.knowledge.peek();
        match known {
            Knowledge::Loading => self.knowledge.early.borrow_mut().push(Early::Line(line, text)),
            Knowledge::Ready | Knowledge::Failed => {
                let reply = self.with_engine(|engine| self.reply(engine, &text)).unwrap_or_default();
                if self.fill(&text, &reply.outcome) {
                    return;
                }
                self.remember(&text, &reply.outcome);
                self.knowledge.context.borrow_mut().take(&text, &reply);
                let verdict = self.with_engine(|engine| self.verdict(engine, &reply)).unwrap_or(Verdict::Unknown);
                self.learn(&text, &reply.outcome);
                self.send(Event::Felt(mood(reply.mood)));
                self.send(Event::Answered { line, verdict, at: clock::now() });
                if let Outcome::Answer(place) = reply.outcome {
                    self.collect(place);
                }
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
        let pack = Pack::read(&bytes).map_err(|e| e.to_string())?;
        // Before the tables are laid out: WebAssembly never gives memory back, so what is needed at once is what it takes.
        drop(bytes);
        Ok(Engine::new(pack))
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

    fn reply(&self, engine: &Engine, text: &str) -> Reply {
        let timezone = &engine.knowledge().site.timezone;
        engine.ask(&Query {
            text,
            today: clock::today(timezone),
            minute: clock::minute(timezone),
            scene: &self.knowledge.scene.borrow().name,
            context: &self.knowledge.context.borrow(),
        })
    }

    fn verdict(&self, engine: &Engine, reply: &Reply) -> Verdict {
        let knowledge = engine.knowledge();
        match &reply.outcome {
            &Outcome::Answer(i) => {
                let confidence = reply.candidates.iter().find(|c| c.entry == i).map_or(0, |c| c.confidence);
                answer_of(engine, i, confidence)
            }
            Outcome::Choices(places) => Verdict::Choices(places.iter().filter_map(|&i| choice(engine, i)).collect()),
            Outcome::Unknown => Verdict::Unknown,
            Outcome::Human => Verdict::Human,
            Outcome::Greeting(courtesy) => Verdict::Courtesy(match courtesy {
                Courtesy::Hello => knowledge.greetings.hello.clone(),
                Courtesy::Thanks => knowledge.greetings.thanks.clone(),
                Courtesy::Bye => knowledge.greetings.bye.clone(),
                Courtesy::Okay => self.words.okay.into(),
                Courtesy::Chat => self.words.chat.into(),
            }),
            Outcome::Refused => Verdict::Refused,
        }
    }

    pub(super) fn with_engine<T>(&self, read: impl FnOnce(&Engine) -> T) -> Option<T> {
        self.knowledge.engine.borrow().as_ref().map(read)
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

fn choice(engine: &Engine, place: u32) -> Option<Choice> {
    let entry = engine.knowledge().entries.get(place as usize)?;
    Some(Choice { entry: entry.id.clone(), question: entry.question.clone() })
}

fn mood(mood: answer::Mood) -> Mood {
    match mood {
        answer::Mood::Neutral => Mood::Neutral,
        answer::Mood::Unhappy => Mood::Unhappy,
        answer::Mood::Angry => Mood::Angry,
        answer::Mood::Urgent => Mood::Urgent,
    }
}

/// What was said before, as the stored lines tell it: after a reload the customer goes on.
fn recall(engine: &Engine, lines: &[Line]) -> Context {
    let mut context = Context::NEW;
    let mut said = "";
    for line in lines {
        let outcome = match &line.body {
            Body::Visitor { text, .. } => {
                said = text;
                continue;
            }
            Body::Answer { entry, .. } => engine.lookup(entry).map(Outcome::Answer),
            Body::Choices(offered) => {
                Some(Outcome::Choices(offered.iter().filter_map(|one| engine.lookup(&one.entry)).collect()))
            }
            Body::Unknown { .. } => Some(Outcome::Unknown),
            _ => None,
        };
        if let Some(outcome) = outcome {
            context.take(said, &Reply { outcome, ..Reply::default() });
        }
    }
    context
}

fn answer_of(engine: &Engine, place: u32, confidence: u16) -> Verdict {
    engine.knowledge().entries.get(place as usize).map_or(Verdict::Unknown, |entry| Verdict::Answer {
        entry: entry.id.clone(),
        question: entry.question.clone(),
        text: entry.plain_answer(),
        confidence,
    })
}
