//! What those hear who do not see the panel: one sentence a line, sender first.

use crate::platform::clock;
use crate::words::{Words, fill, plural};
use talk::{Attached, Body, By, Live, Notice, TicketKind, Wait};

/// A line as heard. The customer's own words are never read back.
pub fn line(words: &Words, body: &Body) -> String {
    let from_bot = |text: &str| [words.bot, words.colon, text].concat();
    match body {
        Body::Visitor { .. } => String::new(),
        Body::Answer { text, .. } | Body::Courtesy(text) => from_bot(text),
        Body::Choices(choices) => {
            let questions: Vec<&str> = choices.iter().map(|c| c.question.as_str()).collect();
            // Each ends in a mark of its own.
            from_bot(&[words.choices, " ", &questions.join(" ")].concat())
        }
        Body::Sorry => from_bot(words.sorry),
        Body::Refused => from_bot(words.not_that),
        Body::Form { question } => from_bot(question),
        Body::Live(live) => from_bot(self::live(words, live)),
        Body::Unknown { nth } => from_bot(unknown(words, *nth)),
        Body::Person { name, text, .. } => [words.real, " ", name, words.colon, text].concat(),
        Body::Helper { name, text, .. } => [words.family, " ", name, words.colon, text].concat(),
        Body::File { by, file, .. } => {
            let who = match by {
                By::Visitor => return String::new(),
                By::Person(name) => [words.real, " ", name],
                By::Helper(name) => [words.family, " ", name],
            };
            [&who.concat(), words.colon, &self::file(words, file)].concat()
        }
        Body::Notice(notice) => self::notice(words, notice),
    }
}

/// A live answer, or why there is none.
pub fn live<'a>(words: &Words, live: &'a Live) -> &'a str {
    match live {
        Live::Looking => words.looking,
        Live::Found(text) => text,
        Live::Empty => words.nothing_found,
        Live::Late => words.lookup_late,
        Live::Broken => words.lookup_broken,
        Live::Skipped => words.lookup_skipped,
    }
}

/// A file as seen and heard.
pub fn file(words: &Words, file: &Attached) -> String {
    fill(if file.kind.starts_with("image/") { words.picture } else { words.file }, "{name}", &file.name)
}

/// The honest no; never the same one twice.
pub fn unknown(words: &Words, nth: u32) -> &'static str {
    if nth > 1 { words.unknown_again } else { words.unknown_first }
}

/// A notice as seen and heard.
pub fn notice(words: &Words, notice: &Notice) -> String {
    match notice {
        Notice::Asked => words.asked.into(),
        Notice::Joined { name, .. } => fill(words.joined, "{name}", name),
        Notice::Left { name } => fill(words.left, "{name}", name),
        Notice::HandedOn { from, to } if to.is_empty() => fill(words.handed_on, "{name}", from),
        Notice::HandedOn { from, to } => fill(&fill(words.handed_to, "{name}", from), "{to}", to),
        Notice::Escalated => words.escalated.into(),
        Notice::HelperJoined { name, .. } => fill(words.helper_joined, "{name}", name),
        Notice::HelperLeft { name, .. } => fill(words.helper_left, "{name}", name),
        Notice::HelpEnded => words.help_ended.into(),
        Notice::Reopened => words.reopened.into(),
        Notice::RatingAsked => words.rating_asked.into(),
        Notice::Ticket { kind, due, .. } => {
            let text = if *kind == TicketKind::Message { words.message_left } else { words.callback_left };
            fill(text, "{time}", &clock::moment(*due, words.lang))
        }
        Notice::ClosedByPerson => words.closed_by_person.into(),
        Notice::ClosedByVisitor => words.closed_by_me.into(),
        Notice::NoKnowledge => words.no_knowledge.into(),
    }
}

/// The wait, as seen and heard. `placed`: the desk has the conversation.
pub fn wait(words: &Words, wait: Wait, placed: bool) -> String {
    if !placed {
        return words.connecting.into();
    }
    if wait.closed_now {
        let until = |at| fill(words.nobody_until, "{time}", &clock::moment(at, words.lang));
        return wait.next_open.map_or_else(|| words.nobody.into(), until);
    }
    let place = match wait.position {
        None => return words.connecting.into(),
        Some(0 | 1) => words.next.to_owned(),
        Some(n) => fill(plural(words, words.place, n - 1), "{n}", &(n - 1).to_string()),
    };
    let Some((low, high)) = wait.range else { return place };
    let estimate = if high < 60 {
        words.wait_soon.to_owned()
    } else {
        let (low, high) = (low.max(1).div_ceil(60), high.div_ceil(60));
        let text = plural(words, words.wait_minutes, high);
        fill(&fill(text, "{a}", &low.to_string()), "{b}", &high.to_string())
    };
    [place.as_str(), words.comma, &estimate].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::words_for;

    #[test]
    fn the_wait_is_said_in_whole_minutes_and_never_as_zero() {
        let zh = words_for("zh-Hans");
        let at = |position, range| Wait { position: Some(position), range, closed_now: false, next_open: None };
        assert_eq!(wait(zh, at(3, Some((0, 150))), true), "您前面还有 2 位，预计等待 1–3 分钟");
        assert_eq!(wait(zh, at(1, None), true), "下一位就是您");
        assert_eq!(wait(words_for("en"), at(1, Some((0, 40))), true), "You are next. Less than a minute");
        assert_eq!(wait(zh, at(1, None), false), zh.connecting);
    }

    #[test]
    fn the_customers_own_words_are_not_read_back() {
        let own = Body::Visitor { text: "你好".into(), delivery: talk::Delivery::Local };
        assert_eq!(line(words_for("zh-Hans"), &own), "");
    }

    #[test]
    fn a_person_is_marked_as_one() {
        let body = Body::Person { name: "小林".into(), text: "您好".into(), client_id: String::new() };
        assert_eq!(line(words_for("zh-Hans"), &body), "真人 小林：您好");
    }
}
