//! Where the customer writes. Right with Chinese input methods: the Enter that picks a candidate sends nothing.

use super::Ui;
use crate::platform::page;
use leptos::{html, prelude::*};

/// The key code of a key that the input method has taken. Safari ends the composition before it reports the Enter
/// that ended it, with this code and `isComposing` already false.
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// Characters; the desk's limit.
const LONGEST: &str = "4000";

pub(super) fn composer(ui: Ui, title: NodeRef<html::H2>) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let words = ui.words;
    Effect::new(move |_| {
        let draft = ui.model.draft.get();
        // Writing the same text back would break a composition that is under way.
        if let Some(area) = area.get()
            && area.value() != draft
        {
            area.set_value(&draft);
        }
    });
    Effect::new(move |_| {
        if ui.model.focus.get() == 0 {
            return;
        }
        // A finger opens the panel to read first: the keyboard would cover half of it.
        if page::coarse_pointer() {
            let _ = title.get_untracked().map(|t| t.focus());
        } else {
            let _ = area.get_untracked().map(|a| a.focus());
        }
    });
    let label = move || if ui.model.for_person() { words.write_label } else { words.ask_label };
    let send = move || {
        ui.driver(|d| d.submit());
        let _ = area.get_untracked().map(|a| a.focus());
    };
    view! {
        <form
            class="composer"
            on:submit=move |e| {
                e.prevent_default();
                send();
            }
        >
            <label class="vh" for="composer">{label}</label>
            <textarea
                id="composer"
                rows="1"
                maxlength=LONGEST
                enterkeyhint="send"
                autocomplete="off"
                placeholder=label
                aria-describedby="composer-hint"
                node_ref=area
                on:input=move |e| ui.driver(|d| d.set_draft(event_target_value(&e)))
                on:keydown=move |e| {
                    let composing = e.is_composing() || e.key_code() == TAKEN_BY_INPUT_METHOD;
                    if e.key() == "Enter" && !e.shift_key() && !composing {
                        e.prevent_default();
                        send();
                    }
                }
            ></textarea>
            <button type="submit" class="send">{words.send}</button>
            <span id="composer-hint" class="vh">{words.composer_hint}</span>
        </form>
        <p class="honest">{words.honest}</p>
    }
}
