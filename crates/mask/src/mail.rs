//! E-mail addresses, also as they are spelled out: `li at example dot com`, `li艾特qq点com`.

use crate::{
    Kind, Span,
    cue::{Cue, Cues},
    line::{Line, has, is_han},
};

/// Places where people have mailboxes: behind a mere " at " only these are believed.
const HOSTS: &str =
    "gmail qq 163 126 139 189 hotmail outlook yahoo icloud foxmail sina sohu proton protonmail live msn me mac aliyun";
const AT: &str = "艾特 圈a @";
const AT_WORDS: &str = "at (at) [at]";
const DOT: &str = ". 。 点";
const DOT_WORDS: &str = "dot (dot) [dot]";
/// No name is longer: it keeps the time linear.
const LONGEST: usize = 64;

pub(crate) fn find(line: &mut Line, cues: &Cues, spans: &mut Vec<Span>) {
    let mut i = 0;
    while i < line.len() {
        match address(line, cues, i) {
            Some((start, end)) => {
                line.take(start, end, Kind::Email, spans);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// The address whose "at" stands at `i`.
fn address(line: &Line, cues: &Cues, i: usize) -> Option<(usize, usize)> {
    let sign = line.any(i, AT);
    let at = sign.or_else(|| line.any(i, AT_WORDS))?;
    let name_end = (0..3).map_while(|back| i.checked_sub(back)).find(|end| line.before(*end) != ' ')?;
    let start = name(line, name_end)?;
    let (end, host, spelled) = host(line, line.space(at))?;
    // "bought at amazon.com" is no address; "li.na at gmail.com" is.
    let believed = sign.is_some()
        || spelled && line.any(host, "com net org").is_none()
        || line.any(host, HOSTS).is_some()
        || line.get(i) != 'a'
        || (start..name_end).any(|k| !line.get(k).is_ascii_lowercase())
        || cues.near(line, start) == Some(Cue::Mail);
    believed.then_some((start, end))
}

/// Where the name that ends at `end` begins.
fn name(line: &Line, end: usize) -> Option<usize> {
    let least = end.saturating_sub(LONGEST);
    let mut start = end;
    while start > least && (is_plain(line.before(start)) || has(".%+-_", line.before(start))) {
        start -= 1;
    }
    let start = line.run(start, |c| c == '.' || c == '-');
    (start < end).then_some(start)
}

/// Where the host that begins at `i` ends and begins, and whether a dot of it is spelled as a word.
fn host(line: &Line, i: usize) -> Option<(usize, usize, bool)> {
    let mut end = label(line, i)?;
    let mut best = None;
    let mut spelled = false;
    for _ in 0..4 {
        let dot = line.space(end);
        let word = line.any(dot, DOT_WORDS);
        let Some(after) = line.any(dot, DOT).or(word) else { break };
        let Some(next) = label(line, line.space(after)) else { break };
        // "a@b.com. Thanks": a space makes a sentence end of a dot, unless what follows ends addresses.
        let tight = line.space(after) == after && dot == end;
        if word.is_none() && !tight && line.any(line.space(after), "com cn net org hk tw edu gov").is_none() {
            break;
        }
        spelled |= word.is_some();
        let letters = (line.space(after)..next).all(|k| line.get(k).is_ascii_lowercase());
        if letters && (2..=10).contains(&(next - line.space(after))) {
            best = Some((next, i, spelled));
        }
        end = next;
    }
    // "mail me at li.na@example.com": what follows "at" is a name.
    best.filter(|(end, ..)| line.get(*end) != '@')
}

fn label(line: &Line, i: usize) -> Option<usize> {
    let end = line.run(i, |c| is_plain(c) || c == '-');
    (end > i && end - i <= LONGEST).then_some(end)
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() && !is_han(c)
}
