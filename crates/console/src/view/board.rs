//! The board: who waits, and the agent's own conversations.

use crate::{
    store::Store,
    words::{Words, fill, language_name},
};
use leptos::prelude::*;
use wire::{Speaker, agent::Card};

/// The column of conversations.
pub fn board(store: Store) -> impl IntoView {
    let waiting = Memo::new(move |_| store.board.with(|board| ids(&board.waiting)));
    let mine = Memo::new(move |_| store.board.with(|board| ids(&board.mine)));
    let off_duty = move || store.me().is_some_and(|me| !me.on_duty);
    view! {
        <section class="board" aria-label=move || store.words().board>
            {move || off_duty().then(|| view! { <p class="hint off-duty">{move || store.words().duty_off_hint}</p> })}
            <h2 id="waiting-title">
                {move || store.words().waiting}
                <span class="count" class:some=move || waiting.with(|ids| !ids.is_empty())>
                    {move || waiting.with(Vec::len)}
                </span>
            </h2>
            <ul class="cards" aria-labelledby="waiting-title">
                <For each=move || waiting.get() key=Clone::clone let:id>
                    {waiting_card(store, id)}
                </For>
            </ul>
            {move || waiting.with(Vec::is_empty)
                .then(|| view! { <p class="empty">{move || store.words().nobody_waits}</p> })}
            <h2 id="mine-title">
                {move || store.words().mine}
                <span class="count">{move || mine.with(Vec::len)}</span>
            </h2>
            <ul class="cards" aria-labelledby="mine-title">
                <For each=move || mine.get() key=Clone::clone let:id>
                    {my_card(store, id)}
                </For>
            </ul>
            {move || mine.with(Vec::is_empty)
                .then(|| view! { <p class="empty">{move || store.words().none_mine}</p> })}
        </section>
    }
}

fn ids(cards: &[Card]) -> Vec<String> {
    cards.iter().map(|card| card.conversation.clone()).collect()
}

fn waiting_card(store: Store, id: String) -> impl IntoView {
    let wanted = id.clone();
    let here = Memo::new(move |_| {
        store.board.with(|board| {
            let at = board.waiting.iter().position(|card| card.conversation == wanted)?;
            Some((at + 1, board.waiting[at].clone()))
        })
    });
    let position = Memo::new(move |_| here.with(|here| here.as_ref().map_or(0, |(position, _)| *position)));
    let card = Memo::new(move |_| here.get().map(|(_, card)| card));
    let waiting_for = move || {
        let since = card.with(|card| card.as_ref().map_or(0, |card| card.since));
        fill(store.words().waited, store.lang.get().span(store.now.get().saturating_sub(since)))
    };
    view! {
        <li class="card waiting">
            <p class="card-top">
                <strong class="place">{move || fill(store.words().position, position.get())}</strong>
                <span class="since">{waiting_for}</span>
            </p>
            {facts(store, card)}
            <button
                type="button"
                class="primary take"
                aria-label=move || fill(store.words().take_whom, position.get())
                on:click=move |_| store.take(id.clone())
            >
                {move || store.words().take}
            </button>
        </li>
    }
}

fn my_card(store: Store, id: String) -> impl IntoView {
    let wanted = id.clone();
    let card = Memo::new(move |_| {
        store.board.with(|board| board.mine.iter().find(|card| card.conversation == wanted).cloned())
    });
    let unread = Memo::new(move |_| card.with(|card| card.as_ref().map_or(0, |card| card.unread)));
    let wanted = id.clone();
    let current = move || store.selected.with(|selected| (selected.as_ref() == Some(&wanted)).then_some("true"));
    view! {
        <li class="card mine">
            <button type="button" class="card-open" aria-current=current on:click=move |_| store.open(Some(id.clone()))>
                {facts(store, card)}
                {move || (unread.get() > 0).then(|| view! {
                    <span class="unread">
                        <span aria-hidden="true">{move || unread.get()}</span>
                        <span class="quiet">{move || fill(store.words().unread, unread.get())}</span>
                    </span>
                })}
            </button>
        </li>
    }
}

/// Page, language and the newest line.
fn facts(store: Store, card: Memo<Option<Card>>) -> impl IntoView {
    move || {
        let words = store.words();
        card.get().map(|card| {
            let last = match &card.last {
                Some(line) => fill(words.speaks, speaker(words, line.from)) + &line.text,
                None => words.no_words_yet.to_owned(),
            };
            view! {
                <span class="card-last">{last}</span>
                <span class="card-facts">
                    <span class="card-page">{card.page}</span>
                    <span>{language_name(words, &card.locale)}</span>
                </span>
            }
        })
    }
}

/// Who said a line.
pub fn speaker(words: &'static Words, from: Speaker) -> &'static str {
    match from {
        Speaker::Visitor | Speaker::Helper => words.customer,
        Speaker::Bot => words.bot,
        Speaker::Agent => words.you,
    }
}
