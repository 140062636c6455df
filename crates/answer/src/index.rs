//! The pack's tables, unfolded for reading.

use crate::{
    concepts::Forms,
    features::{Feature, Sort, features, hash},
    fold::{Folded, Folder},
    order::{ascending, split},
    phrases::Phrases,
    sound::Sounds,
    words::Words,
};
use pack::{Index, Lists};

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
    /// Features of the phrases, ascending.
    said: Vec<u32>,
    /// Words in letters.
    pub words: Words,
    /// Ways of saying concepts.
    pub forms: Forms,
    /// Feature ids, ascending.
    ids: Vec<u32>,
    /// Weight of each feature.
    weights: Vec<f32>,
    /// Weight of a unit that the knowledge does not have.
    unknown: f32,
    /// Feature → phrasings.
    pub nearest: Table<()>,
    /// Feature → entries.
    pub linear: Table<i8>,
    /// How much each feature speaks for the knowledge as a whole.
    pub home: Vec<i8>,
    /// Phrasing → entry.
    pub owners: Vec<u32>,
    /// Length of each phrasing's vector.
    pub lengths: Vec<f32>,
    /// Part of the nearest phrasing in a score: 0 to 1.
    pub nearest_share: f32,
}

/// Lists with direct access.
#[derive(Default)]
pub struct Table<T> {
    starts: Vec<u32>,
    items: Vec<u32>,
    values: Vec<T>,
}

/// A feature of a query that the knowledge has.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Position of the feature.
    pub feature: usize,
    /// Its weight in the query.
    pub weight: f32,
    /// Words in the query that it stands for.
    pub text: String,
}

