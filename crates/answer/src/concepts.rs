//! Concepts: words and short phrases that mean the same to customer service.

/// Forms of concepts as hashes, so that thousands of them fit into a pack. There is nothing to build: reading is a
/// binary search.
#[derive(Default)]
pub struct Forms {
    /// Ascending.
    keys: Vec<u32>,
    /// Feature id of each form's concept.
    concepts: Vec<u32>,
}

impl Forms {
    /// Takes keys that ascend, and the feature of each.
    pub fn new(keys: Vec<u32>, concepts: Vec<u32>) -> Self {
        Self { keys, concepts }
    }

    /// Features of the concepts with this form.
    pub fn of(&self, key: u32) -> impl Iterator<Item = u32> {
        let from = self.keys.partition_point(|known| *known < key);
        let same = self.keys[from..].iter().zip(&self.concepts[from..]);
        same.take_while(move |(known, _)| **known == key).map(|(_, concept)| *concept)
    }
}
