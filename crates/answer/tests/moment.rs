//! What depends on the moment: blocked words, slots in a customer's words, predicted questions.
#![cfg(feature = "build")]
#![allow(clippy::unwrap_used, clippy::panic)]

mod shop;

use answer::{Engine, Outcome, Query, Scene};
use pack::{Forecast, Lookup, Pack, Slot};

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_string()).collect()
}

fn engine() -> Engine {
    let mut draft = shop::draft();
    draft.blocked = words(&["赌博", "weapon"]);
    let order = ["QH#-#", "订单#"];
    draft.knowledge.slots = vec![
        Slot { name: "order".into(), ask: "?".into(), pattern: words(&order), digits: (8, 16) },
        Slot { name: "phone".into(), ask: "?".into(), pattern: words(&["#"]), digits: (11, 11) },
        Slot { name: "why".into(), ask: "?".into(), ..Slot::default() },
    ];
    draft.knowledge.forecasts = vec![
        Forecast { entries: vec![2], scenes: words(&["order"]), ..Forecast::default() },
        Forecast {
            entries: vec![7, 0],
            scenes: words(&["order"]),
            codes: words(&["E-R"]),
            attributes: words(&["refund=failed"]),
            ..Forecast::default()
        },
    ];
    draft.knowledge.start = vec![5, 11, 2];
    let pack = answer::build(draft, &mut |_, _| {});
    Engine::new(Pack::read(&pack.write()).unwrap())
}

#[test]
fn blocked_words_are_refused_however_they_are_written() {
    let engine = engine();
    let refused = |text| engine.ask(&Query { text, ..Query::default() }).outcome == Outcome::Refused;
    for text in ["哪里可以赌博", "赌 博", "赌。博！", "堵博", "ＷＥＡＰＯＮ", "a w-e-a-p-o-n"] {
        assert!(refused(text) && engine.refuses(text), "{text}");
    }
    for text in ["怎么申请退货", "赌气不要了", "weaponry", ""] {
        assert!(!refused(text), "{text}");
    }
}

#[test]
fn slots_are_found_by_their_looks() {
    let engine = engine();
    for (slot, text, value) in [
        (0, "我的订单 QH20261108-0423 到哪了", Some("qh20261108-0423")),
        (0, "订单号QH20261108", Some("qh20261108")),
        (0, "订单20261108", Some("20261108")),
        (0, "订单12", None),
        (1, "手机 13800138000 的", Some("13800138000")),
        (1, "138001380001", None),
        (2, " 就是不喜欢 ", Some("就是不喜欢")),
        (2, "  ", None),
        (9, "x", None),
    ] {
        assert_eq!(engine.slot(slot, text).as_deref(), value, "{text}");
    }
}

#[test]
fn numbers_are_taken_along_by_the_slot_that_they_fit() {
    let engine = engine();
    let said = |text| engine.said(text).into_iter().map(|(slot, value)| slot + " " + &value).collect::<Vec<_>>();
    assert_eq!(said("我的订单 QH20261108-0423 到哪了"), ["order qh20261108-0423"]);
    assert_eq!(said("手机 13800138000，订单20261108"), ["order 20261108", "phone 13800138000"]);
    assert_eq!(said("订单13800138000"), ["phone 13800138000"], "a mobile's number is an order's only when asked for");
    assert!(said("怎么退货").is_empty(), "a slot without a pattern takes nothing that was not asked for");
}

#[test]
fn a_number_in_a_question_changes_nothing_about_its_answer() {
    let engine = engine();
    let ask = |text: &str| engine.ask(&Query { text, ..Query::default() });
    for question in ["怎么申请退货", "How do I track my order"] {
        for number in ["QH20261108-0423", "2026091800123", "13800138000", "6222 0212 3456 7890 123"] {
            for text in [format!("{question} {number}"), format!("{number}，{question}")] {
                assert_eq!(ask(&text).candidates, ask(question).candidates, "{text}");
            }
        }
    }
    assert_eq!(ask("QH20261108-0423").outcome, Outcome::Unknown);
}

