//! What was said: first with the bot, then with a person. Follows the newest line unless the agent reads older ones.

use super::{board::speaker, card};
use crate::{
    api, platform,
    state::{Body, Delivery, Line, Why},
    store::Store,
    words::{Words, fill, fill_each, size},
};
use leptos::{ev, prelude::*};
use wire::{Millis, Speaker, event::What, file::FileInfo, ticket::TicketKind, visitor::Turn};

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
    let evidence = Some(said.evidence).filter(|it| !it.is_empty()).map(|it| fill(words.evidence, it));
    view! {
        <li class=class>
            <p class="meta">
                <span class="who">{speaker(words, said.from)}</span>
                <span class="time">{platform::clock(said.at, store.lang.get())}</span>
            </p>
            {card::said(said.text)}
            {evidence.map(|evidence| view! { <p class="evidence">{evidence}</p> })}
        </li>
    }
}

fn line(store: Store, conversation: StoredValue<String>, line: Line) -> AnyView {
    let words = store.words();
    let Line { key, at, name, body, file, answers } = line;
    let time = platform::clock(at, store.lang.get());
    let answers = answers.map(|answers| view! { <p class="answers">{fill(words.answers_to, answers)}</p> });
    let file = file.map(|file| conversation.with_value(|conversation| attached(store, conversation, file)));
    let text = |text: String| (!text.is_empty()).then(|| card::said(text));
    match body {
        Body::Customer(said) => view! {
            <li class="line customer">
                <p class="meta"><span class="who">{words.customer}</span><span class="time">{time}</span></p>
                {answers} {text(said)} {file}
            </li>
        }
        .into_any(),
        Body::Helper(said) => view! {
            <li class="line customer helper">
                <p class="meta">
                    <span class="who">{fill(words.helper_named, name)}</span><span class="time">{time}</span>
                </p>
                {answers} {text(said)} {file}
            </li>
        }
        .into_any(),
        Body::Agent(said, delivery) => {
            let colleague = !name.is_empty() && store.me().is_none_or(|me| me.name != name);
            let who = if colleague { name } else { words.you.to_owned() };
            view! {
                <li class="line agent" class:failed=matches!(delivery, Delivery::Failed(_))>
                    <p class="meta">
                        <span class="who">{who}</span>
                        <span class="time">{time}</span>
                        {status(store, conversation, key, &delivery)}
                    </p>
                    {answers} {text(said)} {file}
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

/// A picture is shown, and everything can be saved.
fn attached(store: Store, conversation: &str, file: FileInfo) -> impl IntoView + use<> {
    let words = store.words();
    let url = api::file_url(conversation, &file.file);
    let picture = file.kind.starts_with("image/").then(|| {
        view! {
            <img class="picture" src=url.clone() alt=fill(words.picture, &file.name) loading="lazy" />
        }
    });
    view! {
        <p class="file">
            {picture}
            <a href=url download=file.name.clone()>{fill(words.download, &file.name)}</a>
            " " <span class="hint">{size(file.bytes)}</span>
        </p>
    }
}

fn status(store: Store, conversation: StoredValue<String>, client_id: String, delivery: &Delivery) -> AnyView {
    let words = store.words();
    let retry = {
        let client_id = client_id.clone();
        move || {
            let client_id = client_id.clone();
            view! {
                <button
                    type="button"
                    class="retry"
                    on:click=move |_| conversation.with_value(|conversation| store.retry(conversation, &client_id))
                >
                    {words.retry}
                </button>
            }
        }
    };
    match delivery {
        Delivery::Sending => view! { <span class="sending">{words.sending}</span> }.into_any(),
        Delivery::Delivered => view! { <span class="delivered">{words.delivered}</span> }.into_any(),
        Delivery::Read => view! { <span class="delivered">{words.read}</span> }.into_any(),
        Delivery::Failed(Why::Unreachable) => {
            view! { <span class="not-sent">{words.failed}</span> {retry()} }.into_any()
        }
        Delivery::Failed(Why::Refused(why)) => view! {
            <span class="not-sent">{words.failed} " · " {why.clone()}</span>
            {retry()}
            <button
                type="button"
                class="retry"
                on:click=move |_| conversation.with_value(|conversation| store.take_back(conversation, &client_id))
            >
                {words.take_back}
            </button>
        }
        .into_any(),
    }
}

fn notice(words: &Words, what: &What) -> String {
    match what {
        What::Queued => words.queued.to_owned(),
        What::AgentJoined { name, .. } => fill(words.joined, name),
        What::AgentLeft { name, stays: true } => fill(words.more_left, name),
        What::AgentLeft { name, .. } => fill(words.left, name),
        What::Transferred { from, to } if to.is_empty() => fill(words.transferred_back, from),
        What::Transferred { from, to } => fill_each(words.transferred_to, &[from, to]),
        What::Escalated { by: Speaker::Visitor } => words.escalated_by_visitor.to_owned(),
        What::Escalated { .. } => words.escalated_by_agent.to_owned(),
        What::HelperJoined { name, .. } => fill(words.helper_joined, name),
        What::HelperLeft { name, .. } => fill(words.helper_left, name),
        What::Closed { by: Speaker::Visitor, .. } => words.closed_by_visitor.to_owned(),
        What::Closed { .. } => words.closed_by_agent.to_owned(),
        What::Reopened { .. } => words.reopened.to_owned(),
        What::RatingAsked => words.rating_asked.to_owned(),
        What::MessageLeft { kind: TicketKind::Message, .. } => words.message_left.to_owned(),
        What::MessageLeft { kind: TicketKind::Callback, .. } => words.callback_asked.to_owned(),
        What::Rated { stars } => format!("{} {}", fill(words.rated, stars), star_row(*stars)),
        _ => String::new(),
    }
}

/// `★★★★☆`.
pub fn star_row(stars: u8) -> String {
    (1..=5).map(|at| if at <= stars { '★' } else { '☆' }).collect()
}
