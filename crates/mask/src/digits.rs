//! Numbers as people write them: in groups, with spaces, dashes and brackets, in numerals of any kind, with words
//! between; and the sums by which papers and cards check themselves.

use crate::line::{Line, digit};

/// What stands between a digit and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing.
    None,
    /// Nothing, but the writing changes: `1三8`.
    Turn,
    /// Spaces, dashes, brackets.
    Sign,
    /// A comma, or words as they are spoken.
    Words,
}

/// A digit, where it stands, and how it hangs together with the one before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digit {
    pub value: u8,
    pub at: usize,
    pub gap: Gap,
}

/// The longest number that means something here: a card with a country code's length to spare.
const MOST: usize = 24;
const SPOKEN: &str = "然后 然后是 后面 后面是 中间 中间是 接着 接着是 再 再是 最后 最后是 后四位 后四位是 后边 后边是 那个 呃 嗯 空格 横杠 杠 横线 减 \
    and then dash space";

/// Whether a number may begin at `i`: a digit, and not the middle of digits of the same writing.
pub(crate) fn begins(line: &Line, i: usize) -> bool {
    digit(line.get(i)).is_some() && (i == 0 || !same(line, i))
}

/// Reads the number that begins at `i`, across groups.
pub(crate) fn read(line: &Line, i: usize) -> Vec<Digit> {
    let mut digits: Vec<Digit> = Vec::new();
    let mut at = i;
    let mut gap = Gap::None;
    while let Some(value) = digit(line.get(at)).filter(|_| digits.len() < MOST) {
        digits.push(Digit { value, at, gap });
        let Some(after) = next(line, at + 1) else { break };
        (at, gap) = after;
    }
    digits
}

/// The number's values.
pub(crate) fn values(digits: &[Digit]) -> Vec<u8> {
    digits.iter().map(|digit| digit.value).collect()
}

/// Whether a number may end after `count` digits: it does not go on without a gap.
pub(crate) fn ends(line: &Line, digits: &[Digit], count: usize) -> bool {
    match digits.get(count) {
        Some(next) => next.gap != Gap::None,
        None => {
            digits.len() == count
                && digits.last().is_some_and(|last| digit(line.get(last.at + 1)).is_none() || !same(line, last.at + 1))
        }
    }
}

/// The widest gap within the first `count` digits.
pub(crate) fn widest(digits: &[Digit], count: usize) -> Gap {
    digits.iter().take(count).map(|digit| digit.gap).max().unwrap_or(Gap::None)
}

/// Luhn's sum, by which cards check themselves.
pub(crate) fn luhn(values: &[u8]) -> bool {
    let doubled = values.iter().rev().zip([1u8, 2].into_iter().cycle()).map(|(value, times)| value * times);
    doubled.map(|value| u32::from(value / 10 + value % 10)).sum::<u32>() % 10 == 0
}

/// The mainland's identity card with 18 places, the last 10 for X: region, day of birth and check.
pub(crate) fn id18(values: &[u8]) -> bool {
    const CHECK: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    if values.len() != 18 {
        return false;
    }
    // The weights are the powers of two modulo eleven.
    let sum = values[..17].iter().fold(0u32, |sum, value| (sum * 2 + u32::from(*value)) % 11) * 2 % 11;
    let year = number(&values[6..10]);
    CHECK[sum as usize] == values[17] && region(values) && (1900..2100).contains(&year) && day(&values[10..14])
}

/// The mainland's old identity card: region and day of birth, no check.
pub(crate) fn id15(values: &[u8]) -> bool {
    values.len() == 15 && region(values) && day(&values[8..12])
}

fn region(values: &[u8]) -> bool {
    matches!(number(&values[..2]), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91..=99)
}

fn day(values: &[u8]) -> bool {
    (1..=12).contains(&number(&values[..2])) && (1..=31).contains(&number(&values[2..]))
}

/// The value of a few digits.
pub(crate) fn number(values: &[u8]) -> u32 {
    values.iter().fold(0, |sum, value| sum * 10 + u32::from(*value))
}

/// Where the digit after one that ends at `i` stands, and what lies between.
fn next(line: &Line, i: usize) -> Option<(usize, Gap)> {
    if digit(line.get(i)).is_some() {
        return Some((i, if same(line, i) { Gap::None } else { Gap::Turn }));
    }
    let sign = |c| matches!(c, ' ' | '-' | '.' | '·' | '(' | ')' | '_');
    let mut at = line.run(i, sign);
    let mut gap = Gap::Sign;
    if matches!(line.get(at), ',' | '、') {
        (at, gap) = (at + 1, Gap::Words);
    }
    if let Some(end) = line.any(line.space(at), SPOKEN) {
        (at, gap) = (if matches!(line.get(end), ',' | ':') { end + 1 } else { end }, Gap::Words);
    }
    at = line.run(at, sign);
    (at - i <= 9 && digit(line.get(at)).is_some()).then_some((at, gap))
}

/// Whether the digit at `i` is of the same writing as the one before it.
fn same(line: &Line, i: usize) -> bool {
    let before = line.before(i);
    digit(before).is_some() && before.is_ascii_digit() == line.get(i).is_ascii_digit()
}
