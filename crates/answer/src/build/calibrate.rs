//! Calibrating: what the ranking's signals are worth, learned from the merchant's own phrasings.

use crate::decide::{Signals, logistic, odds};
use pack::Calibration;

/// A phrasing asked of a knowledge without it.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// What the ranking told.
    pub signals: Signals,
    /// Whether the first candidate was right.
    pub first: bool,
    /// Whether one of the first three was.
    pub three: bool,
    /// How much it counts.
    pub weight: f32,
}

/// Samples that are enough for five weights.
const ENOUGH: usize = 4000;

/// Fits both probabilities. More of a signal never lowers them.
pub fn calibrate(samples: &[Sample]) -> Calibration {
    let samples: Vec<Sample> = samples.iter().copied().step_by(samples.len() / ENOUGH + 1).collect();
    if samples.is_empty() {
        return Calibration { first: vec![-4.0, 4.0, 6.0, 2.0, 2.0], three: vec![-3.0, 4.0, 6.0, 2.0, 2.0] };
    }
    Calibration { first: fit(&samples, |sample| sample.first), three: fit(&samples, |sample| sample.three) }
}

/// Logistic regression by gradient descent with weights that stay positive.
fn fit(samples: &[Sample], right: impl Fn(&Sample) -> bool) -> Vec<f32> {
    let width = samples[0].signals.len();
    let mut weights = vec![0.0f32; width + 1];
    let total: f32 = samples.iter().map(|sample| sample.weight).sum();
    for _ in 0..3000 {
        let mut gradient = vec![0.0f32; width + 1];
        for sample in samples {
            let wanted = f32::from(u8::from(right(sample)));
            let error = sample.weight * (wanted - logistic(odds(&weights, &sample.signals)));
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
