//! After the talk: a rating that may be skipped, and the way back to the same conversation.

use super::{place, row, strip};
use crate::{
    platform::{clock, dom::El},
    view::Ui,
    words::fill,
};

pub(super) fn after(ui: &Ui, rated: bool) -> El {
    let strip = strip("closed");
    let strip = if rated {
        strip.child(place(ui.words.thanks).attr("role", "status"))
    } else {
        strip.child(place(ui.words.rate)).child(stars(ui))
    };
    let (again, more) = (ui.driver.clone(), ui.driver.clone());
    let mut buttons = row();
    if rated {
        buttons = buttons.child(El::button("button", ui.words.rate_more).on_press(move || more.open_part("rating")));
    }
    if ui.model.stage.peek().may_reopen(clock::now()) {
        buttons = buttons.child(El::button("button", ui.words.reopen).on_press(move || again.reopen_talk()));
    }
    strip.child(buttons)
}

fn stars(ui: &Ui) -> El {
    let star = |n: u8| {
        let ui = ui.clone();
        El::button("star", "★").attr("aria-label", &fill(ui.words.stars, "{n}", &n.to_string())).on_press(move || {
            ui.driver.rate(n);
            ui.model.take_focus();
        })
    };
    let stars = El::new("div").class("stars").attr("role", "group").attr("aria-label", ui.words.rate);
    stars.children((1..=5).map(star))
}
