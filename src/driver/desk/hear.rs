//! From the desk's events to the conversation's.

use super::handover::wait;
use crate::{driver::Driver, platform::clock};
use std::rc::Rc;
use talk::{Attached, By, DeskEvent, Event, Notice, TicketKind};
use wire::{
    Speaker,
    event::{Event as DeskSays, Message, What},
    file::FileInfo,
    ticket::TicketKind as Kind,
};

/// The person's typing dots go out when nothing was heard for this long.
const TYPING_FADES_MS: u32 = 6_000;

impl Driver {
    pub(in crate::driver) fn take_in(self: &Rc<Self>, events: Vec<DeskSays>) {
        for DeskSays { seq, at, what } in events {
            let event = match what {
                What::Message(message) => {
                    self.take_in_message(seq, at, message);
                    continue;
                }
                What::AgentJoined { name, role } => DeskEvent::Told(Notice::Joined { name, role }),
                What::AgentLeft { name, .. } => DeskEvent::Told(Notice::Left { name }),
                What::Transferred { from, to } => DeskEvent::Told(Notice::HandedOn { from, to }),
                What::Escalated { .. } => DeskEvent::Told(Notice::Escalated),
                What::HelperJoined { helper, name } => DeskEvent::Told(Notice::HelperJoined { id: helper, name }),
                What::HelperLeft { helper, name, .. } => DeskEvent::Told(Notice::HelperLeft { id: helper, name }),
                What::Closed { by: Speaker::Visitor, .. } => DeskEvent::Told(Notice::ClosedByVisitor),
                What::Closed { .. } => DeskEvent::Told(Notice::ClosedByPerson),
                What::Reopened { .. } => DeskEvent::Told(Notice::Reopened),
                What::RatingAsked => DeskEvent::Told(Notice::RatingAsked),
                What::Rated { .. } => DeskEvent::Rated,
                What::MessageLeft { ticket, kind, due } => {
                    let kind = if kind == Kind::Message { TicketKind::Message } else { TicketKind::Callback };
                    DeskEvent::Told(Notice::Ticket { id: ticket, kind, due })
                }
                What::Queue { position, wait_estimate, open } => {
                    DeskEvent::Queue(wait(Some(position), wait_estimate, open, None))
                }
                What::Read { by: Speaker::Agent, upto } => DeskEvent::Read { upto },
                What::Typing { from: Speaker::Agent, .. } => {
                    self.fade_typing();
                    DeskEvent::Typing
                }
                What::Reset => {
                    self.send(Event::ConversationGone);
                    return;
                }
                What::Presence { from: Speaker::Agent, online, .. } => {
                    self.model.away.set(!online);
                    continue;
                }
                // What this widget does not show still has its number.
                _ if seq.is_some() => DeskEvent::Queued,
                _ => continue,
            };
            self.send(Event::Desk { seq, at, event });
        }
        self.tell_read();
    }

    /// A message may bring words, a file, or both: two lines under one number. The words are taken in without the
    /// number first, so that the number counts only when both are there.
    fn take_in_message(self: &Rc<Self>, seq: Option<u64>, at: u64, message: Message) {
        let Message { client_id, from, name, body, file, .. } = message;
        let known = seq.is_some_and(|seq| seq != self.state.borrow().seq + 1);
        // In the family's window the customer is another person.
        let name = if self.config.helper && from == Speaker::Visitor { self.words.customer.to_owned() } else { name };
        let words = match from {
            Speaker::Agent => {
                DeskEvent::Message { client_id: client_id.clone(), name: name.clone(), text: body.clone() }
            }
            Speaker::Visitor if !self.config.helper => {
                DeskEvent::Echo { client_id: client_id.clone(), text: body.clone() }
            }
            _ => DeskEvent::Helper { client_id: client_id.clone(), name: name.clone(), text: body.clone() },
        };
        let Some(file) = file else { return self.send(Event::Desk { seq, at, event: words }) };
        if !body.is_empty() && !known {
            self.send(Event::Desk { seq: None, at, event: words });
        }
        let by = match from {
            Speaker::Agent => By::Person(name),
            Speaker::Visitor if !self.config.helper => By::Visitor,
            _ => By::Helper(name),
        };
        self.send(Event::Desk { seq, at, event: DeskEvent::File { client_id, by, file: attached(file) } });
    }

    fn fade_typing(self: &Rc<Self>) {
        if let Some(timer) = self.desk.typing_fades.take() {
            clock::cancel(timer);
        }
        let driver = Rc::clone(self);
        let timer = clock::after(TYPING_FADES_MS, move || driver.send(Event::TypingStopped));
        self.desk.typing_fades.set(Some(timer));
    }
}

fn attached(file: FileInfo) -> Attached {
    Attached { id: file.file, name: file.name, kind: file.kind, bytes: file.bytes }
}
