//! Cards in an answer: a product, an order, steps, a picture, links, a form. A card stays the plain text that it is; the
//! widget dresses it (`parts/cards.js`). Here is said what could not be dressed.

use pack::{Span, card_title};

use crate::diagnostic::{Place, Report, Said};
use crate::links::{Goal, goal};

/// A card, and what in it leads somewhere.
#[derive(Debug, Default)]
pub(crate) struct Card {
    /// Its lines, with breaks between.
    pub spans: Vec<Span>,
    /// Addresses.
    pub links: Vec<Said>,
    /// Ids of entries.
    pub asks: Vec<Said>,
}

/// Reads a card. What is wrong with it is reported at `place`.
pub(crate) fn read(text: &str, place: &Place, report: &mut Report) -> Card {
    let mut card = Card::default();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    if card_title(first).is_none() {
        let message = format!("a card that does not say what it is: `{first}`");
        report.error(
            place,
            message,
            "begin it with [product], [order], [steps], [image], [links] or [form], and its title",
        );
        return card;
    }
    card.spans.push(Span::Text(first.to_owned()));
    for line in lines {
        card.spans.push(Span::Break);
        card.spans.push(Span::Text(line.to_owned()));
        card.look(line, place, report);
    }
    card
}

impl Card {
    fn look(&mut self, line: &str, place: &Place, report: &mut Report) {
        if let Some((alt, src)) = line.strip_prefix("![").and_then(|rest| rest.strip_suffix(')')?.split_once("](")) {
            if alt.trim().is_empty() {
                let hint = "write ![what the image shows](/img/file.jpg): some shoppers hear it instead";
                report.error(place, "an image without words", hint);
            }
            if let Some(number) = self.leads(src, place, report) {
                report.error(
                    place,
                    format!("a phone number is not an image: `{number}`"),
                    "write - Call us -> tel:4001234567",
                );
            }
            return;
        }
        let button = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        let Some((_, target)) = button.and_then(|button| button.split_once("->").or_else(|| button.split_once('→')))
        else {
            return;
        };
        match (target.trim(), target.trim().strip_prefix("ask:")) {
            ("human", _) => {}
            (_, Some(id)) => self.asks.push(Said { text: id.to_owned(), place: place.clone() }),
            (target, None) => {
                self.leads(target, place, report);
            }
        }
    }

    /// Notes an address, or reports it; answers the number of a phone.
    fn leads(&mut self, target: &str, place: &Place, report: &mut Report) -> Option<String> {
        match goal(target) {
            Ok(Goal::Phone(number)) => return Some(number),
            Ok(Goal::Page) => self.links.push(Said { text: target.to_owned(), place: place.clone() }),
            Err((message, hint)) => report.error(place, message, hint),
        }
        None
    }
}
