//! When two wordings count as the same.

/// Full width, case, punctuation and blanks do not make another question.
pub(crate) fn fold(text: &str) -> String {
    let folded: String =
        text.chars().map(half_width).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    // "??" has nothing but punctuation, and is still not the same as "!!".
    if folded.is_empty() { text.trim().to_owned() } else { folded }
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn same_and_not_the_same() {
        assert_eq!(fold("ＡＰＰ 怎么退货？"), fold("app怎么退货"));
        assert_eq!(fold("Where's my order?"), fold("wheres my ORDER"));
        assert_ne!(fold("能退吗"), fold("能换吗"));
        assert_ne!(fold("??"), fold("!!"));
    }
}
