//! Questions to press: asked back, offered first, offered next.

use super::{Ui, line};
use crate::platform::dom::El;
use talk::{Choice, LineId};

/// "Did you mean": at most three, and a person as the way out. Past choices stay readable but do nothing.
pub(super) fn choices(ui: &Ui, id: LineId, offered: &[Choice]) -> Vec<El> {
    let items = offered.iter().map(|choice| {
        let item = ui.in_tongue(El::new("li"));
        let (ui, picked) = (ui.clone(), choice.clone());
        let press = move || {
            let last = ui.model.lines.peek().last().map(|l| l.id);
            if last == Some(id) {
                ui.pick(&picked);
            }
        };
        item.child(El::button("choice", &choice.question).on_press(press))
    });
    vec![
        line::paragraph(ui.words.choices),
        El::new("ul").class("stack").children(items),
        line::human_button(ui, ui.words.offer, "human wide fresh"),
    ]
}

/// Questions with a heading.
pub(super) fn chips(ui: &Ui, heading: &str, offered: Vec<Choice>) -> El {
    let items = offered.into_iter().map(|choice| {
        let (item, ui) = (ui.in_tongue(El::new("li")), ui.clone());
        item.child(El::button("chip", &choice.question).on_press(move || ui.pick(&choice)))
    });
    El::new("div").class("chips fresh").child(El::new("h3").text(heading)).child(El::new("ul").children(items))
}
