//! Forms about agents, for admins.

use super::dialog::{Kind, field, form};
use crate::{
    platform,
    store::Store,
    words::{fill, level as level_name},
};
use leptos::prelude::*;
use wire::agent::{AddAgent, ChangeAgent, Colleague, Level, NewLogin};

const LEVELS: [(&str, Level); 4] =
    [("agent", Level::Agent), ("senior", Level::Senior), ("lead", Level::Lead), ("admin", Level::Admin)];

/// What can be said about an agent.
#[derive(Clone, Copy)]
struct Person {
    name: RwSignal<String>,
    role: RwSignal<String>,
    team: RwSignal<String>,
    capacity: RwSignal<String>,
    level: RwSignal<Level>,
    no_name: RwSignal<Option<&'static str>>,
    fine: RwSignal<Option<&'static str>>,
}

impl Person {
    fn of(agent: Option<&Colleague>) -> Self {
        let text = |read: fn(&Colleague) -> String| RwSignal::new(agent.map(read).unwrap_or_default());
        Self {
            name: text(|it| it.name.clone()),
            role: text(|it| it.role.clone()),
            team: text(|it| it.team.clone()),
            capacity: text(|it| it.capacity.to_string()),
            level: RwSignal::new(agent.map(|it| it.level).unwrap_or_default()),
            no_name: RwSignal::new(None),
            fine: RwSignal::new(None),
        }
    }

    fn fields(self, store: Store) -> impl IntoView {
        let office = store.office();
        view! {
            {field("name", office.name, self.name, Kind::Line, self.no_name)}
            {field("role", office.role, self.role, Kind::Line, self.fine)}
            <div class="field">
                <label for="level">{office.level}</label>
                <select
                    id="level"
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        if let Some((_, level)) = LEVELS.into_iter().find(|(value, _)| *value == chosen) {
                            self.level.set(level);
                        }
                    }
                >
                    {LEVELS.map(|(value, level)| view! {
                        <option value=value selected=move || self.level.get() == level>{level_name(office, level)}</option>
                    })}
                </select>
            </div>
            {field("team", office.team, self.team, Kind::Line, self.fine)}
            {field("capacity", office.capacity, self.capacity, Kind::Number, self.fine)}
        }
    }

    /// The name, unless it is missing, which is told.
    fn named(self, store: Store) -> Option<String> {
        let name = text(self.name);
        self.no_name.set(name.is_empty().then(|| store.lang.get_untracked().office().name_missing));
        if name.is_empty() {
            platform::focus(&["#name"]);
        }
        (!name.is_empty()).then_some(name)
    }
}

fn text(signal: RwSignal<String>) -> String {
    signal.get_untracked().trim().to_owned()
}

/// Who is the new agent?
pub fn add(store: Store) -> impl IntoView {
    let office = store.office();
    let person = Person::of(None);
    let (login, no_login) = (RwSignal::new(String::new()), RwSignal::new(None));
    let fields = view! { {field("login", office.login, login, Kind::Line, no_login)} {person.fields(store)} };
    form(store, "", fields, office.add_agent, move || {
        let login = text(login);
        no_login.set(login.is_empty().then_some(office.login_missing));
        if login.is_empty() {
            return platform::focus(&["#login"]);
        }
        let Some(name) = person.named(store) else { return };
        store.add_agent(AddAgent {
            login,
            name,
            role: text(person.role),
            level: person.level.get_untracked(),
            team: text(person.team),
            capacity: text(person.capacity).parse().ok(),
        });
    })
}

/// What changes about this agent?
pub fn change(store: Store, agent: Colleague) -> impl IntoView {
    let person = Person::of(Some(&agent));
    form(store, "", person.fields(store), store.office().save, move || {
        let Some(name) = person.named(store) else { return };
        let change = ChangeAgent {
            name: Some(name),
            role: Some(text(person.role)),
            level: Some(person.level.get_untracked()),
            team: Some(text(person.team)),
            capacity: text(person.capacity).parse().ok(),
        };
        store.change_agent(agent.agent.clone(), change);
    })
}

/// Really a new password for this agent?
pub fn reset(store: Store, agent: Colleague) -> impl IntoView {
    let office = store.office();
    let lead = view! { <p>{fill(office.reset_ask, &agent.name)}</p> };
    form(store, "", lead, office.reset, move || store.new_password(agent.agent.clone()))
}

/// A password that is shown once.
pub fn new_login(store: Store, login: NewLogin) -> impl IntoView {
    let office = store.office();
    view! {
        <div class="sheet">
            <p class="hint">{office.new_login_lead}</p>
            <dl>
                <div class="fact"><dt>{office.login}</dt><dd><code>{login.login}</code></dd></div>
                <div class="fact"><dt>{office.password}</dt><dd><code>{login.password}</code></dd></div>
            </dl>
            <div class="sheet-acts">
                <button type="button" class="primary" on:click=move |_| platform::close_dialog()>{office.close}</button>
            </div>
        </div>
    }
}
