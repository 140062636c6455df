//! The way of a question through the engine.

use crate::{
    Candidate, Context, Evidence, Mood, Outcome, Query, Reply,
    blocked::has_blocked,
    decide::{Held, Verdict, decide, held, probabilities, signals},
    dialog::{Said, nth, read},
    explain::evidence,
    fold::Folded,
    greet::courtesy,
    human::{Call, call},
    index::{Hidden, Tables},
    lean::{lean, others},
    mood::mood,
    rank::{Ranking, Scored, rank},
    rules::{decisive, favoured},
};
use kernel::best_first;
use pack::{Calibration, FoldedRule, Knowledge, Pack, Turn};

/// Candidates that a reply names.
const MOST: usize = 10;
/// Added to the score of an entry whose keyword was said.
const KEYWORD: f32 = 0.15;
/// Added to the score of an entry that belongs to the page's scene.
const SCENE: f32 = 0.05;

/// How many times likelier than the third the first may be for the third to be offered. Without it every other third is
/// nonsense; at half of it one right entry in a hundred is no longer offered.
const THIRD: u32 = 10;

/// Answers from one pack.
pub struct Engine {
    knowledge: Knowledge,
    tables: Tables,
    rules: Vec<FoldedRule>,
    blocked: Vec<Vec<String>>,
    calibration: Calibration,
}

