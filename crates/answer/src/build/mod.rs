//! Building a pack from a merchant's draft. Deterministic: the same draft gives the same bytes.

mod bank;
mod calibrate;
mod language;
mod noise;
mod prune;
mod sounds;
mod tables;
mod train;
mod weights;

pub use weights::Weights;

use crate::{
    decide::signals,
    concepts::Forms,
    features::{Feature, Sort, features, hash},
    fold::{Folder, Kind},
    index::{Hidden, Tables, Vector},
    phrases::Phrases,
    rank::rank,
};
pub use noise::{Noise, Noisy};

use bank::{Bank, Sorter, Tongue, bank};
use calibrate::{Sample, calibrate};
use pack::{Courtesy, Draft, FoldedRule, Force, Index, Lists, Meaning, Pack, Phrase, Rule};
use std::collections::{BTreeMap, BTreeSet};
use train::{Example, Model, train};

/// Share of messages that have a unit of which the background table says nothing.
const RARE: f32 = 0.0005;
/// Entries that a phrasing competes with in training.
const RIVALS: usize = 30;
/// Parts into which the phrasings are split to try each part on a model of the rest.
const FOLDS: usize = 4;
/// Phrasings from which trying one part teaches enough.
const MANY: usize = 2000;
/// How much a phrasing whose entry was taken away counts, beside one in scope.
const OUT_OF_SCOPE: f32 = 0.35;

/// Turns a draft into a pack. `progress` hears (done, of) from time to time.
pub fn build(draft: Draft, progress: &mut dyn FnMut(usize, usize)) -> Pack {
    build_with(draft, &Weights::default(), progress)
}

/// Turns a draft into a pack with other weights than the usual ones.
pub fn build_with(draft: Draft, settings: &Weights, progress: &mut dyn FnMut(usize, usize)) -> Pack {
    let folder = folder(&draft);
    let bank = bank();
    let forms = bank.lexicon.forms();
    let texts = Texts::of(&draft, &folder, &forms);
    let tries = if texts.features.len() < MANY { FOLDS } else { 1 };
    let steps = tries + 3;
    progress(0, steps);
    let matched = matched(bank, &texts, settings);
    let lines: Vec<Vec<Feature>> =
        matched.iter().map(|line| features(&folder, &forms, &bank.lines[line.line].core)).collect();
    let mut index = index(&draft, &folder, &texts, &lines, settings);
    progress(1, steps);

    let tables = Tables::new(index.clone());
    let mut examples = examples(&tables, &texts);
    let own = examples.len();
    examples.extend(borrowed(&tables, &texts, &matched, &lines, settings));
    progress(2, steps);
    let mut samples = Vec::new();
    for fold in 0..tries {
        let kept: Vec<&Example> = examples
            .iter()
            .enumerate()
            .filter(|(at, _)| *at >= own || at % FOLDS != fold)
            .map(|(_, example)| example)
            .collect();
        let mut part = index.clone();
        put(&mut part, &train(&kept, index.features.len(), settings));
        try_out(&Tables::new(part), &texts, (fold..texts.features.len()).step_by(FOLDS), &mut samples);
        progress(3 + fold, steps);
    }
    index.calibration = calibrate(&samples);
    let mut model = train(&examples.iter().collect::<Vec<_>>(), index.features.len(), settings);
    if settings.x[6] > 0.0 {
        prune::lighten(&mut model, &index.weights, settings.x[6] as usize * 1000 + texts.features.len() * settings.x[7] as usize);
    }
    if settings.x[9] > 0.0 {
        prune::concepts(&mut index, &mut model, settings.x[9] as usize);
    }
    put(&mut index, &model);
    prune::compact(&mut index);
    progress(steps, steps);
    Pack { knowledge: draft.knowledge, index }
}

/// A line of the bank with the entries that it may mean.
struct Matched {
    line: usize,
    entries: Vec<(u32, f32)>,
}

