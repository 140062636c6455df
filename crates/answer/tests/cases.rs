//! Cases as data: `cases.txt` against the small shop of `shop`.
#![cfg(feature = "build")]
#![allow(clippy::unwrap_used, clippy::panic)]

mod shop;

use answer::{Context, Courtesy, Engine, Outcome, Query};

#[test]
fn messages_find_what_they_mean() {
    let engine = Engine::new(answer::build(shop::draft(), &mut |_, _| {}));
    let (mut today, mut scene) = (0, "");
    let mut wrong = Vec::new();
    for (number, line) in include_str!("cases.txt").lines().enumerate() {
        if let Some(setting) = line.strip_prefix("@ ") {
            let (day, page) = setting.split_once(' ').unwrap();
            (today, scene) = (day.parse().unwrap(), if page == "-" { "" } else { page });
        } else if let Some((text, expected)) = line.split_once(" => ").filter(|_| !line.starts_with('#')) {
            let reply = engine.ask(&Query { text, today, scene, ..Query::default() });
            if !fits(&engine, &reply.outcome, expected) {
                wrong.push(format!("line {}: {text:?} expected {expected}, got {reply:?}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn conversations_go_on() {
    let engine = Engine::new(answer::build(shop::draft(), &mut |_, _| {}));
    let mut context = Context::NEW;
    let mut wrong = Vec::new();
    for (number, line) in include_str!("dialogs.txt").lines().enumerate() {
        if let Some((text, expected)) = line.split_once(" => ").filter(|_| !line.starts_with('#')) {
            let reply = engine.ask(&Query { text, today: 20_000, context: &context, ..Query::default() });
            if !fits(&engine, &reply.outcome, expected) {
                wrong.push(format!("line {}: {text:?} expected {expected}, got {reply:?}", number + 1));
            }
            context.take(text, &reply);
        } else {
            context = Context::NEW;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn moods_are_seen_and_names_of_things_are_not_moods() {
    let engine = Engine::new(answer::build(shop::draft(), &mut |_, _| {}));
    for (text, mood) in [
        ("怎么退货", "neutral"),
        ("生气的小鸟玩具还有吗", "neutral"),
        ("没有失望，挺好的", "neutral"),
        ("今天能发吗，有点赶时间", "neutral"),
        ("is it in stock, no rush", "neutral"),
        ("等了好久还没到", "unhappy"),
        ("I am so disappointed", "unhappy"),
        ("退货😢", "unhappy"),
        ("骗子公司，退钱", "angry"),
        ("垃圾！！！", "angry"),
        ("this is ridiculous", "angry"),
        ("我被骗了，刚转了账", "urgent"),
        ("孩子把电池吞下去了", "urgent"),
        ("銀行卡被盜刷了", "urgent"),
        ("my card was stolen", "urgent"),
    ] {
        let reply = engine.ask(&Query { text, ..Query::default() });
        assert_eq!(reply.mood.as_str(), mood, "{text}");
    }
}

#[test]
fn the_third_complaint_in_a_row_is_anger() {
    let engine = Engine::new(answer::build(shop::draft(), &mut |_, _| {}));
    let mut context = Context::NEW;
    let mut moods = Vec::new();
    for text in ["太慢了，失望", "还是很失望", "真失望"] {
        let reply = engine.ask(&Query { text, context: &context, ..Query::default() });
        moods.push(reply.mood.as_str());
        context.take(text, &reply);
    }
    assert_eq!(moods, ["unhappy", "unhappy", "angry"]);
}

#[test]
fn rules_fit_by_pattern_day_and_hour() {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_string()).collect::<Vec<_>>();
    let mut draft = shop::draft();
    let rule = |entry: u32| pack::Rule { entry: Some(entry), ..Default::default() };
    draft.knowledge.rules = vec![
        pack::Rule { exact: words(&["门铃"]), ..rule(0) },
        pack::Rule { prefix: words(&["门铃"]), ..rule(1) },
        pack::Rule { pattern: words(&["订单 # *开票"]), ..rule(6) },
        pack::Rule { any: words(&["夜场"]), hours: Some((22 * 60, 2 * 60)), ..rule(2) },
        pack::Rule { any: words(&["夜场"]), valid_from: Some(20_001), valid_until: Some(20_001), ..rule(3) },
    ];
    let engine = Engine::new(answer::build(draft, &mut |_, _| {}));
    let ask = |text, today, minute| engine.ask(&Query { text, today, minute, ..Query::default() }).outcome;
    assert_eq!(ask("门铃", 0, 0), Outcome::Answer(0));
    assert_eq!(ask("门铃响了", 0, 0), Outcome::Answer(1));
    assert_eq!(ask("订单 20261121 什么时候开票", 0, 0), Outcome::Answer(6));
    assert_eq!(ask("夜场", 20_000, 23 * 60), Outcome::Answer(2));
    assert_eq!(ask("夜场", 20_000, 60), Outcome::Answer(2));
    assert_ne!(ask("夜场", 20_000, 12 * 60), Outcome::Answer(2));
    assert_eq!(ask("夜场", 20_001, 12 * 60), Outcome::Answer(3));
}

fn fits(engine: &Engine, outcome: &Outcome, expected: &str) -> bool {
    let mut words = expected.split(' ');
    let kind = words.next().unwrap();
    let entries: Vec<u32> = words.map(|id| engine.lookup(id).unwrap()).collect();
    if kind == "machine" {
        return *outcome != Outcome::Human;
    }
    match outcome {
        Outcome::Answer(entry) => kind == "answer" && entries == [*entry],
        Outcome::Choices(offered) => kind == "choices" && entries.iter().all(|entry| offered.contains(entry)),
        Outcome::Unknown => kind == "unknown",
        Outcome::Human => kind == "human",
        Outcome::Greeting(Courtesy::Hello) => kind == "hello",
        Outcome::Greeting(Courtesy::Thanks) => kind == "thanks",
        Outcome::Greeting(Courtesy::Bye) => kind == "bye",
        Outcome::Greeting(Courtesy::Okay) => kind == "okay",
        Outcome::Greeting(Courtesy::Chat) => kind == "chat",
        Outcome::Refused => kind == "refused",
    }
}
