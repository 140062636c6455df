//! Explaining: which words spoke for an entry, and how much.

use crate::{
    Evidence,
    index::{Tables, Vector},
    rank::{LINEAR_UNIT, Scored},
};
use kernel::best_first;

/// Reasons given for one entry.
const MOST: usize = 6;

/// The words that speak for a ranked entry, heaviest first.
pub fn evidence(tables: &Tables, vector: &Vector, scored: &Scored) -> Vec<Evidence> {
    let mut reasons: Vec<Evidence> = Vec::new();
    for hit in &vector.hits {
        let mut sum = 0.0;
        if tables.nearest.list(hit.feature).any(|phrasing| phrasing == scored.phrasing) {
            let cosine = hit.weight * tables.weight(hit.feature) / tables.lengths[scored.phrasing as usize];
            sum += tables.nearest_share * cosine / vector.length;
        }
        let mut linear = tables.linear.with(hit.feature, &tables.linear_weights);
        if let Some((_, &weight)) = linear.find(|item| item.0 == scored.entry) {
            sum += (1.0 - tables.nearest_share) * hit.weight * f32::from(weight) / LINEAR_UNIT / vector.length;
        }
        #[allow(clippy::cast_possible_truncation)]
        let weight = (sum * 1000.0) as i32;
        match reasons.iter_mut().find(|reason| reason.what == hit.text) {
            Some(reason) => reason.weight += weight,
            None => reasons.push(Evidence { what: hit.text.into(), weight }),
        }
    }
    reasons.retain(|reason| reason.weight > 0);
    #[allow(clippy::cast_precision_loss)]
    best_first(&mut reasons, |reason| reason.weight as f32);
    reasons.truncate(MOST);
    reasons
}
