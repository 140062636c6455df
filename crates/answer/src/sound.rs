//! Hearing: what was written by ear (退获), in pinyin ("tuihuo", "退huo") or by initials ("yzm") becomes what the
//! knowledge writes (退货, 验证码).
//!
//! A message is a row of places; each character and each word in letters is a step from one to the next, and so is
//! everything that it may have been meant as. The best way through counts which neighbours the knowledge knows, and
//! what is not as it was written costs.

use crate::{features::stem, fold::Kind};
use kernel::{Key, ascending, best, join};

/// What it costs to read a character as another that sounds the same.
const MISHEARD: f32 = 1.3;
/// What it costs to read letters as a syllable.
const SPELLED: f32 = 1.0;
/// What it costs besides to read them as one that many speakers cannot tell from it: "zhang" as "zan".
const CONFUSED: f32 = 1.2;
/// What it costs to leave a syllable unread, so that the rest of the letters can be read.
const UNREAD: f32 = 1.0;
/// What it costs to read letters among others as a word of the knowledge: "zhegeorder".
const GLUED: f32 = 0.5;
/// Letters of such a word.
const GLUED_LETTERS: core::ops::Range<usize> = 4..14;
/// What each letter of the syllable takes off that: few long ones are likelier than many short ones.
const LETTER: f32 = 0.2;
/// What it costs to read a letter as the beginning of a syllable.
const INITIAL: f32 = 1.1;
/// Letters that may each begin a syllable.
const INITIALS: core::ops::RangeInclusive<usize> = 2..=5;
/// Letters of a word that are looked at.
const LONGEST: usize = 36;
/// Ways up to a place that are followed on.
const WAYS: usize = 8;
/// Readings of a message that are tried; behind them everything is what is written. So the work is bounded.
const READINGS: usize = 3000;

/// Characters by their sound.
#[derive(Default)]
pub struct Sounds {
    /// Spelling and its place in `known` as a key, ascending.
    spellings: Vec<u64>,
    /// Character and the first place of its group in `known` as a key, ascending.
    groups: Vec<u64>,
    /// The knowledge's characters of each spelling; a group has `PLACES`.
    known: Vec<String>,
}

/// How often the knowledge has a unit, or two of them side by side.
pub type Often<'a> = &'a dyn Fn(Key) -> usize;

/// One step of the way.
struct Step<'a> {
    unit: Unit<'a>,
    /// Its unit, for what comes beside it.
    key: Option<Key>,
    score: f32,
    before: usize,
}

#[derive(Clone, Copy)]
enum Unit<'a> {
    Sign(char),
    Word(&'a str),
    Pause,
}

impl Sounds {
    /// Takes a pack's sounds.
    pub fn new(sounds: &pack::Sounds) -> Self {
        let mut own = Self::default();
        for ((spellings, known), others) in sounds.spellings.iter().zip(&sounds.known).zip(&sounds.others) {
            let group = own.known.len();
            for (place, (spelling, known)) in (group..).zip(spellings.split(' ').zip(known.split(' '))) {
                own.spellings.push(spelled(spelling) | key(place));
                own.known.push(known.to_owned());
            }
            own.known.resize(group + PLACES, String::new());
            let alike = known.chars().chain(others.chars());
            own.groups.extend(alike.map(|char| join(u32::from(char), 0) | key(group)));
        }
        ascending(&mut own.spellings);
        ascending(&mut own.groups);
        own
    }

