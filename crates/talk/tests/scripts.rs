//! Conversations as scripts: events in, effects and lines asserted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use talk::{
    Body, Choice, Delivery, DeskEvent, Effect, EntryPoint, Event, Failure, LineId, Link, Notice, Stage, State, Verdict,
    Wait, update,
};

fn said(text: &str, id: &str) -> Event {
    Event::Sent { text: text.into(), client_id: id.into(), at: 1 }
}

fn answer() -> Verdict {
    Verdict::Answer { entry: "e".into(), question: "q".into(), text: "t".into(), confidence: 900 }
}

fn desk(seq: u64, event: DeskEvent) -> Event {
    Event::Desk { seq: Some(seq), at: 5, event }
}

fn echo(seq: u64, id: &str) -> Event {
    desk(seq, DeskEvent::Echo { client_id: id.into(), text: id.into() })
}

fn play(state: &mut State, events: impl IntoIterator<Item = Event>) -> Vec<Effect> {
    events.into_iter().flat_map(|e| update(state, e)).collect()
}

fn with_person() -> State {
    let mut s = State::default();
    let _ = play(
        &mut s,
        [
            Event::HumanAsked { from: EntryPoint::Panel, at: 1 },
            Event::HandedOver { conversation: "c".into(), wait: Wait::default() },
            desk(1, DeskEvent::Queued),
            desk(2, DeskEvent::Told(Notice::Joined { name: "小林".into(), role: String::new() })),
        ],
    );
    s
}

fn deliveries(s: &State) -> Vec<&Delivery> {
    s.lines
        .iter()
        .filter_map(|l| if let Body::Visitor { delivery, .. } = &l.body { Some(delivery) } else { None })
        .collect()
}

#[test]
fn a_question_is_asked_and_answered() {
    let mut s = State::default();
    let effects = update(&mut s, said("  怎么退货 ", "a"));
    assert_eq!(effects, [Effect::Ask { line: LineId(1), text: "怎么退货".into() }, Effect::Save]);
    let effects = update(&mut s, Event::Answered { line: LineId(1), verdict: answer(), at: 2 });
    assert_eq!(effects, [Effect::Announce(LineId(2)), Effect::Save]);
}

#[test]
fn blank_text_is_nobodys_line() {
    let mut s = State::default();
    assert!(update(&mut s, said(" \n\u{3000}", "a")).is_empty());
    assert!(s.lines.is_empty());
}

#[test]
fn a_person_can_be_asked_for_before_anything_was_said() {
    let mut s = State::default();
    let effects = update(&mut s, Event::HumanAsked { from: EntryPoint::Launcher, at: 1 });
    assert_eq!(effects, [Effect::Save, Effect::Announce(LineId(1)), Effect::HandOver]);
    assert_eq!(s.lines[0].body, Body::Notice(Notice::Asked));
}

#[test]
fn pressing_twice_asks_once() {
    let mut s = State::default();
    let effects = play(&mut s, [1, 2].map(|at| Event::HumanAsked { from: EntryPoint::Panel, at }));
    assert_eq!(effects.iter().filter(|e| **e == Effect::HandOver).count(), 1);
    assert_eq!(s.lines.len(), 1);
}

#[test]
fn a_late_answer_is_dropped_once_a_person_was_asked_for() {
    let mut s = State::default();
    let _ = play(&mut s, [said("怎么退货", "a"), Event::HumanAsked { from: EntryPoint::Panel, at: 2 }]);
    assert!(update(&mut s, Event::Answered { line: LineId(1), verdict: answer(), at: 3 }).is_empty());
    assert!(!s.lines.iter().any(|l| matches!(l.body, Body::Answer { .. })));
}

#[test]
fn saying_so_is_pressing_the_button() {
    let mut s = State::default();
    let _ = update(&mut s, said("转人工", "a"));
    let effects = update(&mut s, Event::Answered { line: LineId(1), verdict: Verdict::Human, at: 2 });
    assert!(effects.contains(&Effect::HandOver));
    assert_eq!(s.asked_from, Some(EntryPoint::Typed));
}

#[test]
fn the_same_no_is_never_said_twice_and_an_answer_starts_the_count_anew() {
    let mut s = State::default();
    let mut nths = vec![];
    for verdict in [Verdict::Unknown, Verdict::Unknown, answer(), Verdict::Choices(vec![])] {
        let _ = update(&mut s, said("?", "x"));
        let line = s.lines.last().unwrap().id;
        let _ = update(&mut s, Event::Answered { line, verdict, at: 1 });
        if let Body::Unknown { nth } = s.lines.last().unwrap().body {
            nths.push(nth);
        }
    }
    assert_eq!(nths, [1, 2, 1]);
}

