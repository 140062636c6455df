//! Quick replies above the composer: suggested for the customer's last words, or found by a few words. They are put
//! into the reply; nothing is sent.

use crate::{
    platform,
    state::{Suggestion, Way, step},
    store::{Dialog, Found, Store},
    words::fill,
};
use leptos::{ev, prelude::*};

/// The list, while it is open.
pub fn quick(store: Store) -> impl IntoView {
    move || store.quick.get().then(|| open(store))
}

fn open(store: Store) -> impl IntoView {
    let lang = Memo::new(move |_| store.customers_lang());
    Effect::new(move || store.want_knowledge(lang.get()));
    let words = RwSignal::new(String::new());
    let spoken = Memo::new(move |_| store.chat.with(|chat| chat.as_ref()?.last_words().map(str::to_owned)));
    let found = Memo::new(move |_| {
        let typed = words.get();
        let asked = if typed.trim().is_empty() { spoken.get().unwrap_or_default() } else { typed };
        store.shelf.find(lang.get(), &asked)
    });
    let list = Memo::new(move |_| match found.get() {
        Found::These(list) => list,
        Found::Loading | Found::Failed => Vec::new(),
    });
    let chosen = RwSignal::new(0usize);
    let back = move || {
        store.quick.set(false);
        platform::focus(&["#write"]);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let count = list.with(Vec::len);
        let way = match event.key().as_str() {
            "ArrowDown" => Way::Down,
            "ArrowUp" => Way::Up,
            "Escape" => return back(),
            _ if platform::sends(&event) => {
                event.prevent_default();
                let answer = list.with(|list| list.get(chosen.get_untracked()).map(|it| it.answer.clone()));
                return answer.iter().for_each(|answer| store.insert(answer));
            }
            _ => return,
        };
        event.prevent_default();
        chosen.update(|at| *at = step(*at, count, way));
        platform::scroll_to_option();
    };
    let active = move || (!list.with(Vec::is_empty)).then(|| option_id(chosen.get()));
    view! {
        <section class="quick" aria-labelledby="quick-label">
            <label id="quick-label" for="quick-find">{move || store.words().quick}</label>
            <input
                id="quick-find"
                type="text"
                role="combobox"
                autocomplete="off"
                aria-expanded="true"
                aria-controls="quick-list"
                aria-autocomplete="list"
                aria-activedescendant=active
                aria-describedby="quick-hint"
                placeholder=move || store.words().quick_find
                prop:value=words
                on:input=move |event| {
                    words.set(event_target_value(&event));
                    chosen.set(0);
                }
                on:keydown=on_key
            />
            {move || (words.with(|words| words.trim().is_empty())).then(|| spoken.get()).flatten().map(|spoken| view! {
                <p class="hint quick-for">{fill(store.words().quick_for, spoken)}</p>
            })}
            <p class="hint" role="status">{move || state(store, &found.get())}</p>
            <div id="quick-list" class="options" role="listbox" aria-labelledby="quick-label">
                {move || list.get().into_iter().enumerate().map(|(at, it)| option(store, chosen, at, it)).collect_view()}
            </div>
            <p class="hint" id="quick-hint">{move || store.words().quick_hint}</p>
            <div class="tools">
                <button type="button" class="plain" on:click=move |_| store.ask(Dialog::Propose(store.proposal()))>
                    {move || store.words().propose}
                </button>
                <button type="button" class="plain" on:click=move |_| back()>{move || store.office().close}</button>
            </div>
        </section>
    }
}

fn state(store: Store, found: &Found) -> String {
    let words = store.words();
    match found {
        Found::Loading => words.quick_loading.to_owned(),
        Found::Failed => words.quick_failed.to_owned(),
        Found::These(list) if list.is_empty() => words.quick_none.to_owned(),
        Found::These(list) => fill(words.quick_count, list.len()),
    }
}

fn option(store: Store, chosen: RwSignal<usize>, at: usize, it: Suggestion) -> impl IntoView {
    let answer = it.answer.clone();
    let sure = (it.sure > 0).then(|| fill(store.words().sure, it.sure));
    view! {
        <div
            id=option_id(at)
            class="option"
            role="option"
            aria-selected=move || (chosen.get() == at).to_string()
            on:click=move |_| store.insert(&answer)
        >
            <p class="option-top">
                <strong>{it.question}</strong>
                {sure.map(|sure| view! { <span class="hint">{sure}</span> })}
            </p>
            <p class="option-text">{it.answer}</p>
        </div>
    }
}

fn option_id(at: usize) -> String {
    format!("quick-{at}")
}
