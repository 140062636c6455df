//! What few people need, behind one button: family help, a copy of the talk, erasing. And who of the family is here.

use super::Ui;
use crate::{
    model::Watched,
    platform::{dom::El, page},
    words::fill,
};

/// The button that shows and hides the menu, and the menu.
pub(super) fn menu(ui: &Ui) -> [El; 2] {
    let shown = Watched::new(false);
    let (pressed, said, seen) = (shown.clone(), shown.clone(), shown.clone());
    let toggle = El::button("quiet more", ui.words.more)
        .attr("aria-controls", "menu")
        .attr_of("aria-expanded", move || Some(String::from(if *said.read() { "true" } else { "false" })))
        .on_press(move || {
            let now = !*pressed.peek();
            pressed.set(now);
        });
    let (escaped, back, items) = (shown.clone(), toggle.clone(), ui.clone());
    let list = El::new("div")
        .class("menu row")
        .attr("id", "menu")
        .attr("role", "group")
        .attr("aria-label", ui.words.menu)
        .attr("hidden", "")
        .attr_of("hidden", move || (!*seen.read()).then(String::new))
        .on("keydown", move |event| {
            if page::key(event.clone()).name == "Escape" {
                event.stop_propagation();
                escaped.set(false);
                back.focus();
            }
        })
        .part(move || Some(choices(&items, &shown)));
    [toggle, list]
}

fn choices(ui: &Ui, shown: &Watched<bool>) -> El {
    let part = |name: &'static str, text: &str| {
        let (driver, shown) = (ui.driver.clone(), shown.clone());
        El::button("button", text).on_press(move || {
            shown.set(false);
            driver.open_part(name);
        })
    };
    let words = ui.words;
    let mine = !ui.driver.config.helper;
    let family = (mine && *ui.model.placed.read() && ui.model.for_person()).then(|| part("family", words.menu_family));
    let erase = mine.then(|| part("erase", words.menu_erase));
    El::new("div")
        .class("part")
        .children(family)
        .child(part("save", words.menu_save))
        .child(part("voice", words.voice))
        .child(part("language", words.language))
        .child(part("help", words.help))
        .children(erase)
}

/// Who of the family takes part, each with a button that ends it.
pub(super) fn family(ui: &Ui) -> Option<El> {
    let words = ui.words;
    let strip = El::new("div").class("helpers row");
    if ui.driver.config.helper {
        return Some(strip.child(El::new("p").text(words.helping)));
    }
    let helpers = ui.model.helpers.read();
    if helpers.is_empty() || !ui.model.for_person() {
        return None;
    }
    let names: Vec<&str> = helpers.iter().map(|(_, name)| name.as_str()).collect();
    let strip = strip.child(El::new("p").text(&fill(words.family_here, "{names}", &names.join("、"))));
    let buttons = helpers.iter().map(|(id, name)| {
        let (driver, part) = (ui.driver.clone(), ["remove\n", id, "\n", name].concat());
        El::button("button", &fill(words.family_remove, "{name}", name)).on_press(move || driver.open_part(&part))
    });
    Some(strip.children(buttons))
}
