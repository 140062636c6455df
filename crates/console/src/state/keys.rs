//! Keyboard shortcuts. All can be changed or turned off (WCAG 2.1.4); one without Alt, Ctrl or Meta does nothing while
//! somebody is writing.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Opens the settings, which list the shortcuts.
    Help,
    /// Takes the customer who is next.
    Take,
    /// Opens the next of my conversations.
    Next,
    /// Opens the one before.
    Previous,
    /// Puts the focus where one writes.
    Write,
    /// Opens the quick replies.
    Quick,
    /// Asks to whom to hand on.
    Transfer,
    /// Asks whether to escalate.
    Escalate,
    /// Asks whether to end.
    Close,
    /// Opens the tickets.
    Tickets,
    /// Opens the conversations.
    Desk,
}

/// All deeds, in the order of the list, with the keys that they have at first. Letters with Alt that no browser on
/// Windows, macOS or Linux takes for its own menus.
pub const DEFAULTS: [(Deed, &str); 11] = [
    (Deed::Help, "?"),
    (Deed::Take, "Alt+N"),
    (Deed::Next, "Alt+J"),
    (Deed::Previous, "Alt+K"),
    (Deed::Write, "Alt+M"),
    (Deed::Quick, "Alt+R"),
    (Deed::Transfer, "Alt+G"),
    (Deed::Escalate, "Alt+U"),
    (Deed::Close, "Alt+X"),
    (Deed::Tickets, "Alt+2"),
    (Deed::Desk, "Alt+1"),
];

/// A key press, as the browser tells it.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // A keyboard has four keys to hold.
pub struct Press {
    /// The place on the keyboard: `KeyN`, `Digit2`, `F2`.
    pub code: String,
    /// What it writes.
    pub key: String,
    /// Modifiers.
    pub alt: bool,
    /// Control.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Command or Windows.
    pub meta: bool,
}

impl Press {
    /// Its name, such as `Alt+N` or `?`; `None` for a modifier alone and for keys that every page needs.
    pub fn name(&self) -> Option<String> {
        const NEEDED: [&str; 15] = [
            "Tab",
            "Enter",
            "Escape",
            "Backspace",
            "Delete",
            " ",
            "ArrowUp",
            "ArrowDown",
            "ArrowLeft",
            "ArrowRight",
            "Home",
            "End",
            "PageUp",
            "PageDown",
            "Dead",
        ];
        const MODIFIERS: [&str; 6] = ["Alt", "AltGraph", "Control", "Shift", "Meta", "Process"];
        if self.key.is_empty() || MODIFIERS.contains(&self.key.as_str()) {
            return None;
        }
        if !(self.alt || self.ctrl || self.meta) {
            return (!NEEDED.contains(&self.key.as_str())).then(|| self.key.clone());
        }
        // With Alt the key writes something else on many keyboards: its place counts.
        let place = self.code.trim_start_matches("Key").trim_start_matches("Digit");
        let place = if place.is_empty() { &self.key } else { place };
        let held = [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+"), (self.meta, "Meta+")];
        Some(held.into_iter().filter_map(|(held, name)| held.then_some(name)).collect::<String>() + place)
    }
}

/// Which keys do what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// All off.
    pub off: bool,
    /// What was changed, by the name of the keys.
    changed: BTreeMap<String, Deed>,
    /// What has no keys.
    none: Vec<Deed>,
}

/// Whether somebody is writing in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// In a field.
    Field,
    /// Elsewhere.
    Page,
}

impl Keys {
    /// The keys of a deed, if it has any.
    pub fn of(&self, deed: Deed) -> Option<&str> {
        if self.none.contains(&deed) {
            return None;
        }
        let changed = self.changed.iter().find(|(_, it)| **it == deed).map(|(name, _)| name.as_str());
        changed.or_else(|| DEFAULTS.iter().find(|(it, _)| *it == deed).map(|(_, name)| *name))
    }

