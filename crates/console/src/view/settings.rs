//! Sound, notices, shortcuts: how this browser's agent likes it.

use super::second_step::second_step;
use crate::{
    platform::{self, Permission},
    state::{DEFAULTS, Deed, Keys},
    store::Store,
    words::{Office, fill},
};
use leptos::{ev, prelude::*, task::spawn_local};
use wire::agent::Session;

/// The settings.
pub fn settings(store: Store) -> impl IntoView {
    let office = store.office();
    view! {
        <div class="sheet">
            {sound(store)}
            {notices(store)}
            {sessions(store)}
            {second_step(store)}
            <h3>{office.keys}</h3>
            {keys(store)}
            <div class="sheet-acts">
                <button type="button" class="primary" on:click=move |_| platform::close_dialog()>{office.close}</button>
            </div>
        </div>
    }
}

fn sound(store: Store) -> impl IntoView {
    let office = store.office();
    let on = Memo::new(move |_| store.prefs.with(|prefs| prefs.sound));
    let toggle = move || {
        let on = !on.get_untracked();
        store.prefer(|prefs| prefs.sound = on);
        if on {
            platform::ring();
        }
    };
    view! {
        <div class="setting">
            {switch(office.sound, on, toggle)}
            <button type="button" class="plain" on:click=move |_| platform::ring()>{office.sound_test}</button>
        </div>
    }
}

fn notices(store: Store) -> impl IntoView {
    let office = store.office();
    let permission = RwSignal::new(platform::permission());
    let on = Memo::new(move |_| permission.get() == Permission::Given && store.prefs.with(|prefs| prefs.notices));
    // The browser is asked here, on a click, and nowhere else.
    let toggle = move || {
        let on = !on.get_untracked();
        spawn_local(async move {
            if on && permission.get_untracked() == Permission::Unasked {
                permission.set(platform::ask_permission().await);
            }
            store.prefer(|prefs| prefs.notices = on);
        });
    };
    let told = move || match permission.get() {
        Permission::Missing => Some(office.notices_missing),
        Permission::Denied => Some(office.notices_denied),
        Permission::Given if on.get() => Some(office.notices_on),
        Permission::Given | Permission::Unasked => None,
    };
    view! {
        <div class="setting">
            {switch(office.notices, on, toggle)}
            <p class="hint" role="status">{told}</p>
        </div>
    }
}

/// Where the agent is logged in: a browser that was left behind can be logged out from here.
fn sessions(store: Store) -> impl IntoView {
    let office = store.office();
    store.rooms.sessions.set(None);
    store.read_sessions();
    let session = move |it: Session| {
        let lang = store.lang.get_untracked();
        let browser = if it.browser.is_empty() { office.session_unnamed.to_owned() } else { it.browser.clone() };
        let seen = fill(office.session_seen, platform::clock(it.seen_at, lang));
        let id = it.session.clone();
        let end = if it.own {
            view! { <span class="hint">{office.session_own}</span> }.into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="plain"
                    aria-label=fill(office.session_end_which, &browser)
                    on:click=move |_| store.end_session(id.clone())
                >
                    {office.session_end}
                </button>
            }
            .into_any()
        };
        view! { <li class="session"><span>{browser}<small>{seen}</small></span>{end}</li> }
    };
    view! {
        <h3 id="sessions-title" tabindex="-1">{office.sessions}</h3>
        <ul class="sessions">
            {move || store.rooms.sessions.get().unwrap_or_default().into_iter().map(session).collect_view()}
        </ul>
    }
}

fn switch(label: &'static str, on: Memo<bool>, toggle: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button
            type="button"
            class="duty"
            role="switch"
            aria-checked=move || on.get().to_string()
            on:click=move |_| toggle()
        >
            <span class="track" aria-hidden="true"></span>
            <span>{label}</span>
        </button>
    }
}

fn keys(store: Store) -> impl IntoView {
    let office = store.office();
    let on = Memo::new(move |_| store.prefs.with(|prefs| !prefs.keys.off));
    let waiting = RwSignal::new(None::<Deed>);
    let told = RwSignal::new(String::new());
    view! {
        {switch(office.keys_on, on, move || store.prefer(|prefs| prefs.keys.off = !prefs.keys.off))}
        <p class="hint" role="status">{told}</p>
        <ul class="keys">
            {DEFAULTS.map(|(deed, _)| view! { <li>{row(store, deed, waiting, told)}</li> })}
        </ul>
        <button type="button" class="plain" on:click=move |_| store.prefer(|prefs| prefs.keys = Keys::default())>
            {office.keys_reset}
        </button>
    }
}

fn row(store: Store, deed: Deed, waiting: RwSignal<Option<Deed>>, told: RwSignal<String>) -> impl IntoView {
    let office = store.office();
    let name = deed_name(office, deed);
    let keys = move || store.prefs.with(|prefs| prefs.keys.of(deed).unwrap_or(office.key_none).to_owned());
    let listens = move || waiting.get() == Some(deed);
    let on_key = move |event: ev::KeyboardEvent| {
        if waiting.get_untracked() != Some(deed) || event.key() == "Tab" {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        if event.key() == "Escape" {
            waiting.set(None);
            return told.set(String::new());
        }
        let Some(keys) = platform::press(&event).and_then(|press| press.name()) else { return };
        let mut changed = store.prefs.with_untracked(|prefs| prefs.keys.clone());
        match changed.change(deed, keys.clone()) {
            Ok(()) => {
                store.prefer(|prefs| prefs.keys = changed);
                told.set(format!("{name}: {keys}"));
                waiting.set(None);
            }
            Err(taken) => told.set(fill(office.key_taken, deed_name(office, taken))),
        }
    };
    view! {
        <span class="key-name">{name}</span>
        <kbd>{keys}</kbd>
        <button
            type="button"
            class="plain"
            aria-label=fill(office.key_change, name)
            aria-pressed=move || listens().to_string()
            on:click=move |_| {
                waiting.set(Some(deed));
                told.set(office.key_press.to_owned());
            }
            on:keydown=on_key
            on:blur=move |_| if listens() { waiting.set(None) }
        >
            {office.change}
        </button>
        <button
            type="button"
            class="plain"
            aria-label=fill(office.key_off_whom, name)
            on:click=move |_| store.prefer(|prefs| prefs.keys.clear(deed))
        >
            {office.key_off}
        </button>
    }
}

fn deed_name(office: &Office, deed: Deed) -> &'static str {
    match deed {
        Deed::Help => office.do_help,
        Deed::Take => office.do_take,
        Deed::Next => office.do_next,
        Deed::Previous => office.do_previous,
        Deed::Write => office.do_write,
        Deed::Quick => office.do_quick,
        Deed::Transfer => office.do_transfer,
        Deed::Escalate => office.do_escalate,
        Deed::Close => office.do_close,
        Deed::Tickets => office.do_tickets,
        Deed::Desk => office.do_desk,
    }
}
