//! To whom, and why: transfer, assign, invite, escalate, note.

use super::dialog::{Kind, field, form};
use crate::{
    platform,
    store::Store,
    words::{Words, fill, fill_each},
};
use leptos::prelude::*;
use wire::agent::{Colleague, Target};

/// To whom does it go?
pub fn transfer(store: Store, id: String) -> impl IntoView {
    let words = store.words();
    let (to, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (nobody, fine) = (RwSignal::new(None), RwSignal::new(None));
    let groups = move || {
        let mut teams = store.rooms.colleagues.with(|all| all.iter().map(|it| it.team.clone()).collect::<Vec<_>>());
        teams.retain(|team| !team.is_empty());
        teams.sort();
        teams.dedup();
        let teams = teams.into_iter().map(|team| (format!("team:{team}"), fill(words.to_team, &team)));
        let fixed =
            [("senior:".to_owned(), words.to_senior.to_owned()), ("queue:".to_owned(), words.to_queue.to_owned())];
        let all = fixed.into_iter().chain(teams);
        all.map(|(value, name)| view! { <option value=value>{name}</option> }).collect_view()
    };
    let fields = view! {
        {choice(store, words.to_whom, to, nobody, groups)}
        {field("note", words.note_label, note, Kind::Lines(3), fine)}
    };
    form(store, "", fields, words.do_transfer, move || match target(&to.get_untracked()) {
        Some(target) => store.transfer(id.clone(), target, note.get_untracked().trim().to_owned()),
        None => missing(nobody, words),
    })
}

fn target(value: &str) -> Option<Target> {
    Some(match value.split_once(':')? {
        ("agent", agent) => Target::Agent { agent: agent.to_owned() },
        ("team", team) => Target::Team { team: team.to_owned() },
        ("senior", _) => Target::Senior,
        ("queue", _) => Target::Queue,
        _ => return None,
    })
}

/// To which agent does it go, says a lead?
pub fn assign(store: Store, id: String) -> impl IntoView {
    to_agent(store, "", store.words().to_whom, store.words().do_assign, move |agent, note| {
        store.assign(id.clone(), agent, note);
    })
}

/// Who comes in?
pub fn invite(store: Store, id: String) -> impl IntoView {
    let words = store.words();
    to_agent(store, words.invite_lead, words.whom, words.do_invite, move |agent, note| {
        store.invite(id.clone(), agent, note);
    })
}

fn to_agent(
    store: Store,
    lead: &'static str,
    label: &'static str,
    doing: &'static str,
    then: impl Fn(String, String) + 'static,
) -> impl IntoView {
    let words = store.words();
    let (to, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (nobody, fine) = (RwSignal::new(None), RwSignal::new(None));
    let fields = view! {
        {choice(store, label, to, nobody, || ())}
        {field("note", words.note_label, note, Kind::Lines(3), fine)}
    };
    form(store, lead, fields, doing, move || match target(&to.get_untracked()) {
        Some(Target::Agent { agent }) => then(agent, note.get_untracked().trim().to_owned()),
        _ => missing(nobody, words),
    })
}

fn missing(nobody: RwSignal<Option<&'static str>>, words: &Words) {
    nobody.set(Some(words.choose_somebody));
    platform::focus(&["#to"]);
}

/// The list of colleagues, those who are there first, with `groups` above them.
fn choice<V: IntoView + 'static>(
    store: Store,
    label: &'static str,
    to: RwSignal<String>,
    nobody: RwSignal<Option<&'static str>>,
    groups: impl Fn() -> V + Send + 'static,
) -> impl IntoView {
    store.read_colleagues();
    let words = store.words();
    let colleagues = Memo::new(move |_| {
        let me = store.me().map(|me| me.agent).unwrap_or_default();
        let mut all = store.rooms.colleagues.get();
        all.retain(|it| it.agent != me);
        all.sort_by_key(|it| !it.present);
        all
    });
    view! {
        <div class="field">
            <label for="to">{label}</label>
            <select
                id="to"
                aria-describedby="to-error"
                aria-invalid=move || nobody.get().is_some().to_string()
                on:change=move |event| to.set(event_target_value(&event))
            >
                <option value="">"—"</option>
                {groups}
                <optgroup label=words.to_agent>
                    {move || colleagues.get().into_iter().map(|it| view! {
                        <option value=format!("agent:{}", it.agent)>{known(words, &it)}</option>
                    }).collect_view()}
                </optgroup>
            </select>
            <p class="error" id="to-error" aria-live="assertive">{move || nobody.get()}</p>
            {move || colleagues.with(Vec::is_empty).then(|| view! { <p class="hint">{words.nobody_else}</p> })}
        </div>
    }
}

fn known(words: &Words, it: &Colleague) -> String {
    let there = if it.present { words.present } else { words.absent };
    let load = fill_each(words.of_capacity, &[&it.talking.to_string(), &it.capacity.to_string()]);
    format!("{} · {there} · {load}", it.name)
}

/// Why does it need somebody senior?
pub fn escalate(store: Store, id: String) -> impl IntoView {
    let words = store.words();
    let (note, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let fields = field("note", words.note_label, note, Kind::Lines(3), error);
    form(store, words.escalate_lead, fields, words.do_escalate, move || {
        store.escalate(id.clone(), note.get_untracked().trim().to_owned());
    })
}

/// What should colleagues know?
pub fn note(store: Store, id: String) -> impl IntoView {
    let words = store.words();
    let (note, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let fields = field("note", words.note_label, note, Kind::Lines(4), error);
    form(store, "", fields, words.do_note, move || {
        let text = note.get_untracked().trim().to_owned();
        if text.is_empty() {
            error.set(Some(words.note_short));
            return platform::focus(&["#note"]);
        }
        store.note(id.clone(), text);
    })
}