/// Lines of scenes that entries are about.
fn matched(bank: &Bank, texts: &Texts, settings: &Weights) -> Vec<Matched> {
    if settings.scenes <= 0.0 {
        return Vec::new();
    }
    let tongues = texts.tongues();
    let sorter = Sorter::new(bank, &tongues, settings);
    let mut affinity: BTreeMap<u32, BTreeMap<u32, f32>> = BTreeMap::new();
    for (features, owner) in texts.features.iter().zip(&texts.owners) {
        let count = texts.counts[*owner as usize] as f32;
        for (scene, chance) in sorter.scenes(features, settings) {
            *affinity.entry(scene).or_default().entry(*owner).or_default() += chance / count;
        }
    }
    if option_env!("SHOW").is_some() {
        for (scene, entries) in &affinity {
            let mut all: Vec<_> = entries.iter().filter(|e| *e.1 > 0.05).collect();
            all.sort_by(|a, b| b.1.total_cmp(a.1));
            eprintln!("{} -> {:?}", language::scenes()[*scene as usize].id, all.iter().map(|e| format!("{}:{:.2}", texts.names[*e.0 as usize], e.1)).collect::<Vec<_>>());
        }
    }
    let mut matched = Vec::new();
    for (at, line) in bank.lines.iter().enumerate().filter(|(_, line)| tongues.contains(&line.tongue)) {
        let Some(entries) = affinity.get(&line.scene) else { continue };
        let most = entries.values().copied().fold(0.0, f32::max);
        if most < settings.x[1] {
            continue;
        }
        let entries = entries.iter().filter(|entry| *entry.1 > most * 0.2).map(|entry| (*entry.0, *entry.1)).collect();
        matched.push(Matched { line: at, entries });
    }
    matched
}

/// The matched lines as examples.
fn borrowed(
    tables: &Tables,
    texts: &Texts,
    matched: &[Matched],
    lines: &[Vec<Feature>],
    settings: &Weights,
) -> Vec<Example> {
    let mut examples = Vec::new();
    for (line, features) in matched.iter().zip(lines) {
        let vector = if settings.x[11] == 0.0 { tables.exact(features) } else { tables.weigh(features, &Hidden::default()) };
        let ranked = rank(tables, &vector, texts.counts.len(), &Hidden::default());
        let cosine = |entry: u32| ranked.iter().find(|one| one.entry == entry).map_or(0.0, |one| one.nearest);
        let mut targets: Vec<(u32, f32)> = line
            .entries
            .iter()
            .map(|(entry, chance)| (*entry, chance * (cosine(*entry) * settings.x[2]).exp()))
            .collect();
        let sum: f32 = targets.iter().map(|target| target.1).sum();
        for target in &mut targets {
            target.1 /= sum;
        }
        let strength = (line.entries.iter().map(|entry| entry.1).fold(0.0, f32::max) * (1.0 + settings.x[4])).min(1.0).powf(1.0 + settings.x[5]);
        let others: Vec<u32> = ranked
            .iter()
            .map(|one| one.entry)
            .filter(|entry| line.entries.iter().all(|known| known.0 != *entry))
            .take(RIVALS / 2)
            .collect();
        let count = targets.len() + others.len();
        let rivals: Vec<u32> = targets.iter().map(|target| target.0).chain(others).collect();
        let mut shares: Vec<f32> = targets.iter().map(|target| target.1).collect();
        shares.resize(count, 0.0);
        examples.push(Example {
            vector: unit(&vector),
            rivals,
            targets: shares,
            mass: settings.scenes * strength / 13.0,
        });
    }
    examples
}

