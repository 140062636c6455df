//! Conversations for the tests of this module.

use answer::Engine;
use pack::{Block, Draft, Entry, Span};
use wire::{
    Speaker,
    agent::{Card, Case},
    event::{Event, Message, What},
    ticket::{Ticket, TicketKind, TicketState},
    visitor::{ConversationState, HandoverRequest, Want},
};

pub fn card(conversation: &str) -> Card {
    Card {
        conversation: conversation.to_owned(),
        state: ConversationState::Assigned,
        since: 1_000,
        locale: "zh-CN".to_owned(),
        page: "/orders".to_owned(),
        last: None,
        unread: 0,
        mood: None,
        tier: None,
        want: Want::Chat,
        ahead: 0,
        senior: false,
        team: String::new(),
        agent_name: String::new(),
        customer_here: true,
    }
}

pub fn case(conversation: &str, events: Vec<Event>) -> Case {
    Case {
        card: card(conversation),
        handover: HandoverRequest {
            entry_point: "panel".to_owned(),
            page: "/orders".to_owned(),
            locale: "zh-CN".to_owned(),
            ..HandoverRequest::default()
        },
        events,
        agent: None,
        visitor: "v".to_owned(),
        blocked: false,
        people: Vec::new(),
        notes: Vec::new(),
        rating: None,
        tickets: Vec::new(),
        earlier: 0,
        read_by_visitor: 0,
    }
}

pub fn event(seq: u64, what: What) -> Event {
    Event { seq: Some(seq), at: seq * 1_000, what }
}

pub fn said(seq: u64, from: Speaker, client_id: &str, body: &str) -> Event {
    let message = Message {
        id: format!("m{seq}"),
        client_id: client_id.to_owned(),
        from,
        name: String::new(),
        body: body.to_owned(),
        file: None,
        reply_to: None,
    };
    event(seq, What::Message(message))
}

pub fn ticket(id: &str, state: TicketState) -> Ticket {
    Ticket {
        ticket: id.to_owned(),
        kind: TicketKind::Callback,
        state,
        at: 1,
        due: 2,
        visitor: "v".to_owned(),
        conversation: None,
        body: String::new(),
        contact: "13800000000".to_owned(),
        from: None,
        until: None,
        locale: "zh-CN".to_owned(),
        page: "/".to_owned(),
        agent: None,
        agent_name: None,
        outcome: String::new(),
    }
}

/// An engine that knows a few answers.
pub fn engine() -> Engine {
    const KNOWN: [(&str, &str, &[&str], &str); 3] = [
        ("refund", "怎么申请退货？", &["我想退货", "退货在哪里申请", "不想要了怎么退款"], "打开订单，点申请退款。"),
        ("invoice", "怎么开发票？", &["发票在哪里申请", "能补开发票吗"], "在订单页点申请发票。"),
        ("error", "退款失败了怎么办？", &["退款退不回来", "退款一直失败"], "RF-204 表示收款账户已注销。"),
    ];
    let mut draft = Draft::default();
    for (id, question, phrasings, answer) in KNOWN {
        draft.knowledge.entries.push(Entry {
            id: id.to_owned(),
            question: question.to_owned(),
            answer: vec![Block::Paragraph(vec![Span::Text(answer.to_owned())])],
            ..Entry::default()
        });
        draft.phrasings.push(phrasings.iter().map(|text| (*text).to_owned()).collect());
        draft.keywords.push(Vec::new());
    }
    Engine::new(answer::build(draft, &mut |_, _| {}))
}