#[test]
fn lines_written_while_waiting_go_out_in_order_one_at_a_time() {
    let mut s = State::default();
    let _ = play(&mut s, [Event::HumanAsked { from: EntryPoint::Panel, at: 1 }, said("一", "a"), said("二", "b")]);
    let effects = update(&mut s, Event::HandedOver { conversation: "c".into(), wait: Wait::default() });
    assert_eq!(effects.last(), Some(&Effect::Send { client_id: "a".into(), text: "一".into(), file: None }));
    let effects = update(&mut s, Event::Accepted { client_id: "a".into() });
    assert_eq!(effects, [Effect::Send { client_id: "b".into(), text: "二".into(), file: None }]);
    assert!(deliveries(&s).iter().all(|d| matches!(d, Delivery::Sending { .. })), "a 200 alone delivers nothing");
    let _ = play(&mut s, [desk(1, DeskEvent::Queued), echo(2, "a"), echo(3, "b")]);
    assert!(deliveries(&s).iter().all(|d| matches!(d, Delivery::Delivered { .. })));
}

#[test]
fn the_outbox_is_saved_before_the_network_hears_of_it() {
    let mut s = with_person();
    let effects = update(&mut s, said("在", "a"));
    assert_eq!(effects, [Effect::Save, Effect::Send { client_id: "a".into(), text: "在".into(), file: None }]);
}

#[test]
fn a_lost_network_keeps_the_line_and_a_found_one_sends_it() {
    let mut s = with_person();
    let _ = update(&mut s, said("在", "a"));
    let _ = update(&mut s, Event::SendFailed { client_id: "a".into(), failure: Failure::ForNow });
    assert_eq!((s.link, s.unsent()), (Link::Down, 1));
    assert_eq!(
        update(&mut s, Event::DeskBack),
        [Effect::Send { client_id: "a".into(), text: "在".into(), file: None }]
    );
}

#[test]
fn a_refused_line_shows_it_lets_the_next_pass_and_can_be_tried_again() {
    let mut s = with_person();
    let _ = play(&mut s, [said("一", "a"), said("二", "b")]);
    let effects = update(&mut s, Event::SendFailed { client_id: "a".into(), failure: Failure::ForGood });
    assert!(effects.contains(&Effect::Send { client_id: "b".into(), text: "二".into(), file: None }));
    assert!(matches!(deliveries(&s)[0], Delivery::Refused { .. }));
    let _ = update(&mut s, Event::Accepted { client_id: "b".into() });
    let line = s.lines.iter().find(|l| matches!(&l.body, Body::Visitor { text, .. } if text == "一")).unwrap().id;
    let effects = update(&mut s, Event::Retry { line });
    assert!(effects.contains(&Effect::Send { client_id: "a".into(), text: "一".into(), file: None }));
}

#[test]
fn a_reload_sends_again_what_was_under_way() {
    let mut s = with_person();
    let _ = update(&mut s, said("在", "a"));
    let mut s = s.resumed();
    assert_eq!(
        update(&mut s, Event::DeskBack),
        [Effect::Send { client_id: "a".into(), text: "在".into(), file: None }]
    );
}

#[test]
fn a_gap_is_fetched_and_a_repeat_is_ignored() {
    let mut s = with_person();
    let message = |id: &str| DeskEvent::Message { client_id: id.into(), name: "小林".into(), text: "好的".into() };
    assert_eq!(update(&mut s, desk(4, message("m4"))), [Effect::CatchUp]);
    let _ = play(&mut s, [desk(3, message("m3")), desk(3, message("m3")), desk(4, message("m4"))]);
    let persons = s.lines.iter().filter(|l| matches!(l.body, Body::Person { .. })).count();
    assert_eq!(persons, 2, "two equal texts are two messages, one number is one");
}

#[test]
fn another_tabs_line_appears_here() {
    let mut s = with_person();
    let _ = update(&mut s, echo(3, "elsewhere"));
    assert!(matches!(deliveries(&s)[..], [Delivery::Delivered { .. }]));
}

