//! What agents propose for the knowledge.

use crate::{
    platform,
    store::{Dialog, Store},
    words::fill_each,
};
use leptos::prelude::*;
use wire::agent::Proposal;

/// The room of proposals.
pub fn proposals(store: Store) -> impl IntoView {
    view! {
        <main class="room-page">
            <h2 id="room-title" tabindex="-1">{move || store.office().room_proposals}</h2>
            <p class="hint">{move || store.office().proposals_lead}</p>
            <p>
                <button type="button" class="primary" on:click=move |_| store.ask(Dialog::Propose(Proposal::default()))>
                    {move || store.office().propose}
                </button>
            </p>
            {move || store.rooms.proposals.get().map_or_else(
                || view! { <p class="hint">{store.words().loading}</p> }.into_any(),
                |list| if list.is_empty() {
                    view! { <p class="empty">{store.office().no_proposals}</p> }.into_any()
                } else {
                    let cards = list.into_iter().map(|it| proposal(store, it)).collect_view();
                    view! { <ul class="sheet-list" aria-labelledby="room-title">{cards}</ul> }.into_any()
                },
            )}
        </main>
    }
}

fn proposal(store: Store, it: Proposal) -> impl IntoView {
    let by = fill_each(store.office().by_at, &[&it.by, &platform::clock(it.at, store.lang.get())]);
    view! {
        <li class="sheet-card">
            <h3>{it.question}</h3>
            {(!it.variants.is_empty()).then(|| view! { <p class="hint">{it.variants.join(" / ")}</p> })}
            <p class="ticket-body">{it.answer}</p>
            <p class="hint">{by}</p>
        </li>
    }
}
