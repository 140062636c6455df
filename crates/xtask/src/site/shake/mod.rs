//! Makes the widget's module smaller after wasm-bindgen: what nothing calls goes, and what is alike lies together.
//!
//! - A panic stops the module and says nothing ([`panics`]).
//! - Data that nothing reads any more are zeros, and what nothing calls any more goes ([`data`]).
//! - Leptos brings `wasm-streams`, whose three classes are exported, so that no optimiser may drop them, though the
//!   widget streams no bodies (1.9 KB of brotli).
//! - Imports and exports have short names ([`names`]).
//! - Functions in the order of their names: copies of one generic function that stand side by side repeat each other,
//!   and brotli writes a repetition in a few bytes.
//! - `wasm-opt` without the passes that make each copy look different: the module grows, its brotli shrinks by 7 %.

mod code;
mod data;
mod names;
mod panics;
mod wasm;

use crate::{run::run, tools::Toolbox};
use anyhow::{Context, Result, bail};
use std::{collections::BTreeSet, fs, path::Path};

/// Classes that wasm-bindgen writes for `wasm-streams`.
pub const UNUSED_CLASSES: [&str; 3] = ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// What every browser with WebAssembly worth the name ships; one feature more, and older ones refuse the module.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Chosen by the size of the brotli, not of the module. What comes before `-Os` makes calls that stop the module stop it
/// on the spot, and drops what they were given.
const PASSES: [&str; 19] = [
    "--dce",
    "--dae",
    "--inlining",
    "--always-inline-max-function-size=6",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=20",
    "--vacuum",
    "--dealign",
    "-Os",
    "--skip-pass=inlining-optimizing",
    "--skip-pass=code-folding",
    "--skip-pass=local-cse",
    "--skip-pass=rse",
    "--skip-pass=memory-packing",
    // The stack comes first and grows towards 0: no address below 1,024 is ever used.
    "--low-memory-unused",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// What shows which calls are left, before [`PASSES`] change more.
const CLEARING: [&str; 5] = ["-g", "--dce", "--dae", "--vacuum", "--remove-unused-module-elements"];

/// Shrinks `{name}.js` and `{name}_bg.wasm` in `dist`, made from the module `linked`; the glue loses these classes.
///
/// # Errors
/// When a file is missing, a tool fails, or wasm-bindgen writes its classes in another way than expected.
pub fn shake(tools: &Toolbox, linked: &Path, dist: &Path, name: &str, unused: &[&str]) -> Result<()> {
    let linked = data::Linked::read(&read(linked)?)?;
    let glue_path = dist.join(format!("{name}.js"));
    let glue = fs::read_to_string(&glue_path).with_context(|| format!("cannot read {}", glue_path.display()))?;
    let lean = without_classes(&glue, unused)?;
    let graph = dist.join("exports.json");
    fs::write(&graph, reachable(&lean)).with_context(|| format!("cannot write {}", graph.display()))?;
    let wasm = dist.join(format!("{name}_bg.wasm"));
    let used = dist.join("used.wasm");
    change(&wasm, data::without_linking)?;
    run(tools
        .command("wasm-metadce")
        .arg(&wasm)
        .args(FEATURES)
        .arg("-g")
        .arg("--quiet")
        .arg("-o")
        .arg(&used)
        .arg("--graph-file")
        .arg(&graph))?;
    change(&used, panics::to_traps)?;
    loop {
        run(tools.command("wasm-opt").arg(&used).args(FEATURES).args(CLEARING).arg("-o").arg(&used))?;
        let (less, uncalled) = data::without_uncalled(&read(&used)?, &linked)?;
        fs::write(&used, less).with_context(|| format!("cannot write {}", used.display()))?;
        if uncalled == 0 {
            break;
        }
    }
    run(tools.command("wasm-opt").arg(&used).args(FEATURES).args(PASSES).arg("-o").arg(&wasm))?;
    change(&wasm, |wasm| data::without_unread(wasm, &linked))?;
    for scratch in [&graph, &used] {
        fs::remove_file(scratch).with_context(|| format!("cannot remove {}", scratch.display()))?;
    }
    let (bytes, lean) = names::shorten(&read(&wasm)?, &lean, name)?;
    fs::write(&wasm, bytes).with_context(|| format!("cannot write {}", wasm.display()))?;
    fs::write(&glue_path, lean).with_context(|| format!("cannot write {}", glue_path.display()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn change(path: &Path, how: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<()> {
    let changed = how(&read(path)?).with_context(|| format!("cannot shrink {}", path.display()))?;
    fs::write(path, changed).with_context(|| format!("cannot write {}", path.display()))
}

/// The glue without these classes and what belongs to them.
fn without_classes(glue: &str, classes: &[&str]) -> Result<String> {
    let mut lean = String::with_capacity(glue.len());
    let mut until: Option<&str> = None;
    for line in glue.lines() {
        if let Some(end) = until {
            if line.starts_with(end) {
                until = None;
            }
            continue;
        }
        let class = classes.iter().find(|class| line.contains(**class));
        match class {
            Some(class) if line == format!("export class {class} {{") => until = Some("}"),
            Some(class) if line.starts_with(&format!("const {class}Finalization")) => until = Some("    : "),
            Some(_) => {}
            None => {
                lean.push_str(line);
                lean.push('\n');
            }
        }
    }
    if let Some(class) = classes.iter().find(|class| !glue.contains(&format!("export class {class} {{"))) {
        bail!("the glue has no class {class} any more: take it off UNUSED_CLASSES in {}", file!());
    }
    if until.is_some() || !["export function ", "export class "].iter().any(|exported| lean.contains(exported)) {
        bail!("wasm-bindgen writes its classes in another way than {} expects", file!());
    }
    Ok(lean)
}

/// The graph for `wasm-metadce`: from outside one reaches the exports that the glue names.
fn reachable(glue: &str) -> String {
    let names: BTreeSet<&str> = glue
        .split("wasm.")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default())
        .filter(|name| !name.is_empty())
        .collect();
    let roots: Vec<&&str> = names.iter().collect();
    let mut nodes = vec![serde_json::json!({ "name": "outside", "root": true, "reaches": roots })];
    nodes.extend(names.iter().map(|name| serde_json::json!({ "name": name, "export": name })));
    serde_json::Value::from(nodes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "export class Handle {\n    free() {\n        wasm.handle_free(1);\n    }\n}\n\
        export class Pipe {\n    start() {\n        wasm.pipe_start(1);\n    }\n}\n\
        if (Symbol.dispose) Pipe.prototype[Symbol.dispose] = Pipe.prototype.free;\n\
        const PipeFinalization = (typeof FinalizationRegistry === 'undefined')\n    ? { register() {} }\n    : new FinalizationRegistry(p => wasm.pipe_free(p));\n\
        export function mount() { wasm.mount(wasm.memory); }\n";

    #[test]
    fn a_class_goes_with_all_that_belongs_to_it() {
        let lean = without_classes(GLUE, &["Pipe"]).unwrap();
        assert!(!lean.contains("ipe") && lean.contains("wasm.handle_free(1);\n    }\n}\n"), "{lean}");
        assert!(lean.ends_with("export function mount() { wasm.mount(wasm.memory); }\n"), "{lean}");
    }

    #[test]
    fn a_class_that_is_not_there_is_said() {
        let error = without_classes(GLUE, &["Tube"]).unwrap_err().to_string();
        assert!(error.contains("no class Tube"), "{error}");
    }

    #[test]
    fn the_exports_that_the_glue_names_are_reached() {
        let graph: serde_json::Value = serde_json::from_str(&reachable(GLUE)).unwrap();
        let reached = graph[0]["reaches"].to_string();
        assert_eq!(reached, r#"["handle_free","memory","mount","pipe_free","pipe_start"]"#);
    }
}
