//! Addresses in English: `Flat B, 20/F, 100 Des Voeux Road Central, Hong Kong`; `12 Baker Street, London NW1 6XE`.

use crate::{
    Kind, Span,
    cue::{Cue, Cues},
    line::Line,
};

const STREETS: &str = "street road avenue boulevard lane highway parkway crescent terrace drive rd ave blvd st st. rd. ave. \
    blvd. dr dr. ln ln. way court ct place pl square close hwy pkwy row walk path alley lu jie";
const BEFORE: &str = "rue via calle rua jalan avenida viale piazza";
const UNITS: &str = "flat room rm rm. unit apt apt. apartment suite ste block building bldg tower floor level shop house \
    villa phase door";
/// Words that a street is not named by.
const PLAIN: &str = "i my the a is was it and or but for to in on at from by of with days day hours minutes min times \
    items pcs pieces orders order dollars usd per more than about only please thanks thank can could would when where \
    what how why do does did not you we they he she hi hello size black white blue red";
const SIDES: &str = "central east west north south n s e w ne nw se sw";
const REACH: usize = 160;

pub(crate) fn find(line: &mut Line, cues: &Cues, spans: &mut Vec<Span>) {
    let mut i = 0;
    while i < line.len() {
        let c = line.get(i);
        let begins = (c.is_ascii_alphanumeric() || c == '#') && !line.before(i).is_ascii_alphanumeric();
        let begins = begins && !matches!(line.before(i), '-' | '.' | '/' | '$' | '#');
        match if begins { address(line, cues, i) } else { None } {
            Some(end) => {
                line.take(i, end, Kind::Address, spans);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// Where the address that begins at `i` ends.
fn address(line: &Line, cues: &Cues, start: usize) -> Option<usize> {
    let called = cues.near(line, start) == Some(Cue::Place);
    let mut i = start;
    // What comes before the street: rooms and floors, then names of buildings.
    while let Some(end) = unit(line, i).or_else(|| if i > start { name(line, i) } else { None }) {
        let comma = line.space(end);
        let next = line.space(if line.get(comma) == ',' { comma + 1 } else { comma });
        if next == end || next - start > REACH {
            break;
        }
        i = next;
    }
    let mut end = street(line, i, called)?;
    while end - start < REACH {
        match tail(line, end) {
            Some(after) => end = after,
            None => break,
        }
    }
    Some(end)
}

/// `Flat B`, `No. 138`, `20/F`, `3rd Floor`.
fn unit(line: &Line, i: usize) -> Option<usize> {
    let short = |i: usize| {
        let end = line.run(i, |c| c.is_ascii_alphanumeric() || c == '-');
        (end > i && end - i <= 5).then_some(end)
    };
    if let Some(word) = line.any(i, UNITS) {
        let end = short(line.run(word, |c| matches!(c, ' ' | '#' | '.')))?;
        return (end - word <= 3 || (word..end).any(|k| line.get(k).is_ascii_digit())).then_some(end);
    }
    let end = short(i)?;
    let floor = line.any(end, "/f /f,").or_else(|| line.any(line.space(end), "floor"));
    floor.filter(|_| line.get(i).is_ascii_digit())
}

/// Where a street, with its number before it, ends.
fn street(line: &Line, i: usize, called: bool) -> Option<usize> {
    let number = line.any(i, "no no. #").map_or(i, |end| line.space(end));
    let mut at = line.run(number, |c| c.is_ascii_digit());
    if at == number || at - number > 5 {
        return None;
    }
    at = line.run(at, |c| c.is_ascii_lowercase() || c == '-');
    // "10 Rue de Rivoli": the street's name follows.
    let first = line.space(at);
    if first > at
        && let Some(end) = line.any(first, BEFORE)
        && (called || line.written(first).is_uppercase())
    {
        return name(
            line,
            line.any(line.space(end), "de la del della des du").map_or(line.space(end), |end| line.space(end)),
        );
    }
    let mut lower = false;
    for words in 0..6 {
        let word = line.space(at);
        if word == at {
            return None;
        }
        let upper = line.written(word).is_uppercase();
        if words > 0
            && let Some(end) = line.any(word, STREETS)
            && (called || upper && !lower)
        {
            return Some(end);
        }
        at = line.run(word, |c| c.is_alphanumeric() || matches!(c, '\'' | '"' | '.'));
        lower |= !upper && !line.get(word).is_ascii_digit();
        if at == word || line.any(word, PLAIN).is_some() {
            return None;
        }
    }
    None
}

/// What may follow the street: a side, a unit, a town, a state, a postcode.
fn tail(line: &Line, i: usize) -> Option<usize> {
    let comma = line.space(i);
    let comma = if line.get(comma) == ',' { comma } else { i };
    if line.get(comma) == ',' {
        let next = line.space(comma + 1);
        let town = |end| name(line, line.space(end)).unwrap_or(end);
        // "OR 97205"
        let state = line.run(next, |c| c.is_ascii_lowercase());
        let coded = state - next == 2 && line.written(next).is_uppercase();
        let coded = if coded { code(line, line.space(state)) } else { None };
        return unit(line, next).or(coded).or_else(|| name(line, next)).or_else(|| code(line, next).map(town));
    }
    let next = line.space(i);
    if next == i {
        return None;
    }
    code(line, next).or_else(|| unit(line, next)).or_else(|| line.any(next, SIDES))
}

/// One to four words with capitals: a town, a district, a building.
fn name(line: &Line, i: usize) -> Option<usize> {
    let mut end = None;
    let mut at = i;
    for _ in 0..4 {
        let word = line.run(at, |c| c.is_alphabetic() && c.is_lowercase() || c == '\'' || c == '"');
        let stays = line.written(at).is_uppercase() && line.any(at, PLAIN).is_none();
        if word == at || !stays || line.get(word) == '@' || line.get(word).is_ascii_digit() {
            break;
        }
        end = Some(word);
        at = line.space(word);
        if at == word {
            break;
        }
    }
    end
}

/// A postcode: four to six digits, or the British and Canadian kinds.
fn code(line: &Line, i: usize) -> Option<usize> {
    let part = |i: usize| line.run(i, |c| c.is_ascii_alphanumeric());
    let end = part(i);
    let digits = (i..end).filter(|k| line.get(*k).is_ascii_digit()).count();
    if digits == end - i && (4..=6).contains(&digits) {
        return Some(if line.get(end) == '-' { line.run(end + 1, |c| c.is_ascii_digit()) } else { end });
    }
    let second = line.space(end);
    let last = part(second);
    let british = digits > 0 && digits < end - i && (2..=4).contains(&(end - i)) && last - second == 3;
    (british && line.get(second).is_ascii_digit()
        || british && line.get(second).is_ascii_alphabetic() && line.get(second + 1).is_ascii_digit())
    .then_some(last)
}
