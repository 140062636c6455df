//! The team: who is there, and for admins the forms to change that.

use crate::{
    state::Right,
    store::{Dialog, Store},
    words::{fill, fill_each, level},
};
use leptos::prelude::*;
use wire::agent::Colleague;

/// The room of the team.
pub fn team(store: Store) -> impl IntoView {
    let admin = Memo::new(move |_| store.may(Right::Agents));
    view! {
        <main class="room-page wide">
            <h2 id="room-title" tabindex="-1">{move || store.office().room_team}</h2>
            <p class="hint">{move || store.office().team_lead}</p>
            {move || admin.get().then(|| view! {
                <p>
                    <button type="button" class="primary" on:click=move |_| store.ask(Dialog::AddAgent)>
                        {move || store.office().add_agent}
                    </button>
                </p>
            })}
            <div class="table-frame" role="region" aria-labelledby="room-title" tabindex="0">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{move || store.office().name}</th>
                            <th scope="col">{move || store.office().level}</th>
                            <th scope="col">{move || store.office().team}</th>
                            <th scope="col">{move || store.office().status}</th>
                            <th scope="col">{move || store.office().talking}</th>
                            {move || admin.get().then(|| view! { <th scope="col">{store.office().change}</th> })}
                        </tr>
                    </thead>
                    <tbody>
                        {move || store.rooms.colleagues.get().into_iter().map(|it| row(store, it, admin)).collect_view()}
                    </tbody>
                </table>
            </div>
        </main>
    }
}

fn row(store: Store, it: Colleague, admin: Memo<bool>) -> impl IntoView {
    let office = store.office();
    let status = match (it.on_duty, it.present) {
        (true, true) => office.status_here,
        (true, false) => office.status_gone,
        (false, _) => office.status_off,
    };
    let load = fill_each(store.words().of_capacity, &[&it.talking.to_string(), &it.capacity.to_string()]);
    let (changed, reset) = (it.clone(), it.clone());
    view! {
        <tr>
            <th scope="row">{it.name.clone()} " " <span class="hint">{it.role.clone()}</span></th>
            <td>{level(office, it.level)}</td>
            <td>{it.team.clone()}</td>
            <td><span class="tag" class:there=it.present>{status}</span></td>
            <td>{load}</td>
            {admin.get().then(|| view! {
                <td class="acts">
                    <button
                        type="button"
                        class="plain"
                        aria-label=fill(office.change_whom, &it.name)
                        on:click=move |_| store.ask(Dialog::ChangeAgent(changed.clone()))
                    >
                        {office.change}
                    </button>
                    <button
                        type="button"
                        class="plain"
                        aria-label=fill(office.reset_whom, &it.name)
                        on:click=move |_| store.ask(Dialog::Reset(reset.clone()))
                    >
                        {office.reset}
                    </button>
                </td>
            })}
        </tr>
    }
}
