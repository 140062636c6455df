//! Spelling, by the neighbours: a slip of the keyboard that can only be one word becomes that word, and blanks that are
//! missing or stand in the wrong place ("trackmyorder", "waitin gfor", "re fund") are put right. What stays in doubt is
//! left as it is: `words` has its likenesses.

use crate::{features::stem, sound::Often};
use kernel::{Key, Words};

/// Letters that each word has on average when one is cut: shorter ones are found everywhere.
const LETTERS: usize = 3;
/// Letters of a word that are looked at.
const LONGEST: usize = 30;
/// Letters of a word that may be cut: shorter ones are sooner a slip.
const SHORTEST: usize = 6;
/// What it adds to a likeness that the knowledge knows a word beside its neighbour.
const BESIDE: f32 = 0.15;
/// Likeness from which a word is put in the place of another.
const SURE: f32 = 0.6;
/// Distance to the next likeness from which there is no doubt which.
const MARGIN: f32 = 0.1;
/// Letters that may stand on the wrong side of a blank.
const SHIFT: usize = 2;

/// The folded text as it was meant; `None` when nothing was put right.
pub fn spelled(text: &str, words: &Words, often: Often) -> Option<String> {
    let known = |word: &str| often(Key::of(stem(word))) > 0;
    let parts: Vec<&str> = text.split(' ').collect();
    let mut out: Vec<String> = Vec::with_capacity(parts.len());
    let mut moved = false;
    let mut at = 0;
    while let Some(&word) = parts.get(at) {
        at += 1;
        if !plain(word) || known(word) {
            out.push(word.into());
            continue;
        }
        let next = parts.get(at).filter(|next| plain(next));
        if let Some((one, other)) = next.and_then(|next| across(word, next, &known)) {
            out.extend([one, other].into_iter().filter(|word| !word.is_empty()));
            at += 1;
            moved = true;
        } else if let Some(meant) = meant(word, out.last(), next, words, often) {
            out.push(meant);
            moved = true;
        } else if let Some(cut) = cut(word, &known) {
            out.extend(cut.into_iter().map(String::from));
            moved = true;
        } else {
            out.push(word.into());
        }
    }
    moved.then(|| out.join(" "))
}

/// The one word of the knowledge that a misspelt one stands for.
fn meant(word: &str, before: Option<&String>, next: Option<&&str>, words: &Words, often: Often) -> Option<String> {
    let beside = |word: &str| {
        let before = before.is_some_and(|before| often(Key::of(stem(before)).and(word)) > 0);
        let after = next.is_some_and(|next| often(Key::of(word).and(stem(next))) > 0);
        f32::from(u8::from(before) + u8::from(after))
    };
    let mut found: Vec<(f32, &str)> = Vec::new();
    let stem = Some(stem(word)).filter(|stem| *stem != word);
    for form in stem.into_iter().chain([word]) {
        for (likeness, other) in words.slipped(form) {
            let score = likeness + BESIDE * beside(other);
            match found.iter_mut().find(|one| one.1 == other) {
                Some(one) => one.0 = one.0.max(score),
                None => found.push((score, other)),
            }
        }
    }
    let best = found.iter().copied().reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let second = found.iter().filter(|one| one.1 != best.1).map(|one| one.0).fold(0.0, f32::max);
    (best.0 >= SURE && best.0 - second >= MARGIN).then(|| best.1.to_owned())
}

/// Whether a word is of letters that stand for sounds, so that a part of it may be a word.
fn plain(word: &str) -> bool {
    word.len() <= LONGEST && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Two words whose blank is in the wrong place, or should not be.
fn across(word: &str, next: &str, known: &impl Fn(&str) -> bool) -> Option<(String, String)> {
    let both = [word, next].concat();
    if word.len() > 1 && next.len() > 1 && both.len() > 4 && known(&both) {
        return Some((both, String::new()));
    }
    if known(next) {
        return None;
    }
    let places = word.len().saturating_sub(SHIFT).max(1)..=(word.len() + SHIFT).min(both.len() - 1);
    let mut places = places.filter(|place| *place != word.len());
    let place = places.find(|place| known(&both[..*place]) && known(&both[*place..]))?;
    Some((both[..place].into(), both[place..].into()))
}

/// As few known words as possible that stand together without a blank.
fn cut<'a>(word: &'a str, known: &impl Fn(&str) -> bool) -> Option<Vec<&'a str>> {
    if word.len() < SHORTEST {
        return None;
    }
    // For each place: words up to there, and where the last of them begins.
    let mut ways = vec![None; word.len() + 1];
    ways[0] = Some((0, 0));
    for end in 1..=word.len() {
        for start in 0..end {
            let Some((count, _)) = ways[start] else { continue };
            let fewer = ways[end].is_none_or(|(others, _)| count + 1 < others);
            let part = &word[start..end];
            if fewer && (part.len() > 1 || matches!(part, "a" | "i")) && known(part) {
                ways[end] = Some((count + 1, start));
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = word.len();
    while end > 0 {
        let (_, start) = ways[end]?;
        parts.push(&word[start..end]);
        end = start;
    }
    parts.reverse();
    (parts.len() * LETTERS <= word.len()).then_some(parts)
}
