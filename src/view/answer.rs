//! An answer: blocks of text, lists, steps, links, phones, pictures. No HTML from anyone, by construction.

use super::{Ui, choices};
use crate::{platform::page, words::fill};
use leptos::prelude::*;
use pack::{Action, Block, Span, Target};

pub(super) fn answer(ui: Ui, entry: &str, text: String, last: Memo<bool>) -> AnyView {
    let Some(found) = ui.driver(|d| d.entry(entry)) else {
        // The pack changed since: the words that were said stay.
        return view! { <p class="plain">{text}</p> }.into_any();
    };
    let blocks = found.answer.into_iter().map(|b| block(ui, b)).collect_view();
    let actions = found.actions.into_iter().map(|a| action(ui, a)).collect_view();
    let id = found.id;
    let next = move || last.get().then(|| choices::chips(ui, ui.words.followups, ui.driver(|d| d.followups(&id))));
    view! { {blocks} <div class="row">{actions}</div> {next} }.into_any()
}

fn block(ui: Ui, block: Block) -> AnyView {
    let items =
        move |items: Vec<Vec<Span>>| items.into_iter().map(|item| view! { <li>{spans(ui, item)}</li> }).collect_view();
    match block {
        Block::Paragraph(run) => view! { <p>{spans(ui, run)}</p> }.into_any(),
        Block::Bullets(list) => view! { <ul class="bullets">{items(list)}</ul> }.into_any(),
        Block::Steps(list) => view! { <ol class="steps">{items(list)}</ol> }.into_any(),
        Block::Image { src, alt } => view! { <img src=src alt=alt loading="lazy"/> }.into_any(),
    }
}

fn spans(ui: Ui, run: Vec<Span>) -> AnyView {
    run.into_iter()
        .map(|span| match span {
            Span::Text(text) => text.into_any(),
            Span::Strong(text) => view! { <strong>{text}</strong> }.into_any(),
            Span::Link { text, url } => link(ui, "", text, url),
            Span::Phone { text, number } => view! { <a href=["tel:", &number].concat()>{text}</a> }.into_any(),
            Span::Break => view! { <br/> }.into_any(),
        })
        .collect_view()
        .into_any()
}

fn action(ui: Ui, action: Action) -> AnyView {
    let Action { label, target } = action;
    match target {
        Target::Link(url) => link(ui, "button", label, url),
        Target::Phone(number) => view! { <a class="button" href=["tel:", &number].concat()>{label}</a> }.into_any(),
        Target::Human => view! {
            <button type="button" class="human wide" on:click=move |_| ui.human_offered()>
                {label}
            </button>
        }
        .into_any(),
        Target::Ask(place) => view! {
            <button
                type="button"
                class="button"
                on:click=move |_| {
                    if let Some(choice) = ui.driver(|d| d.choice_at(place)) {
                        ui.pick(&choice);
                    }
                }
            >
                {label}
            </button>
        }
        .into_any(),
    }
}

/// A link of this site opens here; another site's opens beside, and says where it leads.
fn link(ui: Ui, class: &'static str, text: String, url: String) -> AnyView {
    match page::foreign_host(&url) {
        None => view! { <a class=class href=url>{text}</a> }.into_any(),
        Some(host) => {
            let title = fill(ui.words.leads_to, "{host}", &host);
            view! {
                <a class=class href=url target="_blank" rel="noopener noreferrer" title=title>
                    {text} <span class="host">" (" {host} ")"</span>
                </a>
            }
            .into_any()
        }
    }
}
