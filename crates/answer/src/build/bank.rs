//! The scenes as a bank of paraphrases: which scene a text belongs to, and how usual each feature is in service talk.

use super::{
    exact::{exp, ln},
    language::{concepts, scenes},
    tables,
    weights::Weights,
};
use crate::{
    concepts::Forms,
    features::{Feature, Sort, features, form_key},
    fold::Folder,
    phrases::Phrases,
};
use kernel::hash;
use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

/// A language that scenes are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tongue {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// One way of asking.
pub struct Line {
    /// Position of the scene.
    pub scene: u32,
    /// Its language.
    pub tongue: Tongue,
    /// The line, folded.
    pub core: String,
    /// Its features.
    pub features: Vec<(u32, Sort)>,
}

/// Every line of every scene.
pub struct Bank {
    /// Forms of all concepts.
    pub lexicon: Lexicon,
    /// Scene by scene.
    pub lines: Vec<Line>,
    /// Number of scenes.
    pub scenes: usize,
    /// Lines that have a feature.
    frequencies: HashMap<u32, u32>,
    zh: f32,
    en: f32,
}

/// Forms of all concepts, as (key, feature, language) ascending.
pub struct Lexicon(pub Vec<Form>);

/// A way of saying a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// Hash of its units.
    pub key: u32,
    /// Feature of the concept.
    pub concept: u32,
    /// Its language.
    pub tongue: Tongue,
    /// Its place among the concept's forms of that language: the commonest stand first.
    pub place: usize,
}

impl Lexicon {
    fn new(folder: &Folder) -> Self {
        let mut forms = Vec::new();
        for concept in concepts() {
            let own = hash(&["concept", concept.id]);
            let (mut zh, mut en) = (0, 0);
            for form in &concept.forms {
                let Some(key) = form_key(&folder.fold(form).full) else { continue };
                let (tongue, count) = if form.is_ascii() { (Tongue::En, &mut en) } else { (Tongue::Zh, &mut zh) };
                let parents = concept.part_of.iter().map(|parent| hash(&["concept", parent]));
                let place = *count;
                forms.extend(core::iter::once(own).chain(parents).map(|concept| Form { key, concept, tongue, place }));
                *count += 1;
            }
        }
        forms.sort_unstable();
        forms.dedup_by_key(|form| (form.key, form.concept));
        Self(forms)
    }

    /// For looking up.
    pub fn forms(&self) -> Forms {
        let keys: Vec<u32> = self.0.iter().map(|form| form.key).collect();
        Forms::new(&keys, self.0.iter().map(|form| form.concept).collect())
    }
}

/// The bank, read once.
pub fn bank() -> &'static Bank {
    static BANK: OnceLock<Bank> = OnceLock::new();
    BANK.get_or_init(|| {
        let plain = Folder { simplify: tables::simplify(), ..Default::default() };
        let mut phrases = tables::phrases(&plain);
        phrases.sort_by(|a, b| a.text.cmp(&b.text));
        let folder = Folder { phrases: Phrases::new(phrases.into_iter().collect()), ..plain };
        let lexicon = Lexicon::new(&folder);
        let forms = lexicon.forms();
        let mut bank =
            Bank { lexicon, lines: Vec::new(), scenes: scenes().len(), frequencies: HashMap::new(), zh: 0.0, en: 0.0 };
        for (at, scene) in (0u32..).zip(scenes()) {
            let zh = scene.zh.iter().map(|line| (line, Tongue::Zh));
            let en = scene.en.iter().map(|line| (line, Tongue::En));
            for (line, tongue) in zh.chain(en) {
                let core = folder.fold(line).core;
                let found = features(&folder, &forms, &core).iter().map(|one| (one.id, one.sort)).collect();
                bank.lines.push(Line { scene: at, tongue, core, features: found });
            }
        }
        for line in &bank.lines {
            for (id, _) in &line.features {
                *bank.frequencies.entry(*id).or_default() += 1;
            }
            match line.tongue {
                Tongue::Zh => bank.zh += 1.0,
                Tongue::En => bank.en += 1.0,
            }
        }
        bank
    })
}

impl Bank {
    /// Share of the lines that have a feature, among those of its script.
    pub fn share(&self, id: u32, sort: Sort) -> Option<f32> {
        let lines = match sort {
            Sort::Sign | Sort::SignPair => self.zh,
            Sort::Word | Sort::Piece | Sort::WordPair => self.en,
            Sort::Synonym | Sort::Concept => self.zh + self.en,
        };
        #[allow(clippy::cast_precision_loss)]
        self.frequencies.get(&id).map(|count| *count as f32 / lines.max(1.0))
    }
}

