//! Answers: the part of Markdown that is safe and looks well in a narrow bubble.

use std::ops::Range;

use pack::{Block, Span};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::card;
use crate::diagnostic::{Report, Said};
use crate::links::{Goal, goal};
use crate::table::{ANSWER, Row};

/// An answer, and what in it leads somewhere: addresses, and ids of entries.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub blocks: Vec<Block>,
    pub links: Vec<Said>,
    pub asks: Vec<Said>,
}

/// Reads the answer of a row. What cannot be shown is reported with its line, never dropped silently.
pub(crate) fn read(text: &str, row: &Row, report: &mut Report) -> Answer {
    let mut reader =
        Reader { row, report, answer: Answer::default(), spans: Vec::new(), inside: Vec::new(), list: None };
    let before = reader.report.found.len();
    // Tables are switched on so that one is recognised and refused, instead of shown as a heap of bars.
    let events: Vec<_> = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().collect();
    let mut events = events.into_iter();
    while let Some((event, at)) = events.next() {
        let Some(message) = reader.take(event, &at) else { continue };
        let (what, hint) = message;
        let place = row.place_in(ANSWER, at.start);
        reader.report.error(&place, format!("{what} cannot be shown in an answer"), hint);
        // What is inside the refused element has the same range or a smaller one.
        let rest = events.as_slice().iter().take_while(|(_, inner)| inner.end <= at.end && !at.is_empty()).count();
        events.by_ref().take(rest).for_each(drop);
    }
    if reader.report.found.len() == before && !reader.answer.blocks.iter().any(is_visible) {
        reader.report.error(&row.place_in(ANSWER, 0), "empty answer", "write the answer, or take the row away");
    }
    reader.answer
}

fn is_visible(block: &Block) -> bool {
    match block {
        Block::Paragraph(spans) => !spans.iter().all(|span| match span {
            Span::Text(text) | Span::Strong(text) => text.trim().is_empty(),
            Span::Break => true,
            Span::Link { .. } | Span::Phone { .. } => false,
        }),
        Block::Bullets(_) | Block::Steps(_) | Block::Image { .. } => true,
    }
}

/// What is refused, and what to write instead.
type Refused = (&'static str, &'static str);

const NESTED: Refused = ("bold and a link in one another", "put the bold words and the link side by side");
const DEEP_LIST: Refused = ("a list within a list", "use one list, or split the answer into two entries");

enum Inside {
    Strong(String),
    Link { url: String, text: String },
    Image { url: String, alt: String },
    Card(String),
}

enum List {
    Bullets(Vec<Vec<Span>>),
    Steps(Vec<Vec<Span>>),
}

