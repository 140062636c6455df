//! No sequence of events panics, ids only grow, and nothing written to a person is ever lost.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use talk::{
    Attached, Body, By, Choice, Delivery, DeskEvent, Effect, EntryPoint, Event, Failure, Field, LineId, Live, Mood,
    Notice, State, Then, TicketKind, Verdict, Wait, update,
};

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(Verdict::Answer { entry: "e".into(), question: "q".into(), text: "t".into(), confidence: 700 }),
        Just(Verdict::Choices(vec![Choice { entry: "e".into(), question: "q".into() }])),
        Just(Verdict::Courtesy("hi".into())),
        Just(Verdict::Unknown),
        Just(Verdict::Refused),
        Just(Verdict::Human),
    ]
}

fn desk_event() -> impl Strategy<Value = DeskEvent> {
    let name = || String::from("n");
    prop_oneof![
        "[a-d]".prop_map(|client_id| DeskEvent::Echo { client_id, text: "x".into() }),
        "[p-s]".prop_map(move |client_id| DeskEvent::Message { client_id, name: name(), text: "x".into() }),
        Just(DeskEvent::Queued),
        (0u32..4).prop_map(|p| DeskEvent::Queue(Wait {
            position: Some(p),
            range: None,
            closed_now: p == 0,
            ..Wait::default()
        })),
        Just(DeskEvent::Told(Notice::Joined { name: "n".into(), role: String::new() })),
        Just(DeskEvent::Told(Notice::Left { name: "n".into() })),
        Just(DeskEvent::Typing),
        Just(DeskEvent::Told(Notice::ClosedByPerson)),
        Just(DeskEvent::Told(Notice::ClosedByVisitor)),
        Just(DeskEvent::Rated),
        "[a-dp-s]".prop_map(move |client_id| DeskEvent::Helper { client_id, name: "n".into(), text: "x".into() }),
        ("[a-dp-s]", by()).prop_map(|(client_id, by)| DeskEvent::File { client_id, by, file: Attached::default() }),
        Just(DeskEvent::Told(Notice::HandedOn { from: "n".into(), to: String::new() })),
        Just(DeskEvent::Told(Notice::Escalated)),
        Just(DeskEvent::Told(Notice::HelperJoined { id: "h".into(), name: "n".into() })),
        Just(DeskEvent::Told(Notice::HelperLeft { id: "h".into(), name: "n".into() })),
        Just(DeskEvent::Told(Notice::Reopened)),
        Just(DeskEvent::Told(Notice::RatingAsked)),
        Just(DeskEvent::Told(Notice::Ticket { id: "t".into(), kind: TicketKind::Callback, due: 9 })),
        (0u64..12).prop_map(|upto| DeskEvent::Read { upto }),
    ]
}

fn by() -> impl Strategy<Value = By> {
    prop_oneof![Just(By::Visitor), Just(By::Person("n".into())), Just(By::Helper("n".into()))]
}

fn event() -> impl Strategy<Value = Event> {
    let id = || "[a-d]";
    prop_oneof![
        4 => (".{0,4}", id()).prop_map(|(text, client_id)| Event::Sent { text, client_id, at: 1 }),
        2 => (0u32..9, verdict()).prop_map(|(l, verdict)| Event::Answered { line: LineId(l), verdict, at: 1 }),
        1 => proptest::sample::select(vec![Mood::Neutral, Mood::Angry, Mood::Urgent]).prop_map(Event::Felt),
        1 => (0usize..3, any::<bool>()).prop_map(|(fields, look)| Event::Needs {
            fields: vec![Field { slot: "order".into(), question: "?".into() }; fields],
            then: if look { Then::Look("order".into()) } else { Then::HandOver },
            at: 1,
        }),
        1 => Just(Event::Filled { slot: "order".into(), value: "1".into(), at: 1 }),
        1 => Just(Event::Skipped { at: 1 }),
        1 => proptest::sample::select(vec![Live::Found("x".into()), Live::Empty, Live::Late])
            .prop_map(|live| Event::LookedUp { live, at: 1 }),
        1 => (verdict(), id()).prop_map(|(verdict, client_id)| Event::Picked { question: "q".into(), verdict, client_id, at: 1 }),
        2 => Just(Event::HumanAsked { from: EntryPoint::Panel, at: 1 }),
        1 => Just(Event::KnowledgeFailed { at: 1 }),
        2 => Just(Event::HandedOver { conversation: "c".into(), wait: Wait::default() }),
        2 => id().prop_map(|client_id| Event::Accepted { client_id }),
        1 => id().prop_map(|client_id| Event::SendFailed { client_id, failure: Failure::ForNow }),
        1 => id().prop_map(|client_id| Event::SendFailed { client_id, failure: Failure::ForGood }),
        1 => Just(Event::DeskLost),
        1 => Just(Event::DeskBack),
        1 => Just(Event::ConversationGone),
        6 => (proptest::option::of(0u64..12), desk_event()).prop_map(|(seq, event)| Event::Desk { seq, at: 1, event }),
        1 => Just(Event::TypingStopped),
        1 => (0u32..9).prop_map(|l| Event::Retry { line: LineId(l) }),
        1 => Just(Event::CloseAsked { at: 1 }),
        1 => any::<u8>().prop_map(|stars| Event::Rated { stars }),
        1 => Just(Event::ReopenAsked),
        1 => Just(Event::EscalateAsked),
        1 => id().prop_map(|client_id| Event::Attached { file: Attached::default(), client_id, at: 1 }),
        1 => (0u64..12).prop_map(|read_upto| Event::Glanced { wait: Wait::default(), read_upto }),
        1 => Just(Event::HelpEnded { at: 1 }),
        1 => Just(Event::Leads),
    ]
}

