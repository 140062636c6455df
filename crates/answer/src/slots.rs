//! Finding what an entry needs in a customer's own words: an order number, a phone.

use crate::{Candidate, Engine, fold::Kind, pattern::spans};
use pack::{Entry, Knowledge, Slot};

/// Digits from which a word is a number of somebody's, whatever it is of.
const MANY: usize = 8;

impl Engine {
    /// What of this slot stands in a text: the longest piece that looks like it. A slot without patterns takes all.
    #[must_use]
    pub fn slot(&self, slot: u32, text: &str) -> Option<String> {
        let slot = self.knowledge().slots.get(slot as usize)?;
        if slot.pattern.is_empty() {
            return Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        let folded = self.fold(text);
        let pieces = pieces(slot, &folded).filter_map(|(from, to)| folded.get(from..to));
        pieces.max_by_key(|piece| piece.len()).map(value)
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

    /// Of the first three candidates the one that looks up what stands in the message: a number is given to be used.
    pub(crate) fn looked_up(&self, candidates: &[Candidate], full: &str) -> Option<u32> {
        let Knowledge { entries, slots, .. } = self.knowledge();
        let looks_like = |slot: &Slot| !slot.pattern.is_empty() && pieces(slot, full).next().is_some();
        let uses = |entry: &Entry| {
            entry.lookup.is_some() && entry.needs.iter().filter_map(|&at| slots.get(at as usize)).any(looks_like)
        };
        let first = candidates.iter().take(3).map(|one| one.entry);
        first.into_iter().find(|&at| entries.get(at as usize).is_some_and(uses))
    }

    /// The message without anybody's numbers: they do not tell what is asked, and every one is new to the knowledge.
    pub(crate) fn without_numbers(&self, core: &str) -> String {
        let slots = &self.knowledge().slots;
        let slots: Vec<(usize, usize)> = slots.iter().flat_map(|slot| pieces(slot, core)).collect();
        let mut out = String::with_capacity(core.len());
        let mut from = 0;
        while from < core.len() {
            let end = word_end(core, from);
            let digits = digits(&core[from..end]);
            if digits >= MANY || digits > 0 && slots.iter().any(|slot| (slot.0..slot.1).contains(&from)) {
                out.truncate(out.trim_end().len());
            } else {
                out.push_str(&core[from..end]);
            }
            from = end;
        }
        out.trim().to_owned()
    }
}

/// Where the word ends that begins here, or what stands between words; groups of digits are one number.
fn word_end(text: &str, from: usize) -> usize {
    let letter = |char| Kind::of(char) == Some(Kind::Letter);
    let rest = &text[from..];
    let first = rest.chars().next().is_some_and(letter);
    let end = from + rest.find(|char| letter(char) != first).unwrap_or(rest.len());
    match text.as_bytes().get(end - 1..end + 2) {
        Some([b'0'..=b'9', b' ', b'0'..=b'9']) => word_end(text, end + 1),
        _ => end,
    }
}

/// Where something stands in folded text that looks like the slot.
fn pieces<'a>(slot: &'a Slot, folded: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let count = usize::from(slot.digits.0)..=usize::from(slot.digits.1);
    let found = slot.pattern.iter().flat_map(move |pattern| spans(folded, pattern));
    found.filter(move |&(from, to)| count.contains(&digits(folded.get(from..to).unwrap_or_default())))
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

fn mobile(value: &str) -> bool {
    value.len() == 11 && digits(value) == 11 && matches!(value.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// The value without the words around it: of "订单 20261108" the number.
fn value(piece: &str) -> String {
    let bare = piece.trim_matches(|char: char| !char.is_ascii_alphanumeric());
    if bare.is_empty() { piece.trim().to_owned() } else { bare.replace(' ', "-") }
}
