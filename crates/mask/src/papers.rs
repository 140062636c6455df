//! What is made of letters and digits: passports and permits, identity cards of Hong Kong and Taiwan, number plates.

use crate::{
    Kind, Span,
    cue::{Cue, Cues, step},
    digits::{self, Gap},
    line::{Line, WALL, digit, has},
};

pub(crate) fn find(line: &mut Line, cues: &Cues, spans: &mut Vec<Span>) {
    let mut i = 0;
    while i < line.len() {
        match plate(line, cues, i).or_else(|| paper(line, cues, i)) {
            Some((end, kind)) => {
                line.take(i, end, kind, spans);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// A passport or the like that begins at `i`: letters, then digits.
fn paper(line: &Line, cues: &Cues, i: usize) -> Option<(usize, Kind)> {
    if !line.get(i).is_ascii_lowercase()
        || line.before(i).is_ascii_alphanumeric()
        || matches!(line.before(i), '-' | '_' | '/')
    {
        return None;
    }
    let letters_end = line.run(i, |c| c.is_ascii_lowercase());
    let letters = letters_end - i;
    let start = line.run(letters_end, |c| matches!(c, ' ' | '-' | ':'));
    if letters > 3 || letters > 1 && step(line, i).is_some() || start - letters_end > 1 || !digits::begins(line, start)
    {
        return None;
    }
    let run = digits::read(line, start);
    let count =
        (5..=10).rev().find(|count| digits::ends(line, &run, *count) && digits::widest(&run, *count) <= Gap::Sign)?;
    let end = run.get(count - 1)?.at + 1;
    let cue = cues.direct(line, i);
    let behind = cues.behind(line, end);
    let announced = |wanted| cue == Some(wanted) || behind == Some(wanted);
    if let Some(end) = hong_kong(line, i, letters, &run, cue) {
        return Some((end, Kind::IdCard));
    }
    if line.get(end).is_ascii_alphanumeric() || matches!(cue, Some(Cue::Thing | Cue::Order | Cue::Otp | Cue::Password))
    {
        return None;
    }
    let passport = letters <= 2 && (7..=10).contains(&count) && (announced(Cue::Passport) || announced(Cue::Id));
    let first = line.get(i);
    let known = letters == 1 && count == 8 && matches!(first, 'e' | 'g') || letters == 2 && first == 'e' && count == 7;
    let tight = start == letters_end && digits::widest(&run, count) == Gap::None;
    if letters == 1 && count == 9 && taiwan(line.get(i), &run) {
        return Some((end, Kind::IdCard));
    }
    let kind = if cue == Some(Cue::Id) && !known { Kind::IdCard } else { Kind::Passport };
    (passport || known && (tight || cue == Some(Cue::Passport))).then_some((end, kind))
}

/// Where a Hong Kong identity card ends: one or two letters, six digits, and a check digit in brackets, which may be
/// missing when it is said to be one.
fn hong_kong(line: &Line, i: usize, letters: usize, run: &[digits::Digit], cue: Option<Cue>) -> Option<usize> {
    let last = run.get(5)?.at;
    let open = usize::from(line.get(last + 1) == '(');
    let check = match line.get(last + 1 + open) {
        'a' => 10,
        c => u32::from(digit(c)?),
    };
    let close = last + 2 + open;
    let shaped = if open > 0 { line.get(close) == ')' } else { !line.get(close).is_ascii_alphanumeric() };
    if letters > 2 || !shaped || cue == Some(Cue::Thing) || open == 0 && cue != Some(Cue::Id) {
        return None;
    }
    let letter = |k: usize| line.get(k) as u32 - 'a' as u32 + 10;
    let front = if letters == 2 { letter(i) * 9 + letter(i + 1) * 8 } else { 36 * 9 + letter(i) * 8 };
    let sum = run.iter().take(6).zip((2..=7).rev()).map(|(digit, weight)| u32::from(digit.value) * weight).sum::<u32>();
    ((front + sum + check) % 11 == 0).then_some(close + open)
}

/// Whether a letter and nine digits are an identity card of Taiwan.
fn taiwan(letter: char, run: &[digits::Digit]) -> bool {
    // The letters in the order of their numbers, which begin at 10.
    let Some((_, place)) = "abcdefghjklmnpqrstuvxywzio".chars().zip(10u32..).find(|(c, _)| *c == letter) else {
        return false;
    };
    let weighted = run.iter().take(9).zip([8, 7, 6, 5, 4, 3, 2, 1, 1]);
    let sum = weighted.map(|(digit, weight)| u32::from(digit.value) * weight).sum::<u32>();
    (place / 10 + place % 10 * 9 + sum).is_multiple_of(10)
        && run.first().is_some_and(|digit| matches!(digit.value, 1 | 2 | 8 | 9))
}

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";

/// A number plate that begins at `i`.
fn plate(line: &Line, cues: &Cues, i: usize) -> Option<(usize, Kind)> {
    let separators = |i| line.run(i, |c| matches!(c, ' ' | '·' | '-' | '.'));
    let called = cues.direct(line, i) == Some(Cue::Plate);
    let (body, said) = match line.get(i) {
        c if has(PROVINCES, c) && !has("最全崭换", line.before(i)) => {
            let letter = separators(i + 1);
            if letter - i > 2
                || !(line.get(letter).is_ascii_lowercase() || c == '使' && line.get(letter).is_ascii_digit())
            {
                return None;
            }
            (if c == '使' { letter } else { letter + 1 }, called)
        }
        // Hong Kong and Taiwan: two or three letters, four digits; only when they are said to be a plate.
        c if c.is_ascii_lowercase() && called && !line.before(i).is_ascii_alphanumeric() => {
            let letters = line.run(i, |c| c.is_ascii_lowercase());
            let start = separators(letters);
            let end = line.run(start, |c| c.is_ascii_digit());
            let shaped = (2..=3).contains(&(letters - i)) && (3..=4).contains(&(end - start));
            return shaped.then_some((end, Kind::Plate));
        }
        _ => return None,
    };
    let mut at = body;
    let (mut places, mut numerals) = (0, 0);
    let mut best = None;
    while places < 6 {
        let next = if places == 0 || said || places < 5 { separators(at) } else { at };
        let c = line.get(next);
        let numeral = digit(c).is_some();
        let last = places == 4 && has("警学挂港澳领", c) && c != WALL;
        if next - at > 1 || !(c.is_ascii_lowercase() || numeral || last) {
            break;
        }
        places += 1;
        numerals += usize::from(numeral);
        at = next + 1;
        if places >= 5 && !line.get(at).is_ascii_alphanumeric() {
            best = Some(at);
            break;
        }
    }
    best.filter(|_| numerals >= if said { 1 } else { 3 }).map(|end| (end, Kind::Plate))
}
