//! Who answers, and the way to a person: at the same place in every state.

use super::{Ui, menu};
use crate::platform::dom::El;
use talk::{EntryPoint, Stage};

pub(super) fn header(ui: &Ui, title: El) -> [El; 2] {
    let words = ui.words;
    let stage = ui.model.stage.clone();
    let sub = move || {
        String::from(match *stage.read() {
            Stage::Bot => words.sub_bot,
            Stage::Waiting(_) => words.sub_waiting,
            Stage::Person { .. } => words.sub_person,
            Stage::Closed { .. } => words.sub_closed,
        })
    };
    let titles =
        El::new("div").class("titles").child(title).child(El::new("p").class("sub").attr("id", "sub").text_of(sub));
    let [more, list] = menu::menu(ui);
    let mut bar = El::new("div")
        .class("bar")
        .child(El::new("span").class("seal").attr("aria-hidden", "true").text("人"))
        .child(titles)
        .child(human(ui))
        .child(elder_switch(ui))
        .child(more);
    if !ui.driver.config.full {
        let driver = ui.driver.clone();
        bar = bar.child(El::button("quiet close", "").attr("aria-label", words.close).on_press(move || driver.close()));
    }
    [bar, list]
}

fn elder_switch(ui: &Ui) -> El {
    let (elder, driver) = (ui.model.elder.clone(), ui.driver.clone());
    El::button("quiet elder-switch", ui.words.elder)
        .attr("aria-label", ui.words.elder_label)
        .attr_of("aria-pressed", move || Some(String::from(if *elder.read() { "true" } else { "false" })))
        .on_press(move || driver.open_part("elder"))
}

fn human(ui: &Ui) -> El {
    let words = ui.words;
    let text = move |stage: &Stage| match stage {
        Stage::Waiting(_) => words.human_waiting,
        Stage::Person { .. } => words.human_here,
        Stage::Bot | Stage::Closed { .. } => words.human,
    };
    let label = move |stage: &Stage| match stage {
        Stage::Bot | Stage::Closed { .. } => words.human_label,
        _ => text(stage),
    };
    let (seen, heard) = (ui.model.stage.clone(), ui.model.stage.clone());
    let (model, driver) = (ui.model.clone(), ui.driver.clone());
    El::button("human", "")
        .text_of(move || text(&seen.read()).to_owned())
        .attr_of("aria-label", move || Some(label(&heard.read()).to_owned()))
        .class_while("calm", move || model.for_person())
        .on_press(move || driver.human(EntryPoint::Panel))
}
