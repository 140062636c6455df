//! What an entry needs of the customer, and live answers from the merchant's own system. Nothing is asked of it before
//! the customer has asked.

use super::Driver;
use crate::platform::{clock, net};
use answer::Outcome;
use std::{cell::Cell, rc::Rc};
use talk::{Event, Field, Live, Then};

/// A live answer that takes longer is not waited for.
const PATIENCE_MS: u32 = 8_000;

impl Driver {
    /// The customer will not say what is asked for.
    pub fn skip(self: &Rc<Self>) {
        self.send(Event::Skipped { at: clock::now() });
    }

    /// Takes from a message what the form asks for; `false` when it is not in it.
    pub(super) fn fill(self: &Rc<Self>, text: &str, outcome: &Outcome) -> bool {
        let asked = self.state.borrow().form.as_ref().and_then(|form| Some(form.fields.first()?.slot.clone()));
        let Some(slot) = asked.filter(|_| !matches!(outcome, Outcome::Human | Outcome::Refused)) else { return false };
        let value = self.with_engine(|engine| {
            let slots = &engine.knowledge().slots;
            engine.slot(slots.iter().position(|one| one.name == slot)? as u32, text)
        });
        let Some(value) = value.flatten() else { return false };
        self.send(Event::Filled { slot, value, at: clock::now() });
        true
    }

    /// What the entry needs: what is in the message already, and what is to be asked for.
    pub(super) fn collect(self: &Rc<Self>, place: u32, text: &str) {
        let needed = self.with_engine(|engine| {
            let knowledge = engine.knowledge();
            let entry = knowledge.entries.get(place as usize)?;
            let then = match entry.lookup.and_then(|at| knowledge.lookups.get(at as usize)) {
                Some(lookup) => Then::Look(lookup.name.clone()),
                None if entry.needs.is_empty() => return None,
                None => Then::HandOver,
            };
            let mut fields = Vec::new();
            let mut found = Vec::new();
            for &at in &entry.needs {
                let slot = knowledge.slots.get(at as usize)?;
                let said = engine.slot(at, text).filter(|_| !slot.pattern.is_empty());
                found.extend(said.map(|value| (slot.name.clone(), value)));
                fields.push(Field { slot: slot.name.clone(), question: slot.ask.clone() });
            }
            Some((fields, found, then))
        });
        let Some((fields, found, then)) = needed.flatten() else { return };
        for (slot, value) in found {
            self.send(Event::Filled { slot, value, at: clock::now() });
        }
        self.send(Event::Needs { fields, then, at: clock::now() });
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
