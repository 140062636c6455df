//! `cargo xtask supply`, `cargo xtask sbom`: what we build on. Whether it may be so (`deny.toml`), and a list of all of it.

use crate::{
    run::{capture, run, say},
    tools,
    workspace::Workspace,
};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    env, fs,
    process::{Command, ExitCode},
};

/// What is given away, and what it is compiled for.
const PRODUCTS: [(&str, &str); 5] = [
    ("ren-zai", "wasm32-unknown-unknown"),
    ("masker", "wasm32-unknown-unknown"),
    ("answerer", "wasm32-unknown-unknown"),
    ("console", "wasm32-unknown-unknown"),
    ("renzai", "x86_64-unknown-linux-gnu"),
];

/// The product whose scripts are bundled with packages of npm, and where these are listed.
const SCRIPTS: (&str, &str) = ("ren-zai", "parts/package-lock.json");

/// What is asked.
#[derive(clap::Args, Clone, Copy, Default)]
pub struct Options {
    /// Also look for crates with known weaknesses; fetches the data base of `RustSec`.
    #[arg(long)]
    advisories: bool,
}

/// Licences, forbidden crates and sources, by `deny.toml`.
///
/// # Errors
/// When something is not as it may be: cargo-deny's own words are above.
pub fn check(workspace: &Workspace, options: Options) -> Result<ExitCode> {
    let known = env::var_os("PATH").unwrap_or_default();
    let folders = tools::cargo_deny()?.into_iter().chain(env::split_paths(&known));
    let mut command = Command::new("cargo");
    command.env("PATH", env::join_paths(folders)?).current_dir(&workspace.root);
    command.args(["deny", "--all-features", "check", "licenses", "bans", "sources"]);
    run(command.args(options.advisories.then_some("advisories")))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a bill of materials for each product into target/sbom, in the format of `CycloneDX` 1.5.
///
/// # Errors
/// When cargo cannot say what a product needs.
pub fn list(workspace: &Workspace) -> Result<ExitCode> {
    let folder = workspace.path("target/sbom");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let lock = fs::read_to_string(workspace.path("Cargo.lock")).context("cannot read Cargo.lock")?;
    let checksums = checksums(&lock);
    let scripts =
        scripts(&fs::read_to_string(workspace.path(SCRIPTS.1)).with_context(|| format!("cannot read {}", SCRIPTS.1))?)?;
    for (product, target) in PRODUCTS {
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target]);
        let metadata: Metadata = serde_json::from_str(&capture(cargo.current_dir(&workspace.root))?)?;
        let mut bill = bill(&metadata, product, &checksums)?;
        if product == SCRIPTS.0 {
            scripts.add_to(&mut bill);
        }
        let path = folder.join(format!("{product}.cdx.json"));
        fs::write(&path, serde_json::to_string_pretty(&bill)? + "\n")
            .with_context(|| format!("cannot write {}", path.display()))?;
        let count = bill["components"].as_array().map_or(0, Vec::len);
        say(&format!("{}: {count} components", path.display()));
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Needed>,
}

#[derive(Deserialize)]
struct Needed {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

/// What is linked into the product: no tests, no build scripts. The same tree gives the same bytes, so there is no time in it.
fn bill(metadata: &Metadata, product: &str, checksums: &HashMap<(String, String), String>) -> Result<Value> {
    let packages: HashMap<&str, &Package> = metadata.packages.iter().map(|it| (it.id.as_str(), it)).collect();
    let nodes: HashMap<&str, &Node> = metadata.resolve.nodes.iter().map(|it| (it.id.as_str(), it)).collect();
    let linked = |id: &str| -> Vec<&str> {
        let all = nodes.get(id).into_iter().flat_map(|node| &node.deps);
        all.filter(|it| it.dep_kinds.iter().any(|kind| kind.kind.is_none())).map(|it| it.pkg.as_str()).collect()
    };
    let root = metadata.packages.iter().find(|it| it.name == product);
    let root = root.with_context(|| format!("cargo knows no crate {product}"))?;
    let (mut seen, mut next) = (BTreeSet::from([root.id.as_str()]), vec![root.id.as_str()]);
    while let Some(id) = next.pop() {
        next.extend(linked(id).into_iter().filter(|id| seen.insert(id)));
    }
    // By name and version: cargo's ids have paths of this machine in them.
    let name =
        |id: &str| packages.get(id).map(|it| format!("pkg:cargo/{}@{}", it.name, it.version)).unwrap_or_default();
    let mut components = BTreeMap::new();
    let mut dependencies = BTreeMap::new();
    for id in &seen {
        let Some(package) = packages.get(id) else { continue };
        let mut needs: Vec<String> = linked(id).into_iter().map(name).collect();
        needs.sort_unstable();
        dependencies.insert(name(id), needs);
        components.insert(name(id), component(package, &name(id), checksums));
    }
    let own = components.remove(&name(&root.id));
    let dependencies: Vec<Value> =
        dependencies.into_iter().map(|(name, needs)| json!({"ref": name, "dependsOn": needs})).collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": components.into_values().collect::<Vec<_>>(),
        "dependencies": dependencies,
    }))
}

fn component(package: &Package, name: &str, checksums: &HashMap<(String, String), String>) -> Value {
    let Package { name: plain, version, license, .. } = package;
    let mut component = json!({"type": "library", "bom-ref": name, "name": plain, "version": version, "purl": name});
    if let Some(license) = license {
        // Old crates write a stroke for "or".
        component["licenses"] = json!([{"expression": license.replace('/', " OR ")}]);
    }
    if let Some(sum) = checksums.get(&(plain.clone(), version.clone())) {
        component["hashes"] = json!([{"alg": "SHA-256", "content": sum}]);
    }
    component
}

