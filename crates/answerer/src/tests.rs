use super::*;
use answer::build;
use pack::{Action, Block, Draft, Lookup, Slot, Span, Target};

/// A shop with three entries, of which one needs a number, and one leads on.
fn shop() -> Answerer {
    let entry = |id: &str, question: &str, text: &str| Entry {
        id: id.into(),
        question: question.into(),
        answer: vec![Block::Paragraph(vec![Span::Text(text.into())])],
        ..Entry::default()
    };
    let mut draft = Draft::default();
    let knowledge = &mut draft.knowledge;
    knowledge.site.phone = "400-000-1234".into();
    knowledge.greetings.hello = "您好".into();
    knowledge.entries = vec![
        entry("refund", "怎么退款", "在订单页申请"),
        entry("invoice", "怎么开发票", "在订单页开"),
        entry("parcel", "我的快递到哪里了", "正在查"),
    ];
    knowledge.entries[0].followups = vec![1];
    knowledge.entries[0].actions = vec![Action { label: "开发票".into(), target: Target::Ask(1) }];
    knowledge.entries[2].needs = vec![0];
    knowledge.entries[2].lookup = Some(0);
    knowledge.start = vec![1];
    knowledge.slots =
        vec![Slot {
            name: "order".into(), ask: "订单号是多少？".into(), pattern: vec!["#".into()], digits: (8, 12)
        }];
    knowledge.lookups = vec![Lookup { name: "track".into(), url: "/track/{order}".into() }];
    Answerer::over(build(draft, &mut |_, _| {}), "好的", "我在")
}

fn heard(strings: Vec<String>) -> Verdict {
    Heard::from_strings(strings).expect("what the widget can read").verdict
}

fn answered(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Answer { entry, .. } => entry,
        other => panic!("expected an answer, found {other:?}"),
    }
}

#[test]
fn a_question_is_answered_in_words_that_the_widget_reads() {
    let mut shop = shop();
    let verdict = heard(shop.ask("怎么退款", 20_000, 600));
    let Verdict::Answer { entry, question, text, confidence } = verdict else { panic!("{verdict:?}") };
    assert_eq!((entry.as_str(), question.as_str(), text.as_str()), ("refund", "怎么退款", "在订单页申请"));
    assert!(confidence > 0 && confidence <= 1000);
    assert_eq!(heard(shop.ask("转人工", 20_000, 600)), Verdict::Human);
    assert_eq!(heard(shop.ask("你好", 20_000, 600)), Verdict::Courtesy("您好".into()));
    assert_eq!(heard(shop.ask("今晚月色真美", 20_000, 600)), Verdict::Unknown);
}

#[test]
fn the_next_message_leans_on_what_was_kept_and_on_nothing_else() {
    let mut shop = shop();
    shop.ask("怎么退款", 20_000, 600);
    assert_eq!(shop.context, Context::NEW);
    shop.keep();
    assert_eq!((shop.context.said.as_str(), shop.context.answered.as_slice()), ("怎么退款", [0].as_slice()));
}

#[test]
fn a_pressed_question_and_an_earlier_page_count_as_said() {
    let mut pressed = shop();
    assert_eq!(answered(&heard(pressed.pick("invoice", "怎么开发票"))), "invoice");
    assert_eq!(heard(pressed.pick("gone", "没有了")), Verdict::Unknown);
    let mut recalled = shop();
    recalled.recall_answer("怎么开发票", "invoice");
    recalled.recall_answer("没有了", "gone");
    assert_eq!(pressed.context, recalled.context);
    recalled.recall_choices("发", "refund\ninvoice\ngone");
    assert_eq!(recalled.context.offered, [0, 1]);
    recalled.recall_unknown("啊");
    assert_eq!(recalled.context.misses, 1);
    recalled.forget();
    assert_eq!(recalled.context, Context::NEW);
}

#[test]
fn questions_are_offered_by_id_by_place_and_by_what_is_likely() {
    let shop = shop();
    assert_eq!(shop.predict(20_000), ["invoice", "怎么开发票"]);
    assert_eq!(shop.followups("refund"), ["invoice", "怎么开发票"]);
    assert_eq!(shop.choice(2), ["parcel", "我的快递到哪里了"]);
    assert_eq!(shop.find("refund"), ["refund", "怎么退款"]);
    for nothing in [shop.choice(3), shop.find("gone"), shop.followups("gone"), shop.shown("gone")] {
        assert!(nothing.is_empty());
    }
    let shown = Shown::from_strings(&shop.shown("refund"));
    assert_eq!(shown.actions[0].target, Target::Ask(1));
}

#[test]
fn what_an_entry_needs_is_found_and_asked_for() {
    let shop = shop();
    assert_eq!(shop.needs("parcel"), ["track", "order", "订单号是多少？"]);
    assert!(shop.needs("refund").is_empty() && shop.needs("gone").is_empty());
    assert_eq!(shop.said("订单20261122到哪了"), ["order", "20261122"]);
    assert_eq!(shop.slot("order", "20261122").as_deref(), Some("20261122"));
    assert_eq!(shop.slot("colour", "20261122"), None);
    assert_eq!((shop.lookup_url("track").as_str(), shop.lookup_url("gone").as_str()), ("/track/{order}", ""));
}

#[test]
fn what_is_no_pack_is_refused_with_its_reason() {
    let Err(why) = Answerer::open(b"<html>".to_vec(), "", "") else { panic!("a page was read as a pack") };
    assert!(why.contains("pack"), "{why}");
}
