//! What a source file may say.

use super::{Finding, Tree, has_extension};

/// Longer files hold more than one idea.
const MOST_LINES: usize = 500;
const CODE: [&str; 5] = ["rs", "js", "mjs", "ts", "css"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.texts()
        .flat_map(|(path, text)| {
            [
                length(path, text),
                browser(path, text),
                serialized(path, text),
                loose_ends(path, text),
                places(path, text),
            ]
            .concat()
        })
        .collect()
}

fn length(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().count();
    if !has_extension(path, &CODE) || lines <= MOST_LINES {
        return Vec::new();
    }
    vec![Finding::new(path, 0, format!("has {lines} lines, at most {MOST_LINES}: split it by idea"))]
}

/// Only the platform and the element know that there is a browser.
fn browser(path: &str, text: &str) -> Vec<Finding> {
    let knows = path.starts_with("src/platform/") || ["src/platform.rs", "src/element.rs"].contains(&path);
    if !path.starts_with("src/") || knows {
        return Vec::new();
    }
    naming(path, text, &["web_sys", "js_sys", "gloo_net"], "the browser belongs into src/platform or src/element.rs")
}

/// What is sent or kept is defined in one place, and a change of it is seen there.
fn serialized(path: &str, text: &str) -> Vec<Finding> {
    let elsewhere = ["src/", "crates/answer/src/", "crates/talk/src/"].iter().any(|folder| path.starts_with(folder));
    if !elsewhere || !has_extension(path, &["rs"]) {
        return Vec::new();
    }
    let derives = text.lines().enumerate().filter(|(_, line)| {
        line.contains("derive(") && words(line).any(|word| word == "Serialize" || word == "Deserialize")
    });
    derives.map(|(at, _)| Finding::new(path, at + 1, "serialized types live in crates/wire and crates/pack")).collect()
}

/// What is not finished, and tests that do not run.
fn loose_ends(path: &str, text: &str) -> Vec<Finding> {
    // This very file names them all.
    if path == "crates/xtask/src/tidy/sources.rs" || !has_extension(path, &CODE) {
        return Vec::new();
    }
    let mut found = naming(path, text, &["TODO", "FIXME", "XXX"], "finish it, or open an issue and say nothing here");
    found.extend(calling(path, text, &["dbg!", "todo!", "unimplemented!"], "not for a release"));
    let skipping: &[&str] = if has_extension(path, &["rs"]) {
        &["#[ignore"]
    } else if path.starts_with("tests/") {
        &[".only(", ".skip(", ".fixme("]
    } else {
        &[]
    };
    found.extend(calling(path, text, skipping, "every test runs"));
    found
}

/// The project is the same on every machine.
fn places(path: &str, text: &str) -> Vec<Finding> {
    if path == "crates/xtask/src/tidy/sources.rs" {
        return Vec::new();
    }
    let mut found = calling(path, text, &["/home/", "/root/", "/work/", "/Users/"], "a path of one machine");
    let registries = ["registry.npmjs.org", "registry.npmmirror.com", "registry+http", "index.crates.io"];
    // Cargo names its registry in its own lock file; it is the default one, and needs no host.
    if path != "Cargo.lock" && !path.ends_with("/Cargo.lock") {
        found.extend(calling(path, text, &registries, "a registry's host: leave it to each machine's configuration"));
    }
    found
}

/// The lines on which one of `names` stands as a whole word.
fn naming(path: &str, text: &str, names: &[&str], why: &str) -> Vec<Finding> {
    lines(path, text, why, |line| words(line).find_map(|word| names.iter().find(|name| **name == word).copied()))
}

/// The lines that contain one of `texts`.
fn calling(path: &str, text: &str, texts: &[&str], why: &str) -> Vec<Finding> {
    lines(path, text, why, |line| texts.iter().find(|text| line.contains(**text)).copied())
}

fn lines<'a>(path: &str, text: &str, why: &str, found: impl Fn(&str) -> Option<&'a str>) -> Vec<Finding> {
    let numbered = text.lines().enumerate();
    numbered
        .filter_map(|(at, line)| found(line).map(|what| Finding::new(path, at + 1, format!("`{what}`: {why}"))))
        .collect()
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn long_code_is_found_and_long_data_is_not() {
        let long = "x\n".repeat(MOST_LINES + 1);
        assert_eq!(found("crates/desk/src/lib.rs", &long), 1);
        assert_eq!(found("style/base.css", &long), 1);
        assert_eq!(found("knowledge/zh/faq.csv", &long), 0);
        assert_eq!(found("style/base.css", &long[2..]), 0);
    }

    #[test]
    fn the_browser_stays_in_the_platform() {
        assert_eq!(found("src/view/log.rs", "use web_sys::Element;"), 1);
        assert_eq!(found("src/driver.rs", "js_sys::Date::now()"), 1);
        assert_eq!(found("src/platform/clock.rs", "js_sys::Date::now()"), 0);
        assert_eq!(found("src/element.rs", "use web_sys::Element;"), 0);
        assert_eq!(found("crates/console/src/main.rs", "use web_sys::Element;"), 0);
    }

    #[test]
    fn serialized_types_stay_in_wire_and_pack() {
        let derive = "#[derive(Clone, Serialize)]";
        for path in ["src/model.rs", "crates/answer/src/lib.rs", "crates/talk/src/state.rs"] {
            assert_eq!(found(path, derive), 1, "{path}");
        }
        assert_eq!(found("crates/wire/src/lib.rs", derive), 0);
        assert_eq!(found("crates/desk/src/config.rs", derive), 0);
        assert_eq!(found("src/model.rs", "#[derive(Clone)]"), 0);
    }

    #[test]
    fn loose_ends_are_found() {
        for line in [
            "// TODO later",
            "// FIXME",
            "dbg!(x);",
            "todo!()",
            "unimplemented!()",
            "#[ignore]",
            "#[ignore = \"slow\"]",
        ] {
            assert_eq!(found("crates/desk/src/lib.rs", line), 1, "{line}");
        }
        for line in ["test.only('x', …)", "test.skip(true)", "test.fixme('x')"] {
            assert_eq!(found("tests/browser/shop.spec.mjs", line), 1, "{line}");
        }
        assert_eq!(found("public/shop.js", "rows.only(1)"), 0);
    }

    #[test]
    fn machine_paths_and_registries_are_found() {
        assert_eq!(found("docs/size.md", "see /home/me/x"), 1);
        assert_eq!(found("README.md", "in /work/x"), 1);
        assert_eq!(found("package-lock.json", "https://registry.npmjs.org/esbuild/-/x.tgz"), 1);
        for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
            assert_eq!(found(lock, "source = \"registry+https://github.com/rust-lang/crates.io-index\""), 0, "{lock}");
        }
    }
}
