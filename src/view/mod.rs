//! What is seen and heard. Plain functions of the model: a view decides nothing.

mod announcer;
mod answer;
mod choices;
mod composer;
mod header;
mod line;
mod log;
mod menu;
mod panel;
mod person;

use crate::{
    driver::Driver,
    model::Model,
    platform::{clock, dom::El},
    words::Words,
};
use std::{cell::Cell, rc::Rc};
use talk::{Choice, EntryPoint};

/// What every view needs.
#[derive(Clone)]
struct Ui {
    driver: Rc<Driver>,
    model: Model,
    words: &'static Words,
}

impl Ui {
    /// A question was pressed. Its button goes away, so the focus must have somewhere to be.
    fn pick(&self, choice: &Choice) {
        self.driver.pick(choice);
        self.model.take_focus();
    }

    /// Marked as being in the knowledge's language, where that is not the interface's.
    fn in_tongue(&self, el: El) -> El {
        match self.driver.tongue() {
            same if same.is_empty() || same == self.words.lang => el,
            other => el.attr("lang", &other).attr("dir", "auto"),
        }
    }

    /// The offer of a person was taken. Its button goes away, too.
    fn human_offered(&self) {
        self.driver.human(EntryPoint::Offer);
        self.model.take_focus();
    }
}

/// The whole widget: the panel, and beside it, always there, the announcer.
pub fn app(driver: &Rc<Driver>) -> El {
    let ui = Ui { driver: Rc::clone(driver), model: driver.model.clone(), words: driver.words };
    let last_key = Rc::new(Cell::new(0));
    let key = Rc::clone(&last_key);
    let elder = ui.model.elder.clone();
    El::new("div")
        .class(if driver.config.full { "rz full" } else { "rz" })
        .class_while("elder", move || *elder.read())
        .attr("lang", ui.words.lang)
        .attr("dir", if ui.words.lang == "ar" { "rtl" } else { "ltr" })
        // What the customer types is nobody's shortcut.
        .on("keydown", move |e| {
            key.set(clock::now());
            e.stop_propagation();
        })
        .on("keyup", |e| e.stop_propagation())
        .on("keypress", |e| e.stop_propagation())
        .child(panel::panel(&ui))
        .child(announcer::announcer(&ui, last_key))
}
