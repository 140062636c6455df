//! The honest wait: where one stands, and every other way beside it.

use super::{end_button, leave_help, row, strip, ways};
use crate::{driver::wait_text, platform::dom::El, view::Ui};
use talk::Stage;

pub(super) fn waiting(ui: &Ui) -> El {
    let (model, words) = (ui.model.clone(), ui.words);
    let place = El::new("p").class("place").text_of(move || {
        let Stage::Waiting(wait) = *model.stage.read() else { return String::new() };
        if *model.desk_down.read() { words.desk_down.to_owned() } else { wait_text(words, wait, *model.placed.read()) }
    });
    let strip = strip("waiting").child(place);
    if ui.driver.config.helper {
        return strip.child(row().child(leave_help(ui)));
    }
    let offered = ui.clone();
    strip.child(El::new("p").class("meanwhile").text(words.meanwhile)).child(
        row()
            .attr("role", "group")
            .attr("aria-label", words.ways)
            .part(move || Some(other_ways(&offered)))
            .part(end_button(ui)),
    )
}

fn other_ways(ui: &Ui) -> El {
    let part = |name: &'static str, text: &str| {
        let driver = ui.driver.clone();
        El::button("button", text).on_press(move || driver.open_part(name))
    };
    let options = ui.model.options.read();
    let message = options.message.then(|| part("message", ui.words.leave_message));
    let callback = options.callback.then(|| part("callback", ui.words.call_back));
    drop(options);
    El::new("div").class("part").children(message).children(callback).children(ways(ui))
}
