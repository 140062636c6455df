//! Ranking: every entry that shares something with the query, best first.

use crate::{
    index::{Hidden, Tables, Vector},
    order::best_first,
};

/// An entry with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Position of the entry.
    pub entry: u32,
    /// What the order goes by.
    pub score: f32,
    /// Cosine of the nearest phrasing.
    pub nearest: f32,
    /// Which phrasing that is.
    pub phrasing: u32,
}

/// Entries that share a feature with the query, best first; equal scores in the merchant's order.
pub fn rank(tables: &Tables, vector: &Vector, entries: usize, hidden: &Hidden) -> Vec<Scored> {
    let nearest = nearest(tables, vector, hidden);
    let linear = linear(tables, vector, entries);
    let mut scored: Vec<Scored> = Vec::new();
    for (phrasing, (&owner, &cosine)) in (0u32..).zip(tables.owners.iter().zip(&nearest)) {
        if cosine <= 0.0 {
            continue;
        }
        match scored.last_mut().filter(|last| last.entry == owner) {
            Some(last) if last.nearest >= cosine => {}
            Some(last) => (last.nearest, last.phrasing) = (cosine, phrasing),
            None => scored.push(Scored { entry: owner, score: 0.0, nearest: cosine, phrasing }),
        }
    }
    for one in &mut scored {
        one.score = tables.nearest_share * one.nearest + (1.0 - tables.nearest_share) * linear[one.entry as usize];
    }
    best_first(&mut scored, |one| one.score);
    scored
}

/// Cosine with every phrasing.
fn nearest(tables: &Tables, vector: &Vector, hidden: &Hidden) -> Vec<f32> {
    let mut sums = vec![0.0f32; tables.owners.len()];
    for hit in &vector.hits {
        let step = hit.weight * tables.weight(hit.feature) / vector.length;
        for &phrasing in tables.nearest.list(hit.feature).0 {
            sums[phrasing as usize] += step;
        }
    }
    for (sum, length) in sums.iter_mut().zip(&tables.lengths) {
        *sum /= length;
    }
    for at in hidden.clone() {
        sums[at as usize] = 0.0;
    }
    sums
}

/// Score of the linear model for every entry.
fn linear(tables: &Tables, vector: &Vector, entries: usize) -> Vec<f32> {
    let mut sums = vec![0.0f32; entries];
    for hit in &vector.hits {
        let step = hit.weight / vector.length / LINEAR_UNIT;
        let (entries, weights) = tables.linear.list(hit.feature);
        for (&entry, &weight) in entries.iter().zip(weights) {
            sums[entry as usize] += step * f32::from(weight);
        }
    }
    sums
}

/// Steps of the stored linear weights in 1.
pub const LINEAR_UNIT: f32 = 20.0;
