//! Ascending lists of numbers, each found at once, as small as they stand in the file: unfolded they would take more of a
//! phone's memory than the whole file does.

use crate::{Numbers, Reading};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Lists that are read on the way to one, at most: only every eighth is known by its place. Twice as many would make a
/// search slower by a tenth, half as many take a byte more for each feature.
const SKIP: usize = 8;

/// Ascending lists of numbers.
///
/// ```
/// let mut lists = pack::Lists::default();
/// lists.push([3, 5, 900].into_iter());
/// lists.push([7].into_iter());
/// assert_eq!(lists.list(0).collect::<Vec<_>>(), [3, 5, 900]);
/// assert_eq!((lists.count(), lists.length(1), lists.bound()), (2, 1, 901));
/// assert_eq!(lists.with(1, b"abcd").collect::<Vec<_>>(), [(7, &b'd')]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Length of each list.
    lengths: Numbers,
    /// Of each list the first number, then the differences.
    gaps: Numbers,
    /// Where every eighth list begins.
    starts: Vec<Start>,
    count: usize,
    /// Numbers of all lists.
    total: u32,
    /// Above every number.
    bound: u32,
}

/// Where a list begins.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Start {
    /// The byte of its length.
    length: u32,
    /// The byte of its first number.
    gap: u32,
    /// Items before it.
    item: u32,
}

impl Lists {
    /// How many lists there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many numbers all lists have together.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total as usize
    }

    /// Above every number of every list.
    #[must_use]
    pub fn bound(&self) -> usize {
        self.bound as usize
    }

    /// The numbers of a list; none if there is no such list.
    #[must_use]
    pub fn list(&self, at: usize) -> List<'_> {
        self.find(at).1
    }

    /// A list with what belongs to its numbers, of what belongs to the numbers of all lists.
    pub fn with<'a, T>(&'a self, at: usize, all: &'a [T]) -> core::iter::Zip<List<'a>, core::slice::Iter<'a, T>> {
        let (before, list) = self.find(at);
        let own = all.get(before..before + list.len()).unwrap_or_default();
        list.zip(own)
    }

    /// How many numbers a list has.
    #[must_use]
    pub fn length(&self, at: usize) -> usize {
        let Some(start) = self.starts.get(at / SKIP) else { return 0 };
        self.lengths.from(start.length as usize).nth(at % SKIP).unwrap_or(0) as usize
    }

    /// Every list.
    pub fn iter(&self) -> impl Iterator<Item = List<'_>> {
        (0..self.count).map(|at| self.list(at))
    }

    /// Tells every number with its list, in order: faster than one list after the other.
    pub fn each(&self, mut found: impl FnMut(usize, u32)) {
        let mut gaps = self.gaps.iter();
        for (at, left) in self.lengths.iter().enumerate() {
            let mut list = List { gaps, left, number: 0 };
            for number in list.by_ref() {
                found(at, number);
            }
            gaps = list.gaps;
        }
    }

    /// Adds a list of ascending numbers.
    pub fn push(&mut self, ascending: impl ExactSizeIterator<Item = u32>) {
        let length = u32::try_from(ascending.len()).unwrap_or(u32::MAX);
        self.begin(self.lengths.bytes(), self.gaps.bytes());
        self.lengths.push(length);
        let mut before = 0;
        for number in ascending {
            self.gaps.push(number.wrapping_sub(before));
            self.bound = self.bound.max(number.saturating_add(1));
            before = number;
        }
        self.total += length;
    }

    /// Items before a list, and the list.
    fn find(&self, at: usize) -> (usize, List<'_>) {
        let Some(start) = self.starts.get(at / SKIP) else { return (0, List::default()) };
        let mut lengths = self.lengths.from(start.length as usize);
        let before: u32 = lengths.by_ref().take(at % SKIP).sum();
        let mut gaps = self.gaps.from(start.gap as usize);
        gaps.pass(before);
        let left = lengths.next().unwrap_or(0);
        ((start.item + before) as usize, List { gaps, left, number: 0 })
    }

    /// Counts a list, and keeps its place if it is one of those that are known by it.
    fn begin(&mut self, length: usize, gap: usize) {
        if self.count.is_multiple_of(SKIP) {
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            self.starts.push(Start { length: place(length), gap: place(gap), item: self.total });
        }
        self.count += 1;
    }

    /// Lists as they stand in a file; `None` when they do not fit together.
    fn placed(lengths: Numbers, gaps: Numbers) -> Option<Self> {
        let mut lists = Self::default();
        let (mut rest, mut left) = (gaps.iter(), lengths.iter());
        loop {
            let (length, gap) = (lengths.bytes() - left.left(), gaps.bytes() - rest.left());
            let Some(count) = left.next() else { break };
            lists.begin(length, gap);
            let mut number = 0u32;
            for _ in 0..count {
                number = number.checked_add(rest.next()?)?;
            }
            lists.bound = lists.bound.max(if count > 0 { number.checked_add(1)? } else { 0 });
            lists.total = lists.total.checked_add(count)?;
        }
        let whole = left.left() == 0 && rest.left() == 0;
        whole.then_some(Self { lengths, gaps, ..lists })
    }
}

