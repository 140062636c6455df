//! Meaning: entries borrow the ways of asking of the scenes that they are about.
//!
//! A scene sorter says which scenes each phrasing sounds like. A scene that phrasings of an entry sound like lends its
//! lines to that entry, as examples for the linear model: so the words of a hundred other shoppers speak for an entry to
//! which its merchant gave two phrasings. Where several entries are about one scene, each line is shared among them.
//! Scenes that no entry is about are strangers: real questions that this knowledge has no answer to.

use super::{
    FOLDS,
    bank::{Bank, Line, sorter},
    home::{Of, Side},
    rivals::Rivals,
    side_by_side::each,
    texts::Texts,
    train::Example,
    weights::Weights,
};
use crate::{
    concepts::Forms,
    features::{Feature, features},
    fold::Folder,
    index::{Hidden, Tables, Vector},
};
use std::collections::BTreeMap;

/// Affinity from which a scene lends all it has; below, in proportion.
const SURE: f32 = 0.4;
/// Affinity below which a scene is nobody's.
const STRANGE: f32 = 0.03;
/// Part of the greatest affinity below which an entry has no share in a scene.
const LEAST_SHARE: f32 = 0.2;
/// Entries without share that a line competes with in training.
const RIVALS: usize = 15;
/// Entries among which one line is shared. Where more are about its scene, each line takes others of them.
const SHARING: usize = 32;
/// Lines of a scene in one language, about.
const LINES: f32 = 13.0;
/// Lent lines that are asked to calibrate.
const KNOWN: usize = 800;
/// Strangers that are asked to calibrate.
const STRANGERS: usize = 800;

/// Scene → entries that are about it, and how much.
type Affinity = BTreeMap<u32, BTreeMap<u32, f32>>;

/// The scenes beside one knowledge.
pub struct Scenes<'a> {
    /// The likeliest scenes of each phrasing.
    likely: Vec<Vec<(u32, f32)>>,
    /// Lines in the knowledge's languages, with their features.
    lines: Vec<(&'a Line, Vec<Feature<'a>>)>,
    /// How many of them, the first ones, belong to a scene that an entry is about; the rest are some of the others.
    near: usize,
    /// All lines of the scenes that no entry is about.
    far: Vec<&'a Line>,
}

/// A line as the knowledge sees it.
pub struct Seen {
    scene: u32,
    vector: Vec<(u32, f32)>,
    /// Entries that it is close to; none for a line that no entry is about.
    rivals: Vec<u32>,
}

impl<'a> Scenes<'a> {
    /// Compares a knowledge with the bank.
    pub fn new(bank: &'a Bank, texts: &Texts, folder: &Folder, forms: &Forms, settings: &Weights) -> Self {
        let tongues = texts.tongues();
        let sorter = sorter(&tongues);
        let mut scenes = Self {
            likely: each(&texts.features, || (), |(), _, features| sorter.scenes(features)),
            lines: Vec::new(),
            near: 0,
            far: Vec::new(),
        };
        if settings.scenes <= 0.0 {
            scenes.likely.iter_mut().for_each(Vec::clear);
        }
        let affinity = scenes.affinity(texts, |_| true);
        let strength = |line: &&Line| affinity.get(&line.scene).map_or(0.0, greatest);
        let all = || bank.lines.iter().filter(|line| tongues.contains(&line.tongue));
        let near: Vec<&Line> = all().filter(|line| strength(line) >= STRANGE).collect();
        let far: Vec<&Line> = all().filter(|line| strength(line) < STRANGE).collect();
        scenes.near = near.len();
        let step = far.len() / STRANGERS + 1;
        let lines: Vec<&Line> = near.into_iter().chain(far.iter().copied().step_by(step)).collect();
        scenes.lines = each(&lines, || (), |(), _, line| (*line, features(folder, forms, &line.core)));
        scenes.far = far;
        scenes
    }

    /// Features of the lines that may be lent.
    pub fn lent(&self) -> impl Iterator<Item = &[Feature<'a>]> {
        self.lines[..self.near].iter().map(|line| line.1.as_slice())
    }

