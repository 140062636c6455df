//! The rules of a conversation.

use crate::{
    Attached, Body, By, Delivery, DeskEvent, Effect, EntryPoint, Event, Failure, Line, LineId, Link, Millis, Mood,
    Notice, REOPEN_MS, Stage, State, Verdict, Wait, form, merge,
};

/// Takes one event in and says what must be done. Total: any event in any state is harmless.
#[must_use]
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Sent { text, client_id, at } => sent(state, &text, client_id, at),
        Event::Answered { line, verdict, at } => answered(state, line, verdict, at),
        Event::Felt(mood) => felt(state, mood),
        Event::Needs { fields, then, at } => form::needs(state, fields, then, at),
        Event::Filled { slot, value, at } => form::filled(state, slot, value, at),
        Event::Skipped { at } => form::skipped(state, at),
        Event::LookedUp { live, at } => form::looked_up(state, live, at),
        Event::Picked { question, verdict, client_id, at } => picked(state, question, verdict, client_id, at),
        Event::HumanAsked { from, at } => human_asked(state, from, at),
        Event::KnowledgeFailed { at } => knowledge_failed(state, at),
        Event::HandedOver { conversation, wait } => handed_over(state, conversation, wait),
        Event::Accepted { client_id } => {
            landed(state, &client_id);
            send_next(state)
        }
        Event::SendFailed { client_id, failure } => send_failed(state, &client_id, failure),
        Event::DeskLost => {
            state.link = Link::Down;
            state.typing = false;
            vec![]
        }
        Event::DeskBack => desk_back(state),
        Event::ConversationGone => conversation_gone(state),
        Event::Desk { seq, at, event } => desk(state, seq, at, event),
        Event::TypingStopped => {
            state.typing = false;
            vec![]
        }
        Event::Retry { line } => retry(state, line),
        Event::CloseAsked { at } => close_asked(state, at),
        Event::Rated { stars } => rated(state, stars),
        Event::ReopenAsked => reopen_asked(state),
        Event::EscalateAsked => escalate_asked(state),
        Event::Attached { file, client_id, at } => attached(state, file, client_id, at),
        Event::HelpJoined { conversation } => help_joined(state, conversation),
        Event::HelpEnded { at } => closed(state, Notice::HelpEnded, at),
        Event::Glanced { wait, read_upto } => {
            read(state, read_upto);
            queue_moved(state, wait)
        }
        Event::OtherTab(theirs) => {
            let mut effects = merge::merge(state, *theirs);
            effects.extend(send_next(state));
            effects
        }
        Event::Leads => {
            merge::lead(state);
            send_next(state)
        }
        Event::Erased => merge::erase(state),
    }
}

fn sent(state: &mut State, text: &str, client_id: String, at: Millis) -> Vec<Effect> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return vec![];
    }
    if state.for_person() {
        state.push(at, Body::Visitor { text, delivery: Delivery::Queued { client_id } });
        let mut effects = vec![Effect::Save];
        effects.extend(send_next(state));
        return effects;
    }
    if state.stage != Stage::Bot {
        state.enter(Stage::Bot);
    }
    let line = state.push(at, Body::Visitor { text: text.clone(), delivery: Delivery::Local });
    vec![Effect::Ask { line, text }, Effect::Save]
}

fn answered(state: &mut State, line: LineId, verdict: Verdict, at: Millis) -> Vec<Effect> {
    // A late answer: once a person was asked for, the bot is silent.
    if state.stage != Stage::Bot || state.line(line).is_none() {
        return vec![];
    }
    if verdict == Verdict::Human {
        return human_asked(state, EntryPoint::Typed, at);
    }
    if verdict == Verdict::Unknown && state.form.is_some() {
        return form::missed(state, at);
    }
    let mut effects = sorry(state, line, at);
    let body = match verdict {
        Verdict::Answer { entry, question, text, confidence } => Body::Answer { entry, question, text, confidence },
        Verdict::Choices(choices) if !choices.is_empty() => Body::Choices(choices),
        Verdict::Courtesy(text) => Body::Courtesy(text),
        Verdict::Refused => Body::Refused,
        _ => Body::Unknown { nth: state.misses().saturating_add(1) },
    };
    if matches!(body, Body::Answer { .. } | Body::Choices(_)) {
        state.form = None;
    }
    let id = state.push(at, body);
    effects.extend([Effect::Announce(id), Effect::Save]);
    if state.mood == Mood::Urgent {
        // What the merchant advises stands above; the person is called without being asked for.
        effects.extend(human_asked(state, EntryPoint::Typed, at));
    }
    effects
}

fn felt(state: &mut State, mood: Mood) -> Vec<Effect> {
    if state.stage == Stage::Bot {
        state.mood = state.mood.max(mood);
    }
    vec![]
}

