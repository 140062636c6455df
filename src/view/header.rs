//! Who answers, and the way to a person: at the same place in every state.

use super::Ui;
use leptos::{html, prelude::*};
use talk::{EntryPoint, Stage};

pub(super) fn header(ui: Ui, title: NodeRef<html::H2>) -> impl IntoView {
    let words = ui.words;
    let sub = move || match ui.model.stage.get() {
        Stage::Bot => words.sub_bot,
        Stage::Waiting(_) => words.sub_waiting,
        Stage::Person { .. } => words.sub_person,
        Stage::Closed { .. } => words.sub_closed,
    };
    let human = move || match ui.model.stage.get() {
        Stage::Waiting(_) => words.human_waiting,
        Stage::Person { .. } => words.human_here,
        Stage::Bot | Stage::Closed { .. } => words.human,
    };
    let human_label = move || match ui.model.stage.get() {
        Stage::Bot | Stage::Closed { .. } => words.human_label,
        _ => human(),
    };
    let full = ui.driver(|d| d.config.full);
    view! {
        <header class="bar">
            <span class="seal" aria-hidden="true">"人"</span>
            <div class="titles">
                <h2 id="title" tabindex="-1" node_ref=title>{words.title}</h2>
                <p class="sub">{sub}</p>
            </div>
            <button
                type="button"
                class="quiet elder-switch"
                aria-pressed=move || ui.model.elder.get().to_string()
                aria-label=words.elder_label
                on:click=move |_| ui.driver(|d| d.toggle_elder())
            >
                {words.elder}
            </button>
            <button
                type="button"
                class="human"
                class:calm=move || ui.model.for_person()
                aria-label=human_label
                on:click=move |_| ui.driver(|d| d.human(EntryPoint::Panel))
            >
                {human}
            </button>
            {(!full).then(|| view! {
                <button
                    type="button"
                    class="quiet close"
                    aria-label=words.close
                    on:click=move |_| ui.driver(|d| d.close())
                >
                    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false">
                        <path d="M5 9l7 7 7-7" fill="none" stroke="currentColor" stroke-width="2.2"
                            stroke-linecap="round" stroke-linejoin="round"/>
                    </svg>
                </button>
            })}
        </header>
    }
}
