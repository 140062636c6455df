//! An answer: blocks of text, lists, steps, links, phones, pictures. No HTML from anyone, by construction.

use super::{Ui, choices, line};
use crate::{
    model::Watched,
    platform::{dom::El, page},
    words::fill,
};
use pack::{Action, Block, Span, Target};

pub(super) fn answer(ui: &Ui, id: &str, text: &str) -> Vec<El> {
    let Some(shown) = ui.driver.answer_of(id) else {
        // The pack changed since: the words that were said stay.
        return vec![ui.in_tongue(line::paragraph(text))];
    };
    let mut parts: Vec<El> = shown.answer.iter().map(|b| ui.in_tongue(block(ui, b))).collect();
    if !shown.actions.is_empty() {
        parts.push(El::new("div").class("row").children(shown.actions.into_iter().map(|a| action(ui, a))));
    }
    let next = ui.driver.followups(id);
    if !next.is_empty() {
        parts.push(choices::chips(ui, ui.words.followups, next));
    }
    parts.push(thumbs(ui, id));
    parts
}

/// Whether the answer helped, on one line; as long as the answer is the last.
fn thumbs(ui: &Ui, id: &str) -> El {
    let judged = Watched::new(false);
    let (ui, id) = (ui.clone(), String::from(id));
    let row = El::new("div").class("thumbs fresh");
    row.part(move || {
        if *judged.read() {
            return Some(El::new("p").attr("role", "status").text(ui.words.helped_thanks));
        }
        let press = |kind: &'static str, text: &str| {
            let (ui, id, judged) = (ui.clone(), id.clone(), judged.clone());
            El::button("thumb", text).on_press(move || {
                ui.driver.judge(kind, &id);
                judged.set(true);
                ui.model.take_focus();
            })
        };
        let asked = El::new("div").attr("role", "group").attr("aria-label", ui.words.helped);
        let asked = asked.child(El::new("span").text(ui.words.helped));
        Some(asked.child(press("up", ui.words.helped_yes)).child(press("down", ui.words.helped_no)))
    })
}

fn block(ui: &Ui, block: &Block) -> El {
    let list = |tag: &str, class: &str, items: &[Vec<Span>]| {
        El::new(tag).class(class).children(items.iter().map(|item| spans(ui, El::new("li"), item)))
    };
    match block {
        Block::Paragraph(run) => spans(ui, El::new("p"), run),
        Block::Bullets(items) => list("ul", "bullets", items),
        Block::Steps(items) => list("ol", "steps", items),
        Block::Image { src, alt } => El::new("img").attr("src", src).attr("alt", alt).attr("loading", "lazy"),
    }
}

fn spans(ui: &Ui, into: El, run: &[Span]) -> El {
    run.iter().fold(into, |el, span| match span {
        Span::Text(text) => el.text(text),
        Span::Strong(text) => el.child(El::new("strong").text(text)),
        Span::Link { text, url } => el.child(link(ui, text, url)),
        Span::Phone { text, number } => el.child(phone(text, number)),
        Span::Break => el.child(El::new("br")),
    })
}

fn action(ui: &Ui, action: Action) -> El {
    let Action { label, target } = action;
    match target {
        Target::Link(url) => link(ui, &label, &url).class("button"),
        Target::Phone(number) => phone(&label, &number).class("button"),
        Target::Human => line::human_button(ui, &label, "human wide"),
        Target::Ask(place) => {
            let ui = ui.clone();
            El::button("button", &label).on_press(move || {
                if let Some(choice) = ui.driver.choice_at(place) {
                    ui.pick(&choice);
                }
            })
        }
    }
}

fn phone(text: &str, number: &str) -> El {
    El::new("a").attr("href", &["tel:", number].concat()).text(text)
}

/// A link of this site opens here; another site's opens beside, and says where it leads.
pub(super) fn link(ui: &Ui, text: &str, url: &str) -> El {
    // The pack may have been changed since `renzai check` read it.
    if !page::leads(url) {
        return El::new("span").text(text);
    }
    let link = El::new("a").attr("href", url).text(text);
    match page::foreign_host(url) {
        None => link,
        Some(host) => link
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .attr("title", &fill(ui.words.leads_to, "{host}", &host))
            .child(El::new("span").class("host").text(&[" (", &host, ")"].concat())),
    }
}
