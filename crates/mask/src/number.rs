//! What is made of digits alone: phones, identity cards, bank cards, papers and codes that are numbers.

use crate::{
    Kind, Span,
    cue::{Cue, Cues},
    digits::{self, Digit, Gap, ends, widest},
    line::Line,
    secret::UNITS,
};

pub(crate) fn find(line: &mut Line, cues: &Cues, spans: &mut Vec<Span>) {
    let mut i = 0;
    while i < line.len() {
        let found =
            if digits::begins(line, i) { Number::read(line, cues, i).and_then(|number| number.judge()) } else { None };
        match found {
            Some((start, end, kind)) => {
                line.take(start, end, kind, spans);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// A number and what stands around it.
struct Number<'a> {
    line: &'a Line<'a>,
    cues: &'a Cues,
    start: usize,
    digits: Vec<Digit>,
    values: Vec<u8>,
    /// With a plus before it.
    plus: bool,
    /// What is announced right before it.
    direct: Option<Cue>,
    /// What is announced somewhere before it.
    near: Option<Cue>,
}

impl<'a> Number<'a> {
    fn read(line: &'a Line<'a>, cues: &'a Cues, i: usize) -> Option<Self> {
        let digits = digits::read(line, i);
        // Shorter numbers mean nothing of ours here.
        if digits.len() < 7 {
            return None;
        }
        let open = usize::from(line.before(i) == '(');
        let plus = line.before(i) == '+';
        let start = i - usize::from(plus);
        let start = if line.before(start) == '(' { start - 1 } else { start.min(i - open) };
        let values = digits::values(&digits);
        Some(Self {
            line,
            cues,
            start,
            direct: cues.direct(line, start),
            near: cues.near(line, start),
            digits,
            values,
            plus,
        })
    }

    /// What the number is, and from where to where.
    fn judge(&self) -> Option<(usize, usize, Kind)> {
        if let Some(count) = self.find(18, digits::id18) {
            return self.found(Kind::IdCard, count);
        }
        if let Some(count) = self.crossed() {
            return self.found(Kind::IdCard, count);
        }
        if self.is_of_a_thing() {
            return None;
        }
        let (kind, count) = self.phone().or_else(|| self.id15()).or_else(|| self.card()).or_else(|| self.said())?;
        self.found(kind, count)
    }

    fn found(&self, kind: Kind, count: usize) -> Option<(usize, usize, Kind)> {
        let end = self.digits.get(count.checked_sub(1)?)?.at + 1;
        let end = match kind {
            Kind::IdCard if self.line.get(self.line.space(end)) == 'x' && count == 17 => self.line.space(end) + 1,
            Kind::Landline => self.extension(end),
            _ => end,
        };
        let amount =
            self.line.any(self.line.space(end), UNITS).is_some_and(|_| widest(&self.digits, count) == Gap::None);
        let closed = self.line.get(self.start) == '(' && !(self.start..end).any(|k| self.line.get(k) == ')');
        // A bracket that is not closed within belongs to the sentence.
        let start = if closed { self.start + 1 } else { self.start };
        (!(amount && self.near.is_none())).then_some((start, end, kind))
    }

    /// Numbers of things, and digits that are part of a longer name.
    fn is_of_a_thing(&self) -> bool {
        let before = self.line.before(self.start);
        let glued = before.is_ascii_alphanumeric() || matches!(before, '-' | '_' | '/' | '.' | '#' | '¥' | '$' | '￥');
        let behind = self.cues.behind(self.line, self.digits.last().map_or(0, |last| last.at + 1));
        let announced = matches!(self.direct, Some(Cue::Phone | Cue::Landline | Cue::Id | Cue::Bank));
        self.direct == Some(Cue::Thing) || behind == Some(Cue::Thing) || glued && !announced
    }

    fn ends(&self, count: usize) -> bool {
        ends(self.line, &self.digits, count) && widest(&self.digits, count) <= Gap::Sign
    }

    fn find(&self, count: usize, fits: impl Fn(&[u8]) -> bool) -> Option<usize> {
        (self.ends(count) && fits(self.values.get(..count)?)).then_some(count)
    }

    /// An identity card whose last place is an X.
    fn crossed(&self) -> Option<usize> {
        let last = self.digits.get(16)?;
        let x = self.line.space(last.at + 1);
        let mut values = self.values.get(..17)?.to_vec();
        values.push(10);
        (self.line.get(x) == 'x' && self.digits.len() == 17 && digits::id18(&values)).then_some(17)
    }

    fn phone(&self) -> Option<(Kind, usize)> {
        let v = &self.values;
        let code = if self.plus || self.values.starts_with(&[0, 0]) { self.country() } else { self.bare_country() };
        let (region, skip) = code.unwrap_or((86, 0));
        let rest = v.get(skip..)?;
        let spoken = |count: usize| ends(self.line, &self.digits, count);
        let at = |count: usize| self.ends(skip + count);
        match region {
            86 if rest.first() == Some(&1) && matches!(rest.get(1), Some(3..=9)) && spoken(skip + 11) => {
                let letters = self.line.get(self.digits.get(skip + 10)?.at + 1).is_ascii_alphabetic();
                let words = widest(&self.digits, skip + 11) == Gap::Words;
                // A longer chain of dashes is no phone; neither is a list with commas, unless it is said to be one.
                let chained = skip == 0 && self.is_chain(11);
                let heard = self.near == Some(Cue::Phone) || self.digits.len() == skip + 11;
                ((!letters || self.near == Some(Cue::Phone)) && !chained && (!words || heard))
                    .then_some((Kind::Mobile, skip + 11))
            }
            86 if skip > 0 => {
                let area = if matches!(rest.first(), Some(1 | 2)) { 2 } else { 3 };
                [area + 8, area + 7].into_iter().find(|count| at(*count)).map(|count| (Kind::Landline, skip + count))
            }
            86 => self.local(),
            852 | 853 => at(8).then(|| (island(rest), skip + 8)),
            886 => {
                let zero = usize::from(rest.first() == Some(&0));
                let mobile = rest.get(zero) == Some(&9);
                let kind = if mobile { Kind::Mobile } else { Kind::Landline };
                [zero + 9, zero + 8].into_iter().find(|count| at(*count)).map(|count| (kind, skip + count))
            }
            _ => (8..=15).rev().find(|count| self.ends(*count)).map(|count| (Kind::Mobile, count)),
        }
    }

    /// The country after a plus or two zeros, and how many digits say so.
    fn country(&self) -> Option<(u32, usize)> {
        let zeros = if self.plus { 0 } else { 2 };
        let v = self.values.get(zeros..)?;
        for code in [86, 852, 853, 886] {
            let len = if code == 86 { 2 } else { 3 };
            if v.get(..len).map(digits::number) == Some(code) {
                return Some((code, zeros + len));
            }
        }
        (self.plus).then_some((0, 0))
    }

    /// A country's code without a plus: only where the rest fits it.
    fn bare_country(&self) -> Option<(u32, usize)> {
        let v = &self.values;
        let gap = |count: usize| self.digits.get(count).is_some_and(|next| next.gap >= Gap::Sign);
        match v.get(..3)? {
            [8, 6, 1] if self.ends(13) && matches!(v.get(3), Some(3..=9)) => Some((86, 2)),
            [8, 6, _] if gap(2) => Some((86, 2)),
            [8, 5, 2] if gap(3) && v.len() == 11 => Some((852, 3)),
            [8, 5, 3] if gap(3) && v.len() == 11 => Some((853, 3)),
            [8, 8, 6] if gap(3) && v.len() >= 11 => Some((886, 3)),
            _ => None,
        }
    }

    /// Landlines with an area code, and mobiles of Taiwan: they begin with a zero.
    fn local(&self) -> Option<(Kind, usize)> {
        let v = &self.values;
        let spaced =
            matches!(self.line.before(self.start), ' ' | '-') && self.line.before(self.start - 1).is_ascii_digit();
        // "订单057188886666": orders are written in one piece, and some begin with a zero.
        let ordered = self.direct == Some(Cue::Order) && widest(&self.digits, self.digits.len()) == Gap::None;
        if v.first() != Some(&0)
            || ordered
            || spaced && self.near != Some(Cue::Landline) && self.near != Some(Cue::Phone)
        {
            return None;
        }
        let gap = |count: usize| self.digits.get(count).is_some_and(|next| next.gap >= Gap::Sign);
        let line = |count| Some((Kind::Landline, count));
        match v.get(1..3)? {
            [9, _] if self.ends(10) && !gap(4) || self.ends(10) && !self.ends(11) => Some((Kind::Mobile, 10)),
            [1, 0] | [2, _] if self.ends(11) && v.get(3) != Some(&0) => line(11),
            [3..=9, _] if self.ends(12) && !(self.ends(11) && gap(11)) => line(12),
            [3..=9, _] if self.ends(11) => line(11),
            [2..=8, _] if gap(2) || gap(3) => [10, 9].into_iter().find(|count| self.ends(*count)).and_then(line),
            _ => None,
        }
    }

    /// "转801", "ext. 12": belongs to the number before.
    fn extension(&self, end: usize) -> usize {
        let word = self.line.space(end);
        let dash = |i: usize| (self.line.get(i) == '-').then_some(i + 1);
        let Some(i) = self.line.any(word, "转 转分机 分机 分机号 内线 ext ext. extension x #").or_else(|| dash(word))
        else {
            return end;
        };
        let first = self.line.run(i, |c| matches!(c, ' ' | ':' | '号' | '.'));
        let last = self.line.run(first, |c| c.is_ascii_digit());
        if (1..=6).contains(&(last - first)) { last } else { end }
    }

    fn is_chain(&self, count: usize) -> bool {
        let dash = |digit: &Digit| digit.gap == Gap::Sign && self.line.before(digit.at) == '-';
        let grouped = self.digits.iter().take(count).any(dash);
        grouped && self.digits.get(count).is_some_and(dash)
    }

    fn id15(&self) -> Option<(Kind, usize)> {
        let doubtful = matches!(self.direct, Some(Cue::Order | Cue::Bank | Cue::Card));
        if doubtful { None } else { self.find(15, digits::id15).map(|count| (Kind::IdCard, count)) }
    }

    fn card(&self) -> Option<(Kind, usize)> {
        let named = matches!(self.near, Some(Cue::Bank | Cue::Card));
        let behind = matches!(self.cues.behind(self.line, self.digits.last()?.at + 1), Some(Cue::Bank | Cue::Card));
        let fits = |count: &usize| {
            let Some(values) = self.values.get(..*count) else { return false };
            let known = named || behind || scheme(values);
            self.ends(*count) && known && digits::luhn(values)
        };
        let ordered = self.direct == Some(Cue::Order);
        (13..=19).rev().find(fits).filter(|_| !ordered).map(|count| (Kind::BankCard, count))
    }

    /// What only the words before it, or behind it, can tell.
    fn said(&self) -> Option<(Kind, usize)> {
        let behind = self.cues.behind(self.line, self.digits.last()?.at + 1);
        let longest = |from: usize, to: usize| (from..=to).rev().find(|count| self.ends(*count));
        let is = |cue| self.direct == Some(cue) || behind == Some(cue);
        if is(Cue::Id) {
            longest(15, 18).map(|count| (Kind::IdCard, count))
        } else if is(Cue::Bank) {
            longest(12, 19).map(|count| (Kind::BankCard, count))
        } else if is(Cue::Card) {
            // A mistyped card: as a card begins, though its sum is wrong.
            let count =
                (16..=19).rev().find(|count| self.ends(*count) && self.values.get(..*count).is_some_and(scheme));
            count.map(|count| (Kind::BankCard, count))
        } else if is(Cue::Passport) {
            longest(8, 9).map(|count| (Kind::Passport, count))
        } else if is(Cue::Landline) {
            longest(7, 8).map(|count| (Kind::Landline, count))
        } else if is(Cue::Phone) && self.ends(8) && self.values.len() == 8 && !matches!(self.values[0], 0 | 1) {
            Some((island(&self.values), 8))
        } else {
            None
        }
    }
}

/// Hong Kong and Macau: the first digit tells mobiles.
fn island(values: &[u8]) -> Kind {
    if matches!(values.first(), Some(4..=7 | 9)) { Kind::Mobile } else { Kind::Landline }
}

/// Whether a number of this length begins as the cards of a scheme do.
fn scheme(values: &[u8]) -> bool {
    let Some(first) = values.get(..4).map(digits::number) else { return false };
    match values.len() {
        15 => matches!(first / 100, 34 | 37),
        16 => {
            matches!(first, 2221..=2720 | 3528..=3589 | 4000..=4999 | 5100..=5599 | 6011 | 6200..=6299 | 6500..=6599 | 8100..=8171)
        }
        17 | 18 => first / 100 == 62,
        19 => first / 100 == 62 || matches!(first, 4367 | 4563 | 4581 | 6013 | 9558 | 9559),
        _ => false,
    }
}