    /// What a folded text says when it is heard; `None` when that is what it says as it is written.
    pub fn heard(&self, text: &str, often: Often) -> Option<String> {
        if self.known.is_empty() {
            return None;
        }
        let mut steps = vec![Step { unit: Unit::Pause, key: None, score: 0.0, before: 0 }];
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); text.len() + 1];
        places[0].push(0);
        for (at, char) in text.char_indices() {
            let reached = core::mem::take(&mut places[at]);
            if reached.is_empty() {
                continue;
            }
            if char == ' ' && kind_before(text, at) == Some(Kind::Letter) {
                places[at + 1].extend(reached);
                continue;
            }
            let reached = best(&reached, WAYS, |step| steps[*step].score);
            let tried = steps.len();
            self.readings(text, at, often, &mut |end, unit, cost| {
                if cost > 0.0 && tried > READINGS {
                    return;
                }
                let mut buffer = [0; 4];
                let text = unit.text(&mut buffer);
                let key = text.map(Key::of);
                let mut best = Step { unit, key, score: f32::MIN, before: 0 };
                for &before in &reached {
                    let pair = steps[before].key.zip(text).map(|(key, text)| key.and(text));
                    let score = steps[before].score + worth(pair, often, 1.0, 0.2) - cost;
                    if score > best.score {
                        (best.score, best.before) = (score, before);
                    }
                }
                best.score += worth(key, often, 0.4, 0.05);
                places[end].push(steps.len());
                steps.push(best);
            });
        }
        let best =
            places[text.len()].iter().copied().reduce(|a, b| if steps[b].score > steps[a].score { b } else { a });
        let heard = written(&steps, best?);
        (heard != text).then_some(heard)
    }

    /// Every reading of what begins here: where it ends, what it is, what it costs.
    fn readings<'a>(&self, text: &'a str, at: usize, often: Often, found: &mut dyn FnMut(usize, Unit<'a>, f32)) {
        let rest = &text[at..];
        let Some(char) = rest.chars().next() else { return };
        let end = at + char.len_utf8();
        match Kind::of(char) {
            None => found(end, Unit::Pause, 0.0),
            Some(Kind::Sign) => {
                found(end, Unit::Sign(char), 0.0);
                if doubtful(text, at, end, often) {
                    let first = join(u32::from(char), 0);
                    for group in places(&self.groups, first, first | PLACE) {
                        for other in (group..group + PLACES).flat_map(|place| self.signs(place)) {
                            if other != char {
                                found(end, Unit::Sign(other), MISHEARD);
                            }
                        }
                    }
                }
            }
            Some(Kind::Letter) => {
                let word = letters(rest, |_| true);
                let whole = kind_before(text, at) != Some(Kind::Letter);
                if whole {
                    found(at + word.len(), Unit::Word(word), 0.0);
                    if often(Key::of(stem(word))) > 0 || word.len() > LONGEST {
                        return;
                    }
                }
                let digits = letters(rest, |char| char.is_ascii_digit());
                if !digits.is_empty() && digits.len() < word.len() {
                    found(at + digits.len(), Unit::Word(digits), 0.0);
                }
                for length in GLUED_LETTERS.take_while(|_| digits.is_empty()) {
                    if let Some(glued) = word.get(..length).filter(|glued| often(Key::of(stem(glued))) > 0) {
                        found(at + length, Unit::Word(glued), GLUED);
                    }
                }
                for (length, letters) in (1..=word.len().min(6)).zip([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]) {
                    let Some(spelling) = word.get(..length) else { break };
                    let first = spelled(spelling);
                    for place in places(&self.spellings, first, first | PLACE) {
                        let group = place / PLACES * PLACES;
                        for other in group..group + PLACES {
                            let confused = if other == place { 0.0 } else { CONFUSED };
                            for char in self.signs(other) {
                                found(at + length, Unit::Sign(char), SPELLED - LETTER * letters + confused);
                            }
                        }
                    }
                    if digits.is_empty() {
                        found(at + length, Unit::Pause, UNREAD);
                    }
                }
                if initials(text, at) {
                    let first = spelled(&word[..1]);
                    for place in places(&self.spellings, first, first | u64::MAX >> 8) {
                        for char in self.signs(place) {
                            found(end, Unit::Sign(char), INITIAL);
                        }
                    }
                }
            }
        }
    }

    /// The knowledge's characters at a place.
    fn signs(&self, place: usize) -> core::str::Chars<'_> {
        self.known.get(place).map_or("", String::as_str).chars()
    }
}