/// The sorter by scenes in some languages, made once.
pub fn sorter(tongues: &[Tongue]) -> &'static Sorter {
    static SORTERS: [OnceLock<Sorter>; 3] = [const { OnceLock::new() }; 3];
    let at = match tongues {
        [Tongue::Zh] => 0,
        [Tongue::En] => 1,
        _ => 2,
    };
    SORTERS[at].get_or_init(|| Sorter::new(bank(), tongues))
}

/// What each scene is taken to have of what its lines do not.
const ALPHA: f32 = 0.05;
/// Weight of a unit that no line has.
const UNKNOWN: f32 = 6.0;
/// How sharply a text chooses among scenes.
const FOCUS: f32 = 2.0;
/// Probability below which a scene is not worth a thought.
const LEAST: f32 = 0.02;

/// Tells which scenes a text belongs to: naive Bayes over the lines' weighted features.
pub struct Sorter {
    /// Feature → its weight, and how much likelier each scene makes it than a scene without it.
    lists: HashMap<u32, (f32, Vec<(u32, f32)>)>,
    /// Logarithm of the share of a feature that a scene does not have.
    usual: Vec<f32>,
}

impl Sorter {
    /// Learns the scenes in some languages.
    fn new(bank: &Bank, tongues: &[Tongue]) -> Self {
        let weights = Weights::default();
        let lines: Vec<&Line> = bank.lines.iter().filter(|line| tongues.contains(&line.tongue)).collect();
        let mut idf: HashMap<u32, f32> = HashMap::new();
        let mut sums: BTreeMap<u32, BTreeMap<u32, f32>> = BTreeMap::new();
        for line in &lines {
            let vector: Vec<(u32, f32)> = line
                .features
                .iter()
                .map(|(id, sort)| (*id, *idf.entry(*id).or_insert_with(|| bank.weight(*id, *sort, &weights))))
                .collect();
            let length = vector.iter().map(|item| item.1 * item.1).sum::<f32>().sqrt().max(0.01);
            for (id, weight) in vector {
                *sums.entry(line.scene).or_default().entry(id).or_default() += weight / length;
            }
        }
        #[allow(clippy::cast_precision_loss)]
        let smooth = ALPHA * idf.len() as f32;
        let mut usual = vec![f32::MIN; bank.scenes];
        let mut lists: HashMap<u32, (f32, Vec<(u32, f32)>)> = HashMap::new();
        for (scene, sum) in sums {
            usual[scene as usize] = ln(ALPHA / (sum.values().sum::<f32>() + smooth));
            for (id, value) in sum {
                lists.entry(id).or_insert((idf[&id], Vec::new())).1.push((scene, ln(value / ALPHA + 1.0)));
            }
        }
        Self { lists, usual }
    }

    /// The likeliest scenes with their probabilities, best first.
    pub fn scenes(&self, features: &[Feature]) -> Vec<(u32, f32)> {
        let known: Vec<&(f32, Vec<(u32, f32)>)> =
            features.iter().filter_map(|feature| self.lists.get(&feature.id)).collect();
        let strange = features.iter().filter(|one| matches!(one.sort, Sort::Sign | Sort::Word));
        let strange = strange.filter(|one| !self.lists.contains_key(&one.id)).count();
        #[allow(clippy::cast_precision_loss)]
        let squares = known.iter().map(|known| known.0 * known.0).sum::<f32>() + UNKNOWN * UNKNOWN * strange as f32;
        let length = squares.sqrt().max(0.01);
        let all = known.iter().map(|known| known.0).sum::<f32>() / length;
        let mut scores: Vec<f32> = self.usual.iter().map(|usual| all * usual).collect();
        for (idf, list) in known {
            for (scene, value) in list {
                scores[*scene as usize] += idf / length * value;
            }
        }
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        for score in &mut scores {
            *score = exp((*score - top) * FOCUS);
        }
        let sum: f32 = scores.iter().sum();
        let chances = scores.into_iter().map(|score| score / sum);
        let mut likely: Vec<(u32, f32)> = (0u32..).zip(chances).filter(|one| one.1 > LEAST).collect();
        likely.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        likely
    }
}

impl Bank {
    fn weight(&self, id: u32, sort: Sort, weights: &Weights) -> f32 {
        let share = self.share(id, sort).unwrap_or(0.0).max(0.0003);
        ln(1.0 / share).max(0.1) * weights.part(sort)
    }
}

impl Weights {
    /// Weight of a sort of features beside words.
    #[must_use]
    pub fn part(&self, sort: Sort) -> f32 {
        match sort {
            Sort::Sign | Sort::Word | Sort::Synonym => 1.0,
            Sort::SignPair => self.sign_pair,
            Sort::WordPair => self.word_pair,
            Sort::Piece => self.piece,
            Sort::Concept => self.concept,
        }
    }
}
