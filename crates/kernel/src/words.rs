//! Words that look alike: misspelt ones, and other forms of the same word.

use crate::{key::hash, order::best_first};
use std::{
    borrow::Cow,
    sync::{Mutex, OnceLock, PoisonError},
};

/// Letters of a word that are looked at.
const LONGEST: usize = 24;
/// Likeness below which two words have nothing to do with each other.
const LEAST_LIKENESS: f32 = 0.35;
/// What half a slip a letter takes from the likeness.
const SLIP: f32 = 0.8;
/// Half slips that a long word may have.
const ROOM: usize = 6;
/// Words whose slips are kept: a message seldom has more of them.
const LAST: usize = 16;
/// What the likeness of pieces is worth when too many slips lie between two words.
const OTHER_FORM: f32 = 0.8;

/// The knowledge's words, ascending, findable by how they look. That is worked out when the first word in letters is asked: it
/// takes as long as all the rest of loading a pack, and many never ask one.
///
/// ```
/// let words = kernel::Words::new(vec!["courier".into(), "refund".into()]);
/// assert_eq!(words.slipped("refnud")[0].1, "refund");
/// ```
#[derive(Default)]
pub struct Words {
    list: Vec<String>,
    looks: OnceLock<Looks>,
    /// Slips of the words that were asked for last: one that the knowledge does not have is looked up when it is spelled,
    /// and again when it is weighed.
    last: Mutex<Vec<(String, Slips)>>,
}

/// Words few slips away: where each stands, and its likeness.
type Slips = Vec<(usize, f32)>;

/// How words look: their pieces of two to four letters.
struct Looks {
    words: Vec<Look>,
    pieces: Pieces,
    /// Sum of squared weights of each word's pieces.
    sizes: Vec<f32>,
    /// Other forms of each word that was asked for: a message is searched for up to three times, and words come again.
    forms: Vec<OnceLock<Box<[Similar]>>>,
}

/// Which words have a piece. Pieces are 32-bit hashes; their first bits tell where to look, their last bits stand there
/// beside the word, so that four bytes suffice, and nothing has to be sorted when a pack is loaded.
#[derive(Default)]
struct Pieces {
    /// Bits of a word's number.
    bits: u32,
    /// Where the keys of each beginning begin; there are twice as many beginnings as words, or more.
    starts: Vec<u32>,
    /// The rest of a piece, and the number of a word that has it.
    keys: Vec<u32>,
}

/// A word of the knowledge that looks like the one asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similar {
    /// Its feature.
    pub id: u32,
    at: usize,
    /// 0 to 1: cosine over the pieces.
    pub likeness: f32,
}

impl Words {
    /// Takes the knowledge's words.
    #[must_use]
    pub fn new(list: Vec<String>) -> Self {
        Self { list, ..Self::default() }
    }

    fn looks(&self) -> &Looks {
        self.looks.get_or_init(|| Looks::of(&self.list))
    }

    /// Words that one which the knowledge does not have may stand for: a slip of the keyboard, or another form.
    pub fn repaired(&self, word: &str) -> Vec<Similar> {
        let mut close = self.similar(word, LEAST_LIKENESS, 8);
        for similar in &mut close {
            similar.likeness *= OTHER_FORM;
        }
        for (at, likeness) in self.slips_of(word) {
            close.retain(|similar| similar.at != at);
            close.push(Similar { id: hash(&[&self.list[at]]), at, likeness });
        }
        best_first(&mut close, |similar| similar.likeness);
        close.truncate(3);
        close
    }

    /// Words that a slip of the keyboard made this one from, with their likeness.
    pub fn slipped(&self, word: &str) -> Vec<(f32, &str)> {
        self.slips_of(word).into_iter().map(|(at, likeness)| (likeness, self.list[at].as_str())).collect()
    }

    fn slips_of(&self, word: &str) -> Slips {
        let last = || self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = last().iter().find(|one| one.0 == word) {
            return found.clone();
        }
        let found = self.compared(word);
        let mut last = last();
        if last.len() == LAST {
            last.clear();
        }
        last.push((word.to_owned(), found.clone()));
        found
    }

