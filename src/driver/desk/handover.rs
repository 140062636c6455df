//! Asking for a person.

use crate::{
    driver::{Driver, speech},
    platform::{
        clock, masker,
        net::{Call, NetError},
        page, random,
    },
};
use std::rc::Rc;
use talk::{Body, Delivery, EntryPoint, Event, LineId, State, Wait};
use wire::{
    Speaker, WaitRange,
    lean::SessionToken,
    visitor::{
        ConversationState, Handover, HandoverRequest, Intent, Nothing, SessionRequest, Slot, Snapshot, Turn, Want,
    },
};

/// The desk takes this many turns with a handover.
const TURNS: usize = 30;

impl Driver {
    pub(in crate::driver) fn hand_over(self: &Rc<Self>) {
        // The family's window has no conversation of its own.
        if self.config.helper || self.desk.closing.get() {
            return;
        }
        if self.desk.handover_key.borrow().is_empty() {
            *self.desk.handover_key.borrow_mut() = random::uuid7();
        }
        self.vault.prepare_masker();
        let driver = Rc::clone(self);
        clock::spawn(async move {
            match driver.try_hand_over().await {
                Ok(handover) => {
                    driver.desk.handover_key.borrow_mut().clear();
                    driver.handed_over(handover);
                }
                Err(error) => driver.trouble("handover", &error),
            }
        });
    }

    /// Opens the ended conversation again. Where the desk will not, a new one begins below the same history.
    pub(in crate::driver) fn reopen(self: &Rc<Self>) {
        self.desk.reopening.set(true);
        if !self.desk.closing.get() {
            self.ask_anew("/reopen", "reopen");
        }
    }

    pub(in crate::driver) fn escalate(self: &Rc<Self>) {
        self.ask_anew("/escalate", "escalate");
    }

    /// After a while away: how far the person has read, and what the desk offers beside waiting.
    pub(in crate::driver) fn glance(self: &Rc<Self>) {
        let Some(url) = self.conversation_url("") else { return };
        let driver = Rc::clone(self);
        clock::spawn(async move {
            let token = driver.token();
            let seen: Result<Snapshot, _> = Call::get(&url, token.as_deref()).read().await;
            let Ok(seen) = seen else { return };
            let Handover { options, position, wait_estimate, open, next_open, state, .. } = seen.standing;
            driver.model.options.set(options);
            let wait = wait(position, wait_estimate, open, next_open);
            driver.take_in(seen.events);
            driver.send(Event::Glanced { wait, read_upto: seen.read_by_agent });
            if state == ConversationState::Closed && driver.state.borrow().for_person() {
                driver.reopen();
            }
        });
    }

    fn ask_anew(self: &Rc<Self>, path: &str, what: &'static str) {
        let Some(url) = self.conversation_url(path) else { return };
        let driver = Rc::clone(self);
        clock::spawn(async move {
            let token = driver.token();
            let answer: Result<Handover, _> = Call::post(&url, token.as_deref()).send(&Nothing {}).await;
            match answer {
                Ok(handover) => driver.handed_over(handover),
                Err(NetError::Status { code: 409, .. }) if what == "reopen" => {
                    driver.desk.reopening.set(false);
                    driver.send(Event::ConversationGone);
                }
                Err(error) => driver.trouble(what, &error),
            }
        });
    }

    fn handed_over(self: &Rc<Self>, handover: Handover) {
        if self.state.borrow().conversation.as_ref() != Some(&handover.conversation) {
            self.desk.read_told.set(0);
        }
        self.desk.failures.set(0);
        self.desk.reopening.set(false);
        self.model.options.set(handover.options);
        let wait = wait(handover.position, handover.wait_estimate, handover.open, handover.next_open);
        self.send(Event::HandedOver { conversation: handover.conversation, wait });
        self.send_photos();
    }

    async fn try_hand_over(self: &Rc<Self>) -> Result<Handover, NetError> {
        if self.config.desk.is_empty() {
            return Err(NetError::Lost);
        }
        self.open_session().await?;
        let covered = self.covered().await;
        if self.retired.get() {
            // Forgotten while the words were being masked: they do not leave any more.
            return Err(NetError::Lost);
        }
        let key = self.desk.handover_key.borrow().clone();
        let token = self.token();
        let url = self.url("v1/handover");
        let mut call = Call::post(&url, token.as_deref());
        call.idempotency_key = Some(&key);
        call.send(&self.handover_request(&covered)).await
    }