#[test]
fn the_person_leaves_and_the_customer_keeps_waiting() {
    let mut s = with_person();
    let _ = update(&mut s, desk(3, DeskEvent::Told(Notice::Left { name: "小林".into() })));
    assert!(matches!(s.stage, Stage::Waiting(_)));
    let effects = update(
        &mut s,
        Event::Desk {
            seq: None,
            at: 1,
            event: DeskEvent::Queue(Wait { position: Some(1), range: None, closed_now: false, ..Wait::default() }),
        },
    );
    assert_eq!(effects, [Effect::AnnounceWait]);
}

#[test]
fn an_unchanged_place_is_not_said_again() {
    let mut s = with_person();
    let _ = update(&mut s, desk(3, DeskEvent::Told(Notice::Left { name: "小林".into() })));
    let queue = |high| Event::Desk {
        seq: None,
        at: 1,
        event: DeskEvent::Queue(Wait {
            position: Some(2),
            range: Some((60, high)),
            closed_now: false,
            ..Wait::default()
        }),
    };
    assert_eq!(update(&mut s, queue(90)), [Effect::AnnounceWait]);
    assert!(update(&mut s, queue(80)).is_empty());
}

#[test]
fn far_from_the_front_not_every_step_is_said() {
    let mut s = with_person();
    let _ = update(&mut s, desk(3, DeskEvent::Told(Notice::Left { name: "小林".into() })));
    let mut moved = |position, closed_now| {
        let wait = Wait { position: Some(position), closed_now, ..Wait::default() };
        update(&mut s, Event::Desk { seq: None, at: 1, event: DeskEvent::Queue(wait) })
    };
    let mut said: Vec<u32> = Vec::new();
    for position in (1..=18).rev() {
        match moved(position, false).as_slice() {
            [Effect::AnnounceWait] => said.push(position),
            other => assert_eq!(other, [Effect::TellWait], "the page hears each"),
        }
    }
    assert_eq!(said, [18, 15, 10, 5, 4, 3, 2, 1]);
    // Backwards, and that nobody is on duty any more, is always said.
    assert_eq!(moved(8, false), [Effect::AnnounceWait]);
    assert_eq!(moved(9, false), [Effect::AnnounceWait]);
    assert_eq!(moved(9, true), [Effect::AnnounceWait]);
}

#[test]
fn closing_is_said_once_rated_once_and_writing_begins_anew() {
    let mut s = with_person();
    let effects = update(&mut s, Event::CloseAsked { at: 9 });
    assert!(effects.contains(&Effect::Close) && effects.contains(&Effect::Unfollow));
    assert!(
        !update(&mut s, desk(3, DeskEvent::Told(Notice::ClosedByVisitor)))
            .iter()
            .any(|e| matches!(e, Effect::Announce(_)))
    );
    assert!(update(&mut s, Event::Rated { stars: 9 }).is_empty());
    assert_eq!(update(&mut s, Event::Rated { stars: 5 }), [Effect::Save, Effect::Rate { stars: 5 }]);
    assert!(update(&mut s, Event::Rated { stars: 4 }).contains(&Effect::Rate { stars: 4 }), "a later rating counts");
    assert!(matches!(update(&mut s, said("还有个问题", "z"))[0], Effect::Ask { .. }));
    assert!(update(&mut s, Event::HumanAsked { from: EntryPoint::Panel, at: 10 }).contains(&Effect::HandOver));
}

#[test]
fn a_desk_that_lost_the_conversation_gets_it_again_with_what_was_unsent() {
    let mut s = with_person();
    let _ = update(&mut s, said("在", "a"));
    let effects = update(&mut s, Event::ConversationGone);
    assert_eq!(effects, [Effect::Unfollow, Effect::Save, Effect::HandOver]);
    let effects = update(&mut s, Event::HandedOver { conversation: "d".into(), wait: Wait::default() });
    assert!(effects.contains(&Effect::Send { client_id: "a".into(), text: "在".into(), file: None }));
}

#[test]
fn without_knowledge_it_is_said_once_and_a_person_is_there() {
    let mut s = State::default();
    assert_eq!(update(&mut s, Event::KnowledgeFailed { at: 1 }).len(), 1);
    assert!(update(&mut s, Event::KnowledgeFailed { at: 2 }).is_empty());
    assert!(update(&mut s, Event::HumanAsked { from: EntryPoint::Panel, at: 3 }).contains(&Effect::HandOver));
}

