//! The strip below the header: the honest wait with its other ways, the person who is here, and what comes after.

mod after;
mod wait;

use super::{Ui, answer};
use crate::{
    model::{Step, Watched},
    platform::{clock, dom::El, page},
    words::fill,
};
use talk::Stage;

pub(super) fn status(ui: &Ui) -> Option<El> {
    match *ui.model.step.read() {
        Step::Bot => None,
        Step::Waiting => Some(wait::waiting(ui)),
        Step::Person => Some(person(ui)),
        Step::Closed { .. } if ui.driver.config.helper => None,
        Step::Closed { rated } => Some(after::after(ui, rated)),
    }
}

/// Phone and contact page: what works when nothing else does.
pub(super) fn ways(ui: &Ui) -> Vec<El> {
    let (phone, contact) = ui.driver.ways();
    let options = ui.model.options.read();
    let or = |given: String, desk: &String| if given.is_empty() { desk.clone() } else { given };
    let (phone, contact) = (or(phone, &options.phone), or(contact, &options.contact));
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let link = |url: &str, text: &str| answer::link(ui, text, url).class("button");
    let mut ways = Vec::new();
    if !dialled.is_empty() {
        ways.push(link(&["tel:", &dialled].concat(), &fill(ui.words.call, "{phone}", &phone)));
    }
    if options.wechat.starts_with("https://") {
        ways.push(link(&options.wechat, ui.words.wechat));
    }
    if !contact.is_empty() && page::leads(&contact) {
        ways.push(link(&contact, ui.words.contact));
    }
    ways
}

fn person(ui: &Ui) -> El {
    let words = ui.words;
    let (name, role) = (ui.model.stage.clone(), ui.model.stage.clone());
    let part_of = |stage: &Stage, name: bool| match stage {
        Stage::Person { name: shown, .. } if name => shown.clone(),
        Stage::Person { role, .. } => role.clone(),
        _ => String::new(),
    };
    let who = El::new("p")
        .class("place")
        .child(El::new("span").class("mark").text(words.real))
        .text(" ")
        .text_of(move || part_of(&name.read(), true))
        .child(El::new("span").class("role").text_of(move || part_of(&role.read(), false)));
    let model = ui.model.clone();
    let trouble = move || model.desk_down.read().then(|| El::new("p").class("meanwhile").text(words.desk_down));
    let absent = ui.model.away.clone();
    let away = move || absent.read().then(|| El::new("p").class("meanwhile").text(words.away));
    let strip = strip("person").child(who).part(away);
    if ui.driver.config.helper {
        return strip.child(row().child(leave_help(ui))).part(trouble);
    }
    let (senior, asked) = (ui.clone(), ui.clone());
    let escalate = move || {
        let driver = senior.driver.clone();
        let button = || El::button("button", words.escalate).on_press(move || driver.ask_for_senior());
        senior.model.answered.read().then(button)
    };
    let rate = move || {
        let driver = asked.driver.clone();
        let button = || El::button("button", words.rate_now).on_press(move || driver.open_part("rating"));
        asked.model.rating_asked.read().then(button)
    };
    strip.child(row().part(rate).part(escalate).part(end_button(ui))).part(trouble)
}

fn leave_help(ui: &Ui) -> El {
    let driver = ui.driver.clone();
    El::button("button", ui.words.leave_help).on_press(move || driver.open_part("leave"))
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
        clock::after(0, move || first.focus());
        let sure = El::new("div").class("sure").attr("role", "group").attr("aria-label", words.end_sure);
        Some(sure.child(El::new("p").text(words.end_sure)).child(no).child(yes))
    }
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
