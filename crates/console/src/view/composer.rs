//! Where the agent writes. Right with Chinese input methods; the draft outlives a reload and a lost session.

use crate::{platform, store::Store};
use leptos::{ev, prelude::*};

/// The composer of the conversation `id`.
pub fn composer(store: Store, id: String) -> impl IntoView {
    let text = RwSignal::new(platform::draft(&id));
    let id = StoredValue::new(id);
    let send = move || {
        let body = text.get_untracked().trim().to_owned();
        if body.is_empty() {
            return;
        }
        text.set(String::new());
        id.with_value(|id| {
            platform::keep_draft(id, "");
            store.write(id, body);
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
            ></textarea>
            <p class="hint" id="write-hint">{move || store.words().write_hint}</p>
            <button type="submit" class="primary">{move || store.words().send}</button>
        </form>
    }
}