#[test]
fn a_choice_becomes_a_question_and_its_answer() {
    let mut s = State::default();
    let _ = update(&mut s, said("运费", "a"));
    let choice = Choice { entry: "e".into(), question: "退货运费谁出?".into() };
    let _ = update(&mut s, Event::Answered { line: LineId(1), verdict: Verdict::Choices(vec![choice]), at: 1 });
    let effects = update(
        &mut s,
        Event::Picked { question: "退货运费谁出?".into(), verdict: answer(), client_id: "b".into(), at: 2 },
    );
    assert_eq!(effects, [Effect::Announce(LineId(4)), Effect::Save]);
}

fn stored(s: &State) -> Event {
    Event::OtherTab(Box::new(s.clone()))
}

#[test]
fn the_person_has_read_what_stands_before_the_number() {
    let mut s = with_person();
    let _ = play(&mut s, [said("一", "a"), echo(3, "a"), said("二", "b"), echo(4, "b")]);
    let _ = update(&mut s, Event::Desk { seq: None, at: 5, event: DeskEvent::Read { upto: 3 } });
    assert!(matches!(deliveries(&s)[..], [Delivery::Read { .. }, Delivery::Delivered { seq: 4, .. }]));
}

#[test]
fn an_ended_talk_opens_again_with_its_history_and_its_number() {
    let mut s = with_person();
    let _ = play(&mut s, [desk(3, DeskEvent::Told(Notice::ClosedByPerson))]);
    assert!(s.stage.may_reopen(5) && !s.stage.may_reopen(5 + talk::REOPEN_MS));
    let lines = s.lines.len();
    assert_eq!(update(&mut s, Event::ReopenAsked), [Effect::Save, Effect::Reopen]);
    let effects = update(&mut s, Event::HandedOver { conversation: "c".into(), wait: Wait::default() });
    assert!(effects.contains(&Effect::Follow));
    let _ = update(&mut s, desk(4, DeskEvent::Told(Notice::Reopened)));
    assert_eq!((s.seq, s.lines.len()), (4, lines + 1));
    assert!(matches!(s.stage, Stage::Waiting(_)));
}

#[test]
fn what_the_customer_ended_and_opened_again_is_not_ended_by_the_echo_of_the_end() {
    let mut s = with_person();
    assert!(update(&mut s, Event::CloseAsked { at: 5 }).contains(&Effect::Close));
    let _ = play(&mut s, [Event::ReopenAsked, Event::HandedOver { conversation: "c".into(), wait: Wait::default() }]);
    let lines = s.lines.len();
    let _ = play(&mut s, [desk(3, DeskEvent::Told(Notice::ClosedByVisitor))]);
    assert!(matches!(s.stage, Stage::Waiting(_)) && s.lines.len() == lines, "the end stands there once");
    let _ = play(&mut s, [desk(4, DeskEvent::Told(Notice::Reopened))]);
    assert!(matches!(s.stage, Stage::Waiting(_)) && s.seq == 4);
    // Ended in another window of the same customer.
    let _ = play(&mut s, [desk(5, DeskEvent::Told(Notice::ClosedByVisitor))]);
    assert!(matches!(s.stage, Stage::Closed { .. }));
}

#[test]
fn somebody_senior_may_be_asked_for_once_a_person_has_answered() {
    let mut s = with_person();
    assert!(update(&mut s, Event::EscalateAsked).is_empty());
    let message = DeskEvent::Message { client_id: "p".into(), name: "小林".into(), text: "您好".into() };
    let _ = update(&mut s, desk(3, message));
    assert_eq!(update(&mut s, Event::EscalateAsked), [Effect::Escalate]);
    let _ = update(&mut s, desk(4, DeskEvent::Told(Notice::Escalated)));
    assert!(matches!(s.stage, Stage::Waiting(_)) && !s.answered());
}

#[test]
fn an_invited_colleague_who_leaves_takes_nobody_else_along() {
    let mut s = with_person();
    let _ = update(&mut s, desk(3, DeskEvent::Told(Notice::Joined { name: "老张".into(), role: String::new() })));
    let _ = update(&mut s, desk(4, DeskEvent::Told(Notice::Left { name: "老张".into() })));
    assert_eq!(s.stage, Stage::Person { name: "小林".into(), role: String::new() });
    let _ = update(&mut s, desk(5, DeskEvent::Told(Notice::HandedOn { from: "小林".into(), to: String::new() })));
    assert!(matches!(s.stage, Stage::Waiting(_)));
}

