//! The scenes and the lexicon are our own: nothing in them stands in the sets that the answers are measured by, or the
//! figures would tell how well we copied.

use super::{Finding, Tree};
use crate::stamp::files_below;
use anyhow::{Context, Result};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

/// What is asked in the sets below a folder: every text of every `.jsonl`.
///
/// # Errors
/// When a file cannot be read or is no JSON lines, or there is none.
pub fn asked(folder: &Path) -> Result<BTreeSet<String>> {
    let mut asked = BTreeSet::new();
    for path in files_below(folder)?.iter().filter(|path| path.extension().is_some_and(|it| it == "jsonl")) {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        for line in text.lines().filter(|line| !line.is_empty()) {
            let line: Value = serde_json::from_str(line).with_context(|| format!("{} is broken", path.display()))?;
            texts(&line, &mut asked);
        }
    }
    anyhow::ensure!(!asked.is_empty(), "no .jsonl below {}: give the folder of the sets", folder.display());
    Ok(asked)
}

fn texts(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            into.insert(bare(text));
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, into)),
        _ => {}
    }
}

/// Lines of the scenes, and sentences of the lexicon, that are asked there too.
pub fn check(tree: &Tree, asked: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts() {
        let Some(file) = path.strip_prefix("crates/answer/") else { continue };
        for (number, line) in (1..).zip(text.lines()) {
            let said: Vec<&str> = match file.split('/').next() {
                Some("scenes") if !line.starts_with(['#', '[']) && !line.contains("\"\"\"") => vec![line],
                Some("lexicon") if ["zh", "hant", "en"].contains(&line.split(' ').next().unwrap_or_default()) => {
                    let forms = line.split('"').nth(1).unwrap_or_default().split(',');
                    forms.map(str::trim).filter(|form| is_sentence(form)).collect()
                }
                _ => continue,
            };
            for said in said.into_iter().filter(|said| asked.contains(&bare(said)) && !bare(said).is_empty()) {
                findings.push(Finding::new(path, number, format!("`{said}` stands in an evaluation set: take it out")));
            }
        }
    }
    findings
}

/// A form of a concept is a word or two; from three words, or five characters of Chinese, it could have been asked.
fn is_sentence(form: &str) -> bool {
    if form.is_ascii() { form.split_whitespace().count() >= 3 } else { form.chars().count() >= 5 }
}

/// Letters and digits only: punctuation makes no other sentence.
fn bare(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_borrowed_line_is_found_and_words_are_free() {
        let folder = tempfile::tempdir().unwrap();
        let set = "{\"text\": \"Where is my order?\"}\n{\"question\": \"怎么退货\", \"variants\": [\"我要退货啦\", \"refund\"]}\n";
        fs::create_dir(folder.path().join("set")).unwrap();
        fs::write(folder.path().join("set/kb.jsonl"), set).unwrap();
        let asked = asked(folder.path()).unwrap();
        let tree = Tree::of(&[
            ("crates/answer/lexicon/b.toml", "[y]\nzh = \"退, 我要退货啦\"\nen = \"refund, where is my order\"\n"),
            ("crates/answer/scenes/a.toml", "# 怎么退货\n[x]\nzh = \"\"\"\n怎么退货？\n想退\n\"\"\"\n"),
            ("docs/c.md", "怎么退货"),
        ]);
        let found: Vec<String> = check(&tree, &asked).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("crates/answer/lexicon/b.toml:2: `我要退货啦`"));
        assert!(found[2].starts_with("crates/answer/scenes/a.toml:4: `怎么退货？`"));
    }
}
