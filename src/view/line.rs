//! One line of the log. The machine's lines and a person's lines carry different names, marks and shapes.

use super::{Ui, answer, choices};
use crate::{
    driver::{notice_text, unknown_text},
    platform::clock,
    words::fill,
};
use leptos::prelude::*;
use talk::{Body, Delivery, Line, LineId, Stage};

pub(super) fn line(ui: Ui, line: Line) -> AnyView {
    let Line { id, at, body } = line;
    let last = Memo::new(move |_| ui.model.lines.with(|lines| lines.last().is_some_and(|l| l.id == id)));
    match body {
        Body::Visitor { text, delivery } => own(ui, id, at, text, &delivery),
        Body::Answer { entry, text, .. } => from_bot(ui, answer::answer(ui, &entry, text, last)),
        Body::Choices(offered) => from_bot(ui, choices::choices(ui, offered, last)),
        Body::Courtesy(text) => from_bot(ui, view! { <p>{text}</p> }.into_any()),
        Body::Unknown { nth } => {
            let offer = move || last.get().then(|| human_button(ui));
            from_bot(ui, view! { <p>{unknown_text(ui.words, nth)}</p> {offer} }.into_any())
        }
        Body::Person { name, text, .. } => from_person(ui, at, name, text),
        Body::Notice(notice) => view! { <p class="notice">{notice_text(ui.words, &notice)}</p> }.into_any(),
    }
}

/// The merchant's first words.
pub(super) fn welcome(ui: Ui, text: String) -> AnyView {
    if text.is_empty() { ().into_any() } else { from_bot(ui, view! { <p>{text}</p> }.into_any()) }
}

/// The offer of a person, below an honest no or a list of choices.
pub(super) fn human_button(ui: Ui) -> impl IntoView {
    view! {
        <button type="button" class="human wide" on:click=move |_| ui.human_offered()>
            {ui.words.offer}
        </button>
    }
}

/// The person is writing.
pub(super) fn typing(ui: Ui) -> impl IntoView {
    let name = match ui.model.stage.get_untracked() {
        Stage::Person { name, .. } => name,
        _ => String::new(),
    };
    view! { <p class="notice typing">{fill(ui.words.typing, "{name}", &name)}</p> }
}

fn own(ui: Ui, id: LineId, at: u64, text: String, delivery: &Delivery) -> AnyView {
    let words = ui.words;
    let state = match delivery {
        Delivery::Local => ().into_any(),
        Delivery::Queued { .. } => view! { <span class="delivery">{words.queued}</span> }.into_any(),
        Delivery::Sending { .. } => view! { <span class="delivery">{words.sending}</span> }.into_any(),
        Delivery::Delivered { .. } => {
            view! { <span class="delivery">{words.delivered} " " {clock::time_of_day(at, words.lang)}</span> }
                .into_any()
        }
        Delivery::Refused { .. } => view! {
            <button type="button" class="retry" on:click=move |_| ui.driver(|d| d.retry(id))>{words.refused}</button>
        }
        .into_any(),
    };
    view! {
        <div class="msg me">
            <p class="who vh">{words.me} {words.colon}</p>
            <div class="bubble"><p class="plain">{text}</p></div>
            {state}
        </div>
    }
    .into_any()
}

fn from_bot(ui: Ui, content: AnyView) -> AnyView {
    view! {
        <div class="msg bot">
            <p class="who">{ui.words.bot}<span class="vh">{ui.words.colon}</span></p>
            <div class="bubble">{content}</div>
        </div>
    }
    .into_any()
}

fn from_person(ui: Ui, at: u64, name: String, text: String) -> AnyView {
    view! {
        <div class="msg person">
            <p class="who">
                <span class="mark">{ui.words.real}</span> {name} <span class="vh">{ui.words.colon}</span>
                <time>{clock::time_of_day(at, ui.words.lang)}</time>
            </p>
            <div class="bubble"><p class="plain">{text}</p></div>
        </div>
    }
    .into_any()
}
