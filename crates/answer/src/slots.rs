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

    /// What of all slots with a pattern stands in a text that was not asked for it: the slots' names, and the values.
    /// A mobile phone's number is no order number that nobody asked for, though the merchant's pattern may fit it.
    #[must_use]
    pub fn said(&self, text: &str) -> Vec<(String, String)> {
        let slots = (0..).zip(&self.knowledge().slots).filter(|(_, slot)| !slot.pattern.is_empty());
        slots
            .filter_map(|(at, slot)| {
                let value = self.slot(at, text)?;
                (!mobile(&value) || slot.digits == (11, 11)).then(|| (slot.name.clone(), value))
            })
            .collect()
    }
}

fn mobile(value: &str) -> bool {
    let digits = value.len() == 11 && value.bytes().all(|byte| byte.is_ascii_digit());
    digits && matches!(value.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// The value without the words around it: of "订单 20261108" the number.
fn value(piece: &str) -> String {
    let bare = piece.trim_matches(|char: char| !char.is_ascii_alphanumeric());
    if bare.is_empty() { piece.trim().to_owned() } else { bare.replace(' ', "-") }
}