    async fn open_session(self: &Rc<Self>) -> Result<(), NetError> {
        let url = self.url("v1/session");
        let request = SessionRequest { site: self.config.site.clone(), device: self.aside.borrow().device.clone() };
        let token = self.token();
        let session: SessionToken = Call::post(&url, token.as_deref()).send(&request).await?;
        self.aside.borrow_mut().token = Some(session.token);
        self.save();
        Ok(())
    }

    /// What the customer said to the bot was not said to a person: numbers and secrets in it are covered. Where that
    /// cannot be done, the words stay here, and the person comes all the same.
    async fn covered(&self) -> Vec<(LineId, String)> {
        let said: Vec<(LineId, String)> = {
            let state = self.state.borrow();
            let local = state.lines.iter().rev().filter_map(|l| match &l.body {
                Body::Visitor { text, delivery: Delivery::Local } => Some((l.id, text.clone())),
                _ => None,
            });
            local.take(TURNS).collect()
        };
        let hotline = self.ways().0;
        let mut covered = Vec::new();
        for (id, text) in said {
            // Where the first cannot be masked, none can: that is waited for once.
            let Some(words) = masker::masked(&self.vault, &text, &hotline).await else { break };
            covered.push((id, words));
        }
        covered
    }

    fn handover_request(&self, covered: &[(LineId, String)]) -> HandoverRequest {
        let state = self.state.borrow();
        let turns: Vec<Turn> = state
            .lines
            .iter()
            .filter(|l| !state.refused(l.id))
            .filter_map(|l| {
                let (from, text) = match &l.body {
                    Body::Visitor { delivery: Delivery::Local, .. } => (Speaker::Visitor, words_of(l.id, covered)?),
                    Body::Answer { .. }
                    | Body::Choices(_)
                    | Body::Unknown { .. }
                    | Body::Courtesy(_)
                    | Body::Form { .. }
                    | Body::Live(_) => {
                        let heard = speech::line(self.words, &l.body);
                        let name = [self.words.bot, self.words.colon].concat();
                        (Speaker::Bot, heard.strip_prefix(&name).unwrap_or(&heard).to_owned())
                    }
                    _ => return None,
                };
                let evidence = match &l.body {
                    Body::Answer { entry, .. } => entry.clone(),
                    Body::Choices(choices) => {
                        choices.iter().map(|choice| choice.entry.as_str()).collect::<Vec<_>>().join(", ")
                    }
                    _ => String::new(),
                };
                Some(Turn { from, text, at: l.at, evidence })
            })
            .collect();
        let intent = state.lines.iter().rev().find_map(|l| match &l.body {
            Body::Answer { entry, question, confidence, .. } => Some(Intent {
                entry: entry.clone(),
                question: question.clone(),
                confidence: u32::from(*confidence),
                evidence: asked_before(&state, l.id, covered),
            }),
            _ => None,
        });
        let (details, standing) = (self.details.borrow(), self.standing.borrow());
        let slots = details
            .slots
            .iter()
            .chain(&state.slots)
            .chain(&standing.slots)
            .map(|(name, value)| Slot { name: name.clone(), value: value.clone() });
        HandoverRequest {
            entry_point: state.asked_from.unwrap_or(EntryPoint::Panel).as_str().into(),
            page: page::path(),
            locale: self.words.lang.into(),
            intent,
            mood: Some(state.mood.as_str().into()),
            tier: None,
            transcript: turns[turns.len().saturating_sub(TURNS)..].to_vec(),
            order: details.order.clone().or_else(|| order(&state)).or_else(|| standing.order.clone()),
            slots: slots.collect(),
            want: Want::Chat,
            proved: None,
        }
    }
}

/// The customer's words that were answered there.
fn asked_before(state: &State, answer: LineId, covered: &[(LineId, String)]) -> String {
    let before = state.lines.iter().rev().filter(|l| l.id < answer && !state.refused(l.id));
    let said = before.into_iter().find_map(|l| match &l.body {
        Body::Visitor { delivery: Delivery::Local, .. } => words_of(l.id, covered),
        _ => None,
    });
    said.unwrap_or_default()
}

fn words_of(line: LineId, covered: &[(LineId, String)]) -> Option<String> {
    covered.iter().find(|(id, _)| *id == line).map(|(_, words)| words.clone())
}

/// The order that the customer named for a lookup.
fn order(state: &State) -> Option<String> {
    state.slots.iter().find(|(name, _)| name == "order").map(|(_, value)| value.clone())
}

pub(super) fn wait(position: Option<u32>, range: Option<WaitRange>, open: bool, next_open: Option<u64>) -> Wait {
    Wait { position, range: range.map(|r| (r.low, r.high)), closed_now: !open, next_open }
}