    /// Some lines of scenes that entries are surely about: features, and the entries that would be right.
    pub fn known(&self, texts: &Texts, fold: usize) -> Vec<(&[Feature<'a>], Vec<u32>)> {
        let affinity = self.affinity(texts, |at| at % FOLDS != fold);
        let step = self.near / KNOWN + 1;
        let some = self.lines[..self.near].iter().enumerate().filter(|(at, _)| at % FOLDS == fold).step_by(step);
        some.filter_map(|(_, (line, features))| {
            let entries = affinity.get(&line.scene)?;
            let most = greatest(entries);
            let right = entries.iter().filter(|entry| *entry.1 > most * LEAST_SHARE).map(|entry| *entry.0).collect();
            (most >= SURE).then_some((features.as_slice(), right))
        })
        .collect()
    }

    /// Features of some lines that no entry is about.
    pub fn strangers(&self, fold: usize) -> impl Iterator<Item = &[Feature<'a>]> {
        let far = self.lines[self.near..].iter();
        far.filter(move |line| line.0.scene as usize % FOLDS == fold).map(|line| line.1.as_slice())
    }

    /// What each entry is about, by the phrasings that are kept.
    fn affinity(&self, texts: &Texts, kept: impl Fn(usize) -> bool) -> Affinity {
        let mut counts = vec![0.0f32; texts.counts.len()];
        for (at, owner) in texts.owners.iter().enumerate().filter(|(at, _)| kept(*at)) {
            counts[*owner as usize] += if self.likely[at].is_empty() { 0.5 } else { 1.0 };
        }
        let mut affinity = Affinity::new();
        for (at, owner) in texts.owners.iter().enumerate().filter(|(at, _)| kept(*at)) {
            for (scene, chance) in &self.likely[at] {
                let share = chance / counts[*owner as usize];
                *affinity.entry(*scene).or_default().entry(*owner).or_default() += share;
            }
        }
        affinity
    }

    /// The lines that may be lent, as the knowledge sees them.
    pub fn seen(&self, tables: &Tables, entries: usize) -> Vec<Seen> {
        let rivals = || Rivals::new(tables, entries);
        let mut seen = each(&self.lines[..self.near], rivals, |rivals, _, (line, features)| {
            let vector = tables.exact(features.iter().map(|feature| (feature.id, feature.sort)));
            let rivals = rivals.of(&vector, &Hidden::default(), RIVALS);
            Seen { scene: line.scene, vector: unit(&vector), rivals }
        });
        seen.extend(self.far.iter().map(|line| {
            let vector = unit(&tables.exact(line.features.iter().copied()));
            Seen { scene: line.scene, vector, rivals: Vec::new() }
        }));
        seen
    }

    /// The lines as examples, lent by what the kept phrasings are about; without the lines
    /// that will be asked.
    pub fn examples(
        &self,
        seen: &[Seen],
        texts: &Texts,
        kept: impl Fn(usize) -> bool,
        asked: Option<usize>,
        settings: &Weights,
    ) -> Vec<Example> {
        let affinity = self.affinity(texts, &kept);
        let lent = seen[..self.near].iter().enumerate().filter(|(at, _)| asked != Some(at % FOLDS));
        lent.filter_map(|(at, line)| lend(line, at, affinity.get(&line.scene)?, settings)).collect()
    }

    /// Every line with its side, for telling the knowledge's own questions from others; without the lines that will be
    /// asked.
    pub fn sides<'b>(
        &self,
        seen: &'b [Seen],
        texts: &Texts,
        kept: impl Fn(usize) -> bool,
        asked: Option<usize>,
    ) -> Vec<Side<'b>> {
        let affinity = self.affinity(texts, &kept);
        let (near, far) = seen.split_at(self.near);
        let near = near.iter().enumerate().filter(|(at, _)| asked != Some(at % FOLDS)).map(|(_, line)| {
            let most = affinity.get(&line.scene).map_or(0.0, greatest);
            Side { vector: &line.vector, of: Of::Home, mass: (most / SURE).min(1.0) }
        });
        let far = far.iter().filter(|line| asked != Some(line.scene as usize % FOLDS));
        let far = far.map(|line| Side { vector: &line.vector, of: Of::Elsewhere, mass: 1.0 });
        near.chain(far).collect()
    }
}

/// The line at a place as an example for the entries that its scene belongs to.
fn lend(line: &Seen, at: usize, entries: &BTreeMap<u32, f32>, settings: &Weights) -> Option<Example> {
    let most = greatest(entries);
    if most < STRANGE {
        return None;
    }
    let all = || entries.iter().filter(|entry| *entry.1 > most * LEAST_SHARE);
    let step = all().count().div_ceil(SHARING).max(1);
    let sharing = || all().skip(at % step).step_by(step);
    let sum: f32 = sharing().map(|entry| entry.1).sum();
    let mut rivals: Vec<u32> = sharing().map(|entry| *entry.0).collect();
    let mut targets: Vec<f32> = sharing().map(|entry| entry.1 / sum).collect();
    let others = line.rivals.iter().filter(|rival| !rivals.contains(rival)).copied().collect::<Vec<_>>();
    rivals.extend(others);
    targets.resize(rivals.len(), 0.0);
    let mass = settings.scenes * (most / SURE).min(1.0) / LINES;
    Some(Example { vector: line.vector.clone(), rivals, targets, mass })
}

fn greatest(entries: &BTreeMap<u32, f32>) -> f32 {
    entries.values().copied().fold(0.0, f32::max)
}

/// A vector of length 1, as training takes it.
pub fn unit(vector: &Vector) -> Vec<(u32, f32)> {
    let place = |feature: usize| u32::try_from(feature).unwrap_or(0);
    vector.hits.iter().map(|hit| (place(hit.feature), hit.weight / vector.length)).collect()
}
