//! Passwords and one-time codes: nothing tells them but the words around them.

use crate::{
    Kind, Span,
    cue::{Cue, Cues, Mark, TELLS, step},
    digits::{self, Gap},
    line::{Line, WALL, digit, has, is_han},
};

/// What makes a number an amount, a time or a count.
pub(crate) const UNITS: &str = "元 块 次 分 秒 个 天 小时 年 月 日 位 遍 条 张 件 岁 % 折 期 款 人 克 斤 万 多 度 cm mm kg minutes minute mins min times time \
    seconds secs hours days digits digit people items years yuan dollars percent";
/// Letters alone are a password only when it is said so, and when they are none of these.
const NOT_SECRET: &str = "wrong not incorrect expired invalid correct too still always being required weak reset gone \
    lost forgotten locked the what my in on no never changed compromised very also blocked case out missing hacked \
    stolen working accepted rejected right ok fine good bad it that this your a an is was error failed unknown empty \
    same different longer shorter long short strong simple saved stored hidden visible sent protected needed asking \
    really ever only just kept getting used forgot";
const GOES_ON: &str = "and but please can could so pls thanks thank why it now";
/// Words that may stand between "password" and the value.
const REACH: usize = 24;
const LONGEST: usize = 40;

pub(crate) fn find(line: &mut Line, cues: &Cues, spans: &mut Vec<Span>) {
    for mark in cues.marks() {
        let kind = match mark.cue {
            Cue::Otp => Kind::Otp,
            Cue::Code if names_a_secret(line, mark.start) => Kind::Otp,
            Cue::Password => Kind::Password,
            _ => continue,
        };
        if line.get(mark.start) == WALL {
            continue;
        }
        if let Some((start, end)) = after(line, mark, kind).or_else(|| before(line, mark, kind)) {
            line.take(start, end, kind, spans);
        }
    }
}

/// "code" without another word: of a coupon, an error, a country it is none of ours.
fn names_a_secret(line: &Line, i: usize) -> bool {
    let mut end = i;
    while line.before(end) == ' ' {
        end -= 1;
    }
    let mut start = end;
    while line.before(start).is_ascii_lowercase() && end - start < LONGEST {
        start -= 1;
    }
    start == end
        || line
            .any(start, "the my your a this that sms text digit login access got enter confirm use its reset")
            .is_some()
}

/// The value after the word, as in "密码我改成了abc123".
fn after(line: &Line, mark: &Mark, kind: Kind) -> Option<(usize, usize)> {
    let mut i = mark.end;
    let mut said = false;
    while i - mark.end <= REACH {
        if line.get(i) != '"'
            && let Some(end) = value(line, i, mark, kind, said)
        {
            return Some((i, end));
        }
        said = line.any(i, "是 为 成 : = is was be to").is_some() || said && matches!(line.get(i), ' ' | '"');
        i = step(line, i)?;
    }
    None
}

/// The value before the word, as in "4821 is my code" or "123456是验证码".
fn before(line: &Line, mark: &Mark, kind: Kind) -> Option<(usize, usize)> {
    let mut i = mark.start;
    let mut told = false;
    while i > mark.start.saturating_sub(REACH) && i > 0 {
        if digit(line.before(i)).is_some()
            && let Some(start) = numerals(line, i)
        {
            // "10086 is …": who sent it.
            let sender = i - start == 5 && line.get(start) == '1' && line.get(start + 2) != ' ';
            // "是482913 验证码"
            let mut ahead = start;
            while line.before(ahead) == ' ' {
                ahead -= 1;
            }
            let told =
                told || matches!(line.before(ahead), '是' | '为') || i < mark.start && line.space(i) == mark.start;
            return (told && !sender && clean(line, start)).then_some((start, i));
        }
        let start = (0..=LONGEST.min(i))
            .take_while(|back| *back == 0 || graphic(line, i - back))
            .last()
            .map(|back| i - back)?;
        if start < i && line.any(start, crate::cue::TELLS) != Some(i) && step(line, start) != Some(i) {
            let start = if line.get(start) == '"' { start + 1 } else { start };
            let any = (start..i).any(|k| line.get(k).is_ascii_digit());
            let fits = if kind == Kind::Otp { (4..=8).contains(&(i - start)) } else { i - start >= 4 };
            return (told && any && fits && clean(line, start)).then_some((start, i));
        }
        let next = if start < i { start } else { i - 1 };
        if start == i && step(line, next).is_none() {
            return None;
        }
        told |= line.any(next, TELLS).is_some();
        i = next;
    }
    None
}

