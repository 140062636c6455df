//! Training the linear model: which features speak for which entry.
//!
//! Multinomial logistic regression over each phrasing's closest rivals only. That keeps the model as sparse as the
//! index, the time linear in the phrasings, and it spends its weights where entries are confused.

use super::{exact::exp, weights::Weights};
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

/// Rounds over all examples.
const EPOCHS: usize = 12;
/// Examples up to which there are so many rounds; of more there are fewer, for they say the same again.
const MANY: usize = 25_000;
/// Rounds at least.
const FEWEST: usize = 4;
const RATE: f32 = 0.03;

/// Feature → (entry, weight), both ascending; weights in steps of `1 / LINEAR_UNIT`.
pub type Model = Vec<Vec<(u32, i8)>>;

/// Trains on the examples that are kept. The same examples give the same model.
pub fn train(examples: &[&Example], features: usize, settings: &Weights) -> Model {
    let (mut weights, slots) = Sparse::over(examples, features);
    weights.start_at_centroids(examples, &slots);
    let epochs = (EPOCHS * MANY / examples.len().max(1)).clamp(FEWEST, EPOCHS);
    for epoch in 0..epochs {
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
    /// The weights of some examples, and where those of each example stand: for each rival, for each feature.
    fn over(examples: &[&Example], features: usize) -> (Self, Vec<Vec<u32>>) {
        let mut places: Vec<Vec<u32>> =
            examples.iter().map(|example| vec![0; example.rivals.len() * example.vector.len()]).collect();
        // Which examples have a feature, and at which place of theirs.
        let mut having: Vec<Vec<(u32, u32)>> = vec![Vec::new(); features];
        for (at, example) in (0u32..).zip(examples) {
            for (place, (feature, _)) in (0u32..).zip(&example.vector) {
                having[*feature as usize].push((at, place));
            }
        }
        let most = examples.iter().flat_map(|example| &example.rivals).max().map_or(0, |most| *most as usize + 1);
        // The slot of each entry beside the feature that is looked at.
        let mut slots: Vec<Option<u32>> = vec![None; most];
        let (mut starts, mut entries) = (vec![0], Vec::new());
        for having in having {
            let from = entries.len();
            for rival in having.iter().flat_map(|(at, _)| &examples[*at as usize].rivals) {
                if slots[*rival as usize].replace(0).is_none() {
                    entries.push(*rival);
                }
            }
            entries[from..].sort_unstable();
            for (slot, entry) in entries.iter().enumerate().skip(from) {
                slots[*entry as usize] = u32::try_from(slot).ok();
            }
            for (at, place) in having {
                let (example, places) = (examples[at as usize], &mut places[at as usize]);
                let own = places.iter_mut().skip(place as usize).step_by(example.vector.len());
                for (place, rival) in own.zip(&example.rivals) {
                    *place = slots[*rival as usize].unwrap_or_default();
                }
            }
            for entry in &entries[from..] {
                slots[*entry as usize] = None;
            }
            starts.push(entries.len());
        }
        (Self { values: vec![0.0; entries.len()], starts, entries }, places)
    }

    /// The mean of each entry's phrasings.
    fn start_at_centroids(&mut self, examples: &[&Example], slots: &[Vec<u32>]) {
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for example in examples {
            for (rival, target) in example.rivals.iter().zip(&example.targets) {
                *counts.entry(*rival).or_default() += target * example.mass;
            }
        }
        for (example, slots) in examples.iter().zip(slots) {
            let rivals = example.rivals.iter().zip(&example.targets).zip(slots.chunks(example.vector.len().max(1)));
            for ((rival, &target), slots) in rivals.filter(|one| *one.0.1 > 0.0) {
                for (slot, &(_, weight)) in slots.iter().zip(&example.vector) {
                    self.values[*slot as usize] += weight * target * example.mass / counts[rival].sqrt().max(0.1);
                }
            }
        }
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
            *chance = exp(*chance - top);
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