    /// What a key press does.
    pub fn deed(&self, press: &Press, focus: Focus) -> Option<Deed> {
        if self.off || (focus == Focus::Field && !(press.alt || press.ctrl || press.meta)) {
            return None;
        }
        let name = press.name()?;
        DEFAULTS.into_iter().map(|(deed, _)| deed).find(|deed| self.of(*deed) == Some(name.as_str()))
    }

    /// Gives a deed other keys.
    ///
    /// # Errors
    /// The deed that has these keys already.
    pub fn change(&mut self, deed: Deed, name: String) -> Result<(), Deed> {
        let taken = DEFAULTS.into_iter().map(|(it, _)| it).find(|it| *it != deed && self.of(*it) == Some(&name));
        if let Some(taken) = taken {
            return Err(taken);
        }
        self.clear(deed);
        self.none.retain(|it| *it != deed);
        if !DEFAULTS.contains(&(deed, &name)) {
            self.changed.insert(name, deed);
        }
        Ok(())
    }

    /// Takes a deed's keys away.
    pub fn clear(&mut self, deed: Deed) {
        self.changed.retain(|_, it| *it != deed);
        if !self.none.contains(&deed) {
            self.none.push(deed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alt(code: &str) -> Press {
        // What Alt+N writes on a Mac.
        Press { code: code.into(), key: "˜".into(), alt: true, ..Press::default() }
    }

    fn plain(key: &str) -> Press {
        Press { code: "Slash".into(), key: key.into(), ..Press::default() }
    }

    #[test]
    fn the_place_of_the_key_counts_with_a_modifier_and_what_it_writes_without() {
        let keys = Keys::default();
        assert_eq!(keys.deed(&alt("KeyN"), Focus::Field), Some(Deed::Take));
        assert_eq!(keys.deed(&alt("Digit2"), Focus::Page), Some(Deed::Tickets));
        assert_eq!(keys.deed(&plain("?"), Focus::Page), Some(Deed::Help));
        assert_eq!(keys.deed(&plain("?"), Focus::Field), None, "a question mark is written");
        assert_eq!(keys.deed(&Press { shift: true, ..alt("KeyN") }, Focus::Page), None);
    }

    #[test]
    fn keys_that_every_page_needs_are_not_given_away() {
        for key in ["Tab", "Enter", "Escape", "ArrowDown", "Shift", ""] {
            assert_eq!(plain(key).name(), None, "{key}");
        }
        let ctrl = Press { ctrl: true, shift: true, ..plain("Enter") };
        assert_eq!(ctrl.name().as_deref(), Some("Ctrl+Shift+Slash"));
    }

    #[test]
    fn keys_can_be_changed_and_taken_away_and_none_serves_two_deeds() {
        let mut keys = Keys::default();
        assert_eq!(keys.change(Deed::Quick, "Alt+N".into()), Err(Deed::Take));
        assert_eq!(keys.change(Deed::Quick, "Alt+Q".into()), Ok(()));
        assert_eq!(keys.of(Deed::Quick), Some("Alt+Q"));
        assert_eq!(keys.deed(&alt("KeyR"), Focus::Page), None);
        assert_eq!(keys.change(Deed::Take, "Alt+R".into()), Ok(()), "what was given up is free");
        keys.clear(Deed::Take);
        assert_eq!((keys.of(Deed::Take), keys.deed(&alt("KeyR"), Focus::Page)), (None, None));
        assert_eq!(keys.change(Deed::Take, "Alt+N".into()), Ok(()));
        assert_eq!(keys.change(Deed::Quick, "Alt+R".into()), Ok(()));
        assert_eq!(keys, Keys::default(), "as it was at first");
        keys.off = true;
        assert_eq!(keys.deed(&alt("KeyN"), Focus::Page), None);
    }

    #[test]
    fn no_two_deeds_begin_with_the_same_keys() {
        let mut names: Vec<_> = DEFAULTS.iter().map(|(_, name)| name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), DEFAULTS.len());
    }
}
