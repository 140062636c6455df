//! The pack's tables, unfolded for reading.

use crate::{
    concepts::Forms,
    features::{Feature, Sort, features, parts},
    fold::{Folded, Folder},
    phrases::Phrases,
    sound::Sounds,
};
use kernel::{FEATURE_BITS, Ids, Key, Words};
use pack::{Index, Lists};
use std::{borrow::Cow, sync::OnceLock};

/// How much a word that only looks like one of the knowledge's counts, beside an equal one.
const LOOKS_LIKE: f32 = 0.6;

/// Phrasings that must not help, as when the merchant's own phrasing is asked to test the rest.
pub type Hidden = core::ops::Range<u32>;

/// What a search reads.
#[derive(Default)]
pub struct Tables {
    /// Folds messages.
    pub folder: Folder,
    /// Hears what was written by ear.
    sounds: Sounds,
    /// Features of the phrases.
    said: OnceLock<Ids>,
    /// Words in letters.
    pub words: Words,
    /// Ways of saying concepts.
    pub forms: Forms,
    /// Feature ids.
    ids: Ids,
    /// Weight of each feature, in sixteenths.
    weights: Vec<u8>,
    /// Weight of a unit that the knowledge does not have.
    unknown: f32,
    /// Feature → phrasings.
    pub nearest: Lists,
    /// Feature → entries.
    pub linear: Lists,
    /// Weight of each item of `linear`.
    pub linear_weights: Vec<i8>,
    /// How much each feature speaks for the knowledge as a whole.
    pub home: Vec<i8>,
    /// Phrasing → entry.
    pub owners: Vec<u32>,
    /// Length of each phrasing's vector.
    pub lengths: Vec<f32>,
    /// Part of the nearest phrasing in a score: 0 to 1.
    pub nearest_share: f32,
}

/// A feature of a query that the knowledge has.
#[derive(Clone, Debug)]
pub struct Hit<'a> {
    /// Position of the feature.
    pub feature: usize,
    /// Its weight in the query.
    pub weight: f32,
    /// Words in the query that it stands for.
    pub text: &'a str,
}

/// A query as a vector.
#[derive(Clone, Debug, Default)]
pub struct Vector<'a> {
    /// What the knowledge has, each feature once.
    pub hits: Vec<Hit<'a>>,
    /// Length, with what the knowledge does not have.
    pub length: f32,
    /// Share of the query's units that the knowledge has, by weight: 0 to 1.
    pub covered: f32,
}

impl Tables {
    /// Unfolds an index whose parts fit together.
    pub fn new(index: Index) -> Self {
        let simplify = index.traditional.chars().zip(index.simplified.chars()).collect();
        let ids: Vec<u32> = running(index.features);
        let weights = index.weights;
        let mut owners = Vec::new();
        for (entry, count) in (0u32..).zip(&index.phrasings) {
            owners.resize(owners.len() + *count as usize, entry);
        }
        let mut lengths = vec![0.0f32; owners.len()];
        index.nearest.each(|feature, phrasing| {
            let weight = sixteenths(weights[feature]);
            lengths[phrasing as usize] += weight * weight;
        });
        for length in &mut lengths {
            *length = length.sqrt().max(0.01);
        }
        let unknown = sixteenths(weights.iter().copied().max().unwrap_or_default());
        let forms = Forms::new(&running(index.forms), index.concepts.iter().map(|at| ids[*at as usize]).collect());
        let nearest_share = f32::from(index.nearest_share) / 100.0;
        let folder = Folder { simplify, phrases: Phrases::new(index.phrases) };
        let sounds = Sounds::new(&index.sounds);
        Self {
            folder,
            sounds,
            said: OnceLock::new(),
            words: Words::new(index.words),
            forms,
            nearest_share,
            ids: Ids::new(&ids, FEATURE_BITS),
            weights,
            unknown,
            nearest: index.nearest,
            linear: index.linear,
            linear_weights: index.linear_weights,
            home: index.home,
            owners,
            lengths,
        }
    }

    /// Folds a message, and hears it as the knowledge would write it.
    pub fn fold(&self, text: &str) -> Folded {
        self.hear(self.folder.fold(text))
    }

    /// Reads folded text as it sounds, where that makes more of it.
    pub fn hear(&self, folded: Folded) -> Folded {
        let often = |key: Key| self.often(key);
        match self
            .sounds
            .heard(&folded.full, &often)
            .or_else(|| crate::spelling::spelled(&folded.full, &self.words, &often))
        {
            Some(heard) => self.folder.without_filling(heard),
            None => folded,
        }
    }

    /// In how many phrasings units stand side by side, or, of what scenes lend, for how many entries they speak.
    fn often(&self, key: Key) -> usize {
        let id = key.feature();
        match self.ids.place(id) {
            Some(at) => self.nearest.length(at).max(self.linear.length(at)).max(1),
            None => usize::from(self.said.get_or_init(|| said(&self.folder)).place(id).is_some()),
        }
    }

