//! The conversation as it is stored, and back. `talk` knows no storage, `wire` no conversation: they meet here.

use talk::{Attached, Body, By, Choice, Delivery, Line, LineId, Live, Notice, Stage, State, TicketKind, Wait};
use wire::{
    Speaker,
    saved::{Saved, SavedLine, Stage as SavedStage, VERSION},
};

/// What the widget keeps beside the conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// The random name of this browser.
    pub device: String,
    /// The visitor's token.
    pub token: Option<String>,
    /// Whether the panel is open.
    pub open: bool,
    /// What was typed and not sent.
    pub draft: String,
}

/// As stored.
pub fn save(state: &State, aside: &Aside) -> Saved {
    Saved {
        version: VERSION,
        device: aside.device.clone(),
        token: aside.token.clone(),
        conversation: state.conversation.clone(),
        seq: state.seq,
        stage: match &state.stage {
            Stage::Bot => SavedStage::Bot,
            Stage::Waiting(_) => SavedStage::Waiting,
            Stage::Person { name, role } => SavedStage::Person { name: name.clone(), role: role.clone() },
            Stage::Closed { rated, at } => SavedStage::Closed { rated: *rated, at: *at },
        },
        lines: state.lines.iter().filter_map(save_line).collect(),
        open: aside.open,
        draft: aside.draft.clone(),
        rev: state.rev,
    }
}

/// From storage; `None` if another version wrote it.
pub fn load(saved: Saved) -> Option<(State, Aside)> {
    if saved.version != VERSION {
        return None;
    }
    let lines = saved.lines.into_iter().filter_map(load_line).zip(1..);
    let state = State {
        stage: match saved.stage {
            SavedStage::Bot => Stage::Bot,
            SavedStage::Waiting => Stage::Waiting(Wait::default()),
            SavedStage::Person { name, role } => Stage::Person { name, role },
            SavedStage::Closed { rated, at } => Stage::Closed { rated, at },
        },
        lines: lines.map(|((at, body), id)| Line { id: LineId(id), at, body }).collect(),
        conversation: saved.conversation,
        seq: saved.seq,
        rev: saved.rev,
        ..State::default()
    };
    let aside = Aside { device: saved.device, token: saved.token, open: saved.open, draft: saved.draft };
    Some((state.resumed(), aside))
}

fn save_line(line: &Line) -> Option<SavedLine> {
    let blank = SavedLine {
        from: None,
        name: String::new(),
        kind: String::new(),
        text: String::new(),
        at: line.at,
        client_id: String::new(),
        delivery: String::new(),
        seq: 0,
    };
    let bot =
        |kind: &str, text: String| SavedLine { from: Some(Speaker::Bot), kind: kind.into(), text, ..blank.clone() };
    let notice = |kind: &str, name: &str, text: &str| SavedLine {
        kind: kind.into(),
        name: name.into(),
        text: text.into(),
        ..blank.clone()
    };
    Some(match &line.body {
        Body::Visitor { text, delivery } => {
            let said = SavedLine { from: Some(Speaker::Visitor), kind: "said".into(), text: text.clone(), ..blank };
            delivered(said, delivery)
        }
        Body::File { by, file, delivery } => {
            let (from, name) = match by {
                By::Visitor => (Speaker::Visitor, ""),
                By::Person(name) => (Speaker::Agent, name.as_str()),
                By::Helper(name) => (Speaker::Helper, name.as_str()),
            };
            let fields = [file.id.as_str(), &file.kind, &file.bytes.to_string(), &file.name];
            let text = fields.join("\n");
            delivered(SavedLine { from: Some(from), name: name.into(), kind: "file".into(), text, ..blank }, delivery)
        }
        Body::Answer { entry, question, text, confidence } => {
            let fields = [entry.as_str(), question, &confidence.to_string(), text];
            bot("answer", fields.join("\n"))
        }
        Body::Choices(choices) => {
            let lines: Vec<String> = choices.iter().flat_map(|c| [c.entry.clone(), c.question.clone()]).collect();
            bot("choices", lines.join("\n"))
        }
        Body::Courtesy(text) => bot("courtesy", text.clone()),
        Body::Unknown { nth } => bot("unknown", nth.to_string()),
        Body::Sorry => bot("sorry", String::new()),
        Body::Refused => bot("refused", String::new()),
        Body::Form { question } => bot("form", question.clone()),
        Body::Live(Live::Found(text)) => bot("live", text.clone()),
        Body::Live(_) => bot("live", String::new()),
        Body::Person { name, text, client_id } => SavedLine {
            from: Some(Speaker::Agent),
            kind: "said".into(),
            name: name.clone(),
            text: text.clone(),
            client_id: client_id.clone(),
            ..blank
        },
        Body::Helper { name, text, client_id } => SavedLine {
            from: Some(Speaker::Helper),
            kind: "said".into(),
            name: name.clone(),
            text: text.clone(),
            client_id: client_id.clone(),
            ..blank
        },
        Body::Notice(Notice::Asked) => notice("asked", "", ""),
        Body::Notice(Notice::Joined { name, role }) => notice("joined", name, role),
        Body::Notice(Notice::Left { name }) => notice("left", name, ""),
        Body::Notice(Notice::ClosedByPerson) => notice("closed_by_person", "", ""),
        Body::Notice(Notice::ClosedByVisitor) => notice("closed_by_visitor", "", ""),
        Body::Notice(Notice::HandedOn { from, to }) => notice("handed_on", from, to),
        Body::Notice(Notice::Escalated) => notice("escalated", "", ""),
        Body::Notice(Notice::HelperJoined { id, name }) => notice("helper_joined", name, id),
        Body::Notice(Notice::HelperLeft { id, name }) => notice("helper_left", name, id),
        Body::Notice(Notice::HelpEnded) => notice("help_ended", "", ""),
        Body::Notice(Notice::Reopened) => notice("reopened", "", ""),
        Body::Notice(Notice::RatingAsked) => notice("rating_asked", "", ""),
        Body::Notice(Notice::Ticket { id, kind, due }) => {
            let kind = if *kind == TicketKind::Message { "message" } else { "callback" };
            notice(kind, id, &due.to_string())
        }
        // Whether the knowledge can be read is found out anew on every page.
        Body::Notice(Notice::NoKnowledge) => return None,
    })
}

