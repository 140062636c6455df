//! `shop.toml`: the shop's name, hours, polite words, word groups and keyword rules.

use pack::{Day, Greetings, Hours, Site};

use crate::Place;
use crate::day::parse_day;
use crate::diagnostic::{Report, Said};
use crate::links::{Goal, goal};
use crate::live;
use crate::toml_file::{self, Lines, Section};

/// What the file says; references to entries are still the merchant's ids.
#[derive(Debug, Default)]
pub(crate) struct Shop {
    pub site: Site,
    pub hours: Hours,
    pub greetings: Greetings,
    pub start: Vec<Said>,
    pub synonyms: Vec<Vec<Said>>,
    pub rules: Vec<SourceRule>,
    pub slots: Vec<SourceSlot>,
    pub lookups: Vec<SourceLookup>,
    pub forecasts: Vec<SourceForecast>,
    pub blocked: Vec<String>,
    pub links: Vec<Said>,
    pub wechat: String,
}

/// A keyword rule with its place.
#[derive(Debug)]
pub(crate) struct SourceRule {
    pub place: Place,
    /// Where it leads; `None` when that is missing, which is reported.
    pub entry: Option<Said>,
    pub any: Vec<Said>,
    pub exact: Vec<Said>,
    pub prefix: Vec<Said>,
    pub pattern: Vec<Said>,
    pub all: Vec<Said>,
    pub none: Vec<Said>,
    pub priority: i32,
    pub scenes: Vec<String>,
    pub valid_from: Option<Day>,
    pub valid_until: Option<Day>,
    /// Minutes since midnight; from > until = over midnight.
    pub hours: Option<(u16, u16)>,
}

/// What can be asked of a customer, with its place.
#[derive(Debug)]
pub(crate) struct SourceSlot {
    pub name: Said,
    pub ask: String,
    pub pattern: Vec<String>,
    pub digits: (u8, u8),
}

/// Where a live answer comes from, with its place.
#[derive(Debug)]
pub(crate) struct SourceLookup {
    pub name: Said,
    pub url: String,
}

/// Questions that are offered first in some situation.
#[derive(Debug)]
pub(crate) struct SourceForecast {
    pub entries: Vec<Said>,
    pub scenes: Vec<String>,
    pub codes: Vec<String>,
    pub steps: Vec<String>,
    pub attributes: Vec<String>,
}

/// Reads the text of the file.
pub(crate) fn read(text: &str, file: &Place, report: &mut Report) -> Shop {
    let lines = Lines::new(text, file);
    let before = report.found.len();
    let root = toml_file::parse(text, &lines, report);
    // Behind a missing quote or bracket sections seem to be missing and keys to be unknown: not worth a word.
    let unsure = report.found.len() > before;
    let mut unread = Report::default();
    sections(root, if unsure { &mut unread } else { report })
}

fn sections(mut root: Section<'_>, report: &mut Report) -> Shop {
    let mut shop = Shop::default();
    (shop.site, shop.wechat) = site(root.table("site", report), &mut shop.links, report);
    shop.hours = hours(root.table("hours", report), report);
    shop.greetings = greetings(root.table("greetings", report), report);
    let mut start = root.table("start", report);
    shop.start = start.list("questions", report);
    start.finish(report);
    shop.synonyms = root.tables("synonyms", report).into_iter().map(|group| synonyms(group, report)).collect();
    shop.rules = root.tables("rules", report).into_iter().map(|rule| self::rule(rule, report)).collect();
    shop.slots = root.tables("slots", report).into_iter().map(|slot| live::slot(slot, report)).collect();
    for section in root.tables("lookups", report) {
        let lookup = live::lookup(section, &shop.slots, report);
        shop.lookups.push(lookup);
    }
    shop.forecasts = root.tables("predict", report).into_iter().map(|one| live::forecast(one, report)).collect();
    let mut blocked = root.table("blocked", report);
    shop.blocked = live::blocked(blocked.list("words", report), report);
    blocked.finish(report);
    root.finish(report);
    shop
}

/// The section, and the `WeChat` link, which is for the desk and not for the pack.
fn site(mut section: Section<'_>, links: &mut Vec<Said>, report: &mut Report) -> (Site, String) {
    let name = section.required("name", "write name = \"…\" below [site]: shoppers read it above the chat", report);
    let locale = section.required("locale", "write locale = \"zh-CN\" or \"en\" below [site]", report);
    let timezone = section.required("timezone", "write timezone = \"Asia/Shanghai\" below [site]", report);
    if !(timezone.is_empty() || timezone == "UTC" || timezone.contains('/')) || timezone.contains(char::is_whitespace) {
        let place = section.place().column("site.timezone");
        report.error(
            &place,
            format!("not a time zone: `{timezone}`"),
            "write Area/City, such as Asia/Shanghai, or UTC",
        );
    }
    let phone = section.text("phone", report);
    if let Some(said) = phone.as_ref().filter(|said| !said.text.is_empty()) {
        let digits = said.text.chars().filter(char::is_ascii_digit).count();
        if !(3..=20).contains(&digits) || said.text.chars().any(char::is_alphabetic) {
            report.error(&said.place, format!("not a phone number: `{}`", said.text), "write it as 400-123-4567");
        }
    }
    let contact = section.text("contact", report);
    if let Some(said) = contact.as_ref().filter(|said| !said.text.is_empty()) {
        match goal(&said.text) {
            Ok(Goal::Page) => links.push(said.clone()),
            Ok(Goal::Phone(_)) => report.error(&said.place, "a page was expected", "write the number as `phone`"),
            Err((message, hint)) => report.error(&said.place, message, hint),
        }
    }
    let text = |said: Option<Said>| said.map(|said| said.text).unwrap_or_default();
    let (phone, contact) = (text(phone), text(contact));
    if phone.is_empty() && contact.is_empty() {
        let hint = "write phone or contact below [site]: it is shown when nothing else works";
        report.warning(section.place(), "neither a phone number nor a contact page", hint);
    }
    let wechat = wechat(&mut section, report);
    section.finish(report);
    (Site { name, locale, phone, contact, timezone }, wechat)
}

