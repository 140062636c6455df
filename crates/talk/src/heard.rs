//! What the engine made of a message, as a list of strings, and back: the engine and the widget are WebAssembly modules
//! of their own, and strings are what crosses between them without a parser on either side.

use crate::{Choice, Mood, Verdict};

/// What the engine made of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// How the customer feels.
    pub mood: Mood,
    /// What is said to it.
    pub verdict: Verdict,
}

impl Heard {
    /// The mood's word, the verdict's word, and what the verdict has.
    ///
    /// ```
    /// use talk::{Heard, Mood, Verdict};
    /// let heard = Heard { mood: Mood::Angry, verdict: Verdict::Courtesy("您好".into()) };
    /// let strings = heard.clone().into_strings();
    /// assert_eq!(strings, ["angry", "courtesy", "您好"]);
    /// assert_eq!(Heard::from_strings(strings), Some(heard));
    /// ```
    #[must_use]
    pub fn into_strings(self) -> Vec<String> {
        let mut strings = vec![self.mood.as_str().to_owned()];
        match self.verdict {
            Verdict::Answer { entry, question, text, confidence } => {
                strings.extend(["answer".into(), entry, question, text, confidence.to_string()]);
            }
            Verdict::Choices(offered) => {
                strings.push("choices".into());
                strings.extend(offered.into_iter().flat_map(|one| [one.entry, one.question]));
            }
            Verdict::Courtesy(text) => strings.extend(["courtesy".into(), text]),
            Verdict::Refused => strings.push("refused".into()),
            Verdict::Unknown => strings.push("unknown".into()),
            Verdict::Human => strings.push("human".into()),
        }
        strings
    }

    /// What [`Heard::into_strings`] wrote; `None`: something else did.
    #[must_use]
    pub fn from_strings(strings: Vec<String>) -> Option<Self> {
        let mut strings = strings.into_iter();
        let mood = strings.next()?;
        let mood =
            [Mood::Neutral, Mood::Unhappy, Mood::Angry, Mood::Urgent].into_iter().find(|it| it.as_str() == mood)?;
        let verdict = match strings.next()?.as_str() {
            "answer" => Verdict::Answer {
                entry: strings.next()?,
                question: strings.next()?,
                text: strings.next()?,
                confidence: strings.next()?.parse().ok()?,
            },
            "choices" => Verdict::Choices(Choice::from_strings(strings.collect())),
            "courtesy" => Verdict::Courtesy(strings.next()?),
            "refused" => Verdict::Refused,
            "unknown" => Verdict::Unknown,
            "human" => Verdict::Human,
            _ => return None,
        };
        Some(Self { mood, verdict })
    }
}

impl Choice {
    /// Choices from ids and questions by turns.
    ///
    /// ```
    /// let offered = talk::Choice::from_strings(["refund", "怎么退款"].map(String::from).into());
    /// assert_eq!(offered[0].question, "怎么退款");
    /// ```
    #[must_use]
    pub fn from_strings(strings: Vec<String>) -> Vec<Self> {
        let mut strings = strings.into_iter();
        let mut choices = Vec::new();
        while let (Some(entry), Some(question)) = (strings.next(), strings.next()) {
            choices.push(Self { entry, question });
        }
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mood_and_verdict_comes_back_as_it_was() {
        let choice = |entry: &str| Choice { entry: entry.into(), question: format!("{entry}?") };
        let verdicts = [
            Verdict::Answer { entry: "a".into(), question: "q".into(), text: "1\n2".into(), confidence: 1000 },
            Verdict::Choices(vec![choice("a"), choice("b")]),
            Verdict::Choices(Vec::new()),
            Verdict::Courtesy(String::new()),
            Verdict::Refused,
            Verdict::Unknown,
            Verdict::Human,
        ];
        for mood in [Mood::Neutral, Mood::Unhappy, Mood::Angry, Mood::Urgent] {
            for verdict in verdicts.clone() {
                let heard = Heard { mood, verdict };
                assert_eq!(Heard::from_strings(heard.clone().into_strings()), Some(heard));
            }
        }
    }

    #[test]
    fn other_strings_are_nothing() {
        for strings in [&[][..], &["glad", "human"], &["neutral"], &["neutral", "answer", "a"], &["neutral", "maybe"]] {
            assert_eq!(Heard::from_strings(strings.iter().map(|&it| it.into()).collect()), None, "{strings:?}");
        }
    }
}
