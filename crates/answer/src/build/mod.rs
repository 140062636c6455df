//! Building a pack from a merchant's draft. Deterministic: the same draft gives the same bytes.

mod bank;
mod calibrate;
mod indexing;
mod language;
mod meaning;
mod noise;
mod prune;
mod rules;
mod sounds;
mod tables;
mod texts;
mod train;
mod trial;
mod weights;

pub use noise::{Noise, Noisy};
pub use weights::Weights;

use crate::{features::hash, fold::Folder, index::Tables, phrases::Phrases};
use bank::bank;
use calibrate::{Sample, calibrate};
use meaning::Scenes;
use pack::{Courtesy, Draft, Index, Lists, Meaning, Pack, Phrase};
use texts::Texts;
use train::{Example, Model, train};

/// Parts into which the phrasings are split to try each part on a model of the rest.
const FOLDS: usize = 4;
/// Phrasings from which trying one part teaches enough.
const MANY: usize = 2000;

/// Turns a draft into a pack. `progress` hears (done, of) from time to time.
pub fn build(draft: Draft, progress: &mut dyn FnMut(usize, usize)) -> Pack {
    build_with(draft, &Weights::default(), progress)
}

/// Turns a draft into a pack with other weights than the usual ones: to measure what they do.
pub fn build_with(draft: Draft, settings: &Weights, progress: &mut dyn FnMut(usize, usize)) -> Pack {
    let folder = folder(&draft);
    let bank = bank();
    let forms = bank.lexicon.forms();
    let folded = texts::folded(&draft, &folder);
    let texts = Texts::of(&folded, &folder, &forms);
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
    let model = |asked: Option<usize>| {
        let kept = |at: usize| asked != Some(at % FOLDS);
        let lent = scenes.examples(&seen, &texts, kept, asked, settings);
        let own = own.iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, example)| example);
        let all: Vec<&Example> = own.chain(&lent).collect();
        let mut model = train(&all, index.features.len(), settings);
        prune::lighten(&mut model, &index.weights, most);
        model
    };
    let mut samples: Vec<Sample> = Vec::new();
    for fold in 0..tries {
        let mut part = index.clone();
        put(&mut part, &model(Some(fold)));
        let tables = Tables::new(part);
        samples.extend(trial::ask(&tables, &texts, (fold..texts.features.len()).step_by(FOLDS)));
        samples.extend(trial::ask_strangers(&tables, &scenes, texts.counts.len(), fold));
        progress(3 + fold, steps);
    }
    let mut model = model(None);
    index.calibration = calibrate(&samples, settings);
    prune::concepts(&mut index, &mut model);
    put(&mut index, &model);
    prune::compact(&mut index);
    progress(steps, steps);
    let mut knowledge = draft.knowledge;
    for written in knowledge.slots.iter_mut().flat_map(|slot| &mut slot.pattern) {
        *written = pattern(&folder, written);
    }
    Pack { knowledge, index }
}

/// Puts a trained model into the index.
fn put(index: &mut Index, model: &Model) {
    index.linear = Lists::default();
    index.linear_weights.clear();
    for row in model {
        index.linear.push(&row.iter().map(|item| item.0).collect::<Vec<_>>());
        index.linear_weights.extend(row.iter().map(|item| item.1));
    }
}

/// The folder with all tables and the merchant's synonyms.
fn folder(draft: &Draft) -> Folder {
    let plain = Folder { simplify: tables::simplify(), ..Default::default() };
    let mut phrases = tables::phrases(&plain);
    let greetings = &draft.knowledge.greetings;
    for (words, courtesy) in [
        (&greetings.words_hello, Courtesy::Hello),
        (&greetings.words_thanks, Courtesy::Thanks),
        (&greetings.words_bye, Courtesy::Bye),
    ] {
        let folded = words.iter().map(|word| plain.fold(word).full);
        phrases.extend(folded.map(|text| Phrase { text, meaning: Meaning::Courtesy(courtesy) }));
    }
    for (group, words) in draft.synonyms.iter().enumerate() {
        let id = hash(&["synonym", &group.to_string()]);
        let folded = words.iter().map(|word| plain.fold(word).full);
        phrases.extend(folded.map(|text| Phrase { text, meaning: Meaning::Synonym(id) }));
    }
    phrases.retain(|phrase| !phrase.text.is_empty());
    phrases.sort_by(|a, b| a.text.cmp(&b.text));
    phrases.dedup();
    Folder { phrases: Phrases::new(phrases), ..plain }
}

<<<<<<< HEAD
=======
/// The merchant's phrasings as features, entry by entry; those that say nothing are left out.
struct Texts {
    features: Vec<Vec<Feature>>,
    owners: Vec<u32>,
    counts: Vec<u32>,
}

