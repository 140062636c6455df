//! An answer as a list of strings, and back: the engine that reads packs and the widget that shows answers are
//! WebAssembly modules of their own, and strings are what crosses between them without a parser on either side.

use crate::{Action, Block, Entry, Span, Target};

/// What is shown of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The answer.
    pub answer: Vec<Block>,
    /// Buttons below it.
    pub actions: Vec<Action>,
}

impl Shown {
    /// An entry as rows of three strings, one row after the other: what it is, what it says, where it leads. A row that
    /// begins a block or an item holds what follows it.
    ///
    /// ```
    /// use pack::{Block, Entry, Shown, Span};
    /// let answer = vec![Block::Steps(vec![vec![Span::Text("打开订单".into()), Span::Strong("申请退款".into())]])];
    /// let entry = Entry { answer, ..Entry::default() };
    /// let rows = Shown::to_strings(&entry);
    /// assert_eq!(rows.len(), 3 * 4, "the list, its item, and two runs of text");
    /// assert_eq!(Shown::from_strings(&rows).answer, entry.answer);
    /// ```
    #[must_use]
    pub fn to_strings(entry: &Entry) -> Vec<String> {
        let mut rows = Rows(Vec::new());
        for block in &entry.answer {
            match block {
                Block::Paragraph(run) => {
                    rows.add("p", "", "");
                    rows.run(run);
                }
                Block::Bullets(items) => rows.list("ul", items),
                Block::Steps(items) => rows.list("ol", items),
                Block::Image { src, alt } => rows.add("img", alt, src),
            }
        }
        for Action { label, target } in &entry.actions {
            match target {
                Target::Link(url) => rows.add("to link", label, url),
                Target::Phone(number) => rows.add("to phone", label, number),
                Target::Human => rows.add("to human", label, ""),
                Target::Ask(place) => rows.add("to ask", label, &place.to_string()),
            }
        }
        rows.0
    }

    /// What [`Shown::to_strings`] wrote. Rows that it does not write are left out.
    #[must_use]
    pub fn from_strings(rows: &[String]) -> Self {
        let mut shown = Self::default();
        let (rows, _) = rows.as_chunks::<3>();
        for [kind, text, to] in rows {
            let (text, to) = (text.clone(), to.clone());
            let target = match kind.as_str() {
                "p" => {
                    shown.answer.push(Block::Paragraph(Vec::new()));
                    continue;
                }
                "ul" => {
                    shown.answer.push(Block::Bullets(Vec::new()));
                    continue;
                }
                "ol" => {
                    shown.answer.push(Block::Steps(Vec::new()));
                    continue;
                }
                "img" => {
                    shown.answer.push(Block::Image { src: to, alt: text });
                    continue;
                }
                "to link" => Target::Link(to),
                "to phone" => Target::Phone(to),
                "to human" => Target::Human,
                "to ask" => match to.parse() {
                    Ok(place) => Target::Ask(place),
                    Err(_) => continue,
                },
                _ => {
                    shown.piece(kind, text, to);
                    continue;
                }
            };
            shown.actions.push(Action { label: text, target });
        }
        shown
    }

    /// An item of the last list, or a run of text in the last paragraph or item.
    fn piece(&mut self, kind: &str, text: String, to: String) {
        let run = match self.answer.last_mut() {
            Some(Block::Bullets(items) | Block::Steps(items)) if kind == "li" => return items.push(Vec::new()),
            Some(Block::Bullets(items) | Block::Steps(items)) => items.last_mut(),
            Some(Block::Paragraph(run)) => Some(run),
            _ => None,
        };
        let span = match kind {
            "text" => Span::Text(text),
            "strong" => Span::Strong(text),
            "link" => Span::Link { text, url: to },
            "phone" => Span::Phone { text, number: to },
            "break" => Span::Break,
            _ => return,
        };
        if let Some(run) = run {
            run.push(span);
        }
    }
}

struct Rows(Vec<String>);

impl Rows {
    fn add(&mut self, kind: &str, text: &str, to: &str) {
        self.0.extend([kind, text, to].map(String::from));
    }

    fn list(&mut self, kind: &str, items: &[Vec<Span>]) {
        self.add(kind, "", "");
        for item in items {
            self.add("li", "", "");
            self.run(item);
        }
    }

    fn run(&mut self, run: &[Span]) {
        for span in run {
            match span {
                Span::Text(text) => self.add("text", text, ""),
                Span::Strong(text) => self.add("strong", text, ""),
                Span::Link { text, url } => self.add("link", text, url),
                Span::Phone { text, number } => self.add("phone", text, number),
                Span::Break => self.add("break", "", ""),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_an_answer_can_have_comes_back_as_it_was() {
        let run = || {
            vec![
                Span::Text("见".into()),
                Span::Strong("退货页".into()),
                Span::Break,
                Span::Link { text: "退货".into(), url: "/returns".into() },
                Span::Phone { text: "400".into(), number: "400".into() },
            ]
        };
        let action = |label: &str, target| Action { label: label.into(), target };
        let entry = Entry {
            answer: vec![
                Block::Paragraph(run()),
                Block::Bullets(vec![run(), Vec::new()]),
                Block::Image { src: "/a.webp".into(), alt: "面单".into() },
                Block::Steps(vec![vec![Span::Text("一\n行".into())]]),
                Block::Paragraph(Vec::new()),
            ],
            actions: vec![
                action("看", Target::Link("/orders".into())),
                action("打", Target::Phone("+86400".into())),
                action("人", Target::Human),
                action("问", Target::Ask(7)),
            ],
            ..Entry::default()
        };
        let shown = Shown::from_strings(&Shown::to_strings(&entry));
        assert_eq!((shown.answer, shown.actions), (entry.answer, entry.actions));
    }

    #[test]
    fn rows_that_nobody_writes_do_no_harm() {
        let rows =
            ["text", "lost", "", "p", "", "", "table", "x", "", "li", "", "", "to ask", "which", "no number", "half"];
        let shown = Shown::from_strings(&rows.map(String::from));
        assert_eq!(shown, Shown { answer: vec![Block::Paragraph(Vec::new())], actions: Vec::new() });
    }
}
