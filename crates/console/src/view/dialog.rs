//! The question above the page. The browser keeps the focus in it, closes it with Escape, and gives the focus back.

use super::{colleague, customer, knowledge, settings, staff};
use crate::{
    platform,
    store::{Dialog, Store},
};
use leptos::{ev, prelude::*};

/// Whatever is asked.
pub fn dialog(store: Store) -> impl IntoView {
    move || {
        store.dialog.get().map(|dialog| {
            platform::show_dialog();
            let (words, office) = (store.words(), store.office());
            let title = match &dialog {
                Dialog::Transfer(_) => words.transfer,
                Dialog::Assign(_) => words.assign,
                Dialog::Invite(_) => words.invite,
                Dialog::Escalate(_) => words.escalate,
                Dialog::Note(_) => words.note,
                Dialog::Block(_) => words.block,
                Dialog::Erase(_) => words.erase,
                Dialog::Propose(_) => office.propose_title,
                Dialog::Finish(_) => office.done_title,
                Dialog::Settings => office.settings,
                Dialog::AddAgent => office.add_title,
                Dialog::ChangeAgent(_) => office.change_title,
                Dialog::Reset(_) => office.reset,
                Dialog::NewLogin(_) => office.new_login_title,
            };
            let body = match dialog {
                Dialog::Transfer(id) => colleague::transfer(store, id).into_any(),
                Dialog::Assign(id) => colleague::assign(store, id).into_any(),
                Dialog::Invite(id) => colleague::invite(store, id).into_any(),
                Dialog::Escalate(id) => colleague::escalate(store, id).into_any(),
                Dialog::Note(id) => colleague::note(store, id).into_any(),
                Dialog::Block(visitor) => customer::block(store, visitor).into_any(),
                Dialog::Erase(visitor) => customer::erase(store, visitor).into_any(),
                Dialog::Propose(proposal) => knowledge::propose(store, proposal).into_any(),
                Dialog::Finish(ticket) => knowledge::finish(store, ticket).into_any(),
                Dialog::Settings => settings::settings(store).into_any(),
                Dialog::AddAgent => staff::add(store).into_any(),
                Dialog::ChangeAgent(agent) => staff::change(store, agent).into_any(),
                Dialog::Reset(agent) => staff::reset(store, agent).into_any(),
                Dialog::NewLogin(login) => staff::new_login(store, login).into_any(),
            };
            view! {
                <dialog aria-labelledby="dialog-title" on:close=move |_| store.dialog.set(None)>
                    <h2 id="dialog-title">{title}</h2>
                    {body}
                </dialog>
            }
        })
    }
}

/// A form with its two buttons.
pub fn form(
    store: Store,
    lead: &'static str,
    fields: impl IntoView + 'static,
    doing: &'static str,
    then: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <form
            class="sheet"
            novalidate
            on:submit=move |event: ev::SubmitEvent| {
                event.prevent_default();
                then();
            }
        >
            {(!lead.is_empty()).then(|| view! { <p class="hint">{lead}</p> })}
            {fields}
            <div class="sheet-acts">
                <button type="button" on:click=move |_| platform::close_dialog()>{store.words().cancel}</button>
                <button type="submit" class="primary">{doing}</button>
            </div>
        </form>
    }
}

/// A line or several of text, with its label and its error.
pub fn field(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    kind: Kind,
    error: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let invalid = move || error.get().is_some().to_string();
    let described = error_id.clone();
    let input = match kind {
        Kind::Line => view! {
            <input id=id type="text" autocomplete="off" aria-describedby=described aria-invalid=invalid bind:value=value />
        }
        .into_any(),
        Kind::Number => view! {
            <input id=id type="number" min="1" max="99" aria-describedby=described aria-invalid=invalid bind:value=value />
        }
        .into_any(),
        Kind::Lines(rows) => view! {
            <textarea
                id=id
                rows=rows.to_string()
                aria-describedby=described
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {input}
            <p class="error" id=error_id aria-live="assertive">{move || error.get()}</p>
        </div>
    }
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// A small number.
    Number,
    /// So many lines.
    Lines(u8),
}
