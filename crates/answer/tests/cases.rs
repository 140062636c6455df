//! Cases as data: `cases.txt` against the small shop of `shop`.
#![cfg(feature = "build")]
#![allow(clippy::unwrap_used, clippy::panic)]

mod shop;

use answer::{Courtesy, Engine, Outcome, Query};

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