/// The link that opens the shop's customer service in `WeChat`.
fn wechat(section: &mut Section<'_>, report: &mut Report) -> String {
    let Some(said) = section.text("wechat", report) else { return String::new() };
    // Two forms are about: the console of WeCom shows one, its interface for programs the other.
    let ours = ["https://work.weixin.qq.com/kf/", "https://work.weixin.qq.com/kfid/"];
    if !said.text.is_empty() && !ours.iter().any(|begin| said.text.starts_with(begin)) {
        let message = format!("not a WeChat service link: `{}`", said.text);
        report.error(&said.place, message, "copy it from WeCom: it begins with https://work.weixin.qq.com/kf/");
    }
    said.text
}

fn hours(mut section: Section<'_>, report: &mut Report) -> Hours {
    let daily = section.text("daily", report).and_then(|said| span(&said, report));
    let mut week = [daily; 7];
    for (day, key) in week.iter_mut().zip(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]) {
        if let Some(said) = section.text(key, report) {
            *day = span(&said, report);
        }
    }
    if week.iter().all(Option::is_none) {
        let hint = "write daily = \"09:00-21:00\" below [hours], or the days mon to sun";
        report.warning(section.place(), "nobody is ever on duty", hint);
    }
    let closed = section.list("closed", report).iter().filter_map(|said| date(said, report)).collect();
    section.finish(report);
    Hours { week, closed }
}

fn date(said: &Said, report: &mut Report) -> Option<Day> {
    let day = parse_day(&said.text);
    if day.is_none() {
        let message = format!("not a date: `{}`", said.text);
        report.error(&said.place, message, "write year-month-day, such as 2027-02-06");
    }
    day
}

/// From and until, in minutes since midnight; `closed` is nothing.
fn span(said: &Said, report: &mut Report) -> Option<(u16, u16)> {
    if said.text.is_empty() || said.text == "closed" {
        return None;
    }
    let times = times(&said.text);
    if times.is_none_or(|(from, until)| from >= until) {
        let message = format!("not hours of a day: `{}`", said.text);
        report.error(
            &said.place,
            message,
            "write \"09:00-21:00\", the later time last and at most 24:00, or \"closed\"",
        );
        return None;
    }
    times
}

/// `09:00-21:00` in minutes since midnight.
fn times(text: &str) -> Option<(u16, u16)> {
    let clock = |text: &str| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (minutes < 60 && hours <= 24 && hours * 60 + minutes <= 24 * 60).then_some(hours * 60 + minutes)
    };
    let (from, until) = text.split_once(['-', '–', '~'])?;
    Some((clock(from)?, clock(until)?))
}

fn greetings(mut section: Section<'_>, report: &mut Report) -> Greetings {
    let mut text = |key| section.text(key, report).map(|said| said.text).unwrap_or_default();
    let (welcome, hello, thanks, bye) = (text("welcome"), text("hello"), text("thanks"), text("bye"));
    let mut words = |key| section.list(key, report).into_iter().map(|said| said.text).collect();
    let words_hello = words("words_hello");
    let words_thanks = words("words_thanks");
    let words_bye = words("words_bye");
    section.finish(report);
    Greetings { welcome, hello, thanks, bye, words_hello, words_thanks, words_bye }
}

fn synonyms(mut section: Section<'_>, report: &mut Report) -> Vec<Said> {
    let words = section.list("words", report);
    if words.len() < 2 {
        report.error(section.place(), "a group of fewer than two words", "write words = [\"refund\", \"money back\"]");
    }
    section.finish(report);
    words
}

fn rule(mut section: Section<'_>, report: &mut Report) -> SourceRule {
    let entry = section.text("entry", report).filter(|said| !said.text.is_empty());
    if entry.is_none() {
        report.error(section.place(), "a rule without `entry`", "write entry = \"an id\", or entry = \"human\"");
    }
    let hours = section.text("hours", report).and_then(|said| {
        let times = times(&said.text).filter(|(from, until)| from != until);
        if times.is_none() {
            let hint = "write \"10:00-22:00\"; \"22:00-02:00\" goes over midnight";
            report.error(&said.place, format!("not hours of a day: `{}`", said.text), hint);
        }
        times
    });
    let mut day = |key| section.text(key, report).and_then(|said| Some((date(&said, report)?, said.place)));
    let (from, until) = (day("valid_from"), day("valid_until"));
    if let (Some((from, _)), Some((until, place))) = (&from, &until)
        && until < from
    {
        report.error(place, "the rule ends before it begins", "exchange the two dates, or correct the year");
    }
    let rule = SourceRule {
        place: section.place().clone(),
        entry,
        any: section.list("any", report),
        exact: section.list("exact", report),
        prefix: section.list("prefix", report),
        pattern: section.list("pattern", report),
        all: section.list("all", report),
        none: section.list("none", report),
        priority: section.number("priority", report).unwrap_or(0),
        scenes: section.list("scene", report).into_iter().map(|said| said.text).collect(),
        valid_from: from.map(|(day, _)| day),
        valid_until: until.map(|(day, _)| day),
        hours,
    };
    section.finish(report);
    rule
}
