//! Messages left and calls asked for.

use super::{NAME_CHARS, Reply, Shared, bare_page, check_length, cut, idempotency_key};
use crate::{app::App, auth::Visitor, extract::Body, hub::Signal, outgoing, refuse::Refuse, store::NewTicket};
use axum::{Json, Router, extract::State, http::HeaderMap, routing::post};
use std::{sync::Arc, time::Instant};
use wire::{
    Millis,
    agent::Notice,
    ticket::{CallbackRequest, LeaveMessage, TicketKind, TicketReceipt},
};

pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/messages", post(message)).route("/callbacks", post(callback))
}

async fn message(
    State(app): Shared,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
    Body(request): Body<LeaveMessage>,
) -> Reply<TicketReceipt> {
    let key = idempotency_key(&headers, "message ")?;
    if request.body.trim().is_empty() {
        return Err(Refuse::unacceptable("empty", "`body` has no text. Write something, or send nothing."));
    }
    check_length("A message", &request.body, app.limits.message_chars)?;
    check_length("`contact`", &request.contact, NAME_CHARS)?;
    let LeaveMessage { body, contact, locale, page, conversation } = request;
    let (from, until, due) = (None, None, 0);
    let ticket = NewTicket { kind: TicketKind::Message, body, contact, from, until, locale, page, conversation, due };
    keep(app, visitor, key, ticket).await
}

async fn callback(
    State(app): Shared,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
    Body(request): Body<CallbackRequest>,
) -> Reply<TicketReceipt> {
    let key = idempotency_key(&headers, "callback ")?;
    if !request.consent {
        return Err(Refuse::unacceptable(
            "no_consent",
            "Without the customer's consent no number is kept. Ask first, then send `consent: true`.",
        ));
    }
    if !is_phone(&request.phone) {
        return Err(Refuse::unacceptable(
            "bad_phone",
            "`phone` must be a number of 5 to 20 digits, as people write it: 138 0000 0000, +86-21-1234567.",
        ));
    }
    if let (Some(from), Some(until)) = (request.from, request.until)
        && from >= until
    {
        return Err(Refuse::unacceptable("bad_window", "`from` must be before `until`. Ask for the hours again."));
    }
    check_length("`note`", &request.note, app.limits.message_chars)?;
    let CallbackRequest { phone, from, until, note, locale, page, conversation, .. } = request;
    let ticket = NewTicket {
        kind: TicketKind::Callback,
        body: note,
        contact: phone.trim().to_owned(),
        from,
        until,
        locale,
        page,
        conversation,
        due: 0,
    };
    keep(app, visitor, key, ticket).await
}

async fn keep(app: Arc<App>, visitor: String, key: Option<String>, mut ticket: NewTicket) -> Reply<TicketReceipt> {
    cut(&mut ticket.locale, NAME_CHARS);
    bare_page(&mut ticket.page);
    let who = visitor.clone();
    let kept = app.write(move |store, app, now| {
        if let Some(before) = store.remembered(&visitor, key.as_deref())? {
            return Ok((Json(before), Vec::new()));
        }
        let gate = &app.gates.leavings;
        gate.take(&visitor, Instant::now()).map_err(|wait| Refuse::too_often("messages", wait))?;
        ticket.due = due(app, &ticket, now);
        let (receipt, happened) = store.add_ticket(&visitor, &ticket, now)?;
        store.remember(&visitor, key.as_deref(), &receipt)?;
        outgoing::tell_ticket(store, app, &receipt.ticket, &ticket, now)?;
        Ok((Json(receipt), happened.into_iter().collect()))
    });
    let kept = app.gates.leavings.unless_lost(&who, kept.await)?;
    // Agents fetch what they are told of: told before it is stored, they would fetch a board without it.
    app.hub.tell_consoles(Signal::Notice { to: Vec::new(), notice: Notice::Tickets });
    Ok(kept)
}

/// By the end of the window that the customer wants; else so long after the shop opens, or after now.
fn due(app: &App, ticket: &NewTicket, now: Millis) -> Millis {
    let begins = app.hours.next(now).unwrap_or(now).max(ticket.from.unwrap_or(0));
    let patience = u64::try_from(app.settings.ticket_due.as_millis()).unwrap_or(0);
    ticket.until.filter(|until| *until > now).unwrap_or(begins.saturating_add(patience))
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&digits)
        && text.chars().count() <= 40
        && text.chars().all(|letter| letter.is_ascii_digit() || " +-().#*转".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::is_phone;

    #[test]
    fn numbers_as_people_write_them() {
        for yes in ["13800000000", "+86 138-0000-0000", "(021) 5555 5555 转 12", "10086"] {
            assert!(is_phone(yes), "{yes}");
        }
        for no in ["", "1234", "call me", "138x", "1".repeat(21).as_str(), "12345\n67890"] {
            assert!(!is_phone(no), "{no}");
        }
    }
}
