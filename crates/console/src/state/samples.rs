//! Conversations for the tests of this module.

use wire::{
    Speaker,
    agent::{Card, Case},
    event::{Event, Message, What},
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
