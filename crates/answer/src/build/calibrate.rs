//! Calibrating: what the ranking's signals are worth, learned from the merchant's own phrasings and from questions that
//! no entry answers.

use super::weights::Weights;
use crate::decide::{Signals, logistic, odds};
use pack::Calibration;

/// A message asked of a knowledge without it.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// What the ranking told.
    pub signals: Signals,
    /// Whether the first candidate was right.
    pub first: bool,
    /// Whether one of the first three was.
    pub three: bool,
    /// Where it comes from.
    pub kind: Kind,
}

/// Where a sample comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A phrasing whose entry has others.
    Known,
    /// A line of a scene that an entry is about.
    Lent,
    /// A phrasing whose entry was taken away.
    Near,
    /// A line of a scene that no entry is about.
    Far,
}

/// Samples that are enough for six weights.
const ENOUGH: usize = 4000;

/// A sample with how much it counts.
struct Weighed {
    sample: Sample,
    weight: f32,
}

/// Fits both probabilities, more of a signal never lowering them, and finds from where on they suffice.
pub fn calibrate(samples: &[Sample], settings: &Weights) -> Calibration {
    let samples = weigh(samples, settings);
    if samples.iter().all(|one| one.sample.kind != Kind::Known) {
        let (first, three) = (vec![-4.0, 4.0, 6.0, 2.0, 2.0, 0.0], vec![-3.0, 4.0, 6.0, 2.0, 2.0, 0.0]);
        return Calibration { first, three, answer: 0.6, choices: 0.35 };
    }
    let first = fit(&samples, |sample| sample.first);
    let three = fit(&samples, |sample| sample.three);
    let answer = precise(&samples, &first, settings.precision);
    let choices = worthwhile(&samples, &three);
    Calibration { first, three, answer, choices }
}

/// A known message counts 1; all strangers together as much as the share of strange messages wants, half of them near
/// misses.
#[allow(clippy::cast_precision_loss)]
fn weigh(samples: &[Sample], settings: &Weights) -> Vec<Weighed> {
    let count = |kind| samples.iter().filter(|sample| sample.kind == kind).count() as f32;
    let (known, lent, near, far) = (count(Kind::Known), count(Kind::Lent), count(Kind::Near), count(Kind::Far));
    // However many lines are lent, the merchant's own phrasings count as much.
    let a_lent = (known / lent.max(1.0)).min(1.0);
    let strange = (known + lent * a_lent) * settings.strangers / (1.0 - settings.strangers);
    let halves = f32::from(u8::from(near > 0.0)) + f32::from(u8::from(far > 0.0));
    let each = |number: f32| strange / halves.max(1.0) / number.max(1.0);
    let weight = |kind| match kind {
        Kind::Known => 1.0,
        Kind::Lent => a_lent,
        Kind::Near => each(near),
        Kind::Far => each(far),
    };
    let step = samples.len() / ENOUGH + 1;
    let thinned = samples.iter().step_by(step);
    thinned.map(|sample| Weighed { sample: *sample, weight: weight(sample.kind) }).collect()
}

/// Logistic regression by gradient descent with weights that stay positive.
fn fit(samples: &[Weighed], right: impl Fn(&Sample) -> bool) -> Vec<f32> {
    let width = samples.first().map_or(0, |one| one.sample.signals.len());
    let mut weights = vec![0.0f32; width + 1];
    let total: f32 = samples.iter().map(|one| one.weight).sum();
    for _ in 0..3000 {
        let mut gradient = vec![0.0f32; width + 1];
        for Weighed { sample, weight } in samples {
            let wanted = f32::from(u8::from(right(sample)));
            let error = weight * (wanted - logistic(odds(&weights, &sample.signals)));
            gradient[0] += error;
            for (slot, signal) in gradient[1..].iter_mut().zip(&sample.signals) {
                *slot += error * signal;
            }
        }
        for (at, (weight, slope)) in weights.iter_mut().zip(&gradient).enumerate() {
            *weight += 4.0 * slope / total - 0.0005 * *weight;
            if at > 0 {
                *weight = weight.max(0.0);
            }
        }
    }
    weights
}

/// Samples with their probability, likeliest first.
fn by_chance<'a>(samples: &'a [Weighed], weights: &[f32]) -> Vec<(f32, &'a Weighed)> {
    let chance = |one: &Weighed| logistic(odds(weights, &one.sample.signals));
    let mut order: Vec<(f32, &Weighed)> = samples.iter().map(|one| (chance(one), one)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    order
}

/// The least probability from which on the wanted share of first candidates is right.
fn precise(samples: &[Weighed], weights: &[f32], wanted: f32) -> f32 {
    let (mut right, mut all, mut least) = (0.0, 0.0, 0.94);
    for (chance, Weighed { sample, weight }) in by_chance(samples, weights) {
        all += weight;
        right += if sample.first { *weight } else { 0.0 };
        // As if some more had gone the usual way: a few lucky ones prove nothing.
        if right + 5.0 * wanted >= (all + 5.0) * wanted {
            least = chance;
        }
    }
    f32::clamp(least, 0.3, 0.94)
}

/// The probability from which on asking back does more good than refusing.
fn worthwhile(samples: &[Weighed], weights: &[f32]) -> f32 {
    let (mut gain, mut best, mut least) = (0.0, 0.0, 1.0);
    for (chance, Weighed { sample, weight }) in by_chance(samples, weights) {
        gain += match sample.kind {
            Kind::Known | Kind::Lent => f32::from(u8::from(sample.three)) * weight,
            Kind::Near | Kind::Far => -weight,
        };
        if gain >= best {
            (best, least) = (gain, chance);
        }
    }
    least
}
