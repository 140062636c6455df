#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::unwrap_used)]
use answer::{Engine, Outcome, Query};
use std::time::Instant;

fn lines(path: &str) -> Vec<serde_json::Value> {
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}
fn id(v: &serde_json::Value) -> Option<String> {
    match v {
        serde_json::Value::Null => None,
        serde_json::Value::String(s) => Some(s.clone()),
        other => Some(other.to_string()),
    }
}
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut draft = pack::Draft::default();
    for line in lines(&args[0]) {
        let entry = pack::Entry {
            id: id(&line["id"]).unwrap(),
            question: line["question"].as_str().unwrap().into(),
            ..Default::default()
        };
        draft.knowledge.entries.push(entry);
        draft
            .phrasings
            .push(line["variants"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_string()).collect());
    }
    let phrasings: usize = draft.phrasings.iter().map(|p| p.len() + 1).sum();
    let t = Instant::now();
    let pack = answer::build(draft, &mut |_, _| {});
    let build = t.elapsed();
    let bytes = pack.write();
    let calibration = (pack.index.calibration.first.clone(), pack.index.calibration.three.clone());
    let t = Instant::now();
    let engine = Engine::new(pack::Pack::read(&bytes).unwrap());
    let load = t.elapsed();
    println!(
        "phrasings {phrasings} build {build:?} load {load:?} pack {} ({} a phrasing) cal {:?} {:?}",
        bytes.len(),
        bytes.len() / phrasings,
        calibration.0,
        calibration.1
    );
    for file in &args[1..] {
        let queries = lines(file);
        if queries[0].get("human").is_some() {
            let (mut tp, mut fp, mut fnn) = (0, 0, 0);
            for q in &queries {
                let human = engine.ask(&Query { text: q["text"].as_str().unwrap(), today: 20000, scene: "" }).outcome
                    == Outcome::Human;
                match (q["human"].as_bool().unwrap(), human) {
                    (true, true) => tp += 1,
                    (false, true) => {
                        fp += 1;
                        if std::env::var("SHOW").is_ok() {
                            println!("FP {}", q["text"])
                        }
                    }
                    (true, false) => {
                        fnn += 1;
                        if std::env::var("SHOW").is_ok() {
                            println!("FN {}", q["text"])
                        }
                    }
                    _ => {}
                }
            }
            println!("human recall {:.3} precision {:.3}", tp as f64 / (tp + fnn) as f64, tp as f64 / (tp + fp) as f64);
            continue;
        }
        let (mut n, mut top1, mut top3, mut oos, mut oos_ok) = (0, 0, 0, 0, 0);
        let (mut ans, mut ans_right, mut choice, mut choice_right, mut unk, mut human) = (0, 0, 0, 0, 0, 0);
        let mut times = Vec::new();
        let mut styles: std::collections::BTreeMap<String, (usize, usize)> = Default::default();
        for q in &queries {
            let text = q["text"].as_str().unwrap();
            let t = Instant::now();
            let reply = engine.ask(&Query { text, today: 20000, scene: "" });
            times.push(t.elapsed().as_micros());
            let name = |e: u32| engine.knowledge().entries[e as usize].id.clone();
            match id(&q["expect"]) {
                None => {
                    oos += 1;
                    if matches!(reply.outcome, Outcome::Unknown | Outcome::Greeting(_)) {
                        oos_ok += 1
                    }
                    if let Outcome::Answer(_) = reply.outcome {
                        ans += 1
                    }
                    if let Outcome::Human = reply.outcome {
                        human += 1
                    }
                }
                Some(want) => {
                    n += 1;
                    let place = reply.candidates.iter().position(|c| name(c.entry) == want);
                    if place == Some(0) {
                        top1 += 1
                    }
                    if place.is_some_and(|p| p < 3) {
                        top3 += 1
                    }
                    if let Some(s) = q.get("style").and_then(|s| s.as_str()) {
                        let e = styles.entry(s.into()).or_default();
                        e.0 += 1;
                        if place == Some(0) {
                            e.1 += 1
                        }
                    }
                    match reply.outcome {
                        Outcome::Answer(e) => {
                            ans += 1;
                            if name(e) == want {
                                ans_right += 1
                            }
                        }
                        Outcome::Choices(l) => {
                            choice += 1;
                            if l.iter().any(|e| name(*e) == want) {
                                choice_right += 1
                            }
                        }
                        Outcome::Human => {
                            human += 1;
                            if std::env::var("SHOW").is_ok() {
                                println!("HUMAN {text}")
                            }
                        }
                        _ => unk += 1,
                    }
                }
            }
        }
        times.sort();
        println!(
            "{:28} top1 {:.3} top3 {:.3} | oos {}/{} | answered {} right {:.3} | choices {} right {} | unknown {} human {} | joint(top1&answered+oos) {:.3} | us {} p99 {}",
            file.rsplit('/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/"),
            top1 as f64 / n.max(1) as f64,
            top3 as f64 / n.max(1) as f64,
            oos_ok,
            oos,
            ans,
            ans_right as f64 / ans.max(1) as f64,
            choice,
            choice_right,
            unk,
            human,
            (ans_right + oos_ok) as f64 / (n + oos) as f64,
            times[times.len() / 2],
            times[times.len() * 99 / 100]
        );
        if !styles.is_empty() {
            println!(
                "   {}",
                styles
                    .iter()
                    .map(|(s, (n, r))| format!("{s} {:.2}", *r as f64 / *n as f64))
                    .collect::<Vec<_>>()
                    .join(" ")
            );
        }
    }
}
