//! The log-in form. Its errors stand at the field that they are about.

use super::app::language_switch;
use crate::{
    api::Trouble,
    platform,
    store::{Store, Who},
    words::Words,
};
use leptos::{ev, prelude::*, task::spawn_local};
use wire::agent::LoginRequest;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrong {
    Nothing,
    NoName,
    NoPassword,
    NotThem,
    NoCode,
    NotCode,
    TooOften,
    Desk,
}

/// The log-in page.
pub fn login(store: Store) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let second = RwSignal::new(false);
    let wrong = RwSignal::new(Wrong::Nothing);
    let busy = RwSignal::new(false);
    platform::focus(&["#login"]);

    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let request = LoginRequest {
            login: name.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            code: code.get_untracked(),
        };
        if request.login.is_empty() {
            wrong.set(Wrong::NoName);
            return platform::focus(&["#login"]);
        }
        if request.password.is_empty() {
            wrong.set(Wrong::NoPassword);
            return platform::focus(&["#password"]);
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = store.login(request).await;
            // Logged in: the form is gone, and its signals with it.
            let Err(trouble) = outcome else { return };
            busy.set(false);
            wrong.set(wrong_of(&trouble));
            let asked = matches!(wrong.get_untracked(), Wrong::NoCode | Wrong::NotCode);
            // The field is there from now on, once it was asked for.
            second.update(|second| *second |= asked);
            platform::focus(if asked { &["#code"] } else { &["#password"] });
        });
    };

    let name_error = move || (wrong.get() == Wrong::NoName).then(|| store.words().name_missing);
    let password_error = move || {
        let words = store.words();
        match wrong.get() {
            Wrong::Nothing | Wrong::NoName | Wrong::NoCode | Wrong::NotCode => None,
            Wrong::NoPassword => Some(words.password_missing),
            Wrong::NotThem => Some(words.login_wrong),
            Wrong::TooOften => Some(words.login_often),
            Wrong::Desk => Some(words.login_unreachable),
        }
    };
    let code_error = move || {
        let words = store.words();
        match wrong.get() {
            Wrong::NoCode => Some(words.code_needed),
            Wrong::NotCode => Some(words.code_wrong),
            _ => None,
        }
    };
    let expired = move || store.who.with(|who| *who == Who::Expired);

    view! {
        <main class="gate">
            <form class="login" novalidate on:submit=submit>
                <p class="mark" aria-hidden="true">"人"</p>
                <h1>{move || store.words().login_title}</h1>
                <p class="hint">
                    {move || if expired() { store.words().expired } else { store.words().login_lead }}
                </p>
                {field(store, LOGIN, name, name_error)}
                {field(store, PASSWORD, password, password_error)}
                <Show when=move || second.get()>{field(store, CODE, code, code_error)}</Show>
                <button type="submit" class="primary" aria-busy=move || busy.get().to_string()>
                    {move || if busy.get() { store.words().logging_in } else { store.words().log_in }}
                </button>
                {language_switch(store)}
            </form>
        </main>
    }
}

fn wrong_of(trouble: &Trouble) -> Wrong {
    match trouble {
        Trouble::Refused { status: 429, .. } => Wrong::TooOften,
        Trouble::Refused { error, .. } if error == "code_needed" => Wrong::NoCode,
        Trouble::Refused { error, .. } if error == "wrong_code" => Wrong::NotCode,
        Trouble::LoggedOut | Trouble::Refused { .. } => Wrong::NotThem,
        Trouble::Unreachable => Wrong::Desk,
    }
}

/// What tells the fields of the form apart.
#[derive(Clone, Copy)]
struct Kind {
    /// Of the input; its error is `{id}-error`.
    id: &'static str,
    name: &'static str,
    /// How the browser shows it.
    shown: &'static str,
    /// What the browser may fill in.
    filled: &'static str,
    label: fn(&Words) -> &'static str,
}

const LOGIN: Kind =
    Kind { id: "login", name: "username", shown: "text", filled: "username", label: |words| words.login_name };
const PASSWORD: Kind = Kind {
    id: "password",
    name: "password",
    shown: "password",
    filled: "current-password",
    label: |words| words.password,
};
/// The second step, for agents who have one.
const CODE: Kind = Kind { id: "code", name: "code", shown: "text", filled: "one-time-code", label: |words| words.code };

/// A field, with what is wrong about it below.
fn field(
    store: Store,
    Kind { id, name, shown, filled, label }: Kind,
    value: RwSignal<String>,
    error: impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let told = format!("{id}-error");
    view! {
        <div class="field">
            <label for=id>{move || label(store.words())}</label>
            <input
                id=id
                name=name
                type=shown
                autocomplete=filled
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=told.clone()
                aria-invalid=move || error().is_some().to_string()
                bind:value=value
            />
            <p class="error" id=told aria-live="assertive">{error}</p>
        </div>
    }
}
