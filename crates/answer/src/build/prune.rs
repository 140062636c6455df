//! Pruning: a pack keeps what changes rankings most, as much of it as its size allows.

use super::train::Model;
use pack::{Index, List, Lists};
use std::collections::BTreeMap;

/// Items that a model has beside those that phrasings pay for.
const ROOM: usize = 6000;
/// Items that a phrasing pays for.
const A_PHRASING: usize = 9;
/// Forms of concepts that a pack has room for.
const FORMS: usize = 1400;

/// Items that the model of so many phrasings may have.
pub fn room(phrasings: usize) -> usize {
    ROOM + phrasings * A_PHRASING
}

/// Keeps the `most` items of the model that move scores most.
pub fn lighten(model: &mut Model, weights: &[u8], most: usize) {
    let force = |feature: usize, weight: i8| u32::from(weights[feature]) * u32::from(weight.unsigned_abs());
    let mut forces: Vec<u32> = model
        .iter()
        .enumerate()
        .flat_map(|(feature, row)| row.iter().map(move |item| force(feature, item.1)))
        .collect();
    if forces.len() <= most {
        return;
    }
    let at = forces.len() - most;
    let (_, least, _) = forces.select_nth_unstable(at);
    let least = (*least).max(1);
    for (feature, row) in model.iter_mut().enumerate() {
        row.retain(|item| force(feature, item.1) >= least);
    }
}

/// Keeps the concepts that move scores most for a form, with at most so many forms.
pub fn concepts(index: &mut Index, model: &mut Model) {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for concept in &index.concepts {
        *counts.entry(*concept).or_default() += 1;
    }
    let worth = |concept: u32, forms: u32| {
        let row = &model[concept as usize];
        let force: u32 = row.iter().map(|item| u32::from(item.1.unsigned_abs())).sum();
        force * u32::from(index.weights[concept as usize]) / forms
    };
    let mut order: Vec<(u32, u32, u32)> =
        counts.iter().map(|(&concept, &forms)| (worth(concept, forms), forms, concept)).collect();
    order.sort_unstable_by(|a, b| b.cmp(a));
    let mut room = FORMS;
    let mut out = vec![false; model.len()];
    for (_, forms, concept) in order {
        room = room.saturating_sub(forms as usize);
        out[concept as usize] = room == 0;
    }
    let mut nearest = Lists::default();
    for (list, out) in index.nearest.iter().zip(&out) {
        nearest.push(if *out { List::default() } else { list });
    }
    index.nearest = nearest;
    for (row, out) in model.iter_mut().zip(out) {
        if out {
            row.clear();
        }
    }
}

/// Rounds weights to every other step, away from zero: half as many values to tell apart save a kilobyte or two.
pub fn coarsen(index: &mut Index) {
    for weight in index.linear_weights.iter_mut().chain(&mut index.home) {
        *weight = weight.saturating_add(weight.signum()) / 2 * 2;
    }
    for weight in &mut index.weights {
        *weight = weight.saturating_add(1) / 2 * 2;
    }
}

/// Leaves out the features that find nothing, and the forms of concepts that are left out.
pub fn compact(index: &mut Index) {
    let used: Vec<bool> =
        index.nearest.iter().zip(index.linear.iter()).map(|(one, other)| one.len() + other.len() > 0).collect();
    let mut places = vec![u32::MAX; used.len()];
    let (mut before, mut id, mut count) = (0, 0, 0);
    let mut features = Vec::new();
    for (at, gap) in index.features.iter().enumerate() {
        id += gap;
        if used[at] {
            features.push(id - before);
            before = id;
            places[at] = count;
            count += 1;
        }
    }
    index.features = features;
    keep(&mut index.weights, &used);
    keep(&mut index.home, &used);
    for lists in [&mut index.nearest, &mut index.linear] {
        let mut kept = Lists::default();
        lists.iter().zip(&used).filter(|one| *one.1).for_each(|one| kept.push(one.0));
        *lists = kept;
    }
    let (mut forms, mut concepts) = (Vec::new(), Vec::new());
    let (mut key, mut before) = (0, 0);
    for (gap, concept) in index.forms.iter().zip(&index.concepts) {
        key += gap;
        let place = places[*concept as usize];
        if place < u32::MAX {
            forms.push(key - before);
            before = key;
            concepts.push(place);
        }
    }
    (index.forms, index.concepts) = (forms, concepts);
}

fn keep<T>(items: &mut Vec<T>, used: &[bool]) {
    let mut used = used.iter();
    items.retain(|_| used.next().is_some_and(|used| *used));
}
