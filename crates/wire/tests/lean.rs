//! One protocol: what the lean writer writes, serde reads, and the other way round.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod parsed;

use parsed::Parsed;
use wire::{
    Person, Speaker, WaitRange,
    event::{Event, Message, What},
    file::{FileInfo, FilePolicy},
    help::{Invite, JoinRequest, Joined},
    lean::{Read, SessionToken, Write},
    saved::{Saved, SavedLine, Stage, VERSION},
    ticket::{CallbackRequest, LeaveMessage, TicketKind, TicketReceipt},
    visitor::{
        CloseRequest, ConversationState, Erased, Handover, HandoverRequest, Intent, Limits, MessageAccepted,
        MessageRequest, Nothing, Options, Polled, RatingRequest, ReadRequest, Session, SessionRequest, Slot, Snapshot,
        Standing, StreamTicket, Turn, Want,
    },
};

/// Controls, quotes, backslashes, line separators, emoji: what breaks a home-made writer.
const HARD: &str = "\"\\\u{0}\u{1}\n\t\u{1f}\u{7f}\u{2028}\u{2029}/</script>好的👵🏻é";

fn reads_what_serde_writes<T: serde::Serialize + serde::de::DeserializeOwned + Read>(value: &T) {
    let json = serde_json::to_value(value).unwrap();
    let read = T::read(&Parsed(json.clone())).unwrap_or_else(|| panic!("refused {json}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
}

fn writes_what_serde_reads<T: serde::Serialize + serde::de::DeserializeOwned + Write>(value: &T) {
    let json = value.to_json();
    let read: T = serde_json::from_str(&json).unwrap_or_else(|e| panic!("{e}: {json}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), serde_json::to_value(value).unwrap());
}

fn file() -> FileInfo {
    FileInfo { file: "f".into(), name: HARD.into(), kind: "image/png".into(), bytes: 10_485_760 }
}

fn every_event() -> Vec<Event> {
    let name = || HARD.to_string();
    [
        What::Message(Message {
            id: "m".into(),
            client_id: "c".into(),
            from: Speaker::Agent,
            name: name(),
            body: name(),
            file: None,
            reply_to: None,
        }),
        What::Message(Message {
            id: "m".into(),
            client_id: "c".into(),
            from: Speaker::Helper,
            name: name(),
            body: String::new(),
            file: Some(file()),
            reply_to: Some("b".into()),
        }),
        What::Queued,
        What::AgentJoined { name: name(), role: String::new() },
        What::AgentLeft { name: name(), stays: false },
        What::AgentLeft { name: name(), stays: true },
        What::Transferred { from: name(), to: String::new() },
        What::Escalated { by: Speaker::Visitor },
        What::HelperJoined { helper: "h".into(), name: name() },
        What::HelperLeft { helper: "h".into(), name: name(), by: Speaker::Helper },
        What::Closed { by: Speaker::Visitor, reason: String::new() },
        What::Closed { by: Speaker::Agent, reason: name() },
        What::Reopened { by: Speaker::Visitor },
        What::RatingAsked,
        What::MessageLeft { ticket: "t".into(), kind: TicketKind::Callback, due: 1_795_200_000_000 },
        What::Rated { stars: 5 },
        What::Queue { position: 3, wait_estimate: Some(WaitRange { low: 60, high: 240 }), open: true },
        What::Queue { position: 1, wait_estimate: None, open: false },
        What::Typing { from: Speaker::Agent, name: name() },
        What::Typing { from: Speaker::Visitor, name: String::new() },
        What::Read { by: Speaker::Agent, upto: 7 },
        What::Presence { from: Speaker::Agent, name: name(), online: false },
        What::Reset,
        What::Unknown,
    ]
    .into_iter()
    .zip([Some(1), None].into_iter().cycle())
    .map(|(what, seq)| Event { seq, at: 1_795_200_000_000, what })
    .collect()
}

fn saved() -> Saved {
    Saved {
        version: VERSION,
        device: "d".into(),
        token: Some("t".into()),
        conversation: None,
        seq: 9,
        stage: Stage::Person { name: HARD.into(), role: "客服".into() },
        lines: vec![
            SavedLine {
                from: Some(Speaker::Visitor),
                name: String::new(),
                kind: "said".into(),
                text: HARD.into(),
                at: 1,
                client_id: "c".into(),
                delivery: "queued".into(),
                seq: 3,
            },
            SavedLine {
                from: None,
                name: HARD.into(),
                kind: "left".into(),
                text: String::new(),
                at: 2,
                client_id: String::new(),
                delivery: String::new(),
                seq: 3,
            },
        ],
        open: true,
        draft: HARD.into(),
        rev: 4,
    }
}

#[test]
fn events() {
    every_event().iter().for_each(reads_what_serde_writes);
    reads_what_serde_writes(&Polled { events: every_event() });
}

#[test]
fn answers_of_the_desk() {
    let wait_estimate = Some(WaitRange { low: 0, high: 90 });
    let limits = Limits { message_chars: 4000, transcript_turns: 30 };
    for next_open in [None, Some(1_795_200_000_000)] {
        let session = Session {
            visitor: "v".into(),
            token: HARD.into(),
            open: next_open.is_none(),
            next_open,
            agents_online: 2,
            wait_estimate,
            limits,
            in_hours: next_open.is_none(),
            options: Options {
                message: true,
                callback: false,
                phone: "400".into(),
                contact: "/help".into(),
                wechat: HARD.into(),
            },
            files: FilePolicy { most: 5, bytes: 7, kinds: vec!["image/png".into(), "application/pdf".into()] },
            conversation: next_open.map(|at| Standing {
                conversation: "c".into(),
                state: ConversationState::Closed,
                seq: 7,
                reopen_until: Some(at),
            }),
        };
        reads_what_serde_writes(&session);
        let read = SessionToken::read(&Parsed(serde_json::to_value(session).unwrap()));
        assert_eq!(read, Some(SessionToken { token: HARD.into() }));
    }
    for state in [ConversationState::Queued, ConversationState::Assigned, ConversationState::Closed] {
        let standing = Handover {
            conversation: "c".into(),
            state,
            open: true,
            position: Some(2),
            wait_estimate: None,
            next_open: Some(1),
            options: Options { message: true, callback: true, ..Options::default() },
            reopen_until: Some(9),
            seq: 1,
        };
        reads_what_serde_writes(&standing);
        reads_what_serde_writes(&Snapshot {
            standing,
            people: vec![Person {
                from: Speaker::Helper,
                name: HARD.into(),
                role: String::new(),
                helper: "h".into(),
                online: true,
            }],
            read_by_agent: 3,
            rating: Some(RatingRequest { stars: 1, solved: Some(false), ..RatingRequest::default() }),
            events: every_event(),
        });
    }
    reads_what_serde_writes(&file());
    reads_what_serde_writes(&Invite { code: "abc".into(), path: "/chat/?join=abc".into(), expires_at: 5 });
    reads_what_serde_writes(&Joined {
        conversation: "c".into(),
        helper: "h".into(),
        token: "t".into(),
        name: HARD.into(),
        seq: 5,
    });
    reads_what_serde_writes(&TicketReceipt { ticket: "t".into(), due: 5 });
    reads_what_serde_writes(&Erased { conversations: 1, messages: 2, file_bytes: 3, ..Erased::default() });
    reads_what_serde_writes(&MessageAccepted { seq: 2, message: "m".into(), at: 3 });
    reads_what_serde_writes(&StreamTicket { ticket: "t".into() });
}

#[test]
fn calls_of_the_widget() {
    writes_what_serde_reads(&SessionRequest { site: HARD.into(), device: "d".into() });
    writes_what_serde_reads(&MessageRequest { client_id: "c".into(), body: HARD.into(), ..MessageRequest::default() });
    writes_what_serde_reads(&MessageRequest {
        client_id: "c".into(),
        body: String::new(),
        file: Some("f".into()),
        reply_to: Some("b".into()),
    });
    writes_what_serde_reads(&RatingRequest { stars: 4, words: HARD.into(), ..RatingRequest::default() });
    writes_what_serde_reads(&RatingRequest {
        stars: 1,
        words: String::new(),
        tags: vec![HARD.into(), "快".into()],
        solved: Some(true),
    });
    writes_what_serde_reads(&ReadRequest { upto: 12 });
    writes_what_serde_reads(&CloseRequest { reason: HARD.into() });
    writes_what_serde_reads(&JoinRequest { code: "c".into(), name: HARD.into() });
    writes_what_serde_reads(&LeaveMessage {
        body: HARD.into(),
        conversation: Some("c".into()),
        ..LeaveMessage::default()
    });
    writes_what_serde_reads(&CallbackRequest {
        phone: "+86 138".into(),
        from: Some(1),
        consent: true,
        note: HARD.into(),
        ..CallbackRequest::default()
    });
    writes_what_serde_reads(&Nothing {});
    let full = HandoverRequest {
        entry_point: "launcher".into(),
        page: "/order.html".into(),
        locale: "zh-CN".into(),
        intent: Some(Intent { entry: "refund".into(), question: HARD.into(), confidence: 812, evidence: HARD.into() }),
        mood: Some("angry".into()),
        tier: Some("gold".into()),
        transcript: vec![
            Turn { from: Speaker::Visitor, text: HARD.into(), at: 1, evidence: String::new() },
            Turn { from: Speaker::Bot, text: String::new(), at: 2, evidence: HARD.into() },
        ],
        order: Some("20261121-7".into()),
        slots: vec![Slot { name: "size".into(), value: HARD.into() }],
        want: Want::Callback,
        proved: None,
    };
    writes_what_serde_reads(&full);
    let (none, transcript) = (None, vec![]);
    writes_what_serde_reads(&HandoverRequest {
        intent: None,
        mood: none.clone(),
        tier: none.clone(),
        order: none,
        transcript,
        ..full
    });
}

#[test]
fn what_is_stored() {
    reads_what_serde_writes(&saved());
    writes_what_serde_reads(&saved());
    for stage in [Stage::Bot, Stage::Waiting, Stage::Closed { at: 7, rated: true }] {
        writes_what_serde_reads(&Saved { stage, token: None, lines: vec![], open: false, ..saved() });
    }
}

#[test]
fn an_event_of_a_newer_desk_still_has_its_number() {
    let newer = serde_json::json!({"seq": 4, "at": 1, "type": "dance", "with": "you"});
    let expected = Event { seq: Some(4), at: 1, what: What::Unknown };
    assert_eq!(Event::read(&Parsed(newer.clone())), Some(expected.clone()));
    assert_eq!(serde_json::from_value::<Event>(newer).unwrap(), expected);
}

#[test]
fn what_is_not_of_this_protocol_is_refused() {
    for json in [
        "null",
        "[]",
        "{}",
        r#"{"at":1}"#,
        r#"{"at":"1","type":"queued"}"#,
        r#"{"at":-1,"type":"queued"}"#,
        r#"{"at":1,"type":"closed","by":"nobody"}"#,
        r#"{"at":1,"type":"rated","stars":300}"#,
        r#"{"at":1,"type":"message","id":"m","client_id":7,"from":"agent","body":"x"}"#,
    ] {
        assert!(Event::read(&Parsed(serde_json::from_str(json).unwrap())).is_none(), "{json}");
    }
}
