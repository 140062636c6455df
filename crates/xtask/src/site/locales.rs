//! The widget's texts: `locales/<tag>.toml`, one table a language, checked against each other and against the code that
//! uses them, and compiled into what a shopper fetches for the one language in use.
//!
//! | section | becomes | read by |
//! |---|---|---|
//! | `shell` | a constant in `renzai.js` | the shell, before anything is fetched |
//! | `box` | the first line of `words-<tag>-<hash>.txt` | the shell's box, when the widget cannot start |
//! | `panel` | its other lines, in the order of the keys | `src/words.rs` |
//! | `parts` | `words-<tag>-<hash>.json` | `parts/` |
//!
//! A text that depends on a number is a table of plural categories, as `Intl.PluralRules` names them.

use crate::stamp::{files_below, hash};
use anyhow::{Context, Result, bail};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};
use toml::{Table, Value};

/// Whose texts are complete by definition: the others are held against it.
const REFERENCE: &str = "zh-Hans";
/// All fourteen would make every shopper's shell a quarter larger.
const ALWAYS_THERE: [&str; 2] = ["en", "zh-Hans"];
const SECTIONS: [&str; 4] = ["shell", "box", "panel", "parts"];

/// The plural categories of whole numbers, by CLDR.
const PLURALS: [(&str, &[&str]); 8] = [
    ("ar", &["few", "many", "one", "other", "two", "zero"]),
    ("de", &["one", "other"]),
    ("en", &["one", "other"]),
    ("es", &["many", "one", "other"]),
    ("fr", &["many", "one", "other"]),
    ("pt", &["many", "one", "other"]),
    ("ru", &["few", "many", "one", "other"]),
    ("", &["other"]),
];

/// All locales, by their tag.
pub struct Locales(BTreeMap<String, Table>);

/// Where the code uses the texts: all of it, as text.
pub struct Code {
    /// `src/` of the widget.
    pub widget: String,
    /// `parts/`.
    pub parts: String,
}

impl Code {
    /// Reads it below `root`.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let all = |folder: &str| -> Result<String> {
            let mut text = String::new();
            for path in files_below(&root.join(folder))? {
                text += &fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            }
            Ok(text)
        };
        Ok(Self { widget: all("src")?, parts: all("parts")? })
    }
}

impl Locales {
    /// Reads `folder`.
    ///
    /// # Errors
    /// When a file cannot be read or is no TOML.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut locales = BTreeMap::new();
        for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let table = text.parse().with_context(|| format!("{} is no TOML", path.display()))?;
            locales.insert(tag, table);
        }
        Ok(Self(locales))
    }

    /// Holds the tables against each other and against the code.
    ///
    /// # Errors
    /// When a text is missing, is used nowhere, has other holes than the Chinese one, or lacks a plural form.
    pub fn check(&self, code: &Code) -> Result<()> {
        let findings = self.findings(code);
        if !findings.is_empty() {
            bail!("the texts in locales/ do not fit:\n{}", findings.join("\n"));
        }
        Ok(())
    }

    fn findings(&self, code: &Code) -> Vec<String> {
        let Some(reference) = self.0.get(REFERENCE) else {
            return vec![format!("locales/{REFERENCE}.toml is missing: the others are held against it")];
        };
        let mut findings = Vec::new();
        for (tag, locale) in &self.0 {
            let path = format!("locales/{tag}.toml");
            if locale.get("name").and_then(Value::as_str).is_none() {
                findings.push(format!("{path}: `name` is missing: what the language calls itself"));
            }
            for section in SECTIONS {
                let (wanted, found) = (texts(reference, section), texts(locale, section));
                for key in wanted.keys().filter(|key| !found.contains_key(**key)) {
                    findings.push(format!("{path}: [{section}] has no `{key}`; {REFERENCE} has it"));
                }
                for (key, text) in found {
                    let place = format!("{path}: [{section}] `{key}`");
                    match wanted.get(key) {
                        None => findings.push(format!("{place}: {REFERENCE} has no such text")),
                        Some(model) => findings.extend(compare(&place, plural_forms(tag), model, text)),
                    }
                }
            }
        }
        for (section, code) in [("panel", &code.widget), ("parts", &code.parts)] {
            let unused = texts(reference, section).into_keys().filter(|key| !uses(code, key));
            findings
                .extend(unused.map(|key| format!("[{section}] `{key}`: no code reads it; take it out of all tables")));
        }
        findings
    }

    /// What the shell knows by itself: `{tag: [texts, by the order of their keys]}`; in two languages with those of the
    /// box, for when nothing can be fetched.
    ///
    /// # Errors
    /// Never, for tables that were checked.
    pub fn shell(&self) -> Result<String> {
        let mut all = BTreeMap::new();
        for (tag, locale) in &self.0 {
            let mut own: Vec<&Value> = texts(locale, "shell").into_values().collect();
            if ALWAYS_THERE.contains(&tag.as_str()) {
                own.extend(texts(locale, "box").into_values());
            }
            all.insert(tag, own);
        }
        Ok(serde_json::to_string(&all)?)
    }

    /// What the languages call themselves.
    ///
    /// # Errors
    /// Never, for tables that were checked.
    pub fn names(&self) -> Result<String> {
        let names: BTreeMap<&String, Option<&Value>> =
            self.0.iter().map(|(tag, locale)| (tag, locale.get("name"))).collect();
        Ok(serde_json::to_string(&names)?)
    }

    /// The files to fetch, name and content, and the hash in their names: one for all, fourteen of them would cost
    /// every shopper.
    ///
    /// # Errors
    /// Never, for tables that were checked.
    pub fn files(&self) -> Result<(String, Vec<(String, String)>)> {
        let mut made = Vec::new();
        for (tag, locale) in &self.0 {
            let own = texts(locale, "box").into_values().map(line).collect::<Vec<_>>().join("\t");
            let lines = texts(locale, "panel").into_values().map(line).collect::<Vec<_>>().join("\n");
            made.push((tag, "txt", format!("{own}\n{lines}\n")));
            made.push((tag, "json", serde_json::to_string(&texts(locale, "parts"))?));
        }
        let all: String = made.iter().map(|(_, _, content)| content.as_str()).collect();
        let version = hash(all.as_bytes());
        let name = |tag: &str, kind| format!("assets/words-{tag}-{version}.{kind}");
        let files = made.into_iter().map(|(tag, kind, content)| (name(tag, kind), content)).collect();
        Ok((version, files))
    }
}

