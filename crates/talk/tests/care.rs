//! Moods, forms and lookups as scripts.
#![allow(clippy::unwrap_used, missing_docs)]

use talk::{Body, Effect, Event, Field, LineId, Live, Mood, Stage, State, Then, Verdict, update};

fn say(state: &mut State, mood: Mood, verdict: Verdict) -> Vec<Effect> {
    let _ = update(state, Event::Sent { text: "x".into(), client_id: "a".into(), at: 1 });
    let line = state.lines.last().unwrap().id;
    let mut effects = update(state, Event::Felt(mood));
    effects.extend(update(state, Event::Answered { line, verdict, at: 2 }));
    effects
}

fn answer() -> Verdict {
    Verdict::Answer { entry: "e".into(), question: "q".into(), text: "t".into(), confidence: 900 }
}

fn order() -> Field {
    Field { slot: "order".into(), question: "which?".into() }
}

fn needs(fields: Vec<Field>, then: Then) -> Event {
    Event::Needs { fields, then, at: 3 }
}

fn look() -> Then {
    Then::Look("status".into())
}

fn filled() -> Event {
    Event::Filled { slot: "order".into(), value: "QH1".into(), at: 4 }
}

#[test]
fn in_danger_the_advice_is_given_and_the_person_called_at_once() {
    let mut s = State::default();
    let effects = say(&mut s, Mood::Urgent, answer());
    assert!(matches!(s.lines[1].body, Body::Answer { .. }));
    assert!(matches!(s.stage, Stage::Waiting(_)));
    assert!(effects.contains(&Effect::HandOver));
    assert_eq!(s.mood, Mood::Urgent);
}

#[test]
fn anger_gets_the_person_before_the_answer_but_not_every_time() {
    let mut s = State::default();
    let _ = say(&mut s, Mood::Angry, answer());
    assert_eq!(s.lines[1].body, Body::Sorry);
    assert!(matches!(s.lines[2].body, Body::Answer { .. }));
    let _ = say(&mut s, Mood::Angry, answer());
    assert_eq!(s.lines.iter().filter(|l| l.body == Body::Sorry).count(), 1);
}

#[test]
fn a_lookup_asks_for_what_is_missing_and_then_looks() {
    let mut s = State::default();
    let _ = say(&mut s, Mood::Neutral, answer());
    let effects = update(&mut s, needs(vec![order()], look()));
    assert_eq!(s.lines.last().unwrap().body, Body::Form { question: "which?".into() });
    assert!(!effects.iter().any(|e| matches!(e, Effect::Look { .. })), "nothing is asked before it is known of what");
    let effects = update(&mut s, filled());
    assert!(effects.contains(&Effect::Look { name: "status".into() }));
    assert_eq!(s.slots, [("order".to_owned(), "QH1".to_owned())]);
    let _ = update(&mut s, Event::LookedUp { live: Live::Found("on its way".into()), at: 5 });
    assert_eq!(s.lines.last().unwrap().body, Body::Live(Live::Found("on its way".into())));
    assert_eq!(s.form, None);
}

#[test]
fn what_was_said_already_is_not_asked_for() {
    let mut s = State::default();
    let _ = say(&mut s, Mood::Neutral, answer());
    let _ = update(&mut s, filled());
    assert!(update(&mut s, needs(vec![order()], look())).contains(&Effect::Look { name: "status".into() }));
}

#[test]
fn a_form_is_skipped_by_the_button_or_by_saying_something_else_twice() {
    let mut s = State::default();
    let _ = say(&mut s, Mood::Neutral, answer());
    let _ = update(&mut s, needs(vec![order()], look()));
    let _ = update(&mut s, Event::Skipped { at: 4 });
    assert_eq!(s.lines.last().unwrap().body, Body::Live(Live::Skipped));
    let _ = update(&mut s, needs(vec![order()], look()));
    let _ = say(&mut s, Mood::Neutral, Verdict::Unknown);
    assert!(matches!(s.lines.last().unwrap().body, Body::Form { .. }));
    let _ = say(&mut s, Mood::Neutral, Verdict::Unknown);
    assert_eq!(s.lines.last().unwrap().body, Body::Live(Live::Skipped));
    assert_eq!(s.form, None);
}

#[test]
fn what_a_person_will_need_is_collected_and_handed_over() {
    let mut s = State::default();
    let _ = say(&mut s, Mood::Neutral, answer());
    let _ = update(&mut s, needs(vec![order()], Then::HandOver));
    assert!(update(&mut s, filled()).contains(&Effect::HandOver));
    assert_eq!(s.slots.len(), 1);
}

#[test]
fn asking_for_the_person_ends_any_form_at_once() {
    let mut s = State::default();
    let _ = say(&mut s, Mood::Neutral, answer());
    let _ = update(&mut s, needs(vec![order()], Then::HandOver));
    assert!(say(&mut s, Mood::Neutral, Verdict::Human).contains(&Effect::HandOver));
    assert_eq!(s.form, None);
    assert!(update(&mut s, Event::LookedUp { live: Live::Empty, at: 9 }).is_empty(), "a late live answer is dropped");
}

#[test]
fn an_answer_to_something_else_leaves_the_form() {
    let mut s = State::default();
    let _ = say(&mut s, Mood::Neutral, answer());
    let _ = update(&mut s, needs(vec![order()], look()));
    let _ = say(&mut s, Mood::Neutral, answer());
    assert_eq!(s.form, None);
    assert_eq!(s.lines.last().unwrap().id, LineId(5));
}
