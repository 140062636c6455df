//! The transcript: a named region that can be scrolled and read by keys. It is not live; the announcer speaks.

use super::{Ui, choices, line, person};
use crate::{
    model::{Knowledge, Watched},
    platform::{
        clock,
        dom::{El, effect},
        page,
    },
    words::fill,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use talk::{Body, Delivery, Line, LineId, Stage};

pub(super) fn log(ui: &Ui) -> [El; 2] {
    let lines = El::new("div").class("lines");
    let (first, typist) = (ui.clone(), ui.clone());
    let scroller = El::new("div")
        .class("log")
        .attr("role", "region")
        .attr("aria-label", ui.words.log)
        .attr("tabindex", "0")
        .part(move || Some(beginning(&first)))
        .child(lines.clone())
        .part(move || typing(&typist));
    let reader = Reader { scroller: scroller.clone(), place: Rc::default(), behind: Watched::new(false) };
    let scrolled = reader.clone();
    let scroller = scroller.on("scroll", move |_| scrolled.scrolled());
    draw_lines(ui, lines, reader.clone());
    [scroller, newest(ui, reader)]
}

/// Where the reader is. Who reads further up is not moved by a new line, but told.
#[derive(Clone)]
struct Reader {
    scroller: El,
    /// Where the log was last moved to; elsewhere means that the reader moved it.
    place: Rc<Cell<i32>>,
    behind: Watched<bool>,
}

impl Reader {
    fn scrolled(&self) {
        if page::at_end(self.scroller.element()) {
            self.place.set(page::place(self.scroller.element()));
            self.behind.set(false);
        }
    }

    /// A log that grew because something else shrank was moved by the browser, to its end.
    fn follows(&self) -> bool {
        page::at_end(self.scroller.element()) || (page::place(self.scroller.element()) - self.place.get()).abs() < 8
    }

    /// Moves to the end, but never past the first line of `line`: a long answer is read from its beginning.
    fn move_to(&self, line: Option<El>) {
        let reader = self.clone();
        // A new line has its height only after it was laid out.
        clock::after(0, move || {
            page::scroll_to(reader.scroller.element(), line.as_ref().map(El::element));
            reader.place.set(page::place(reader.scroller.element()));
        });
    }
}

/// Adds the lines that are new and draws those anew whose delivery changed. The log only grows, so that line and
/// element stand at the same place.
fn draw_lines(ui: &Ui, container: El, reader: Reader) {
    let drawn = RefCell::new(Vec::<(LineId, u8)>::new());
    let ui = ui.clone();
    effect(move || {
        let mut drawn = drawn.borrow_mut();
        if ui.model.lines.read().is_empty() && !drawn.is_empty() {
            // Everything was erased.
            drawn.clear();
            container.clear();
        }
        let follows = reader.follows();
        let mut newest = None;
        let mut question = None;
        for (place, line) in ui.model.lines.read().iter().enumerate() {
            let now = (line.id, stamp(&line.body));
            match drawn.get_mut(place) {
                Some(before) if *before == now => {}
                Some(before) => {
                    *before = now;
                    container.replace_at(place, &line::line(&ui, line));
                }
                None => {
                    drawn.push(now);
                    // The last line stops being the last: its choices are past, and say so.
                    container.mark_in_last(".choice", "aria-disabled", "true");
                    let element = line::line(&ui, line);
                    // A reply is read together with what was asked.
                    question = if is_own(line) { None } else { container.last_child() };
                    container.clone().child(element.clone());
                    newest = Some((element, is_own(line)));
                }
            }
        }
        // Opening the panel and a strip that grows move the end, too.
        let _followed = (ui.model.open.read(), ui.model.stage.read(), ui.model.knowledge.read());
        match newest {
            Some((_, false)) if !follows => reader.behind.set(true),
            Some((element, _)) => reader.move_to(question.or(Some(element))),
            None if follows && !drawn.is_empty() => reader.move_to(container.last_child()),
            None => {}
        }
    });
}

fn newest(ui: &Ui, reader: Reader) -> El {
    let words = ui.words;
    El::new("div").class("newest").part(move || {
        let pressed = reader.clone();
        reader.behind.read().then(|| {
            El::button("button", words.newest).on_press(move || {
                pressed.move_to(None);
                pressed.scroller.focus();
                pressed.behind.set(false);
            })
        })
    })
}

fn stamp(body: &Body) -> u8 {
    match body.delivery() {
        None | Some(Delivery::Local) => 0,
        Some(Delivery::Queued { .. }) => 1,
        Some(Delivery::Sending { .. } | Delivery::Elsewhere { .. }) => 2,
        Some(Delivery::Delivered { .. }) => 3,
        Some(Delivery::Refused { .. }) => 4,
        Some(Delivery::Read { .. }) => 5,
    }
}

fn is_own(line: &Line) -> bool {
    line.body.delivery().is_some()
}

fn beginning(ui: &Ui) -> El {
    let lines = El::new("div").class("lines");
    match *ui.model.knowledge.read() {
        Knowledge::Loading => lines.child(El::new("p").class("notice").text(ui.words.loading)),
        Knowledge::Failed => lines.child(El::new("div").class("row ways").children(person::ways(ui))),
        Knowledge::Ready => {
            let welcome = ui.driver.welcome();
            let said = (!welcome.is_empty()).then(|| line::from_bot(ui, vec![ui.in_tongue(line::paragraph(&welcome))]));
            let ui = ui.clone();
            lines.children(said).children(other_language(&ui)).part(move || {
                let _said = ui.model.scene.read();
                let start = ui.driver.start_questions();
                (!ui.model.begun() && !start.is_empty()).then(|| choices::chips(&ui, ui.words.start, start))
            })
        }
    }
}

/// What the knowledge cannot say in the customer's language, a person may.
fn other_language(ui: &Ui) -> Option<El> {
    let language = ui.driver.other_language()?;
    let text = fill(ui.words.other_language, "{language}", &language);
    let offer = line::human_button(ui, ui.words.offer, "human wide");
    Some(line::from_bot(ui, vec![line::paragraph(&text), offer]))
}

fn typing(ui: &Ui) -> Option<El> {
    let writing = *ui.model.typing.read();
    match &*ui.model.stage.read() {
        Stage::Person { name, .. } if writing => {
            Some(El::new("p").class("notice typing").text(&fill(ui.words.typing, "{name}", name)))
        }
        _ => None,
    }
}
