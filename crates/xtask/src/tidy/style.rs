//! Logical properties only: the same sheet serves right-to-left pages.
//!
//! A physical one that is meant carries its reason on the same line: `left: 0; /* physical: follows the finger */`.

use super::{Finding, Tree, has_extension};

/// Properties whose value may name a side.
const SIDED_VALUES: [&str; 3] = ["text-align", "float", "clear"];
const ALLOWED: &str = "physical:";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let sheets = tree.texts().filter(|(path, _)| path.starts_with("style/") && has_extension(path, &["css"]));
    sheets.flat_map(|(path, text)| sheet(path, text)).collect()
}

fn sheet(path: &str, text: &str) -> Vec<Finding> {
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.contains(ALLOWED));
    numbered
        .flat_map(|(at, line)| {
            declarations(line).filter_map(|(property, value)| complaint(property, value)).map(move |what| (at, what))
        })
        .map(|(at, what)| Finding::new(path, at + 1, what))
        .collect()
}

/// `property: value` pairs on a line, however it is folded.
fn declarations(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.split([';', '{', '}']).filter_map(|part| {
        let (property, value) = part.split_once(':')?;
        Some((property.trim(), value.trim()))
    })
}

fn complaint(property: &str, value: &str) -> Option<String> {
    let is_side = |word: &str| word == "left" || word == "right";
    if !property.starts_with("--") && property.split('-').any(is_side) {
        return Some(format!("`{property}` is physical: use its inline-start or inline-end form"));
    }
    if SIDED_VALUES.contains(&property) && value.split_whitespace().any(is_side) {
        return Some(format!("`{property}: {value}` is physical: use start or end"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> usize {
        check(&Tree::of(&[("style/a.css", css)])).len()
    }

    #[test]
    fn sides_of_the_screen_are_found() {
        for css in
            ["left: 0;", "a { margin-left: 1px }", "border-top-right-radius:2px", "text-align: left;", "float:right"]
        {
            assert_eq!(found(css), 1, "{css}");
        }
        assert_eq!(found("a{left:0;right:0}"), 2);
    }

    #[test]
    fn logical_ones_and_those_with_a_reason_are_not() {
        for css in [
            "inset-inline-start: 0;",
            ".left:hover { color: red }",
            "--pad-left: 1px;",
            "text-align: start;",
            "left: 0; /* physical: follows the finger */",
        ] {
            assert_eq!(found(css), 0, "{css}");
        }
    }
}
