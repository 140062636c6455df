//! The signals that the views read. The driver is their only writer.

use leptos::prelude::*;
use talk::{Body, Line, Link, Stage, State};

/// What is known of the knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// Under way.
    Loading,
    /// The engine answers.
    Ready,
    /// It cannot be had: only a person can help.
    Failed,
}

/// Something to say to those who listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Grows, so that the same words twice are two announcements.
    pub nth: u32,
    /// As heard.
    pub text: String,
}

/// The signals.
#[derive(Clone, Copy)]
pub struct Model {
    /// The log.
    pub lines: RwSignal<Vec<Line>>,
    /// Who answers now.
    pub stage: RwSignal<Stage>,
    /// Whether the desk can be reached.
    pub link: RwSignal<Link>,
    /// Whether the desk gave the conversation its id.
    pub placed: RwSignal<bool>,
    /// The person is writing.
    pub typing: RwSignal<bool>,
    /// The knowledge.
    pub knowledge: RwSignal<Knowledge>,
    /// The panel is open.
    pub open: RwSignal<bool>,
    /// The large mode is on.
    pub elder: RwSignal<bool>,
    /// The newest announcement.
    pub announcement: RwSignal<Announcement>,
    /// What the composer holds.
    pub draft: RwSignal<String>,
    /// Grows when the composer should take the focus.
    pub focus: RwSignal<u32>,
}

impl Model {
    /// Of an empty conversation.
    pub fn new() -> Self {
        let state = State::default();
        Self {
            lines: RwSignal::new(state.lines),
            stage: RwSignal::new(state.stage),
            link: RwSignal::new(state.link),
            placed: RwSignal::new(false),
            typing: RwSignal::new(false),
            knowledge: RwSignal::new(Knowledge::Loading),
            open: RwSignal::new(false),
            elder: RwSignal::new(false),
            announcement: RwSignal::new(Announcement { nth: 0, text: String::new() }),
            draft: RwSignal::new(String::new()),
            focus: RwSignal::new(0),
        }
    }

    /// Brings the signals up to the state; those that did not change wake nobody.
    pub fn project(&self, state: &State) {
        set(self.lines, &state.lines);
        set(self.stage, &state.stage);
        set(self.link, &state.link);
        set(self.placed, &state.conversation.is_some());
        set(self.typing, &state.typing);
    }

    /// Whether a line written now goes to a person.
    pub fn for_person(&self) -> bool {
        matches!(self.stage.get(), Stage::Waiting(_) | Stage::Person { .. })
    }

    /// Whether the customer has said anything yet.
    pub fn begun(&self) -> bool {
        self.lines.with(|lines| lines.iter().any(|l| matches!(l.body, Body::Visitor { .. } | Body::Notice(_))))
    }
}

fn set<T: Clone + PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: &T) {
    if signal.with_untracked(|old| old != value) {
        signal.set(value.clone());
    }
}
