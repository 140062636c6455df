//! The log: who saw, gave, exported and erased what.

use crate::{
    api::{self, Log},
    platform,
    store::Store,
    words::Office,
};
use leptos::prelude::*;
use wire::audit::AuditLine;

/// Acts, in the order of the list.
const ACTS: [&str; 23] = [
    "log_in", "log_out", "view", "take", "assign", "transfer", "escalate", "invite", "leave", "close", "reopen",
    "note", "file", "history", "ticket", "proposal", "export", "audit", "block", "unblock", "erase", "forget", "agent",
];

/// The room of the log.
pub fn audit(store: Store) -> impl IntoView {
    view! {
        <main class="room-page wide">
            <h2 id="room-title" tabindex="-1">{move || store.office().room_audit}</h2>
            <p class="hint">{move || store.office().audit_lead}</p>
            {filters(store)}
            {move || store.rooms.log.get().map_or_else(
                || view! { <p class="hint">{store.words().loading}</p> }.into_any(),
                |log| if log.lines.is_empty() {
                    view! { <p class="empty">{store.office().no_lines}</p> }.into_any()
                } else {
                    let oldest = log.lines.last().map(|line| line.id);
                    view! {
                        {table(store, log.lines)}
                        {log.more.then(|| view! {
                            <button type="button" on:click=move |_| {
                                store.read_log(Log { before: oldest, ..store.rooms.asked.get_untracked() });
                            }>
                                {store.office().older}
                            </button>
                        })}
                    }.into_any()
                },
            )}
        </main>
    }
}

fn filters(store: Store) -> impl IntoView {
    let asked = move || Log { before: None, ..store.rooms.asked.get_untracked() };
    view! {
        <div class="filters">
            <label for="act">{move || store.office().audit_act}</label>
            <select id="act" on:change=move |event| store.read_log(Log { act: event_target_value(&event), ..asked() })>
                <option value="">{move || store.office().all}</option>
                {ACTS.into_iter().map(|key| view! {
                    <option value=key>{move || act(store.office(), key).to_owned()}</option>
                }).collect_view()}
            </select>
            <label for="who">{move || store.office().audit_who}</label>
            <select id="who" on:change=move |event| store.read_log(Log { agent: event_target_value(&event), ..asked() })>
                <option value="">{move || store.office().all}</option>
                {move || store.rooms.colleagues.get().into_iter()
                    .map(|it| view! { <option value=it.agent>{it.name}</option> }).collect_view()}
            </select>
            <a class="button" href=api::AUDIT_EXPORT download="">{move || store.office().export}</a>
        </div>
    }
}

fn table(store: Store, lines: Vec<AuditLine>) -> impl IntoView {
    let office = store.office();
    let rows = lines.into_iter().map(|line| {
        let name = match line.name.as_str() {
            "visitor" => office.visitor.to_owned(),
            "command line" => office.command_line.to_owned(),
            _ => line.name,
        };
        view! {
            <tr>
                <td class="time">{platform::clock(line.at, store.lang.get_untracked())}</td>
                <td>{name}</td>
                <td>{act(office, &line.act).to_owned()}</td>
                <td><code>{line.subject}</code></td>
                <td>{line.detail}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" role="region" aria-labelledby="room-title" tabindex="0">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{office.audit_when}</th>
                        <th scope="col">{office.audit_who}</th>
                        <th scope="col">{office.audit_act}</th>
                        <th scope="col">{office.audit_subject}</th>
                        <th scope="col">{office.audit_detail}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// What was done, in words; a word of a newer desk as it came.
fn act<'a>(office: &'a Office, key: &'a str) -> &'a str {
    match key {
        "log_in" => office.act_log_in,
        "log_out" => office.act_log_out,
        "view" => office.act_view,
        "take" => office.act_take,
        "assign" => office.act_assign,
        "transfer" => office.act_transfer,
        "escalate" => office.act_escalate,
        "invite" => office.act_invite,
        "leave" => office.act_leave,
        "close" => office.act_close,
        "reopen" => office.act_reopen,
        "note" => office.act_note,
        "file" => office.act_file,
        "history" => office.act_history,
        "ticket" => office.act_ticket,
        "proposal" => office.act_proposal,
        "export" => office.act_export,
        "audit" => office.act_audit,
        "block" => office.act_block,
        "unblock" => office.act_unblock,
        "erase" => office.act_erase,
        "forget" => office.act_forget,
        "agent" => office.act_agent,
        other => other,
    }
}
