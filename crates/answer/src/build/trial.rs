//! Cross-validation: what the knowledge would answer if it did not have some of its phrasings.

use super::{
    calibrate::{Kind, Sample},
    meaning::{Scenes, unit},
    rivals::Rivals,
    side_by_side::each,
    texts::Texts,
    train::Example,
};
use crate::{
    decide::signals,
    features::Feature,
    index::{Hidden, Tables},
    rank::{Ranking, rank},
};

/// Entries that a phrasing competes with in training.
const RIVALS: usize = 30;
/// The same in a knowledge of any size, all phrasings together: they bound the memory and the time that training takes.
const ALL_RIVALS: usize = 1_200_000;

/// Every phrasing as an example, with the entries it is closest to once it is hidden.
pub fn examples(tables: &Tables, texts: &Texts) -> Vec<Example> {
    let most = (ALL_RIVALS / texts.features.len().max(1)).clamp(5, RIVALS);
    let rivals = || Rivals::new(tables, texts.counts.len());
    each(&texts.features, rivals, |rivals, at, features| {
        let own = texts.owners[at];
        let vector = tables.weigh(features, &Hidden::default());
        let others = rivals.of(&vector, &texts.siblings(at), most);
        let rivals: Vec<u32> = core::iter::once(own).chain(others).collect();
        let mut targets = vec![0.0; rivals.len()];
        targets[0] = 1.0;
        Example { rivals, targets, vector: unit(&vector), mass: 1.0 }
    })
}

/// Asks some of the phrasings: each with itself hidden, and each with its entry hidden.
pub fn ask(tables: &Tables, texts: &Texts, asked: impl Iterator<Item = usize>) -> Vec<Sample> {
    let entries = texts.counts.len();
    let mut samples = Vec::new();
    for at in asked {
        let own = texts.owners[at];
        let position = u32::try_from(at).unwrap_or(u32::MAX);
        let siblings = texts.siblings(at);
        if siblings.len() > 1 {
            let hidden = position..position + 1;
            let vector = tables.weigh(&texts.features[at], &hidden);
            let Ranking { entries: ranked, home } = rank(tables, &vector, entries, &hidden);
            let place = ranked.iter().position(|scored| scored.entry == own);
            let (first, three) = (place == Some(0), place.is_some_and(|place| place < 3));
            samples.push(Sample { signals: signals(&vector, &ranked, home), first, three, kind: Kind::Known });
        }
        let vector = tables.weigh(&texts.features[at], &siblings);
        let Ranking { entries: mut ranked, home } = rank(tables, &vector, entries, &siblings);
        ranked.retain(|scored| scored.entry != own);
        samples.push(Sample { signals: signals(&vector, &ranked, home), first: false, three: false, kind: Kind::Near });
    }
    samples
}

/// Asks as shoppers ask elsewhere what entries are about.
pub fn ask_lent(tables: &Tables, texts: &Texts, scenes: &Scenes, fold: usize) -> Vec<Sample> {
    let ask = |(features, right): (&[Feature], Vec<u32>)| {
        let vector = tables.weigh(features, &Hidden::default());
        let Ranking { entries: ranked, home } = rank(tables, &vector, texts.counts.len(), &Hidden::default());
        let place = ranked.iter().position(|scored| right.contains(&scored.entry));
        let (first, three) = (place == Some(0), place.is_some_and(|place| place < 3));
        Sample { signals: signals(&vector, &ranked, home), first, three, kind: Kind::Lent }
    };
    scenes.known(texts, fold).into_iter().map(ask).collect()
}

/// Asks what no entry is about.
pub fn ask_strangers(tables: &Tables, scenes: &Scenes, entries: usize, fold: usize) -> Vec<Sample> {
    let ask = |features: &[Feature]| {
        let vector = tables.weigh(features, &Hidden::default());
        let Ranking { entries: ranked, home } = rank(tables, &vector, entries, &Hidden::default());
        Sample { signals: signals(&vector, &ranked, home), first: false, three: false, kind: Kind::Far }
    };
    scenes.strangers(fold).map(ask).collect()
}
