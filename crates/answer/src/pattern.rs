//! Words with gaps: the little language of a merchant's rules.
//!
//! | sign | stands for |
//! |---|---|
//! | `*` | up to [`FEW`] characters, or none |
//! | `#` | one or more digits, with or without a blank before them |
//! | `?` | the character before it may be missing |
//! | `^`, `$` | the beginning, the end of the message |
//!
//! Everything else stands for itself. There is no repetition of a group, so no pattern takes longer than its length
//! times that of the message, whoever wrote either.

use crate::phrases::{contains, whole};

/// Characters that `*` may stand for.
pub const FEW: usize = 12;

/// Signs with a meaning of their own; no folded text has any of them.
pub const SIGNS: [char; 5] = ['*', '#', '?', '^', '$'];

/// Whether the pattern is in folded text, as whole words if in letters. Gives how many bytes of it are literal, which
/// tells how specific it is.
pub fn found(text: &str, pattern: &str) -> Option<usize> {
    if !pattern.chars().any(|char| SIGNS.contains(&char)) {
        return contains(text, pattern).then_some(pattern.len());
    }
    let literal = pattern.chars().zip(pattern.chars().skip(1).chain(['.']));
    let literal = literal.filter(|(char, next)| !SIGNS.contains(char) && *next != '?');
    let length = literal.map(|(char, _)| char.len_utf8()).sum();
    spans(text, pattern).next().map(|_| length)
}

/// Where the pattern is in folded text: for each place where it may end, the earliest where it then begins. In bytes.
pub fn spans(text: &str, pattern: &str) -> impl Iterator<Item = (usize, usize)> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let last = ends.len() - 1;
    let chars: Vec<char> = text.chars().collect();
    // Which places can be reached with what was read of the pattern, and from where at the earliest.
    let mut reached: Vec<Option<usize>> = ends.iter().map(|&at| whole(text, at, at).then_some(at)).collect();
    let mut rest = pattern.chars().peekable();
    while let Some(sign) = rest.next() {
        let mut next = vec![None; ends.len()];
        for (at, from) in reached.iter().enumerate() {
            let &Some(from) = from else { continue };
            let mut reach = |to: usize| next[to] = Some(next[to].map_or(from, |before: usize| before.min(from)));
            match sign {
                '^' if at == 0 => reach(at),
                '$' if at == last => reach(at),
                '*' => (at..=last.min(at + FEW)).for_each(reach),
                '#' => {
                    let begin = at + usize::from(chars.get(at) == Some(&' '));
                    let digits = chars.iter().skip(begin).take_while(|char| char.is_ascii_digit()).count();
                    (begin + 1..=begin + digits).for_each(reach);
                }
                _ if chars.get(at) == Some(&sign) => reach(at + 1),
                _ => {}
            }
        }
        if rest.next_if_eq(&'?').is_some() {
            next.iter_mut().zip(&reached).for_each(|(next, now)| *next = next.or(*now));
        }
        reached = next;
    }
    let fits: Vec<(usize, usize)> = reached
        .into_iter()
        .zip(ends)
        .filter_map(|(from, to)| Some((from?, to)))
        .filter(|(_, to)| whole(text, *to, *to))
        .collect();
    fits.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs() {
        for (pattern, text, fits) in [
            ("转*人工", "转一下人工", true),
            ("转*人工", "转人工", true),
            ("转*人工", "转账的时候我听说你们这里已经没有人工", false),
            ("订单#", "我的订单12345到哪了", true),
            ("order#", "where is order 12345", true),
            ("订单#", "我的订单到哪了", false),
            ("err#", "err", false),
            ("退货?款", "我要退款", true),
            ("colou?r", "which color is it", true),
            ("colou?r", "colouring", false),
            ("^退货$", "退货", true),
            ("^退货$", "退货运费", false),
            ("^退货", "退货运费", true),
            ("^退货", "我要退货", false),
            ("*", "", true),
            ("#", "", false),
            ("art", "start", false),
            ("ar*t", "start", false),
        ] {
            assert_eq!(found(text, pattern).is_some(), fits, "{pattern} in {text}");
        }
    }

    proptest! {
        #[test]
        fn any_pattern_in_any_text_ends(pattern in "[*#?^$a退1 ]{0,12}", text in "[a退1 ]{0,40}") {
            let _ = found(&text, &pattern);
        }

        #[test]
        fn a_text_is_found_in_itself(text in "[a-c退款1 ]{1,12}") {
            prop_assert_eq!(found(&text, &text).is_some(), true);
            prop_assert_eq!(found(&text, &["^", &text, "$"].concat()), Some(text.len()));
        }
    }
}
