//! The merchant's phrasings.

use super::{bank::Tongue, side_by_side::each};
use crate::{
    concepts::Forms,
    features::{Feature, Sort, features},
    fold::Folder,
};
use pack::Draft;
use std::collections::BTreeSet;

/// Every entry's question and phrasings, folded, each once.
pub fn folded(draft: &Draft, folder: &Folder) -> Vec<Vec<String>> {
    each(
        &draft.knowledge.entries,
        || (),
        |(), at, entry| {
            let others = draft.phrasings.get(at).map(Vec::as_slice).unwrap_or_default();
            let mut seen = BTreeSet::new();
            let cores = core::iter::once(&entry.question).chain(others).map(|phrasing| folder.fold(phrasing).core);
            cores.filter(|core| seen.insert(core.clone())).collect()
        },
    )
}

/// The merchant's phrasings as features, entry by entry; those that say nothing are left out.
pub struct Texts<'a> {
    /// Features of each phrasing.
    pub features: Vec<Vec<Feature<'a>>>,
    /// Its entry.
    pub owners: Vec<u32>,
    /// Phrasings of each entry.
    pub counts: Vec<u32>,
}

impl<'a> Texts<'a> {
    /// Takes folded phrasings entry by entry.
    pub fn of(phrasings: &'a [Vec<String>], folder: &Folder, forms: &Forms) -> Self {
        let mut texts = Self { features: Vec::new(), owners: Vec::new(), counts: Vec::new() };
        let found = each(
            phrasings,
            || (),
            |(), _, cores| cores.iter().map(|core| features(folder, forms, core)).collect::<Vec<_>>(),
        );
        for (at, found) in (0u32..).zip(found) {
            let before = texts.owners.len();
            for found in found {
                if !found.is_empty() {
                    texts.features.push(found);
                    texts.owners.push(at);
                }
            }
            texts.counts.push(u32::try_from(texts.owners.len() - before).unwrap_or(u32::MAX));
        }
        texts
    }

    /// The languages of the phrasings.
    pub fn tongues(&self) -> Vec<Tongue> {
        let all = self.features.len();
        let with = |sort: Sort| self.features.iter().filter(|text| text.iter().any(|one| one.sort == sort)).count();
        let mut tongues = Vec::new();
        if with(Sort::Sign) * 10 > all {
            tongues.push(Tongue::Zh);
        }
        if (all - with(Sort::Sign)) * 10 > all {
            tongues.push(Tongue::En);
        }
        tongues
    }

    /// All phrasings of the same entry.
    pub fn siblings(&self, phrasing: usize) -> core::ops::Range<u32> {
        let owner = self.owners[phrasing];
        let from = self.owners.partition_point(|other| *other < owner);
        let to = self.owners.partition_point(|other| *other <= owner);
        u32::try_from(from).unwrap_or(u32::MAX)..u32::try_from(to).unwrap_or(u32::MAX)
    }
}
