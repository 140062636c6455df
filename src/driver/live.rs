//! What an entry needs of the customer, and live answers from the merchant's own system. Nothing is asked of it before
//! the customer has asked.

use super::Driver;
use crate::platform::{clock, net};
use answer::Outcome;
use std::{cell::Cell, rc::Rc};
use talk::{Body, Event, Field, Live, Then};

/// A live answer that takes longer is not waited for.
const PATIENCE_MS: u32 = 8_000;

/// The slot of this name is asked for as a picture.
const PHOTO: &str = "photo";

impl Driver {
    /// Whether a picture is being asked for.
    pub fn wants_photo(&self) -> bool {
        let state = self.state.borrow();
        state.form.as_ref().and_then(|form| form.fields.first()).is_some_and(|field| field.slot == PHOTO)
    }

    /// A picture was chosen; it waits on the device.
    pub fn photographed(self: &Rc<Self>, name: String) {
        self.send(Event::Filled { slot: PHOTO.into(), value: name, at: clock::now() });
    }

    /// There is a conversation now: the picture that was chosen before goes there.
    pub(super) fn send_photos(&self) {
        if self.state.borrow().slots.iter().any(|(slot, _)| slot == PHOTO) {
            self.open_part("photos");
        }
    }

    /// The customer will not say what is asked for.
    pub fn skip(self: &Rc<Self>) {
        self.send(Event::Skipped { at: clock::now() });
    }

    /// Takes from a message what the form asks for; `false` when nothing of it is in it.
    pub(super) fn fill(self: &Rc<Self>, text: &str, outcome: &Outcome) -> bool {
        let form = self.state.borrow().form.clone();
        let Some(form) = form.filter(|_| !matches!(outcome, Outcome::Human | Outcome::Refused)) else { return false };
        let Some(Field { slot, .. }) = form.fields.first() else { return false };
        let found = self.with_engine(|engine| {
            let at = engine.knowledge().slots.iter().position(|one| one.name == *slot)?;
            engine.slot(u32::try_from(at).ok()?, text)
        });
        let found = match found.flatten() {
            Some(value) => vec![(slot.clone(), value)],
            // What will be asked for next may be said before.
            None => self.said(text).into_iter().filter(|said| form.fields.iter().any(|f| f.slot == said.0)).collect(),
        };
        self.note_slots(&found);
        !found.is_empty()
    }

    /// Remembers the numbers in a message, for what may need them later.
    pub(super) fn remember(self: &Rc<Self>, text: &str, outcome: &Outcome) {
        if *outcome != Outcome::Refused {
            self.note_slots(&self.said(text));
        }
    }

    /// After a reload: the numbers in what was said before.
    pub(super) fn remember_all(self: &Rc<Self>) {
        let state = self.state.borrow();
        let answered = state.lines.iter().filter(|line| !state.refused(line.id));
        let said = answered.filter_map(|line| match &line.body {
            Body::Visitor { text, .. } => Some(self.said(text)),
            _ => None,
        });
        let said = said.flatten().collect::<Vec<_>>();
        drop(state);
        self.note_slots(&said);
    }

    fn said(&self, text: &str) -> Vec<(String, String)> {
        self.with_engine(|engine| engine.said(text)).unwrap_or_default()
    }

    fn note_slots(self: &Rc<Self>, found: &[(String, String)]) {
        for (slot, value) in found {
            self.send(Event::Filled { slot: slot.clone(), value: value.clone(), at: clock::now() });
        }
    }

    /// Asks for what the entry needs and nobody has said yet.
    pub(super) fn collect(self: &Rc<Self>, place: u32) {
        let needed = self.with_engine(|engine| {
            let knowledge = engine.knowledge();
            let entry = knowledge.entries.get(place as usize)?;
            let then = match entry.lookup.and_then(|at| knowledge.lookups.get(at as usize)) {
                Some(lookup) => Then::Look(lookup.name.clone()),
                None if entry.needs.is_empty() => return None,
                None => Then::HandOver,
            };
            let slots = entry.needs.iter().filter_map(|&at| knowledge.slots.get(at as usize));
            Some((slots.map(|slot| Field { slot: slot.name.clone(), question: slot.ask.clone() }).collect(), then))
        });
        if let Some((fields, then)) = needed.flatten() {
            self.send(Event::Needs { fields, then, at: clock::now() });
        }
    }

    /// Asks the merchant's function, or else the merchant's address.
    pub(super) fn look(self: &Rc<Self>, name: String) {
        let slots = self.state.borrow().slots.clone();
        let url = self.with_engine(|engine| {
            let lookup = engine.knowledge().lookups.iter().find(|one| one.name == name);
            lookup.map(|one| filled(&one.url, &slots)).unwrap_or_default()
        });
        let over = Rc::new(Cell::new(false));
        let (late, abort) = (Rc::clone(&over), net::Abort::begin());
        let (driver, cancel) = (Rc::clone(self), abort.clone());
        let timer = clock::after(PATIENCE_MS, move || {
            late.set(true);
            cancel.abort();
            driver.send(Event::LookedUp { live: Live::Late, at: clock::now() });
        });
        let driver = Rc::clone(self);
        clock::spawn(async move {
            let live = match driver.host.look_up(&name, &slots, &abort).await {
                Some(answer) => answer,
                None => net::look_up(&url.unwrap_or_default(), &abort).await,
            };
            if !over.get() {
                clock::cancel(timer);
                let live = match live {
                    Ok(text) if text.trim().is_empty() => Live::Empty,
                    Ok(text) => Live::Found(text),
                    Err(()) => Live::Broken,
                };
                driver.send(Event::LookedUp { live, at: clock::now() });
            }
        });
    }
}

/// The address with what was collected in its `{holes}`, escaped.
fn filled(url: &str, slots: &[(String, String)]) -> String {
    let mut filled = url.to_owned();
    for (slot, value) in slots {
        let hole = ["{", slot, "}"].concat();
        filled = crate::words::fill(&filled, &hole, &net::escaped(value));
    }
    filled
}
