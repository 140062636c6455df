//! The figures of an evaluation. What each means is told by `renzai eval --help`.

use std::time::Duration;

use answer::Outcome;
use serde_json::{Value, json};

/// How one query went.
pub(crate) struct Asked {
    pub in_scope: bool,
    /// Place of the expected entry among the candidates, from 0.
    pub rank: Option<usize>,
    pub outcome: Outcome,
    pub took: Duration,
}

/// Key, words and value of a share; `None` = nothing to divide by.
pub(crate) type Figure = (&'static str, &'static str, Option<f64>);

/// Everything measured.
pub(crate) struct Scores {
    pub asked: Vec<Asked>,
    /// Figures of the other files, as they are.
    pub others: Vec<Figure>,
    pub pack_bytes: usize,
    pub build_ms: u128,
}

impl Scores {
    /// One object, shares rounded to four places.
    pub fn json(&self) -> Value {
        let mut object = json!({
            "pack_bytes": self.pack_bytes,
            "build_ms": u64::try_from(self.build_ms).unwrap_or(u64::MAX),
            "median_us": self.microseconds(50),
            "p99_us": self.microseconds(99),
        });
        for (key, _, share) in self.shares() {
            object[key] = share.map_or(Value::Null, |share| json!((share * 1e4).round() / 1e4));
        }
        object
    }

    /// For people: a line a figure.
    pub fn table(&self) -> String {
        let strangers = self.asked.iter().filter(|asked| !asked.in_scope).count();
        let mut rows: Vec<(&str, String, &str)> = Vec::new();
        for (key, words, share) in self.shares() {
            rows.push((key, share.map_or_else(|| "–".to_owned(), |share| format!("{share:.4}")), words));
        }
        let microseconds = |percent| self.microseconds(percent).unwrap_or_default().to_string();
        rows.push(("median_us", microseconds(50), "microseconds for one question, half are faster"));
        rows.push(("p99_us", microseconds(99), "microseconds, 99 of 100 are faster"));
        rows.push(("pack_bytes", self.pack_bytes.to_string(), "bytes of the pack"));
        rows.push(("build_ms", self.build_ms.to_string(), "milliseconds to make the pack"));
        let head = format!("{} queries, {strangers} of them out of scope\n", self.asked.len());
        let rows = rows.into_iter().map(|(key, value, words)| format!("{key:<16} {value:>8}  {words}\n"));
        std::iter::once(head).chain(rows).collect()
    }

    /// Key, words and value of every share.
    fn shares(&self) -> Vec<Figure> {
        let in_scope = |asked: &&Asked| asked.in_scope;
        let out_of_scope = |asked: &&Asked| !asked.in_scope;
        let all = self.asked.len();
        let known = self.asked.iter().filter(in_scope).count();
        let top = |most: usize| {
            self.asked.iter().filter(in_scope).filter(move |asked| asked.rank.is_some_and(|rank| rank < most))
        };
        let reciprocal: f64 = self.asked.iter().filter(in_scope).filter_map(|asked| asked.rank).map(reciprocal).sum();
        let strangers = self.asked.iter().filter(out_of_scope).count();
        let refused = self.asked.iter().filter(|asked| is_refused(&asked.outcome)).count();
        let rightly = self.asked.iter().filter(out_of_scope).filter(|asked| is_refused(&asked.outcome)).count();
        let by = |is: fn(&Outcome) -> bool| self.asked.iter().filter(|asked| is(&asked.outcome)).count();
        let answered = by(|outcome| matches!(outcome, Outcome::Answer(_)));
        let choices = by(|outcome| matches!(outcome, Outcome::Choices(_)));
        let unknown = by(|outcome| matches!(outcome, Outcome::Unknown | Outcome::Human));
        let joint = top(1).filter(|asked| !is_refused(&asked.outcome)).count() + rightly;
        let outright = || self.asked.iter().filter(|asked| matches!(asked.outcome, Outcome::Answer(_)));
        let outright_right = outright().filter(|asked| asked.in_scope && asked.rank == Some(0)).count();
        let mut shares = vec![
            ("top1", "in scope: the right entry is first", share(top(1).count(), known)),
            ("top3", "in scope: it is among the first three", share(top(3).count(), known)),
            ("mrr", "in scope: mean of 1/rank", divide(reciprocal, known)),
            ("oos_recall", "out of scope: refused", share(rightly, strangers)),
            ("oos_precision", "refused: out of scope", if strangers == 0 { None } else { share(rightly, refused) }),
            ("joint", "all: right first and not refused, or rightly refused", share(joint, all)),
            ("answered", "all: answered outright", share(answered, all)),
            ("answered_right", "answered outright: right", share(outright_right, answered)),
            ("choices", "all: asked back", share(choices, all)),
            ("unknown", "all: handed over", share(unknown, all)),
        ];
        shares.extend_from_slice(&self.others);
        shares
    }

    /// A percentile of the time of a question, in tenths of a microsecond.
    fn microseconds(&self, percent: usize) -> Option<f64> {
        let mut took: Vec<_> = self.asked.iter().map(|asked| asked.took).collect();
        took.sort_unstable();
        let at = (took.len() * percent / 100).min(took.len().checked_sub(1)?);
        took.get(at).map(|took| (took.as_secs_f64() * 1e7).round() / 10.0)
    }
}

fn is_refused(outcome: &Outcome) -> bool {
    !matches!(outcome, Outcome::Answer(_) | Outcome::Choices(_))
}

fn reciprocal(rank: usize) -> f64 {
    u32::try_from(rank).map_or(0.0, |rank| 1.0 / (f64::from(rank) + 1.0))
}

/// A part of a whole; `None` when there is no whole.
pub(crate) fn share(part: usize, whole: usize) -> Option<f64> {
    u32::try_from(part).ok().and_then(|part| divide(f64::from(part), whole))
}

fn divide(part: f64, whole: usize) -> Option<f64> {
    u32::try_from(whole).ok().filter(|whole| *whole > 0).map(|whole| part / f64::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(in_scope: bool, rank: Option<usize>, outcome: Outcome) -> Asked {
        Asked { in_scope, rank, outcome, took: Duration::from_micros(10) }
    }

    #[test]
    fn counts_as_the_help_says() {
        let scores = Scores {
            asked: vec![
                asked(true, Some(0), Outcome::Answer(0)),
                asked(true, Some(1), Outcome::Choices(vec![1, 0])),
                asked(true, None, Outcome::Unknown),
                asked(false, None, Outcome::Human),
                asked(false, None, Outcome::Answer(3)),
            ],
            others: Vec::new(),
            pack_bytes: 7,
            build_ms: 3,
        };
        let expected = json!({
            "top1": 0.3333, "top3": 0.6667, "mrr": 0.5, "oos_recall": 0.5, "oos_precision": 0.5, "joint": 0.4, "answered_right": 0.5,
            "answered": 0.4, "choices": 0.2, "unknown": 0.4, "median_us": 10.0, "p99_us": 10.0,
            "pack_bytes": 7, "build_ms": 3,
        });
        assert_eq!(scores.json(), expected);
    }

    #[test]
    fn divides_by_nothing_without_harm() {
        let scores =
            Scores { asked: Vec::new(), others: vec![("human_recall", "", share(0, 0))], pack_bytes: 0, build_ms: 0 };
        assert_eq!(scores.json()["top1"], Value::Null);
        assert_eq!(scores.json()["human_recall"], Value::Null);
        assert!(scores.table().contains("–"));
    }
}