    /// The vector of a folded text.
    pub fn vector<'a>(&self, folded: &'a str) -> Vector<'a> {
        self.weigh(&features(&self.folder, &self.forms, folded), &Hidden::default())
    }

    /// The vector of a text's features, as a knowledge without the hidden phrasings would have it.
    pub fn weigh<'a>(&self, features: &[Feature<'a>], hidden: &Hidden) -> Vector<'a> {
        let mut hits: Vec<Hit<'a>> = Vec::new();
        let (mut squares, mut units, mut covered) = (0.0, 0.0, 0.0);
        let meant = self.meant(features, hidden);
        for feature in features {
            let known = self.position(feature.id, hidden);
            let unit = matches!(feature.sort, Sort::Sign | Sort::Word);
            if known.is_none() && unit && meant.iter().any(|meant| within(feature.text, meant)) {
                units += self.unknown;
                covered += self.unknown;
                continue;
            }
            let similar = match feature.sort {
                Sort::Word if known.is_none() => Cow::Owned(self.words.repaired(feature.text)),
                Sort::Word => self.words.forms(feature.text),
                _ => Cow::Borrowed(&[][..]),
            };
            let similar: Vec<(usize, f32)> = similar
                .iter()
                .filter_map(|similar| Some((self.position(similar.id, hidden)?, similar.likeness)))
                .collect();
            let part = if known.is_some() { LOOKS_LIKE } else { 1.0 };
            let closest = similar.first().map_or(0.0, |similar| similar.1);
            let weight = match known {
                Some(at) => self.weight(at),
                // A slip weighs what the word that it stands for does, as far as it is sure to be that.
                None if unit => similar.first().map_or(self.unknown, |(at, likeness)| {
                    self.weight(*at) * likeness + self.unknown * (1.0 - likeness)
                }),
                None => 0.0,
            };
            squares += weight * weight;
            if unit {
                units += weight;
                covered += weight * if known.is_some() { 1.0 } else { closest };
            }
            if let Some(at) = known {
                add(&mut hits, at, weight, feature.text);
            }
            for (at, likeness) in similar {
                add(&mut hits, at, self.weight(at) * likeness * part, feature.text);
            }
        }
        let covered = if units > 0.0 { covered / units } else { 0.0 };
        Vector { hits, length: squares.sqrt().max(0.01), covered }
    }

    /// What was said in the words of a known concept: a word in it that the knowledge does not have is understood.
    fn meant<'a>(&self, features: &[Feature<'a>], hidden: &Hidden) -> Vec<&'a str> {
        let concepts = features.iter().filter(|feature| feature.sort == Sort::Concept);
        concepts.filter(|concept| self.position(concept.id, hidden).is_some()).map(|concept| concept.text).collect()
    }

    /// The vector of a text that was written with care: no slips, no other forms.
    #[cfg(feature = "build")]
    pub fn exact(&self, features: impl Iterator<Item = (u32, Sort)>) -> Vector<'static> {
        let mut hits = Vec::new();
        let mut squares = 0.0;
        for (id, sort) in features {
            let known = self.ids.place(id);
            let unit = matches!(sort, Sort::Sign | Sort::Word);
            let weight = known.map_or(if unit { self.unknown } else { 0.0 }, |at| self.weight(at));
            squares += weight * weight;
            hits.extend(known.map(|at| Hit { feature: at, weight, text: "" }));
        }
        Vector { hits, length: squares.sqrt().max(0.01), covered: 1.0 }
    }

    /// Weight of a feature by position.
    pub fn weight(&self, feature: usize) -> f32 {
        sixteenths(self.weights[feature])
    }

    /// Where a feature stands, unless only hidden phrasings have it.
    fn position(&self, id: u32, hidden: &Hidden) -> Option<usize> {
        let at = self.ids.place(id)?;
        let shown = || self.nearest.list(at).any(|phrasing| !hidden.contains(&phrasing));
        let seen = hidden.is_empty() || self.nearest.length(at) == 0 || shown();
        seen.then_some(at)
    }
}

/// Whether a piece of a text lies in another piece of it.
fn within(piece: &str, other: &str) -> bool {
    let (from, to) = (other.as_ptr() as usize, other.as_ptr() as usize + other.len());
    (from..to).contains(&(piece.as_ptr() as usize))
}

fn add<'a>(hits: &mut Vec<Hit<'a>>, feature: usize, weight: f32, text: &'a str) {
    match hits.iter_mut().find(|hit| hit.feature == feature) {
        Some(hit) => hit.weight = hit.weight.max(weight),
        None => hits.push(Hit { feature, weight, text }),
    }
}

/// What the phrases are made of; of those in letters only the single words, for "le" is French and pinyin.
fn said(folder: &Folder) -> Ids {
    let mut said = Vec::new();
    for text in folder.phrases.list().texts() {
        parts(text, |id| said.push(id));
    }
    Ids::new(&said, FEATURE_BITS)
}

fn sixteenths(weight: u8) -> f32 {
    f32::from(weight) / 16.0
}

fn running(mut gaps: Vec<u32>) -> Vec<u32> {
    let mut sum = 0u32;
    for gap in &mut gaps {
        sum = sum.wrapping_add(*gap);
        *gap = sum;
    }
    gaps
}
