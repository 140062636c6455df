//! The panel: a non-modal dialog on a desktop, the whole screen on a phone.

use super::{Ui, composer, header, log, person};
use leptos::{html, prelude::*};

pub(super) fn panel(ui: Ui) -> impl IntoView {
    let panel = NodeRef::<html::Section>::new();
    let title = NodeRef::<html::H2>::new();
    view! {
        <section
            class="panel"
            role="dialog"
            aria-labelledby="title"
            node_ref=panel
            hidden=move || !ui.model.open.get()
            on:keydown=move |e| {
                // Escape during composition belongs to the input method.
                if e.key() == "Escape" && !e.is_composing() && e.key_code() != 229 {
                    ui.driver(|d| d.escape());
                }
            }
        >
            {header::header(ui, title)}
            {person::status(ui)}
            {log::log(ui)}
            {composer::composer(ui, title)}
        </section>
    }
}
