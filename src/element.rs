//! The boundary to JavaScript. Rust cannot extend `HTMLElement`, so the shell `renzai.js` is the element; it calls
//! [`mount`] when somebody opens the panel, and steers it by the [`Handle`].

use crate::{
    driver::{Details, Driver, Scene},
    platform::host::{Host, Shell},
    view,
    words::Words,
};
use any_spawner::Executor;
use leptos::prelude::Owner;
use std::rc::Rc;
use talk::{Attached, EntryPoint};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// The mounted widget. Freeing it unmounts the views and closes the stream.
#[wasm_bindgen]
pub struct Handle {
    driver: Rc<Driver>,
    _views: Owner,
}

/// Mounts the panel into `root`, a `<div>` of the shell's shadow root. Not the root itself: views that change
/// directly below a `ShadowRoot` are lost without a word. `host` is the element, `shell` what stands behind it; `words` are
/// the texts that the shell fetched for the language in use.
#[wasm_bindgen]
pub fn mount(root: &HtmlElement, host: HtmlElement, shell: Shell, words: String) -> Handle {
    // Words for a panic cost every shopper 1 KB; who looks for one makes a debug build.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let driver = Driver::start(Host::new(host, shell), Words::read(words));
    let _ = Executor::init_wasm_bindgen();
    let views = Owner::new();
    views.with(|| {
        let _ = root.append_child(view::app(&driver).element());
    });
    driver.announce_ready();
    Handle { driver, _views: views }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // The views' closures hold the driver as long as the browser holds them: it must be told.
        self.driver.retire();
    }
}

#[wasm_bindgen]
impl Handle {
    /// Shows the panel without touching the focus: after a reload.
    pub fn show(&self) {
        self.driver.show();
    }

    /// Shows the panel on the customer's own gesture and takes the focus into it.
    pub fn open(&self) {
        self.driver.open();
    }

    /// Closes the panel.
    pub fn close(&self) {
        self.driver.close();
    }

    /// Asks for a person: by the launcher (`true` would say nothing to a reader, so the name says it).
    #[wasm_bindgen(js_name = humanFromLauncher)]
    pub fn human_from_launcher(&self) {
        self.driver.human(EntryPoint::Launcher);
    }

    /// Asks for a person, from the page: `from` is `page`, `link` or `api`. `details` are lines of a name, a tab and a
    /// value; the name `order` is the order that it is about.
    #[wasm_bindgen(js_name = humanFrom)]
    pub fn human_from(&self, from: &str, details: &str) {
        let from = [EntryPoint::Link, EntryPoint::Api].into_iter().find(|point| point.as_str() == from);
        self.driver.human_with(from.unwrap_or(EntryPoint::Page), told(details));
    }

    /// The page says who the customer is and what goes to a person with every hand-over: lines as in
    /// [`Handle::human_from`], in the place of what it said before.
    pub fn tell(&self, details: &str) {
        self.driver.tell(told(details));
    }

    /// The page shows the person something, such as a product: lines of text.
    #[wasm_bindgen(js_name = sendCard)]
    pub fn send_card(&self, text: String) {
        self.driver.send_card(text);
    }

    /// What the shell's parts need for calls of their own: the desk's address, the token, the conversation, and who
    /// is at this window, a line each.
    pub fn access(&self) -> String {
        self.driver.access()
    }

    /// A file is at the desk: sends the message that names it, under the name `client_id`.
    pub fn attach(&self, id: String, name: String, kind: String, bytes: f64, client_id: String) {
        self.driver.attach(Attached { id, name, kind, bytes: bytes as u64 }, client_id);
    }

    /// The picture that a form asks for was chosen; the shell keeps it until there is a conversation.
    pub fn photographed(&self, name: String) {
        self.driver.photographed(name);
    }

    /// The customer has rated the talk, with or without words; the shell's errand carries them.
    pub fn rated(&self, stars: u8) {
        self.driver.rate(stars);
    }

    /// An invitation was opened in this window.
    pub fn help(&self, conversation: String, token: String) {
        self.driver.help(conversation, token);
    }

    /// The helper at this window leaves.
    #[wasm_bindgen(js_name = helpEnded)]
    pub fn help_ended(&self) {
        self.driver.help_ended();
    }

    /// Everything was erased at the desk: here too.
    pub fn forget(&self) {
        self.driver.erase();
    }

    /// Says something to those who listen.
    pub fn say(&self, text: String) {
        self.driver.model.announce(text);
    }

    /// Puts the focus where the customer goes on: a part was closed.
    pub fn focus(&self) {
        self.driver.model.take_focus();
    }

    /// The page says what it knows of the situation: kind of page, error code, words on it; steps and attributes, one a
    /// line.
    #[wasm_bindgen(js_name = setScene)]
    pub fn set_scene(&self, name: String, code: String, title: String, steps: String, attributes: String) {
        self.driver.set_scene(Scene { name, code, title, steps, attributes });
    }

    /// The attribute `elder` has come or gone.
    #[wasm_bindgen(js_name = setElder)]
    pub fn set_elder(&self, on: bool) {
        self.driver.model.elder.set(on);
    }

    /// For the home of the large mode: the phone number, and the first questions, a line each.
    pub fn home(&self) -> String {
        let mut lines = self.driver.ways().0;
        for choice in self.driver.start_questions() {
            lines.extend(["\n", &choice.question]);
        }
        lines
    }

    /// The place in the list of commands of what was said as a whole; -1: it is none.
    pub fn command(&self, said: &str) -> i32 {
        self.driver.command(said).map_or(-1, |place| place as i32)
    }

    /// The list of commands: `|` between them, `/` between the ways to say one; behind a `-` it is off.
    pub fn commands(&self) -> String {
        self.driver.commands()
    }

    /// What the merchant may learn from, masked, as JSON lines.
    pub fn notes(&self) -> String {
        self.driver.notes()
    }

    /// Asks a question for an element of the merchant's page: an entry's id, or words.
    pub fn ask(&self, question: &str) {
        self.driver.ask_for_page(question);
    }
}

/// Lines of a name, a tab and a value.
fn told(lines: &str) -> Details {
    let mut told = Details::default();
    for (name, value) in lines.lines().filter_map(|line| line.split_once('\t')) {
        if name == "order" {
            told.order = Some(value.into());
        } else {
            told.slots.push((name.into(), value.into()));
        }
    }
    told
}