impl Texts {
    fn of(draft: &Draft, folder: &Folder) -> Self {
        let mut texts = Self { features: Vec::new(), owners: Vec::new(), counts: Vec::new() };
        for (at, entry) in draft.knowledge.entries.iter().enumerate() {
            let others = draft.phrasings.get(at).map(Vec::as_slice).unwrap_or_default();
            let mut seen = BTreeSet::new();
            let before = texts.owners.len();
            for phrasing in core::iter::once(&entry.question).chain(others) {
                let core = folder.fold(phrasing).core;
                let found = features(folder, &core);
                if !found.is_empty() && seen.insert(core) {
                    texts.features.push(found);
                    texts.owners.push(u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
            texts.counts.push(u32::try_from(texts.owners.len() - before).unwrap_or(u32::MAX));
        }
        texts
    }

    /// All phrasings of the same entry.
    fn siblings(&self, phrasing: usize) -> core::ops::Range<u32> {
        let owner = self.owners[phrasing];
        let from = self.owners.partition_point(|other| *other < owner);
        let to = self.owners.partition_point(|other| *other <= owner);
        u32::try_from(from).unwrap_or(u32::MAX)..u32::try_from(to).unwrap_or(u32::MAX)
    }
}

/// Everything of the index but the trained parts.
fn index(draft: &Draft, folder: &Folder, texts: &Texts) -> Index {
    let mut lists: BTreeMap<u32, (&Feature, Vec<u32>)> = BTreeMap::new();
    for (phrasing, features) in (0u32..).zip(&texts.features) {
        for feature in features {
            lists.entry(feature.id).or_insert((feature, Vec::new())).1.push(phrasing);
        }
    }
    let background = tables::background();
    let mut index = Index {
        phrasings: texts.counts.clone(),
        rules: rules(draft, folder),
        blocked: blocked(draft, folder),
        ..Default::default()
    };
    let mut words = BTreeSet::new();
    let mut before = 0;
    for (id, (feature, phrasings)) in &lists {
        index.features.push(id - before);
        before = *id;
        index.weights.push(weight(feature, phrasings.len(), texts.features.len(), &background));
        index.nearest.push(phrasings);
        if feature.sort == Sort::Word && feature.text.chars().count() > 1 {
            words.insert(feature.text.clone());
        }
    }
    index.words = words.into_iter().collect();
    index.phrases = folder.phrases.list().to_vec();
    let used: BTreeSet<char> = lists
        .values()
        .flat_map(|(feature, _)| feature.text.chars())
        .chain(index.phrases.iter().flat_map(|phrase| phrase.text.chars()))
        .chain(
            index
                .rules
                .iter()
                .flat_map(|rule| rule.any.iter().chain(&rule.all).chain(&rule.none))
                .flat_map(|word| word.chars()),
        )
        .collect();
    if lists.values().any(|(feature, _)| feature.sort == Sort::Sign) {
        index.sounds =
            sounds::sounds(&used.iter().copied().filter(|char| Kind::of(*char) == Some(Kind::Sign)).collect());
    }
    for (traditional, simplified) in folder.simplify.iter().filter(|pair| used.contains(&pair.1)) {
        index.traditional.push(*traditional);
        index.simplified.push(*simplified);
    }
    index
}

/// How much a feature tells: rare ones more. In sixteenths.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn weight(feature: &Feature, frequency: usize, phrasings: usize, background: &BTreeMap<&str, f32>) -> u8 {
    let usual = background.get(feature.text.replace(' ', "").as_str()).copied().unwrap_or(RARE);
    let frequency = frequency as f32 + usual * BACKGROUND;
    let rarity = ((phrasings as f32 + BACKGROUND) / (frequency + 0.5)).ln().max(0.1);
    let part = match feature.sort {
        Sort::Pair if feature.text.is_ascii() => WORD_PAIR,
        Sort::Pair => SIGN_PAIR,
        _ => 1.0,
    };
    (rarity * part * 16.0).round().clamp(1.0, 255.0) as u8
}

/// The merchant's rules, then each entry's keywords as a rule.
fn rules(draft: &Draft, folder: &Folder) -> Vec<FoldedRule> {
    let fold = |words: &[String]| -> Vec<String> {
        words.iter().map(|word| folder.fold(word).full).filter(|word| !word.is_empty()).collect()
    };
    let alternatives = |rule: &Rule| -> Vec<String> {
        let mut any = fold(&rule.any);
        any.extend(fold(&rule.exact).iter().map(|words| ["^", words, "$"].concat()));
        any.extend(fold(&rule.prefix).iter().map(|words| ["^", words].concat()));
        any.extend(rule.pattern.iter().map(|words| pattern(folder, words)).filter(|words| !words.is_empty()));
        any
    };
    let written = |rule: &Rule| FoldedRule {
        entry: rule.entry,
        any: alternatives(rule),
        all: fold(&rule.all),
        none: fold(&rule.none),
        scenes: rule.scenes.clone(),
        force: Force::Decides,
        priority: rule.priority,
        valid_from: rule.valid_from,
        valid_until: rule.valid_until,
        hours: rule.hours,
    };
    let keyword =
        |(entry, words): (u32, &Vec<String>)| FoldedRule { entry: Some(entry), any: fold(words), ..Default::default() };
    let keywords = (0u32..).zip(draft.keywords.iter().take(draft.knowledge.entries.len())).map(keyword);
    draft.knowledge.rules.iter().map(written).chain(keywords.filter(|rule| !rule.any.is_empty())).collect()
}

/// Blocked words, each by what may stand at its places, and as it is spelled in letters.
fn blocked(draft: &Draft, folder: &Folder) -> Vec<Vec<String>> {
    let mut blocked = Vec::new();
    for word in draft.blocked.iter().map(|word| folder.fold(word).full).filter(|word| !word.is_empty()) {
        let spelled: Option<Vec<String>> = word.chars().map(sounds::reading).collect();
        let letters: Vec<String> = spelled.unwrap_or_default().concat().chars().map(String::from).collect();
        if letters.len() >= SPELLED {
            blocked.push(letters);
        }
        blocked.push(sounds::alike(&word));
    }
    blocked
}

/// Letters from which a blocked word is recognised as it is spelled; shorter ones are too often something else.
const SPELLED: usize = 5;

/// A merchant's pattern: the words between its signs are folded, the signs stay.
fn pattern(folder: &Folder, written: &str) -> String {
    let mut out = String::new();
    for piece in written.split_inclusive(crate::pattern::SIGNS) {
        let (words, sign) = match piece.char_indices().next_back() {
            Some((at, last)) if crate::pattern::SIGNS.contains(&last) => piece.split_at(at),
            _ => (piece, ""),
        };
        out.push_str(&folder.fold(words).full);
        out.push_str(sign);
    }
    out
}

/// Every phrasing as an example, with the entries it is closest to once it is hidden.
fn examples(tables: &Tables, texts: &Texts) -> Vec<Example> {
    let mut examples = Vec::with_capacity(texts.features.len());
    for (at, features) in texts.features.iter().enumerate() {
        let own = texts.owners[at];
        let vector = tables.weigh(features, &Hidden::default());
        let ranked = rank(tables, &vector, texts.counts.len(), &texts.siblings(at));
        let rivals = ranked.iter().map(|scored| scored.entry).filter(|entry| *entry != own).take(RIVALS);
        examples.push(Example {
            rivals: core::iter::once(own).chain(rivals).collect(),
            vector: vector
                .hits
                .iter()
                .map(|hit| (u32::try_from(hit.feature).unwrap_or(0), hit.weight / vector.length))
                .collect(),
        });
    }
    examples
}

/// Asks some of the phrasings: each with itself hidden, and each with its entry hidden.
fn try_out(tables: &Tables, texts: &Texts, asked: impl Iterator<Item = usize>, samples: &mut Vec<Sample>) {
    let entries = texts.counts.len();
    for at in asked {
        let own = texts.owners[at];
        let position = u32::try_from(at).unwrap_or(u32::MAX);
        let siblings = texts.siblings(at);
        if siblings.len() > 1 {
            let hidden = position..position + 1;
            let vector = tables.weigh(&texts.features[at], &hidden);
            let ranked = rank(tables, &vector, entries, &hidden);
            let place = ranked.iter().position(|scored| scored.entry == own);
            let (first, three) = (place == Some(0), place.is_some_and(|place| place < 3));
            samples.push(Sample { signals: signals(&vector, &ranked), first, three, weight: 1.0 });
        }
        let vector = tables.weigh(&texts.features[at], &siblings);
        let mut ranked = rank(tables, &vector, entries, &siblings);
        ranked.retain(|scored| scored.entry != own);
        samples.push(Sample { signals: signals(&vector, &ranked), first: false, three: false, weight: OUT_OF_SCOPE });
    }
}

/// Puts a trained model into the index.
fn put(index: &mut Index, model: &Model) {
    index.linear = Lists::default();
    index.linear_weights.clear();
    for row in model {
        index.linear.push(&row.iter().map(|item| item.0).collect::<Vec<_>>());
        index.linear_weights.extend(row.iter().map(|item| item.1));
    }
}
>>>>>>> main
