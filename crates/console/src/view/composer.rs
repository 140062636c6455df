//! Where the agent writes. Right with Chinese input methods; the draft outlives a reload and a lost session.

use super::card;
use crate::{platform, state, store::Store, words::fill};
use leptos::{ev, prelude::*};

/// The composer of the conversation `id`.
pub fn composer(store: Store, id: String) -> impl IntoView {
    store.draft.set(platform::draft(&id));
    let text = store.draft;
    let id = StoredValue::new(id);
    let send = move || {
        let body = text.get_untracked().trim().to_owned();
        if body.is_empty() {
            return;
        }
        text.set(String::new());
        id.with_value(|id| {
            platform::keep_draft(id, "");
            for message in state::messages(&body) {
                store.write(id, message, None);
            }
        });
    };
    let on_input = move |event: ev::Event| {
        let written = event_target_value(&event);
        id.with_value(|id| platform::keep_draft(id, &written));
        if !written.trim().is_empty() {
            store.typing(id.get_value());
        }
        text.set(written);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if platform::sends(&event) {
            event.prevent_default();
            send();
        }
    };
    let on_paste = move |event: ev::ClipboardEvent| {
        let files = platform::pasted_files(&event);
        if !files.is_empty() {
            event.prevent_default();
            store.attach(id.get_value(), files);
        }
    };
    view! {
        <form
            class="composer"
            on:submit=move |event: ev::SubmitEvent| {
                event.prevent_default();
                send();
                platform::focus(&["#write"]);
            }
        >
            <label class="quiet" for="write">{move || store.words().write}</label>
            <textarea
                id="write"
                rows="2"
                placeholder=move || store.words().write
                aria-describedby="write-hint"
                prop:value=text
                on:input=on_input
                on:keydown=on_key
                on:paste=on_paste
            ></textarea>
            <button type="submit" class="primary">{move || store.words().send}</button>
            <div class="tools">
                <button
                    type="button"
                    class="plain"
                    id="quick-open"
                    aria-expanded=move || store.quick.get().to_string()
                    on:click=move |_| {
                        store.quick.update(|quick| *quick = !*quick);
                        platform::focus(&["#quick-find", "#quick-open"]);
                    }
                >
                    {move || store.words().quick}
                </button>
                {attach(store, id)}
                {card::beginnings(store)}
                <p class="hint" id="write-hint">{move || store.words().write_hint}</p>
            </div>
            <div role="status">
                {move || store.uploading.get().map(|name| view! {
                    <p class="hint">{fill(store.words().uploading, name)}</p>
                })}
            </div>
        </form>
    }
}

fn attach(store: Store, id: StoredValue<String>) -> impl IntoView {
    view! {
        <span class="attach">
            <input
                class="quiet"
                id="attach"
                type="file"
                multiple
                accept="image/png,image/jpeg,image/webp,image/gif,application/pdf"
                aria-describedby="attach-kinds"
                on:change=move |event| store.attach(id.get_value(), platform::chosen_files(&event))
            />
            <label class="button plain" for="attach" title=move || store.words().file_kinds>
                {move || store.words().attach}
            </label>
            <span class="quiet" id="attach-kinds">{move || store.words().file_kinds}</span>
        </span>
    }
}
