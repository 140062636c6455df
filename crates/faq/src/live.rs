//! The parts of `shop.toml` about the moment: what to ask a customer for, live answers, predicted questions, and words
//! that are not answered to.

use crate::diagnostic::{Report, Said};
use crate::links::{Goal, goal};
use crate::shop::{SourceForecast, SourceLookup, SourceSlot};
use crate::toml_file::Section;

/// `[[slots]]`.
pub(crate) fn slot(mut section: Section<'_>, report: &mut Report) -> SourceSlot {
    let place = section.place().clone();
    let name = section.required("name", "write name = \"order\": the page's lookup and the person read it", report);
    let ask = section.required("ask", "write ask = \"…\": how the customer is asked for it", report);
    let pattern: Vec<String> = section.list("pattern", report).into_iter().map(|said| said.text).collect();
    let digits = section.text("digits", report).and_then(|said| {
        let least_and_most = said.text.split_once('-').unwrap_or((&said.text, &said.text));
        let (least, most) = (least_and_most.0.trim().parse().ok(), least_and_most.1.trim().parse().ok());
        let digits = least.zip(most).filter(|(least, most): &(u8, u8)| least <= most);
        if digits.is_none() {
            report.error(&said.place, format!("not a number of digits: `{}`", said.text), "write digits = \"8-20\"");
        }
        digits
    });
    if name.chars().any(|char| !(char.is_ascii_alphanumeric() || char == '_')) {
        let message = format!("a slot's name is of letters, digits and _: `{name}`");
        report.error(&place, message, "write name = \"order_number\"");
    }
    if name == "photo" && !pattern.is_empty() {
        report.error(&place, "`photo` is asked for as a picture and has no pattern", "take its pattern out");
    }
    section.finish(report);
    SourceSlot { name: Said { text: name, place }, ask, pattern, digits: digits.unwrap_or((0, u8::MAX)) }
}

/// `[[lookups]]`.
pub(crate) fn lookup(mut section: Section<'_>, slots: &[SourceSlot], report: &mut Report) -> SourceLookup {
    let place = section.place().clone();
    let name = section.required("name", "write name = \"order\", as the page registers it", report);
    let url = section.text("url", report);
    if let Some(said) = url.as_ref().filter(|said| !said.text.is_empty()) {
        let mut bare = said.text.clone();
        for slot in slots {
            bare = bare.replace(&format!("{{{}}}", slot.name.text), "x");
        }
        if let Some((_, rest)) = bare.split_once('{') {
            let hole = rest.split('}').next().unwrap_or(rest);
            let hint = "name a slot of [[slots]] between { and }";
            report.error(&said.place, format!("no slot is called `{hole}`"), hint);
        } else if !matches!(goal(&bare), Ok(Goal::Page)) {
            let hint = "write a path of your site, such as /orders/{order}.json, or an https:// address";
            report.error(&said.place, format!("not an address that can be asked: `{}`", said.text), hint);
        }
    }
    section.finish(report);
    SourceLookup { name: Said { text: name, place }, url: url.map(|said| said.text).unwrap_or_default() }
}

/// `[[predict]]`.
pub(crate) fn forecast(mut section: Section<'_>, report: &mut Report) -> SourceForecast {
    let mut texts = |key| section.list(key, report).into_iter().map(|said| said.text).collect::<Vec<_>>();
    let (scenes, codes, steps, attributes) = (texts("scene"), texts("code"), texts("step"), texts("when"));
    let entries = section.list("entries", report);
    let place = section.place();
    if entries.is_empty() {
        report.error(place, "a forecast without questions", "write entries = [\"an id\"]");
    }
    if scenes.is_empty() && codes.is_empty() && steps.is_empty() && attributes.is_empty() {
        let hint = "write scene, code, step or when; questions for every page belong below [start]";
        report.error(place, "a forecast without a condition", hint);
    }
    section.finish(report);
    SourceForecast { entries, scenes, codes, steps, attributes }
}

/// `[blocked]`.
pub(crate) fn blocked(words: Vec<Said>, report: &mut Report) -> Vec<String> {
    for word in words.iter().filter(|word| word.text.chars().count() < 2) {
        let message = format!("a blocked word of one character: `{}`", word.text);
        report.error(&word.place, message, "it would refuse half of what shoppers write: use a longer word");
    }
    words.into_iter().map(|word| word.text).collect()
}
