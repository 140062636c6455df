//! Telling the knowledge's own questions from those of elsewhere: one weight a feature, by logistic regression over the
//! merchant's phrasings and the lines of their scenes on one side, the lines of all other scenes on the other.

use super::{exact::exp, train::stride};
use crate::rank::HOME_UNIT;

/// A message of one side.
pub struct Side<'a> {
    /// Feature position and weight, of length 1.
    pub vector: &'a [(u32, f32)],
    /// Whose it is.
    pub of: Of,
    /// How much it counts.
    pub mass: f32,
}

/// A side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// What the knowledge is about.
    Home,
    /// Anything else.
    Elsewhere,
}

const EPOCHS: usize = 6;
/// What keeps weights small. 0: a word that stood on one side once decides alone.
const SHRINK: f32 = 0.01;

/// Trains; both sides count the same, however many messages they have. `speed`: 1 is the usual one.
pub fn train(sides: &[Side], features: usize, speed: f32) -> Vec<i8> {
    let mass = |of: Of| sides.iter().filter(|side| side.of == of).map(|side| side.mass).sum::<f32>();
    let (home, elsewhere) = (mass(Of::Home), mass(Of::Elsewhere));
    if home <= 0.0 || elsewhere <= 0.0 {
        return vec![0; features];
    }
    #[allow(clippy::cast_precision_loss)]
    let count = sides.len() as f32;
    let (mut weights, mut constant) = (vec![0.0f32; features], 0.0f32);
    let stride = stride(sides.len());
    for epoch in 0..EPOCHS {
        #[allow(clippy::cast_precision_loss)]
        let rate = speed / (1.0 + epoch as f32);
        for step in 0..sides.len() {
            let Side { vector, of, mass } = &sides[step * stride % sides.len()];
            let odds = constant + vector.iter().map(|(at, weight)| weights[*at as usize] * weight).sum::<f32>();
            let chance = 1.0 / (1.0 + exp(-odds));
            let (target, all) = if *of == Of::Home { (1.0, home) } else { (0.0, elsewhere) };
            let push = rate * (target - chance) * (mass / all * count / 2.0).min(4.0);
            constant += push * 0.1;
            for (at, weight) in *vector {
                let value = &mut weights[*at as usize];
                *value += push * weight - rate * SHRINK * weight * *value;
            }
        }
    }
    #[allow(clippy::cast_possible_truncation)]
    weights.into_iter().map(|weight| (weight * HOME_UNIT).round().clamp(-127.0, 127.0) as i8).collect()
}