/// The customer is angry: the person comes before the answer, but not before every answer.
fn sorry(state: &mut State, line: LineId, at: Millis) -> Vec<Effect> {
    const NEAR: u32 = 6;
    let lately = |other: &Line| other.body == Body::Sorry && other.id.0.saturating_add(NEAR) > line.0;
    if state.mood != Mood::Angry || state.lines.iter().any(lately) {
        return vec![];
    }
    let id = state.push(at, Body::Sorry);
    vec![Effect::Announce(id)]
}

fn picked(state: &mut State, question: String, verdict: Verdict, client_id: String, at: Millis) -> Vec<Effect> {
    if state.for_person() {
        return sent(state, &question, client_id, at);
    }
    if state.stage != Stage::Bot {
        state.enter(Stage::Bot);
    }
    let line = state.push(at, Body::Visitor { text: question, delivery: Delivery::Local });
    answered(state, line, verdict, at)
}

pub(crate) fn human_asked(state: &mut State, from: EntryPoint, at: Millis) -> Vec<Effect> {
    if state.for_person() {
        return vec![Effect::AnnounceWait];
    }
    state.enter(Stage::Waiting(Wait::default()));
    state.conversation = None;
    state.seq = 0;
    state.in_flight = None;
    state.asked_from = Some(from);
    state.form = None;
    let id = state.push(at, Body::Notice(Notice::Asked));
    vec![Effect::Save, Effect::Announce(id), Effect::HandOver]
}

fn knowledge_failed(state: &mut State, at: Millis) -> Vec<Effect> {
    let said = state.lines.iter().any(|l| l.body == Body::Notice(Notice::NoKnowledge));
    if said || state.for_person() {
        return vec![];
    }
    let id = state.push(at, Body::Notice(Notice::NoKnowledge));
    vec![Effect::Announce(id)]
}

fn handed_over(state: &mut State, conversation: String, wait: Wait) -> Vec<Effect> {
    if !state.for_person() {
        return vec![];
    }
    state.link = Link::Up;
    if state.conversation.as_ref() != Some(&conversation) {
        state.rev += 1;
    }
    state.conversation = Some(conversation);
    if matches!(state.stage, Stage::Waiting(_)) {
        state.stage = Stage::Waiting(wait);
    }
    let mut effects = vec![Effect::Save, Effect::Follow, Effect::AnnounceWait];
    effects.extend(send_next(state));
    effects
}

fn landed(state: &mut State, client_id: &str) {
    if state.in_flight.as_deref() == Some(client_id) {
        state.in_flight = None;
    }
}

/// The oldest line of the outbox goes out, one at a time, so that the order of writing is the order of arrival.
fn send_next(state: &mut State) -> Vec<Effect> {
    let ready = state.conversation.is_some() && state.for_person() && state.link == Link::Up;
    if !ready || state.in_flight.is_some() {
        return vec![];
    }
    // What another tab has under way and wrote before goes first: the tab that leads sends it.
    let due = |d: &Delivery| matches!(d, Delivery::Queued { .. } | Delivery::Elsewhere { .. });
    let first = state.lines.iter_mut().find(|l| l.body.delivery().is_some_and(due));
    let next = first.and_then(|l| {
        let (text, file) = match &l.body {
            Body::Visitor { text, .. } => (text.clone(), None),
            Body::File { file, .. } => (String::new(), Some(file.id.clone())),
            _ => return None,
        };
        let delivery = l.body.delivery_mut()?;
        let Delivery::Queued { client_id } = delivery else { return None };
        let client_id = client_id.clone();
        *delivery = Delivery::Sending { client_id: client_id.clone() };
        Some((client_id, text, file))
    });
    let Some((client_id, text, file)) = next else { return vec![] };
    state.in_flight = Some(client_id.clone());
    vec![Effect::Send { client_id, text, file }]
}

fn send_failed(state: &mut State, client_id: &str, failure: Failure) -> Vec<Effect> {
    landed(state, client_id);
    if let Some(delivery) = state.delivery_mut(client_id)
        && let Delivery::Sending { client_id } = delivery
    {
        let client_id = std::mem::take(client_id);
        *delivery = match failure {
            Failure::ForNow => Delivery::Queued { client_id },
            Failure::ForGood => Delivery::Refused { client_id },
        };
    }
    match failure {
        Failure::ForNow => {
            state.link = Link::Down;
            vec![Effect::Save]
        }
        Failure::ForGood => {
            let mut effects = vec![Effect::Save];
            effects.extend(send_next(state));
            effects
        }
    }
}

