//! How characters sound, for messages that were written by ear or in pinyin.

use serde::{Deserialize, Serialize};

/// Groups of syllables that people confuse ("zhan", "zhang", "zan", "zang"), and the characters that sound like them.
/// Empty in a pack without Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sounds {
    /// Spellings of each group, separated by blanks.
    pub spellings: Vec<String>,
    /// Characters of each group that the knowledge has: for each spelling those that are spelled so, ascending, and a blank
    /// between. One with two spellings stands at both.
    pub known: Vec<String>,
    /// Other common characters of each group, ascending: heard as one that the knowledge has.
    pub others: Vec<String>,
}

impl Sounds {
    /// Whether each group has its parts.
    pub(crate) fn fit(&self) -> bool {
        self.known.len() == self.spellings.len() && self.others.len() == self.spellings.len()
    }
}
