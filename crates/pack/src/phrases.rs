//! How phrases stand in a pack: in order, each as what it shares with the one before and the rest, texts and meanings
//! apart. After compression that is a sixth less than one after the other.

use crate::{Meaning, Phrase};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Ends the rest of each phrase; folded text has none.
const END: char = '\n';

#[derive(Serialize, Deserialize)]
struct Columns {
    /// Characters that each has in common with the one before.
    shared: Vec<u8>,
    rests: String,
    meanings: Vec<Meaning>,
}

/// Writes phrases.
pub fn serialize<S: Serializer>(phrases: &[Phrase], to: S) -> Result<S::Ok, S::Error> {
    let mut columns = Columns { shared: Vec::new(), rests: String::new(), meanings: Vec::new() };
    let mut before = "";
    for Phrase { text, meaning } in phrases {
        let same = before.chars().zip(text.chars()).take_while(|(one, other)| one == other).count();
        let shared = u8::try_from(same).unwrap_or(u8::MAX);
        columns.shared.push(shared);
        columns.rests.extend(text.chars().skip(usize::from(shared)).chain([END]));
        columns.meanings.push(meaning.clone());
        before = text;
    }
    columns.serialize(to)
}

/// Reads phrases.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Phrase>, D::Error> {
    let Columns { shared, rests, meanings } = Columns::deserialize(from)?;
    let count = meanings.len();
    let mut phrases: Vec<Phrase> = Vec::with_capacity(count);
    let mut rests = rests.split_terminator(END);
    for (shared, meaning) in shared.into_iter().zip(meanings) {
        let Some(rest) = rests.next() else { break };
        let before = phrases.last().map_or("", |phrase| phrase.text.as_str());
        let end = before.char_indices().nth(usize::from(shared)).map_or(before.len(), |(at, _)| at);
        let text = [&before[..end], rest].concat();
        phrases.push(Phrase { text, meaning });
    }
    if phrases.len() < count || rests.next().is_some() {
        return Err(D::Error::custom("phrases whose parts do not fit together"));
    }
    Ok(phrases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Written(#[serde(with = "super")] Vec<Phrase>);

    fn phrases(texts: &[&str]) -> Written {
        Written(
            texts.iter().map(|text| Phrase { text: (*text).into(), meaning: Meaning::Same((*text).into()) }).collect(),
        )
    }

    #[test]
    fn what_is_written_is_read() {
        let long = "长".repeat(400);
        for texts in [&[][..], &[""], &["退", "退货", "退款", "转人工"], &["b", "a", "a"], &[&long, &long]] {
            let written = phrases(texts);
            let bytes = postcard::to_allocvec(&written).unwrap();
            assert_eq!(postcard::from_bytes::<Written>(&bytes).unwrap(), written, "{texts:?}");
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        for (shared, rests, count) in [(vec![0], "a\nb\n", 1), (vec![0], "a\n", 2), (vec![0, 0], "a\n", 2)] {
            let columns = Columns { shared, rests: rests.into(), meanings: vec![Meaning::Filler; count] };
            let bytes = postcard::to_allocvec(&columns).unwrap();
            assert!(postcard::from_bytes::<Written>(&bytes).is_err(), "{rests:?} {count}");
        }
    }
}
