//! Short names between module and glue. wasm-bindgen writes each import's and export's name with a hash into both, and
//! a hash is what no compression makes smaller. What the module imports no more is not in the glue either.

use super::wasm::Module;
use anyhow::Result;
use std::collections::{HashMap, HashSet};

/// The module's and the glue's new text: every import and export that the glue names is a letter or two.
///
/// # Errors
/// When the module is not well formed.
pub fn shorten(wasm: &[u8], glue: &str, name: &str) -> Result<(Vec<u8>, String)> {
    let mut module = Module::read(wasm)?;
    let from = format!("./{name}_bg.js");
    // What comes straight from a script of ours keeps the name that the script gives it.
    let of_glue = module.imports()?.into_iter().filter(|(place, _)| *place == from).map(|(_, function)| function);
    let imports = short(of_glue);
    let exports = short(module.exports()?);
    module.rename_imports(|place, function| {
        if place == from {
            ("r".to_owned(), imports.get(function).cloned().unwrap_or_else(|| function.to_owned()))
        } else {
            (place.to_owned(), function.to_owned())
        }
    })?;
    module.rename_exports(|export| exports.get(export).cloned().unwrap_or_else(|| export.to_owned()))?;
    let used = imports.keys().map(String::as_str).collect();
    let glue = renamed(&without_unused(glue, &used), &imports, &exports).replace(&from, "r");
    Ok((module.write(), glue))
}

/// `a` to `z`, then `aa` and so on, in the order of the names, which is also the order of the glue.
fn short(names: impl IntoIterator<Item = String>) -> HashMap<String, String> {
    names.into_iter().zip(0..).map(|(name, at)| (name, letters(at))).collect()
}

fn letters(at: u32) -> String {
    let last = char::from(b'a' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { letters(at / 26 - 1) + &last.to_string() }
}

/// The glue without the functions that the module does not import: each begins as `name: function(` and ends by
/// `},` or `}, arguments); },`.
fn without_unused(glue: &str, used: &HashSet<&str>) -> String {
    let mut lean = String::with_capacity(glue.len());
    let mut dropping = false;
    for line in glue.split_inclusive('\n') {
        let name =
            line.strip_prefix("        __wb").and_then(|rest| rest.split_once(": function(")).map(|(name, _)| name);
        dropping |= name.is_some_and(|name| !used.contains(["__wb", name].concat().as_str()));
        if !dropping {
            lean.push_str(line);
        }
        dropping &= !(line.starts_with("        }") && line.trim_end().ends_with("},"));
    }
    lean
}

/// Imports wherever they stand, for nothing else has such names; exports only behind `wasm.`
fn renamed(glue: &str, imports: &HashMap<String, String>, exports: &HashMap<String, String>) -> String {
    let in_word = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let mut new = String::with_capacity(glue.len());
    let mut rest = glue;
    while let Some(start) = rest.find(in_word) {
        new.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|char| !in_word(char)).unwrap_or(rest.len());
        let word = &rest[..end];
        let shorter = if new.ends_with("wasm.") { exports.get(word) } else { imports.get(word) };
        new.push_str(shorter.map_or(word, String::as_str));
        rest = &rest[end..];
    }
    new + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn functions_that_the_module_does_not_import_go() {
        let glue = "    const import0 = {\n        __wbg_now_1: function() {\n            return {\n            };\n        },\n        \
            __wbg_then_2: function(arg0) {\n            const ret = arg0.then();\n        },\n    };\n";
        let lean = without_unused(glue, &HashSet::from(["__wbg_then_2"]));
        assert!(!lean.contains("now") && lean.contains("__wbg_then_2: function(arg0) {\n"), "{lean}");
        assert_eq!(without_unused(glue, &HashSet::from(["__wbg_now_1", "__wbg_then_2"])), glue);
    }

    #[test]
    fn imports_are_renamed_everywhere_and_exports_behind_the_modules_name() {
        let imports = HashMap::from([("__wbg_now_1f".to_owned(), "a".to_owned())]);
        let exports = HashMap::from([("mount".to_owned(), "a".to_owned())]);
        let glue =
            "export function mount() { wasm.mount(); }\nconst it = { __wbg_now_1f: function() {}, __wbg_now_1f2: 1 };";
        let short = "export function mount() { wasm.a(); }\nconst it = { a: function() {}, __wbg_now_1f2: 1 };";
        assert_eq!(renamed(glue, &imports, &exports), short);
    }
}
