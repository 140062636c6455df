//! The open conversation: its head, what was said, and the composer.

use super::{app::Details, composer, lines};
use crate::{
    platform,
    store::{Store, Who},
    words::fill,
};
use leptos::{ev, prelude::*};
use wire::visitor::ConversationState;

/// What the agent may do in the open conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Nobody has it: take it.
    Waiting,
    /// The agent's own: write.
    Mine,
    /// A colleague's: read.
    Theirs,
    /// Ended: read.
    Closed,
}

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
    let standing = Memo::new(move |_| standing(store));
    let foot = {
        let id = id.clone();
        move || {
            let words = store.words();
            match standing.get() {
                Standing::Mine => composer::composer(store, id.clone()).into_any(),
                Standing::Waiting => {
                    let id = id.clone();
                    view! {
                        <div class="foot">
                            <p class="hint">{words.not_mine}</p>
                            <button type="button" class="primary" on:click=move |_| store.take(id.clone())>
                                {words.take}
                            </button>
                        </div>
                    }
                    .into_any()
                }
                Standing::Theirs => view! { <div class="foot"><p class="hint">{words.taken}</p></div> }.into_any(),
                Standing::Closed => {
                    view! { <div class="foot"><p class="hint">{words.closed_hint}</p></div> }.into_any()
                }
            }
        }
    };
    view! {
        {head(store, id.clone(), standing, details)}
        {lines::lines(store, id)}
        {foot}
    }
}

fn standing(store: Store) -> Standing {
    let me = store.who.with(|who| match who {
        Who::Agent(me) => Some(me.agent.clone()),
        _ => None,
    });
    store.chat.with(|chat| {
        chat.as_ref().map_or(Standing::Closed, |chat| match chat.card.state {
            ConversationState::Queued => Standing::Waiting,
            ConversationState::Assigned if chat.agent == me => Standing::Mine,
            ConversationState::Assigned => Standing::Theirs,
            ConversationState::Closed => Standing::Closed,
        })
    })
}

fn head(store: Store, id: String, standing: Memo<Standing>, details: RwSignal<Details>) -> impl IntoView {
    let page = move || store.chat.with(|chat| chat.as_ref().map(|chat| chat.card.page.clone()));
    let understood = move || {
        let words = store.words();
        store.chat.with(|chat| {
            let intent = chat.as_ref()?.handover.intent.as_ref()?;
            Some(format!("{} · {}", intent.question, fill(words.sure, intent.confidence / 10)))
        })
    };
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
            {move || (standing.get() == Standing::Mine).then(|| end(store, id.clone()))}
        </header>
    }
}

/// The button that ends the conversation, and the question before it does.
fn end(store: Store, id: String) -> impl IntoView {
    let asking = RwSignal::new(false);
    let keep = move || {
        asking.set(false);
        platform::focus(&["#end"]);
    };
    move || {
        if asking.get() {
            let id = id.clone();
            view! {
                <div
                    class="end-ask"
                    role="group"
                    aria-labelledby="end-ask"
                    on:keydown=move |event: ev::KeyboardEvent| if event.key() == "Escape" { keep() }
                >
                    <p id="end-ask">{move || store.words().end_ask}</p>
                    <button id="end-no" type="button" on:click=move |_| keep()>{move || store.words().end_no}</button>
                    <button type="button" class="danger" on:click=move |_| store.close(id.clone())>
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
