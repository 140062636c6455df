//! What an agent may do with the open conversation. What one may not do is not there.

use crate::{
    api, platform,
    state::{Right, Standing},
    store::{Dialog, Store},
    words::Words,
};
use leptos::{ev, prelude::*};

/// The row of buttons below the head.
pub fn actions(store: Store, id: String, standing: Memo<Standing>) -> impl IntoView {
    let more = RwSignal::new(false);
    let id = StoredValue::new(id);
    let first = move || match standing.get() {
        Standing::Mine => view! {
            {asking(store, id, |words| words.transfer, Dialog::Transfer)}
            {asking(store, id, |words| words.escalate, Dialog::Escalate)}
            {end(store, id)}
        }
        .into_any(),
        Standing::Guest => doing(store, id, |words| words.step_out, Store::step_out).into_any(),
        Standing::Waiting | Standing::WaitingForSenior | Standing::Theirs if store.may(Right::Assign) => {
            asking(store, id, |words| words.assign, Dialog::Assign).into_any()
        }
        _ => ().into_any(),
    };
    // Only what changes with the standing is drawn again: a button that is being pressed stays the same button.
    let rest = move || {
        view! {
            <div class="acts" id="more-acts">
                {move || (standing.get() == Standing::Mine).then(|| view! {
                    {asking(store, id, |words| words.invite, Dialog::Invite)}
                    {doing(store, id, |words| words.ask_rating, Store::ask_rating)}
                    {doing(store, id, |words| words.give_back, Store::give_back)}
                })}
                {move || (standing.get() == Standing::Theirs && store.may(Right::Assign))
                    .then(|| asking(store, id, |words| words.transfer, Dialog::Transfer))}
                {asking(store, id, |words| words.note, Dialog::Note)}
                {store.may(Right::Export).then(|| view! {
                    <a class="button plain" download="" href=id.with_value(|id| api::export_url(id))>
                        {move || store.words().export_talk}
                    </a>
                })}
                {store.may(Right::Block).then(|| block(store))}
                {store.may(Right::Erase).then(|| view! {
                    <button type="button" class="plain alarm" on:click=move |_| {
                        if let Some(visitor) = visitor(store) {
                            store.ask(Dialog::Erase(visitor));
                        }
                    }>
                        {move || store.words().erase}
                    </button>
                })}
            </div>
        }
    };
    view! {
        <div class="acts-frame" role="group" aria-label=move || store.words().actions>
            <div class="acts">
                {first}
                <button
                    type="button"
                    class="plain"
                    aria-expanded=move || more.get().to_string()
                    aria-controls="more-acts"
                    on:click=move |_| more.update(|more| *more = !*more)
                >
                    {move || store.words().more}
                </button>
            </div>
            {move || more.get().then(rest)}
        </div>
    }
}

type Word = fn(&'static Words) -> &'static str;

fn asking(store: Store, id: StoredValue<String>, word: Word, dialog: fn(String) -> Dialog) -> impl IntoView {
    view! {
        <button type="button" class="plain" on:click=move |_| store.ask(dialog(id.get_value()))>
            {move || word(store.words())}
        </button>
    }
}

fn doing(store: Store, id: StoredValue<String>, word: Word, act: fn(Store, String)) -> impl IntoView {
    view! {
        <button type="button" class="plain" on:click=move |_| act(store, id.get_value())>
            {move || word(store.words())}
        </button>
    }
}

fn visitor(store: Store) -> Option<String> {
    let visitor = store.chat.with_untracked(|chat| chat.as_ref().map(|chat| chat.about.visitor.clone()));
    visitor.filter(|visitor| !visitor.is_empty())
}

fn block(store: Store) -> impl IntoView {
    let blocked = Memo::new(move |_| store.chat.with(|chat| chat.as_ref().is_some_and(|chat| chat.about.blocked)));
    view! {
        <button type="button" class="plain alarm" on:click=move |_| {
            let Some(visitor) = visitor(store) else { return };
            if blocked.get_untracked() {
                store.block(visitor, false);
            } else {
                store.ask(Dialog::Block(visitor));
            }
        }>
            {move || if blocked.get() { store.words().unblock } else { store.words().block }}
        </button>
    }
}

/// The button that ends the conversation, and the question before it does.
fn end(store: Store, id: StoredValue<String>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let keep = move || {
        asking.set(false);
        platform::focus(&["#end"]);
    };
    move || {
        if asking.get() {
            view! {
                <div
                    class="end-ask"
                    role="group"
                    aria-labelledby="end-ask"
                    on:keydown=move |event: ev::KeyboardEvent| if event.key() == "Escape" { keep() }
                >
                    <p id="end-ask">{move || store.words().end_ask}</p>
                    <button id="end-no" type="button" on:click=move |_| keep()>{move || store.words().end_no}</button>
                    <button type="button" class="danger" on:click=move |_| store.close(id.get_value())>
                        {move || store.words().end_yes}
                    </button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <button id="end" type="button" class="plain" aria-label=move || store.words().end_what on:click=move |_| {
                    asking.set(true);
                    platform::focus(&["#end-no"]);
                }>
                    {move || store.words().end}
                </button>
            }
            .into_any()
        }
    }
}