fn delivered(line: SavedLine, delivery: &Delivery) -> SavedLine {
    let (word, seq) = match delivery {
        Delivery::Local => ("", 0),
        Delivery::Queued { .. } => ("queued", 0),
        Delivery::Sending { .. } | Delivery::Elsewhere { .. } => ("sending", 0),
        Delivery::Delivered { seq, .. } => ("delivered", *seq),
        Delivery::Read { .. } => ("read", 0),
        Delivery::Refused { .. } => ("refused", 0),
    };
    SavedLine { client_id: delivery.client_id().unwrap_or_default().into(), delivery: word.into(), seq, ..line }
}

fn load_line(line: SavedLine) -> Option<(u64, Body)> {
    let SavedLine { from, name, kind, text, at, client_id, delivery, seq } = line;
    let delivery = match delivery.as_str() {
        "queued" => Delivery::Queued { client_id: client_id.clone() },
        "sending" => Delivery::Sending { client_id: client_id.clone() },
        "delivered" => Delivery::Delivered { client_id: client_id.clone(), seq },
        "read" => Delivery::Read { client_id: client_id.clone() },
        "refused" => Delivery::Refused { client_id: client_id.clone() },
        _ => Delivery::Local,
    };
    let body = match (from, kind.as_str()) {
        (Some(from), "file") => {
            let mut fields = text.splitn(4, '\n').map(String::from);
            let (id, kind, bytes) = (fields.next()?, fields.next()?, fields.next()?.parse().ok()?);
            let by = match from {
                Speaker::Agent => By::Person(name),
                Speaker::Helper => By::Helper(name),
                _ => By::Visitor,
            };
            Body::File { by, file: Attached { id, kind, bytes, name: fields.next()? }, delivery }
        }
        (Some(Speaker::Visitor), _) => Body::Visitor { text, delivery },
        (Some(Speaker::Helper), _) => Body::Helper { name, text, client_id },
        (Some(Speaker::Agent), _) => Body::Person { name, text, client_id },
        (Some(Speaker::Bot), "answer") => {
            let mut fields = text.splitn(4, '\n').map(String::from);
            Body::Answer {
                entry: fields.next()?,
                question: fields.next()?,
                confidence: fields.next()?.parse().ok()?,
                text: fields.next()?,
            }
        }
        (Some(Speaker::Bot), "choices") => {
            let fields: Vec<&str> = text.split('\n').collect();
            let choice = |pair: &[&str]| Choice { entry: pair[0].into(), question: pair[1].into() };
            Body::Choices(fields.chunks_exact(2).map(choice).collect())
        }
        (Some(Speaker::Bot), "courtesy") => Body::Courtesy(text),
        (Some(Speaker::Bot), "sorry") => Body::Sorry,
        (Some(Speaker::Bot), "refused") => Body::Refused,
        (Some(Speaker::Bot), "form") => Body::Form { question: text },
        (Some(Speaker::Bot), "live") if text.is_empty() => Body::Live(Live::Broken),
        (Some(Speaker::Bot), "live") => Body::Live(Live::Found(text)),
        (Some(Speaker::Bot), "unknown") => Body::Unknown { nth: text.parse().ok()? },
        (None, "asked") => Body::Notice(Notice::Asked),
        (None, "joined") => Body::Notice(Notice::Joined { name, role: text }),
        (None, "left") => Body::Notice(Notice::Left { name }),
        (None, "closed_by_person") => Body::Notice(Notice::ClosedByPerson),
        (None, "closed_by_visitor") => Body::Notice(Notice::ClosedByVisitor),
        (None, "handed_on") => Body::Notice(Notice::HandedOn { from: name, to: text }),
        (None, "escalated") => Body::Notice(Notice::Escalated),
        (None, "helper_joined") => Body::Notice(Notice::HelperJoined { id: text, name }),
        (None, "helper_left") => Body::Notice(Notice::HelperLeft { id: text, name }),
        (None, "help_ended") => Body::Notice(Notice::HelpEnded),
        (None, "reopened") => Body::Notice(Notice::Reopened),
        (None, "rating_asked") => Body::Notice(Notice::RatingAsked),
        (None, "message" | "callback") => {
            let kind = if kind == "message" { TicketKind::Message } else { TicketKind::Callback };
            Body::Notice(Notice::Ticket { id: name, kind, due: text.parse().ok()? })
        }
        _ => return None,
    };
    Some((at, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_line() -> Vec<Line> {
        let id = |s: &str| s.to_string();
        let attached = Attached { id: id("f"), name: "照片.jpg".into(), kind: "image/jpeg".into(), bytes: 9 };
        let file = |by, delivery| Body::File { by, file: attached.clone(), delivery };
        let bodies = vec![
            Body::Visitor { text: "怎么退货\n第二行".into(), delivery: Delivery::Local },
            Body::Answer { entry: "e".into(), question: "q".into(), text: "a\nb".into(), confidence: 812 },
            Body::Choices(vec![
                Choice { entry: "e".into(), question: "q".into() },
                Choice { entry: "f".into(), question: "r".into() },
            ]),
            Body::Courtesy("不客气".into()),
            Body::Unknown { nth: 2 },
            Body::Notice(Notice::Asked),
            Body::Visitor { text: "a".into(), delivery: Delivery::Queued { client_id: id("1") } },
            Body::Visitor { text: "b".into(), delivery: Delivery::Delivered { client_id: id("2"), seq: 4 } },
            Body::Visitor { text: "b".into(), delivery: Delivery::Read { client_id: id("4") } },
            file(By::Visitor, Delivery::Queued { client_id: id("5") }),
            file(By::Person("小林".into()), Delivery::Delivered { client_id: id("6"), seq: 5 }),
            file(By::Helper("女儿".into()), Delivery::Delivered { client_id: id("7"), seq: 6 }),
            Body::Helper { name: "女儿".into(), text: "我来说".into(), client_id: id("8") },
            Body::Visitor { text: "c".into(), delivery: Delivery::Refused { client_id: id("3") } },
            Body::Notice(Notice::Joined { name: "小林".into(), role: "客服".into() }),
            Body::Person { name: "小林".into(), text: "您好".into(), client_id: id("p") },
            Body::Notice(Notice::Left { name: "小林".into() }),
            Body::Notice(Notice::ClosedByPerson),
            Body::Notice(Notice::ClosedByVisitor),
            Body::Notice(Notice::HandedOn { from: "小林".into(), to: "售后组".into() }),
            Body::Notice(Notice::Escalated),
            Body::Notice(Notice::HelperJoined { id: id("h"), name: "女儿".into() }),
            Body::Notice(Notice::HelperLeft { id: id("h"), name: "女儿".into() }),
            Body::Notice(Notice::HelpEnded),
            Body::Notice(Notice::Reopened),
            Body::Notice(Notice::RatingAsked),
            Body::Notice(Notice::Ticket { id: id("t"), kind: TicketKind::Message, due: 7 }),
            Body::Notice(Notice::Ticket { id: id("t"), kind: TicketKind::Callback, due: 7 }),
        ];
        bodies.into_iter().zip(1..).map(|(body, n)| Line { id: LineId(n), at: u64::from(n) * 10, body }).collect()
    }

    #[test]
    fn what_is_saved_comes_back_the_same() {
        for stage in [
            Stage::Bot,
            Stage::Person { name: "小林".into(), role: "客服".into() },
            Stage::Closed { rated: true, at: 9 },
        ] {
            let state = State {
                stage,
                lines: every_line(),
                conversation: Some("c".into()),
                seq: 7,
                rev: 3,
                ..State::default()
            };
            let aside = Aside { device: "d".into(), token: Some("t".into()), open: true, draft: "写到一半".into() };
            assert_eq!(load(save(&state, &aside)), Some((state, aside)));
        }
    }

    #[test]
    fn another_version_is_dropped_not_guessed_at() {
        let mut saved = save(&State::default(), &Aside::default());
        saved.version += 1;
        assert_eq!(load(saved), None);
    }

    #[test]
    fn a_damaged_line_is_left_out_and_the_rest_stays() {
        let mut saved = save(&State { lines: every_line(), ..State::default() }, &Aside::default());
        saved.lines[1].text = "no line feeds".into();
        let (state, _) = load(saved).unwrap_or_default();
        assert_eq!(state.lines.len(), every_line().len() - 1);
        assert!(state.lines.windows(2).all(|w| w[0].id < w[1].id));
    }
}
