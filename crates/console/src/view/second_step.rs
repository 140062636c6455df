//! The second step of the log-in: switched on with an authenticator app, and off with a code of it.

use crate::{
    api::{self, Trouble},
    platform,
    store::Store,
    words::fill,
};
use leptos::{ev, prelude::*, task::spawn_local};
use wire::agent::{SecondStep, SecondStepSecret};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Unread,
    Off,
    Begun(SecondStepSecret),
    Shown(Vec<String>),
    On(u32),
}

/// The setting.
pub fn second_step(store: Store) -> impl IntoView {
    let office = store.office();
    let stage = RwSignal::new(Stage::Unread);
    read(store, stage);
    view! {
        <h3 id="second-step-title" tabindex="-1">{office.second_step}</h3>
        {move || match stage.get() {
            Stage::Unread => ().into_any(),
            Stage::Off => off(store, stage).into_any(),
            Stage::Begun(secret) => begun(store, stage, &secret).into_any(),
            Stage::Shown(codes) => shown(store, stage, codes).into_any(),
            Stage::On(left) => on(store, stage, left).into_any(),
        }}
    }
}

fn read(store: Store, stage: RwSignal<Stage>) {
    store.consult(api::second_step(), move |SecondStep { on, recovery }| {
        stage.set(if on { Stage::On(recovery) } else { Stage::Off });
    });
}

fn off(store: Store, stage: RwSignal<Stage>) -> impl IntoView {
    let office = store.office();
    let begin = move |_| {
        store.consult(api::begin_second_step(), move |secret| {
            stage.set(Stage::Begun(secret));
            platform::focus(&["#second-step-code"]);
        });
    };
    view! {
        <p class="hint">{office.second_step_what}</p>
        <button type="button" class="plain" on:click=begin>{office.second_step_begin}</button>
    }
}

fn begun(store: Store, stage: RwSignal<Stage>, secret: &SecondStepSecret) -> impl IntoView {
    let office = store.office();
    let (size, squares) = (secret.rows.len(), squares(&secret.rows));
    view! {
        <p>{office.second_step_scan}</p>
        <svg class="qr" viewBox=format!("-4 -4 {0} {0}", size + 8) role="img" aria-label=office.second_step_qr>
            <rect x="-4" y="-4" width=size + 8 height=size + 8 fill="#fff"></rect>
            <path d=squares fill="#000"></path>
        </svg>
        <p>{office.second_step_type} " " <code>{secret.secret.clone()}</code></p>
        {form(store, office.second_step_confirm, move |code| async move {
            let codes = api::confirm_second_step(code).await?.codes;
            stage.set(Stage::Shown(codes));
            platform::focus(&["#second-step-title"]);
            Ok(())
        })}
    }
}

/// The recovery codes: this once.
fn shown(store: Store, stage: RwSignal<Stage>, codes: Vec<String>) -> impl IntoView {
    let office = store.office();
    let done = move |_| {
        read(store, stage);
        platform::focus(&["#second-step-title"]);
    };
    view! {
        <p role="status">{office.second_step_codes}</p>
        <ul class="recovery">{codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}</ul>
        <button type="button" class="plain" on:click=done>{office.second_step_noted}</button>
    }
}

fn on(store: Store, stage: RwSignal<Stage>, left: u32) -> impl IntoView {
    let office = store.office();
    view! {
        <p>{fill(office.second_step_on, left)}</p>
        {form(store, office.second_step_end, move |code| async move {
            api::end_second_step(code).await?;
            stage.set(Stage::Off);
            platform::focus(&["#second-step-title"]);
            Ok(())
        })}
    }
}

/// A field for a code, with what was wrong with the last one.
fn form<F>(store: Store, label: &'static str, then: impl Fn(String) -> F + Copy + 'static) -> impl IntoView
where
    F: Future<Output = Result<(), Trouble>> + 'static,
{
    let words = store.words();
    let code = RwSignal::new(String::new());
    let wrong = RwSignal::new("");
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            // When it went well the form is gone, and its signals with it.
            let Err(trouble) = then(code.get_untracked()).await else { return };
            wrong.set(match trouble {
                Trouble::Refused { status: 429, .. } => words.login_often,
                Trouble::Refused { .. } => words.code_wrong,
                Trouble::LoggedOut | Trouble::Unreachable => words.login_unreachable,
            });
            platform::focus(&["#second-step-code"]);
        });
    };
    view! {
        <form class="field" novalidate on:submit=submit>
            <label for="second-step-code">{words.code}</label>
            <input
                id="second-step-code"
                autocomplete="one-time-code"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby="second-step-error"
                aria-invalid=move || (!wrong.get().is_empty()).to_string()
                bind:value=code
            />
            <p class="error" id="second-step-error" aria-live="assertive">{wrong}</p>
            <button type="submit" class="plain">{label}</button>
        </form>
    }
}

/// The dark squares as a path.
fn squares(rows: &[String]) -> String {
    let dark = rows.iter().zip(0..).flat_map(|(row, y)| {
        row.chars().zip(0..).filter(|(square, _)| *square == '1').map(move |(_, x)| format!("M{x} {y}h1v1h-1z"))
    });
    dark.collect()
}
