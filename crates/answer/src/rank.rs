//! Ranking: every entry that shares something with the query, best first.

use crate::index::{Hidden, Tables, Vector};
use kernel::{Nearest, add, add_weighted, best};

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

/// What the knowledge has to say to a query.
pub struct Ranking {
    /// The 64 entries that most speaks for, best first; equal scores in the merchant's order.
    pub entries: Vec<Scored>,
    /// What speaks for a question of this knowledge, whichever, rather than of elsewhere.
    pub home: f32,
}

/// Entries of a ranking at most: only the first few are ever shown, and a large knowledge would sort thousands.
const MOST: usize = 64;

/// Scores every entry.
pub fn rank(tables: &Tables, vector: &Vector, entries: usize, hidden: &Hidden) -> Ranking {
    let linear = linear(tables, vector, entries);
    let mut sums = shared(tables, vector);
    sums.get_mut(hidden.start as usize..hidden.end as usize).unwrap_or_default().fill(0.0);
    let mut nearest = vec![Nearest { cosine: 0.0, phrasing: u32::MAX }; entries];
    kernel::nearest(&sums, &tables.owners, &tables.lengths, &mut nearest);
    let share = tables.nearest_share;
    let mut scored = Vec::with_capacity(entries);
    for (entry, (linear, Nearest { cosine, phrasing })) in (0u32..).zip(linear.into_iter().zip(nearest)) {
        if cosine > 0.0 || linear > 0.0 {
            scored.push(Scored { entry, score: share * cosine + (1.0 - share) * linear, nearest: cosine, phrasing });
        }
    }
    Ranking { entries: best(&scored, MOST, |one| one.score), home: home(tables, vector) }
}

/// What each phrasing has of the query, by weight: its cosine, but for its length.
fn shared(tables: &Tables, vector: &Vector) -> Vec<f32> {
    let mut sums = vec![0.0f32; tables.owners.len()];
    for hit in &vector.hits {
        let step = hit.weight * tables.weight(hit.feature) / vector.length;
        add(&mut sums, &tables.nearest, hit.feature, step);
    }
    sums
}

/// Score of the linear model for every entry.
fn linear(tables: &Tables, vector: &Vector, entries: usize) -> Vec<f32> {
    let mut sums = vec![0.0f32; entries];
    for hit in &vector.hits {
        let step = hit.weight / vector.length / LINEAR_UNIT;
        add_weighted(&mut sums, &tables.linear, &tables.linear_weights, hit.feature, step);
    }
    sums
}

/// What speaks for a question of this knowledge.
fn home(tables: &Tables, vector: &Vector) -> f32 {
    let sum: f32 = vector.hits.iter().map(|hit| hit.weight * f32::from(tables.home[hit.feature])).sum();
    sum / vector.length / HOME_UNIT
}

/// Steps of the stored weights for the knowledge as a whole in 1.
pub const HOME_UNIT: f32 = 8.0;
/// Steps of the stored linear weights in 1.
pub const LINEAR_UNIT: f32 = 20.0;
