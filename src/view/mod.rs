//! What is seen and heard. Plain functions of the model: a view decides nothing.

mod announcer;
mod answer;
mod choices;
mod composer;
mod header;
mod line;
mod log;
mod panel;
mod person;

use crate::{driver::Driver, model::Model, words::Words};
use leptos::prelude::*;
use std::rc::Rc;
use talk::{Choice, EntryPoint};

/// What every view needs; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Ui {
    driver: StoredValue<Rc<Driver>, LocalStorage>,
    /// The signals.
    pub model: Model,
    /// The texts.
    pub words: &'static Words,
}

impl Ui {
    /// Calls into the driver.
    pub fn driver<T>(&self, call: impl FnOnce(&Rc<Driver>) -> T) -> T {
        self.driver.with_value(call)
    }

    /// A question was pressed. Its button goes away, so the focus must have somewhere to be.
    fn pick(&self, choice: &Choice) {
        self.driver(|d| d.pick(choice));
        self.keep_focus();
    }

    /// The offer of a person was taken. Its button goes away, too.
    fn human_offered(&self) {
        self.driver(|d| d.human(EntryPoint::Offer));
        self.keep_focus();
    }

    fn keep_focus(&self) {
        self.model.focus.update(|n| *n += 1);
    }
}

/// The whole widget: the panel, and beside it, always there, the announcer.
pub fn app(driver: &Rc<Driver>) -> impl IntoView + use<> {
    let ui = Ui { driver: StoredValue::new_local(Rc::clone(driver)), model: driver.model, words: driver.words };
    let last_key = StoredValue::new(0u64);
    view! {
        <div
            class="rz"
            class:elder=move || ui.model.elder.get()
            class:full=driver.config.full
            lang=ui.words.lang
            // What the customer types is nobody's shortcut.
            on:keydown=move |e| {
                last_key.set_value(crate::platform::clock::now());
                e.stop_propagation();
            }
            on:keyup=|e| e.stop_propagation()
            on:keypress=|e| e.stop_propagation()
        >
            {panel::panel(ui)}
            {announcer::announcer(ui, last_key)}
        </div>
    }
}
