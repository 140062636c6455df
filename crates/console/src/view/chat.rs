//! The open conversation: its head, what was said, and the composer.

use super::{actions, app::Details, composer, lines, quick};
use crate::{platform, state::Standing, store::Store, words::fill};
use leptos::prelude::*;

/// The middle column.
pub fn chat(store: Store, details: RwSignal<Details>) -> impl IntoView {
    let open = Memo::new(move |_| store.chat.with(|chat| chat.as_ref().map(|chat| chat.card.conversation.clone())));
    view! {
        <section class="chat" aria-labelledby="chat-title">
            {move || match (open.get(), store.selected.with(Option::is_some)) {
                (Some(id), _) => conversation(store, id, details).into_any(),
                (None, true) => view! {
                    <div class="blank">
                        <h2 id="chat-title" tabindex="-1">{move || store.words().loading}</h2>
                        <button type="button" class="plain" on:click=move |_| store.open(None)>
                            {move || store.words().back}
                        </button>
                    </div>
                }.into_any(),
                (None, false) => view! {
                    <div class="blank">
                        <h2 id="chat-title" tabindex="-1">{move || store.words().pick}</h2>
                        <p class="hint">{move || store.words().pick_hint}</p>
                    </div>
                }.into_any(),
            }}
        </section>
    }
}

fn conversation(store: Store, id: String, details: RwSignal<Details>) -> impl IntoView {
    let standing = Memo::new(move |_| store.standing().unwrap_or(Standing::Closed));
    let foot = {
        let id = id.clone();
        move || foot(store, id.clone(), standing.get())
    };
    view! {
        {head(store, standing, details)}
        {actions::actions(store, id.clone(), standing)}
        {lines::lines(store, id)}
        {foot}
    }
}

fn foot(store: Store, id: String, standing: Standing) -> AnyView {
    let hint = move |hint: fn(Store) -> &'static str| {
        view! { <div class="foot"><p class="hint">{move || hint(store)}</p></div> }.into_any()
    };
    match standing {
        Standing::Mine | Standing::Guest => view! { {quick::quick(store)} {composer::composer(store, id)} }.into_any(),
        Standing::Waiting => view! {
            <div class="foot">
                <p class="hint">{move || store.words().not_mine}</p>
                <button type="button" class="primary" on:click=move |_| store.take(id.clone())>
                    {move || store.words().take}
                </button>
            </div>
        }
        .into_any(),
        Standing::WaitingForSenior => hint(|store| store.words().needs_senior),
        Standing::Theirs => hint(|store| store.words().taken),
        Standing::Closed => hint(|store| store.words().closed_hint),
    }
}

fn head(store: Store, standing: Memo<Standing>, details: RwSignal<Details>) -> impl IntoView {
    let page = move || store.chat.with(|chat| chat.as_ref().map(|chat| chat.card.page.clone()));
    let understood = move || {
        let words = store.words();
        store.chat.with(|chat| {
            let intent = chat.as_ref()?.handover.intent.as_ref()?;
            Some(format!("{} · {}", intent.question, fill(words.sure, intent.confidence / 10)))
        })
    };
    let blocked = move || store.chat.with(|chat| chat.as_ref().is_some_and(|chat| chat.about.blocked));
    let unfolded = move || details.get() == Details::Open;
    view! {
        <header class="chat-head">
            <button type="button" class="plain back" on:click=move |_| {
                store.open(None);
                platform::focus(&[".card-open", ".take", ".duty"]);
            }>
                <span class="arrow" aria-hidden="true"></span>
                <span class="quiet">{move || store.words().back}</span>
            </button>
            <div class="chat-name">
                <h2 id="chat-title" tabindex="-1">
                    {move || store.words().customer} " " <span class="chat-page">{page}</span>
                    {move || (standing.get() == Standing::Closed)
                        .then(|| view! { " " <span class="tag">{store.words().closed_tag}</span> })}
                    {move || blocked().then(|| view! { " " <span class="tag alarm">{store.words().blocked}</span> })}
                </h2>
                {move || understood().map(|text| view! { <p class="chat-intent">{text}</p> })}
            </div>
            <button
                type="button"
                class="plain details"
                aria-expanded=move || unfolded().to_string()
                aria-controls="context"
                on:click=move |_| details.set(if unfolded() { Details::Folded } else { Details::Open })
            >
                {move || store.words().details}
            </button>
        </header>
    }
}
