//! Finding what an entry needs in a customer's own words: an order number, a phone.

use crate::{Engine, pattern::spans};

impl Engine {
    /// What of this slot stands in a text: the longest piece that looks like it. A slot without patterns takes all.
    #[must_use]
    pub fn slot(&self, slot: u32, text: &str) -> Option<String> {
        let slot = self.knowledge().slots.get(slot as usize)?;
        if slot.pattern.is_empty() {
            return Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        let folded = self.fold(text);
        let (least, most) = slot.digits;
        let digits = |piece: &str| piece.bytes().filter(u8::is_ascii_digit).count();
        let fits = |piece: &&str| (usize::from(least)..=usize::from(most)).contains(&digits(piece));
        let pieces = slot.pattern.iter().flat_map(|pattern| spans(&folded, pattern));
        let pieces = pieces.filter_map(|(from, to)| folded.get(from..to));
        pieces.filter(fits).max_by_key(|piece| piece.len()).map(value)
    }
}

/// The value without the words around it: of "订单 20261108" the number.
fn value(piece: &str) -> String {
    let bare = piece.trim_matches(|char: char| !char.is_ascii_alphanumeric());
    if bare.is_empty() { piece.trim().to_owned() } else { bare.replace(' ', "-") }
}
