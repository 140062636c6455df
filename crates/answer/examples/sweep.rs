#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::unwrap_used)]
use answer::{Engine, Outcome, Query};
type V = serde_json::Value;
fn lines(path: &str) -> Vec<V> {
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}
fn id(v: &V) -> Option<String> {
    match v {
        V::Null => None,
        V::String(s) => Some(s.clone()),
        o => Some(o.to_string()),
    }
}
struct Row {
    line: String,
    top1: f64,
}
fn run(kb: &str, queries: &[&str]) -> Vec<Row> {
    let e = "/work/shared/eval/";
    let mut draft = pack::Draft::default();
    for line in lines(&format!("{e}{kb}")) {
        let mut entry = pack::Entry {
            id: id(&line["id"]).unwrap(),
            question: line["question"].as_str().unwrap().into(),
            ..Default::default()
        };
        if let Some(a) = line["answer"].as_str() {
            entry.answer = vec![pack::Block::Paragraph(vec![pack::Span::Text(a.into())])];
        }
        draft.knowledge.entries.push(entry);
        draft
            .phrasings
            .push(line["variants"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_string()).collect());
    }
    let phr: usize = draft.phrasings.iter().map(|p| p.len() + 1).sum();
    let pack = answer::build(draft, &mut |_, _| {});
    let bytes = pack.write().len();
    let engine = Engine::new(pack);
    queries.iter().map(|file| {
        let (mut n, mut top1, mut top3, mut oos, mut ref_, mut ans, mut right, mut ch, mut chr, mut ansoos) = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        let (mut p1, mut p3) = (0.0, 0.0); let mut conf: Vec<(i64, bool, bool)> = vec![];
        for q in lines(&format!("{e}{file}")) {
            let reply = engine.ask(&Query { text: q["text"].as_str().unwrap(), today: 20000, scene: "" });
            let name = |e: u32| engine.knowledge().entries[e as usize].id.clone();
            { let c = reply.candidates.first(); let want = id(&q["expect"]); let ok = c.is_some() && want.as_deref() == c.map(|c| engine.knowledge().entries[c.entry as usize].id.as_str()); conf.push((c.map_or(-1, |c| c.confidence as i64), ok, want.is_none())); }
            match id(&q["expect"]) {
                None => { oos += 1; match reply.outcome { Outcome::Answer(_) => ansoos += 1, Outcome::Unknown | Outcome::Greeting(_) => ref_ += 1, _ => {} } }
                Some(want) => {
                    n += 1;
                    let place = reply.candidates.iter().position(|c| name(c.entry) == want);
                    if place == Some(0) { top1 += 1 }
                    if place.is_some_and(|p| p < 3) { top3 += 1 }
                    p1 += reply.candidates.first().map_or(0.0, |c| c.confidence as f64 / 1000.0);
                    p3 += reply.candidates.iter().take(3).map(|c| c.confidence as f64 / 1000.0).sum::<f64>();
                    match reply.outcome { Outcome::Answer(e) => { ans += 1; if name(e) == want { right += 1 } } Outcome::Choices(l) => { ch += 1; if l.iter().any(|e| name(*e) == want) { chr += 1 } } _ => {} }
                }
            }
        }
        conf.sort_by_key(|c| -c.0);
        let (mut best, mut cur) = (oos as f64, oos as f64);
        for c in &conf { if c.1 { cur += 1.0 } if c.2 { cur -= 1.0 } best = best.max(cur) }
        // coverage at 93 % precision
        let (mut r, mut cov) = (0, 0);
        for (i, c) in conf.iter().enumerate() { if c.1 { r += 1 } if r as f64 >= 0.93 * (i + 1) as f64 { cov = r } }
        let bestj = best / conf.len() as f64; let cov = cov as f64 / conf.len() as f64;
        let f = n as f64;
        let t1 = top1 as f64 / f;
        Row { top1: t1, line: format!("{:38} {:.3} {:.3} | p1 {:.2} p3 {:.2} | ans {:.2} prec {:.3} (with oos {:.3}) ch {:.2} right {:.2} | oos refused {:.2} of {} | joint {:.3} JC {:.3} BESTJ {:.3} right@93 {:.3} | {}B/phr-40k: {:.0}", file, t1, top3 as f64 / f, p1 / f, p3 / f,
            ans as f64 / f, right as f64 / ans.max(1) as f64, right as f64 / (ans + ansoos).max(1) as f64, ch as f64 / f, chr as f64 / ch.max(1) as f64, ref_ as f64 / oos.max(1) as f64, oos, (right + ref_) as f64 / (f + oos as f64), (right + chr + ref_) as f64 / (f + oos as f64), bestj, cov, bytes, (bytes as f64 - 40000.0) / phr as f64) }
    }).collect()
}
fn main() {
    let full = std::env::args().nth(1).is_some();
    let jobs: Vec<(&str, Vec<&str>)> = vec![
        ("zhshop/kb.jsonl", vec!["zhshop/queries.jsonl"]),
        ("banking77/kb_n1_s0.jsonl", vec!["banking77/queries_dev.jsonl", "banking77/queries_dev_typo.jsonl"]),
        ("banking77/kb_n3_s0.jsonl", vec!["banking77/queries_dev.jsonl", "banking77/queries_dev_typo.jsonl"]),
        ("banking77/kb_n5_s0.jsonl", vec!["banking77/queries_dev.jsonl", "banking77/queries_dev_typo.jsonl"]),
        ("massive_zh/kb_n1_s0.jsonl", vec!["massive_zh/queries_dev.jsonl"]),
        ("massive_zh/kb_n3_s0.jsonl", vec!["massive_zh/queries_dev.jsonl", "massive_zh/queries_dev_hant.jsonl"]),
        ("massive_zh/kb_n5_s0.jsonl", vec!["massive_zh/queries_dev.jsonl"]),
        ("clinc150/kb_n3_s0.jsonl", vec!["clinc150/queries_dev.jsonl", "clinc150/queries_dev_typo.jsonl"]),
        ("clinc150/kb_n5_s0.jsonl", vec!["clinc150/queries_dev.jsonl"]),
        ("hint3_curekart/kb.jsonl", vec!["hint3_curekart/queries_dev.jsonl", "hint3_curekart/queries_dev_typo.jsonl"]),
        ("hint3_sofmattress/kb.jsonl", vec!["hint3_sofmattress/queries_dev.jsonl"]),
        ("banking77_oos/kb_n5_s0.jsonl", vec!["banking77_oos/queries_dev.jsonl"]),
    ];
    let next = std::sync::atomic::AtomicUsize::new(0);
    let out = std::sync::Mutex::new(vec![]);
    std::thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                loop {
                    let i = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    let Some((kb, qs)) = jobs.get(i) else { break };
                    let r = run(kb, qs);
                    out.lock().unwrap().push((i, r));
                }
            });
        }
    });
    let mut out = out.into_inner().unwrap();
    out.sort_by_key(|o| o.0);
    if full {
        for (i, rows) in &out {
            println!("{}", jobs[*i].0);
            for r in rows {
                println!("   {}", r.line)
            }
        }
    }
    let names = ["zh", "b1", "b3", "b5", "m1", "m3", "m5", "c3", "c5", "cur", "sof", "boos"];
    let mut sum = 0.0;
    let mut k = 0.0;
    for (i, rows) in &out {
        print!(
            "{} {} ",
            names[*i],
            rows.iter().map(|r| format!("{:.1}", r.top1 * 100.0)).collect::<Vec<_>>().join("/")
        );
        for r in rows {
            sum += r.top1;
            k += 1.0;
        }
    }
    println!("| mean {:.2}", sum / k * 100.0);
}
