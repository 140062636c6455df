//! What is compiled: the two pages by trunk, the command by cargo, the packs by the command. Each is made again only
//! when something that goes into it changed.

use super::shake::{UNUSED_CLASSES, shake};
use crate::{
    run::{run, say},
    stamp::{Fingerprint, unless_current},
    tools::Toolbox,
    workspace::Workspace,
};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf, process::Command};

/// The languages of the sample shop's knowledge, each a folder below `knowledge/`.
const LANGUAGES: [&str; 2] = ["zh", "en"];

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-release";

/// What is done to a module after it was compiled.
const SHAKING: &str = "crates/xtask/src/site/shake";

/// The compiled parts of the site.
pub struct Parts {
    /// Folder with `ren-zai.js`, `ren-zai_bg.wasm` and the chat page.
    pub widget: PathBuf,
    /// Folder with `masker.js` and `masker_bg.wasm`.
    pub masker: PathBuf,
    /// Folder with `answerer.js` and `answerer_bg.wasm`.
    pub answerer: PathBuf,
    /// Folder with `console.js`, `console_bg.wasm` and the agents' page.
    pub console: PathBuf,
    /// Folder with `shop.<language>.pack`.
    pub packs: PathBuf,
    /// Changes when one of the parts may have changed.
    pub fingerprint: String,
}

impl Parts {
    /// Builds what changed.
    ///
    /// # Errors
    /// When a build fails; the tool's own words are above.
    pub fn build(workspace: &Workspace, tools: &Toolbox) -> Result<Self> {
        build_command(workspace)?;
        let built = modules(workspace, tools)?;
        let (packs, packs_from) = packs(workspace)?;
        let all = built.iter().map(|(_, from)| from).chain([&packs_from]);
        let fingerprint = all.fold(Fingerprint::default(), |all, from| all.text(from)).hex();
        let [widget, masker, answerer, console] = built.map(|(folder, _)| folder);
        Ok(Self { widget, masker, answerer, console, packs, fingerprint })
    }
}

/// Builds what runs in a browser: the folders of widget, masker, answerer and console, and what each was made from.
///
/// # Errors
/// When a build fails; the tool's own words are above.
pub fn modules(workspace: &Workspace, tools: &Toolbox) -> Result<[(PathBuf, String); 4]> {
    Ok([
        page(workspace, tools, "ren-zai", "target/trunk/widget", "Trunk.toml")?,
        module(workspace, tools, "masker")?,
        module(workspace, tools, "answerer")?,
        page(workspace, tools, "console", "target/trunk/console", "crates/console/Trunk.toml")?,
    ])
}

/// Builds `renzai` in release: it packs the knowledge, and it is the desk.
fn build_command(workspace: &Workspace) -> Result<()> {
    say("building the command `renzai` (release; 3 minutes the first time, else seconds)");
    run(Command::new("cargo").args(["build", "--quiet", "--release", "-p", "renzai"]).current_dir(&workspace.root))
}

/// Builds a page by trunk; answers the folder and what it was made from.
fn page(workspace: &Workspace, tools: &Toolbox, package: &str, dist: &str, config: &str) -> Result<(PathBuf, String)> {
    let dist = workspace.path(dist);
    let fingerprint = Fingerprint::default()
        .text(tools.versions())
        .paths(&workspace.sources(package))?
        .paths(&[workspace.path("package-lock.json"), workspace.path(SHAKING)])?
        .hex();
    unless_current(&dist, &fingerprint, || {
        say(&format!("building the page `{package}` (release, WebAssembly; minutes the first time)"));
        // Scripts that an earlier version had would be taken along.
        let before = workspace.cargo_target.join("wasm-bindgen");
        if before.exists() {
            fs::remove_dir_all(&before).with_context(|| format!("cannot remove {}", before.display()))?;
        }
        run(tools
            .command("trunk")
            .args(["build", "--release", "--config", config])
            // trunk reads NO_COLOR as a boolean, and most people set it to 1.
            .env_remove("NO_COLOR")
            .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags()?)
            .current_dir(&workspace.root))?;
        if package == "ren-zai" {
            shake(tools, &linked(workspace, package), &dist, package, &UNUSED_CLASSES)
        } else {
            Ok(())
        }
    })?;
    Ok((dist, fingerprint))
}

/// Builds a module that the widget fetches when it needs it; answers the folder and what it was made from. It has no
/// page, so that cargo and wasm-bindgen do it without trunk.
fn module(workspace: &Workspace, tools: &Toolbox, package: &str) -> Result<(PathBuf, String)> {
    let dist = workspace.path("target/trunk").join(package);
    let fingerprint = Fingerprint::default()
        .text(tools.versions())
        .paths(&workspace.sources(package))?
        .paths(&[workspace.path("package-lock.json"), workspace.path(SHAKING)])?
        .hex();
    unless_current(&dist, &fingerprint, || {
        say(&format!("building the module `{package}` (release, WebAssembly)"));
        run(Command::new("cargo")
            .args(["build", "--quiet", "--lib", "--target", TARGET, "--profile", PROFILE, "-p", package])
            .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags()?)
            .current_dir(&workspace.root))?;
        let linked = linked(workspace, package);
        run(tools
            .command("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .args([&dist, &linked]))?;
        shake(tools, &linked, &dist, package, &[])
    })?;
    Ok((dist, fingerprint))
}

/// The module as the linker left it.
fn linked(workspace: &Workspace, package: &str) -> PathBuf {
    workspace.cargo_target.join(TARGET).join(PROFILE).join(format!("{}.wasm", package.replace('-', "_")))
}

/// What the compiler is told, for every module that runs in a browser.
///
/// Two of the passes that make code faster are left out, because they make it larger: one keeps a value that one of two
/// ways has already (`pre`), one counts addresses in place of positions (`lsr`). The engine is no slower without them.
///
/// Panic messages name source files: by crate, not by where this machine keeps them. Two machines make one module.
fn compiler_flags() -> Result<String> {
    let home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir().context("cannot tell the home folder: set CARGO_HOME")?.join(".cargo"),
    };
    let mut flags = ["-Cllvm-args=-enable-pre=false", "-Cllvm-args=-disable-lsr"].map(String::from).to_vec();
    let registry = home.join("registry/src");
    for index in fs::read_dir(&registry).with_context(|| format!("cannot read {}", registry.display()))? {
        let index = index?.path();
        flags.push(format!("--remap-path-prefix={}=", index.display()));
    }
    Ok(flags.join("\u{1f}"))
}

/// Packs the sample shop's knowledge; answers the folder and what it was made from.
fn packs(workspace: &Workspace) -> Result<(PathBuf, String)> {
    let folder = workspace.path("target/packs");
    let fingerprint =
        Fingerprint::default().paths(&workspace.sources("renzai"))?.paths(&[workspace.path("knowledge")])?.hex();
    unless_current(&folder, &fingerprint, || {
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        for language in LANGUAGES {
            say(&format!("packing knowledge/{language}"));
            run(Command::new(workspace.renzai())
                .arg("pack")
                .arg(workspace.path("knowledge").join(language))
                .arg("-o")
                .arg(folder.join(format!("shop.{language}.pack")))
                .current_dir(&workspace.root))?;
        }
        Ok(())
    })?;
    Ok((folder, fingerprint))
}
