//! The way of a question through the engine.

use crate::{
    Candidate, Evidence, Mood, Outcome, Query, Reply,
    decide::{Verdict, decide, holders, probabilities, signals},
    explain::evidence,
    greet::courtesy,
    human::{Call, call},
    index::{Hidden, Tables, Vector},
    mood::mood,
    order::best_first,
    rank::{Ranking, Scored, rank},
    rules::{decisive, favoured},
};
use pack::{Calibration, FoldedRule, Knowledge, Pack};

/// Candidates that a reply names.
const MOST: usize = 10;
/// Added to the score of an entry whose keyword was said.
const KEYWORD: f32 = 0.15;
/// Added to the score of an entry that belongs to the page's scene.
const SCENE: f32 = 0.05;

/// Answers from one pack.
pub struct Engine {
    knowledge: Knowledge,
    tables: Tables,
    rules: Vec<FoldedRule>,
    calibration: Calibration,
}

impl Engine {
    /// Takes a pack, as read by [`Pack::read`] or as built.
    #[must_use]
    pub fn new(pack: Pack) -> Self {
        let Pack { knowledge, mut index } = pack;
        let (rules, calibration) = (core::mem::take(&mut index.rules), core::mem::take(&mut index.calibration));
        Self { knowledge, tables: Tables::new(index), rules, calibration }
    }

    /// What the pack says.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Position of the entry with this id.
    #[must_use]
    pub fn lookup(&self, id: &str) -> Option<u32> {
        self.knowledge.entries.iter().position(|entry| entry.id == id).and_then(|at| u32::try_from(at).ok())
    }

    /// Answers a message. Any text gives a reply.
    #[must_use]
    pub fn ask(&self, query: &Query) -> Reply {
        let message = self.tables.fold(query.text);
        let vector = self.tables.vector(&message.core);
        let Ranking { entries: mut ranked, stranger } =
            rank(&self.tables, &vector, self.knowledge.entries.len(), &Hidden::default());
        ranked.retain(|scored| self.valid(scored.entry, query.today));
        let keywords = favoured(&self.rules, &message.full, query);
        self.favour(&mut ranked, &keywords, query);
        let chances = probabilities(&self.calibration, &signals(&vector, &ranked, stranger));
        let holders = holders(&self.tables, &vector, &ranked);
        let mut candidates = self.candidates(&vector, &ranked, &keywords, chances);

        let phrases = &self.tables.folder.phrases;
        let mood = mood(phrases, query.text, &message.full, query.context);
        let call = call(phrases, &message);
        let rule = decisive(&self.rules, &message.full, query);
        let rule = rule.filter(|(rule, _)| rule.entry.is_none_or(|entry| self.valid(entry, query.today)));
        let outcome = if call == Some(Call::Person) {
            Outcome::Human
        } else if let Some((rule, words)) = rule {
            match rule.entry {
                Some(entry) => {
                    lead(&mut candidates, entry, &words);
                    Outcome::Answer(entry)
                }
                None => Outcome::Human,
            }
        } else if let Some(courtesy) = courtesy(phrases, &message.full) {
            Outcome::Greeting(courtesy)
        } else {
            match (decide(&self.calibration, chances, holders, candidates.len()), candidates.as_slice()) {
                (Verdict::Answer, [first, ..]) => Outcome::Answer(first.entry),
                // Who is in danger or complains is not asked what is meant.
                _ if mood == Mood::Urgent || call == Some(Call::Complaint) => Outcome::Human,
                (Verdict::Choices, several) => Outcome::Choices(several.iter().take(3).map(|one| one.entry).collect()),
                _ => Outcome::Unknown,
            }
        };
        Reply { outcome, mood, candidates, folded: message.full }
    }

    fn valid(&self, entry: u32, today: pack::Day) -> bool {
        self.knowledge.entries.get(entry as usize).is_some_and(|entry| entry.valid_on(today))
    }

    /// Keywords and the page's scene push their entries.
    fn favour(&self, ranked: &mut Vec<Scored>, keywords: &[(u32, String)], query: &Query) {
        for &(entry, _) in keywords {
            if ranked.iter().all(|scored| scored.entry != entry) && self.valid(entry, query.today) {
                ranked.push(Scored { entry, score: 0.0, nearest: 0.0, phrasing: u32::MAX });
            }
        }
        for scored in ranked.iter_mut() {
            let scenes = &self.knowledge.entries[scored.entry as usize].scenes;
            if keywords.iter().any(|keyword| keyword.0 == scored.entry) {
                scored.score += KEYWORD;
            }
            if scenes.iter().any(|scene| scene == query.scene) {
                scored.score += SCENE;
            }
        }
        best_first(ranked, |one| one.score);
    }

    fn candidates(
        &self,
        vector: &Vector,
        ranked: &[Scored],
        keywords: &[(u32, String)],
        (first, three): (f32, f32),
    ) -> Vec<Candidate> {
        let rest: f32 = ranked.iter().skip(1).take(2).map(|scored| scored.score.max(0.0)).sum();
        let chance = |at: usize, scored: &Scored| match at {
            0 => first,
            _ if rest > 0.0 => ((three - first) * scored.score.max(0.0) / rest).min(first),
            _ => 0.0,
        };
        ranked
            .iter()
            .take(MOST)
            .enumerate()
            .map(|(at, scored)| {
                let mut reasons = evidence(&self.tables, vector, scored);
                let said = keywords.iter().filter(|keyword| keyword.0 == scored.entry);
                reasons.extend(
                    said.map(|(_, words)| Evidence { what: format!("keyword {words}"), weight: thousandths(KEYWORD) }),
                );
                Candidate {
                    entry: scored.entry,
                    confidence: u16::try_from(thousandths(chance(at, scored))).unwrap_or(0),
                    evidence: reasons,
                }
            })
            .collect()
    }
}

/// Puts the entry of a decisive rule first.
fn lead(candidates: &mut Vec<Candidate>, entry: u32, words: &str) {
    let known = candidates.iter().position(|one| one.entry == entry);
    let mut evidence = known.map(|at| candidates.remove(at).evidence).unwrap_or_default();
    evidence.insert(0, Evidence { what: format!("rule {words}"), weight: 1000 });
    candidates.insert(0, Candidate { entry, confidence: 1000, evidence });
    candidates.truncate(MOST);
}

#[allow(clippy::cast_possible_truncation)]
fn thousandths(share: f32) -> i32 {
    (share.clamp(0.0, 1.0) * 1000.0) as i32
}
