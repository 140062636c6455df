//! The answer engine as a WebAssembly module of its own, with one merchant's knowledge in it. The widget fetches it with the
//! pack: the panel is there before, and where there is no pack nobody pays for it. `parts/knowledge.js` fetches it.
//!
//! What crosses to the widget is numbers and lists of strings; [`talk::Heard`] and [`pack::Shown`] write and read them.
#![warn(clippy::pedantic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
// What `#[wasm_bindgen]` writes for an exported function.
#![allow(clippy::must_use_candidate)]

use answer::{Context, Courtesy, Engine, Outcome, Query, Reply, Scene};
use pack::{Day, Entry, Knowledge, Pack, Shown};
use talk::{Choice, Heard, Mood, Verdict};
use wasm_bindgen::prelude::*;

/// A merchant's knowledge, and what one customer has asked of it.
#[wasm_bindgen]
pub struct Answerer {
    engine: Engine,
    /// What was said before.
    context: Context,
    /// What the merchant's page knows of the situation.
    scene: Scene,
    /// The last message and its reply, which the context may have yet to take.
    last: (String, Reply),
    /// What the widget says to "好的" and to idle talk.
    okay: String,
    chat: String,
}

#[wasm_bindgen]
impl Answerer {
    /// Reads a pack. `okay` and `chat` are what the widget says to an "all right" and to idle talk.
    ///
    /// # Errors
    /// What is wrong with the pack, for the merchant's engineer.
    pub fn open(bytes: Vec<u8>, okay: &str, chat: &str) -> Result<Answerer, String> {
        let pack = Pack::read(&bytes).map_err(|error| error.to_string())?;
        // Before the tables are laid out: WebAssembly never gives memory back, so what is needed at once is what it takes.
        drop(bytes);
        Ok(Self::over(pack, okay, chat))
    }

    /// Of the merchant: language of the knowledge, time zone, hotline, contact page, first words.
    pub fn site(&self) -> Vec<String> {
        let Knowledge { site, greetings, .. } = self.engine.knowledge();
        [&site.locale, &site.timezone, &site.phone, &site.contact, &greetings.welcome].map(Clone::clone).into()
    }

    /// What the merchant's page knows: kind of page, error code, words on it; steps and attributes, one a line.
    pub fn set_scene(&mut self, name: String, code: String, title: String, steps: &str, attributes: &str) {
        let lines = |text: &str| text.lines().map(String::from).collect();
        self.scene = Scene { name, code, title, steps: lines(steps), attributes: lines(attributes) };
    }

    /// What is likely to be asked here: ids and questions by turns.
    pub fn predict(&self, today: Day) -> Vec<String> {
        self.pairs(&self.engine.predict(&self.scene, today))
    }

    /// What people ask after this entry: ids and questions by turns.
    pub fn followups(&self, entry: &str) -> Vec<String> {
        self.entry(entry).map(|entry| self.pairs(&entry.followups)).unwrap_or_default()
    }

    /// Id and question of the entry at that place; nothing: there is none.
    pub fn choice(&self, place: u32) -> Vec<String> {
        self.pairs(&[place])
    }

    /// Id and question of the entry of that id; nothing: there is none.
    pub fn find(&self, entry: &str) -> Vec<String> {
        self.pairs(self.engine.lookup(entry).as_slice())
    }

    /// What is shown of an entry, as [`Shown::to_strings`] writes it; nothing: there is no such entry.
    pub fn shown(&self, entry: &str) -> Vec<String> {
        self.entry(entry).map(Shown::to_strings).unwrap_or_default()
    }

    /// Whether the merchant does not answer to something in a text.
    pub fn refuses(&self, text: &str) -> bool {
        self.engine.refuses(text)
    }

    /// Answers a message, as [`Heard::into_strings`] writes it. `today` is the day since 1970-01-01, `minute` that of the
    /// day, in the merchant's time zone. The message counts as said once [`Answerer::keep`] was called.
    pub fn ask(&mut self, text: &str, today: Day, minute: u16) -> Vec<String> {
        let query = Query { text, today, minute, scene: &self.scene.name, context: &self.context };
        let reply = self.engine.ask(&query);
        let heard = Heard { mood: mood(reply.mood), verdict: self.verdict(&reply) };
        self.last = (text.to_owned(), reply);
        heard.into_strings()
    }

    /// The last message is part of the conversation: the next one may lean on it.
    pub fn keep(&mut self) {
        let (text, reply) = std::mem::take(&mut self.last);
        self.context.take(&text, &reply);
    }

    /// The customer pressed this question: answers as [`Answerer::ask`] does, and counts as said.
    pub fn pick(&mut self, entry: &str, question: &str) -> Vec<String> {
        let place = self.engine.lookup(entry);
        if let Some(place) = place {
            self.recall(question, Outcome::Answer(place));
        }
        let verdict = place.map_or(Verdict::Unknown, |place| self.answer(place, 1000));
        Heard { mood: Mood::Neutral, verdict }.into_strings()
    }

