//! The panel: a non-modal dialog on a desktop, the whole screen on a phone.

use super::{Ui, composer, header, log, menu, person};
use crate::platform::{dom::El, page};

pub(super) fn panel(ui: &Ui) -> El {
    let title = El::new("h2").attr("id", "title").attr("tabindex", "-1").text(ui.words.title);
    let (open, driver) = (ui.model.open.clone(), ui.driver.clone());
    let (status, family) = (ui.clone(), ui.clone());
    El::new("section")
        .class("panel")
        .attr("part", "panel")
        .attr("role", "dialog")
        .attr("aria-labelledby", "title")
        .attr("aria-describedby", "sub")
        .attr("hidden", "")
        .attr_of("hidden", move || (!*open.read()).then(String::new))
        .on("keydown", move |e| {
            // Escape during composition belongs to the input method.
            let key = page::key(e);
            if key.name == "Escape" && !key.composing {
                driver.escape();
            }
        })
        .children(header::header(ui, title.clone()))
        .part(move || menu::family(&family))
        .part(move || person::status(&status))
        // The shell puts a part here when somebody wants it, and takes it out again.
        .child(El::new("div").class("sheet"))
        .children(log::log(ui))
        .children(composer::composer(ui, title))
}