/// Where 4 to 8 digits, in groups or not, begin that end at `end`.
fn numerals(line: &Line, end: usize) -> Option<usize> {
    let (mut start, mut count) = (end, 0);
    loop {
        let before = if count > 0 && matches!(line.before(start), ' ' | '-') { start - 1 } else { start };
        if digit(line.before(before)).is_none() {
            return (4..=8).contains(&count).then_some(start);
        }
        (start, count) = (before - 1, count + 1);
        if count > 8 {
            return None;
        }
    }
}

/// Nothing that names the number of a thing stands right before.
fn clean(line: &Line, start: usize) -> bool {
    let before = line.before(start);
    !matches!(before, '号' | '单' | '#' | '-' | '.')
}

/// Where a secret that begins at `i` ends.
fn value(line: &Line, i: usize, mark: &Mark, kind: Kind, said: bool) -> Option<usize> {
    let end = token(line, i);
    let plain = (i..end).all(|k| digit(line.get(k)).is_some());
    if end == i && digit(line.get(i)).is_none()
        || end > i && plain && end - i <= 8
        || digit(line.get(i)).is_some() && end == i
    {
        return number(line, i, kind);
    }
    let len = end - i;
    let count = (i..end).filter(|k| line.get(*k).is_ascii_digit()).count();
    match kind {
        Kind::Otp => {
            let shaped =
                (4..=10).contains(&len) && (i..end).all(|k| line.get(k).is_ascii_alphanumeric() || line.get(k) == '-');
            (shaped && count >= 2 && mark.cue == Cue::Otp && !plain).then_some(end)
        }
        _ if plain => (said && len <= 20 && !(len == 11 && line.get(i) == '1')).then_some(end),
        _ if count > 0 => (len >= 4 && line.get(i) != '-').then_some(end),
        _ => (said && len >= 4 && is_last(line, i, end)).then_some(end),
    }
}

/// Where a number that is a secret ends: 4 to 8 digits, in groups or not, and no amount.
fn number(line: &Line, i: usize, kind: Kind) -> Option<usize> {
    if !digits::begins(line, i) {
        return None;
    }
    let run = digits::read(line, i);
    let least = if kind == Kind::Otp { 4 } else { 3 };
    let close = |count: &usize| digits::ends(line, &run, *count) && digits::widest(&run, *count) <= Gap::Sign;
    let one = (least..=8).find(close);
    let whole = Some(run.len()).filter(|count| (least..=8).contains(count) && close(count));
    // "123 456", "12-34-56": all groups alike; but not "123456 2026".
    let first = run.iter().skip(1).position(|digit| digit.gap >= Gap::Sign).map_or(run.len(), |place| place + 1);
    let alike = run.iter().enumerate().skip(1).all(|(place, digit)| (digit.gap >= Gap::Sign) == (place % first == 0));
    let single = one.filter(|count| digits::widest(&run, *count) == Gap::None && *count >= 4);
    let grouped = alike && first < run.len() && run.len().is_multiple_of(first);
    let long = Some(run.len()).filter(|count| kind == Kind::Password && grouped && close(count));
    let count = long.or(whole.filter(|_| grouped)).or(single).or(whole).or(one)?;
    let end = run.get(count - 1)?.at + 1;
    let amount = line.any(line.space(end), UNITS).is_some() || dated(line, end);
    (!amount).then_some(end)
}

/// "2026-11", "12.50", "9:30": the number goes on.
fn dated(line: &Line, end: usize) -> bool {
    matches!(line.get(end), '-' | '.' | ':' | '/') && line.get(end + 1).is_ascii_digit()
}

/// Where the word of visible signs that begins at `i` ends, without the signs that end a sentence.
fn token(line: &Line, i: usize) -> usize {
    let mut end = i;
    while end - i < LONGEST && graphic(line, end) {
        end += 1;
    }
    while end > i && has(".,;:?)]}'\"", line.get(end - 1)) {
        end -= 1;
    }
    end
}

/// A visible ASCII character, or its full-width twin if that is a letter or a digit.
fn graphic(line: &Line, i: usize) -> bool {
    let c = line.get(i);
    c.is_ascii_graphic() && (c.is_ascii_alphanumeric() || line.written(i).is_ascii()) && !matches!(c, ',' | '"')
}

/// Whether letters that are said to be a password end there, as a value does.
fn is_last(line: &Line, i: usize, end: usize) -> bool {
    let next = line.space(end);
    let over = !graphic(line, next) || next == end || line.any(next, GOES_ON).is_some();
    // "bad" is none, "bad-secret" is one.
    let joined = |stop: usize| matches!(line.get(stop), '-' | '_') && line.get(stop + 1).is_ascii_lowercase();
    let plain = line.any(i, NOT_SECRET).or_else(|| step(line, i));
    over && !is_han(line.get(i)) && plain.is_none_or(joined)
}
