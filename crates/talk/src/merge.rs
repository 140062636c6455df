//! Two tabs of one browser, one conversation: what either has learnt is kept, nothing is taken back.
//!
//! Lines are told apart by their `client_id`, and those that have none by moment and words. Lines only ever arrive at
//! the end; a delivery only ever goes forward. Where the conversation stands is said by the tab whose stage changed
//! last in the order of [`State::rev`].

use crate::{Body, Delivery, Effect, Line, Notice, Stage, State};

/// Takes in what another tab stored.
pub(crate) fn merge(state: &mut State, mut theirs: State) -> Vec<Effect> {
    let before = (state.for_person(), state.conversation.clone());
    let known_there = theirs.lines.len();
    let mut effects = Vec::new();
    let mut next = 0;
    for line in std::mem::take(&mut theirs.lines) {
        if let Some(at) = find(&state.lines, next, &line) {
            next = at + 1;
            forward(&mut state.lines[at].body, line.body);
        } else if !repeats(state, &line) {
            let id = state.push(line.at, elsewhere(line.body));
            effects.push(Effect::Announce(id));
        }
    }
    let newer = standing(&theirs) > standing(state);
    let same = state.conversation == theirs.conversation;
    if newer {
        state.rev = theirs.rev;
        // What is stored does not say the place in the queue; a tab that waits already knows it.
        if !matches!((&state.stage, &theirs.stage), (Stage::Waiting(_), Stage::Waiting(_))) {
            state.stage = theirs.stage;
        }
        state.conversation = theirs.conversation;
    }
    state.seq = match (same, newer) {
        (true, _) => state.seq.max(theirs.seq),
        (false, true) => theirs.seq,
        (false, false) => state.seq,
    };
    if !state.for_person() {
        state.typing = false;
    }
    let after = (state.for_person(), state.conversation.clone());
    if before != after {
        effects.push(match after {
            (true, Some(_)) => Effect::Follow,
            _ => Effect::Unfollow,
        });
    }
    if state.lines.len() > known_there {
        effects.push(Effect::Save);
    }
    effects
}

/// Both tabs come to the same end, also where each changed the stage once.
fn standing(state: &State) -> (u64, Option<&str>, u64, u8) {
    let step = match state.stage {
        Stage::Bot => 0,
        Stage::Waiting(_) => 1,
        Stage::Person { .. } => 2,
        Stage::Closed { .. } => 3,
    };
    (state.rev, state.conversation.as_deref(), state.seq, step)
}

/// Two logs of one browser run alike for long stretches: the line after the last one found is looked at first.
fn find(lines: &[Line], next: usize, line: &Line) -> Option<usize> {
    let same = |l: &Line| match (l.body.client_id(), line.body.client_id()) {
        (Some(mine), Some(theirs)) => mine == theirs && is_file(&l.body) == is_file(&line.body),
        (None, None) => l.at == line.at && (l.body == line.body || is_masked(&l.body, &line.body)),
        _ => false,
    };
    if lines.get(next).is_some_and(same) { Some(next) } else { lines.iter().rposition(same) }
}

/// What was said to the machine is stored masked: a page that knows the words as they were said does not take it for more.
fn is_masked(one: &Body, other: &Body) -> bool {
    let (Body::Visitor { text: one, .. }, Body::Visitor { text: other, .. }) = (one, other) else { return false };
    [one, other].iter().any(|text| text.as_bytes().contains(&b'*'))
}

fn is_file(body: &Body) -> bool {
    matches!(body, Body::File { .. })
}

/// Both tabs said that the same thing happened, each by its own clock.
fn repeats(state: &State, line: &Line) -> bool {
    let last = state.lines.iter().rev().find_map(|l| match &l.body {
        Body::Notice(notice) if *notice != Notice::NoKnowledge => Some(notice),
        _ => None,
    });
    let Body::Notice(notice) = &line.body else { return false };
    *notice == Notice::NoKnowledge || last == Some(notice)
}

/// The tab that wrote a line sends it; this one shows it as under way, and sends it once that tab is gone.
fn elsewhere(mut body: Body) -> Body {
    if let Some(delivery) = body.delivery_mut()
        && let Delivery::Queued { client_id } | Delivery::Sending { client_id } = delivery
    {
        *delivery = Delivery::Elsewhere { client_id: std::mem::take(client_id) };
    }
    body
}

fn forward(mine: &mut Body, theirs: Body) {
    let (Body::Visitor { delivery: theirs, .. } | Body::File { delivery: theirs, .. }) = theirs else { return };
    if let Some(mine) = mine.delivery_mut() {
        let ahead = match (&*mine, &theirs) {
            (Delivery::Read { .. }, _) => false,
            (_, Delivery::Read { .. }) | (Delivery::Elsewhere { .. }, Delivery::Refused { .. }) => true,
            (mine, theirs) => theirs.arrived() && !mine.arrived(),
        };
        if ahead {
            *mine = theirs;
        }
    }
}

/// From now on this tab speaks for all: what others left under way goes out again, under the same names.
pub(crate) fn lead(state: &mut State) {
    let theirs = |l: &&mut Line| matches!(l.body.delivery(), Some(Delivery::Elsewhere { .. }));
    state.lines.iter_mut().filter(theirs).for_each(Line::wait_again);
}

/// Everything was erased: an empty conversation, with what only this page knows.
pub(crate) fn erase(state: &mut State) -> Vec<Effect> {
    let followed = state.for_person();
    *state = State { rev: state.rev + 1, stage: Stage::Bot, ..State::default() };
    if followed { vec![Effect::Unfollow] } else { vec![] }
}