#[test]
fn where_several_entries_are_close_a_number_goes_to_the_one_that_looks_it_up() {
    let mut draft = shop::draft();
    let bare = Engine::new(answer::build(draft.clone(), &mut |_, _| {}));
    let ask = |engine: &Engine, text: &str| engine.ask(&Query { text, ..Query::default() }).outcome;
    let Outcome::Choices(close) = ask(&bare, "运费") else { panic!("no choice") };
    draft.knowledge.slots =
        vec![Slot { name: "order".into(), pattern: words(&["QH#"]), digits: (8, 16), ..Slot::default() }];
    draft.knowledge.lookups = vec![Lookup { name: "order".into(), ..Lookup::default() }];
    let last = close[close.len() - 1];
    let entry = &mut draft.knowledge.entries[last as usize];
    (entry.needs, entry.lookup) = (vec![0], Some(0));
    let engine = Engine::new(answer::build(draft, &mut |_, _| {}));
    assert_eq!(ask(&engine, "运费"), Outcome::Choices(close));
    assert_eq!(ask(&engine, "运费 QH20261108"), Outcome::Answer(last));
}

#[test]
fn predicted_questions_go_by_the_merchants_forecasts_then_by_the_pages_words() {
    let engine = engine();
    let scene = Scene { name: "order".into(), ..Scene::default() };
    assert_eq!(engine.predict(&scene, 20_000), [2, 5, 11]);
    let failed = Scene { code: "E-R".into(), attributes: words(&["refund=failed", "member"]), ..scene };
    assert_eq!(engine.predict(&failed, 20_000), [7, 0, 2, 5], "more conditions first, at most four");
    let titled = Scene { title: "怎么开发票".into(), ..Scene::default() };
    assert_eq!(engine.predict(&titled, 20_000)[0], 6);
    assert_eq!(engine.predict(&Scene::default(), 20_000), [5, 11, 2]);
}

#[test]
fn a_person_is_asked_for_in_any_of_these_words() {
    let engine = Engine::new(answer::build(shop::draft(), &mut |_, _| {}));
    for text in [
        "转人工",
        "人工",
        "真人",
        "找客服",
        "有人吗",
        "接线员",
        "我要投诉",
        "打12315",
        "12315",
        "找你们经理",
        "human",
        "agent",
        "representative",
        "this bot is useless",
        "搵真人",
        "有冇人呀",
        "轉真人客服",
        "speak to a person",
        "operator",
    ] {
        let outcome = engine.ask(&Query { text, ..Query::default() }).outcome;
        assert_eq!(outcome, Outcome::Human, "{text}");
    }
}

#[test]
fn a_rule_asks_for_all_of_its_words_and_none_of_others() {
    let mut draft = shop::draft();
    let rule = |entry, any: &[&str], all: &[&str], none: &[&str]| pack::Rule {
        entry: Some(entry),
        any: words(any),
        all: words(all),
        none: words(none),
        ..Default::default()
    };
    draft.knowledge.rules = vec![
        rule(3, &["木箱"], &[], &["退"]),
        rule(4, &["木箱"], &["退", "赔"], &[]),
        pack::Rule { priority: 1, ..rule(5, &["木箱子"], &[], &[]) },
    ];
    let engine = Engine::new(answer::build(draft, &mut |_, _| {}));
    let ask = |text| engine.ask(&Query { text, ..Query::default() }).outcome;
    assert_eq!(ask("木箱"), Outcome::Answer(3));
    assert_ne!(ask("木箱退"), Outcome::Answer(3), "a word that must not be there");
    assert_ne!(ask("木箱退"), Outcome::Answer(4), "not all words");
    assert_eq!(ask("木箱退了要赔吗"), Outcome::Answer(4), "more conditions");
    assert_eq!(ask("木箱子退了要赔吗"), Outcome::Answer(5), "priority comes first");
}

#[test]
fn urgent_without_an_answer_goes_to_a_person_at_once() {
    let engine = Engine::new(answer::build(shop::draft(), &mut |_, _| {}));
    for text in ["我被骗了", "银行卡被盗刷了", "用了过敏很严重", "孩子被划伤流血了", "I have been scammed"]
    {
        let reply = engine.ask(&Query { text, ..Query::default() });
        assert_eq!((reply.mood.as_str(), reply.outcome), ("urgent", Outcome::Human), "{text}");
    }
}
