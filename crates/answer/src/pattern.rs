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
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let last = ends.len() - 1;
    let chars: Vec<char> = text.chars().collect();
    // Which places of the text can be reached with what was read of the pattern.
    let mut reached: Vec<bool> = ends.iter().map(|&at| whole(text, at, at)).collect();
    let mut literal = 0;
    let mut rest = pattern.chars().peekable();
    while let Some(sign) = rest.next() {
        let mut next = vec![false; ends.len()];
        for at in (0..=last).filter(|&at| reached[at]) {
            match sign {
                '^' => next[at] |= at == 0,
                '$' => next[at] |= at == last,
                '*' => next[at..=last.min(at + FEW)].fill(true),
                '#' => {
                    let from = at + usize::from(chars.get(at) == Some(&' '));
                    let digits = chars[from.min(last)..].iter().take_while(|char| char.is_ascii_digit()).count();
                    next[from.min(last)..].iter_mut().skip(1).take(digits).for_each(|place| *place = true);
                }
                _ if chars.get(at) == Some(&sign) => next[at + 1] = true,
                _ => {}
            }
        }
        if rest.next_if_eq(&'?').is_some() {
            next.iter_mut().zip(&reached).for_each(|(next, now)| *next |= now);
        } else if !SIGNS.contains(&sign) {
            literal += sign.len_utf8();
        }
        reached = next;
    }
    let fits = reached.iter().zip(&ends).any(|(reached, &at)| *reached && whole(text, at, at));
    fits.then_some(literal)
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
