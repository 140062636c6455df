//! The frame: log-in or desk, what is wrong, what was done, and what a screen reader says.

use super::{audit, bar, board, chat, context, dialog, login, proposals, shortcuts, team, tickets};
use crate::{
    platform,
    state::{Room, attention},
    store::{Problem, Store, Who},
    words::fill,
};
use leptos::{ev, prelude::*};

/// The whole page.
pub fn app() -> impl IntoView {
    let store = Store::start();
    shortcuts::listen(store);
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
    view! {
        {bar::bar(store)}
        {unreachable(store)}
        {problem(store)}
        {done(store)}
        {move || match store.room.get() {
            Room::Desk => conversations(store).into_any(),
            Room::Tickets => tickets::tickets(store).into_any(),
            Room::Proposals => proposals::proposals(store).into_any(),
            Room::Audit => audit::audit(store).into_any(),
            Room::Team => team::team(store).into_any(),
        }}
        {dialog::dialog(store)}
        <div class="quiet" role="log" aria-live="polite" aria-label=move || store.words().log>
            <For each=move || store.said.get() key=|(number, _)| *number let:((_, text))>
                <p>{text}</p>
            </For>
        </div>
    }
}

fn conversations(store: Store) -> impl IntoView {
    let details = RwSignal::new(Details::Folded);
    Effect::new(move || {
        store.selected.track();
        details.set(Details::Folded);
    });
    view! {
        <main
            class="desk"
            class:has-chat=move || store.selected.with(Option::is_some)
            class:shows-details=move || details.get() == Details::Open
        >
            {board::board(store)}
            {chat::chat(store, details)}
            {context::context(store)}
        </main>
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
            Problem::TicketTaken => store.office().ticket_taken.to_owned(),
            Problem::Gone => words.gone.to_owned(),
            Problem::Refused(why) => fill(words.refused, why),
        })
    };
    // Escape puts the messages away wherever the focus is.
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" {
            store.problem.set(None);
            store.done.set(None);
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

fn done(store: Store) -> impl IntoView {
    view! {
        <div role="status">
            {move || store.done.get().map(|text| view! {
                <div class="banner good">
                    <p>{text}</p>
                    <button type="button" on:click=move |_| store.done.set(None)>
                        {move || store.words().dismiss}
                    </button>
                </div>
            })}
        </div>
    }
}
