//! The board: who waits and why in this order, the agent's own conversations, and those of colleagues for leads.

use crate::{
    state::may_take,
    store::Store,
    words::{Words, fill, fill_each, language_name, mood},
};
use leptos::prelude::*;
use wire::{
    Speaker,
    agent::{Board, Card, Weights},
    visitor::{ConversationState, Want},
};

/// The column of conversations.
pub fn board(store: Store) -> impl IntoView {
    let waiting = Memo::new(move |_| store.board.with(|board| ids(&board.waiting)));
    let mine = Memo::new(move |_| store.board.with(|board| ids(&board.mine)));
    let others = Memo::new(move |_| store.board.with(|board| ids(&board.others)));
    let off_duty = move || store.me().is_some_and(|me| !me.on_duty);
    view! {
        <section class="board" aria-label=move || store.words().board>
            {move || off_duty().then(|| view! { <p class="hint off-duty">{move || store.words().duty_off_hint}</p> })}
            <h2 id="waiting-title" tabindex="-1">
                {move || store.words().waiting}
                <span class="count" class:some=move || waiting.with(|ids| !ids.is_empty())>
                    {move || waiting.with(Vec::len)}
                </span>
            </h2>
            <p class="hint">{move || sorted(store)}</p>
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
                    {open_card(store, id, |board| &board.mine)}
                </For>
            </ul>
            {move || mine.with(Vec::is_empty)
                .then(|| view! { <p class="empty">{move || store.words().none_mine}</p> })}
            {move || (!others.with(Vec::is_empty)).then(|| view! {
                <h2 id="others-title">
                    {move || store.words().others}
                    <span class="count">{move || others.with(Vec::len)}</span>
                </h2>
                <ul class="cards" aria-labelledby="others-title">
                    <For each=move || others.get() key=Clone::clone let:id>
                        {open_card(store, id, |board| &board.others)}
                    </For>
                </ul>
            })}
        </section>
    }
}

/// By what the queue is sorted, as the operator set it.
fn sorted(store: Store) -> String {
    let Weights { unhappy, angry, urgent, tier } = store.board.with(|board| board.weights);
    let minutes = [unhappy, angry, urgent, tier].map(|seconds| seconds.div_ceil(60).to_string());
    fill_each(store.words().sorted, &minutes.each_ref().map(String::as_str))
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
    let mine_to_take = move || {
        let level = store.me().map(|me| me.level).unwrap_or_default();
        card.with(|card| card.as_ref().is_some_and(|card| may_take(level, card)))
    };
    let (taken, looked) = (id.clone(), id);
    view! {
        <li class="card waiting">
            <p class="card-top">
                <strong class="place">{move || fill(store.words().position, position.get())}</strong>
                <span class="since">{waiting_for}</span>
            </p>
            {marks(store, card)}
            {facts(store, card)}
            <div class="card-acts">
                {move || mine_to_take().then(|| {
                    let id = taken.clone();
                    view! {
                        <button
                            type="button"
                            class="primary take"
                            aria-label=move || fill(store.words().take_whom, position.get())
                            on:click=move |_| store.take(id.clone())
                        >
                            {move || store.words().take}
                        </button>
                    }
                })}
                <button
                    type="button"
                    class="plain look"
                    aria-label=move || format!("{} {}", store.words().look, fill(store.words().position, position.get()))
                    on:click=move |_| store.open(Some(looked.clone()))
                >
                    {move || store.words().look}
                </button>
            </div>
        </li>
    }
}

fn open_card(store: Store, id: String, list: fn(&Board) -> &Vec<Card>) -> impl IntoView {
    let wanted = id.clone();
    let card = Memo::new(move |_| {
        store.board.with(|board| list(board).iter().find(|card| card.conversation == wanted).cloned())
    });
    let unread = Memo::new(move |_| card.with(|card| card.as_ref().map_or(0, |card| card.unread)));
    let wanted = id.clone();
    let current = move || store.selected.with(|selected| (selected.as_ref() == Some(&wanted)).then_some("true"));
    view! {
        <li class="card mine">
            <button type="button" class="card-open" aria-current=current on:click=move |_| store.open(Some(id.clone()))>
                {marks(store, card)}
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

/// Why it stands where it stands: mood, rank, group, and how far that moves it forward.
fn marks(store: Store, card: Memo<Option<Card>>) -> impl IntoView {
    move || {
        let words = store.words();
        let marks: Vec<_> = card.get().map(|card| why(words, store, &card)).unwrap_or_default();
        (!marks.is_empty()).then(|| {
            let marks = marks.into_iter().map(|(class, mark)| view! { <span class=class>{mark}</span> });
            view! { <span class="marks">{marks.collect_view()}</span> }
        })
    }
}

fn why(words: &'static Words, store: Store, card: &Card) -> Vec<(&'static str, String)> {
    let waits = card.state == ConversationState::Queued;
    let upset = card.mood.as_deref().filter(|mood| *mood != "neutral");
    let want = match card.want {
        Want::Chat => None,
        Want::Message => Some(words.want_message),
        Want::Callback => Some(words.want_callback),
    };
    let all = [
        upset.map(|key| (if key == "urgent" { "tag alarm" } else { "tag upset" }, mood(words, key).to_owned())),
        card.tier.clone().map(|tier| ("tag rank", tier)),
        (waits && card.senior).then(|| ("tag", words.needs_senior.to_owned())),
        (waits && !card.team.is_empty()).then(|| ("tag", fill(words.for_team, &card.team))),
        (waits && card.ahead > 0)
            .then(|| ("tag", fill(words.ahead, store.lang.get().span(u64::from(card.ahead) * 1_000)))),
        want.map(|want| ("tag", want.to_owned())),
        (!card.customer_here && card.state != ConversationState::Closed)
            .then(|| ("tag", if waits { words.away } else { words.not_there }.to_owned())),
    ];
    all.into_iter().flatten().collect()
}

/// Page, language and the newest line.
fn facts(store: Store, card: Memo<Option<Card>>) -> impl IntoView {
    move || {
        let words = store.words();
        card.get().map(|card| {
            let mine = store.me().is_some_and(|me| me.name == card.agent_name);
            let with = (!card.agent_name.is_empty() && !mine).then(|| fill(words.with, &card.agent_name));
            view! {
                <span class="card-last">{newest(words, &card)}</span>
                <span class="card-facts">
                    <span class="card-page">{card.page}</span>
                    <span>{language_name(words, &card.locale)}</span>
                    {with.map(|with| view! { <span>{with}</span> })}
                </span>
            }
        })
    }
}

/// The newest line of a conversation and who said it.
pub fn newest(words: &'static Words, card: &Card) -> String {
    match &card.last {
        Some(line) => fill(words.speaks, speaker(words, line.from)) + &line.text,
        None => words.no_words_yet.to_owned(),
    }
}

/// Who said a line.
pub fn speaker(words: &'static Words, from: Speaker) -> &'static str {
    match from {
        Speaker::Visitor => words.customer,
        Speaker::Helper => words.helper,
        Speaker::Bot => words.bot,
        Speaker::Agent => words.you,
    }
}
