//! Adding up what lists say: half of what ranking costs. Nothing here may be inlined: within a caller that is compiled for size
//! it would be so, too.

use pack::Lists;

/// Adds a step to the place of each number of a list.
#[inline(never)]
pub fn add(sums: &mut [f32], lists: &Lists, list: usize, step: f32) {
    for number in lists.list(list) {
        if let Some(sum) = sums.get_mut(number as usize) {
            *sum += step;
        }
    }
}

/// The same, each as often as its weight says.
#[inline(never)]
pub fn add_weighted(sums: &mut [f32], lists: &Lists, weights: &[i8], list: usize, step: f32) {
    for (number, &weight) in lists.with(list, weights) {
        if let Some(sum) = sums.get_mut(number as usize) {
            *sum += step * f32::from(weight);
        }
    }
}

/// The nearest phrasing of something, and how near it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Cosine.
    pub cosine: f32,
    /// Which phrasing it is.
    pub phrasing: u32,
}

/// For each owner the item whose sum is the greatest part of its length.
#[inline(never)]
pub fn nearest(sums: &[f32], owners: &[u32], lengths: &[f32], best: &mut [Nearest]) {
    for (phrasing, ((&sum, &owner), &length)) in (0u32..).zip(sums.iter().zip(owners).zip(lengths)) {
        // Most have nothing of the query.
        if sum > 0.0 {
            let cosine = sum / length;
            if let Some(best) = best.get_mut(owner as usize).filter(|best| cosine > best.cosine) {
                *best = Nearest { cosine, phrasing };
            }
        }
    }
}
