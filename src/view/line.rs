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
            let driver = ui.driver.clone();
            let photo = || El::button("button fresh", ui.words.attach).on_press(move || driver.open_part("photo"));
            let mut parts = vec![paragraph(question)];
            parts.extend(ui.driver.wants_photo().then(photo));
            parts.push(skip);
            from_bot(ui, parts)
        }
        Body::Live(live) => match live {
            Live::Looking => from_bot(ui, vec![paragraph(ui.words.looking)]),
            Live::Found(text) => from_bot(ui, text.lines().map(paragraph).collect()),
            _ => from_bot(ui, offer_with(ui, live_text(ui.words, live))),
        },
        Body::Person { name, text, .. } => from_somebody(ui, line.at, Somebody::Person, name, spoken(ui, text)),
        Body::Helper { name, text, .. } => from_somebody(ui, line.at, Somebody::Family, name, spoken(ui, text)),
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

/// Somebody's words, marked with their language where the script tells it: a voice must not read them in another one.
fn spoken(ui: &Ui, text: &str) -> El {
    match tongue_of(text, ui.words.lang) {
        "" => paragraph(text),
        tongue => paragraph(text).attr("lang", tongue).attr("dir", "auto"),
    }
}

/// The language that a text's script belongs to; empty where that is the interface's own or cannot be told.
fn tongue_of(text: &str, own: &str) -> &'static str {
    let of = |c: char| match u32::from(c) {
        0x41..=0x7a => 1,
        0x4e00..=0x9fff => 2,
        0x400..=0x4ff => 3,
        0x600..=0x6ff => 4,
        0xe00..=0xe7f => 5,
        0xac00..=0xd7af => 6,
        0x3040..=0x30ff => 7,
        _ => 0,
    };
    let found = ["", "en", "zh", "ru", "ar", "th", "ko", "ja"][text.chars().map(of).max().unwrap_or_default()];
    let latin = !["zh", "ru", "ar", "th", "ko", "ja"].iter().any(|other| own.starts_with(other));
    // Characters alone may be Japanese, too.
    let shared = found == "zh" && own == "ja";
    if own.starts_with(found) || shared || (found == "en" && latin) { "" } else { found }
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
    let seen = file_text(ui.words, file);
    let opens = fill(ui.words.open_file, "{name}", &file.name);
    El::button("button attached", &seen)
        .attr("aria-label", &[&seen, ui.words.comma, &opens].concat())
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

#[cfg(test)]
mod tests {
    use super::tongue_of;

    #[test]
    fn a_script_tells_the_language_unless_it_is_the_interfaces_own() {
        assert_eq!(tongue_of("您好，ABC 已发货", "zh-CN"), "");
        assert_eq!(tongue_of("您好", "en"), "zh");
        assert_eq!(tongue_of("Your order is on its way", "zh-TW"), "en");
        assert_eq!(tongue_of("Votre commande", "fr"), "");
        assert_eq!(tongue_of("ご注文の商品です", "zh-CN"), "ja");
        assert_eq!(tongue_of("طلبك في الطريق", "en"), "ar");
        assert_eq!(tongue_of("12:30 👍", "ru"), "");
    }
}
