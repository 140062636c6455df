//! The pure crates are held to the same lints: clippy reads the nearest `clippy.toml` only, so each has a copy.

use super::{Finding, Tree};

/// Crates that know neither clock nor files, neither browser nor network.
pub const CRATES: [&str; 6] = ["talk", "mask", "kernel", "answer", "pack", "wire"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let path = |name: &str| format!("crates/{name}/clippy.toml");
    let model = tree.text(&path(CRATES[0]));
    let different = CRATES.iter().filter(|name| tree.text(&path(name)).is_none_or(|text| Some(text) != model));
    different.map(|name| Finding::new(&path(name), 0, format!("is not the same as {}", path(CRATES[0])))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_different_copy_is_found() {
        let [talk, mask, kernel, answer, pack, wire] = CRATES.map(|name| format!("crates/{name}/clippy.toml"));
        let same = [(talk.as_str(), "x"), (&mask, "x"), (&kernel, "x"), (&answer, "x"), (&pack, "x"), (&wire, "x")];
        assert!(check(&Tree::of(&same)).is_empty());
        assert_eq!(check(&Tree::of(&same[..5])).len(), 1);
        assert_eq!(check(&Tree::of(&[same[0], same[1], same[2], same[3], same[4], (&wire, "y")])).len(), 1);
        assert_eq!(check(&Tree::of(&[])).len(), 6);
    }
}
