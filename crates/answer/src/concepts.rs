//! Concepts: words and short phrases that mean the same to customer service.

use kernel::{FORM_BITS, Ids};

/// Forms of concepts as hashes, so that thousands of them fit into a pack.
#[derive(Default)]
pub struct Forms {
    keys: Ids,
    /// Feature id of each form's concept.
    concepts: Vec<u32>,
}

impl Forms {
    /// Takes keys that ascend, and the feature of each.
    pub fn new(keys: &[u32], concepts: Vec<u32>) -> Self {
        Self { keys: Ids::new(keys, FORM_BITS), concepts }
    }

    /// Features of the concepts with this form.
    pub fn of(&self, key: u32) -> impl Iterator<Item = u32> {
        let first = self.keys.place(key).unwrap_or(usize::MAX);
        let same = self.keys.from(first).iter().zip(self.concepts.iter().skip(first));
        same.take_while(move |(known, _)| **known == key).map(|(_, concept)| *concept)
    }
}
