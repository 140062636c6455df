//! The part of `renzai eval` that is about people: who asks for one, and who is angry or in danger.

use std::path::Path;

use answer::{Engine, Mood, Outcome, Query};
use anyhow::Result;

use crate::jsonl;
use crate::score::{Figure, share};

/// How well requests for a person are recognised.
pub(crate) fn human(path: &Path, engine: &Engine, query: &Query, wrong: &mut Vec<String>) -> Result<Vec<Figure>> {
    const HINT: &str = r#"write {"text": "…", "human": true or false}"#;
    let requests = jsonl::read(path, |line| Ok((line.text("text", HINT)?, line.truth("human", HINT)?)))?;
    let (mut wanted, mut recognised, mut both) = (0, 0, 0);
    for (text, human) in &requests {
        let found = engine.ask(&Query { text, ..*query }).outcome == Outcome::Human;
        wanted += usize::from(*human);
        recognised += usize::from(found);
        both += usize::from(*human && found);
        if found != *human {
            wrong.push(format!("human {human}: {text}"));
        }
    }
    Ok(vec![
        ("human_recall", "requests for a person: recognised", share(both, wanted)),
        ("human_precision", "recognised: requests for a person", share(both, recognised)),
    ])
}

/// How well moods are recognised.
pub(crate) fn mood(path: &Path, engine: &Engine, query: &Query, wrong: &mut Vec<String>) -> Result<Vec<Figure>> {
    const HINT: &str = r#"write {"text": "…", "mood": "neutral", "unhappy", "angry" or "urgent"}"#;
    let messages = jsonl::read(path, |line| {
        let word = line.text("mood", HINT)?;
        let moods = [Mood::Neutral, Mood::Unhappy, Mood::Angry, Mood::Urgent];
        let mood = moods.into_iter().find(|mood| mood.as_str() == word);
        let mood = mood.ok_or_else(|| (format!("`mood`: `{word}` is none of the four"), HINT))?;
        Ok((line.text("text", HINT)?, mood))
    })?;
    let (mut right, mut urgent, mut recognised, mut both) = (0, 0, 0, 0);
    for (text, mood) in &messages {
        let found = engine.ask(&Query { text, ..*query }).mood;
        right += usize::from(found == *mood);
        urgent += usize::from(*mood == Mood::Urgent);
        recognised += usize::from(found == Mood::Urgent);
        both += usize::from(*mood == Mood::Urgent && found == Mood::Urgent);
        if found != *mood {
            wrong.push(format!("mood {}, not {}: {text}", mood.as_str(), found.as_str()));
        }
    }
    Ok(vec![
        ("mood_accuracy", "moods: recognised", share(right, messages.len())),
        ("urgent_recall", "urgent messages: recognised", share(both, urgent)),
        ("urgent_precision", "recognised as urgent: urgent", share(both, recognised)),
    ])
}
