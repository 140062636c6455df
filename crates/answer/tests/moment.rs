//! What depends on the moment: blocked words, slots in a customer's words, predicted questions.
#![cfg(feature = "build")]
#![allow(clippy::unwrap_used)]

mod shop;

use answer::{Engine, Outcome, Query, Scene};
use pack::{Forecast, Pack, Slot};

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
