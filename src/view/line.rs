//! One line of the log. The machine's lines and a person's lines carry different names, marks and shapes.

use super::{Ui, answer, choices};
use crate::{
    driver::{live_text, notice_text, unknown_text},
    platform::{clock, dom::El},
};
use talk::{Body, Delivery, Line, LineId, Live};

pub(super) fn line(ui: &Ui, line: &Line) -> El {
    match &line.body {
        Body::Visitor { text, delivery } => own(ui, line.id, line.at, text, delivery),
        Body::Answer { entry, text, .. } => from_bot(ui, answer::answer(ui, entry, text)),
        Body::Choices(offered) => from_bot(ui, choices::choices(ui, line.id, offered)),
        Body::Courtesy(text) => from_bot(ui, vec![paragraph(text)]),
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
        Body::Person { name, text, .. } => from_person(ui, line.at, name, text),
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
fn offer_with(ui: &Ui, text: &str) -> Vec<El> {
    vec![paragraph(text), human_button(ui, ui.words.offer, "human wide fresh")]
}

/// The offer of a person. Class `fresh`: only as long as the line is the last.
pub(super) fn human_button(ui: &Ui, text: &str, class: &str) -> El {
    let ui = ui.clone();
    El::button(class, text).on_press(move || ui.human_offered())
}

fn own(ui: &Ui, id: LineId, at: u64, text: &str, delivery: &Delivery) -> El {
    let words = ui.words;
    let who = El::new("p").class("who vh").text(words.me).text(words.colon);
    let bubble = El::new("div").class("bubble").child(paragraph(text));
    let message = El::new("div").class("msg me").child(who).child(bubble);
    let note = |text: &str| El::new("span").class("delivery").text(text);
    match delivery {
        Delivery::Local => message,
        Delivery::Queued { .. } => message.child(note(words.queued)),
        Delivery::Sending { .. } => message.child(note(words.sending)),
        Delivery::Delivered { .. } => {
            message.child(note(&[words.delivered, " ", &clock::time_of_day(at, words.lang)].concat()))
        }
        Delivery::Refused { .. } => {
            let driver = ui.driver.clone();
            message.child(El::button("retry", words.refused).on_press(move || driver.retry(id)))
        }
    }
}

fn from_person(ui: &Ui, at: u64, name: &str, text: &str) -> El {
    let who = El::new("p")
        .class("who")
        .child(El::new("span").class("mark").text(ui.words.real))
        .text(name)
        .child(El::new("span").class("vh").text(ui.words.colon))
        .child(El::new("time").text(&clock::time_of_day(at, ui.words.lang)));
    let bubble = El::new("div").class("bubble").child(paragraph(text));
    El::new("div").class("msg person").child(who).child(bubble)
}