struct Reader<'a> {
    row: &'a Row,
    report: &'a mut Report,
    answer: Answer,
    spans: Vec<Span>,
    inside: Vec<Inside>,
    list: Option<List>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, at: &Range<usize>) -> Option<Refused> {
        match event {
            Event::Start(tag) => return self.open(tag, at),
            Event::End(tag) => self.close(tag, at),
            Event::Text(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak if self.inside.is_empty() => self.spans.push(Span::Break),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Code(_) => return Some(("code", "write the words without `")),
            Event::Html(_) | Event::InlineHtml(_) => {
                return Some(("HTML", "use Markdown: **bold**, [text](/page), - list; write \\< for a plain <"));
            }
            Event::Rule => return Some(("a ruled line", "leave a blank line between two paragraphs")),
            _ => return Some(("this", "use paragraphs, lists, **bold**, links and images")),
        }
        None
    }

    fn open(&mut self, tag: Tag<'_>, at: &Range<usize>) -> Option<Refused> {
        let open_list = self.list.is_some();
        match tag {
            Tag::Paragraph => {
                if !self.spans.is_empty() {
                    self.spans.push(Span::Break);
                }
            }
            Tag::Item => {}
            Tag::List(_) if open_list => return Some(DEEP_LIST),
            Tag::List(None) => self.list = Some(List::Bullets(Vec::new())),
            Tag::List(Some(1)) => self.list = Some(List::Steps(Vec::new())),
            Tag::List(Some(_)) => {
                self.list = Some(List::Steps(Vec::new()));
                let place = self.row.place_in(ANSWER, at.start);
                let message = "steps always count from 1 when shown, and these begin with another number";
                self.report.error(&place, message, "write them as one list, without a paragraph between the steps");
            }
            Tag::Strong if self.inside.is_empty() => self.inside.push(Inside::Strong(String::new())),
            Tag::Link { dest_url, .. } if self.inside.is_empty() => {
                self.inside.push(Inside::Link { url: dest_url.into_string(), text: String::new() });
            }
            Tag::Image { .. } if open_list => {
                return Some(("an image within a list", "put it before or after the list"));
            }
            Tag::Image { dest_url, .. } if self.inside.is_empty() => {
                self.inside.push(Inside::Image { url: dest_url.into_string(), alt: String::new() });
            }
            Tag::Strong | Tag::Link { .. } | Tag::Image { .. } => return Some(NESTED),
            Tag::Emphasis => {
                return Some(("italic", "use **bold** (two asterisks), or write \\* for a plain asterisk"));
            }
            Tag::Heading { .. } => return Some(("a heading", "use a paragraph in **bold**")),
            Tag::CodeBlock(CodeBlockKind::Fenced(word)) if &*word == pack::FENCE && !open_list => {
                self.paragraph();
                self.inside.push(Inside::Card(String::new()));
            }
            Tag::CodeBlock(_) => {
                return Some(("code", "take the blanks at the beginning of the line and the ``` away"));
            }
            Tag::HtmlBlock => {
                return Some(("HTML", "use Markdown: **bold**, [text](/page), - list; write \\< for a plain <"));
            }
            Tag::BlockQuote(_) => return Some(("a quotation", "take the > at the beginning of the line away")),
            Tag::Table(_) => return Some(("a table", "use a list: one line a row")),
            _ => return Some(("this", "use paragraphs, lists, **bold**, links and images")),
        }
        None
    }

    fn close(&mut self, tag: TagEnd, at: &Range<usize>) {
        match tag {
            TagEnd::Paragraph if self.list.is_none() => self.paragraph(),
            TagEnd::Item => {
                let spans = std::mem::take(&mut self.spans);
                if spans.is_empty() {
                    let place = self.row.place_in(ANSWER, at.start);
                    self.report.error(&place, "an empty item in a list", "write the item, or take the line away");
                }
                if let Some(List::Bullets(items) | List::Steps(items)) = &mut self.list {
                    items.push(spans);
                }
            }
            TagEnd::List(_) => match self.list.take() {
                Some(List::Bullets(items)) => self.answer.blocks.push(Block::Bullets(items)),
                Some(List::Steps(items)) => self.answer.blocks.push(Block::Steps(items)),
                None => {}
            },
            TagEnd::Strong | TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock => self.close_inside(at),
            _ => {}
        }
    }

    fn close_inside(&mut self, at: &Range<usize>) {
        match self.inside.pop() {
            Some(Inside::Strong(text)) => self.spans.push(Span::Strong(text)),
            Some(Inside::Link { url, text }) => self.link(url, text, at),
            Some(Inside::Image { url, alt }) => self.image(url, alt, at),
            Some(Inside::Card(text)) => {
                let card = card::read(&text, &self.row.place_in(ANSWER, at.start), self.report);
                self.answer.links.extend(card.links);
                self.answer.asks.extend(card.asks);
                self.answer.blocks.push(Block::Paragraph(card.spans));
            }
            None => {}
        }
    }

    fn link(&mut self, url: String, text: String, at: &Range<usize>) {
        let place = self.row.place_in(ANSWER, at.start);
        if text.trim().is_empty() {
            self.report.error(&place, "a link without words", "write [what the shopper reads](/page)");
        }
        match goal(&url) {
            Ok(Goal::Phone(number)) => self.spans.push(Span::Phone { text, number }),
            Ok(Goal::Page) => {
                self.answer.links.push(Said { text: url.clone(), place });
                self.spans.push(Span::Link { text, url });
            }
            Err((message, hint)) => self.report.error(&place, message, hint),
        }
    }

    /// An image stands on its own: what is before it becomes a paragraph.
    fn image(&mut self, src: String, alt: String, at: &Range<usize>) {
        let place = self.row.place_in(ANSWER, at.start);
        if alt.trim().is_empty() {
            let hint = "write ![what the image shows](/img/file.jpg): some shoppers hear it instead";
            self.report.error(&place, "an image without words", hint);
        }
        match goal(&src) {
            Ok(Goal::Page) => {
                self.answer.links.push(Said { text: src.clone(), place });
                self.paragraph();
                self.answer.blocks.push(Block::Image { src, alt });
            }
            Ok(Goal::Phone(_)) => {
                self.report.error(&place, "a phone number is not an image", "write [400-123-4567](tel:4001234567)");
            }
            Err((message, hint)) => self.report.error(&place, message, hint),
        }
    }

    fn paragraph(&mut self) {
        let mut spans = std::mem::take(&mut self.spans);
        let first = spans.iter().position(|span| *span != Span::Break).unwrap_or(spans.len());
        spans.drain(..first);
        while spans.last() == Some(&Span::Break) {
            spans.pop();
        }
        if !spans.is_empty() {
            self.answer.blocks.push(Block::Paragraph(spans));
        }
    }

    fn text(&mut self, more: &str) {
        match self.inside.last_mut() {
            Some(
                Inside::Strong(text) | Inside::Link { text, .. } | Inside::Image { alt: text, .. } | Inside::Card(text),
            ) => {
                text.push_str(more);
            }
            None => match self.spans.last_mut() {
                Some(Span::Text(text)) => text.push_str(more),
                _ => self.spans.push(Span::Text(more.to_owned())),
            },
        }
    }
}
