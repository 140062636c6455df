//! The tables that are looked up: features, how much each tells, and who has them.

use super::{
    bank::bank,
    exact::ln,
    meaning::Scenes,
    rules::{blocked, rules},
    sounds, tables,
    texts::Texts,
    weights::Weights,
};
use crate::{
    features::{Feature, Sort},
    fold::{Folder, Kind},
};
use pack::{Draft, Index};
use std::collections::{BTreeMap, BTreeSet};

/// Share of messages that have a unit of which the background table says nothing.
const RARE: f32 = 0.0005;
/// Lines of scenes that make a feature worth knowing which no phrasing has.
const ENOUGH: usize = 2;
/// Lines of scenes that make a word worth putting right which no phrasing has.
const USUAL: usize = 4;
/// Forms of a concept, the commonest first, that are kept in a language which the knowledge is not written in.
const FOREIGN: usize = 2;

/// Everything of the index but the trained parts.
pub fn index(draft: &Draft, folder: &Folder, texts: &Texts, scenes: &Scenes, settings: &Weights) -> Index {
    let bank = bank();
    let mut lists: BTreeMap<u32, (&Feature, Vec<u32>)> = BTreeMap::new();
    for (phrasing, features) in (0u32..).zip(&texts.features) {
        for feature in features {
            lists.entry(feature.id).or_insert((feature, Vec::new())).1.push(phrasing);
        }
    }
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for feature in scenes.lent().flatten() {
        *counts.entry(feature.id).or_default() += 1;
    }
    for feature in scenes.lent().flatten() {
        if counts[&feature.id] >= ENOUGH {
            lists.entry(feature.id).or_insert((feature, Vec::new()));
        }
    }
    let background = tables::background();
    let mut index = Index {
        phrasings: texts.counts.clone(),
        rules: rules(draft, folder),
        blocked: blocked(draft, folder),
        ..Default::default()
    };
    let mut words = BTreeSet::new();
    let mut before = 0;
    for (id, (feature, phrasings)) in &lists {
        index.features.push(id - before);
        before = *id;
        index.weights.push(weight(feature, phrasings.len(), texts.features.len(), &background, settings));
        index.nearest.push(phrasings.iter().copied());
        let own = !phrasings.is_empty() || counts.get(id).is_some_and(|count| *count >= USUAL);
        if feature.sort == Sort::Word && own && feature.text.chars().count() > 1 {
            words.insert(feature.text.to_owned());
        }
    }
    index.home = vec![0; index.features.len()];
    index.words = words.into_iter().collect();
    let positions: BTreeMap<u32, u32> = lists.keys().copied().zip(0..).collect();
    let mut before = 0;
    let tongues = texts.tongues();
    for form in &bank.lexicon.0 {
        if !tongues.contains(&form.tongue) && form.place >= FOREIGN {
            continue;
        }
        if let Some(at) = positions.get(&form.concept) {
            index.forms.push(form.key - before);
            before = form.key;
            index.concepts.push(*at);
        }
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let nearest_share = (settings.nearest * 100.0).round() as u8;
    index.nearest_share = nearest_share;
    index.phrases = folder.phrases.list().clone();
    let used: BTreeSet<char> = lists
        .values()
        .flat_map(|(feature, _)| feature.text.chars())
        .chain(index.phrases.texts().flat_map(str::chars))
        .chain(
            index
                .rules
                .iter()
                .flat_map(|rule| rule.any.iter().chain(&rule.all).chain(&rule.none))
                .flat_map(|word| word.chars()),
        )
        .collect();
    if lists.values().any(|(feature, _)| feature.sort == Sort::Sign) {
        index.sounds =
            sounds::sounds(&used.iter().copied().filter(|char| Kind::of(*char) == Some(Kind::Sign)).collect());
    }
    for (traditional, simplified) in folder.simplify.iter().filter(|pair| used.contains(&pair.1)) {
        index.traditional.push(*traditional);
        index.simplified.push(*simplified);
    }
    index
}

/// How much a feature tells: rare ones more. In sixteenths.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn weight(
    feature: &Feature,
    frequency: usize,
    phrasings: usize,
    background: &BTreeMap<&str, f32>,
    settings: &Weights,
) -> u8 {
    let usual = background.get(feature.text.replace(' ', "").as_str()).copied().unwrap_or(RARE);
    let frequency = frequency as f32 + usual * settings.background;
    let rarity = ln((phrasings as f32 + settings.background) / (frequency + 0.5)).max(0.1);
    (rarity * settings.part(feature.sort) * 16.0).round().clamp(0.0, 255.0) as u8
}
