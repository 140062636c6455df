//! What an entry needs of the customer, and live answers from the merchant's own system. Nothing is asked of it before
//! the customer has asked.

use super::Driver;
use crate::platform::{clock, net};
use std::{cell::Cell, rc::Rc};
use talk::{Body, Event, Field, Live, Then, Verdict};

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
    pub(super) fn fill(self: &Rc<Self>, text: &str, verdict: &Verdict) -> bool {
        let form = self.state.borrow().form.clone();
        let Some(form) = form.filter(|_| !matches!(verdict, Verdict::Human | Verdict::Refused)) else { return false };
        let Some(Field { slot, .. }) = form.fields.first() else { return false };
        let found = self.with_answerer(|it| it.slot(slot, text)).flatten();
        let found = match found {
            Some(value) => vec![(slot.clone(), value)],
            // What will be asked for next may be said before.
            None => self.said(text).into_iter().filter(|said| form.fields.iter().any(|f| f.slot == said.0)).collect(),
        };
        self.note_slots(&found);
        !found.is_empty()
    }

    /// Remembers the numbers in a message, for what may need them later.
    pub(super) fn remember(self: &Rc<Self>, text: &str, verdict: &Verdict) {
        if *verdict != Verdict::Refused {
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
        let mut said = self.with_answerer(|it| it.said(text)).unwrap_or_default().into_iter();
        std::iter::from_fn(|| Some((said.next()?, said.next()?))).collect()
    }

    fn note_slots(self: &Rc<Self>, found: &[(String, String)]) {
        for (slot, value) in found {
            self.send(Event::Filled { slot: slot.clone(), value: value.clone(), at: clock::now() });
        }
    }

    /// Asks for what the entry needs and nobody has said yet.
    pub(super) fn collect(self: &Rc<Self>, entry: &str) {
        let mut needs = self.with_answerer(|it| it.needs(entry)).unwrap_or_default().into_iter();
        let Some(lookup) = needs.next() else { return };
        let then = if lookup.is_empty() { Then::HandOver } else { Then::Look(lookup) };
        let fields = std::iter::from_fn(|| Some(Field { slot: needs.next()?, question: needs.next()? })).collect();
        self.send(Event::Needs { fields, then, at: clock::now() });
    }

    /// Asks the merchant's function, or else the merchant's address.
    pub(super) fn look(self: &Rc<Self>, name: String) {
        let slots = self.state.borrow().slots.clone();
        let url = self.with_answerer(|it| filled(&it.lookup_url(&name), &slots));
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
