//! The strip below the header: the honest wait, the person who is here, the end, and the rating.

use super::Ui;
use crate::{
    driver::wait_text,
    model::Watched,
    platform::{dom::El, page},
    words::fill,
};
use talk::{Stage, Wait};

pub(super) fn status(ui: &Ui) -> Option<El> {
    match &*ui.model.stage.read() {
        Stage::Bot => None,
        Stage::Waiting(wait) => Some(waiting(ui, *wait)),
        Stage::Person { name, role } => Some(person(ui, name, role)),
        Stage::Closed { rated: true } => Some(strip("closed").child(place(ui.words.thanks).attr("role", "status"))),
        Stage::Closed { rated: false } => Some(rating(ui)),
    }
}

/// Phone and contact page: what works when nothing else does.
pub(super) fn ways(ui: &Ui) -> Vec<El> {
    let (phone, contact) = ui.driver.ways();
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let link = |href: &str, text: &str| El::new("a").class("button").attr("href", href).text(text);
    let mut ways = Vec::new();
    if !dialled.is_empty() {
        ways.push(link(&["tel:", &dialled].concat(), &fill(ui.words.call, "{phone}", &phone)));
    }
    if !contact.is_empty() && page::leads(&contact) {
        ways.push(link(&contact, ui.words.contact));
    }
    ways
}

fn waiting(ui: &Ui, wait: Wait) -> El {
    let (model, words) = (ui.model.clone(), ui.words);
    let place = El::new("p").class("place").text_of(move || {
        if *model.desk_down.read() { words.desk_down.to_owned() } else { wait_text(words, wait, *model.placed.read()) }
    });
    strip("waiting")
        .child(place)
        .child(El::new("p").class("meanwhile").text(words.meanwhile))
        .child(row().children(ways(ui)).part(end_button(ui)))
}

fn person(ui: &Ui, name: &str, role: &str) -> El {
    let (model, words) = (ui.model.clone(), ui.words);
    let who = El::new("p")
        .class("place")
        .child(El::new("span").class("mark").text(words.real))
        .text(" ")
        .text(name)
        .child(El::new("span").class("role").text(role));
    let trouble = move || model.desk_down.read().then(|| El::new("p").class("meanwhile").text(words.desk_down));
    strip("person").child(who).child(row().part(end_button(ui))).part(trouble)
}

/// Ending is asked about once more, in place: a slip of a trembling hand must not lose the person.
fn end_button(ui: &Ui) -> impl Fn() -> Option<El> + 'static {
    let asking = Watched::new(false);
    let ui = ui.clone();
    move || {
        let words = ui.words;
        let ask = asking.clone();
        if !*asking.read() {
            return Some(El::button("button", words.end).on_press(move || ask.set(true)));
        }
        let (stay, end) = (ui.clone(), ui.clone());
        let no = El::button("button", words.end_no).on_press(move || {
            ask.set(false);
            stay.model.take_focus();
        });
        let yes = El::button("button danger", words.end_yes).on_press(move || {
            end.driver.end();
            end.model.take_focus();
        });
        let first = no.clone();
        crate::platform::clock::after(0, move || first.focus());
        let sure = El::new("div").class("sure").attr("role", "group").attr("aria-label", words.end_sure);
        Some(sure.child(El::new("p").text(words.end_sure)).child(no).child(yes))
    }
}

fn rating(ui: &Ui) -> El {
    let star = |n: u8| {
        let ui = ui.clone();
        El::button("star", "★").attr("aria-label", &fill(ui.words.stars, "{n}", &n.to_string())).on_press(move || {
            ui.driver.rate(n);
            ui.model.take_focus();
        })
    };
    let stars = El::new("div").class("stars").attr("role", "group").attr("aria-label", ui.words.rate);
    strip("closed").child(place(ui.words.rate)).child(stars.children((1..=5).map(star)))
}

fn strip(kind: &str) -> El {
    El::new("div").class(&["status ", kind].concat())
}

fn place(text: &str) -> El {
    El::new("p").class("place").text(text)
}

fn row() -> El {
    El::new("div").class("row")
}
