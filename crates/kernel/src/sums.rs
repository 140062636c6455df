//! Adding up what lists say: half of what ranking costs.

use pack::Lists;

/// Adds a step to the place of each number of a list.
pub fn add(sums: &mut [f32], lists: &Lists, list: usize, step: f32) {
    for number in lists.list(list) {
        if let Some(sum) = sums.get_mut(number as usize) {
            *sum += step;
        }
    }
}

/// The same, each as often as its weight says.
pub fn add_weighted(sums: &mut [f32], lists: &Lists, weights: &[i8], list: usize, step: f32) {
    for (number, &weight) in lists.with(list, weights) {
        if let Some(sum) = sums.get_mut(number as usize) {
            *sum += step * f32::from(weight);
        }
    }
}
