//! Where the customer writes. Right with Chinese input methods: the Enter that picks a candidate sends nothing.

use super::Ui;
use crate::platform::{
    dom::{El, effect},
    page,
};

/// Characters; the desk's limit.
const LONGEST: &str = "4000";

pub(super) fn composer(ui: &Ui, title: El) -> [El; 2] {
    let words = ui.words;
    let (shown, placeheld) = (ui.model.clone(), ui.model.clone());
    let label = move |for_person: bool| String::from(if for_person { words.write_label } else { words.ask_label });
    let area = El::new("textarea")
        .attr("id", "composer")
        .attr("rows", "1")
        .attr("maxlength", LONGEST)
        .attr("enterkeyhint", "send")
        .attr("autocomplete", "off")
        .attr("aria-describedby", "composer-hint")
        .attr_of("placeholder", move || Some(label(placeheld.for_person())));
    let send = {
        let (driver, area) = (ui.driver.clone(), area.clone());
        move || {
            driver.submit();
            area.focus();
        }
    };
    let (driver, by_key) = (ui.driver.clone(), send.clone());
    let area = area.on("input", move |e| driver.set_draft(page::value_of(&e))).on("keydown", move |e| {
        let key = page::key(e.clone());
        if key.name == "Enter" && !key.shift && !key.composing {
            e.prevent_default();
            by_key();
        }
    });
    follow(ui, &area, title);
    let (attaching, chooser) = (ui.driver.clone(), ui.model.clone());
    let attach = El::button("attach", words.attach_short)
        .attr("aria-label", words.attach)
        .attr_of("hidden", move || (!(chooser.for_person() && *chooser.placed.read())).then(String::new))
        .on_press(move || attaching.open_part("attach"));
    let form = El::new("form")
        .class("composer")
        // A form of one field is nothing to be told of.
        .attr("role", "none")
        .on("submit", move |e| {
            e.prevent_default();
            send();
        })
        .child(El::new("label").class("vh").attr("for", "composer").text_of(move || label(shown.for_person())))
        .child(attach)
        .child(area)
        .child(El::new("button").attr("type", "submit").class("send").text(words.send))
        .child(El::new("span").attr("id", "composer-hint").class("vh").text(words.composer_hint));
    // Once a person was asked for, no machine answers: the note would be untrue.
    let model = ui.model.clone();
    let honest = El::new("p").class("honest").attr_of("hidden", move || model.for_person().then(String::new));
    [form, honest.text(words.honest)]
}

fn follow(ui: &Ui, area: &El, title: El) {
    let (draft, written) = (ui.model.draft.clone(), area.clone());
    effect(move || page::write_value(written.element(), &draft.read()));
    let (focus, area) = (ui.model.focus.clone(), area.clone());
    effect(move || {
        if *focus.read() == 0 {
            return;
        }
        // A finger opens the panel to read first: the keyboard would cover half of it.
        if page::coarse_pointer() { title.focus() } else { area.focus() }
    });
}
