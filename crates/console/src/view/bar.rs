//! The bar on top: the rooms, the duty, who one is.

use super::app::language_switch;
use crate::{
    state::Room,
    store::{Dialog, Store},
    words::{Office, fill, fill_each},
};
use leptos::prelude::*;

/// The bar.
pub fn bar(store: Store) -> impl IntoView {
    view! {
        <header class="bar">
            <h1 class="brand">
                <span class="mark" aria-hidden="true">"人"</span>
                <span class="brand-name">{move || store.words().product}</span>
                <span class="brand-desk">{move || store.words().desk}</span>
            </h1>
            {rooms(store)}
            <div class="duties">{duties(store)}</div>
            <p class="who-am-i">
                {move || store.me().map(|me| view! {
                    <strong>{me.name}</strong>
                    <span class="role">{me.role}</span>
                })}
            </p>
            <button type="button" class="plain" id="settings" on:click=move |_| store.ask(Dialog::Settings)>
                {move || store.office().settings}
            </button>
            {language_switch(store)}
            <button type="button" class="plain" on:click=move |_| store.logout()>
                {move || store.words().log_out}
            </button>
        </header>
    }
}

fn rooms(store: Store) -> impl IntoView {
    let level = Memo::new(move |_| store.me().map(|me| me.level));
    let tickets = Memo::new(move |_| store.board.with(|board| board.open_tickets));
    let room_button = move |room: Room| {
        let current = move || (store.room.get() == room).then_some("page");
        let count = move || {
            (room == Room::Tickets && tickets.get() > 0)
                .then(|| view! { " " <span class="count some">{move || tickets.get()}</span> })
        };
        view! {
            <li>
                <button type="button" class="plain room" aria-current=current on:click=move |_| store.go(room)>
                    {move || name(store.office(), room)} {count}
                </button>
            </li>
        }
    };
    view! {
        <nav class="rooms" aria-label=move || store.office().rooms>
            <ul>
                {move || {
                    let level = level.get().unwrap_or_default();
                    Room::ALL.into_iter().filter(|room| room.is_for(level)).map(room_button).collect_view()
                }}
            </ul>
        </nav>
    }
}

/// What a room is called.
pub fn name(office: &Office, room: Room) -> &'static str {
    match room {
        Room::Desk => office.room_desk,
        Room::Tickets => office.room_tickets,
        Room::Proposals => office.room_proposals,
        Room::Audit => office.room_audit,
        Room::Team => office.room_team,
    }
}

fn duties(store: Store) -> impl IntoView {
    let on_duty = Memo::new(move |_| store.me().is_some_and(|me| me.on_duty));
    let auto = Memo::new(move |_| store.me().is_some_and(|me| me.auto));
    let load = move || {
        let capacity = store.me().map_or(0, |me| me.capacity);
        let mine = store.board.with(|board| board.mine.len()).to_string();
        let words = store.words();
        (capacity > 0).then(|| fill(words.load, fill_each(words.of_capacity, &[&mine, &capacity.to_string()])))
    };
    view! {
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
        <button
            type="button"
            class="duty auto"
            role="switch"
            aria-checked=move || auto.get().to_string()
            title=move || store.words().auto_hint
            on:click=move |_| store.switch_auto()
        >
            <span class="track" aria-hidden="true"></span>
            <span>{move || store.words().auto}</span>
        </button>
        {move || load().map(|load| view! { <p class="load">{load}</p> })}
    }
}