/// Packages of npm in a product, and what needs which, by name and version.
struct Scripts {
    components: Vec<Value>,
    dependencies: Vec<Value>,
    /// What the product itself asks for.
    asked: Vec<String>,
}

impl Scripts {
    fn add_to(&self, bill: &mut Value) {
        let own = bill["metadata"]["component"]["bom-ref"].clone();
        let asks = |it: &&mut Value| it["ref"] == own;
        for (place, more) in [("components", &self.components), ("dependencies", &self.dependencies)] {
            bill[place].as_array_mut().into_iter().for_each(|all| all.extend(more.iter().cloned()));
        }
        if let Some(own) = bill["dependencies"].as_array_mut().and_then(|all| all.iter_mut().find(asks)) {
            own["dependsOn"]
                .as_array_mut()
                .into_iter()
                .for_each(|all| all.extend(self.asked.iter().map(|it| json!(it))));
        }
    }
}

#[derive(Deserialize)]
struct Locked {
    packages: BTreeMap<String, Installed>,
}

#[derive(Deserialize)]
struct Installed {
    version: Option<String>,
    license: Option<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

/// From npm's lock file. It is flat: of each package there is one version.
fn scripts(lock: &str) -> Result<Scripts> {
    let Locked { packages } = serde_json::from_str(lock).with_context(|| format!("cannot read {}", SCRIPTS.1))?;
    let installed = |name: &str| packages.get(&format!("node_modules/{name}"));
    let named = |name: &str| -> Result<String> {
        let version = installed(name).and_then(|it| it.version.as_deref());
        let version = version.with_context(|| format!("{} names no version of {name}", SCRIPTS.1))?;
        Ok(format!("pkg:npm/{}@{version}", name.replace('@', "%40")))
    };
    let mut scripts = Scripts { components: Vec::new(), dependencies: Vec::new(), asked: Vec::new() };
    for (place, package) in &packages {
        let needs: Vec<String> = package.dependencies.keys().map(|name| named(name)).collect::<Result<_>>()?;
        let Some(name) = place.strip_prefix("node_modules/") else {
            scripts.asked.extend(needs);
            continue;
        };
        let id = named(name)?;
        let mut component =
            json!({"type": "library", "bom-ref": id, "name": name, "version": package.version, "purl": id});
        if let Some(license) = &package.license {
            component["licenses"] = json!([{"expression": license}]);
        }
        scripts.components.push(component);
        scripts.dependencies.push(json!({"ref": id, "dependsOn": needs}));
    }
    Ok(scripts)
}

/// SHA-256 of each crate's archive, by name and version, as Cargo.lock has them.
fn checksums(lock: &str) -> HashMap<(String, String), String> {
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.and_then(|rest| rest.strip_suffix('"')).map(str::to_owned)
    };
    let blocks = lock.split("[[package]]");
    blocks.filter_map(|it| Some(((value(it, "name")?, value(it, "version")?), value(it, "checksum")?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_has_what_is_linked_and_nothing_of_this_machine() {
        let workspace = Workspace::load().unwrap();
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", PRODUCTS[3].1]);
        let text = capture(cargo.current_dir(&workspace.root)).unwrap();
        let metadata: Metadata = serde_json::from_str(&text).unwrap();
        let lock = fs::read_to_string(workspace.path("Cargo.lock")).unwrap();
        let bill = bill(&metadata, "renzai", &checksums(&lock)).unwrap();
        let components = bill["components"].as_array().unwrap();
        let named = |name: &str| components.iter().find(|it| it["name"] == name);
        let sealing = named("chacha20poly1305").unwrap();
        assert_eq!(sealing["hashes"][0]["content"].as_str().unwrap().len(), 64);
        assert_eq!(sealing["licenses"][0]["expression"], "Apache-2.0 OR MIT");
        assert!(named("desk").is_some() && named("proptest").is_none() && named("xtask").is_none());
        assert!(!bill.to_string().contains(&*workspace.root.to_string_lossy()));
        let known: BTreeSet<&str> = components.iter().filter_map(|it| it["bom-ref"].as_str()).collect();
        for needed in bill["dependencies"].as_array().unwrap().iter().flat_map(|it| it["dependsOn"].as_array().unwrap())
        {
            assert!(known.contains(needed.as_str().unwrap()), "{needed} is needed and not listed");
        }
    }

    #[test]
    fn the_widgets_bill_has_the_packages_that_its_scripts_are_bundled_with() {
        let workspace = Workspace::load().unwrap();
        let scripts = scripts(&fs::read_to_string(workspace.path(SCRIPTS.1)).unwrap()).unwrap();
        let mut bill = json!({
            "metadata": {"component": {"bom-ref": "own"}},
            "components": [],
            "dependencies": [{"ref": "own", "dependsOn": ["a crate"]}],
        });
        scripts.add_to(&mut bill);
        let cipher = &bill["components"].as_array().unwrap()[1];
        assert_eq!(cipher["purl"], "pkg:npm/%40stablelib/chacha@2.0.1");
        assert_eq!(cipher["licenses"][0]["expression"], "MIT");
        assert_eq!(bill["dependencies"][0]["dependsOn"], json!(["a crate", cipher["purl"]]));
        let known: Vec<&Value> = bill["components"].as_array().unwrap().iter().map(|it| &it["bom-ref"]).collect();
        for needs in &bill["dependencies"].as_array().unwrap()[1..] {
            assert!(needs["dependsOn"].as_array().unwrap().iter().all(|it| known.contains(&it)), "{needs}");
        }
    }
}
