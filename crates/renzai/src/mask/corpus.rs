//! Cases to measure the masking with: sentences, filled in by chance, that know where their secrets are.

use super::{
    chance::Chance,
    frames, held_out,
    values::{self, Tongue},
};

/// A text, and where in it, in code points, what must be masked stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    pub text: String,
    pub spans: Vec<Marked>,
}

/// A part of a text, in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub start: usize,
    pub end: usize,
    pub kind: mask::Kind,
}

/// Which sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shapes {
    /// Those that the detector was tuned on.
    Known,
    /// Those that were not looked at.
    HeldOut,
}

/// So many cases, always the same for the same seed.
pub(crate) fn generate(count: usize, seed: u64, shapes: Shapes) -> Vec<Case> {
    let mut chance = Chance::new(seed);
    (0..count).map(|_| case(shapes, &mut chance)).collect()
}

fn case(shapes: Shapes, chance: &mut Chance) -> Case {
    let (place, tongue) = match chance.below(10) {
        0..6 => (0, Tongue::Simplified),
        6 | 7 => (1, Tongue::Traditional),
        _ => (2, Tongue::English),
    };
    let frames = match shapes {
        Shapes::Known => [frames::SIMPLIFIED, frames::TRADITIONAL, frames::ENGLISH][place],
        Shapes::HeldOut => held_out::FRAMES[place],
    };
    let frame = chance.one(frames);
    let mut case = Case { text: chance.one(frames::BEFORE[place]).to_owned(), spans: Vec::new() };
    let mut rest = frame;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        case.text += before;
        fill(&mut case, name, tongue, shapes, chance);
        rest = after;
    }
    case.text += rest;
    case.text += chance.one(frames::BEHIND[place]);
    case
}

fn fill(case: &mut Case, name: &str, tongue: Tongue, shapes: Shapes, chance: &mut Chance) {
    let value = match (name, shapes) {
        ("permit", _) => Some(values::permit(chance)),
        (_, Shapes::Known) => values::value(name, tongue, chance),
        (_, Shapes::HeldOut) => held_out::value(name, tongue, chance),
    };
    let start = case.text.chars().count();
    case.text += value.as_deref().unwrap_or_default().trim_end();
    let plain = if name == "permit" { "passport" } else { name.trim_end_matches(char::is_numeric) };
    if let Some(kind) = mask::Kind::ALL.into_iter().find(|kind| kind.as_str() == plain) {
        case.spans.push(Marked { start, end: case.text.chars().count(), kind });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_cases() {
        assert_eq!(generate(50, 7, Shapes::Known), generate(50, 7, Shapes::Known));
        assert_ne!(generate(50, 7, Shapes::Known), generate(50, 8, Shapes::Known));
    }

    #[test]
    fn every_placeholder_is_known_and_every_span_holds_a_value() {
        for shapes in [Shapes::Known, Shapes::HeldOut] {
            for case in generate(3000, 1, shapes) {
                assert!(!case.text.contains(['{', '}']), "{}", case.text);
                assert!(case.spans.iter().all(|span| span.start < span.end), "{}", case.text);
            }
        }
        let frames = [frames::SIMPLIFIED, frames::TRADITIONAL, frames::ENGLISH].into_iter().chain(held_out::FRAMES);
        for name in frames.flatten().flat_map(|frame| frame.split('{').skip(1).filter_map(|part| part.split_once('}')))
        {
            let known =
                name.0 == "permit" || held_out::value(name.0, Tongue::Simplified, &mut Chance::new(1)).is_some();
            assert!(known, "{}", name.0);
        }
    }
}