    fn compared(&self, word: &str) -> Slips {
        let letters = cut_off(word);
        let room = match letters.len() {
            0..2 => return Vec::new(),
            2 | 3 => 2,
            4..7 => 4,
            _ => ROOM,
        };
        let look = Look::of(letters);
        let mut found = Vec::new();
        for (at, (other, known)) in self.list.iter().zip(&self.looks().words).enumerate() {
            let other = cut_off(other);
            if !look.near(known, room) || other.len().abs_diff(letters.len()) * 2 > room {
                continue;
            }
            let slips = slips(letters, other, room);
            if slips <= room {
                found.push((at, 1.0 - SLIP * share(slips, letters.len())));
            }
        }
        found
    }

    /// Other words of the knowledge that look like one that it has: other forms of it.
    pub fn forms(&self, word: &str) -> Cow<'_, [Similar]> {
        let find = || self.similar(word, LEAST_LIKENESS, 4);
        let at = self.list.binary_search_by(|known| known.as_str().cmp(word));
        match at.ok().and_then(|at| self.looks().forms.get(at)) {
            Some(forms) => Cow::Borrowed(forms.get_or_init(|| find().into())),
            None => Cow::Owned(find()),
        }
    }

    /// The up to `most` words that share most pieces with this one, itself left out, best first.
    fn similar(&self, word: &str, least: f32, most: usize) -> Vec<Similar> {
        if self.list.is_empty() || word.len() < 3 {
            return Vec::new();
        }
        let Looks { pieces: known, sizes, .. } = self.looks();
        let (mut pieces, mut size) = (Vec::new(), 0.0);
        cut(word, &mut pieces);
        let mut sums = vec![0.0f32; self.list.len()];
        let common = sums.as_mut_slice();
        let mut having = Vec::new();
        for piece in pieces {
            having.clear();
            having.extend(known.words(piece));
            let weight = weight(self.list.len(), having.len());
            size += weight * weight;
            for &word in &having {
                common[word] += weight * weight;
            }
        }
        let mut best: Vec<Similar> = Vec::new();
        for (at, &common) in common.iter().enumerate().filter(|one| *one.1 > 0.0) {
            // Roots are dear, and most words have too little in common.
            let whole = size * sizes[at];
            if common * common < least * least * whole || self.list[at] == word {
                continue;
            }
            best.push(Similar { id: hash(&[&self.list[at]]), at, likeness: common / whole.sqrt() });
        }
        best_first(&mut best, |similar| similar.likeness);
        best.truncate(most);
        best
    }
}

impl Looks {
    fn of(list: &[String]) -> Self {
        let mut all = Vec::with_capacity(list.iter().map(|word| 3 * word.len().min(LONGEST)).sum());
        let mut ends = Vec::with_capacity(list.len());
        for word in list {
            cut(word, &mut all);
            ends.push(all.len());
        }
        let pieces = Pieces::new(&all, &ends);
        drop(all);
        let mut sizes = vec![0.0; list.len()];
        pieces.each(|words| {
            let weight = weight(list.len(), words.clone().count());
            for word in words {
                sizes[word] += weight * weight;
            }
        });
        Self {
            words: list.iter().map(|word| Look::of(cut_off(word))).collect(),
            pieces,
            sizes,
            forms: list.iter().map(|_| OnceLock::new()).collect(),
        }
    }
}

/// Rare pieces tell more. The number of binary digits stands in for a logarithm.
#[allow(clippy::cast_precision_loss)]
fn weight(words: usize, having: usize) -> f32 {
    let rarity = (words + 1) / having.max(1);
    1.0 + (usize::BITS - rarity.leading_zeros()) as f32
}