fn played(events: Vec<Event>) -> State {
    let mut state = State::default();
    for event in events {
        let _ = update(&mut state, event);
    }
    state
}

fn names(state: &State) -> Vec<String> {
    state
        .lines
        .iter()
        .filter_map(|l| Some(format!("{} {}", l.body.client_id()?, matches!(l.body, Body::File { .. }))))
        .collect()
}

/// A page names each thing it writes anew; a name that came before, here or in another tab, gives way to a fresh one.
fn named_once(events: Vec<Event>, used: &mut BTreeSet<String>) -> Vec<Event> {
    let fresh = |mut event: Event| {
        match &mut event {
            Event::Sent { client_id, .. } | Event::Picked { client_id, .. } | Event::Attached { client_id, .. } => {
                if used.contains(client_id) {
                    *client_id = format!("again-{}", used.len());
                }
                used.insert(client_id.clone());
            }
            Event::Desk {
                event:
                    DeskEvent::Echo { client_id, .. }
                    | DeskEvent::Message { client_id, .. }
                    | DeskEvent::Helper { client_id, .. }
                    | DeskEvent::File { client_id, .. },
                ..
            } => {
                used.insert(client_id.clone());
            }
            _ => {}
        }
        event
    };
    events.into_iter().map(fresh).collect()
}

/// The desk's events here use a name for more than one thing, as no desk does.
fn distinct(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names.dedup();
    names
}

proptest! {
    /// Two tabs that part and store in turns end up knowing the same, whatever each of them met.
    #[test]
    fn two_tabs_lose_nothing_and_double_nothing(
        shared in proptest::collection::vec(event(), 0..20),
        here in proptest::collection::vec(event(), 0..20),
        there in proptest::collection::vec(event(), 0..20),
    ) {
        let mut used = BTreeSet::new();
        let [shared, here, there] = [shared, here, there].map(|events| named_once(events, &mut used));
        let start = played(shared);
        let part = |events: Vec<Event>| events.into_iter().fold(start.clone(), |mut state, event| {
            let _ = update(&mut state, event);
            state
        });
        let (mut one, mut two) = (part(here), part(there));
        let before = [names(&one), names(&two)].concat();
        let _ = update(&mut one, Event::OtherTab(Box::new(two.clone())));
        let _ = update(&mut two, Event::OtherTab(Box::new(one.clone())));
        for name in before {
            prop_assert!(names(&one).contains(&name) && names(&two).contains(&name), "{name} is lost");
        }
        prop_assert_eq!(distinct(names(&one)), distinct(names(&two)));
        prop_assert_eq!((&one.conversation, one.rev, one.seq), (&two.conversation, two.rev, two.seq));
        prop_assert_eq!(std::mem::discriminant(&one.stage), std::mem::discriminant(&two.stage));
        prop_assert!(one.lines.windows(2).all(|w| w[0].id < w[1].id), "ids grow");
        let settled = two.clone();
        let _ = update(&mut two, Event::OtherTab(Box::new(one)));
        prop_assert_eq!(two, settled, "what is known is not taken in twice");
    }

    #[test]
    fn any_order_of_events_is_harmless(events in proptest::collection::vec(event(), 0..60)) {
        let mut state = State::default();
        for event in events {
            let before = state.clone();
            let sends_to_engine = before.for_person();
            let wrote = matches!(&event, Event::Sent { .. });
            let effects = update(&mut state, event);
            prop_assert!(state.lines.windows(2).all(|w| w[0].id < w[1].id), "ids grow");
            prop_assert!(state.lines.len() >= before.lines.len(), "no line is ever dropped");
            if sends_to_engine && wrote {
                prop_assert!(!effects.iter().any(|e| matches!(e, Effect::Ask { .. })), "the bot is silent");
            }
            for effect in &effects {
                if let Effect::Announce(id) = effect {
                    prop_assert!(state.line(*id).is_some(), "what is announced exists");
                }
            }
        }
        let resumed = state.clone().resumed();
        prop_assert_eq!(resumed.lines.len(), state.lines.len());
        let under_way = resumed.lines.iter().any(
            |l| matches!(&l.body, Body::Visitor { delivery: Delivery::Sending { .. } | Delivery::Elsewhere { .. }, .. }));
        prop_assert!(!under_way, "after a reload nothing is under way");
        prop_assert_eq!(resumed.clone().resumed(), resumed);
    }
}
