//! The entries that a text is closest to: those that training tells it from.

use crate::index::{Hidden, Hit, Tables, Vector};

/// Items of the features' lists that are looked at for one text, the rarest features first. Without a bound the time to
/// build would grow with the square of the knowledge: in a large one the common words stand everywhere, and tell little.
const ITEMS: usize = 10_000;

/// Finds rivals, text after text, in the same memory.
pub struct Rivals<'a> {
    tables: &'a Tables,
    /// Sum of each phrasing, 0 where no text is looked at.
    sums: Vec<f32>,
    /// The same of each entry.
    best: Vec<f32>,
}

impl<'a> Rivals<'a> {
    /// For one knowledge.
    pub fn new(tables: &'a Tables, entries: usize) -> Self {
        Self { tables, sums: vec![0.0; tables.owners.len()], best: vec![0.0; entries] }
    }

    /// Up to `most` entries by the cosine of their nearest phrasing, the closest first.
    pub fn of(&mut self, vector: &Vector, hidden: &Hidden, most: usize) -> Vec<u32> {
        let length = |hit: &&Hit| self.tables.nearest.length(hit.feature);
        let mut hits: Vec<(usize, &Hit)> = vector.hits.iter().map(|hit| (length(&hit), hit)).collect();
        hits.sort_by_key(|hit| hit.0);
        let (mut phrasings, mut room) = (Vec::new(), ITEMS);
        for (length, hit) in hits {
            if length > room {
                break;
            }
            room -= length;
            let step = hit.weight * self.tables.weight(hit.feature);
            for phrasing in self.tables.nearest.list(hit.feature).filter(|phrasing| !hidden.contains(phrasing)) {
                let sum = &mut self.sums[phrasing as usize];
                if *sum == 0.0 {
                    phrasings.push(phrasing);
                }
                *sum += step;
            }
        }
        let mut entries: Vec<u32> = Vec::new();
        for phrasing in phrasings.into_iter().map(|phrasing| phrasing as usize) {
            let cosine = core::mem::take(&mut self.sums[phrasing]) / self.tables.lengths[phrasing];
            let owner = self.tables.owners[phrasing];
            let best = &mut self.best[owner as usize];
            if *best == 0.0 && cosine > 0.0 {
                entries.push(owner);
            }
            *best = best.max(cosine);
        }
        let mut order: Vec<(f32, u32)> =
            entries.into_iter().map(|entry| (core::mem::take(&mut self.best[entry as usize]), entry)).collect();
        let closer = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if order.len() > most {
            order.select_nth_unstable_by(most, closer);
            order.truncate(most);
        }
        order.sort_unstable_by(closer);
        order.into_iter().map(|one| one.1).collect()
    }
}