/// The ascending numbers of a list.
#[derive(Clone, Default)]
pub struct List<'a> {
    gaps: Reading<'a>,
    left: u32,
    number: u32,
}

impl Iterator for List<'_> {
    type Item = u32;

    // A question reads tens of thousands of numbers: a call for each would be half of what ranking costs.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        self.number = self.number.wrapping_add(self.gaps.next()?);
        Some(self.number)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for List<'_> {}

#[derive(Serialize, Deserialize)]
struct Columns<N> {
    lengths: N,
    gaps: N,
}

impl Serialize for Lists {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Columns { lengths: &self.lengths, gaps: &self.gaps }.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Lists {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Columns { lengths, gaps } = Columns::deserialize(from)?;
        Self::placed(lengths, gaps).ok_or_else(|| D::Error::custom("lists that do not fit together"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(all: &[Vec<u32>]) -> Lists {
        let mut lists = Lists::default();
        for list in all {
            lists.push(list.iter().copied());
        }
        lists
    }

    #[test]
    fn each_list_is_found() {
        let all: Vec<Vec<u32>> = (0..50u32).map(|at| (0..at % 5).map(|item| item * 1000 + at).collect()).collect();
        let lists = written(&all);
        let values = all.concat();
        for (at, list) in all.iter().enumerate() {
            assert_eq!(lists.list(at).collect::<Vec<_>>(), *list);
            assert_eq!(lists.length(at), list.len());
            assert!(lists.with(at, &values).map(|(_, value)| value).eq(list));
        }
        assert_eq!((lists.count(), lists.total(), lists.bound()), (50, values.len(), 3050));
        assert_eq!((lists.list(50).next(), lists.length(99), lists.with(99, &values).next()), (None, 0, None));
        assert_eq!(lists.iter().map(Iterator::collect::<Vec<_>>).collect::<Vec<_>>(), all);
        let mut told = vec![Vec::new(); all.len()];
        lists.each(|list, number| told[list].push(number));
        assert_eq!(told, all);
        assert_eq!(postcard::from_bytes::<Lists>(&postcard::to_allocvec(&lists).unwrap()).unwrap(), lists);
    }

    #[test]
    fn lists_that_do_not_fit_are_refused() {
        let numbers = |all: &[u32]| {
            let mut numbers = Numbers::default();
            for number in all {
                numbers.push(*number);
            }
            numbers
        };
        for (lengths, gaps) in
            [(&[2][..], &[1][..]), (&[1], &[1, 2]), (&[], &[1]), (&[2], &[u32::MAX, 1]), (&[1], &[u32::MAX])]
        {
            assert!(Lists::placed(numbers(lengths), numbers(gaps)).is_none(), "{lengths:?} {gaps:?}");
        }
        assert_eq!(Lists::placed(numbers(&[2, 0]), numbers(&[1, 2])), Some(written(&[vec![1, 3], vec![]])));
    }
}
