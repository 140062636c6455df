//! Words that look alike: misspelt ones, and other forms of the same word.

use crate::features::hash;

/// The knowledge's words, findable by their pieces of two to four letters.
#[derive(Default)]
pub struct Words {
    list: Vec<String>,
    /// Feature id of each word.
    ids: Vec<u32>,
    /// (piece, word), ascending.
    pieces: Vec<(u32, u32)>,
    /// Sum of squared weights of each word's pieces.
    sizes: Vec<f32>,
}

/// A word of the knowledge that looks like the one asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similar {
    /// Its feature.
    pub id: u32,
    /// 0 to 1: cosine over the pieces.
    pub likeness: f32,
}

impl Words {
    /// Takes the knowledge's words.
    pub fn new(list: Vec<String>) -> Self {
        let mut pieces: Vec<(u32, u32)> = Vec::new();
        for (at, word) in (0u32..).zip(&list) {
            pieces.extend(cut(word).into_iter().map(|piece| (piece, at)));
        }
        pieces.sort_unstable();
        let ids = list.iter().map(|word| hash(&[word])).collect();
        let mut words = Self { sizes: vec![0.0; list.len()], list, ids, pieces };
        for run in words.pieces.chunk_by(|a, b| a.0 == b.0) {
            let weight = words.weight(run.len());
            for &(_, word) in run {
                words.sizes[word as usize] += weight * weight;
            }
        }
        words
    }

    /// The up to `most` words that look most like this one, itself left out, best first.
    pub fn similar(&self, word: &str, least: f32, most: usize) -> Vec<Similar> {
        if self.list.is_empty() || word.len() < 3 {
            return Vec::new();
        }
        let mut size = 0.0;
        let mut hits: Vec<(u32, f32)> = Vec::new();
        for piece in cut(word) {
            let from = self.pieces.partition_point(|entry| entry.0 < piece);
            let length = self.pieces[from..].partition_point(|entry| entry.0 == piece);
            let weight = self.weight(length);
            size += weight * weight;
            hits.extend(self.pieces[from..from + length].iter().map(|entry| (entry.1, weight * weight)));
        }
        hits.sort_unstable_by_key(|hit| hit.0);
        let mut best: Vec<Similar> = Vec::new();
        for run in hits.chunk_by(|a, b| a.0 == b.0) {
            let at = run[0].0 as usize;
            let common: f32 = run.iter().map(|hit| hit.1).sum();
            let likeness = common / (size * self.sizes[at]).sqrt();
            if likeness >= least && self.list[at] != word {
                best.push(Similar { id: self.ids[at], likeness });
            }
        }
        best.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        best.truncate(most);
        best
    }

    /// Rare pieces tell more. The number of binary digits stands in for a logarithm.
    #[allow(clippy::cast_precision_loss)]
    fn weight(&self, frequency: usize) -> f32 {
        let rarity = (self.list.len() + 1) / frequency.max(1);
        1.0 + (usize::BITS - rarity.leading_zeros()) as f32
    }
}

/// The pieces of a word with its ends marked, each once.
fn cut(word: &str) -> Vec<u32> {
    let chars: Vec<char> = core::iter::once('^').chain(word.chars().take(24)).chain(core::iter::once('$')).collect();
    let mut pieces = Vec::new();
    for length in 2..=4 {
        for window in chars.windows(length) {
            let piece = window
                .iter()
                .fold(0x811C_9DC5u32, |hash, char| (hash ^ u32::from(*char)).wrapping_mul(0x0100_0193).rotate_left(5));
            pieces.push(piece);
        }
    }
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}
