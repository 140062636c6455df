//! What the widget keeps in the browser's storage so that a reload, a crash or a second tab loses nothing.

use crate::{Millis, Speaker};
use serde::{Deserialize, Serialize};

/// Version of [`Saved`]; another one is dropped, never guessed at.
pub const VERSION: u32 = 1;

/// The conversation of one site in one browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// [`VERSION`].
    pub version: u32,
    /// The random name of this browser, as in the session call.
    pub device: String,
    /// The visitor's token, once a session was opened.
    #[serde(default)]
    pub token: Option<String>,
    /// The open conversation with a person, if any.
    #[serde(default)]
    pub conversation: Option<String>,
    /// Number of the last durable event seen.
    #[serde(default)]
    pub seq: u64,
    /// Where the talk stood.
    pub stage: Stage,
    /// The lines, oldest first.
    pub lines: Vec<SavedLine>,
    /// Whether the panel was open, so that a reload shows it again.
    #[serde(default)]
    pub open: bool,
    /// What was typed and not sent.
    #[serde(default)]
    pub draft: String,
    /// Counts the changes of the stage in all tabs.
    #[serde(default)]
    pub rev: u64,
}

/// Where the talk stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// The engine answers.
    Bot,
    /// A person was asked for.
    Waiting,
    /// A person is here.
    Person {
        /// The name shown.
        name: String,
        /// The role shown.
        role: String,
    },
    /// The talk with the person has ended.
    Closed {
        /// When.
        #[serde(default)]
        at: Millis,
        /// The customer has rated it.
        #[serde(default)]
        rated: bool,
    },
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedLine {
    /// Who said it; `None` = a notice of the widget.
    pub from: Option<Speaker>,
    /// The agent's shown name.
    #[serde(default)]
    pub name: String,
    /// What kind of line, in the widget's words.
    pub kind: String,
    /// Text, or ids of entries joined by a line feed, depending on `kind`.
    pub text: String,
    /// When.
    pub at: Millis,
    /// `UUIDv7` of a message to or from a person.
    #[serde(default)]
    pub client_id: String,
    /// `queued`, `sending`, `delivered`, `read`, `refused`, or empty for lines that go nowhere.
    #[serde(default)]
    pub delivery: String,
    /// Number of the event that brought it, for a line that was delivered.
    #[serde(default)]
    pub seq: u64,
}