impl Pieces {
    /// Takes the pieces of all words, and where those of each word end.
    fn new(all: &[u32], ends: &[usize]) -> Self {
        let bits = usize::BITS - ends.len().saturating_sub(1).leading_zeros();
        let mut pieces = Self { bits, starts: vec![0; (2 << bits) + 1], keys: vec![0; all.len()] };
        for piece in all {
            let place = pieces.place(*piece);
            pieces.starts[place] += 1;
        }
        let mut sum = 0;
        for start in &mut pieces.starts {
            sum += *start;
            *start = sum;
        }
        // From the last to the first, each place is filled from its end: so its start is where its first key comes to stand.
        for (number, end) in ends.iter().enumerate().rev() {
            let begin = number.checked_sub(1).map_or(0, |before| ends[before]);
            let number = u32::try_from(number).unwrap_or(0);
            for piece in all[begin..*end].iter().rev() {
                let place = pieces.place(*piece);
                pieces.starts[place] -= 1;
                let at = pieces.starts[place] as usize;
                pieces.keys[at] = piece << bits | number;
            }
        }
        pieces
    }

    /// The numbers of the words that have a piece.
    fn words(&self, piece: u32) -> Same<'_> {
        let place = self.place(piece);
        let keys = match self.starts.get(place..place + 2) {
            Some(ends) => &self.keys[ends[0] as usize..ends[1] as usize],
            None => &[],
        };
        Same { keys: keys.iter(), rest: (piece << self.bits) >> self.bits, bits: self.bits }
    }

    /// Tells the words of each piece.
    fn each<'a>(&'a self, mut found: impl FnMut(Same<'a>)) {
        for ends in self.starts.windows(2) {
            let keys = &self.keys[ends[0] as usize..ends[1] as usize];
            for (at, key) in keys.iter().enumerate() {
                let rest = key >> self.bits;
                // Told with the first of its words.
                if keys[..at].iter().all(|before| before >> self.bits != rest) {
                    found(Same { keys: keys[at..].iter(), rest, bits: self.bits });
                }
            }
        }
    }

    fn place(&self, piece: u32) -> usize {
        (piece >> (31 - self.bits)) as usize
    }
}

/// The numbers that stand beside one rest.
#[derive(Clone)]
struct Same<'a> {
    keys: core::slice::Iter<'a, u32>,
    rest: u32,
    bits: u32,
}

impl Iterator for Same<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let key = self.keys.find(|key| **key >> self.bits == self.rest)?;
        Some((key ^ (self.rest << self.bits)) as usize)
    }
}

/// The letters of a word that are looked at, as bytes.
fn cut_off(word: &str) -> &[u8] {
    &word.as_bytes()[..word.len().min(LONGEST)]
}

/// What of a word is seen at a glance: most words are too different to be compared letter by letter.
struct Look {
    /// Which letters it has.
    letters: u32,
    /// Which neighbours it has, its ends among them; several share a bit.
    pairs: u64,
}

impl Look {
    fn of(word: &[u8]) -> Self {
        let (mut letters, mut pairs, mut before) = (0, 0, 0);
        for letter in word.iter().map(|letter| u32::from(letter & 31)).chain([0]) {
            letters |= 1 << letter;
            pairs |= 1 << ((before * 11 + letter * 3) % u64::BITS);
            before = letter;
        }
        Self { letters, pairs }
    }

    /// Whether so many half slips may lie between two words. A whole slip takes two pairs away and brings two; two swapped
    /// letters, which are half a slip, take three, and short words have no room for more. Of a long word that has many half
    /// slips hardly anything is left that is alike.
    fn near(&self, other: &Self, room: usize) -> bool {
        let gone = |one: u64, other: u64| (one & !other).count_ones() as usize;
        let pairs = room + usize::from(room < ROOM);
        (self.letters ^ other.letters).count_ones() as usize <= room
            && gone(self.pairs, other.pairs) <= pairs
            && gone(other.pairs, self.pairs) <= pairs
    }
}

/// Stands for no letter: no text in UTF-8 has such a byte.
const NONE: u8 = u8::MAX;

