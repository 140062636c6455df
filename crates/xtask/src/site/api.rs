//! `api.toml`, the one table of what a merchant's page may use: the names that the element gets, and what is written from
//! it by `cargo xtask api`: the reference in two languages, the types and the custom-elements manifest.

mod reference;
mod types;

use crate::{run::say, workspace::Workspace};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::{collections::BTreeMap, fs, process::ExitCode};

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    attribute: Vec<Attribute>,
    property: Vec<Property>,
    method: Vec<Method>,
    event: Vec<Event>,
    style: Vec<Style>,
    part: Vec<Named>,
    slot: Vec<Named>,
    page: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attribute {
    name: String,
    kind: Kind,
    about: String,
    zh: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Text,
    Switch,
    Own,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Property {
    name: String,
    r#type: String,
    about: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Method {
    name: String,
    args: String,
    returns: String,
    about: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    name: String,
    cancelable: bool,
    detail: BTreeMap<String, String>,
    about: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Style {
    name: String,
    default: String,
    about: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    about: String,
    zh: String,
}

impl Api {
    /// Reads the table.
    ///
    /// # Errors
    /// When it is missing, or is not what it should be.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let path = workspace.path("api.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is not the table of the API", path.display()))
    }

    /// The names that `public/renzai.js` gives the element, as JSON.
    ///
    /// # Errors
    /// Never in practice: names are text.
    pub fn tables(&self) -> Result<Vec<(&'static str, String)>> {
        let of = |kind| self.attribute.iter().filter(move |it| it.kind == kind).map(|it| &it.name).collect::<Vec<_>>();
        let methods: Vec<_> = self.method.iter().map(|it| &it.name).collect();
        Ok(vec![
            ("API_METHODS", serde_json::to_string(&methods)?),
            ("API_TEXTS", serde_json::to_string(&of(Kind::Text))?),
            ("API_SWITCHES", serde_json::to_string(&of(Kind::Switch))?),
        ])
    }

    /// Path and content of each file that is written from the table.
    fn files(&self) -> Result<[(&'static str, String); 4]> {
        Ok([
            ("docs/api.md", reference::english(self)),
            ("docs/api.zh-CN.md", reference::chinese(self)),
            ("npm/renzai.d.ts", types::declarations(self)),
            ("npm/custom-elements.json", types::manifest(self)?),
        ])
    }
}

/// Writes what comes from the table.
///
/// # Errors
/// When the table cannot be read, or a file not written.
pub fn write(workspace: &Workspace) -> Result<ExitCode> {
    for (path, content) in Api::read(workspace)?.files()? {
        fs::write(workspace.path(path), content).with_context(|| format!("cannot write {path}"))?;
        say(path);
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_from_the_table_is_up_to_date() {
        let workspace = Workspace::load().unwrap();
        for (path, content) in Api::read(&workspace).unwrap().files().unwrap() {
            let found = fs::read_to_string(workspace.path(path)).unwrap_or_default();
            assert!(found == content, "{path} is not what api.toml says: run `cargo xtask api`");
        }
    }

    #[test]
    fn every_attribute_that_the_widget_reads_is_in_the_table() {
        let workspace = Workspace::load().unwrap();
        let api = Api::read(&workspace).unwrap();
        let code = fs::read_to_string(workspace.path("src/config.rs")).unwrap();
        let read = ["attribute(\"", "has(\"", "address(\""].map(|call| code.split(call).skip(1));
        let names: Vec<_> = read.into_iter().flatten().filter_map(|rest| rest.split('"').next()).collect();
        assert!(names.len() > 7, "{names:?}");
        for name in names {
            assert!(api.attribute.iter().any(|it| it.name == name), "{name} is not in api.toml");
        }
    }

    #[test]
    fn a_merchant_has_at_most_fourteen_custom_properties() {
        assert!(Api::read(&Workspace::load().unwrap()).unwrap().style.len() <= 14);
    }
}
