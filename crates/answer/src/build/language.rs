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
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.split(']').next()) {
            section = name.trim();
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let value = value.trim_start();
            if let Some((_, begun)) = rest.split_once("\"\"\"").filter(|_| value.starts_with("\"\"\"")) {
                let Some((text, ended)) = begun.split_once("\"\"\"") else { break };
                found.push((section, key.trim(), text));
                rest = ended.split_once('\n').map_or("", |(_, after)| after);
                continue;
            }
            if let Some(text) = value.strip_prefix('"').and_then(|value| value.split('"').next()) {
                found.push((section, key.trim(), text));
            }
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_lexicon_is_large_and_whole() {
        let all = concepts();
        let ids: BTreeSet<&str> = all.iter().map(|concept| concept.id).collect();
        assert_eq!(ids.len(), all.len(), "each name once");
        assert!(all.len() >= 800, "{} concepts", all.len());
        assert!(all.iter().map(|concept| concept.forms.len()).sum::<usize>() >= 10_000);
        for concept in all {
            assert!(!concept.forms.is_empty(), "{} has no form", concept.id);
            let others = concept.part_of.iter().chain(&concept.opposite).chain(&concept.leads_to);
            for other in others {
                assert!(ids.contains(other), "{}: `{other}` is no concept", concept.id);
            }
        }
    }

    #[test]
    fn forms_are_short() {
        for concept in concepts() {
            for form in &concept.forms {
                let (letters, words) = (form.chars().count(), form.split_whitespace().count());
                assert!(letters > 1 || !form.is_ascii(), "{}: `{form}` would be found everywhere", concept.id);
                assert!(words <= 8 && letters <= 48, "{}: `{form}` is a sentence", concept.id);
            }
        }
    }

    #[test]
    fn every_scene_is_asked_in_many_ways() {
        let all = scenes();
        assert!(all.len() >= 300, "{} scenes", all.len());
        for scene in all {
            for lines in [&scene.zh, &scene.en] {
                let different: BTreeSet<&&str> = lines.iter().collect();
                assert_eq!(different.len(), lines.len(), "{}: a line stands twice", scene.id);
            }
            assert!(scene.zh.len() + scene.en.len() >= 6, "{} has few lines", scene.id);
        }
    }

    #[test]
    fn the_files_are_read_as_toml_reads_them() {
        for file in files::LEXICON.iter().chain(files::SCENES) {
            let read: toml::Table = file.parse().unwrap();
            let mut theirs: Vec<(String, String, String)> = Vec::new();
            for (section, table) in &read {
                for (key, value) in table.as_table().unwrap() {
                    let text = value.as_str().unwrap().trim_start_matches('\n').to_owned();
                    theirs.push((section.clone(), key.clone(), text));
                }
            }
            let mut ours: Vec<(String, String, String)> = values(file)
                .into_iter()
                .map(|(section, key, text)| (section.into(), key.into(), text.trim_start_matches('\n').into()))
                .collect();
            theirs.sort();
            ours.sort();
            assert_eq!(ours, theirs);
        }
    }
}
