//! Words that stay: an answer for the knowledge, and what was done about a ticket.

use super::dialog::{Kind, field, form};
use crate::{platform, store::Store};
use leptos::prelude::*;
use wire::agent::Proposal;

/// What should the knowledge say?
pub fn propose(store: Store, proposal: Proposal) -> impl IntoView {
    let office = store.office();
    let Proposal { question, answer, lang, .. } = proposal;
    let (question, variants, answer) = (RwSignal::new(question), RwSignal::new(String::new()), RwSignal::new(answer));
    let lang = RwSignal::new(if lang.is_empty() { "zh".to_owned() } else { lang });
    let (no_question, no_answer, fine) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(None));
    let fields = view! {
        {field("question", office.question, question, Kind::Line, no_question)}
        {field("variants", office.variants, variants, Kind::Lines(3), fine)}
        {field("answer", office.answer, answer, Kind::Lines(5), no_answer)}
        <div class="field">
            <label for="lang">{office.language_of}</label>
            <select id="lang" prop:value=lang on:change=move |event| lang.set(event_target_value(&event))>
                <option value="zh" selected=move || lang.get() == "zh">{office.chinese}</option>
                <option value="en" selected=move || lang.get() == "en">{office.english}</option>
            </select>
        </div>
    };
    form(store, office.no_private, fields, office.propose_do, move || {
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let (question, answer) = (text(question), text(answer));
        no_question.set(question.is_empty().then_some(office.question_missing));
        no_answer.set(answer.is_empty().then_some(office.answer_missing));
        if question.is_empty() {
            return platform::focus(&["#question"]);
        }
        if answer.is_empty() {
            return platform::focus(&["#answer"]);
        }
        let variants = text(variants).lines().map(|line| line.trim().to_owned()).filter(|it| !it.is_empty()).collect();
        store.propose(Proposal { question, variants, answer, lang: lang.get_untracked(), ..Proposal::default() });
    })
}

/// What was done about the ticket?
pub fn finish(store: Store, ticket: String) -> impl IntoView {
    let office = store.office();
    let (outcome, fine) = (RwSignal::new(String::new()), RwSignal::new(None));
    let fields = field("outcome", office.outcome_label, outcome, Kind::Lines(3), fine);
    form(store, "", fields, office.done, move || {
        store.finish(ticket.clone(), outcome.get_untracked().trim().to_owned());
    })
}
