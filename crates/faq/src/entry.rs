//! A row of a table, read into an entry.

use pack::{Day, Target};

use crate::day::{parse_day, show_day};
use crate::diagnostic::{Report, Said};
use crate::links::{Goal, goal};
use crate::markdown::{self, Answer};
use crate::table::{
    ACTIONS, ANSWER, CATEGORY, Column, FOLLOWUPS, ID, KEYWORDS, LOOKUP, NEEDS, PHRASINGS, QUESTION, Row, SCENE,
    VALID_FROM, VALID_UNTIL,
};

/// An entry whose references to others are still the merchant's ids.
#[derive(Debug)]
pub(crate) struct Source {
    pub id: Said,
    pub question: Said,
    pub phrasings: Vec<Said>,
    pub keywords: Vec<Said>,
    pub answer: Answer,
    pub category: String,
    pub scenes: Vec<String>,
    pub valid_from: Option<Day>,
    pub valid_until: Option<Day>,
    pub followups: Vec<Said>,
    pub actions: Vec<Button>,
    pub needs: Vec<Said>,
    pub lookup: Option<Said>,
}

impl Source {
    /// Whether there is a day on which both are shown: Christmas and Easter may ask the same question.
    pub fn meets(&self, other: &Self) -> bool {
        let before = |until: Option<Day>, from: Option<Day>| until.zip(from).is_some_and(|(until, from)| until < from);
        !before(self.valid_until, other.valid_from) && !before(other.valid_until, self.valid_from)
    }
}

/// A button below an answer.
#[derive(Debug)]
pub(crate) struct Button {
    pub label: String,
    pub leads: Leads,
}

/// Where a button leads.
#[derive(Debug)]
pub(crate) enum Leads {
    To(Target),
    /// To the entry with this id.
    Ask(Said),
}

/// Reads a row; `None` when it cannot be named or asked for. Whatever is wrong with its cells is reported in any case.
pub(crate) fn read(row: &Row, today: Day, report: &mut Report) -> Option<Source> {
    let id = required(row, ID, "write a short name, unique in the shop, such as `return-fee`", report);
    let question = required(row, QUESTION, "write the question as the shop would put it", report);
    let mut answer = Answer::default();
    if let Some(text) = required(row, ANSWER, "write the answer, or take the row away", report) {
        answer = markdown::read(&text.text, row, report);
    }
    let (valid_from, valid_until) = validity(row, today, report);
    let phrasings = row.list(PHRASINGS);
    for phrasing in phrasings.iter().filter(|phrasing| phrasing.text.chars().count() > QUESTION.most) {
        let message = format!("a wording of more than {} characters", QUESTION.most);
        report.error(&phrasing.place, message, "shoppers ask in one sentence; was a | between two wordings forgotten?");
    }
    let mut actions = Vec::new();
    for said in row.list(ACTIONS) {
        actions.extend(action(&said, &mut answer.links, report));
    }
    let id = id.filter(|id| is_id(id, report));
    Some(Source {
        id: id?,
        question: question?,
        phrasings,
        keywords: row.list(KEYWORDS),
        answer,
        category: row.get(CATEGORY).map(|said| said.text).unwrap_or_default(),
        scenes: row.list(SCENE).into_iter().map(|said| said.text).collect(),
        valid_from,
        valid_until,
        followups: row.list(FOLLOWUPS),
        actions,
        needs: row.list(NEEDS),
        lookup: row.get(LOOKUP),
    })
}

fn required(row: &Row, column: Column, hint: &str, report: &mut Report) -> Option<Said> {
    let said = row.get(column);
    if said.is_none() {
        report.error(&row.place.column(column.name), format!("empty {}", column.name), hint);
    }
    said
}

fn is_id(id: &Said, report: &mut Report) -> bool {
    let wrong = id.text.chars().find(|c| c.is_whitespace() || c.is_control() || matches!(c, '|' | '｜' | ':'));
    if let Some(wrong) = wrong {
        let message = format!("an id cannot have {wrong:?}: `{}`", id.text.escape_debug());
        report.error(&id.place, message, "use letters, digits, - and _, such as `return-fee`");
    }
    wrong.is_none()
}

fn validity(row: &Row, today: Day, report: &mut Report) -> (Option<Day>, Option<Day>) {
    let mut date = |column| {
        let said = row.get(column)?;
        let day = parse_day(&said.text);
        if day.is_none() {
            let message = format!("not a date: `{}`", said.text);
            report.error(&said.place, message, "write year-month-day, such as 2026-11-01");
        }
        Some((day?, said.place))
    };
    let from = date(VALID_FROM);
    let until = date(VALID_UNTIL);
    if let Some((until, place)) = &until {
        if let Some((from, _)) = from.as_ref().filter(|(from, _)| from > until) {
            let message = format!("ends {} before it begins {}", show_day(*until), show_day(*from));
            report.error(place, message, "exchange the two dates, or correct the year");
        } else if *until < today {
            let message = format!("expired {}, it is not shown any more", show_day(*until));
            report.warning(place, message, "take the row away, or give it its next date");
        }
    }
    (from.map(|(day, _)| day), until.map(|(day, _)| day))
}

fn action(said: &Said, links: &mut Vec<Said>, report: &mut Report) -> Option<Button> {
    let hint = "write `label -> target`: a path, an https:// address, tel:4001234567, human, or ask:id";
    let Some((label, target)) = said.text.split_once("->").or_else(|| said.text.split_once('→')) else {
        report.error(&said.place, format!("not a button: `{}`", said.text), hint);
        return None;
    };
    let (label, target) = (label.trim().to_owned(), target.trim());
    if label.is_empty() || target.is_empty() {
        report.error(&said.place, format!("a button needs words and a target: `{}`", said.text), hint);
        return None;
    }
    let leads = if target == "human" {
        Leads::To(Target::Human)
    } else if let Some(id) = target.strip_prefix("ask:") {
        Leads::Ask(Said { text: id.trim().to_owned(), place: said.place.clone() })
    } else {
        match goal(target) {
            Ok(Goal::Phone(number)) => Leads::To(Target::Phone(number)),
            Ok(Goal::Page) => {
                links.push(Said { text: target.to_owned(), place: said.place.clone() });
                Leads::To(Target::Link(target.to_owned()))
            }
            Err((message, _)) => {
                report.error(&said.place, message, hint);
                return None;
            }
        }
    };
    Some(Button { label, leads })
}
