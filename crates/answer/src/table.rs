//! Lists of numbers, each found at once, as small as they stand in the pack.

use core::iter::Take;
use pack::{Lists, Reading};

/// Lists that are read on the way to one, at most: only every eighth is known by its place. Twice as many would make a
/// search slower by a tenth, half as many take a byte more for each feature.
const SKIP: usize = 8;

/// Lists with direct access, and perhaps a value for each item.
#[derive(Default)]
pub struct Table<T> {
    lists: Lists,
    values: Vec<T>,
    /// Where every eighth list begins.
    starts: Vec<Start>,
}

/// Where a list begins.
struct Start {
    /// The byte of its length.
    length: u32,
    /// The byte of its first difference.
    gap: u32,
    /// Items before it.
    item: u32,
}

impl<T> Table<T> {
    /// Takes lists that were checked, and tells each item on the way: its list, and its number.
    pub fn new(lists: Lists, values: Vec<T>, mut found: impl FnMut(usize, u32)) -> Self {
        let (mut lengths, mut gaps) = (lists.lengths.iter(), lists.gaps.iter());
        let (mut starts, mut count, mut item) = (Vec::new(), 0usize, 0);
        loop {
            if count % SKIP == 0 {
                let at = |bytes: usize, left: usize| u32::try_from(bytes - left).unwrap_or(u32::MAX);
                let (length, gap) = (at(lists.lengths.bytes(), lengths.left()), at(lists.gaps.bytes(), gaps.left()));
                starts.push(Start { length, gap, item });
            }
            let Some(length) = lengths.next() else { break };
            let mut number = 0u32;
            for gap in gaps.by_ref().take(length as usize) {
                number = number.wrapping_add(gap);
                found(count, number);
            }
            item += length;
            count += 1;
        }
        Self { lists, values, starts }
    }

    /// The list of a feature, with its values if the table has any.
    pub fn list(&self, feature: usize) -> (List<'_>, &[T]) {
        let Some(start) = self.starts.get(feature / SKIP) else { return (List::default(), &[]) };
        let mut lengths = self.lists.lengths.from(start.length as usize);
        let before: u32 = lengths.by_ref().take(feature % SKIP).sum();
        let mut gaps = self.lists.gaps.from(start.gap as usize);
        gaps.by_ref().take(before as usize).for_each(drop);
        let length = lengths.next().unwrap_or(0) as usize;
        let item = (start.item + before) as usize;
        (List { gaps: gaps.take(length), number: 0 }, self.values.get(item..item + length).unwrap_or_default())
    }

    /// How long the list of a feature is.
    pub fn length(&self, feature: usize) -> usize {
        let Some(start) = self.starts.get(feature / SKIP) else { return 0 };
        self.lists.lengths.from(start.length as usize).nth(feature % SKIP).unwrap_or(0) as usize
    }
}

/// The ascending numbers of a list.
#[derive(Clone)]
pub struct List<'a> {
    gaps: Take<Reading<'a>>,
    number: u32,
}

impl Default for List<'_> {
    fn default() -> Self {
        Self { gaps: Reading::default().take(0), number: 0 }
    }
}

impl Iterator for List<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        self.number = self.number.wrapping_add(self.gaps.next()?);
        Some(self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_is_found_with_its_values() {
        let all: Vec<Vec<u32>> = (0..50u32).map(|at| (0..at % 5).map(|item| item * 1000 + at).collect()).collect();
        let mut lists = Lists::default();
        for list in &all {
            lists.push(list.iter().copied());
        }
        let mut told = vec![Vec::new(); all.len()];
        let table = Table::new(lists, all.concat(), |list, number| told[list].push(number));
        for (at, list) in all.iter().enumerate() {
            let (found, values) = table.list(at);
            assert_eq!(
                (found.collect::<Vec<_>>(), values, table.length(at)),
                (list.clone(), list.as_slice(), list.len())
            );
        }
        assert_eq!((table.list(50).0.next(), table.list(99).1, table.length(99)), (None, &[][..], 0));
        assert_eq!(told, all);
    }
}
