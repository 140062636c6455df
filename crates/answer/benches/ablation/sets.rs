//! What is asked: the sets of a folder, few phrasings an entry first, and the sample shop across languages.

use pack::{Draft, Entry};
use serde_json::Value;
use std::{collections::HashMap, fs, path::Path};

/// A knowledge with questions whose entry is known; none for those out of scope.
pub struct Set {
    /// How the table calls it.
    pub name: String,
    /// The knowledge.
    pub draft: Draft,
    /// The questions.
    pub asked: Vec<(String, Option<u32>)>,
    /// Whether it counts in means: across languages the lexicon alone decides.
    pub counts: bool,
}

/// Folder, knowledge, queries, and what the table calls it.
const SETS: [(&str, &str, &str, &str); 8] = [
    ("zhshop", "kb", "queries", "zhshop 2–5"),
    ("massive_zh", "kb_n3_s0", "queries_dev", "massive_zh 3"),
    ("massive_zh", "kb_n1_s0", "queries_dev", "massive_zh 1"),
    ("banking77", "kb_n3_s0", "queries_dev", "banking77 3"),
    ("banking77_oos", "kb_n3_s0", "queries_dev", "banking77_oos 3"),
    ("clinc150", "kb_n3_s0", "queries_dev", "clinc150 3"),
    ("hint3_curekart", "kb_n3_s0", "queries_dev", "curekart 3"),
    ("hint3_sofmattress", "kb_n3_s0", "queries_dev", "sofmattress 3"),
];
/// The sample shop's English questions of its Chinese half, and the other way round.
const ACROSS: [(&str, &str); 2] = [("en", "zh"), ("zh", "en")];

/// The sets, or some of them.
pub fn sets(data: &Path, only: Option<&[&str]>) -> Vec<Set> {
    let wanted = |name: &str| only.is_none_or(|only| only.contains(&name));
    let given = SETS.iter().filter(|set| wanted(set.0)).map(|set| read(data, set));
    given.chain(ACROSS.into_iter().filter(|_| wanted("shop")).map(|(from, to)| across(from, to))).collect()
}

fn read(data: &Path, (folder, knowledge, queries, name): &(&str, &str, &str, &str)) -> Set {
    let lines = |file: &str| {
        let path = data.join(folder).join(format!("{file}.jsonl"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        text.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON")).collect::<Vec<_>>()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut draft = Draft::default();
    let mut places = HashMap::new();
    for (at, line) in (0u32..).zip(lines(knowledge)) {
        if at == 0 {
            draft.knowledge.site.locale = text(&line["lang"]);
        }
        places.insert(line["id"].to_string(), at);
        draft.knowledge.entries.push(Entry { question: text(&line["question"]), ..Entry::default() });
        draft.phrasings.push(line["variants"].as_array().into_iter().flatten().map(text).collect());
    }
    let place = |id: &Value| (!id.is_null()).then(|| places[&id.to_string()]);
    let asked = lines(queries).iter().map(|line| (text(&line["text"]), place(&line["expect"]))).collect();
    Set { name: (*name).to_owned(), draft, asked, counts: true }
}

/// Every question and phrasing of one half of the sample shop whose entry the other half has too, by its id.
fn across(from: &str, to: &str) -> Set {
    let (ours, draft) = (shop(from), shop(to));
    let places: HashMap<&str, u32> = draft.knowledge.entries.iter().map(|entry| entry.id.as_str()).zip(0..).collect();
    let mut asked = Vec::new();
    for (entry, phrasings) in ours.knowledge.entries.iter().zip(&ours.phrasings) {
        if let Some(&place) = places.get(entry.id.as_str()) {
            asked.extend(std::iter::once(&entry.question).chain(phrasings).map(|text| (text.clone(), Some(place))));
        }
    }
    Set { name: format!("shop {from} → {to}"), draft, asked, counts: false }
}

fn shop(language: &str) -> Draft {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge").join(language);
    faq::read(&folder, 20_000, None).draft.expect("the sample shop is clean")
}
