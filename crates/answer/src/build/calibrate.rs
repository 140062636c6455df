//! Calibrating: what the ranking's signals are worth, learned from the merchant's own phrasings and from questions that
//! no entry answers.

use super::weights::Weights;
use crate::decide::{Signals, logistic, odds, promise};
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
    let choices = worthwhile(&samples, &first, &three);
    Calibration { first, three, answer, choices }
}

/// Share of the strange messages that are near misses: questions of this business which its knowledge leaves out.
const NEAR: f32 = 0.3;

/// A known message counts 1; all strangers together as much as the share of strange messages wants.
#[allow(clippy::cast_precision_loss)]
fn weigh(samples: &[Sample], settings: &Weights) -> Vec<Weighed> {
    let count = |kind| samples.iter().filter(|sample| sample.kind == kind).count() as f32;
    let (known, lent, near, far) = (count(Kind::Known), count(Kind::Lent), count(Kind::Near), count(Kind::Far));
    // However many lines are lent, the merchant's own phrasings count as much.
    let a_lent = (known / lent.max(1.0)).min(1.0);
    let strange = (known + lent * a_lent) * settings.strangers / (1.0 - settings.strangers);
    let share = if far > 0.0 { NEAR } else { 1.0 };
    let weight = |kind| match kind {
        Kind::Known => 1.0,
        Kind::Lent => a_lent,
        Kind::Near => strange * share / near.max(1.0),
        Kind::Far => strange * (1.0 - share) / far.max(1.0),
    };
    let step = samples.len() / ENOUGH + 1;
    let thinned = samples.iter().step_by(step);
    thinned.map(|sample| Weighed { sample: *sample, weight: weight(sample.kind) }).collect()
}

/// Rounds of the descent.
const ROUNDS: usize = 1500;

/// Logistic regression by gradient descent with weights that stay positive: more of a signal never lowers a probability.
fn fit(samples: &[Weighed], right: impl Fn(&Sample) -> bool) -> Vec<f32> {
    let scales = scales(samples);
    let mut weights = vec![0.0f32; scales.len() + 1];
    let total: f32 = samples.iter().map(|one| one.weight).sum();
    let mut even: Vec<f32> = Vec::new();
    for _ in 0..ROUNDS {
        let mut gradient = vec![0.0f32; weights.len()];
        for Weighed { sample, weight } in samples {
            even.clear();
            even.extend(sample.signals.iter().zip(&scales).map(|(signal, scale)| signal / scale));
            let error = weight * (f32::from(u8::from(right(sample))) - logistic(odds(&weights, &even)));
            gradient[0] += error;
            for (slot, signal) in gradient[1..].iter_mut().zip(&even) {
                *slot += error * signal;
            }
        }
        for (at, (weight, slope)) in weights.iter_mut().zip(&gradient).enumerate() {
            *weight += slope / total - 0.0002 * *weight;
            if at > 0 {
                *weight = weight.max(0.0);
            }
        }
    }
    let (constant, weights) = weights.split_at(1);
    constant.iter().copied().chain(weights.iter().zip(&scales).map(|(weight, scale)| weight / scale)).collect()
}

/// How great each signal usually is, so that the descent goes as fast along each.
fn scales(samples: &[Weighed]) -> Vec<f32> {
    let width = samples.first().map_or(0, |one| one.sample.signals.len());
    let total: f32 = samples.iter().map(|one| one.weight).sum();
    let square = |one: &Weighed, at: usize| one.weight * one.sample.signals[at] * one.sample.signals[at];
    let square = |at: usize| samples.iter().map(|one| square(one, at)).sum::<f32>() / total;
    (0..width).map(|at| square(at).sqrt().max(0.01)).collect()
}

/// Samples with what speaks for them, most first.
fn by_chance(samples: &[Weighed], chance: impl Fn(&Sample) -> f32) -> Vec<(f32, &Weighed)> {
    let mut order: Vec<(f32, &Weighed)> = samples.iter().map(|one| (chance(&one.sample), one)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    order
}

/// The least probability from which on the wanted share of first candidates is right.
fn precise(samples: &[Weighed], first: &[f32], wanted: f32) -> f32 {
    let (mut right, mut all, mut least) = (0.0, 0.0, 0.94);
    for (chance, Weighed { sample, weight }) in by_chance(samples, |sample| logistic(odds(first, &sample.signals))) {
        all += weight;
        right += if sample.first { *weight } else { 0.0 };
        // As if some more had gone the usual way: a few lucky ones prove nothing.
        if right + 5.0 * wanted >= (all + 5.0) * wanted {
            least = chance;
        }
    }
    f32::clamp(least, 0.3, 0.94)
}

/// What speaks for asking back, from which on that does more good than refusing.
fn worthwhile(samples: &[Weighed], first: &[f32], three: &[f32]) -> f32 {
    let promised = |sample: &Sample| {
        let (first, three) = (logistic(odds(first, &sample.signals)), logistic(odds(three, &sample.signals)));
        promise((first, three.max(first)))
    };
    let (mut gain, mut best, mut least) = (0.0, 0.0, 1.0);
    for (chance, Weighed { sample, weight }) in by_chance(samples, promised) {
        gain += match sample.kind {
            Kind::Known | Kind::Lent => {
                f32::midpoint(f32::from(u8::from(sample.first)), f32::from(u8::from(sample.three)))
            }
            Kind::Near | Kind::Far => -1.0,
        } * weight;
        if gain >= best {
            (best, least) = (gain, chance);
        }
    }
    least
}