/// A query as a vector.
#[derive(Clone, Debug, Default)]
pub struct Vector {
    /// What the knowledge has, each feature once.
    pub hits: Vec<Hit>,
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
        let weights: Vec<f32> = index.weights.iter().map(|weight| f32::from(*weight) / 16.0).collect();
        let nearest = Table::new(index.nearest, Vec::new());
        let linear = Table::new(index.linear, index.linear_weights);
        let mut owners = Vec::new();
        for (entry, count) in (0u32..).zip(&index.phrasings) {
            owners.resize(owners.len() + *count as usize, entry);
        }
        let mut lengths = vec![0.0f32; owners.len()];
        for (feature, weight) in weights.iter().enumerate() {
            for &phrasing in nearest.list(feature).0 {
                lengths[phrasing as usize] += weight * weight;
            }
        }
        for length in &mut lengths {
            *length = length.sqrt().max(0.01);
        }
        let unknown = weights.iter().copied().fold(0.0, f32::max);
        let forms = Forms::new(running(index.forms), index.concepts.iter().map(|at| ids[*at as usize]).collect());
        let nearest_share = f32::from(index.nearest_share) / 100.0;
        let folder = Folder { simplify, phrases: Phrases::new(index.phrases) };
        let sounds = Sounds::new(index.sounds);
        let said = said(&folder);
        Self {
            folder,
            sounds,
            said,
            words: Words::new(index.words),
            forms,
            nearest_share,
            ids,
            weights,
            unknown,
            nearest,
            linear,
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
        let often = |units: &[&str]| self.often(units);
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
    fn often(&self, units: &[&str]) -> usize {
        let id = hash(units);
        let said = usize::from(self.said.binary_search(&id).is_ok());
        self.ids
            .binary_search(&id)
            .map_or(said, |at| self.nearest.list(at).0.len().max(self.linear.list(at).0.len()).max(1))
    }

    /// The vector of a folded text.
    pub fn vector(&self, folded: &str) -> Vector {
        self.weigh(&features(&self.folder, &self.forms, folded), &Hidden::default())
    }

    /// The vector of a text's features, as a knowledge without the hidden phrasings would have it.
    pub fn weigh(&self, features: &[Feature], hidden: &Hidden) -> Vector {
        let mut hits: Vec<Hit> = Vec::new();
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
                Sort::Word if known.is_none() => self.words.repaired(feature.text),
                Sort::Word => self.words.forms(feature.text),
                _ => Vec::new(),
            };
            let similar: Vec<(usize, f32)> = similar
                .iter()
                .filter_map(|similar| Some((self.position(similar.id, hidden)?, similar.likeness)))
                .collect();
            let part = if known.is_some() { LOOKS_LIKE } else { 1.0 };
            let closest = similar.first().map_or(0.0, |similar| similar.1);
            let weight = match known {
                Some(at) => self.weights[at],
                // A slip weighs what the word that it stands for does, as far as it is sure to be that.
                None if unit => similar.first().map_or(self.unknown, |(at, likeness)| {
                    self.weights[*at] * likeness + self.unknown * (1.0 - likeness)
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
                add(&mut hits, at, self.weights[at] * likeness * part, feature.text);
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
    pub fn exact(&self, features: impl Iterator<Item = (u32, Sort)>) -> Vector {
        let mut hits = Vec::new();
        let mut squares = 0.0;
        for (id, sort) in features {
            let known = self.ids.binary_search(&id).ok();
            let unit = matches!(sort, Sort::Sign | Sort::Word);
            let weight = known.map_or(if unit { self.unknown } else { 0.0 }, |at| self.weights[at]);
            squares += weight * weight;
            hits.extend(known.map(|at| Hit { feature: at, weight, text: String::new() }));
        }
        Vector { hits, length: squares.sqrt().max(0.01), covered: 1.0 }
    }

    /// Weight of a feature by position.
    pub fn weight(&self, feature: usize) -> f32 {
        self.weights[feature]
    }

    /// Where a feature stands, unless only hidden phrasings have it.
    fn position(&self, id: u32, hidden: &Hidden) -> Option<usize> {
        let at = self.ids.binary_search(&id).ok()?;
        let list = self.nearest.list(at).0;
        let seen = hidden.is_empty() || list.is_empty() || list.iter().any(|phrasing| !hidden.contains(phrasing));
        seen.then_some(at)
    }
}

/// Whether a piece of a text lies in another piece of it.
fn within(piece: &str, other: &str) -> bool {
    let (from, to) = (other.as_ptr() as usize, other.as_ptr() as usize + other.len());
    (from..to).contains(&(piece.as_ptr() as usize))
}

fn add(hits: &mut Vec<Hit>, feature: usize, weight: f32, text: &str) {
    match hits.iter_mut().find(|hit| hit.feature == feature) {
        Some(hit) => hit.weight = hit.weight.max(weight),
        None => hits.push(Hit { feature, weight, text: text.into() }),
    }
}

impl<T> Table<T> {
    /// Turns the differences into numbers where they stand: a second copy of them would be most of what a pack takes.
    fn new(lists: Lists, values: Vec<T>) -> Self {
        let Lists { lengths: mut starts, gaps: mut items } = lists;
        let mut rest = items.iter_mut();
        let mut from = 0u32;
        for start in &mut starts {
            let length = core::mem::replace(start, from);
            let mut number = 0u32;
            for item in rest.by_ref().take(length as usize) {
                number = number.wrapping_add(*item);
                *item = number;
            }
            from = from.saturating_add(length);
        }
        starts.push(from);
        Self { starts, items, values }
    }

    /// The list of a feature, with its values if the table has any.
    pub fn list(&self, feature: usize) -> (&[u32], &[T]) {
        let range = match self.starts.get(feature..feature + 2) {
            Some(ends) => ends[0] as usize..ends[1] as usize,
            None => 0..0,
        };
        (self.items.get(range.clone()).unwrap_or_default(), self.values.get(range).unwrap_or_default())
    }
}

/// What the phrases are made of; of those in letters only the single words, for "le" is French and pinyin.
fn said(folder: &Folder) -> Vec<u32> {
    let (mut said, plain): (Vec<u64>, _) = (Vec::new(), Folder::default());
    for phrase in folder.phrases.list() {
        let parts = features(&plain, &Forms::default(), &phrase.text).into_iter();
        let whole = parts.filter(|part| !matches!(part.sort, Sort::Word | Sort::Piece) || part.text == phrase.text);
        said.extend(whole.map(|part| u64::from(part.id)));
    }
    ascending(&mut said);
    said.into_iter().map(|id| split(id).1).collect()
}

fn running(mut gaps: Vec<u32>) -> Vec<u32> {
    let mut sum = 0u32;
    for gap in &mut gaps {
        sum = sum.wrapping_add(*gap);
        *gap = sum;
    }
    gaps
}
