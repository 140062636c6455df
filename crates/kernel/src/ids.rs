//! Finding a number among many: hearing a message looks up thousands of ids.

/// Numbers of some bits, found by their beginning.
///
/// ```
/// let ids = kernel::Ids::new(&[3, 700, 700, 901], 10);
/// assert_eq!((ids.place(700), ids.place(5)), (Some(1), None));
/// ```
#[derive(Default)]
pub struct Ids {
    /// Those with the same beginning together, as they came; so what ascends stays in its order.
    numbers: Vec<u32>,
    /// Where the numbers of each beginning begin.
    starts: Vec<u32>,
    /// Last bits of a number that do not tell its beginning.
    shift: u32,
}

impl Ids {
    /// Takes numbers that have no more than these bits.
    #[must_use]
    pub fn new(all: &[u32], bits: u32) -> Self {
        // Two to four numbers have the same beginning.
        let shift = bits - (all.len() | 1).ilog2().saturating_sub(1).min(bits);
        let beginnings = 1 << (bits - shift);
        // A number with more bits, which is never asked for, stands with the last.
        let beginning = |number: u32| ((number >> shift) as usize).min(beginnings - 1);
        let mut starts = vec![0; beginnings + 1];
        for number in all {
            starts[beginning(*number)] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut numbers = vec![0; all.len()];
        // From the last to the first, each beginning is filled from its end: so its start comes to be where it begins.
        for number in all.iter().rev() {
            let start = &mut starts[beginning(*number)];
            *start -= 1;
            numbers[*start as usize] = *number;
        }
        Self { numbers, starts, shift }
    }

    /// Where a number stands first.
    #[must_use]
    pub fn place(&self, number: u32) -> Option<usize> {
        let beginning = (number >> self.shift) as usize;
        let (from, to) = (*self.starts.get(beginning)? as usize, *self.starts.get(beginning + 1)? as usize);
        self.numbers.get(from..to)?.iter().position(|known| *known == number).map(|at| from + at)
    }

    /// The numbers from a place on.
    #[must_use]
    pub fn from(&self, at: usize) -> &[u32] {
        self.numbers.get(at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_found_where_it_stands_first() {
        for all in [vec![], vec![0], vec![5, 5, 5], vec![0, 1, 9, 9, 700, 1023], (0..1024).collect()] {
            let ids = Ids::new(&all, 10);
            for number in 0..1024 {
                assert_eq!(ids.place(number), all.iter().position(|known| *known == number), "{number} of {all:?}");
            }
            assert_eq!(ids.place(u32::MAX), None);
        }
        let unordered = Ids::new(&[9, 700, 3, u32::MAX], 10);
        assert_eq!([9, 700, 3, 4].map(|number| unordered.place(number).is_some()), [true, true, true, false]);
    }
}
