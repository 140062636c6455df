//! Small forms: what a lookup or a person will need, asked one thing at a time, each of which may be skipped.

use crate::{Body, Effect, EntryPoint, Live, Millis, Stage, State, update::human_asked};

/// One thing to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The merchant's name for it.
    pub slot: String,
    /// How it is asked for.
    pub question: String,
}

/// What follows when all was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// A live answer, from this lookup.
    Look(String),
    /// A person.
    HandOver,
}

/// A form under way: the first field is being asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What is still missing.
    pub fields: Vec<Field>,
    /// What follows.
    pub then: Then,
    /// Messages in a row that did not have what was asked for.
    pub misses: u8,
}

/// Messages without what was asked for after which it is skipped: nobody is held up by a form.
const PATIENCE: u8 = 2;

/// An entry needs something. What is known already is not asked for again.
pub(crate) fn needs(state: &mut State, mut fields: Vec<Field>, then: Then, at: Millis) -> Vec<Effect> {
    if state.stage != Stage::Bot {
        return vec![];
    }
    fields.retain(|field| state.slots.iter().all(|(slot, _)| *slot != field.slot));
    state.form = Some(Form { fields, then, misses: 0 });
    ask(state, at)
}

/// Something was found in the customer's words.
pub(crate) fn filled(state: &mut State, slot: String, value: String, at: Millis) -> Vec<Effect> {
    state.slots.retain(|(known, _)| *known != slot);
    let asked = state.form.as_mut().is_some_and(|form| {
        form.misses = 0;
        let before = form.fields.len();
        form.fields.retain(|field| field.slot != slot);
        form.fields.len() < before
    });
    state.slots.push((slot, value));
    if asked { ask(state, at) } else { vec![] }
}

/// The customer will not say it, or cannot.
pub(crate) fn skipped(state: &mut State, at: Millis) -> Vec<Effect> {
    let Some(form) = &mut state.form else { return vec![] };
    if form.fields.is_empty() {
        return vec![];
    }
    form.fields.remove(0);
    form.misses = 0;
    if form.then == Then::HandOver {
        return ask(state, at);
    }
    state.form = None;
    let id = state.push(at, Body::Live(Live::Skipped));
    vec![Effect::Announce(id), Effect::Save]
}

/// The message did not have what was asked for, and nothing else was found in it.
pub(crate) fn missed(state: &mut State, at: Millis) -> Vec<Effect> {
    let Some(form) = &mut state.form else { return vec![] };
    form.misses += 1;
    if form.misses < PATIENCE { ask(state, at) } else { skipped(state, at) }
}

/// A live answer came, or did not.
pub(crate) fn looked_up(state: &mut State, live: Live, at: Millis) -> Vec<Effect> {
    // Late: a person was asked for meanwhile, and the machine is silent.
    if state.stage != Stage::Bot {
        return vec![];
    }
    let id = state.push(at, Body::Live(live));
    vec![Effect::Announce(id), Effect::Save]
}

fn ask(state: &mut State, at: Millis) -> Vec<Effect> {
    let Some(form) = &state.form else { return vec![] };
    if let Some(field) = form.fields.first() {
        let id = state.push(at, Body::Form { question: field.question.clone() });
        return vec![Effect::Announce(id), Effect::Save];
    }
    let then = form.then.clone();
    state.form = None;
    match then {
        Then::HandOver => human_asked(state, EntryPoint::Offer, at),
        Then::Look(name) => {
            let id = state.push(at, Body::Live(Live::Looking));
            vec![Effect::Announce(id), Effect::Save, Effect::Look { name }]
        }
    }
}