fn desk_back(state: &mut State) -> Vec<Effect> {
    state.link = Link::Up;
    if matches!(state.stage, Stage::Waiting(_)) && state.conversation.is_none() {
        return vec![Effect::HandOver];
    }
    send_next(state)
}

fn conversation_gone(state: &mut State) -> Vec<Effect> {
    if !state.for_person() {
        return vec![];
    }
    state.enter(Stage::Waiting(Wait::default()));
    state.conversation = None;
    state.seq = 0;
    state.in_flight = None;
    state.lines.iter_mut().for_each(crate::Line::wait_again);
    vec![Effect::Unfollow, Effect::Save, Effect::HandOver]
}

fn desk(state: &mut State, seq: Option<u64>, at: Millis, event: DeskEvent) -> Vec<Effect> {
    if state.conversation.is_none() {
        return vec![];
    }
    state.link = Link::Up;
    if let Some(seq) = seq {
        if seq <= state.seq {
            return vec![];
        }
        if seq > state.seq + 1 {
            return vec![Effect::CatchUp];
        }
        state.seq = seq;
    }
    match event {
        DeskEvent::Echo { client_id, text } => {
            let delivery = Delivery::Delivered { client_id, seq: state.seq };
            echo(state, Body::Visitor { text, delivery }, at)
        }
        DeskEvent::Message { client_id, name, text } => {
            state.typing = false;
            heard(state, Body::Person { name, text, client_id }, at)
        }
        DeskEvent::Helper { client_id, name, text } => {
            if state.delivery_mut(&client_id).is_some() {
                let delivery = Delivery::Delivered { client_id, seq: state.seq };
                return echo(state, Body::Visitor { text, delivery }, at);
            }
            heard(state, Body::Helper { name, text, client_id }, at)
        }
        DeskEvent::File { client_id, by, file } => {
            let mine = by == By::Visitor || state.delivery_mut(&client_id).is_some();
            let delivery = Delivery::Delivered { client_id, seq: state.seq };
            if mine {
                return echo(state, Body::File { by: By::Visitor, file, delivery }, at);
            }
            heard(state, Body::File { by, file, delivery }, at)
        }
        DeskEvent::Queued => vec![Effect::Save],
        DeskEvent::Queue(wait) => queue_moved(state, wait),
        DeskEvent::Told(notice) => told(state, notice, at),
        DeskEvent::Read { upto } => {
            read(state, upto);
            vec![Effect::Save]
        }
        DeskEvent::Typing => {
            state.typing = matches!(state.stage, Stage::Person { .. });
            vec![]
        }
        DeskEvent::Rated => {
            if let Stage::Closed { rated, .. } = &mut state.stage {
                *rated = true;
            }
            vec![Effect::Save]
        }
    }
}

/// What stands in the log, and whether somebody is there from now on.
fn told(state: &mut State, notice: Notice, at: Millis) -> Vec<Effect> {
    match &notice {
        Notice::Joined { name, role } => {
            state.enter(Stage::Person { name: name.clone(), role: role.clone() });
            note(state, notice, at)
        }
        Notice::Left { .. } | Notice::HandedOn { .. } | Notice::Escalated | Notice::Reopened => {
            gone_on(state, notice, at)
        }
        // Opened again before the desk repeated the end: what comes back is the end that is known.
        Notice::ClosedByVisitor if state.ended_by_customer() => vec![Effect::Save],
        Notice::ClosedByPerson | Notice::ClosedByVisitor => closed(state, notice, at),
        _ => note(state, notice, at),
    }
}

fn echo(state: &mut State, body: Body, at: Millis) -> Vec<Effect> {
    let Some(Delivery::Delivered { client_id, seq }) = body.delivery().cloned() else { return vec![] };
    match state.delivery_mut(&client_id) {
        Some(Delivery::Read { .. }) => {}
        Some(delivery) => *delivery = Delivery::Delivered { client_id, seq },
        None => {
            state.push(at, body);
        }
    }
    vec![Effect::Save]
}

/// A line of somebody else. Under its name it stands in the log once.
fn heard(state: &mut State, body: Body, at: Millis) -> Vec<Effect> {
    if state.knows(&body) {
        return vec![Effect::Save];
    }
    let id = state.push(at, body);
    vec![Effect::Announce(id), Effect::Save]
}

fn note(state: &mut State, notice: Notice, at: Millis) -> Vec<Effect> {
    let body = Body::Notice(notice);
    // Another tab may have told it already.
    if state.lines.iter().any(|l| l.at == at && l.body == body) {
        return vec![Effect::Save];
    }
    let id = state.push(at, body);
    vec![Effect::Announce(id), Effect::Save]
}

