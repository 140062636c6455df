//! A card in the log, and the beginnings of one in the composer.

use crate::{
    state::{Card, Part, card, fenced},
    store::Store,
};
use leptos::{ev, prelude::*};

/// What was said: dressed if it is a card, else as it was written.
pub fn said(text: String) -> AnyView {
    match card(&text) {
        Some(card) => dressed(card).into_any(),
        None => view! { <p class="text">{text}</p> }.into_any(),
    }
}

fn dressed(card: Card) -> impl IntoView {
    let Card { kind, title, parts } = card;
    let name = if title.is_empty() { kind.clone() } else { format!("{kind}: {title}") };
    view! {
        <div class="text card" role="group" aria-label=name>
            <p class="hint">{kind}</p>
            {(!title.is_empty()).then(|| view! { <p><strong>{title}</strong></p> })}
            {parts.into_iter().map(part).collect_view()}
        </div>
    }
}

fn part(part: Part) -> AnyView {
    let items = |all: Vec<String>| all.into_iter().map(|it| view! { <li>{it}</li> }).collect_view();
    match part {
        Part::Text(text) => view! { <p>{text}</p> }.into_any(),
        Part::Image(alt, src) => view! { <p>{alt} " " <span class="hint">{src}</span></p> }.into_any(),
        Part::Facts(all) => {
            let all = all.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }).collect_view();
            view! { <dl>{all}</dl> }.into_any()
        }
        Part::Steps(all) => view! { <ol class="steps">{items(all)}</ol> }.into_any(),
        Part::Bullets(all) | Part::Fields(all) => view! { <ul>{items(all)}</ul> }.into_any(),
        Part::Links(all) => {
            let all = all.into_iter().map(|(text, to)| view! { <li>{text} " " <span class="hint">{to}</span></li> });
            view! { <ul>{all.collect_view()}</ul> }.into_any()
        }
    }
}

/// Puts the beginning of a card into the reply, in the customer's language.
pub fn beginnings(store: Store) -> impl IntoView {
    let begin = move |event: ev::Event| {
        let chosen = event_target_value(&event).parse::<usize>().ok();
        let beginning = chosen.and_then(|at| store.customers_lang().card_beginnings().get(at).copied());
        if let Some(beginning) = beginning {
            store.insert(&fenced(beginning));
        }
    };
    let options = move || {
        let kinds = store.words().card_kinds.split('|');
        kinds.enumerate().map(|(at, kind)| view! { <option value=at.to_string()>{kind}</option> }).collect_view()
    };
    view! {
        <select class="button plain" id="card" aria-label=move || store.words().card prop:value="" on:change=begin>
            <option value="">{move || store.words().card}</option>
            {options}
        </select>
    }
}