#[test]
fn the_family_is_named_and_can_be_counted() {
    let mut s = with_person();
    let joined = DeskEvent::Told(Notice::HelperJoined { id: "h".into(), name: "女儿".into() });
    let wrote = DeskEvent::Helper { client_id: "w".into(), name: "女儿".into(), text: "我来说".into() };
    let _ = play(&mut s, [desk(3, joined), desk(4, wrote)]);
    assert_eq!(s.helpers(), [("h".to_string(), "女儿".to_string())]);
    let _ = update(&mut s, desk(5, DeskEvent::Told(Notice::HelperLeft { id: "h".into(), name: "女儿".into() })));
    assert!(s.helpers().is_empty());
}

#[test]
fn a_file_goes_out_in_its_turn_and_is_told_apart_from_its_words() {
    let mut s = with_person();
    let file = talk::Attached { id: "f".into(), ..Default::default() };
    let _ = update(&mut s, said("看这个", "a"));
    let _ = update(&mut s, Event::Attached { file: file.clone(), client_id: "b".into(), at: 2 });
    let effects = update(&mut s, Event::Accepted { client_id: "a".into() });
    let sent = Effect::Send { client_id: "b".into(), text: String::new(), file: Some("f".into()) };
    assert_eq!(effects, [sent]);
    let both = [
        desk(3, DeskEvent::Message { client_id: "p".into(), name: "小林".into(), text: "您看".into() }),
        Event::Desk {
            seq: Some(4),
            at: 5,
            event: DeskEvent::File { client_id: "p".into(), by: talk::By::Person("小林".into()), file },
        },
    ];
    let before = s.lines.len();
    let _ = play(&mut s, both);
    assert_eq!(s.lines.len(), before + 2);
}

#[test]
fn what_one_tab_wrote_the_other_shows_and_does_not_send() {
    let (mut one, mut two) = (with_person(), with_person());
    let _ = update(&mut one, Event::DeskLost);
    let _ = update(&mut one, said("在吗", "a"));
    let effects = update(&mut two, stored(&one));
    assert!(!effects.iter().any(|e| matches!(e, Effect::Send { .. })));
    assert!(matches!(deliveries(&two)[..], [Delivery::Elsewhere { .. }]));
    // The other tab is gone: this one takes its lines over, under the same names.
    let effects = update(&mut two, Event::Leads);
    assert_eq!(effects, [Effect::Send { client_id: "a".into(), text: "在吗".into(), file: None }]);
}

#[test]
fn a_tab_learns_from_another_that_a_person_is_here_and_that_the_talk_ended() {
    let mut two = State::default();
    let one = with_person();
    let effects = update(&mut two, stored(&one));
    assert!(effects.contains(&Effect::Follow) && effects.iter().any(|e| matches!(e, Effect::Announce(_))));
    assert_eq!((&two.stage, two.seq), (&one.stage, one.seq));
    let _ = update(&mut two, Event::CloseAsked { at: 9 });
    let mut one = one;
    let effects = update(&mut one, stored(&two));
    assert!(matches!(one.stage, Stage::Closed { .. }) && effects.contains(&Effect::Unfollow));
    assert_eq!(one.lines.iter().filter(|l| l.body == Body::Notice(Notice::ClosedByVisitor)).count(), 1);
}

#[test]
fn what_was_said_to_the_machine_is_one_line_however_much_of_it_was_stored() {
    let words = |s: &State| match &s.lines[0].body {
        Body::Visitor { text, .. } => text.clone(),
        other => panic!("{other:?}"),
    };
    let mut one = State::default();
    let mut two = State::default();
    let asked = |text: &str| {
        let mut s = State::default();
        let _ = update(&mut s, said(text, "a"));
        stored(&s)
    };
    let _ = update(&mut one, said("打13812345678", "a"));
    let _ = update(&mut two, asked("打[手机 ***78]"));
    let _ = update(&mut one, stored(&two));
    assert_eq!((one.lines.len(), two.lines.len()), (1, 1));
    assert_eq!((&*words(&one), &*words(&two)), ("打13812345678", "打[手机 ***78]"));
}

#[test]
fn a_line_waits_for_what_another_tab_wrote_before_it() {
    let (mut one, mut two) = (with_person(), with_person());
    let _ = play(&mut one, [Event::DeskLost, said("先", "a")]);
    let _ = update(&mut two, stored(&one));
    assert!(!update(&mut two, said("后", "b")).iter().any(|e| matches!(e, Effect::Send { .. })));
    let _ = play(&mut one, [Event::DeskBack, Event::Accepted { client_id: "a".into() }, echo(3, "a")]);
    let effects = update(&mut two, stored(&one));
    assert!(effects.contains(&Effect::Send { client_id: "b".into(), text: "后".into(), file: None }));
}
