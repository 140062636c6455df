//! Training the linear model: which features speak for which entry.
//!
//! Multinomial logistic regression over each phrasing's closest rivals only. That keeps the model as sparse as the
//! index, the time linear in the phrasings, and it spends its weights where entries are confused.

use super::weights::Weights;
use crate::rank::LINEAR_UNIT;
use std::collections::BTreeMap;

/// A phrasing as a vector of length 1, with the entries it competes with, its own first.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// Feature position and weight.
    pub vector: Vec<(u32, f32)>,
    /// Entry positions.
    pub rivals: Vec<u32>,
    /// How right each rival is: sums to 1.
    pub targets: Vec<f32>,
    /// How much the example counts.
    pub mass: f32,
}

const EPOCHS: usize = 12;
const RATE: f32 = 0.03;

/// Feature → (entry, weight), both ascending; weights in steps of `1 / LINEAR_UNIT`.
pub type Model = Vec<Vec<(u32, i8)>>;

/// Trains on the examples that are kept. The same examples give the same model.
pub fn train(examples: &[&Example], features: usize, settings: &Weights) -> Model {
    let mut weights = Sparse::over(examples, features);
    weights.start_at_centroids(examples);
    let slots: Vec<Vec<u32>> = examples.iter().map(|example| weights.slots(example)).collect();
    for epoch in 0..EPOCHS {
        #[allow(clippy::cast_precision_loss)]
        let rate = RATE / (1.0 + epoch as f32 * 0.3);
        // A fixed stride visits every example once, in an order that does not follow the entries.
        let stride = stride(examples.len());
        for step in 0..examples.len() {
            let at = step * stride % examples.len();
            weights.learn(examples[at], &slots[at], rate, settings.sharpness);
        }
    }
    weights.quantised()
}

/// A step that meets every position before it repeats.
pub fn stride(length: usize) -> usize {
    let shares = |mut a: usize, mut b: usize| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (length * 5 / 8..length).find(|stride| shares(*stride, length) == 1).unwrap_or(1)
}

/// Weights for the pairs of feature and entry that ever meet.
struct Sparse {
    starts: Vec<usize>,
    entries: Vec<u32>,
    values: Vec<f32>,
}

impl Sparse {
    fn over(examples: &[&Example], features: usize) -> Self {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); features];
        for example in examples {
            for &(feature, _) in &example.vector {
                rows[feature as usize].extend(&example.rivals);
            }
            for row in example.vector.iter().map(|item| item.0 as usize) {
                if rows[row].len() > 4096 {
                    rows[row].sort_unstable();
                    rows[row].dedup();
                }
            }
        }
        let (mut starts, mut entries) = (vec![0], Vec::new());
        for mut row in rows {
            row.sort_unstable();
            row.dedup();
            entries.extend(row);
            starts.push(entries.len());
        }
        Self { values: vec![0.0; entries.len()], starts, entries }
    }

    fn slot(&self, feature: u32, entry: u32) -> Option<usize> {
        let (from, to) = (self.starts[feature as usize], self.starts[feature as usize + 1]);
        self.entries[from..to].binary_search(&entry).ok().map(|at| from + at)
    }

    /// The mean of each entry's phrasings.
    fn start_at_centroids(&mut self, examples: &[&Example]) {
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for example in examples {
            for (rival, target) in example.rivals.iter().zip(&example.targets) {
                *counts.entry(*rival).or_default() += target * example.mass;
            }
        }
        for example in examples {
            for (&rival, &target) in example.rivals.iter().zip(&example.targets).filter(|item| *item.1 > 0.0) {
                for &(feature, weight) in &example.vector {
                    if let Some(slot) = self.slot(feature, rival) {
                        self.values[slot] += weight * target * example.mass / counts[&rival].sqrt().max(0.1);
                    }
                }
            }
        }
    }

    /// Where the weights of an example stand: for each rival, for each feature. All of them have a place: see `over`.
    fn slots(&self, example: &Example) -> Vec<u32> {
        let mut slots = Vec::with_capacity(example.rivals.len() * example.vector.len());
        for &rival in &example.rivals {
            for &(feature, _) in &example.vector {
                let slot = self.slot(feature, rival).unwrap_or_default();
                slots.push(u32::try_from(slot).unwrap_or_default());
            }
        }
        slots
    }

    /// One step down the gradient of the cross-entropy.
    fn learn(&mut self, example: &Example, slots: &[u32], rate: f32, sharpness: f32) {
        let features = example.vector.len().max(1);
        let mut chances: Vec<f32> = Vec::with_capacity(example.rivals.len());
        for slots in slots.chunks(features) {
            let products = slots.iter().zip(&example.vector).map(|(slot, item)| self.values[*slot as usize] * item.1);
            chances.push(products.sum::<f32>() * sharpness);
        }
        let top = chances.iter().copied().fold(f32::MIN, f32::max);
        for chance in &mut chances {
            *chance = (*chance - top).exp();
        }
        let sum: f32 = chances.iter().sum();
        for (rival, slots) in slots.chunks(features).enumerate() {
            let push = rate * example.mass * sharpness * (example.targets[rival] - chances[rival] / sum);
            for (slot, &(_, weight)) in slots.iter().zip(&example.vector) {
                self.values[*slot as usize] += push * weight;
            }
        }
    }

    #[allow(clippy::cast_possible_truncation)]
    fn quantised(&self) -> Model {
        let row = |ends: &[usize]| {
            (ends[0]..ends[1])
                .map(|slot| (self.entries[slot], (self.values[slot] * LINEAR_UNIT).round().clamp(-127.0, 127.0) as i8))
                .filter(|item| item.1 != 0)
                .collect()
        };
        self.starts.windows(2).map(row).collect()
    }
}
