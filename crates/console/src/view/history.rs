//! The customer's other conversations, read when they are asked for: each look is in the log.

use super::board::newest;
use crate::{platform, store::Store, words::fill};
use leptos::prelude::*;

/// How many there are, and then which.
pub fn history(store: Store, conversation: String, visitor: String, earlier: u32) -> impl IntoView {
    let words = store.words();
    let shown = move || store.rooms.history.with(Option::is_some);
    let visitor = StoredValue::new(visitor);
    let conversation = StoredValue::new(conversation);
    view! {
        <h3 id="history-title" tabindex="-1">{words.history}</h3>
        {(earlier == 0).then(|| view! { <p class="hint">{words.history_none}</p> })}
        {move || (earlier > 0 && !shown()).then(|| view! {
            <button type="button" class="plain" on:click=move |_| store.read_history(visitor.get_value())>
                {fill(words.history_show, earlier)}
            </button>
        })}
        {move || store.rooms.history.get().map(|cards| {
            let rows = cards.into_iter().map(|card| {
                let current = conversation.with_value(|id| *id == card.conversation);
                let when = platform::clock(card.since, store.lang.get_untracked());
                let said = newest(words, &card);
                view! {
                    <li>
                        <button
                            type="button"
                            class="card-open past"
                            aria-current=current.then_some("true")
                            on:click=move |_| store.open(Some(card.conversation.clone()))
                        >
                            <span>{when} " · " {card.page.clone()} {current.then(|| format!(" · {}", words.current))}</span>
                            <span class="card-last">{said}</span>
                        </button>
                    </li>
                }
            });
            view! { <ul class="plain-list" aria-labelledby="history-title">{rows.collect_view()}</ul> }
        })}
    }
}
