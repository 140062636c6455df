//! One line of the log. The machine's lines and a person's lines carry different names, marks and shapes.

use super::{Ui, answer, choices};
use crate::{
    driver::{file_text, live_text, notice_text, unknown_text},
    platform::{clock, dom::El},
    words::fill,
};
use talk::{Attached, Body, By, Delivery, Line, LineId, Live};

pub(super) fn line(ui: &Ui, line: &Line) -> El {
    match &line.body {
        Body::Visitor { text, delivery } => own(ui, line, paragraph(text), delivery),
        Body::File { by, file, delivery } => {
            let shown = attached(ui, file);
            match by {
                By::Visitor => own(ui, line, shown, delivery),
                By::Person(name) => from_somebody(ui, line.at, Somebody::Person, name, shown),
                By::Helper(name) => from_somebody(ui, line.at, Somebody::Family, name, shown),
            }
        }
        Body::Answer { entry, text, .. } => from_bot(ui, answer::answer(ui, entry, text)),
        Body::Choices(offered) => from_bot(ui, choices::choices(ui, line.id, offered)),
        Body::Courtesy(text) => from_bot(ui, vec![ui.in_tongue(paragraph(text))]),
        Body::Unknown { nth } => from_bot(ui, offer_with(ui, unknown_text(ui.words, *nth))),
        Body::Sorry => from_bot(ui, offer_with(ui, ui.words.sorry)),
        Body::Refused => from_bot(ui, offer_with(ui, ui.words.not_that)),
        Body::Form { question } => {
            let skipping = ui.clone();
            let skip = El::button("button fresh", ui.words.skip).on_press(move || {
                skipping.driver.skip();
                skipping.model.take_focus();
            });
            from_bot(ui, vec![paragraph(question), skip])
        }
        Body::Live(live) => match live {
            Live::Looking => from_bot(ui, vec![paragraph(ui.words.looking)]),
            Live::Found(text) => from_bot(ui, text.lines().map(paragraph).collect()),
            _ => from_bot(ui, offer_with(ui, live_text(ui.words, live))),
        },
        Body::Person { name, text, .. } => from_somebody(ui, line.at, Somebody::Person, name, paragraph(text)),
        Body::Helper { name, text, .. } => from_somebody(ui, line.at, Somebody::Family, name, paragraph(text)),
        Body::Notice(notice) => El::new("p").class("notice").text(&notice_text(ui.words, notice)),
    }
}

/// The machine's words, marked as the machine's.
pub(super) fn from_bot(ui: &Ui, content: Vec<El>) -> El {
    let colon = El::new("span").class("vh").text(ui.words.colon);
    let who = El::new("p").class("who").text(ui.words.bot).child(colon);
    El::new("div").class("msg bot").child(who).child(El::new("div").class("bubble").children(content))
}

pub(super) fn paragraph(text: &str) -> El {
    El::new("p").class("plain").text(text)
}

/// Words of the machine, and the offer of a person.
pub(super) fn offer_with(ui: &Ui, text: &str) -> Vec<El> {
    vec![paragraph(text), human_button(ui, ui.words.offer, "human wide fresh")]
}

/// The offer of a person. Class `fresh`: only as long as the line is the last.
pub(super) fn human_button(ui: &Ui, text: &str, class: &str) -> El {
    let ui = ui.clone();
    El::button(class, text).on_press(move || ui.human_offered())
}

fn own(ui: &Ui, line: &Line, content: El, delivery: &Delivery) -> El {
    let (words, id) = (ui.words, line.id);
    let who = El::new("p").class("who vh").text(words.me).text(words.colon);
    let bubble = El::new("div").class("bubble").child(content);
    let message = El::new("div").class("msg me").child(who).child(bubble);
    let note = |text: &str| El::new("span").class("delivery").text(text);
    let at = |text: &str| note(&[text, " ", &clock::time_of_day(line.at, words.lang)].concat());
    match delivery {
        Delivery::Local => message,
        Delivery::Queued { .. } => message.child(note(words.queued)),
        Delivery::Sending { .. } | Delivery::Elsewhere { .. } => message.child(note(words.sending)),
        Delivery::Delivered { .. } => message.child(at(words.delivered)),
        Delivery::Read { .. } => message.child(at(words.read)),
        Delivery::Refused { .. } => message.child(retry(ui, id)),
    }
}

fn retry(ui: &Ui, id: LineId) -> El {
    let driver = ui.driver.clone();
    El::button("retry", ui.words.refused).on_press(move || driver.retry(id))
}

/// A file that is at the desk: its name, and a button that opens it.
fn attached(ui: &Ui, file: &Attached) -> El {
    let driver = ui.driver.clone();
    let part = ["file\n", &file.id, "\n", &file.kind, "\n", &file.name].concat();
    El::button("button attached", &file_text(ui.words, file))
        .attr("aria-label", &fill(ui.words.open_file, "{name}", &file.name))
        .on_press(move || driver.open_part(&part))
}

/// Who wrote, beside the customer and the machine: each with a mark in words and a shape of its own.
#[derive(Clone, Copy)]
enum Somebody {
    Person,
    Family,
}

fn from_somebody(ui: &Ui, at: u64, who: Somebody, name: &str, content: El) -> El {
    let (class, mark) = match who {
        Somebody::Person => ("msg person", ui.words.real),
        Somebody::Family => ("msg family", ui.words.family),
    };
    let who = El::new("p")
        .class("who")
        .child(El::new("span").class("mark").text(mark))
        .text(name)
        .child(El::new("span").class("vh").text(ui.words.colon))
        .child(El::new("time").text(&clock::time_of_day(at, ui.words.lang)));
    let bubble = El::new("div").class("bubble").child(content);
    El::new("div").class(class).child(who).child(bubble)
}