/// The places that keys between two lead to.
fn places(keys: &[u64], first: u64, last: u64) -> impl Iterator<Item = usize> {
    let from = keys.partition_point(|key| *key < first);
    let some = keys[from..].iter().take_while(move |key| **key <= last);
    some.map(|key| usize::try_from(key & PLACE).unwrap_or_default())
}

/// The part of a key that is the place.
const PLACE: u64 = 0xFFFF;
/// Spellings of a group at most: two beginnings, two ends.
const PLACES: usize = 4;

/// A place as part of a key.
fn key(place: usize) -> u64 {
    u64::try_from(place).unwrap_or_default() & PLACE
}

/// A spelling as a key: its six letters, for no syllable has more, above the group.
fn spelled(spelling: &str) -> u64 {
    let letters = spelling.bytes().chain([0; 6]).take(6);
    letters.fold(0, |key, letter| key << 8 | u64::from(letter)) << 16
}

/// The letters that a text begins with.
fn letters(text: &str, also: impl Fn(char) -> bool) -> &str {
    let end = text.find(|char| Kind::of(char) != Some(Kind::Letter) || !also(char)).unwrap_or(text.len());
    &text[..end]
}

fn kind_before(text: &str, at: usize) -> Option<Kind> {
    text[..at].chars().next_back().and_then(Kind::of)
}

/// Whether the letter stands in a word that can only be initials: a few consonants.
fn initials(text: &str, at: usize) -> bool {
    let from = text[..at]
        .rfind(|char| Kind::of(char) != Some(Kind::Letter))
        .map_or(0, |place| place + text[place..].chars().next().map_or(0, char::len_utf8));
    let word = letters(&text[from..], |_| true);
    INITIALS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase() && !b"aeiouv".contains(&byte))
}

/// Whether the knowledge does not know the character beside one of its neighbours.
fn doubtful(text: &str, at: usize, end: usize, often: Often) -> bool {
    let char = &text[at..end];
    let sign = |other: &char| Kind::of(*other) == Some(Kind::Sign);
    let mut buffer = [0; 4];
    let before = text[..at].chars().next_back().filter(sign);
    if before.is_some_and(|before| often(Key::of(before.encode_utf8(&mut buffer)).and(char)) == 0) {
        return true;
    }
    let after = text[end..].chars().next().filter(sign);
    after.is_some_and(|after| often(Key::of(char).and(after.encode_utf8(&mut buffer))) == 0)
        || before.is_none() && after.is_none()
}

/// What a unit is worth, or two side by side: nothing if there is none or the knowledge does not have it, else more for
/// what it has often. The number of binary digits stands in for a logarithm.
#[allow(clippy::cast_precision_loss)]
fn worth(key: Option<Key>, often: Often, once: f32, more: f32) -> f32 {
    match key.map_or(0, often) {
        0 => 0.0,
        often => once + more * (usize::BITS - often.leading_zeros()) as f32,
    }
}

impl<'a> Unit<'a> {
    fn text<'b>(self, buffer: &'b mut [u8; 4]) -> Option<&'b str>
    where
        'a: 'b,
    {
        match self {
            Self::Sign(char) => Some(char.encode_utf8(buffer)),
            Self::Word(word) => Some(stem(word)),
            Self::Pause => None,
        }
    }
}

/// The text along the way to a step.
fn written(steps: &[Step], last: usize) -> String {
    let mut way = Vec::new();
    let mut at = last;
    while at > 0 {
        way.push(at);
        at = steps[at].before;
    }
    let mut out = String::new();
    let mut word = false;
    for step in way.into_iter().rev() {
        match steps[step].unit {
            Unit::Sign(char) => out.push(char),
            Unit::Pause => out.push(' '),
            Unit::Word(text) => {
                if word {
                    out.push(' ');
                }
                out.push_str(text);
            }
        }
        word = matches!(steps[step].unit, Unit::Word(_));
    }
    out
}
