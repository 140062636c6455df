//! The strip below the header: the honest wait, the person who is here, the end, and the rating.

use super::Ui;
use crate::{driver::wait_text, words::fill};
use leptos::{html, prelude::*};
use talk::{Link, Stage};

pub(super) fn status(ui: Ui) -> impl IntoView {
    move || match ui.model.stage.get() {
        Stage::Bot => ().into_any(),
        Stage::Waiting(wait) => {
            let words = ui.words;
            let text = move || match ui.model.link.get() {
                Link::Down => words.desk_down.to_owned(),
                Link::Up => wait_text(words, wait, ui.model.placed.get()),
            };
            view! {
                <div class="status waiting">
                    <p class="place">{text}</p>
                    <p class="meanwhile">{words.meanwhile}</p>
                    <div class="row">{ways(ui)} {end_button(ui)}</div>
                </div>
            }
            .into_any()
        }
        Stage::Person { name, role } => view! {
            <div class="status person">
                <p class="place">
                    <span class="mark">{ui.words.real}</span>
                    {name}
                    {(!role.is_empty()).then(|| view! { <span class="role">{role}</span> })}
                </p>
                {move || (ui.model.link.get() == Link::Down)
                    .then(|| view! { <p class="meanwhile">{ui.words.desk_down}</p> })}
                <div class="row">{end_button(ui)}</div>
            </div>
        }
        .into_any(),
        Stage::Closed { rated } => rating(ui, rated).into_any(),
    }
}

/// Phone and contact page: what works when nothing else does.
pub(super) fn ways(ui: Ui) -> impl IntoView {
    let (phone, contact) = ui.driver(|d| d.ways());
    let words = ui.words;
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let call = (!dialled.is_empty()).then(|| {
        let label = fill(words.call, "{phone}", &phone);
        view! { <a class="button" href=["tel:", &dialled].concat()>{label}</a> }
    });
    let contact = (!contact.is_empty()).then(|| view! { <a class="button" href=contact>{words.contact}</a> });
    view! { {call} {contact} }
}

/// Ending is asked about once more, in place: a slip of a trembling hand must not lose the person.
fn end_button(ui: Ui) -> impl IntoView {
    let asking = RwSignal::new(false);
    let words = ui.words;
    move || {
        if asking.get() {
            let stay = NodeRef::<html::Button>::new();
            stay.on_load(|button| {
                let _ = button.focus();
            });
            view! {
                <div class="sure" role="group" aria-label=words.end_sure>
                    <p>{words.end_sure}</p>
                    <button
                        type="button"
                        class="button"
                        node_ref=stay
                        on:click=move |_| {
                            asking.set(false);
                            ui.keep_focus();
                        }
                    >
                        {words.end_no}
                    </button>
                    <button
                        type="button"
                        class="button danger"
                        on:click=move |_| {
                            ui.driver(|d| d.end());
                            ui.keep_focus();
                        }
                    >
                        {words.end_yes}
                    </button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="button" on:click=move |_| asking.set(true)>{words.end}</button>
            }
            .into_any()
        }
    }
}

fn rating(ui: Ui, rated: bool) -> impl IntoView {
    let words = ui.words;
    if rated {
        return view! { <div class="status"><p class="place" role="status">{words.thanks}</p></div> }.into_any();
    }
    let star = move |n: u8| {
        view! {
            <button
                type="button"
                class="star"
                aria-label=fill(words.stars, "{n}", &n.to_string())
                on:click=move |_| {
                    ui.driver(|d| d.rate(n));
                    ui.keep_focus();
                }
            >
                "★"
            </button>
        }
    };
    view! {
        <div class="status closed">
            <p class="place" id="rate">{words.rate}</p>
            <div class="stars" role="group" aria-labelledby="rate">{(1..=5).map(star).collect_view()}</div>
        </div>
    }
    .into_any()
}
