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
use std::cell::RefCell;
use talk::{Body, Delivery, Line, LineId, Stage};

pub(super) fn log(ui: &Ui) -> [El; 2] {
    let behind = Watched::new(false);
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
    let (seen, element) = (behind.clone(), scroller.clone());
    let scroller = scroller.on("scroll", move |_| {
        if page::at_end(element.element()) {
            seen.set(false);
        }
    });
    draw_lines(ui, lines);
    keep_at_end(ui, scroller.clone(), behind.clone());
    [scroller.clone(), newest(ui, scroller, behind)]
}

/// Adds the lines that are new and draws those anew whose delivery changed. The log only grows, so that line and
/// element stand at the same place.
fn draw_lines(ui: &Ui, container: El) {
    let drawn = RefCell::new(Vec::<(LineId, u8)>::new());
    let ui = ui.clone();
    effect(move || {
        let mut drawn = drawn.borrow_mut();
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
                    container.clone().child(line::line(&ui, line));
                }
            }
        }
    });
}

/// Who reads at the end stays at the end; who reads further up is not moved, but told.
fn keep_at_end(ui: &Ui, scroller: El, behind: Watched<bool>) {
    let model = ui.model.clone();
    let before = RefCell::new((0, false));
    effect(move || {
        let (count, own) = {
            let lines = model.lines.read();
            (lines.len(), lines.last().is_some_and(is_own))
        };
        let shown = *model.open.read();
        let _followed = (model.knowledge.read(), model.typing.read(), model.stage.read());
        let (count_before, shown_before) = before.replace((count, shown));
        let follow = own || count == count_before || !shown_before || page::at_end(scroller.element());
        let (scroller, behind) = (scroller.clone(), behind.clone());
        // A new line has its height only after it was laid out.
        clock::after(0, move || if follow { page::scroll_to_end(scroller.element()) } else { behind.set(true) });
    });
}

fn newest(ui: &Ui, scroller: El, behind: Watched<bool>) -> El {
    let words = ui.words;
    El::new("div").class("newest").part(move || {
        let (scroller, pressed) = (scroller.clone(), behind.clone());
        behind.read().then(|| {
            El::button("button", words.newest).on_press(move || {
                page::scroll_to_end(scroller.element());
                scroller.focus();
                pressed.set(false);
            })
        })
    })
}

fn stamp(body: &Body) -> u8 {
    match body {
        Body::Visitor { delivery, .. } => match delivery {
            Delivery::Local => 0,
            Delivery::Queued { .. } => 1,
            Delivery::Sending { .. } => 2,
            Delivery::Delivered { .. } => 3,
            Delivery::Refused { .. } => 4,
        },
        _ => 0,
    }
}

fn is_own(line: &Line) -> bool {
    matches!(line.body, Body::Visitor { .. })
}

fn beginning(ui: &Ui) -> El {
    let lines = El::new("div").class("lines");
    match *ui.model.knowledge.read() {
        Knowledge::Loading => lines.child(El::new("p").class("notice").attr("role", "status").text(ui.words.loading)),
        Knowledge::Failed => lines.child(El::new("div").class("row ways").children(person::ways(ui))),
        Knowledge::Ready => {
            let welcome = ui.driver.welcome();
            let said = (!welcome.is_empty()).then(|| line::from_bot(ui, vec![line::paragraph(&welcome)]));
            let ui = ui.clone();
            lines.children(said).part(move || {
                let start = ui.driver.start_questions();
                (!ui.model.begun() && !start.is_empty()).then(|| choices::chips(&ui, ui.words.start, start))
            })
        }
    }
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
