//! The conversation as it is stored, and back. `talk` knows no storage, `wire` no conversation: they meet here.

use talk::{Body, Choice, Delivery, Line, LineId, Live, Notice, Stage, State, Wait};
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
            Stage::Closed { .. } => SavedStage::Closed,
        },
        lines: state.lines.iter().filter_map(save_line).collect(),
        open: aside.open,
        draft: aside.draft.clone(),
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
            SavedStage::Closed => Stage::Closed { rated: false },
        },
        lines: lines.map(|((at, body), id)| Line { id: LineId(id), at, body }).collect(),
        conversation: saved.conversation,
        seq: saved.seq,
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
        Body::Visitor { text, delivery } => SavedLine {
            from: Some(Speaker::Visitor),
            kind: "said".into(),
            text: text.clone(),
            client_id: delivery.client_id().unwrap_or_default().into(),
            delivery: match delivery {
                Delivery::Local => "",
                Delivery::Queued { .. } => "queued",
                Delivery::Sending { .. } => "sending",
                Delivery::Delivered { .. } => "delivered",
                Delivery::Refused { .. } => "refused",
            }
            .into(),
            ..blank
        },
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
        Body::Notice(Notice::Asked) => notice("asked", "", ""),
        Body::Notice(Notice::Joined { name, role }) => notice("joined", name, role),
        Body::Notice(Notice::Left { name }) => notice("left", name, ""),
        Body::Notice(Notice::ClosedByPerson) => notice("closed_by_person", "", ""),
        Body::Notice(Notice::ClosedByVisitor) => notice("closed_by_visitor", "", ""),
        // Whether the knowledge can be read is found out anew on every page.
        Body::Notice(Notice::NoKnowledge) => return None,
    })
}

fn load_line(line: SavedLine) -> Option<(u64, Body)> {
    let SavedLine { from, name, kind, text, at, client_id, delivery } = line;
    let body = match (from, kind.as_str()) {
        (Some(Speaker::Visitor), _) => Body::Visitor {
            text,
            delivery: match delivery.as_str() {
                "queued" => Delivery::Queued { client_id },
                "sending" => Delivery::Sending { client_id },
                "delivered" => Delivery::Delivered { client_id },
                "refused" => Delivery::Refused { client_id },
                _ => Delivery::Local,
            },
        },
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
        _ => return None,
    };
    Some((at, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_line() -> Vec<Line> {
        let id = |s: &str| s.to_string();
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
            Body::Visitor { text: "b".into(), delivery: Delivery::Delivered { client_id: id("2") } },
            Body::Visitor { text: "c".into(), delivery: Delivery::Refused { client_id: id("3") } },
            Body::Notice(Notice::Joined { name: "小林".into(), role: "客服".into() }),
            Body::Person { name: "小林".into(), text: "您好".into(), client_id: id("p") },
            Body::Notice(Notice::Left { name: "小林".into() }),
            Body::Notice(Notice::ClosedByPerson),
            Body::Notice(Notice::ClosedByVisitor),
        ];
        bodies.into_iter().zip(1..).map(|(body, n)| Line { id: LineId(n), at: u64::from(n) * 10, body }).collect()
    }

    #[test]
    fn what_is_saved_comes_back_the_same() {
        for stage in
            [Stage::Bot, Stage::Person { name: "小林".into(), role: "客服".into() }, Stage::Closed { rated: false }]
        {
            let state =
                State { stage, lines: every_line(), conversation: Some("c".into()), seq: 7, ..State::default() };
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