impl Engine {
    /// Takes a pack, as read by [`Pack::read`] or as built.
    #[must_use]
    pub fn new(pack: Pack) -> Self {
        let Pack { knowledge, mut index } = pack;
        let (rules, calibration) = (core::mem::take(&mut index.rules), core::mem::take(&mut index.calibration));
        let blocked = core::mem::take(&mut index.blocked);
        Self { blocked, knowledge, tables: Tables::new(index), rules, calibration }
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

    /// A text in its folded form.
    pub(crate) fn fold(&self, text: &str) -> String {
        self.tables.folder.fold(text).full
    }

    /// Whether the merchant does not answer to something in the text: it is not to be sent anywhere.
    #[must_use]
    pub fn refuses(&self, text: &str) -> bool {
        !self.blocked.is_empty() && has_blocked(&self.blocked, &self.tables.folder.fold(text).full)
    }

    /// Answers a message. Any text gives a reply.
    #[must_use]
    pub fn ask(&self, query: &Query) -> Reply {
        let written = self.tables.folder.fold(query.text);
        let phrases = &self.tables.folder.phrases;
        if has_blocked(&self.blocked, &written.full) {
            return Reply { outcome: Outcome::Refused, folded: written.full, ..Reply::default() };
        }
        let said = read(phrases, &written.full);
        let mood = mood(phrases, query.text, &written.full, query.context);
        let call = call(phrases, &written);
        let courtesy = courtesy(phrases, &written.full);
        let as_written = written.full.clone();
        let message = self.meant(&said, written);

        let core = self.without_numbers(&message.core);
        let vector = self.tables.vector(&core);
        let Ranking { entries: mut ranked, home } =
            rank(&self.tables, &vector, self.knowledge.entries.len(), &Hidden::default());
        let full = [as_written.as_str(), message.full.as_str()];
        let keywords = favoured(&self.rules, full, query);
        self.favour(&mut ranked, &keywords, query);
        let named = named(&ranked, query.context);
        lean(&self.tables, &self.knowledge, &mut ranked, &core, query.context);
        if said.turn == Some(Turn::Wrong) {
            let rejected = query.context.rejected.iter().chain(query.context.answered.last());
            let rejected: Vec<u32> = rejected.copied().collect();
            ranked.retain(|scored| !rejected.contains(&scored.entry));
        }
        let lapsed = ranked.first().is_some_and(|first| !self.valid(first.entry, query.today));
        ranked.retain(|scored| self.valid(scored.entry, query.today));
        let chances = probabilities(&self.calibration, &signals(&vector, &ranked, home));
        let held = held(&self.tables, &vector, &ranked);
        let mut candidates = candidates(&ranked, chances);

        let rule = decisive(&self.rules, full, query);
        let rule = rule.filter(|(rule, _)| rule.entry.is_none_or(|entry| self.valid(entry, query.today)));
        let (mut turn, mut outcome) = (said.turn, None);
        if call == Some(Call::Person) {
            outcome = Some(Outcome::Human);
        } else if let Some((rule, _)) = rule {
            outcome = Some(rule.entry.map_or(Outcome::Human, |entry| {
                lead(&mut candidates, entry);
                Outcome::Answer(entry)
            }));
        } else if said.turn.is_some() && said.rest.is_empty() {
            outcome = self.turned(turn, query);
        }
        if outcome.is_none() && courtesy.is_some() {
            (turn, outcome) = (None, courtesy.map(Outcome::Greeting));
        }
        if outcome.is_none() && said.rest.is_empty() {
            // "第二个" where nothing was offered: there is nothing to search for.
            outcome = Some(Outcome::Unknown);
        }
        let outcome = outcome.unwrap_or_else(|| {
            match (decide(&self.calibration, chances, held, candidates.len()), candidates.as_slice()) {
                (Verdict::Answer, [first, ..]) if !lapsed => Outcome::Answer(first.entry),
                // Who is in danger or complains is not asked what is meant.
                _ if mood == Mood::Urgent || call == Some(Call::Complaint) => Outcome::Human,
                // What is meant is known, and over: other entries are no answer to it.
                _ if lapsed => Outcome::Unknown,
                // Of what was offered the customer has named one by its words.
                (Verdict::Choices, [first, ..]) if named == Some(first.entry) => Outcome::Answer(first.entry),
                (Verdict::Choices, [first, ..]) if self.follows(first.entry, query) => Outcome::Answer(first.entry),
                (Verdict::Choices, several) => match self.looked_up(several, &message.full) {
                    Some(entry) => Outcome::Answer(entry),
                    None => Outcome::Choices(choices(several, held)),
                },
                _ => Outcome::Unknown,
            }
        });
        Reply { outcome, turn, mood, candidates, folded: message.full }
    }

    /// What speaks for an entry as the answer to a message: a rule, the words, keywords; the heaviest words first. For
    /// who wants to know: a reply is made without it.
    ///
    /// ```
    /// use answer::{Engine, Query, build};
    /// use pack::{Draft, Entry};
    /// let mut draft = Draft::default();
    /// for question in ["怎么开发票", "几天能到"] {
    ///     draft.knowledge.entries.push(Entry { question: question.into(), ..Entry::default() });
    /// }
    /// let why = Engine::new(build(draft, &mut |_, _| {})).why(&Query { text: "开发票", ..Query::default() }, 0);
    /// assert!(why.iter().any(|reason| reason.what == "发票" && reason.weight > 0));
    /// ```
    #[must_use]
    pub fn why(&self, query: &Query, entry: u32) -> Vec<Evidence> {
        let written = self.tables.folder.fold(query.text);
        let as_written = written.full.clone();
        let message = self.meant(&read(&self.tables.folder.phrases, &as_written), written);
        let core = self.without_numbers(&message.core);
        let vector = self.tables.vector(&core);
        let ranked = rank(&self.tables, &vector, self.knowledge.entries.len(), &Hidden::default()).entries;
        let full = [as_written.as_str(), message.full.as_str()];
        let rule = decisive(&self.rules, full, query).filter(|(rule, _)| rule.entry == Some(entry));
        let mut reasons: Vec<Evidence> =
            rule.map(|(_, words)| Evidence { what: format!("rule {words}"), weight: 1000 }).into_iter().collect();
        let scored = ranked.iter().find(|scored| scored.entry == entry);
        reasons.extend(scored.map(|scored| evidence(&self.tables, &vector, scored)).unwrap_or_default());
        let keywords = favoured(&self.rules, full, query).into_iter().filter(|keyword| keyword.0 == entry);
        let keyword = |words| Evidence { what: format!("keyword {words}"), weight: thousandths(KEYWORD) };
        reasons.extend(keywords.map(|(_, words)| keyword(words)));
        reasons
    }

    /// A message as it is searched for: what was taken back is left out, and what was written by ear is heard.
    fn meant(&self, said: &Said, written: Folded) -> Folded {
        match &said.turn {
            Some(Turn::Wrong) if !said.rest.is_empty() => self.tables.fold(&said.rest),
            _ => self.tables.hear(written),
        }
    }

    /// What follows from a turn that asks nothing new; `None` when it has nothing to turn on.
    fn turned(&self, turn: Option<Turn>, query: &Query) -> Option<Outcome> {
        let context = query.context;
        let offer = |text: &str| {
            let mut others = others(&self.tables, &self.knowledge, text, context);
            others.retain(|other| self.valid(*other, query.today));
            others.truncate(3);
            if others.is_empty() { Outcome::Unknown } else { Outcome::Choices(others) }
        };
        match (turn?, context.offered.as_slice()) {
            (Turn::Nth(place), offered) => nth(offered, place).map(Outcome::Answer),
            (Turn::Yes, [only]) => Some(Outcome::Answer(*only)),
            (Turn::No | Turn::Wrong, []) => context.answered.last().map(|_| offer(&context.said)),
            (Turn::No | Turn::Wrong, _) => Some(Outcome::Unknown),
            (Turn::More, _) => {
                let last = self.knowledge.entries.get(*context.answered.last()? as usize)?;
                Some(offer(&last.question))
            }
            (Turn::Yes | Turn::Glue, _) => None,
        }
    }

    /// Whether an entry is what the merchant said is asked next.
    fn follows(&self, entry: u32, query: &Query) -> bool {
        let last = query.context.answered.last().and_then(|last| self.knowledge.entries.get(*last as usize));
        last.is_some_and(|last| last.followups.contains(&entry))
    }

    fn valid(&self, entry: u32, today: pack::Day) -> bool {
        self.knowledge.entries.get(entry as usize).is_some_and(|entry| entry.valid_on(today))
    }

    /// Keywords and the page's scene push their entries.
    fn favour(&self, ranked: &mut Vec<Scored>, keywords: &[(u32, String)], query: &Query) {
        if keywords.is_empty() && query.scene.is_empty() {
            return;
        }
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
}

/// The first of a ranking, with how likely each is.
fn candidates(ranked: &[Scored], (first, three): (f32, f32)) -> Vec<Candidate> {
    let rest: f32 = ranked.iter().skip(1).take(2).map(|scored| scored.score.max(0.0)).sum();
    let chance = |at: usize, scored: &Scored| match at {
        0 => first,
        _ if rest > 0.0 => ((three - first) * scored.score.max(0.0) / rest).min(first),
        _ => 0.0,
    };
    let few = ranked.iter().take(MOST).enumerate();
    few.map(|(at, scored)| Candidate {
        entry: scored.entry,
        confidence: u16::try_from(thousandths(chance(at, scored))).unwrap_or(0),
    })
    .collect()
}

/// What was offered and is what the message by itself speaks for, as far as it does.
fn named(ranked: &[Scored], context: &Context) -> Option<u32> {
    ranked.iter().take(3).map(|scored| scored.entry).find(|entry| context.offered.contains(entry))
}

/// What to offer: two, and the third where it is likely enough beside the first, or where the message names them all.
fn choices(several: &[Candidate], held: Held) -> Vec<u32> {
    let likely = |one: &Candidate| u32::from(one.confidence) * THIRD >= u32::from(several[0].confidence);
    let few = several.iter().take(3).enumerate();
    few.filter(|(at, one)| *at < 2 || held == Held::Shared || likely(one)).map(|(_, one)| one.entry).collect()
}

/// Puts the entry of a decisive rule first.
fn lead(candidates: &mut Vec<Candidate>, entry: u32) {
    candidates.retain(|one| one.entry != entry);
    candidates.insert(0, Candidate { entry, confidence: 1000 });
    candidates.truncate(MOST);
}

#[allow(clippy::cast_possible_truncation)]
fn thousandths(share: f32) -> i32 {
    (share.clamp(0.0, 1.0) * 1000.0) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_that_is_hardly_likely_is_not_offered() {
        let several = |confidences: [u16; 4]| {
            let candidates = (0u32..).zip(confidences);
            candidates.map(|(entry, confidence)| Candidate { entry, confidence }).collect::<Vec<_>>()
        };
        assert_eq!(choices(&several([600, 100, 60, 60]), Held::Else), [0, 1, 2]);
        assert_eq!(choices(&several([600, 100, 59, 59]), Held::Else), [0, 1]);
        assert_eq!(choices(&several([600, 10, 10, 10]), Held::Shared), [0, 1, 2]);
        assert_eq!(choices(&several([0, 0, 0, 0])[..1], Held::Else), [0]);
    }
}