fn unit(vector: &Vector) -> Vec<(u32, f32)> {
    let item = |hit: &crate::index::Hit| (u32::try_from(hit.feature).unwrap_or(0), hit.weight / vector.length);
    vector.hits.iter().map(item).collect()
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

/// The merchant's phrasings as features, entry by entry; those that say nothing are left out.
struct Texts {
    features: Vec<Vec<Feature<'static>>>,
    owners: Vec<u32>,
    counts: Vec<u32>,
    names: Vec<String>,
}

impl Texts {
    fn of(draft: &Draft, folder: &Folder, forms: &Forms) -> Self {
        let mut texts = Self { features: Vec::new(), owners: Vec::new(), counts: Vec::new(), names: draft.knowledge.entries.iter().map(|e| e.id.clone()).collect() };
        for (at, entry) in draft.knowledge.entries.iter().enumerate() {
            let others = draft.phrasings.get(at).map(Vec::as_slice).unwrap_or_default();
            let mut seen = BTreeSet::new();
            let before = texts.owners.len();
            for phrasing in core::iter::once(&entry.question).chain(others) {
                let core: &'static str = folder.fold(phrasing).core.leak();
                let found = features(folder, forms, core);
                if !found.is_empty() && seen.insert(core) {
                    texts.features.push(found);
                    texts.owners.push(u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
            texts.counts.push(u32::try_from(texts.owners.len() - before).unwrap_or(u32::MAX));
        }
        texts
    }

    /// The languages of the phrasings.
    fn tongues(&self) -> Vec<Tongue> {
        let all = self.features.len();
        let with = |sort: Sort| self.features.iter().filter(|text| text.iter().any(|one| one.sort == sort)).count();
        let mut tongues = Vec::new();
        if with(Sort::Sign) * 10 > all {
            tongues.push(Tongue::Zh);
        }
        if (all - with(Sort::Sign)) * 10 > all {
            tongues.push(Tongue::En);
        }
        tongues
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
fn index(draft: &Draft, folder: &Folder, texts: &Texts, lines: &[Vec<Feature>], settings: &Weights) -> Index {
    let bank = bank();
    let mut lists: BTreeMap<u32, (&Feature, Vec<u32>)> = BTreeMap::new();
    for (phrasing, features) in (0u32..).zip(&texts.features) {
        for feature in features {
            lists.entry(feature.id).or_insert((feature, Vec::new())).1.push(phrasing);
        }
    }
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for feature in lines.iter().flatten() {
        *counts.entry(feature.id).or_default() += 1;
    }
    for feature in lines.iter().flatten() {
        if counts[&feature.id] >= settings.x[8] as usize {
            lists.entry(feature.id).or_insert((feature, Vec::new()));
        }
    }
    let background = tables::background();
    let mut index = Index { phrasings: texts.counts.clone(), rules: rules(draft, folder), ..Default::default() };
    let mut words = BTreeSet::new();
    let mut before = 0;
    for (id, (feature, phrasings)) in &lists {
        index.features.push(id - before);
        before = *id;
        index.weights.push(weight(feature, phrasings.len(), texts.features.len(), &background, bank, settings));
        index.nearest.push(phrasings);
        let own = !phrasings.is_empty() || counts.get(id).is_some_and(|count| *count >= 4);
        if feature.sort == Sort::Word && own && feature.text.chars().count() > 1 {
            words.insert(feature.text.to_owned());
        }
    }
    index.words = words.into_iter().collect();
    let positions: BTreeMap<u32, u32> = lists.keys().copied().zip(0..).collect();
    let mut before = 0;
    let tongues = texts.tongues();
    for form in &bank.lexicon.0 {
        if !tongues.contains(&form.tongue) && form.place >= settings.x[10] as usize {
            continue;
        }
        if let Some(at) = positions.get(&form.concept) {
            index.forms.push(form.key - before);
            before = form.key;
            index.concepts.push(*at);
        }
    }
    index.nearest_share = (settings.nearest * 100.0) as u8;
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
fn weight(
    feature: &Feature,
    frequency: usize,
    phrasings: usize,
    background: &BTreeMap<&str, f32>,
    bank: &Bank,
    settings: &Weights,
) -> u8 {
    let listed = background.get(feature.text.replace(' ', "").as_str()).copied();
    let counted = bank.share(feature.id, feature.sort);
    let usual = match settings.x[3] as i32 {
        0 => listed.unwrap_or(RARE),
        1 => listed.or(counted).unwrap_or(RARE).max(RARE),
        2 => counted.unwrap_or(RARE).max(RARE),
        _ => listed.unwrap_or(RARE).max(counted.unwrap_or(RARE)),
    };
    let frequency = frequency as f32 + usual * settings.background;
    let rarity = ((phrasings as f32 + settings.background) / (frequency + 0.5)).ln().max(0.1);
    (rarity * settings.part(feature.sort) * 16.0).round().clamp(0.0, 255.0) as u8
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
        let rivals: Vec<u32> = core::iter::once(own).chain(rivals).collect();
        let mut targets = vec![0.0; rivals.len()];
        targets[0] = 1.0;
        examples.push(Example { rivals, targets, vector: unit(&vector), mass: 1.0 });
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
