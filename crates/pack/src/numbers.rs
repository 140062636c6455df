//! Numbers in as few bytes as each needs. They stay so in the reader's memory: unfolded they would take more of it than
//! the whole file does.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Set in every byte of a number but its last.
const MORE: u8 = 0x80;

/// Numbers one after the other: seven bits a byte, the lowest first.
///
/// ```
/// let mut numbers = pack::Numbers::default();
/// [3, 300, 70_000].into_iter().for_each(|number| numbers.push(number));
/// assert_eq!(numbers.bytes(), 6);
/// assert_eq!(numbers.from(1).collect::<Vec<_>>(), [300, 70_000]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers(Vec<u8>);

impl Numbers {
    /// Adds a number.
    pub fn push(&mut self, number: u32) {
        let mut rest = number;
        while let Some(more) = Some(rest >> 7).filter(|more| *more > 0) {
            self.0.push(rest.to_le_bytes()[0] | MORE);
            rest = more;
        }
        self.0.push(rest.to_le_bytes()[0]);
    }

    /// How many bytes they take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    /// The numbers from a byte on; none from a byte that is not there.
    #[must_use]
    pub fn from(&self, byte: usize) -> Reading<'_> {
        Reading(self.0.get(byte..).unwrap_or_default())
    }

    /// All numbers.
    #[must_use]
    pub fn iter(&self) -> Reading<'_> {
        self.from(0)
    }
}

impl<'a> IntoIterator for &'a Numbers {
    type Item = u32;
    type IntoIter = Reading<'a>;

    fn into_iter(self) -> Reading<'a> {
        self.iter()
    }
}

/// Numbers as they are read. Of a number that is too large some bits are lost; one that is cut off is none.
#[derive(Clone, Debug, Default)]
pub struct Reading<'a>(&'a [u8]);

impl Reading<'_> {
    /// How many bytes there are still to read.
    #[must_use]
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// Passes over numbers.
    pub fn pass(&mut self, count: u32) {
        let mut left = count;
        while left > 0 {
            let Some((&byte, rest)) = self.0.split_first() else { return };
            self.0 = rest;
            left -= u32::from(byte < MORE);
        }
    }
}

impl Iterator for Reading<'_> {
    type Item = u32;

    // See `Lists`: nearly every number is one byte.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    fn next(&mut self) -> Option<u32> {
        let (&byte, rest) = self.0.split_first()?;
        if byte < MORE {
            self.0 = rest;
            return Some(u32::from(byte));
        }
        let (number, rest) = long(byte, rest);
        self.0 = rest;
        number
    }
}

/// The rest of a number of several bytes, and what comes after it. The bytes are handed over and back, not lent: else the
/// loops above would keep them in memory.
#[inline(never)]
fn long(first: u8, mut rest: &[u8]) -> (Option<u32>, &[u8]) {
    let (mut number, mut shift) = (u32::from(first & !MORE), 7);
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        number |= u32::from(byte & !MORE).checked_shl(shift).unwrap_or(0);
        if byte < MORE {
            return (Some(number), rest);
        }
        shift += 7;
    }
    (None, rest)
}

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(from).map(|bytes| Self(bytes.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_read() {
        let all = [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456, u32::MAX];
        let mut numbers = Numbers::default();
        for number in all {
            numbers.push(number);
        }
        assert_eq!(numbers.iter().collect::<Vec<_>>(), all);
        for count in 0..=11u32 {
            let mut rest = numbers.iter();
            rest.pass(count);
            assert_eq!(rest.next(), all.get(count as usize).copied(), "{count}");
        }
        assert_eq!(numbers.bytes(), 1 + 1 + 1 + 2 + 2 + 3 + 3 + 4 + 4 + 5 + 5);
        let bytes = postcard::to_allocvec(&numbers).unwrap();
        assert_eq!(postcard::from_bytes::<Numbers>(&bytes).unwrap(), numbers);
    }

    #[test]
    fn bytes_that_are_no_numbers_end() {
        for bytes in [vec![0x80], vec![0xFF; 40], vec![3, 0xFF, 0xFF], [vec![0xFF; 40], vec![1]].concat()] {
            let numbers = Numbers(bytes);
            assert!(numbers.iter().count() <= 1);
            assert_eq!(numbers.from(99).next(), None);
            let mut passed = numbers.iter();
            passed.pass(9);
            assert_eq!(passed.next(), None);
        }
    }
}
