//! The many ways to write the same thing become one, in a real pack.
#![cfg(feature = "build")]
#![allow(clippy::unwrap_used)]

mod shop;

use answer::{Engine, Query, Reply};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(answer::build(shop::draft(), &mut |_, _| {})));

fn ask(text: &str) -> Reply {
    ENGINE.ask(&Query { text, today: 20_000, ..Query::default() })
}

/// Each line: ways to write the same.
const SAME: &[&[&str]] = &[
    &["七天无理由", "7天无理由", "７天无理由", "7 天无理由"],
    &["seven days", "7 days", "SEVEN DAYS"],
    &["第三个订单", "第3个订单", "第３个订单"],
    &["the third order", "the 3rd order", "The THIRD order!"],
    &["十二点五元", "12.5元", "１２．５元"],
    &["一百二十天", "120天"],
    &["I bought two boxes", "i buy 2 box"],
    &["my parcel got lost", "my parcel get lose"],
    &["it broke", "it break", "it broken"],
    &["the app froze", "the app freeze", "the app frozen"],
    &["I went, paid and sent it", "I go pay and send it"],
    &["children shoes shrunk", "child shoes shrank"],
    &["cancelled", "canceled", "cancelling", "cancel"],
    &["batteries", "battery"],
    &["宅配几天到", "宅配幾天到", "宅配几天到？？"],
];

#[test]
fn one_form_for_many_ways_to_write() {
    for ways in SAME {
        let folded: Vec<String> = ways.iter().map(|way| ask(way).folded).collect();
        assert!(folded.iter().all(|one| *one == folded[0]), "{ways:?} became {folded:?}");
    }
}

#[test]
fn what_only_looks_the_same_stays_apart() {
    for [one, other] in
        [["12.5元", "125元"], ["第三", "三"], ["第2个", "第3个"], ["first", "fist"], ["bought", "brought"]]
    {
        assert_ne!(ask(one).folded, ask(other).folded);
    }
}

#[test]
fn folding_what_is_folded_changes_nothing() {
    for text in SAME.iter().copied().flatten().chain(&["第第3", "第3th", "一点五点五", "1点点5", "十点十点", "第十第"])
    {
        let once = ask(text).folded;
        assert!(ask(&once).folded.chars().count() <= once.chars().count(), "{text}: {once}");
    }
}

#[test]
fn a_merchants_words_are_written_like_the_shoppers() {
    let mut draft = shop::draft();
    draft.synonyms = vec![vec!["优惠卷".into(), "满减".into()], vec!["froze".into(), "stuck".into()]];
    let rule = |entry, any: &str| pack::Rule { entry: Some(entry), any: vec![any.into()], ..Default::default() };
    draft.knowledge.rules = vec![rule(1, "网路断了"), rule(2, "my bag tore")];
    draft.knowledge.rules.push(pack::Rule { entry: Some(3), pattern: vec!["第#期".into()], ..Default::default() });
    let engine = Engine::new(answer::build(draft, &mut |_, _| {}));
    let first = |text| engine.ask(&Query { text, today: 20_000, ..Query::default() }).candidates[0].entry;
    assert_eq!(first("网络断了"), 1);
    assert_eq!(first("My bag torn?"), 2);
    assert_eq!((first("第三期"), first("第12期")), (3, 3));
}

/// The lexicon knows 退货, and has never heard of 鲲鹏: the merchant's group makes it another way of saying the same.
#[test]
fn a_merchant_extends_the_lexicon() {
    let found = |draft| {
        let reply =
            Engine::new(answer::build(draft, &mut |_, _| {})).ask(&Query { text: "鲲鹏", ..Query::default() });
        reply.candidates.into_iter().map(|one| one.entry).collect::<Vec<_>>()
    };
    let mut draft = shop::draft();
    assert!(found(draft.clone()).is_empty());
    draft.synonyms.push(vec!["退货".into(), "鲲鹏".into()]);
    let found = found(draft);
    assert!(found.contains(&0), "{found:?}");
}
