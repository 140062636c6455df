//! Building a pack from a merchant's draft. Deterministic: the same draft gives the same bytes, on every machine and
//! however many cores it has.

mod bank;
mod calibrate;
mod exact;
mod home;
mod indexing;
mod language;
mod meaning;
mod noise;
mod prune;
mod rivals;
mod rules;
mod side_by_side;
mod sounds;
mod tables;
mod texts;
mod train;
mod trial;
mod weights;

pub use noise::{Noise, Noisy};
pub use weights::Weights;

use crate::{fold::Folder, index::Tables, phrases::Phrases};
use bank::bank;
use calibrate::{Sample, calibrate};
use home::{Of, Side};
use kernel::hash;
use meaning::Scenes;
use pack::{Courtesy, Draft, Index, Lists, Meaning, Pack, Phrase};
use side_by_side::joined;
use std::thread;
use texts::Texts;
use train::{Example, Model, train};

/// Parts into which the phrasings are split to try each part on a model of the rest.
const FOLDS: usize = 4;
/// Phrasings from which trying one part teaches enough.
const MANY: usize = 2000;
/// Phrasings of a part that are asked at most.
const ASKED: usize = 1000;

/// Turns a draft into a pack. `progress` hears (done, of) from time to time.
pub fn build(draft: Draft, progress: &mut dyn FnMut(usize, usize)) -> Pack {
    build_with(draft, &Weights::default(), progress)
}

/// Turns a draft into a pack with other weights than the usual ones: to measure what they do.
pub fn build_with(draft: Draft, settings: &Weights, progress: &mut dyn FnMut(usize, usize)) -> Pack {
    let folder = folder(&draft);
    let bank = bank();
    let forms = bank.lexicon.forms();
    let phrasings = texts::folded(&draft, &folder);
    let texts = Texts::of(&phrasings, &folder, &forms);
    let tries = if texts.features.len() < MANY { FOLDS } else { 1 };
    let steps = tries + 4;
    progress(0, steps);
    let scenes = Scenes::new(bank, &texts, &folder, &forms, settings);
    progress(1, steps);
    let mut index = indexing::index(&draft, &folder, &texts, &scenes, settings);
    let tables = Tables::new(index.clone());
    let own = trial::examples(&tables, &texts);
    let seen = scenes.seen(&tables, texts.counts.len());
    progress(2, steps);

    let most = prune::room(texts.features.len());
    let learn = |asked: Option<usize>| {
        let kept = |at: usize| asked != Some(at % FOLDS);
        let lent = scenes.examples(&seen, &texts, kept, asked, settings);
        let own = || own.iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, example)| example);
        let all: Vec<&Example> = own().chain(&lent).collect();
        let mut model = train(&all, index.features.len(), train::rounds(texts.features.len()), settings);
        prune::lighten(&mut model, &index.weights, most);
        let mut sides = scenes.sides(&seen, &texts, kept, asked);
        sides.extend(own().map(|example| Side { vector: &example.vector, of: Of::Home, mass: 1.0 }));
        Learned { model, home: home::train(&sides, index.features.len(), settings.home) }
    };
    let step = FOLDS * (texts.features.len() / FOLDS).div_ceil(ASKED).max(1);
    let part_asked = |fold: usize| {
        let mut part = index.clone();
        learn(Some(fold)).put(&mut part);
        let tables = Tables::new(part);
        let mut samples = trial::ask(&tables, &texts, (fold..texts.features.len()).step_by(step));
        samples.extend(trial::ask_lent(&tables, &texts, &scenes, fold));
        samples.extend(trial::ask_strangers(&tables, &scenes, texts.counts.len(), fold));
        samples
    };
    let mut samples: Vec<Sample> = Vec::new();
    // Whatever runs beside it, the samples are put together in the order of the parts.
    let mut learned = thread::scope(|scope| {
        let whole = scope.spawn(|| learn(None));
        let parts: Vec<_> = (0..tries).map(|fold| scope.spawn(move || part_asked(fold))).collect();
        for (fold, part) in parts.into_iter().enumerate() {
            samples.extend(joined(part));
            progress(3 + fold, steps);
        }
        joined(whole)
    });
    index.calibration = calibrate(&samples, settings);
    prune::concepts(&mut index, &mut learned.model);
    learned.put(&mut index);
    prune::compact(&mut index);
    prune::coarsen(&mut index);
    progress(steps, steps);
    let mut knowledge = draft.knowledge;
    for written in knowledge.slots.iter_mut().flat_map(|slot| &mut slot.pattern) {
        *written = rules::pattern(&folder, written);
    }
    Pack { knowledge, index }
}

/// What training gave.
struct Learned {
    model: Model,
    home: Vec<i8>,
}

impl Learned {
    /// Puts it into the index.
    fn put(self, index: &mut Index) {
        index.linear = Lists::default();
        index.linear_weights.clear();
        for row in &self.model {
            index.linear.push(row.iter().map(|item| item.0));
            index.linear_weights.extend(row.iter().map(|item| item.1));
        }
        index.home = self.home;
    }
}

/// The folder with all tables and the merchant's synonyms.
fn folder(draft: &Draft) -> Folder {
    let plain = Folder { simplify: tables::simplify(), ..Default::default() };
    let same = tables::same(&plain);
    let known = Folder { phrases: Phrases::new(same.iter().cloned().collect()), ..plain };
    let mut phrases = tables::phrases(&known);
    phrases.extend(same);
    let greetings = &draft.knowledge.greetings;
    for (words, courtesy) in [
        (&greetings.words_hello, Courtesy::Hello),
        (&greetings.words_thanks, Courtesy::Thanks),
        (&greetings.words_bye, Courtesy::Bye),
    ] {
        let folded = words.iter().map(|word| known.fold(word).full);
        phrases.extend(folded.map(|text| Phrase { text, meaning: Meaning::Courtesy(courtesy) }));
    }
    for (group, words) in draft.synonyms.iter().enumerate() {
        let id = hash(&["synonym", &group.to_string()]);
        let folded = words.iter().map(|word| known.fold(word).full);
        phrases.extend(folded.map(|text| Phrase { text, meaning: Meaning::Synonym(id) }));
    }
    phrases.retain(|phrase| !phrase.text.is_empty());
    phrases.sort_by(|a, b| a.text.cmp(&b.text));
    phrases.dedup();
    Folder { phrases: Phrases::new(phrases.into_iter().collect()), ..known }
}
