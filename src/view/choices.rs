//! Questions to press: asked back, offered first, offered next.

use super::{Ui, line};
use leptos::prelude::*;
use talk::Choice;

/// "Did you mean": at most three, and a person as the way out. Past choices stay readable but do nothing.
pub(super) fn choices(ui: Ui, offered: Vec<Choice>, last: Memo<bool>) -> AnyView {
    let buttons = offered.into_iter().map(|choice| {
        let question = choice.question.clone();
        view! {
            <li>
                <button
                    type="button"
                    class="choice"
                    aria-disabled=move || (!last.get()).then_some("true")
                    on:click=move |_| {
                        if last.get_untracked() {
                            ui.pick(&choice);
                        }
                    }
                >
                    {question}
                </button>
            </li>
        }
    });
    view! {
        <p>{ui.words.choices}</p>
        <ul class="stack">{buttons.collect_view()}</ul>
        {move || last.get().then(|| line::human_button(ui))}
    }
    .into_any()
}

/// A row of questions with a heading.
pub(super) fn chips(ui: Ui, heading: &'static str, offered: Vec<Choice>) -> AnyView {
    if offered.is_empty() {
        return ().into_any();
    }
    let buttons = offered.into_iter().map(|choice| {
        let question = choice.question.clone();
        view! {
            <li>
                <button type="button" class="chip" on:click=move |_| ui.pick(&choice)>{question}</button>
            </li>
        }
    });
    view! {
        <div class="chips">
            <h3>{heading}</h3>
            <ul>{buttons.collect_view()}</ul>
        </div>
    }
    .into_any()
}