/// Somebody of the desk went, or all of them: whoever is still here has the word, else it waits.
fn gone_on(state: &mut State, notice: Notice, at: Millis) -> Vec<Effect> {
    state.typing = false;
    let effects = note(state, notice, at);
    state.enter(match state.persons().pop() {
        Some((name, role)) => Stage::Person { name, role },
        None => Stage::Waiting(Wait::default()),
    });
    effects
}

fn read(state: &mut State, upto: u64) {
    for delivery in state.lines.iter_mut().filter_map(|l| l.body.delivery_mut()) {
        if let Delivery::Delivered { client_id, seq } = delivery
            && *seq <= upto
        {
            *delivery = Delivery::Read { client_id: std::mem::take(client_id) };
        }
    }
}

fn queue_moved(state: &mut State, new: Wait) -> Vec<Effect> {
    let Stage::Waiting(old) = &mut state.stage else { return vec![] };
    // The stream says that nobody is there, the call says until when.
    let new = Wait { next_open: new.next_open.or(old.next_open.filter(|_| new.closed_now)), ..new };
    let was = std::mem::replace(old, new);
    if was.closed_now != new.closed_now {
        return vec![Effect::AnnounceWait];
    }
    match (was.position, new.position) {
        (was, now) if was == now => vec![],
        (Some(was), Some(now)) if is_small_step(was, now) => vec![Effect::TellWait],
        _ => vec![Effect::AnnounceWait],
    }
}

/// Forward, but neither near the front nor past a fifth place.
const fn is_small_step(was: u32, now: u32) -> bool {
    now < was && now > 5 && now.div_ceil(5) == was.div_ceil(5)
}

fn closed(state: &mut State, notice: Notice, at: Millis) -> Vec<Effect> {
    state.typing = false;
    let already = matches!(state.stage, Stage::Closed { .. });
    if already {
        return vec![Effect::Save];
    }
    state.enter(Stage::Closed { rated: false, at });
    state.mood = Mood::Neutral;
    state.slots.clear();
    let id = state.push(at, Body::Notice(notice));
    vec![Effect::Announce(id), Effect::Unfollow, Effect::Save]
}

fn close_asked(state: &mut State, at: Millis) -> Vec<Effect> {
    if !state.for_person() {
        return vec![];
    }
    let known_at_desk = state.conversation.is_some();
    let mut effects = closed(state, Notice::ClosedByVisitor, at);
    if known_at_desk {
        effects.push(Effect::Close);
    }
    effects
}

fn retry(state: &mut State, line: LineId) -> Vec<Effect> {
    let found = state.lines.iter_mut().find(|l| l.id == line);
    if let Some(delivery) = found.and_then(|l| l.body.delivery_mut())
        && let Delivery::Refused { client_id } = delivery
    {
        *delivery = Delivery::Queued { client_id: std::mem::take(client_id) };
    }
    let mut effects = vec![Effect::Save];
    effects.extend(send_next(state));
    effects
}

/// A rating may be given after the end, or while the person is here; a later one takes the place of the earlier.
fn rated(state: &mut State, stars: u8) -> Vec<Effect> {
    if !(1..=5).contains(&stars) || state.conversation.is_none() {
        return vec![];
    }
    if let Stage::Closed { rated, .. } = &mut state.stage {
        *rated = true;
    }
    vec![Effect::Save, Effect::Rate { stars }]
}

fn reopen_asked(state: &mut State) -> Vec<Effect> {
    if !matches!(state.stage, Stage::Closed { .. }) || state.conversation.is_none() {
        return vec![];
    }
    state.enter(Stage::Waiting(Wait::default()));
    vec![Effect::Save, Effect::Reopen]
}

fn escalate_asked(state: &mut State) -> Vec<Effect> {
    let with_person = matches!(state.stage, Stage::Person { .. });
    if with_person && state.answered() { vec![Effect::Escalate] } else { vec![] }
}

fn attached(state: &mut State, file: Attached, client_id: String, at: Millis) -> Vec<Effect> {
    let body = Body::File { by: By::Visitor, file, delivery: Delivery::Queued { client_id } };
    // Two tabs may have brought the same file.
    if !state.for_person() || state.knows(&body) {
        return vec![];
    }
    state.push(at, body);
    let mut effects = vec![Effect::Save];
    effects.extend(send_next(state));
    effects
}

fn help_joined(state: &mut State, conversation: String) -> Vec<Effect> {
    *state = State { rev: state.rev + 1, conversation: Some(conversation), ..State::default() };
    state.enter(Stage::Waiting(Wait::default()));
    vec![Effect::Save, Effect::Follow]
}

impl Stage {
    /// Whether an ended talk may still be opened again.
    #[must_use]
    pub fn may_reopen(&self, now: Millis) -> bool {
        matches!(self, Self::Closed { at, .. } if now < at.saturating_add(REOPEN_MS))
    }
}
