//! What was said: first with the bot, then with a person. Follows the newest line unless the agent reads older ones.

use super::board::speaker;
use crate::{
    platform,
    state::{Body, Delivery, Line, Why},
    store::Store,
    words::{Words, fill},
};
use leptos::{ev, prelude::*};
use wire::{Millis, Speaker, event::What, visitor::Turn};

const LOG: &str = "#log";

/// How long a "typing" from the customer holds, in milliseconds.
const TYPING: Millis = 6_000;

/// The scrolling part of the conversation `id`.
pub fn lines(store: Store, id: String) -> impl IntoView {
    let conversation = StoredValue::new(id);
    let lines = Memo::new(move |_| {
        store.outboxes.with(|outboxes| {
            let outbox = conversation.with_value(|id| outboxes.of(id).to_vec());
            store.chat.with(|chat| chat.as_ref().map(|chat| chat.lines(&outbox)).unwrap_or_default())
        })
    });
    let turns = Memo::new(move |_| {
        store.chat.with(|chat| chat.as_ref().map(|chat| chat.handover.transcript.clone()).unwrap_or_default())
    });
    let typing = Memo::new(move |_| {
        let now = store.now.get();
        store.chat.with(|chat| chat.as_ref()?.typing).is_some_and(|at| now < at.saturating_add(TYPING))
    });

    let at_end = RwSignal::new(true);
    let count = Memo::new(move |_| lines.with(Vec::len));
    Effect::new(move || {
        count.track();
        typing.track();
        let mine = lines.with_untracked(|lines| matches!(lines.last().map(|line| &line.body), Some(Body::Agent(..))));
        if at_end.get_untracked() || mine {
            platform::scroll_to_end(LOG);
        }
    });

    // The keyboard of a phone makes the window smaller.
    let resized = window_event_listener(ev::resize, move |_| {
        if at_end.get_untracked() {
            platform::scroll_to_end(LOG);
        }
    });
    on_cleanup(move || resized.remove());

    view! {
        <div class="log-frame">
            <div
                class="log"
                id="log"
                tabindex="0"
                role="region"
                aria-label=move || store.words().log
                on:scroll=move |_| at_end.set(platform::is_at_end(LOG))
            >
                {move || (!turns.with(Vec::is_empty)).then(|| view! {
                    <section class="before">
                        <h3>{move || store.words().before}</h3>
                        <ol>{move || turns.get().into_iter().map(|said| turn(store, said)).collect_view()}</ol>
                    </section>
                })}
                <section class="live">
                    <h3>{move || store.words().since_human}</h3>
                    <ol>
                        {move || lines.get().into_iter().map(|said| line(store, conversation, said)).collect_view()}
                    </ol>
                </section>
                {move || typing.get().then(|| view! {
                    <p class="typing"><span class="dots" aria-hidden="true"></span>{move || store.words().typing}</p>
                })}
            </div>
            {move || (!at_end.get()).then(|| view! {
                <button type="button" class="newer" on:click=move |_| platform::scroll_to_end(LOG)>
                    {move || store.words().newer}
                </button>
            })}
        </div>
    }
}

fn turn(store: Store, said: Turn) -> impl IntoView {
    let words = store.words();
    let class = match said.from {
        Speaker::Visitor | Speaker::Helper => "line customer",
        Speaker::Bot => "line bot",
        Speaker::Agent => "line agent",
    };
    view! {
        <li class=class>
            <p class="meta">
                <span class="who">{speaker(words, said.from)}</span>
                <span class="time">{platform::clock(said.at, store.lang.get())}</span>
            </p>
            <p class="text">{said.text}</p>
        </li>
    }
}

fn line(store: Store, conversation: StoredValue<String>, line: Line) -> AnyView {
    let words = store.words();
    let time = platform::clock(line.at, store.lang.get());
    match line.body {
        Body::Customer(text) => view! {
            <li class="line customer">
                <p class="meta"><span class="who">{words.customer}</span><span class="time">{time}</span></p>
                <p class="text">{text}</p>
            </li>
        }
        .into_any(),
        Body::Agent(text, delivery) => {
            let colleague = !line.name.is_empty() && store.me().is_none_or(|me| me.name != line.name);
            let who = if colleague { line.name } else { words.you.to_owned() };
            view! {
            <li class="line agent" class:failed=matches!(delivery, Delivery::Failed(_))>
                <p class="meta">
                    <span class="who">{who}</span>
                    <span class="time">{time}</span>
                    {status(store, conversation, line.key, &delivery)}
                </p>
                <p class="text">{text}</p>
            </li>
            }
            .into_any()
        }
        Body::Notice(what) => view! {
            <li class="notice"><span>{notice(words, &what)}</span> <span class="time">{time}</span></li>
        }
        .into_any(),
    }
}

fn status(store: Store, conversation: StoredValue<String>, client_id: String, delivery: &Delivery) -> AnyView {
    let words = store.words();
    match delivery {
        Delivery::Sending => view! { <span class="sending">{words.sending}</span> }.into_any(),
        Delivery::Delivered => view! { <span class="delivered">{words.delivered}</span> }.into_any(),
        Delivery::Failed(why) => {
            let why = match why {
                Why::Unreachable => String::new(),
                Why::Refused(why) => format!(" · {why}"),
            };
            view! {
                <span class="not-sent">{words.failed} {why}</span>
                <button
                    type="button"
                    class="retry"
                    on:click=move |_| conversation.with_value(|conversation| store.retry(conversation, &client_id))
                >
                    {words.retry}
                </button>
            }
            .into_any()
        }
    }
}

fn notice(words: &Words, what: &What) -> String {
    match what {
        What::Queued => words.queued.to_owned(),
        What::AgentJoined { name, .. } => fill(words.joined, name),
        What::AgentLeft { name } => fill(words.left, name),
        What::Closed { by: Speaker::Visitor, .. } => words.closed_by_visitor.to_owned(),
        What::Closed { .. } => words.closed_by_agent.to_owned(),
        What::Rated { stars } => format!("{} {}", fill(words.rated, stars), star_row(*stars)),
        _ => String::new(),
    }
}

/// `★★★★☆`.
pub fn star_row(stars: u8) -> String {
    (1..=5).map(|at| if at <= stars { '★' } else { '☆' }).collect()
}