/// Half slips to get from one word to the other: 2 for a letter too much, too few or wrong, 1 for two swapped, for the
/// key next to the right one, or for such a key hit as well. More than `most` is as good as infinite.
fn slips(one: &[u8], other: &[u8], most: usize) -> usize {
    // Three rows that take turns: to copy them costs a browser more than to fill them.
    let mut rows = [[0u32; LONGEST + 1]; 3];
    let [mut earlier, mut last, mut now] = rows.each_mut();
    for (cell, slips) in last.iter_mut().zip((0..).step_by(2)) {
        *cell = slips;
    }
    let mut before = NONE;
    for (i, &a) in one.iter().enumerate() {
        let beside = beside(a);
        let next = one.get(i + 1).map_or(0, |next| near(beside, *next));
        let extra = 2 - (near(beside, before) | next);
        let mut cell = last[0] + 2;
        now[0] = cell;
        let mut fewest = cell;
        let mut left = NONE;
        for (j, &b) in other.iter().enumerate().take(LONGEST) {
            let wrong = if a == b { 0 } else { 2 - near(beside, b) };
            cell = (last[j] + wrong).min(last[j + 1] + extra).min(cell + 2);
            if left == a && before == b {
                cell = cell.min(earlier[j - 1] + 1);
            }
            now[j + 1] = cell;
            fewest = fewest.min(cell);
            left = b;
        }
        if fewest as usize > most {
            return most + 1;
        }
        before = a;
        (earlier, last, now) = (last, now, earlier);
    }
    last[other.len()] as usize
}

#[allow(clippy::cast_precision_loss)]
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// The keys that lie beside one.
fn beside(key: u8) -> u32 {
    KEYS.get(usize::from(key.wrapping_sub(b'a'))).copied().unwrap_or(0)
}

/// 1 if a key is among those that lie beside another.
fn near(beside: u32, key: u8) -> u32 {
    u32::from(key.is_ascii_lowercase() && beside >> (key & 31) & 1 == 1)
}

/// For each letter the keys that lie beside it and itself, a bit for each by its last five bits.
const KEYS: [u32; 26] = {
    let rows = [b"qwertyuiop".as_slice(), b"asdfghjkl", b"zxcvbnm"];
    let mut keys = [0; 26];
    let mut pair = 0usize;
    while pair < 900 {
        let (row, column, other_row, other) = (pair / 300, pair / 30 % 10, pair / 10 % 3, pair % 10);
        let near = row.abs_diff(other_row) < 2 && column.abs_diff(other) < 2;
        if near && column < rows[row].len() && other < rows[other_row].len() {
            keys[(rows[row][column] - b'a') as usize] |= 1 << (rows[other_row][other] & 31);
        }
        pair += 1;
    }
    keys
};

/// Adds the pieces of a word with its ends marked, each once.
fn cut(word: &str, pieces: &mut Vec<u32>) {
    let mut chars = ['^'; LONGEST + 2];
    let mut end = 1;
    for char in word.chars().take(LONGEST).chain(core::iter::once('$')) {
        chars[end] = char;
        end += 1;
    }
    for length in 2..=4 {
        let first = pieces.len();
        for window in chars[..end].windows(length) {
            let piece = window
                .iter()
                .fold(0x811C_9DC5u32, |hash, char| (hash ^ u32::from(*char)).wrapping_mul(0x0100_0193).rotate_left(5));
            if !pieces[first..].contains(&piece) {
                pieces.push(piece);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_has_its_words_in_order() {
        for count in [0, 1, 2, 3, 5, 200] {
            let cut: Vec<Vec<u32>> =
                (0..count).map(|at| vec![at % 3, 0x8000_0000 + at % 7, u32::MAX - at % 2]).collect();
            let ends: Vec<usize> = (1..=cut.len()).map(|words| words * 3).collect();
            let pieces = Pieces::new(&cut.concat(), &ends);
            for piece in (0..9).flat_map(|low| [low, 0x8000_0000 | low, u32::MAX - low]) {
                let having = (0..cut.len()).filter(|word| cut[*word].contains(&piece)).collect::<Vec<_>>();
                assert_eq!(pieces.words(piece).collect::<Vec<_>>(), having, "{piece:x} of {count}");
            }
        }
    }
}
