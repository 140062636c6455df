//! Who may depend on whom: arrows point down only.

use super::{Finding, pure};
use crate::workspace::Crate;

/// Each crate and the crates of ours that it may need. `desk`, `renzai` and `xtask` are at the top: nothing of ours
/// may need them but what is listed.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("ren-zai", &["talk", "wire", "pack"]),
    ("masker", &["mask"]),
    ("answerer", &["answer", "pack", "talk"]),
    ("talk", &[]),
    ("mask", &[]),
    ("pack", &[]),
    ("kernel", &["pack"]),
    ("answer", &["kernel", "pack"]),
    ("wire", &[]),
    ("faq", &["pack"]),
    ("desk", &["wire"]),
    ("console", &["answer", "pack", "wire"]),
    ("renzai", &["answer", "desk", "faq", "mask", "pack", "wire"]),
    ("faults", &["wire"]),
    ("xtask", &[]),
];

/// What a pure crate must not need, not even in its tests.
const IMPURE: [&str; 8] = ["web-sys", "js-sys", "wasm-bindgen", "gloo-net", "leptos", "tokio", "axum", "rusqlite"];

pub fn check(crates: &[Crate]) -> Vec<Finding> {
    crates.iter().flat_map(|it| [foreign(it), forbidden(it)].concat()).collect()
}

fn forbidden(it: &Crate) -> Vec<Finding> {
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == it.name) else {
        return vec![finding(
            it,
            "is not in the table of crates/xtask/src/tidy/arrows.rs: add it and what it may need",
        )];
    };
    it.ours()
        .filter(|needed| !allowed.contains(needed))
        .map(|needed| finding(it, &format!("needs `{needed}`; it may need only {allowed:?}")))
        .collect()
}

fn foreign(it: &Crate) -> Vec<Finding> {
    if !pure::CRATES.contains(&it.name.as_str()) {
        return Vec::new();
    }
    let impure = it.dependencies.iter().filter(|needed| IMPURE.contains(&needed.name.as_str()));
    impure.map(|needed| finding(it, &format!("is pure, but needs `{}`", needed.name))).collect()
}

fn finding(it: &Crate, what: &str) -> Finding {
    Finding::new(&format!("crate {}", it.name), 0, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, needs: &str, kind: &str, ours: &str) -> Vec<String> {
        let json = format!(
            r#"[{{"name":"{name}","manifest_path":"x","dependencies":[{{"name":"{needs}","kind":{kind},"path":{ours}}}]}}]"#
        );
        let crates: Vec<Crate> = serde_json::from_str(&json).unwrap();
        check(&crates).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_arrow_that_points_up_or_sideways_is_found() {
        for (name, needs) in [
            ("talk", "answer"),
            ("pack", "wire"),
            ("answer", "talk"),
            ("wire", "pack"),
            ("faq", "answer"),
            ("console", "talk"),
            ("ren-zai", "desk"),
        ] {
            assert_eq!(found(name, needs, "null", "\"x\"").len(), 1, "{name} → {needs}");
        }
        assert!(found("ren-zai", "talk", "null", "\"x\"").is_empty());
        assert!(found("answer", "pack", "null", "\"x\"").is_empty());
    }

    #[test]
    fn tests_may_use_another_crate_of_ours_but_not_the_browser() {
        assert!(found("talk", "answer", "\"dev\"", "\"x\"").is_empty());
        assert_eq!(found("talk", "tokio", "\"dev\"", "null"), ["crate talk: is pure, but needs `tokio`"]);
        assert!(found("talk", "proptest", "\"dev\"", "null").is_empty());
    }

    #[test]
    fn a_crate_that_nobody_placed_is_found() {
        assert_eq!(found("news", "serde", "null", "null").len(), 1);
    }
}
