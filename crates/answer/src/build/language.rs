//! The lexicon and the scenes: data that people write, read here into plain lists.

use std::{collections::BTreeMap, sync::OnceLock};

mod files {
    include!(concat!(env!("OUT_DIR"), "/language.rs"));
}

/// A concept of service talk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concept {
    /// Its name.
    pub id: &'static str,
    /// Ways of saying it, in any language.
    pub forms: Vec<&'static str>,
    /// Concepts that it is part of.
    pub part_of: Vec<&'static str>,
    /// Its opposites.
    pub opposite: Vec<&'static str>,
    /// What who says it usually wants.
    pub leads_to: Vec<&'static str>,
}

/// One thing that people want from customer service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// Its name.
    pub id: &'static str,
    /// Ways of asking in Chinese.
    pub zh: Vec<&'static str>,
    /// Ways of asking in English.
    pub en: Vec<&'static str>,
}

/// Every concept, by name; parts of one concept from several files are united.
pub fn concepts() -> &'static [Concept] {
    static CONCEPTS: OnceLock<Vec<Concept>> = OnceLock::new();
    CONCEPTS.get_or_init(|| {
        let mut all: BTreeMap<&str, Concept> = BTreeMap::new();
        for (id, key, value) in files::LEXICON.iter().flat_map(|file| values(file)) {
            let concept = all.entry(id).or_insert_with(|| Concept { id, ..Default::default() });
            let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
            match key {
                "zh" | "hant" | "en" => concept.forms.extend(items),
                "part_of" => concept.part_of.extend(items),
                "opposite" => concept.opposite.extend(items),
                "leads_to" => concept.leads_to.extend(items),
                _ => {}
            }
        }
        all.into_values().collect()
    })
}

/// Every scene, by name; parts of one scene from several files are united.
pub fn scenes() -> &'static [Scene] {
    static SCENES: OnceLock<Vec<Scene>> = OnceLock::new();
    SCENES.get_or_init(|| {
        let mut all: BTreeMap<&str, Scene> = BTreeMap::new();
        for (id, key, value) in files::SCENES.iter().flat_map(|file| values(file)) {
            let scene = all.entry(id).or_insert_with(|| Scene { id, ..Default::default() });
            let lines = value.lines().map(str::trim).filter(|line| !line.is_empty());
            match key {
                "zh" => scene.zh.extend(lines),
                "en" => scene.en.extend(lines),
                _ => {}
            }
        }
        all.into_values().collect()
    })
}

/// Section, key and text of every value. These files use little of TOML: sections and strings of one or many lines
/// without escapes; a test holds this reading against that of the crate `toml`.
fn values(file: &'static str) -> Vec<(&'static str, &'static str, &'static str)> {
    let (mut found, mut section, mut rest) = (Vec::new(), "", file);
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.split(']').next()) {
            section = name.trim();
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let value = value.trim_start();
            if value.starts_with("\"\"\"") {
                let begin = value.as_ptr() as usize - file.as_ptr() as usize + 3;
                let Some(length) = file[begin..].find("\"\"\"") else { break };
                found.push((section, key.trim(), &file[begin..begin + length]));
                rest = file[begin + length + 3..].split_once('\n').map_or("", |(_, after)| after);
            } else if let Some(text) = value.strip_prefix('"').and_then(|value| value.split('"').next()) {
                found.push((section, key.trim(), text));
            }
        }
    }
    found
}
