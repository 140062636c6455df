//! JSON lines, read with a finding for every line that is not what it should be.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use faq::{Diagnostic, Place, Severity};
use serde_json::{Map, Value};

/// Ten times the largest set in use; a larger file is something else.
const MAX_BYTES: u64 = 64_000_000;
/// Findings shown before the rest is only counted.
const SHOWN: usize = 20;

/// What is wrong with a line, and what was expected.
pub(crate) type Wrong = (String, &'static str);

/// One object of the file.
pub(crate) struct Line(Map<String, Value>);

impl Line {
    pub fn text(&self, key: &str, hint: &'static str) -> Result<String, Wrong> {
        match self.0.get(key) {
            Some(Value::String(text)) => Ok(text.clone()),
            other => Err((format!("`{key}`: a text was expected, found {}", kind(other)), hint)),
        }
    }

    /// A text that may be missing.
    pub fn maybe(&self, key: &str, hint: &'static str) -> Result<String, Wrong> {
        if self.0.contains_key(key) { self.text(key, hint) } else { Ok(String::new()) }
    }

    pub fn truth(&self, key: &str, hint: &'static str) -> Result<bool, Wrong> {
        let value = self.0.get(key);
        value
            .and_then(Value::as_bool)
            .ok_or_else(|| (format!("`{key}`: true or false was expected, found {}", kind(value)), hint))
    }

    /// A whole number, zero or more.
    pub fn count(&self, key: &str, hint: &'static str) -> Result<usize, Wrong> {
        let value = self.0.get(key);
        let count = value.and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
        count.ok_or_else(|| (format!("`{key}`: a number from 0 was expected, found {}", kind(value)), hint))
    }

    /// A list of texts that may be missing.
    pub fn texts(&self, key: &str, hint: &'static str) -> Result<Vec<String>, Wrong> {
        let found = match self.0.get(key) {
            None => Some(Vec::new()),
            Some(Value::Array(values)) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
            Some(_) => None,
        };
        found.ok_or_else(|| (format!("`{key}`: a list of texts was expected, found {}", kind(self.0.get(key))), hint))
    }

    /// A list of objects.
    pub fn objects(&self, key: &str, hint: &'static str) -> Result<Vec<Self>, Wrong> {
        let found = self.0.get(key);
        let objects = found.and_then(Value::as_array).and_then(|values| {
            values.iter().map(|value| value.as_object().map(|object| Self(object.clone()))).collect()
        });
        objects.ok_or_else(|| (format!("`{key}`: a list of objects was expected, found {}", kind(found)), hint))
    }

    /// An id, or `None` for null.
    pub fn id(&self, key: &str, hint: &'static str) -> Result<Option<String>, Wrong> {
        match self.0.get(key) {
            Some(Value::String(id)) => Ok(Some(id.clone())),
            Some(Value::Number(id)) => Ok(Some(id.to_string())),
            Some(Value::Null) => Ok(None),
            other => Err((format!("`{key}`: a text or a number was expected, found {}", kind(other)), hint)),
        }
    }
}

/// Reads every line with `read`; a blank line is skipped.
pub(crate) fn read<T>(path: &Path, mut read: impl FnMut(&Line) -> Result<T, Wrong>) -> Result<Vec<T>> {
    let name = path.display().to_string();
    let text = faq::read_text(path, &name, MAX_BYTES).map_err(|found| anyhow!("{found}"))?;
    let mut things = Vec::new();
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        match object(line).and_then(|object| read(&object)) {
            Ok(thing) => things.push(thing),
            Err((message, hint)) => {
                let place = Place::file(&name).line(number);
                found.push(Diagnostic { severity: Severity::Error, place, message, hint: hint.to_owned() });
            }
        }
    }
    for shown in found.iter().take(SHOWN) {
        eprintln!("{shown}");
    }
    if !found.is_empty() {
        bail!("{name}: {}", crate::sources::count(found.len(), "error"));
    }
    Ok(things)
}

fn object(line: &str) -> Result<Line, Wrong> {
    const HINT: &str = "every line must be one JSON object, from { to }; is the file half written?";
    match serde_json::from_str(line) {
        Ok(Value::Object(object)) => Ok(Line(object)),
        Ok(other) => Err((format!("a JSON object was expected, found {}", kind(Some(&other))), HINT)),
        // The error counts lines within this one.
        Err(why) => {
            let why = why.to_string();
            Err((format!("not JSON: {}", why.replace(" at line 1 column ", " at column ")), HINT))
        }
    }
}

fn kind(value: Option<&Value>) -> &'static str {
    match value {
        None => "nothing",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "true or false",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "a text",
        Some(Value::Array(_)) => "a list",
        Some(Value::Object(_)) => "an object",
    }
}
