//! The transcript: a named region that can be scrolled and read by keys. It is not live; the announcer speaks.

use super::{Ui, choices, line, person};
use crate::{
    model::Knowledge,
    platform::{clock, page},
};
use leptos::{html, prelude::*};
use talk::{Body, Delivery, Line, LineId};

pub(super) fn log(ui: Ui) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let behind = RwSignal::new(false);
    Effect::new(move |before: Option<usize>| {
        let (count, own) = ui.model.lines.with(|l| (l.len(), l.last().is_some_and(is_own)));
        ui.model.open.track();
        ui.model.knowledge.track();
        let Some(element) = scroller.get() else { return count };
        let follow = own || before.is_none() || page::at_end(&element);
        // The new line has its height only after it was laid out.
        clock::after(0, move || if follow { page::scroll_to_end(&element) } else { behind.set(true) });
        count
    });
    view! {
        <div
            class="log"
            role="region"
            aria-label=ui.words.log
            tabindex="0"
            node_ref=scroller
            on:scroll=move |_| {
                if let Some(element) = scroller.get_untracked()
                    && page::at_end(&element)
                {
                    behind.set(false);
                }
            }
        >
            {beginning(ui)}
            <For each=move || ui.model.lines.get() key=key let:line>
                {line::line(ui, line)}
            </For>
            {move || ui.model.typing.get().then(|| line::typing(ui))}
        </div>
        {move || behind.get().then(|| view! {
            <button
                type="button"
                class="newest"
                on:click=move |_| {
                    if let Some(element) = scroller.get_untracked() {
                        page::scroll_to_end(&element);
                    }
                    behind.set(false);
                }
            >
                {ui.words.newest}
            </button>
        })}
    }
}

/// A line is drawn anew when its delivery changes, and only then.
fn key(line: &Line) -> (LineId, u8) {
    (line.id, stamp(&line.body))
}

fn stamp(body: &Body) -> u8 {
    match body {
        Body::Visitor { delivery, .. } => match delivery {
            Delivery::Local => 0,
            Delivery::Queued { .. } => 1,
            Delivery::Sending { .. } => 2,
            Delivery::Delivered { .. } => 3,
            Delivery::Refused { .. } => 4,
        },
        _ => 0,
    }
}

fn is_own(line: &Line) -> bool {
    matches!(line.body, Body::Visitor { .. })
}

fn beginning(ui: Ui) -> impl IntoView {
    move || match ui.model.knowledge.get() {
        Knowledge::Loading => view! { <p class="notice" role="status">{ui.words.loading}</p> }.into_any(),
        Knowledge::Ready => {
            let welcome = ui.driver(|d| d.welcome());
            let start = move || {
                (!ui.model.begun()).then(|| choices::chips(ui, ui.words.start, ui.driver(|d| d.start_questions())))
            };
            view! { {line::welcome(ui, welcome)} {start} }.into_any()
        }
        Knowledge::Failed => view! { <div class="row ways">{person::ways(ui)}</div> }.into_any(),
    }
}
