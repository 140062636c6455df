//! What the views read. The driver is the only writer.
//!
//! Each value lies beside a Leptos trigger: an effect that read the value runs again when it changed. Leptos' own
//! `RwSignal<T>` compiles a copy of the reactive graph's machinery for each `T`; the trigger has no `T`
//! (`docs/decisions/0004-views-by-hand.md` has the figures).

use leptos::prelude::{ArcTrigger, Notify, Track};
use std::{
    cell::{Ref, RefCell},
    rc::Rc,
};
use talk::{Body, Line, Link, Stage, State};
use wire::visitor::Options;

/// A value that effects can follow.
pub struct Watched<T>(Rc<(RefCell<T>, ArcTrigger)>);

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: PartialEq> Watched<T> {
    /// Starts with this value.
    pub fn new(value: T) -> Self {
        Self(Rc::new((RefCell::new(value), ArcTrigger::new())))
    }

    /// Reads; an effect that reads runs again when the value changes.
    pub fn read(&self) -> Ref<'_, T> {
        self.0.1.track();
        self.peek()
    }

    /// Reads without being followed.
    pub fn peek(&self) -> Ref<'_, T> {
        self.0.0.borrow()
    }

    /// Writes; an equal value wakes nobody.
    pub fn set(&self, value: T) {
        if *self.peek() != value {
            self.0.0.replace(value);
            self.0.1.notify();
        }
    }
}

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

/// The stage without its details: what is drawn anew only when it changes, so that a focus inside is not lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The machine answers.
    Bot,
    /// A person was asked for.
    Waiting,
    /// A person is here.
    Person,
    /// The talk has ended.
    Closed {
        /// And was rated.
        rated: bool,
    },
}

/// Something to say to those who listen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announcement {
    /// Grows, so that the same words twice are two announcements.
    pub nth: u32,
    /// As heard.
    pub text: String,
}

/// What the views read.
#[derive(Clone)]
pub struct Model {
    /// The log.
    pub lines: Watched<Vec<Line>>,
    /// Who answers now.
    pub stage: Watched<Stage>,
    /// The same, without details.
    pub step: Watched<Step>,
    /// The desk cannot be reached.
    pub desk_down: Watched<bool>,
    /// The desk gave the conversation its id.
    pub placed: Watched<bool>,
    /// The person is writing.
    pub typing: Watched<bool>,
    /// The person is away for the moment.
    pub away: Watched<bool>,
    /// What the desk offers beside waiting.
    pub options: Watched<Options>,
    /// Members of the family who take part: id and name.
    pub helpers: Watched<Vec<(String, String)>>,
    /// A person has answered: somebody senior may be asked for.
    pub answered: Watched<bool>,
    /// The person asks for a rating.
    pub rating_asked: Watched<bool>,
    /// The knowledge.
    pub knowledge: Watched<Knowledge>,
    /// The panel is open.
    pub open: Watched<bool>,
    /// The large mode is on.
    pub elder: Watched<bool>,
    /// Grows when the page says anew what it knows of the situation.
    pub scene: Watched<u32>,
    /// The newest announcement.
    pub announcement: Watched<Announcement>,
    /// What the composer holds.
    pub draft: Watched<String>,
    /// Grows when the focus should go to where the customer goes on.
    pub focus: Watched<u32>,
}

impl Default for Model {
    /// Of an empty conversation.
    fn default() -> Self {
        Self {
            lines: Watched::new(Vec::new()),
            stage: Watched::new(Stage::default()),
            step: Watched::new(Step::Bot),
            desk_down: Watched::new(false),
            placed: Watched::new(false),
            typing: Watched::new(false),
            away: Watched::new(false),
            // Until the desk has said otherwise: what is left now is kept and told later.
            options: Watched::new(Options { message: true, callback: true, ..Options::default() }),
            helpers: Watched::new(Vec::new()),
            answered: Watched::new(false),
            rating_asked: Watched::new(false),
            knowledge: Watched::new(Knowledge::Loading),
            open: Watched::new(false),
            elder: Watched::new(false),
            scene: Watched::new(0),
            announcement: Watched::new(Announcement::default()),
            draft: Watched::new(String::new()),
            focus: Watched::new(0),
        }
    }
}

impl Model {
    /// Brings the values up to the state.
    pub fn project(&self, state: &State) {
        if *self.stage.peek() != state.stage {
            self.away.set(false);
        }
        self.stage.set(state.stage.clone());
        self.step.set(match state.stage {
            Stage::Bot => Step::Bot,
            Stage::Waiting(_) => Step::Waiting,
            Stage::Person { .. } => Step::Person,
            Stage::Closed { rated, .. } => Step::Closed { rated },
        });
        self.desk_down.set(state.link == Link::Down);
        self.placed.set(state.conversation.is_some());
        self.typing.set(state.typing);
        self.helpers.set(state.helpers());
        self.answered.set(state.answered());
        self.rating_asked.set(state.rating_asked());
        self.lines.set(state.lines.clone());
    }

    /// Whether a line written now goes to a person.
    pub fn for_person(&self) -> bool {
        matches!(*self.step.read(), Step::Waiting | Step::Person)
    }

    /// Whether anything was said or asked for yet.
    pub fn begun(&self) -> bool {
        self.lines.read().iter().any(|l| matches!(l.body, Body::Visitor { .. } | Body::Notice(_)))
    }

    /// Says something.
    pub fn announce(&self, text: String) {
        let nth = self.announcement.peek().nth + 1;
        self.announcement.set(Announcement { nth, text });
    }

    /// Sends the focus to where the customer goes on.
    pub fn take_focus(&self) {
        let next = *self.focus.peek() + 1;
        self.focus.set(next);
    }
}
