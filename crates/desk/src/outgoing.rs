//! News for the merchant's own systems: what is told, and how. Delivery is in [`crate::webhook`].

use crate::{
    app::App,
    config::{HookFormat, Webhook},
    refuse::Refuse,
    store::{NewTicket, Store},
};
use serde_json::{Value, json};
use wire::{Millis, ticket::TicketKind, visitor::HandoverRequest};

/// Characters of a customer's words in a group's text.
const WORDS: usize = 80;

/// A new conversation waits.
pub fn tell_handover(
    store: &mut Store,
    app: &App,
    conversation: &str,
    request: &HandoverRequest,
    now: Millis,
) -> Result<(), Refuse> {
    let HandoverRequest { page, locale, mood, tier, entry_point, want, .. } = request;
    let news = json!({
        "event": "conversation", "id": conversation, "at": now, "conversation": conversation, "page": page,
        "locale": locale, "mood": mood, "tier": tier, "entry_point": entry_point, "want": want,
    });
    let asked = request.intent.as_ref().map(|intent| intent.question.as_str()).unwrap_or_default();
    let mood = mood.as_deref().unwrap_or("neutral");
    let text = format!("[人在] 有客户在等真人 · A customer asks for a person\n{page} · {mood}\n{}", short(asked));
    post(store, app, conversation, &news, &text, now)
}

/// A message was left or a call asked for. The number and the words stay at the desk.
pub fn tell_ticket(store: &mut Store, app: &App, id: &str, ticket: &NewTicket, now: Millis) -> Result<(), Refuse> {
    let NewTicket { kind, page, locale, conversation, due, from, until, .. } = ticket;
    let news = json!({
        "event": "ticket", "id": id, "at": now, "ticket": id, "kind": kind, "page": page, "locale": locale,
        "conversation": conversation, "due": due, "from": from, "until": until,
    });
    let what = match kind {
        TicketKind::Message => "新留言 · A message was left",
        TicketKind::Callback => "客户请求回电 · A customer asks to be called",
    };
    post(store, app, id, &news, &format!("[人在] {what}\n{page}\n⏰ {}", app.hours.show(*due)), now)
}

fn post(store: &mut Store, app: &App, id: &str, news: &Value, text: &str, now: Millis) -> Result<(), Refuse> {
    for hook in &app.settings.webhooks {
        store.post(id, &hook.url, &body(hook, news, text).to_string(), now)?;
    }
    if !app.settings.webhooks.is_empty() {
        app.outgoing.notify_one();
    }
    Ok(())
}

/// The news as the receiver takes it.
fn body(hook: &Webhook, news: &Value, text: &str) -> Value {
    match hook.format {
        HookFormat::Json => news.clone(),
        HookFormat::WeCom | HookFormat::DingTalk => json!({ "msgtype": "text", "text": { "content": text } }),
        HookFormat::Feishu => json!({ "msg_type": "text", "content": { "text": text } }),
    }
}

fn short(text: &str) -> String {
    text.chars().take(WORDS).collect()
}
