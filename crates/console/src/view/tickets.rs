//! Messages and callbacks: whose, until when, what was done.

use crate::{
    platform,
    state::{Due, Shown, due},
    store::{Dialog, Store},
    words::{Lang, Office, fill, fill_each, ticket_kind},
};
use leptos::prelude::*;
use wire::ticket::{Ticket, TicketKind, TicketState};

/// The room of tickets.
pub fn tickets(store: Store) -> impl IntoView {
    let shown = store.rooms.shown;
    let list = Memo::new(move |_| {
        let me = store.me().map(|me| me.agent).unwrap_or_default();
        store.rooms.tickets.get().map(|all| all.into_iter().filter(|it| shown.get().has(it, &me)).collect::<Vec<_>>())
    });
    view! {
        <main class="room-page">
            <h2 id="room-title" tabindex="-1">{move || store.office().room_tickets}</h2>
            <p class="hint">{move || store.office().tickets_lead}</p>
            <div class="filters" role="group" aria-label=move || store.office().show>
                {Shown::ALL.map(|it| view! {
                    <button
                        type="button"
                        class="plain"
                        aria-pressed=move || (shown.get() == it).to_string()
                        on:click=move |_| store.show_tickets(it)
                    >
                        {move || name(store.office(), it)}
                    </button>
                })}
            </div>
            {move || list.get().map_or_else(
                || view! { <p class="hint">{store.words().loading}</p> }.into_any(),
                |list| if list.is_empty() {
                    view! { <p class="empty">{store.office().no_tickets}</p> }.into_any()
                } else {
                    let cards = list.into_iter().map(|it| ticket(store, it)).collect_view();
                    view! { <ul class="sheet-list" aria-labelledby="room-title">{cards}</ul> }.into_any()
                },
            )}
        </main>
    }
}

fn name(office: &Office, shown: Shown) -> &'static str {
    match shown {
        Shown::Todo => office.show_todo,
        Shown::Open => office.show_open,
        Shown::Mine => office.show_mine,
        Shown::Done => office.show_done,
    }
}

fn ticket(store: Store, it: Ticket) -> impl IntoView {
    let (lang, office) = (store.lang.get(), store.office());
    let until = it.due;
    let late = move || it.state != TicketState::Done && matches!(due(until, store.now.get()), Due::Late(_));
    let left = move || match due(until, store.now.get()) {
        Due::In(left) => fill(office.due_in, lang.span(left)),
        Due::Late(over) => fill(office.due_late, lang.span(over)),
    };
    let holder = it.agent_name.clone().unwrap_or_default();
    let state = match it.state {
        TicketState::Open => office.state_open.to_owned(),
        TicketState::Claimed => fill(office.state_claimed, &holder),
        TicketState::Done => fill(office.state_done, &holder),
    };
    let body = if it.body.is_empty() { office.no_words.to_owned() } else { it.body.clone() };
    let window = (it.kind == TicketKind::Callback).then(|| window(lang, office, &it));
    view! {
        <li class="sheet-card ticket" class:late=late>
            <p class="card-top">
                <strong>{ticket_kind(office, it.kind)}</strong>
                <span class="tag">{state}</span>
                {(it.state != TicketState::Done).then(|| view! {
                    <span class="tag due" title=fill(office.due_at, platform::clock(until, lang))>{left}</span>
                })}
            </p>
            <p class="ticket-body">{body}</p>
            <dl class="facts">
                {(!it.contact.is_empty()).then(|| view! {
                    <div><dt>{office.contact}</dt><dd>{contact(it.kind, it.contact.clone())}</dd></div>
                })}
                {window.map(|window| view! { <div><dt>{office.window}</dt><dd>{window}</dd></div> })}
                <div><dt>{office.left_at}</dt><dd>{platform::clock(it.at, lang)} " · " {it.page.clone()}</dd></div>
                {(!it.outcome.is_empty())
                    .then(|| view! { <div><dt>{office.outcome}</dt><dd>{it.outcome.clone()}</dd></div> })}
            </dl>
            {acts(store, it)}
        </li>
    }
}

fn contact(kind: TicketKind, contact: String) -> AnyView {
    match kind {
        TicketKind::Callback => view! { <a href=format!("tel:{contact}")>{contact.clone()}</a> }.into_any(),
        TicketKind::Message => contact.into_any(),
    }
}

fn window(lang: Lang, office: &Office, it: &Ticket) -> String {
    let clock = |at| platform::clock(at, lang);
    match (it.from, it.until) {
        (Some(from), Some(until)) => fill_each(office.window_between, &[&clock(from), &clock(until)]),
        (Some(from), None) => fill(office.window_from, clock(from)),
        (None, Some(until)) => fill(office.window_until, clock(until)),
        (None, None) => office.window_any.to_owned(),
    }
}

fn acts(store: Store, it: Ticket) -> impl IntoView {
    let office = store.office();
    let mine = store.me().is_some_and(|me| it.agent.as_deref() == Some(&me.agent));
    let (claimed, released, finished) = (it.ticket.clone(), it.ticket.clone(), it.ticket);
    view! {
        <div class="acts">
            {(it.state == TicketState::Open).then(|| view! {
                <button type="button" class="primary" on:click=move |_| store.claim(claimed.clone())>{office.claim}</button>
            })}
            {(it.state == TicketState::Claimed && mine).then(|| view! {
                <button type="button" class="primary" on:click=move |_| store.ask(Dialog::Finish(finished.clone()))>
                    {office.done}
                </button>
                <button type="button" on:click=move |_| store.release(released.clone())>{office.release}</button>
            })}
            {it.conversation.map(|conversation| view! {
                <button type="button" class="plain" on:click=move |_| store.open(Some(conversation.clone()))>
                    {office.to_conversation}
                </button>
            })}
        </div>
    }
}
