//! The frame: log-in or desk, the bar on top, what is wrong, and what a screen reader says.

use super::{board, chat, context, login};
use crate::{
    platform,
    state::attention,
    store::{Problem, Store, Who},
    words::fill,
};
use leptos::{ev, prelude::*};

/// The whole page.
pub fn app() -> impl IntoView {
    let store = Store::start();
    Effect::new(move || {
        let words = store.words();
        let title = format!("{} · {}", words.product, words.desk);
        let asking = store.board.with(attention);
        let title = if asking == 0 { title } else { format!("({asking}) {title}") };
        platform::label_page(store.lang.get(), &title);
    });
    let signed_in = Memo::new(move |_| store.who.with(|who| matches!(who, Who::Agent(_))));
    let known = Memo::new(move |_| store.who.with(|who| *who != Who::Unknown));
    view! {
        {move || match (signed_in.get(), known.get()) {
            (true, _) => desk(store).into_any(),
            (false, true) => view! { {unreachable(store)} {login::login(store)} }.into_any(),
            (false, false) => view! { {unreachable(store)} <main class="gate"><p class="hint">{move || store.words().loading}</p></main> }.into_any(),
        }}
    }
}

/// A button that changes the language, named in the language that it leads to.
pub fn language_switch(store: Store) -> impl IntoView {
    view! {
        <button
            type="button"
            class="plain"
            lang=move || store.lang.get().other().tag()
            on:click=move |_| store.speak(store.lang.get_untracked().other())
        >
            {move || store.words().other_language}
        </button>
    }
}

fn desk(store: Store) -> impl IntoView {
    let details = RwSignal::new(Details::Folded);
    Effect::new(move || {
        store.selected.track();
        details.set(Details::Folded);
    });
    view! {
        {bar(store)}
        {unreachable(store)}
        {problem(store)}
        <main
            class="desk"
            class:has-chat=move || store.selected.with(Option::is_some)
            class:shows-details=move || details.get() == Details::Open
        >
            {board::board(store)}
            {chat::chat(store, details)}
            {context::context(store)}
        </main>
        <div class="quiet" role="log" aria-live="polite" aria-label=move || store.words().log>
            <For each=move || store.said.get() key=|(number, _)| *number let:((_, text))>
                <p>{text}</p>
            </For>
        </div>
    }
}

/// Whether the customer's details are shown where there is no room for them beside the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Details {
    /// Out of the way.
    Folded,
    /// In place of the chat.
    Open,
}

fn bar(store: Store) -> impl IntoView {
    let on_duty = Memo::new(move |_| store.me().is_some_and(|me| me.on_duty));
    view! {
        <header class="bar">
            <h1 class="brand">
                <span class="mark" aria-hidden="true">"人"</span>
                <span class="brand-name">{move || store.words().product}</span>
                <span class="brand-desk">{move || store.words().desk}</span>
            </h1>
            <button
                type="button"
                class="duty"
                role="switch"
                aria-checked=move || on_duty.get().to_string()
                aria-label=move || store.words().on_duty
                on:click=move |_| store.switch_duty()
            >
                <span class="track" aria-hidden="true"></span>
                <span aria-hidden="true">
                    {move || if on_duty.get() { store.words().on_duty } else { store.words().off_duty }}
                </span>
            </button>
            <p class="who-am-i">
                {move || store.me().map(|me| view! {
                    <strong>{me.name}</strong>
                    <span class="role">{me.role}</span>
                })}
            </p>
            {language_switch(store)}
            <button type="button" class="plain" on:click=move |_| store.logout()>
                {move || store.words().log_out}
            </button>
        </header>
    }
}

fn unreachable(store: Store) -> impl IntoView {
    let told = Memo::new(move |_| store.link.get().is_worth_telling());
    view! {
        <div role="status">
            {move || told.get().then(|| view! {
                <div class="banner warn">
                    <p>{move || store.words().unreachable}</p>
                    <button type="button" on:click=move |_| store.reconnect_now()>
                        {move || store.words().retry_now}
                    </button>
                </div>
            })}
        </div>
    }
}

fn problem(store: Store) -> impl IntoView {
    let text = move || {
        let words = store.words();
        store.problem.get().map(|problem| match problem {
            Problem::Taken => words.taken.to_owned(),
            Problem::Gone => words.gone.to_owned(),
            Problem::Refused(why) => fill(words.refused, why),
        })
    };
    // Escape puts the message away wherever the focus is.
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" {
            store.problem.set(None);
        }
    });
    on_cleanup(move || escape.remove());
    view! {
        <div role="alert">
            {move || text().map(|text| view! {
                <div class="banner">
                    <p>{text}</p>
                    <button type="button" on:click=move |_| store.problem.set(None)>
                        {move || store.words().dismiss}
                    </button>
                </div>
            })}
        </div>
    }
}
