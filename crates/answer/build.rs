//! Lists the files of the lexicon and of the scenes, so that a new file needs no line of code.

// A build script lives on the command line and speaks to cargo through its output.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::{env, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").map(std::path::PathBuf::from).unwrap_or_default();
    let out = env::var("OUT_DIR").map(std::path::PathBuf::from).unwrap_or_default();
    let mut code = String::new();
    for (name, folder) in [("LEXICON", "lexicon"), ("SCENES", "scenes")] {
        println!("cargo::rerun-if-changed={folder}");
        let files: Vec<String> =
            toml_files(&root.join(folder)).iter().map(|path| format!("include_str!({path:?})")).collect();
        let what = format!("/// The text of every file in `{folder}`, by name of file.\n");
        code.push_str(&format!("{what}pub const {name}: &[&str] = &[{}];\n", files.join(", ")));
    }
    if let Err(why) = fs::write(out.join("language.rs"), code) {
        println!("cargo::error=the list of the lexicon's files cannot be written: {why}");
    }
}

fn toml_files(folder: &Path) -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.display().to_string())
        .collect();
    files.sort();
    files
}
