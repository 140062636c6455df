//! Phrases with a meaning of their own. In memory they are one text and its cuts: a knowledge has thousands, and a string
//! for each would cost a phone time and room. In a pack each stands as what it shares with the one before and the rest,
//! texts and meanings apart; after compression that is a sixth less than one after the other.

use crate::{Meaning, Phrase, bytes};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Phrases in the order in which they were put in.
///
/// ```
/// use pack::{Meaning, Phrase, Phrases};
/// let phrases: Phrases = ["退货", "退款"].map(|text| Phrase { text: text.into(), meaning: Meaning::Filler }).into_iter().collect();
/// assert_eq!((phrases.count(), phrases.text(1), phrases.text(2)), (2, "退款", ""));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrases {
    /// All texts, one after the other.
    texts: String,
    /// Where each ends.
    ends: Vec<u32>,
    meanings: Vec<Meaning>,
}

impl Phrases {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The text of one; empty if it is not there.
    #[must_use]
    pub fn text(&self, at: usize) -> &str {
        let end = |at: usize| self.ends.get(at).map(|end| *end as usize);
        let from = at.checked_sub(1).map_or(Some(0), end);
        from.zip(end(at)).and_then(|(from, end)| self.texts.get(from..end)).unwrap_or_default()
    }

    /// Every text.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.count()).map(|at| self.text(at))
    }

    /// What each means.
    #[must_use]
    pub fn meanings(&self) -> &[Meaning] {
        &self.meanings
    }

    /// Adds one that begins as the last one does, as many bytes of it. `None` when there is no room for it.
    fn push(&mut self, shared: usize, rest: &str, meaning: Meaning) -> Option<()> {
        let last = self.texts.len() - self.text(self.count().wrapping_sub(1)).len();
        self.texts.extend_from_within(last..last + shared);
        self.texts.push_str(rest);
        self.ends.push(u32::try_from(self.texts.len()).ok()?);
        self.meanings.push(meaning);
        Some(())
    }
}

impl FromIterator<Phrase> for Phrases {
    fn from_iter<I: IntoIterator<Item = Phrase>>(phrases: I) -> Self {
        let mut all = Self::default();
        for Phrase { text, meaning } in phrases {
            // Four gigabytes of phrases are no knowledge.
            let _ = all.push(0, &text, meaning);
        }
        all
    }
}

/// Ends the rest of each phrase; folded text has none.
const END: char = '\n';

#[derive(Serialize, Deserialize)]
struct Columns<'a> {
    /// Characters that each has in common with the one before.
    #[serde(borrow, serialize_with = "bytes::serialize")]
    shared: &'a [u8],
    rests: &'a str,
    meanings: Vec<Meaning>,
}

impl Serialize for Phrases {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (mut shared, mut rests) = (Vec::new(), String::new());
        let mut before = "";
        for text in self.texts() {
            let same = before.chars().zip(text.chars()).take_while(|(one, other)| one == other).count();
            let same = u8::try_from(same).unwrap_or(u8::MAX);
            shared.push(same);
            rests.extend(text.chars().skip(usize::from(same)).chain([END]));
            before = text;
        }
        Columns { shared: &shared, rests: &rests, meanings: self.meanings.clone() }.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Columns { shared, rests, meanings } = Columns::deserialize(from)?;
        let apart = || D::Error::custom("phrases whose parts do not fit together");
        let mut phrases = Self::default();
        let mut rests = rests.split_terminator(END);
        if shared.len() != meanings.len() {
            return Err(apart());
        }
        for (&shared, meaning) in shared.iter().zip(meanings) {
            let before = phrases.text(phrases.count().wrapping_sub(1));
            let shared = before.char_indices().nth(usize::from(shared)).map_or(before.len(), |(at, _)| at);
            rests.next().and_then(|rest| phrases.push(shared, rest, meaning)).ok_or_else(apart)?;
        }
        if rests.next().is_some() { Err(apart()) } else { Ok(phrases) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(texts: &[&str]) -> Phrases {
        texts.iter().map(|text| Phrase { text: (*text).into(), meaning: Meaning::Same((*text).into()) }).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let long = "长".repeat(400);
        for texts in [&[][..], &[""], &["退", "退货", "退款", "转人工"], &["b", "a", "a"], &[&long, &long]] {
            let written = phrases(texts);
            let bytes = postcard::to_allocvec(&written).unwrap();
            assert_eq!(postcard::from_bytes::<Phrases>(&bytes).unwrap(), written, "{texts:?}");
            assert_eq!(written.texts().collect::<Vec<_>>(), texts);
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        for (shared, rests, count) in [(vec![0], "a\nb\n", 1), (vec![0], "a\n", 2), (vec![0, 0], "a\n", 2)] {
            let columns = Columns { shared: &shared, rests, meanings: vec![Meaning::Filler; count] };
            let bytes = postcard::to_allocvec(&columns).unwrap();
            assert!(postcard::from_bytes::<Phrases>(&bytes).is_err(), "{rests:?} {count}");
        }
    }
}