    /// This was said in an earlier page, and answered by this entry.
    pub fn recall_answer(&mut self, said: &str, entry: &str) {
        if let Some(place) = self.engine.lookup(entry) {
            self.recall(said, Outcome::Answer(place));
        }
    }

    /// This was said in an earlier page, and asked back with these entries, one a line.
    pub fn recall_choices(&mut self, said: &str, entries: &str) {
        let offered = entries.lines().filter_map(|entry| self.engine.lookup(entry)).collect();
        self.recall(said, Outcome::Choices(offered));
    }

    /// This was said in an earlier page, and had no answer.
    pub fn recall_unknown(&mut self, said: &str) {
        self.recall(said, Outcome::Unknown);
    }

    /// Everything was erased: nothing was said.
    pub fn forget(&mut self) {
        self.context = Context::NEW;
        self.last = <_>::default();
    }

    /// What entries may need, as far as it stands in a text that was not asked for it: slots and values by turns.
    pub fn said(&self, text: &str) -> Vec<String> {
        self.engine.said(text).into_iter().flat_map(|(slot, value)| [slot, value]).collect()
    }

    /// What of the slot of this name stands in a text that was asked for it.
    pub fn slot(&self, name: &str, text: &str) -> Option<String> {
        let at = self.engine.knowledge().slots.iter().position(|one| one.name == name)?;
        self.engine.slot(u32::try_from(at).ok()?, text)
    }

    /// What an entry needs: the name of its lookup, which may be empty, then slots and their questions by turns. Nothing:
    /// it needs nothing.
    pub fn needs(&self, entry: &str) -> Vec<String> {
        let Knowledge { lookups, slots, .. } = self.engine.knowledge();
        let Some(entry) = self.entry(entry) else { return Vec::new() };
        let lookup = entry.lookup.and_then(|at| lookups.get(at as usize));
        if lookup.is_none() && entry.needs.is_empty() {
            return Vec::new();
        }
        let slots = entry.needs.iter().filter_map(|&at| slots.get(at as usize));
        let slots = slots.flat_map(|slot| [slot.name.clone(), slot.ask.clone()]);
        std::iter::once(lookup.map(|one| one.name.clone()).unwrap_or_default()).chain(slots).collect()
    }

    /// Address of a lookup; empty: it has none.
    pub fn lookup_url(&self, name: &str) -> String {
        let lookup = self.engine.knowledge().lookups.iter().find(|one| one.name == name);
        lookup.map(|one| one.url.clone()).unwrap_or_default()
    }
}

impl Answerer {
    fn over(pack: Pack, okay: &str, chat: &str) -> Self {
        let (context, scene, last) = (Context::NEW, Scene::default(), <_>::default());
        Self { engine: Engine::new(pack), context, scene, last, okay: okay.into(), chat: chat.into() }
    }

    fn entry(&self, id: &str) -> Option<&Entry> {
        self.engine.knowledge().entries.get(self.engine.lookup(id)? as usize)
    }

    fn choices(&self, places: &[u32]) -> Vec<Choice> {
        let entries = places.iter().filter_map(|&at| self.engine.knowledge().entries.get(at as usize));
        entries.map(|entry| Choice { entry: entry.id.clone(), question: entry.question.clone() }).collect()
    }

    fn pairs(&self, places: &[u32]) -> Vec<String> {
        self.choices(places).into_iter().flat_map(|one| [one.entry, one.question]).collect()
    }

    fn recall(&mut self, said: &str, outcome: Outcome) {
        self.context.take(said, &Reply { outcome, ..Reply::default() });
    }

    fn verdict(&self, reply: &Reply) -> Verdict {
        let greetings = &self.engine.knowledge().greetings;
        match &reply.outcome {
            &Outcome::Answer(place) => {
                let found = reply.candidates.iter().find(|one| one.entry == place);
                self.answer(place, found.map_or(0, |one| one.confidence))
            }
            Outcome::Choices(places) => Verdict::Choices(self.choices(places)),
            Outcome::Unknown => Verdict::Unknown,
            Outcome::Human => Verdict::Human,
            Outcome::Refused => Verdict::Refused,
            Outcome::Greeting(courtesy) => {
                let said = match courtesy {
                    Courtesy::Hello => &greetings.hello,
                    Courtesy::Thanks => &greetings.thanks,
                    Courtesy::Bye => &greetings.bye,
                    Courtesy::Okay => &self.okay,
                    Courtesy::Chat => &self.chat,
                };
                Verdict::Courtesy(said.clone())
            }
        }
    }

    fn answer(&self, place: u32, confidence: u16) -> Verdict {
        self.engine.knowledge().entries.get(place as usize).map_or(Verdict::Unknown, |entry| Verdict::Answer {
            entry: entry.id.clone(),
            question: entry.question.clone(),
            text: entry.plain_answer(),
            confidence,
        })
    }
}

fn mood(mood: answer::Mood) -> Mood {
    match mood {
        answer::Mood::Neutral => Mood::Neutral,
        answer::Mood::Unhappy => Mood::Unhappy,
        answer::Mood::Angry => Mood::Angry,
        answer::Mood::Urgent => Mood::Urgent,
    }
}

#[cfg(test)]
mod tests;