/// The texts of a section, in the order of their keys.
fn texts<'a>(locale: &'a Table, section: &str) -> BTreeMap<&'a str, &'a Value> {
    let table = locale.get(section).and_then(Value::as_table);
    table.into_iter().flatten().map(|(key, value)| (key.as_str(), value)).collect()
}

/// A text on one line; one that depends on a number as category and form in turn, `other` last.
fn line(text: &Value) -> String {
    let Some(forms) = text.as_table() else { return text.as_str().unwrap_or_default().to_owned() };
    let mut line = String::new();
    for (category, form) in forms.iter().filter(|(category, _)| *category != "other") {
        let _ = write!(line, "{category}\t{}\t", form.as_str().unwrap_or_default());
    }
    line + "other\t" + forms.get("other").and_then(Value::as_str).unwrap_or_default()
}

fn plural_forms(tag: &str) -> &'static [&'static str] {
    PLURALS.iter().find(|(start, _)| tag.starts_with(start)).map_or(&["other"], |(_, forms)| forms)
}

/// What is wrong with one text, held against the reference's.
fn compare(place: &str, plural: &[&str], model: &Value, text: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let (wanted, found) = (holes(form(model)), holes(form(text)));
    if wanted != found {
        findings.push(format!("{place}: expected the holes {wanted:?}, found {found:?}"));
    }
    match text {
        Value::Table(forms) => {
            let found: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
            let wanted: BTreeSet<&str> = plural.iter().copied().collect();
            if found != wanted {
                findings.push(format!("{place}: expected the plural forms {wanted:?}, found {found:?}"));
            }
        }
        Value::Array(list) if Some(list.len()) != model.as_array().map(Vec::len) => {
            findings.push(format!("{place}: expected a list as long as in {REFERENCE}"));
        }
        Value::Array(_) | Value::String(_) => {}
        _ => findings.push(format!("{place}: expected a text, a list of texts or a table of plural forms")),
    }
    let all = text.to_string();
    if all.contains("\\n") || all.contains("\\t") {
        findings.push(format!("{place}: a text is one line without tabs"));
    }
    findings
}

/// The form that every number may take.
fn form(text: &Value) -> &str {
    text.as_str().or_else(|| text.get("other").and_then(Value::as_str)).unwrap_or_default()
}

/// The names between braces.
fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Whether `code` has `.key` as a whole word.
fn uses(code: &str, key: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    code.match_indices(&format!(".{key}")).any(|(at, found)| ends(&code[at + found.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locales(tables: &[(&str, &str)]) -> Locales {
        Locales(tables.iter().map(|(tag, text)| ((*tag).to_owned(), text.parse().unwrap())).collect())
    }

    const ZH: &str =
        "name = '简体中文'\n[box]\ncall = '拨打 {phone}'\nways = '也可以'\n[panel]\nplace = '前面 {n} 位'\nme = '我'\n";

    fn code() -> Code {
        Code { widget: "words.place, words.me".into(), parts: String::new() }
    }

    #[test]
    fn the_tables_of_the_project_fit_each_other() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let locales = Locales::read(&root.join("locales")).unwrap();
        let code = Code::read(&root).unwrap();
        assert_eq!(locales.findings(&code), Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_unknown_or_holed_otherwise_is_said() {
        let en = "name = 'English'\n[box]\ncall = 'Call'\nways = 'Or'\nmore = 'x'\n[panel]\nplace = { one = '{n}', other = '{n}' }\n";
        let found = locales(&[("zh-Hans", ZH), ("en", en)]).findings(&code()).join("\n");
        assert!(found.contains("[panel] has no `me`"), "{found}");
        assert!(found.contains("`more`: zh-Hans has no such text"), "{found}");
        assert!(found.contains("expected the holes {\"phone\"}, found {}"), "{found}");
        assert_eq!(found.lines().count(), 3, "{found}");
    }

    #[test]
    fn each_language_has_its_plural_forms_and_each_text_its_reader() {
        let ru = ZH.replace("'前面 {n} 位'", "{ one = '{n}', other = '{n}' }");
        let found = locales(&[("zh-Hans", ZH), ("ru", &ru)]).findings(&code()).join("\n");
        assert!(found.contains("expected the plural forms {\"few\", \"many\", \"one\", \"other\"}"), "{found}");
        let unread = Code { widget: "words.placed words.me".into(), parts: String::new() };
        let found = locales(&[("zh-Hans", ZH)]).findings(&unread).join("\n");
        assert!(found.contains("[panel] `place`: no code reads it"), "{found}");
    }

    #[test]
    fn a_file_has_the_box_first_and_then_a_line_a_text() {
        let en = ZH.replace("'前面 {n} 位'", "{ other = '{n} ahead', one = 'one ahead' }");
        let (version, files) = locales(&[("en", &en)]).files().unwrap();
        assert_eq!(files[0].0, format!("assets/words-en-{version}.txt"));
        assert_eq!(files[0].1, "拨打 {phone}\t也可以\n我\none\tone ahead\tother\t{n} ahead\n");
    }
}
