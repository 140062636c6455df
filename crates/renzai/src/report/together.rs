//! Entries that are asked together: association rules over conversations.

use std::collections::{BTreeMap, BTreeSet};

/// Conversations with both from which a pair says something.
const SUPPORT: usize = 3;
/// Share of those who asked the first that also asked the second.
const CONFIDENCE: f64 = 0.3;
/// How much likelier than by chance.
const LIFT: f64 = 1.5;

/// Who asks `first` also asks `then`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    pub first: u32,
    pub then: u32,
    /// Conversations with the first.
    pub asked: usize,
    /// Conversations with both.
    pub support: usize,
    /// Share of the conversations with the first that have the second.
    pub confidence: f64,
    /// That share against the second's share of all conversations.
    pub lift: f64,
}

/// The pairs, the surest first.
pub(crate) fn together<'a>(talks: impl Iterator<Item = &'a Vec<u32>>) -> Vec<Pair> {
    let talks: Vec<BTreeSet<u32>> = talks.map(|talk| talk.iter().copied().collect()).collect();
    let mut single: BTreeMap<u32, usize> = BTreeMap::new();
    let mut both: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for talk in &talks {
        for &first in talk {
            *single.entry(first).or_default() += 1;
            for &then in talk.iter().filter(|then| **then != first) {
                *both.entry((first, then)).or_default() += 1;
            }
        }
    }
    let number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    let pair = |((first, then), support): ((u32, u32), usize)| {
        let confidence = number(support) / number(single[&first]);
        let lift = confidence * number(talks.len()) / number(single[&then]);
        Pair { first, then, asked: single[&first], support, confidence, lift }
    };
    let mut pairs: Vec<Pair> = both.into_iter().map(pair).collect();
    pairs.retain(|pair| pair.support >= SUPPORT && pair.confidence >= CONFIDENCE && pair.lift >= LIFT);
    pairs.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(b.support.cmp(&a.support)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_of_five_who_ask_for_the_invoice_ask_for_the_tax_number() {
        let mut talks = vec![vec![0, 1], vec![0, 1, 1], vec![1, 0], vec![0, 1], vec![0]];
        talks.extend((0..15).map(|other| vec![2 + other % 3]));
        let pairs = together(talks.iter());
        let found = pairs.iter().find(|pair| (pair.first, pair.then) == (0, 1)).unwrap();
        assert_eq!((found.asked, found.support), (5, 4));
        assert!((found.confidence - 0.8).abs() < 1e-9 && (found.lift - 4.0).abs() < 1e-9, "{found:?}");
        assert!(pairs.iter().all(|pair| pair.first < 2 && pair.then < 2));
    }
}
